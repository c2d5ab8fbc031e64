"use strict";
// What all pages need beyond HTML: relative times, the state of the live feed, filters that apply at once.
(() => {
  const steps = [[60, 1, "second"], [3600, 60, "minute"], [86400, 3600, "hour"], [Infinity, 86400, "day"]];
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

  function showTimes() {
    for (const time of document.querySelectorAll("time[data-relative]")) {
      const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
      const [, unit, name] = steps.find(([below]) => Math.abs(seconds) < below);
      const text = Math.abs(seconds) < 5 ? "just now" : relative.format(Math.round(seconds / unit), name);
      if (time.textContent !== text) time.textContent = text;
    }
  }

  document.body.addEventListener("htmx:afterSettle", showTimes);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  document.querySelector("[data-print]")?.addEventListener("click", () => print());

  const state = (value, text) => {
    const live = document.querySelector(".live");
    if (live) { live.dataset.state = value; live.textContent = text; }
  };
  document.body.addEventListener("htmx:sseOpen", () => state("on", "Live"));
  document.body.addEventListener("htmx:sseError", () => state("off", "Connection lost – reconnecting"));

  showTimes();
  setInterval(showTimes, 10000);
})();
