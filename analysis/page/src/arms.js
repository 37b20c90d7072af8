// The answer and the arms side by side: a dot with its interval on a common axis, numbers beside it.
import { briefOf } from "./brief.js";
import { el, svg, table } from "./dom.js";
import { factorFigures } from "./factors.js";
import { range } from "./range.js";
import { MANY, primaryOf, ranked } from "./state.js";
import { armColour, hasColour } from "./theme.js";
import { cell, exact, figure as shortNumber, formulaOf, labelled, percent, quantity, span, spanCell, unitName, word } from "./words.js";

const PHONE = 8;  // arms in the first list on a narrow screen

export const title = (c) => labelled(c.measure, c.label);
const isBaseline = (report, arm) => report.arms[arm] === report.baseline && report.arms.length > 1;

export function answerSection(report, language) {
  const p = report.trust.provenance;
  const runs = report.trust.runs;
  const facts = [
    word("simulated"),
    report.replicates > 1 ? word("fact.replicates", { n: report.replicates }) : word("fact.one_replicate"),
    report.arms.length > 1 ? word("fact.arms", { n: report.arms.length }) : null,
    report.baseline && report.arms.length > 1 ? word("fact.baseline", { arm: report.baseline }) : null,
    word("fact.digest", { digest: p.digest.slice(0, 12) }),
    `fanfare ${p.version}`,
  ].filter(Boolean);
  return el("header", { class: "answer", id: "answer" },
    el("p", { class: "kicker" }, report.name[language], " · ", el("span", { class: "simulated" }, word("simulated"))),
    el("h1", {}, report.question || report.name[language]),
    briefOf(report),
    (report.answer[language] ?? []).map((text) => el("p", { class: "verdict" }, text)),
    el("ul", { class: "facts" }, facts.map((text, i) => el("li", { class: i === 0 ? "simulated" : null }, text))),
    runs.complete < runs.total
      ? el("p", { class: "warning", role: "note" }, word("warning.failed", { failed: runs.total - runs.complete, total: runs.total }))
      : null);
}

// --- The axis of the primary measure ----------------------------------------------------------------------------

// Where the sign matters zero is on it; elsewhere it fits the arms.
function axisOf(c, rows) {
  const column = (key) => c.arms.map((arm) => [arm[key]]);
  const line = { mean: column("mean"), low: column("low"), high: column("high"), runs: c.arms.map((arm) => [arm.values ?? []]), unit: c.unit,
    zero: c.return || c.difference, room: 0.25 };
  const { min, max, interval } = range(line, rows);
  const at = (x) => `${((100 * (Math.min(max, Math.max(min, x)) - min)) / (max - min)).toFixed(2)}%`;
  const cuts = (arm) => arm.low !== null && (arm.low < min || arm.high > max);
  return { min, max, at, cuts, ticks: interval ? Array.from({ length: Math.round((max - min) / interval) + 1 }, (_, i) => min + i * interval) : [] };
}

// An interval that goes on beyond the axis ends in an arrow.
const arrow = (x, points) => svg("svg", { x, y: "50%", width: 1, height: 1, overflow: "visible" }, svg("path", { class: "arrow", d: points }));

function dots(axis, value) {
  const { min, max, at } = axis;
  if (value.mean === null) return svg("svg", { class: "dots", "aria-hidden": "true" });
  const has = value.low !== null;
  return svg("svg", { class: "dots", "aria-hidden": "true" },
    min < 0 && max > 0 && svg("line", { class: "zero", x1: at(0), x2: at(0), y1: 0, y2: "100%" }),
    (value.values ?? []).filter((x) => x !== null).map((x) => svg("circle", { class: "run", cx: at(x), cy: "50%", r: 2 })),
    has && svg("line", { class: "interval", x1: at(value.low), x2: at(value.high), y1: "50%", y2: "50%" }),
    has && value.low < min && arrow("0%", "M5,-5 L-1,0 L5,5"), has && value.high > max && arrow("100%", "M-5,-5 L1,0 L-5,5"),
    svg("circle", { class: "mean", cx: at(value.mean), cy: "50%", r: 6 }));
}

function scale(axis, unit) {
  const last = axis.ticks.length - 1;
  return el("div", { class: "scale" }, axis.ticks.map((x, i) => {
    const tick = el("span", { class: i === 0 ? "first" : i === last ? "last" : null }, shortNumber(Math.abs(x) < 1e-12 ? 0 : x, unit));
    tick.style.left = axis.at(x);
    return tick;
  }));
}

// --- The table --------------------------------------------------------------------------------------------------

function number(c, arm, attributes = {}) {
  const value = c.arms[arm];
  if (value.mean === null) return el("td", { ...attributes, class: `${attributes.class ?? ""} nothing` }, "–");
  return el("td", { ...attributes, title: `${exact(value.mean, c.unit)} (${span(value, c.unit, exact)})` }, el("span", {}, el("b", {}, quantity(value.mean, c.unit)),
    el("small", {}, value.low === null ? word("no_interval") : span(value, c.unit))));
}

// What stands beside the primary measure, of the same brand, or of campaigns: what the study asks for, the usual first.
function beside(report, primary) {
  const usual = ["incremental_revenue", "reach", "new_buyers", "cost_per_engagement"];
  const others = report.comparisons.filter((c) => c.measure !== primary.measure);
  const fits = (c) => c.label === primary.label || !others.some((d) => d.measure === c.measure && d.label === primary.label);
  const firsts = others.filter((c) => fits(c) && others.find((d) => d.measure === c.measure && fits(d)) === c);
  const rank = (c) => (c.asked ? 0 : 100) + (usual.indexOf(c.measure) + 1 || 50);
  const chosen = firsts.filter((c) => c.asked || usual.includes(c.measure)).sort((one, other) => rank(one) - rank(other));
  return chosen.length ? chosen.slice(0, usual.length) : others.slice(0, 3);
}

function noteOf(report, primary, rows) {
  if (report.replicates < 2) return word("note.arms_one", { measure: title(primary) });
  const axis = axisOf(primary, rows), marks = [];
  if (rows.some((arm) => primary.arms[arm].values)) marks.push(word("note.arms_runs"));
  if (axis.min < 0 && axis.max > 0) marks.push(word("note.arms_zero"));
  if (rows.some((arm) => axis.cuts(primary.arms[arm]))) marks.push(word("note.arms_cut"));
  return word("note.arms", { measure: title(primary), marks: marks.join("") });
}

export function armsSection(report, state) {
  const primary = primaryOf(report);
  const section = el("section", { id: "arms" }, el("h2", {}, word("section.arms")));
  if (!primary) return { node: section, charts: [] };
  const all = ranked(report);
  const few = innerWidth < 620 ? PHONE : MANY;  // each takes a quarter of a phone's screen
  let open = all.length <= few + 6;
  const holder = el("div", {}), note = el("p", { class: "note" });
  const show = () => {
    const rows = open ? all : all.slice(0, few);
    note.textContent = noteOf(report, primary, rows);
    holder.replaceChildren(armsTable(report, primary, rows), open ? "" : el("button", { type: "button", class: "more", onclick: () => { open = true; show(); } },
      word("show_all", { n: all.length })));
    paint();
  };
  // An arm that no chart shows is hollow.
  const paint = () => {
    for (const row of holder.querySelectorAll("tr[data-arm]")) {
      const arm = Number(row.dataset.arm);
      row.style.setProperty("--arm", armColour(report, arm));
      row.classList.toggle("hollow", !hasColour(arm) && !isBaseline(report, arm));
    }
  };
  show();
  state.listen(paint);
  const factors = factorFigures(report, primary);
  section.append(note, holder, factors.length ? el("div", { class: "pairs" }, factors.map((one) => one.node)) : "", allMeasures(report));
  return { node: section, charts: factors };
}

function armsTable(report, primary, rows) {
  const others = beside(report, primary), axis = axisOf(primary, rows);
  const chance = rows.some((arm) => primary.arms[arm].chance_best !== null);
  const unit = unitName(primary.unit);
  const head = [word("arm"), title(primary), "", ...(chance ? [word("chance_best")] : []), ...others.map(title)];
  const body = rows.map((arm) => {
    const value = primary.arms[arm];
    return el("tr", { "data-arm": arm }, el("th", { scope: "row" }, el("span", { class: "swatch" }), el("span", { class: "name" }, report.arms[arm]),
      isBaseline(report, arm) ? el("small", {}, word("baseline")) : null), number(primary, arm, { "data-label": title(primary) }),
      el("td", { class: "plot", title: `${exact(value.mean, primary.unit)} (${span(value, primary.unit, exact)}), n = ${value.n}` }, dots(axis, value)),
      chance ? el("td", { "data-label": word("chance_best") }, value.chance_best === null ? "–" : percent(value.chance_best)) : null,
      others.map((c) => number(c, arm, { "data-label": title(c) })));
  });
  const end = el("tr", { class: "axis", "aria-hidden": "true" }, el("td", { colspan: 2 }), el("td", { class: "plot" }, scale(axis, primary.unit)),
    el("td", { colspan: others.length + (chance ? 1 : 0) || 1 }));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("section.arms") },
    el("table", { class: report.factors.length ? "arms points" : "arms", id: "arms-table" }, el("thead", {}, el("tr", {}, head.map((text, i) => el("th", { scope: "col" }, text,
      i === 1 && unit ? el("small", {}, unit) : null)))), el("tbody", {}, body, end)));
}

// --- Every measure that was compared, behind a toggle -------------------------------------------------------------

function allMeasures(report) {
  const details = el("details", { class: "data", id: "all-measures" }, el("summary", {}, word("all_measures")));
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    for (const c of report.comparisons) {
      const unit = unitName(c.unit), formula = formulaOf(c.measure, c.formula);
      details.append(el("h4", {}, [title(c), unit].filter(Boolean).join(word("comma")) + ` · ${word("simulated")}`),
        formula ? el("p", { class: "note formula" }, `${word("formula")}${formula}`) : "", measureTable(report, c));
    }
  });
  return details;
}

function measureTable(report, c) {
  const effects = c.arms.some((arm) => arm.effect);
  const headings = [word("arm"), word("mean"), word("interval"), "n", ...(effects ? [word("against", { baseline: report.baseline }), word("interval")] : []),
    word("chance_best"), ...(c.return ? [word("losses")] : [])];
  return table(headings, report.arms.map((name, i) => {
    const arm = c.arms[i];
    return [name, cell(arm.mean, c.unit), arm.low === null ? word("no_interval") : spanCell(arm, c.unit), String(arm.n),
      ...(effects ? [arm.effect ? cell(arm.effect.mean, c.unit) : "–", arm.effect ? spanCell(arm.effect, c.unit) : "–"] : []),
      arm.chance_best === null ? "–" : percent(arm.chance_best), ...(c.return ? [arm.n ? `${arm.losses} / ${arm.n}` : "–"] : [])];
  }), { label: title(c) });
}
