"use strict";
// The trend charts of a patient's page: each <section class="chart"> names its metrics, targets and limits.
(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const day = 86400;
  const pageLimit = 5000;

  async function points(chart, metric, span) {
    const all = [];
    let after = null;
    do {
      const query = new URLSearchParams({
        metric, resolution: span.days > 92 ? "day" : "raw", limit: pageLimit,
        from: new Date(span.from * 1000).toISOString(), to: new Date(span.to * 1000).toISOString(),
      });
      if (after) query.set("after", after);
      const answer = await fetch(`/api/patients/${chart.dataset.patient}/trend?${query}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error((await answer.json()).detail ?? `The server answered ${answer.status}.`);
      const page = await answer.json();
      all.push(...page.points);
      after = page.next;
    } while (after);
    return all;
  }

  // A day's point stands at noon UTC of its date, which is the same date in the axis.
  const moment = (point) => (point.day ? Date.parse(point.day + "T12:00:00Z") : Date.parse(point.measuredAt)) / 1000;
  const edge = { HIGH: "highestPlausible", LOW: "lowestPlausible" };

  function value(chart, point) {
    if (point.day) return point.mean ?? null;
    return point.value ?? +chart.dataset[edge[point.outOfRange]];
  }

  function table(chart, series) {
    const rows = new Map();
    series.forEach((list, index) => list.forEach((point) => {
      const key = moment(point);
      if (!rows.has(key)) rows.set(key, { notes: Array(series.length), values: Array(series.length).fill(null) });
      rows.get(key).values[index] = value(chart, point);
      rows.get(key).notes[index] = point;
    }));
    const xs = [...rows.keys()].sort((a, b) => a - b);
    return { xs, ys: series.map((_, index) => xs.map((x) => rows.get(x).values[index])), notes: series.map((_, index) => xs.map((x) => rows.get(x).notes[index])) };
  }

  function says(point) {
    if (!point) return "–";
    if (point.day) return point.mean == null ? `${point.count} readings` : `${+point.mean.toFixed(1)} (${point.min}–${point.max}, n ${point.count})`;
    return point.value ?? (point.outOfRange === "HIGH" ? "HI" : "LO");
  }

  // Writes each label at its line, where no other one is: above or below, at the left or the right end. One that finds
  // no room is left out; its line stays.
  function caption(ctx, box, lines) {
    const unit = devicePixelRatio;
    const height = 14 * unit;
    const taken = [];
    ctx.font = `${11 * unit}px system-ui, "DejaVu Sans", sans-serif`;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    for (const { label, y } of lines) {
      const width = ctx.measureText(label).width + 6 * unit;
      const left = box.left + 4 * unit;
      const right = box.left + box.width - width - 4 * unit;
      const above = y - height - unit;
      const below = y + unit;
      const free = [[left, above], [right, above], [left, below], [right, below]].find(([x, top]) =>
        top >= box.top && top + height <= box.top + box.height
        && !taken.some((other) => x < other.x + other.width && other.x < x + width && top < other.top + height && other.top < top + height));
      if (!free) continue;
      const [x, top] = free;
      taken.push({ x, top, width });
      ctx.globalAlpha = 0.8;
      ctx.fillStyle = css("--surface");
      ctx.fillRect(x, top, width, height);
      ctx.globalAlpha = 1;
      ctx.fillStyle = css("--limit");
      ctx.fillText(label, x + 3 * unit, top + height / 2);
    }
  }

  function backdrop(chart) {
    const bands = JSON.parse(chart.dataset.targets);
    const limits = JSON.parse(chart.dataset.limits);
    const clip = (u, draw) => {
      const { ctx, bbox } = u;
      ctx.save();
      ctx.beginPath();
      ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
      ctx.clip();
      draw(ctx, bbox);
      ctx.restore();
    };
    return {
      hooks: {
        drawClear: [(u) => clip(u, (ctx, box) => {
          ctx.fillStyle = css("--band");
          for (const { low, high } of bands) {
            const top = u.valToPos(high, "y", true);
            ctx.fillRect(box.left, top, box.width, u.valToPos(low, "y", true) - top);
          }
        })],
        // Below the series: a line or label must never hide a reading.
        drawAxes: [(u) => clip(u, (ctx, box) => {
          ctx.strokeStyle = css("--limit");
          ctx.lineWidth = devicePixelRatio;
          ctx.setLineDash([5 * devicePixelRatio, 5 * devicePixelRatio]);
          const lines = limits.map(({ value, label }) => ({ label, y: Math.round(u.valToPos(value, "y", true)) + 0.5 }));
          for (const { y } of lines) {
            ctx.beginPath();
            ctx.moveTo(box.left, y);
            ctx.lineTo(box.left + box.width, y);
            ctx.stroke();
          }
          caption(ctx, box, lines);
        })],
      },
    };
  }

  function draw(chart, data, span) {
    const labels = chart.dataset.labels.split(",");
    const zone = chart.dataset.zone;
    const grid = { stroke: () => css("--grid"), width: 1 };
    const axis = { stroke: () => css("--soft"), grid, ticks: grid };
    const shown = JSON.parse(chart.dataset.limits).map((limit) => limit.value)
      .concat(JSON.parse(chart.dataset.targets).flatMap((band) => [band.low, band.high]));
    const host = chart.querySelector(".plot");
    host.replaceChildren();
    return new uPlot({
      width: host.clientWidth,
      height: 260,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), span.days > 92 ? "Etc/UTC" : zone),
      scales: {
        x: { time: true, range: () => [span.from, span.to] },
        y: { range: (_, low, high) => {
          const from = Math.min(low ?? Infinity, ...shown);
          const to = Math.max(high ?? -Infinity, ...shown);
          if (!Number.isFinite(from)) return [0, 1];
          // Never so narrow that everyday noise looks like a trend.
          const room = Math.max((to - from) * 0.08, (+chart.dataset.leastSpan - (to - from)) / 2);
          return [from - room, to + room];
        } },
      },
      axes: [{ ...axis, space: 70, values: axisValues }, { ...axis, size: 48 }],
      series: [
        { label: "Time", value: (u, x) => (x == null ? "–" : new Intl.DateTimeFormat("en-GB", { timeZone: span.days > 92 ? "UTC" : zone, dateStyle: "medium", ...(span.days > 92 ? {} : { timeStyle: "short" }) }).format(x * 1000)) },
        ...labels.map((label, index) => ({
          label, stroke: () => css(`--series-${index + 1}`), width: 1.5, spanGaps: true,
          points: { show: data.xs.length < 500, size: 5 },
          value: (u, y, s, i) => (i == null ? "–" : says(data.notes[index][i])),
        })),
      ],
      plugins: [backdrop(chart)],
    }, [data.xs, ...data.ys], host);
  }

  const axisValues = [
    [86400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
    [3600, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
    [60, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
  ];

  async function show(chart, days) {
    const to = Date.parse(chart.dataset.until) / 1000;
    const span = { days, from: to - days * day, to };
    const message = chart.querySelector(".message");
    chart.dataset.ready = "false";
    try {
      const data = table(chart, await Promise.all(chart.dataset.metrics.split(",").map((metric) => points(chart, metric, span))));
      chart.plot?.destroy();
      chart.plot = null;
      message.hidden = data.xs.length > 0;
      message.textContent = "No readings in this period.";
      chart.querySelector(".plot").replaceChildren();
      if (data.xs.length) {
        chart.redraw = () => { chart.plot?.destroy(); chart.plot = draw(chart, data, span); };
        chart.redraw();
      }
      chart.dataset.points = data.xs.length;
      chart.dataset.ready = "true";
    } catch (failure) {
      message.hidden = false;
      message.textContent = `The readings could not be loaded: ${failure.message}`;
    }
  }

  const charts = [...document.querySelectorAll(".chart[data-patient]")];
  if (!charts.length) return;
  const buttons = [...document.querySelectorAll("[data-days]")];
  function range(button) {
    buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    charts.forEach((chart) => show(chart, +button.dataset.days));
  }
  buttons.forEach((button) => button.addEventListener("click", () => range(button)));
  range(buttons.find((button) => button.getAttribute("aria-pressed") === "true"));

  // uPlot copies colours into its legend once, so a change of the colour scheme draws anew.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach((chart) => chart.redraw?.()));
  new ResizeObserver(() => charts.forEach((chart) => {
    const width = chart.querySelector(".plot").clientWidth;
    if (chart.plot && chart.plot.width !== width) chart.plot.setSize({ width, height: 260 });
  })).observe(document.body);
})();
