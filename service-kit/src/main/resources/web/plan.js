"use strict";
// The charts of a plan's preview: readings above two rows of marks, the alerts as they are and as they would be.
(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const height = 240;
  const rowHeight = 18;
  const drawn = new Set();

  // Room for the two rows is taken from the plot's lower edge, where no reading is drawn.
  function rows(data) {
    return {
      hooks: {
        draw: [(u) => {
          const { ctx, bbox } = u;
          const unit = devicePixelRatio;
          ctx.save();
          ctx.font = `${11 * unit}px system-ui, "DejaVu Sans", sans-serif`;
          ctx.textBaseline = "middle";
          [["now", data.now, "--soft"], ["new", data.then, "--limit"]].forEach(([label, moments, colour], row) => {
            const y = bbox.top + bbox.height - (1.5 - row) * rowHeight * unit;
            ctx.fillStyle = css(colour);
            ctx.textAlign = "right";
            ctx.fillText(label, bbox.left - 6 * unit, y);
            for (const moment of moments) {
              const x = u.valToPos(moment, "x", true);
              ctx.fillRect(x - 1.5 * unit, y - 6 * unit, 3 * unit, 12 * unit);
            }
          });
          ctx.restore();
        }],
      },
    };
  }

  function draw(chart) {
    const data = JSON.parse(chart.dataset.preview);
    const host = chart.querySelector(".plot");
    const grid = { stroke: () => css("--grid"), width: 1 };
    const axis = { stroke: () => css("--soft"), grid, ticks: grid };
    chart.plot?.destroy();
    host.replaceChildren();
    chart.plot = new uPlot({
      width: host.clientWidth,
      height,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), data.zone),
      scales: {
        x: { time: true, range: () => [data.from, data.to] },
        y: { range: (u, low, high) => {
          const span = Math.max((high ?? 1) - (low ?? 0), 10);
          return [(low ?? 0) - span * 0.35, (high ?? 1) + span * 0.08];
        } },
      },
      axes: [
        { ...axis, space: 70, values: [[86400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1]] },
        { ...axis, size: 48, filter: (u, ticks) => {
          const least = Math.min(...data.values.flat());
          return ticks.map((tick) => (tick >= least - 1 ? tick : null));
        } },
      ],
      series: [
        { label: "Time", value: (u, x) => (x == null ? "–" : new Intl.DateTimeFormat("en-GB", { timeZone: data.zone, dateStyle: "medium", timeStyle: "short" }).format(x * 1000)) },
        ...data.labels.map((label, index) => ({
          label, stroke: () => css(`--series-${index + 1}`), width: 1, spanGaps: true, points: { show: data.times.length < 60, size: 5 },
        })),
      ],
      plugins: [rows(data)],
    }, [data.times, ...data.values], host);
    drawn.add(chart);
  }

  function drawAll() {
    for (const chart of document.querySelectorAll(".preview-chart")) {
      if (!chart.plot) draw(chart);
    }
    for (const chart of drawn) {
      if (!chart.isConnected) { chart.plot.destroy(); drawn.delete(chart); }
    }
  }

  document.body.addEventListener("htmx:afterSettle", drawAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach(draw));
  new ResizeObserver(() => drawn.forEach((chart) => {
    const width = chart.querySelector(".plot").clientWidth;
    if (chart.isConnected && chart.plot.width !== width) chart.plot.setSize({ width, height });
  })).observe(document.body);
  drawAll();
})();
