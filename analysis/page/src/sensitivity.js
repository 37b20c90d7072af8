// What moves the answer: for each aspect that was asked the factors as bars, their intervals as lines, luck beside them.
import { base, categoryAxis, figure, tip, valueAxis } from "./chart.js";
import { el } from "./dom.js";
import { colours, kindColour } from "./theme.js";
import { people, word } from "./words.js";

const SHARES = ["total", "first"];

const figures = (x) => (Math.abs(x) < 0.0005 ? "0.000" : x.toPrecision(3)).replace("-", "−");
const three = (x) => (x === null || x === undefined ? "–" : figures(x));
const said = (index, form) => (!index ? "–" : index.low === null ? form(index.value) : `${form(index.value)} (${form(index.low)} … ${form(index.high)})`);

function kindsOf(aspect) {
  const has = (kind) => aspect.factors.some((f) => f[kind]);
  const shares = SHARES.filter(has);
  return shares.length ? shares : has("absolute_effect") ? ["absolute_effect"] : has("rank_correlation") ? ["rank_correlation"] : [];
}
const KEYS = { total: "sensitivity.total", first: "sensitivity.first", absolute_effect: "sensitivity.absolute", rank_correlation: "sensitivity.rank" };

// The line of an interval, through the middle of its bar.
function intervals(aspect, kind, place, of) {
  return { type: "custom", silent: true, tooltip: { show: false }, z: 5, encode: { x: [1, 2], y: 0 }, data: aspect.factors.map((f, i) => [i, f[kind]?.low ?? null, f[kind]?.high ?? null]),
    renderItem: (_, api) => {
      const [low, high] = [api.value(1), api.value(2)];
      if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
      const layout = api.barLayout({ count: of, barGap: "20%", barCategoryGap: "30%" })[place];
      const y = layout.offsetCenter;
      const [a, b] = [api.coord([low, api.value(0)]), api.coord([high, api.value(0)])];
      return { type: "line", shape: { x1: a[0], y1: a[1] + y, x2: b[0], y2: b[1] + y }, style: { stroke: colours().text, lineWidth: 1.5 } };
    } };
}

function aspectFigure(aspect, number) {
  const kinds = kindsOf(aspect), language = word("language");
  if (!kinds.length) return null;
  const form = kinds[0] === "absolute_effect" ? people : three;
  const names = aspect.factors.map((f) => f.name[language]);
  const luck = aspect.luck.share.value === null ? "" : word("sensitivity.luck_short", { share: said(aspect.luck.share, three) });
  return figure({ id: `sensitivity-${number}`, height: 70 + names.length * (kinds.length > 1 ? 44 : 30), wide: true,
    title: () => aspect.called[language],
    note: [word(`sensitivity.layout_${aspect.layout}`, { points: people(aspect.points), bases: people(aspect.bases) }), `n = ${aspect.replicates}`, word("sensitivity.drawn"), luck].filter(Boolean).join(" · "),
    alt: () => aspect.factors.map((f) => `${f.name[language]}: ${kinds.map((kind) => `${word(KEYS[kind])} ${said(f[kind], form)}`).join(", ")}`).join("; "),
    option: () => ({ ...base(), grid: { left: 8, right: 24, top: 8, bottom: 28, containLabel: true },
      xAxis: valueAxis({ axisLabel: { formatter: (x) => people(x) } }),
      yAxis: categoryAxis(names, { inverse: true, axisLabel: { width: 120, overflow: "truncate" } }),
      tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow" },
        formatter: (hits) => tip(names[hits[0].dataIndex], kinds.map((kind, k) => [kindColour(k), word(KEYS[kind]), said(aspect.factors[hits[0].dataIndex][kind], form)])) },
      series: kinds.flatMap((kind, k) => [
        { type: "bar", name: word(KEYS[kind]), barGap: "20%", barCategoryGap: "30%", itemStyle: { color: kindColour(k) }, data: aspect.factors.map((f) => f[kind]?.value ?? null) },
        intervals(aspect, kind, k, kinds.length)]) }),
    controls: el("p", { class: "keys" }, kinds.map((kind, k) => {
      const swatch = el("span", { class: "swatch" });
      swatch.style.background = kindColour(k);
      return el("span", {}, swatch, word(KEYS[kind]));
    })),
    data: () => [[word("sensitivity.factor"), ...Object.values(KEYS).map((key) => word(key))],
      aspect.factors.map((f) => [f.name[language], ...Object.keys(KEYS).map((kind) => said(f[kind], kind === "absolute_effect" ? people : three))])] });
}

export function sensitivitySection(report) {
  const found = report.sensitivity;
  if (!found) return null;
  const figures = found.aspects.map(aspectFigure).filter(Boolean);
  if (!figures.length) return null;
  return { charts: figures, node: el("section", { id: "sensitivity" }, el("h2", {}, word("section.sensitivity")),
    figures.map((one) => one.node), found.notes[word("language")].map((note) => el("p", { class: "note" }, note))) };
}
