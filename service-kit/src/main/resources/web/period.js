"use strict";
// The time axis of a patient's page: what part of the years is looked at, and what is fetched for it.
(() => {
  const page = document.querySelector(".period[data-patient]");
  if (!page) return;
  const { patient, zone } = page.dataset;
  const until = Date.parse(page.dataset.until) / 1000;
  const day = 86400;
  const least = day / 2, most = 10 * 366 * day;
  const charts = [...document.querySelectorAll("section.chart")];
  const buttons = [...document.querySelectorAll("[data-days]")];
  const view = VigilChart.view;
  const pageLimit = 10000;

  const iso = (seconds) => new Date(seconds * 1000).toISOString();
  const resolutionOf = (span) => (span <= 93 * day ? "raw" : span <= 800 * day ? "day" : "week");

  async function get(path, query, signal) {
    const answer = await fetch(`${path}?${query}`, { headers: { Accept: "application/json" }, signal });
    if (!answer.ok) throw new Error((await answer.json()).detail ?? `The server answered ${answer.status}.`);
    return answer.json();
  }

  async function points(metric, span, signal) {
    const all = [];
    let after = null;
    do {
      const query = new URLSearchParams({ metric, resolution: span.resolution, limit: pageLimit, from: iso(span.from), to: iso(span.to) });
      if (span.resolution === "raw") query.set("status", "any");
      if (after) query.set("after", after);
      const found = await get(`/api/patients/${patient}/trend`, query, signal);
      all.push(...found.points);
      after = found.next;
    } while (after);
    return all;
  }

  // A day's point stands at noon UTC of its date, which is the same date in the axis; a week's in its middle.
  const middle = { day: day / 2, week: 3.5 * day };
  const edge = { HIGH: "highestPlausible", LOW: "lowestPlausible" };

  function raw(chart, series) {
    const odd = [];
    const rows = new Map();
    series.forEach((list, index) => list.forEach((point) => {
      const x = Date.parse(point.measuredAt) / 1000;
      const y = point.value ?? +chart.dataset[edge[point.outOfRange]];
      const isLate = Date.parse(point.receivedAt) / 1000 - x > +page.dataset.lateAfter;
      const shape = point.status !== "final" ? "error" : point.clockSuspect ? "suspect" : isLate ? "late" : null;
      if (shape) odd.push({ x, y, shape });
      if (shape === "error") return;
      if (!rows.has(x)) rows.set(x, { y: [], note: [] });
      rows.get(x).y[index] = y;
      rows.get(x).note[index] = (point.value ?? (point.outOfRange === "HIGH" ? "HI" : "LO")) + (shape === "late" ? " (late)" : shape === "suspect" ? " (clock wrong)" : "");
    }));
    const xs = [...rows.keys()].sort((a, b) => a - b);
    return {
      xs, odd, byDay: false,
      lines: series.map((_, index) => ({ mean: xs.map((x) => rows.get(x).y[index] ?? null) })),
      notes: series.map((_, index) => xs.map((x) => rows.get(x).note[index] ?? "–")),
    };
  }

  function summed(series, resolution) {
    const rows = new Map();
    series.forEach((list, index) => list.forEach((point) => {
      const x = Date.parse(point.day + "T00:00:00Z") / 1000 + middle[resolution];
      if (!rows.has(x)) rows.set(x, []);
      rows.get(x)[index] = point;
    }));
    const xs = [...rows.keys()].sort((a, b) => a - b);
    const of = (index, field) => xs.map((x) => rows.get(x)[index]?.[field] ?? null);
    return {
      xs, odd: [], byDay: true,
      lines: series.map((_, index) => ({ mean: of(index, "mean"), min: of(index, "min"), max: of(index, "max") })),
      notes: series.map((_, index) => xs.map((x) => {
        const point = rows.get(x)[index];
        if (!point) return "–";
        return point.mean == null ? `${point.count} readings` : `${+point.mean.toFixed(1)} (${point.min}–${point.max}, n ${point.count})`;
      })),
    };
  }

  let loaded = null, happenings = [], loading = null, settling = null;

  // One and a half times the view on each side, so that a small move needs nothing new.
  async function load() {
    const span = view.to - view.from;
    const resolution = resolutionOf(span);
    if (loaded && loaded.resolution === resolution && loaded.from <= view.from && loaded.to >= view.to) return show();
    loading?.abort();
    loading = new AbortController();
    const { signal } = loading;
    const wanted = { resolution, from: view.from - span / 2, to: view.to + span / 2 };
    charts.forEach((chart) => { chart.dataset.ready = "false"; });
    try {
      const [found, ...all] = await Promise.all([
        get(`/api/patients/${patient}/happenings`, new URLSearchParams({ from: iso(wanted.from), to: iso(wanted.to) }), signal),
        ...charts.map(async (chart) => {
          const series = await Promise.all(chart.dataset.metrics.split(",").map((metric) => points(metric, wanted, signal)));
          return resolution === "raw" ? raw(chart, series) : summed(series, resolution);
        }),
      ]);
      loaded = wanted;
      happenings = found.happenings.map((each) => ({ ...each, at: Date.parse(each.at) / 1000 }));
      charts.forEach((chart, index) => { chart.data = all[index]; chart.stale = true; });
      show();
    } catch (failure) {
      if (failure.name === "AbortError") return;
      charts.forEach((chart) => {
        const message = chart.querySelector(".message");
        message.hidden = false;
        message.textContent = `The readings could not be loaded: ${failure.message}`;
      });
    }
  }

  function show() {
    for (const chart of charts) {
      const inView = chart.data.xs.filter((x) => x >= view.from && x <= view.to).length;
      const message = chart.querySelector(".message");
      message.hidden = true;
      if (chart.stale || !chart.plot) {
        chart.plot?.destroy();
        chart.plot = VigilChart.draw(chart, chart.data, view, zone, happenings, look);
        chart.stale = false;
      } else {
        chart.plot.setScale("x", { min: view.from, max: view.to });
      }
      chart.dataset.points = inView;
      chart.dataset.ready = "true";
    }
    showHappenings();
    clearTimeout(settling);
    settling = setTimeout(settled, 250);
  }

  const dated = (seconds, more) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "medium", ...more }).format(seconds * 1000);

  function showHappenings() {
    const host = document.querySelector(".happenings ol");
    const story = document.querySelector("#story");
    host.replaceChildren(...happenings.filter(({ at }) => at >= view.from && at <= view.to).map((each) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = each.kind === "plan" ? "plan" : each.severity.toLowerCase();
      button.textContent = each.kind === "plan" ? "P" : "!";
      button.setAttribute("aria-label", `${dated(each.at)}: ${each.text}`);
      button.addEventListener("click", () => { story.textContent = `${dated(each.at, { timeStyle: "short" })}: ${each.text} (${each.story})`; });
      item.append(button);
      item.style.setProperty("--at", (each.at - view.from) / (view.to - view.from));
      return item;
    }));
  }

  // The local dates of the view, for what adds up whole days.
  const localDay = (seconds) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(seconds * 1000);
  let summarised = "";

  async function settled() {
    const query = new URLSearchParams({ from: localDay(Math.min(view.to, view.from + day)), to: localDay(Math.min(view.to, Math.max(until, view.from + 1))) });
    document.querySelector("#report").href = `/patients/${patient}/report?${query}`;
    if (document.querySelector("#compare").checked) query.set("compare", "true");
    const table = document.querySelector("#days");
    const key = query + (table.open ? "+" : "");
    if (key === summarised) return;
    summarised = key;
    const host = document.querySelector("#overview");
    host.dataset.ready = "false";
    await htmx.ajax("GET", `/patients/${patient}/overview?${query}`, { target: host, swap: "innerHTML" });
    if (table.open) await htmx.ajax("GET", `/patients/${patient}/days?${query}`, { target: table.querySelector("div"), swap: "innerHTML" });
    host.dataset.ready = "true";
    document.querySelector("#said-period").textContent = `${dated(view.from)} to ${dated(view.to)}`;
  }

  function look(from, to) {
    const span = Math.min(most, Math.max(least, to - from));
    const end = Math.min(until + span / 4, from + (to - from) / 2 + span / 2);
    view.to = end;
    view.from = end - span;
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(Math.abs(span - button.dataset.days * day) < day / 2)));
    load();
  }

  function zoom(by, at) {
    const centre = at ?? (view.from + view.to) / 2;
    look(centre - (centre - view.from) * by, centre + (view.to - centre) * by);
  }
  function pan(by) {
    const span = view.to - view.from;
    look(view.from + by * span, view.to + by * span);
  }
  const initial = () => {
    const days = +buttons.find((button) => button.dataset.days === "30").dataset.days;
    look(until - days * day, until);
  };

  const moves = { earlier: () => pan(-0.5), later: () => pan(0.5), in: () => zoom(0.5), out: () => zoom(2) };
  document.querySelectorAll("[data-move]").forEach((button) => button.addEventListener("click", () => moves[button.dataset.move]()));
  buttons.forEach((button) => button.addEventListener("click", () => look(until - button.dataset.days * day, until)));
  document.querySelector("#compare").addEventListener("change", settled);
  document.querySelector("#days").addEventListener("toggle", settled);

  const keys = { ArrowLeft: () => pan(-0.25), ArrowRight: () => pan(0.25), "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), 0: initial };
  const moment = (chart, clientX) => {
    const box = chart.plot.over.getBoundingClientRect();
    return view.from + (view.to - view.from) * (clientX - box.left) / box.width;
  };

  for (const chart of charts) {
    chart.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    chart.addEventListener("wheel", (event) => {
      if (!chart.plot) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        zoom(event.deltaY > 0 ? 1.25 : 0.8, moment(chart, event.clientX));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        pan((event.deltaX || event.deltaY) / chart.clientWidth);
      }
    }, { passive: false });

    // One finger moves, two zoom; up and down still scrolls the page.
    let touched = null;
    const grip = (event) => [...event.touches].map((touch) => moment(chart, touch.clientX));
    chart.addEventListener("touchstart", (event) => { if (chart.plot) touched = grip(event); }, { passive: true });
    chart.addEventListener("touchmove", (event) => {
      if (!touched || !chart.plot || touched.length !== event.touches.length) return;
      const box = chart.plot.over.getBoundingClientRect();
      const share = [...event.touches].map((touch) => (touch.clientX - box.left) / box.width);
      // What was under the fingers stays under them.
      const span = touched.length > 1 && Math.abs(share[1] - share[0]) > 0.02
        ? (touched[1] - touched[0]) / (share[1] - share[0]) : view.to - view.from;
      if (span > 0) look(touched[0] - share[0] * span, touched[0] + (1 - share[0]) * span);
    }, { passive: true });
    chart.addEventListener("touchend", (event) => { touched = event.touches.length ? grip(event) : null; }, { passive: true });
  }

  // uPlot copies colours into its legend once, so a change of the colour scheme draws anew.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    charts.forEach((chart) => { chart.stale = true; });
    if (loaded) show();
  });
  new ResizeObserver(() => charts.forEach((chart) => {
    const width = chart.querySelector(".plot").clientWidth;
    if (chart.plot && chart.plot.width !== width) chart.plot.setSize({ width, height: VigilChart.HEIGHT });
  })).observe(document.body);
  initial();
})();
