// Charts from the JSON beside them: zero-based, labelled directly, a click opens the list behind a bar.
// The chart package is only fetched by pages that have a chart.
const root = document.documentElement;
const token = (name) => getComputedStyle(root).getPropertyValue(name).trim();
let loading;

function load() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = root.dataset.echarts;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

function optionsOf(data) {
  const isSideways = data.kind === "bar" && data.labels.length > 6;
  const names = { type: "category", data: data.labels, inverse: isSideways, axisTick: { show: false },
    axisLine: { lineStyle: { color: token("--bh-line-strong") } }, axisLabel: { color: token("--bh-ink-2") } };
  const values = { type: "value", min: 0, max: data.max ?? undefined, splitLine: { lineStyle: { color: token("--bh-sunken") } },
    axisLabel: { color: token("--bh-ink-3"), formatter: `{value}${data.unit || ""}` } };
  const colours = data.colours?.length
    ? data.colours.map((name) => token(`--bh-${name}`) || name)
    : [token("--bh-accent"), "#7f93a8", "#4f9a8c", "#9a86b5", "#b07600"];
  return {
    color: colours,
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: token("--bh-font"), fontSize: 13 },
    grid: { left: 8, right: isSideways || data.target != null ? 76 : 16, top: data.series.length > 1 ? 34 : 22, bottom: 4, containLabel: true },
    legend: { show: data.series.length > 1, top: 0, left: 0, itemWidth: 12, itemHeight: 12 },
    tooltip: { trigger: "axis", renderMode: "richText", // its HTML would need style attributes
      confine: true, axisPointer: { type: data.kind === "line" ? "line" : "shadow" },
      valueFormatter: (value) => (value == null ? "—" : `${value}${data.unit || ""}`) },
    xAxis: isSideways ? values : names,
    yAxis: isSideways ? names : values,
    series: data.series.map((one) => ({
      name: one.name, data: one.values, type: data.kind === "line" ? "line" : "bar",
      stack: data.kind === "stack" ? "all" : undefined, barMaxWidth: 26, symbolSize: 6,
      cursor: data.urls?.length ? "pointer" : "default",
      label: { show: data.kind === "bar" && data.series.length === 1, position: isSideways ? "right" : "top",
        color: token("--bh-ink"), formatter: ({ value }) => (value == null ? "" : `${value}${data.unit || ""}`) },
      markLine: data.target == null ? undefined : { silent: true, symbol: "none",
        lineStyle: { color: token("--bh-ink"), type: "dashed" },
        data: [isSideways ? { xAxis: data.target } : { yAxis: data.target }], label: { formatter: `目标 ${data.target}${data.unit || ""}` } },
    })),
  };
}

export async function drawCharts(within) {
  const figures = [...within.querySelectorAll("[data-chart]:not([data-drawn])")];
  if (!figures.length) return;
  const echarts = await load();
  for (const figure of figures) {
    figure.dataset.drawn = "yes";
    const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const canvas = figure.querySelector(".chart__canvas");
    const chart = echarts.init(canvas); // on a canvas: its SVG would need style attributes
    chart.setOption(optionsOf(data));
    chart.on("click", ({ dataIndex }) => data.urls?.[dataIndex] && location.assign(data.urls[dataIndex]));
    new ResizeObserver(() => chart.resize()).observe(canvas);
  }
}
