// Charts: the numbers stand in the page as JSON, the colours in the style sheet.
// ECharts is fetched only by pages that show a chart. Tooltips are drawn, not written as HTML,
// because the content policy forbids style attributes.
import { onElements } from "./words.js";

const drawn = new Map();
let library;

const load = () =>
  (library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.body.dataset.echarts;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  }));

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const optionOf = (data, narrow) => {
  const ink = colour("--gh-ink");
  const muted = colour("--gh-muted");
  const line = colour("--gh-line");
  const palette = [1, 2, 3, 4, 5, 6].map((n) => colour(`--gh-chart-${n}`));
  const bars = data.kind !== "line";
  return {
    animation: false,
    color: palette,
    textStyle: { color: ink, fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 12, top: data.series.length > 1 ? 40 : 28, bottom: 4, containLabel: true },
    legend: { show: data.series.length > 1, top: 0, right: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: { color: muted } },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("--gh-surface"),
      borderColor: line, textStyle: { color: ink, fontSize: 12 }, axisPointer: { type: bars ? "shadow" : "line" },
    },
    xAxis: {
      type: "category", data: data.categories, boundaryGap: bars,
      axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
      axisLabel: { color: muted, hideOverlap: true, fontSize: narrow ? 10 : 12 },
    },
    yAxis: {
      type: "value", name: data.unit, nameTextStyle: { color: muted, align: "left" },
      splitLine: { lineStyle: { color: line } }, axisLabel: { color: muted, fontSize: narrow ? 10 : 12 },
    },
    series: data.series.map((one, index) => seriesOf(one, index, data, bars)),
  };
};

const seriesOf = (one, index, data, bars) => ({
  name: one.name,
  type: bars ? "bar" : "line",
  stack: data.kind === "stacked" ? "all" : undefined,
  data: one.values.map((value) => (value === null ? null : Number(value))),
  smooth: data.smooth,
  symbol: "circle",
  symbolSize: 5,
  showSymbol: one.values.length < 40,
  barMaxWidth: 28,
  areaStyle: data.area && index === 0 ? { opacity: 0.12 } : undefined,
  itemStyle: {
    color: one.tone ? colour(`--gh-${one.tone}`) : undefined,
    borderRadius: bars && data.kind === "bar" ? [3, 3, 0, 0] : 0,
  },
});

const paint = (box) => {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const chart = drawn.get(box) ?? window.echarts.init(box, null, { renderer: "canvas" });
  drawn.set(box, chart);
  chart.setOption(optionOf(data, box.clientWidth < 480), true);
  box.dataset.ready = "1";
};

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target.clientWidth) drawn.get(target)?.resize();
});

onElements("[data-chart]", (box) => {
  load().then(() => {
    paint(box);
    observer.observe(box);
  });
});

const forget = (root) => {
  for (const [box, chart] of drawn) {
    if (!root.contains(box)) continue;
    observer.unobserve(box);
    chart.dispose();
    drawn.delete(box);
  }
};
document.addEventListener("htmx:beforeCleanupElement", (event) => forget(event.detail.elt));
document.addEventListener("gh:theme", () => [...drawn.keys()].forEach(paint));
