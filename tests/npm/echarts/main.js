// The funnel of the same document, drawn by ECharts: what the report is timed against. Only what the chart needs is
// imported, and nothing of the document is looked at but the funnel's own measures.
import { FunnelChart } from "echarts/charts";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([FunnelChart, SVGRenderer]);

/** The share of `measure` that was counted, row by row; sampled counts are scaled up by it. */
const shares = ({ dimensions }, { by, keys }, { sample }) => {
  const { dimension, rates } = sample?.by ?? {};
  if (!by.includes(dimension)) return () => 1;
  const members = dimensions.find(({ id }) => id === dimension).members.map(({ id }) => Number(rates[id] ?? 1));
  return (row) => members[keys[dimension][row]];
};

const total = (document, id) => {
  const cube = document.cells.find(({ measures }) => measures.includes(id));
  const share = shares(document, cube, document.measures.find((measure) => measure.id === id));
  const days = cube.dates.map((day) => day <= document.meta.complete_through);
  return cube.values[id].reduce((sum, value, row) => (days[cube.date[row]] ? sum + value / share(row) : sum), 0);
};

const document_ = await (await fetch("../data/beauty.json")).json();
const data = document_.funnel.steps.map(({ label, measure }) => ({ name: label.en, value: total(document_, measure) }));
const element = document.getElementById("chart");
element.dataset.counts = JSON.stringify(data.map(({ value }) => Math.round(value)));
const chart = init(element, null, { renderer: "svg" });
chart.on("finished", () => element.dispatchEvent(new Event("drawn")));
chart.setOption({
  animation: false,
  series: [{ type: "funnel", sort: "none", data, label: { position: "inside", formatter: "{b}: {c}" } }],
});
