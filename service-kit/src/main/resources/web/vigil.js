"use strict";
// What the pages need beyond HTML: relative times, the state of the live feed, and keys on the worklist.
(() => {
  const steps = [[60, 1, "second"], [3600, 60, "minute"], [86400, 3600, "hour"], [Infinity, 86400, "day"]];
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

  function showTimes() {
    for (const time of document.querySelectorAll("time[data-relative]")) {
      const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
      const [, unit, name] = steps.find(([below]) => Math.abs(seconds) < below);
      time.textContent = Math.abs(seconds) < 5 ? "just now" : relative.format(Math.round(seconds / unit), name);
    }
  }

  const cards = () => [...document.querySelectorAll(".alert")];
  const selected = () => document.querySelector(".alert[aria-selected=true]");
  let remembered = null;

  function select(card) {
    selected()?.removeAttribute("aria-selected");
    if (!card) return;
    card.setAttribute("aria-selected", "true");
    card.scrollIntoView({ block: "nearest" });
    remembered = card.id;
  }

  function move(by) {
    const all = cards();
    if (!all.length) return;
    const at = all.indexOf(selected());
    select(all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
  }

  const keys = {
    j: () => move(1), ArrowDown: () => move(1),
    k: () => move(-1), ArrowUp: () => move(-1),
    a: () => selected()?.querySelector("[data-action=acknowledge]")?.click(),
    r: () => selected()?.querySelector("[data-action=resolve]")?.click(),
    n: () => selected()?.querySelector("[name=note]")?.focus(),
    o: () => selected()?.querySelector("a.patient")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    const note = event.key === "Escape" && event.target.closest(".alert input");
    if (note) {
      select(note.closest(".alert"));
      note.blur();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (!document.querySelector("#worklist") || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  document.body.addEventListener("htmx:afterSettle", () => {
    showTimes();
    const same = remembered && document.getElementById(remembered);
    if (same) select(same);
  });

  const state = (value, text) => {
    const live = document.querySelector(".live");
    if (live) { live.dataset.state = value; live.textContent = text; }
  };
  document.body.addEventListener("htmx:sseOpen", () => state("on", "Live"));
  document.body.addEventListener("htmx:sseError", () => state("off", "Connection lost – reconnecting"));

  showTimes();
  setInterval(showTimes, 10000);
})();
