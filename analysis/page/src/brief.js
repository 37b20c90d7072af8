// The first screen: what to do, and four tiles that say what it comes to. The words are the document's; here they get marks.
import { el, svg } from "./dom.js";
import { capital, exact, span, word } from "./words.js";

const language = () => word("language");
const MOST_SQUARES = 80;

// One axis for the first two tiles, so that the bad case is seen against what is expected.
function axisOf(x) {
  const all = [x.mean, x.low, x.high, x.bad_case, ...x.values, x.signed ? 0 : null].filter((v) => v !== null);
  const min = Math.min(...all), max = Math.max(...all), room = (max - min || Math.abs(max) || 1) * 0.06;
  return (v) => `${((100 * (v - min + room)) / (max - min + 2 * room)).toFixed(2)}%`;
}

function strip(x, marks) {
  const at = axisOf(x);
  return svg("svg", { class: "strip", "aria-hidden": "true" }, svg("line", { class: "ground", x1: "0%", x2: "100%", y1: "50%", y2: "50%" }), marks(at),
    x.signed && svg("line", { class: "zero", x1: at(0), x2: at(0), y1: 4, y2: 22 }), x.signed && svg("text", { class: "nought", x: at(0), y: 34 }, "0"));
}
const expected = (x) => strip(x, (at) => [x.low !== null && svg("line", { class: "interval", x1: at(x.low), x2: at(x.high), y1: "50%", y2: "50%" }),
  svg("circle", { class: "mean", cx: at(x.mean), cy: "50%", r: 5.5 })]);
const luck = (x) => strip(x, (at) => [x.values.map((v) => svg("circle", { class: x.signed && v < 0 ? "run lost" : "run", cx: at(v), cy: "50%", r: 3.5 })),
  x.bad_case !== null && svg("svg", { x: at(x.bad_case), y: "50%", width: 1, height: 1, overflow: "visible" }, svg("path", { class: "bad", d: "M-5,-13 L5,-13 L0,-6 Z" }))]);

// A square a world, those in which it holds first; of very many a bar.
function worlds(plausible) {
  const list = [...plausible.list].sort((a, b) => b.holds - a.holds);
  if (list.length > MOST_SQUARES) {
    const held = el("span", { class: "held" });
    held.style.width = `${(100 * plausible.holds) / plausible.worlds}%`;
    return el("div", { class: "share", "aria-hidden": "true" }, held);
  }
  return el("div", { class: "worlds", "aria-hidden": "true" }, list.map((one) => el("span", { class: one.holds ? "held" : "turned", title: one.name[language()] })));
}

function marksOf(report, item) {
  const x = report.brief.figures;
  if (item.id === "holds") return report.plausible?.list.length ? worlds(report.plausible) : null;
  if (item.id === "brings" && x.mean !== null && x.low !== null) return expected(x);
  if (item.id === "bad_case" && x.low !== null && x.bad_case !== null) return luck(x);
  return null;
}

function tile(report, item) {
  const x = report.brief.figures, all = item.id === "brings" ? `${exact(x.mean, x.unit)} (${span(x, x.unit, exact)})` : item.id === "bad_case" ? exact(x.bad_case, x.unit) : null;
  const figure = item.figure[language()], notes = item.notes[language()].map(capital);
  return el("div", { class: `tile ${item.id}` }, el("h2", {}, item.heading[language()]), figure ? el("p", { class: "figure", title: all }, figure) : null, marksOf(report, item),
    notes.map((note) => el("p", { class: "note" }, note)));
}

// Nothing where nothing is compared.
export function briefOf(report) {
  const brief = report.brief;
  if (!brief) return null;
  return el("div", { class: `brief ${brief.standing}`, id: "brief" }, el("p", { class: "advice" }, brief.advice[language()]),
    el("div", { class: "tiles" }, brief.items.map((item) => tile(report, item))));
}
