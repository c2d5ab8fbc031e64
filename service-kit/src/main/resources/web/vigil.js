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
  // A browser gives an event source up for good after any answer that is no stream, such as a proxy's while a service
  // restarts, and htmx then waits up to a minute. This one comes back within seconds, and not all browsers at once.
  class LastingEventSource {
    #url;
    #source;
    #listeners = [];
    #closed = false;

    constructor(url) {
      this.#url = url;
      this.#open();
    }

    #open() {
      const source = this.#source = new EventSource(this.#url);
      for (const [name, listener] of this.#listeners) source.addEventListener(name, listener);
      source.onopen = (event) => this.onopen?.(event);
      source.onerror = (event) => {
        this.onerror?.(event);
        if (source.readyState === EventSource.CLOSED) {
          setTimeout(() => this.#closed || this.#open(), 1000 + 3000 * Math.random());
        }
      };
    }

    get readyState() {
      if (this.#closed) return EventSource.CLOSED;
      return this.#source.readyState === EventSource.OPEN ? EventSource.OPEN : EventSource.CONNECTING;
    }

    addEventListener(name, listener) {
      this.#listeners.push([name, listener]);
      this.#source.addEventListener(name, listener);
    }

    removeEventListener(name, listener) {
      this.#listeners = this.#listeners.filter(([n, l]) => n !== name || l !== listener);
      this.#source.removeEventListener(name, listener);
    }

    close() {
      this.#closed = true;
      this.#source.close();
    }
  }
  // A report that is printed has no htmx.
  if (window.htmx) htmx.createEventSource = (url) => new LastingEventSource(url);
  document.body.addEventListener("htmx:sseOpen", () => state("on", "Live"));
  document.body.addEventListener("htmx:sseError", () => state("off", "Connection lost – reconnecting"));

  showTimes();
  setInterval(showTimes, 10000);
})();
