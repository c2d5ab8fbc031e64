"use strict";
// Draws one chart of a patient's page. What to draw, and the axis, come from period.js.
const VigilChart = (() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const HEIGHT = 240;

  const axisValues = [
    [86400 * 360, "{YYYY}", null, null, null, null, null, null, 1],
    [86400 * 28, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
    [86400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
    [3600, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
    [60, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
  ];

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

  function clipped(u, draw) {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw(ctx, bbox);
    ctx.restore();
  }

  function targets(u, bands) {
    clipped(u, (ctx, box) => {
      ctx.fillStyle = css("--band");
      for (const { low, high } of bands) {
        const top = u.valToPos(high, "y", true);
        ctx.fillRect(box.left, top, box.width, u.valToPos(low, "y", true) - top);
      }
    });
  }

  function limitLines(u, limits) {
    clipped(u, (ctx, box) => {
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
    });
  }

  // What a reading looks like that is not as the others.
  const shapes = {
    late: (ctx, x, y, r) => { ctx.beginPath(); ctx.arc(x, y, r, 0, 2 * Math.PI); ctx.stroke(); },
    suspect: (ctx, x, y, r) => {
      ctx.beginPath();
      ctx.moveTo(x, y - r); ctx.lineTo(x + r, y); ctx.lineTo(x, y + r); ctx.lineTo(x - r, y);
      ctx.closePath();
      ctx.stroke();
    },
    error: (ctx, x, y, r) => {
      ctx.beginPath();
      ctx.moveTo(x - r, y - r); ctx.lineTo(x + r, y + r);
      ctx.moveTo(x - r, y + r); ctx.lineTo(x + r, y - r);
      ctx.stroke();
    },
  };

  function marks(u, odd, happenings) {
    clipped(u, (ctx, box) => {
      ctx.lineWidth = 1.5 * devicePixelRatio;
      for (const { x, y, shape } of odd) {
        ctx.strokeStyle = css(shape === "error" ? "--limit" : "--text");
        shapes[shape](ctx, u.valToPos(x, "x", true), u.valToPos(y, "y", true), 5 * devicePixelRatio);
      }
      ctx.lineWidth = devicePixelRatio;
      for (const { at, kind } of happenings) {
        const x = Math.round(u.valToPos(at, "x", true)) + 0.5;
        ctx.strokeStyle = css(kind === "plan" ? "--series-2" : "--limit");
        ctx.globalAlpha = 0.5;
        ctx.setLineDash(kind === "plan" ? [] : [2 * devicePixelRatio, 4 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(x, box.top);
        ctx.lineTo(x, box.top + box.height);
        ctx.stroke();
      }
    });
  }

  // data: { xs, lines: [{ mean, min, max }], notes, odd, byDay }; view: { from, to }.
  function draw(chart, data, view, zone, happenings, chosen) {
    const labels = chart.dataset.labels.split(",");
    const bands = JSON.parse(chart.dataset.targets);
    const limits = JSON.parse(chart.dataset.limits);
    const shown = limits.map((limit) => limit.value).concat(bands.flatMap((band) => [band.low, band.high]));
    const clock = data.byDay ? "Etc/UTC" : zone;
    const grid = { stroke: () => css("--grid"), width: 1 };
    const axis = { stroke: () => css("--soft"), grid, ticks: grid };
    const says = new Intl.DateTimeFormat("en-GB", { timeZone: data.byDay ? "UTC" : zone, dateStyle: "medium", ...(data.byDay ? {} : { timeStyle: "short" }) });
    const series = [{ label: "Time", value: (u, x) => (x == null ? "–" : says.format(x * 1000)) }];
    const columns = [data.xs];
    const fills = [];
    data.lines.forEach((line, index) => {
      const colour = () => css(`--series-${index + 1}`);
      series.push({
        label: labels[index], stroke: colour, width: 1.5, spanGaps: true,
        points: { show: data.xs.length < 800, size: 4 },
        value: (u, y, s, i) => (i == null ? "–" : data.notes[index][i]),
      });
      columns.push(line.mean);
      if (!line.min) return;
      const at = columns.length;
      for (const edge of ["max", "min"]) {
        series.push({ label: labels[index] + " " + edge, class: "edge", stroke: () => "transparent", width: 0, points: { show: false }, spanGaps: true });
        columns.push(line[edge]);
      }
      fills.push({ series: [at, at + 1], fill: () => colour() + "33" });
    });
    const host = chart.querySelector(".plot");
    host.replaceChildren();
    const plot = new uPlot({
      width: host.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), clock),
      cursor: { sync: { key: "vigil-period" }, drag: { x: true, y: false, setScale: false } },
      legend: { live: true },
      scales: {
        x: { time: true, range: () => [plotView.from, plotView.to] },
        y: { range: (_, low, high) => {
          const odd = data.odd.map((point) => point.y);
          const from = Math.min(low ?? Infinity, ...shown, ...odd);
          const to = Math.max(high ?? -Infinity, ...shown, ...odd);
          if (!Number.isFinite(from)) return [0, 1];
          // Never so narrow that everyday noise looks like a trend.
          const room = Math.max((to - from) * 0.08, (+chart.dataset.leastSpan - (to - from)) / 2);
          return [from - room, to + room];
        } },
      },
      axes: [{ ...axis, space: 70, values: axisValues }, { ...axis, size: 48 }],
      series, bands: fills,
      hooks: {
        drawClear: [(u) => targets(u, bands)],
        // Below the series: a line or label must never hide a reading.
        drawAxes: [(u) => limitLines(u, limits)],
        draw: [(u) => marks(u, data.odd, happenings)],
        setSelect: [(u) => {
          if (u.select.width > 5) chosen(u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x"));
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }],
      },
    }, columns, host);
    return plot;
  }

  // The one view of the page, which all plots read: an object that keeps its identity.
  const plotView = { from: 0, to: 1 };
  return { draw, view: plotView, HEIGHT };
})();
