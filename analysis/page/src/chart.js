// A figure: a title that says what to see, how to read it, the chart with its text for those who can't see it, and its
// data as a table behind a toggle. The drawing is ECharts'; only what is imported here is bundled.
import { init, use } from "echarts/core";
import { BarChart, CustomChart, GraphChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DataZoomComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { el, table } from "./dom.js";
import { colours } from "./theme.js";
import { people, word } from "./words.js";

use([BarChart, CustomChart, GraphChart, LineChart, SankeyChart, ScatterChart, AriaComponent, DataZoomComponent, GridComponent,
  MarkAreaComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const drawn = new Set();

export function disposeAll() {
  for (const one of drawn) one.chart.dispose();
  drawn.clear();
}
// Room for labels counts from the width; a change of height alone (a phone's address bar) leaves the drawing.
export const resizeAll = () => drawn.forEach((one) => {
  const before = one.chart.getWidth();
  one.chart.resize();
  if (one.chart.getWidth() !== before) one.update();
});

// What all charts have in common. The tooltip is made of elements, never of HTML text.
export function base() {
  const c = colours();
  return {
    animation: false,
    textStyle: { fontFamily: FONT, fontSize: 12, color: c.text },
    aria: { enabled: false },
    tooltip: { confine: true, backgroundColor: c.raised, borderColor: c.line, padding: [6, 9], textStyle: { color: c.text, fontSize: 12 },
      transitionDuration: 0, axisPointer: { lineStyle: { color: c.muted, type: "solid", width: 1 }, animation: false } },
  };
}

export function valueAxis(extra = {}) {
  const c = colours();
  return { type: "value", axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: c.line, width: 0.6 } },
    splitNumber: 4, nameTextStyle: { color: c.muted, align: "left", padding: [0, 0, 0, -8] }, ...extra,
    axisLabel: { color: c.muted, formatter: (x) => people(x), hideOverlap: true, ...extra.axisLabel } };
}
export function categoryAxis(data, extra = {}) {
  const c = colours();
  return { type: "category", data, axisTick: { show: false }, axisLine: { lineStyle: { color: c.line } }, ...extra,
    axisLabel: { color: c.text, interval: 0, ...extra.axisLabel } };
}

// Rows of a tooltip: [colour or null, name, value]; under a heading.
export function tip(heading, rows) {
  return el("div", { class: "tip" }, el("strong", {}, heading),
    el("table", {}, rows.map(([colour, name, value]) => {
      const swatch = el("span", { class: "swatch" });
      if (colour) swatch.style.background = colour;
      return el("tr", {}, el("td", {}, colour ? swatch : "", name), el("td", {}, value));
    })));
}

const said = (text) => (typeof text === "function" ? text() : text) ?? "";

// What stands around a drawing: title, note, text for those who can't see it, table. parts: {id, title, note, alt,
// data: () => [headings, rows], controls, wide}; `place` holds the drawing.
export function frame(parts, place) {
  const title = el("h3", {});
  const note = el("p", { class: "note" });
  const shell = el("div", { class: "scroll-host" });
  const details = el("details", { class: "data" }, el("summary", {}, word("data")), shell);
  details.addEventListener("toggle", () => fill());
  const node = el("figure", { class: parts.wide ? "wide" : null, id: `figure-${parts.id}` }, title, note, parts.controls ?? null, place, details);
  function fill() {
    if (!details.open) return;
    const [headings, rows] = parts.data();
    shell.replaceChildren(table(headings, rows, { label: `${said(parts.title)} (${word("simulated")})` }));
  }
  function update() {
    title.textContent = said(parts.title);
    note.textContent = word("figure.note", { note: said(parts.note) });
    place.setAttribute("aria-label", `${said(parts.title)}. ${word("figure.note", { note: said(parts.alt) })}`);
    fill();
  }
  return { node, update };
}

// Names beside their colours, for charts whose lines end anywhere; renewed with what is shown.
export function armKeys(state, arms, nameOf, colourOf) {
  const keys = el("p", { class: "keys" });
  const paint = () => keys.replaceChildren(...arms().map((arm) => {
    const swatch = el("span", { class: "swatch" });
    swatch.style.background = colourOf(arm);
    return el("span", {}, swatch, nameOf(arm));
  }));
  state.listen(paint);
  paint();
  return keys;
}

// A frame around a chart of ECharts: parts also has {height, option: () => echarts option, ready}. `update` redraws,
// `say` renews the words and leaves the drawing; `chart` is ECharts' own.
export function figure(parts) {
  const place = el("div", { class: "chart", role: "img", tabindex: "0", id: `chart-${parts.id}` });
  const around = frame(parts, place);
  place.style.height = `${parts.height ?? 260}px`;
  const handle = { node: around.node, chart: null, update, say: around.update, draw, place };

  function update() {
    around.update();
    if (handle.chart) handle.chart.setOption({ ...base(), ...parts.option() }, { notMerge: true });
  }
  // Once the figure has a width.
  function draw() {
    if (handle.chart) return;
    handle.chart = init(place, null, { renderer: "svg" });
    drawn.add(handle);
    update();
    parts.ready?.(handle);
  }
  update();
  return handle;
}

// Charts are drawn when they come near the screen, or before printing.
const waiting = new Map();
const watcher = "IntersectionObserver" in window
  ? new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && drawNow(entry.target)), { rootMargin: "600px" })
  : null;
function drawNow(node) {
  const one = waiting.get(node);
  if (!one) return;
  waiting.delete(node);
  watcher?.unobserve(node);
  one.draw();
}
export function drawWhenSeen(one) {
  waiting.set(one.node, one);
  if (watcher) watcher.observe(one.node);
  else drawNow(one.node);
}
export const drawAllNow = () => [...waiting.keys()].forEach(drawNow);
export function forgetWaiting() {
  watcher?.disconnect();
  waiting.clear();
}
