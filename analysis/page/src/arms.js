// The answer and the arms side by side: a dot with its interval on a common axis, numbers beside it.
import { el, table } from "./dom.js";
import { base, figure, tip, valueAxis } from "./chart.js";
import { MANY, primaryOf, ranked } from "./state.js";
import { armColour, colours } from "./theme.js";
import { exact, figure as shortNumber, measureName, percent, quantity, span, unitName, word } from "./words.js";

const ROW = 46;

export const title = (c) => measureName(c.measure) + (c.label ? ` (${c.label})` : "");

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
    el("p", { class: "kicker" }, report.name[language]),
    el("h1", {}, report.question || report.name[language]),
    (report.answer[language] ?? []).map((text) => el("p", { class: "verdict" }, text)),
    el("ul", { class: "facts" }, facts.map((text, i) => el("li", { class: i === 0 ? "simulated" : null }, text))),
    runs.complete < runs.total
      ? el("p", { class: "warning", role: "note" }, word("warning.failed", { failed: runs.total - runs.complete, total: runs.total }))
      : null);
}

// The axis holds zero and all intervals.
function domain(c, rows) {
  const values = rows.flatMap((arm) => [c.arms[arm].low, c.arms[arm].high, c.arms[arm].mean]).filter((x) => x !== null);
  const low = Math.min(0, ...values), high = Math.max(0, ...values);
  const room = (high - low || 1) * 0.06;
  return [low < 0 ? low - room : 0, high > 0 ? high + room : 0];
}

function dots(report, c, rows) {
  const ink = colours();
  const [min, max] = domain(c, rows);
  const items = rows.map((arm, row) => ({ arm, row, ...c.arms[arm] })).filter((x) => x.mean !== null);
  const faint = items.flatMap((x) => (x.values ?? []).filter((v) => v !== null).map((v) => [v, x.row]));
  return {
    ...base(),
    grid: { left: 8, right: 8, top: 0, bottom: 26 },
    xAxis: valueAxis({ min, max, splitNumber: 3, axisLabel: { formatter: (x) => shortNumber(x, c.unit), showMinLabel: false, showMaxLabel: false } }),
    yAxis: { type: "value", min: -0.5, max: rows.length - 0.5, inverse: true, show: false },
    tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
      const arm = hit.data[3] ?? rows[hit.data[1]];
      const value = c.arms[arm];
      return tip(report.arms[arm], [[armColour(report, arm), title(c), exact(value.mean, c.unit)],
        [null, word("interval"), value.low === null ? word("no_interval") : span(value, c.unit, exact)], [null, "n", String(value.n)]]);
    } },
    series: [
      { type: "scatter", data: faint, symbolSize: 4, silent: true, itemStyle: { color: ink.muted, opacity: 0.35 },
        markLine: { silent: true, symbol: "none", data: [{ xAxis: 0 }], label: { show: false }, lineStyle: { color: ink.text, width: 1, type: "solid" } } },
      { type: "custom", data: items.filter((x) => x.low !== null).map((x) => [x.low, x.row, x.high, x.arm]), encode: { x: [0, 2], y: 1 },
        renderItem: (params, api) => {
          const [left, right] = [api.coord([api.value(0), api.value(1)]), api.coord([api.value(2), api.value(1)])];
          return { type: "line", shape: { x1: left[0], y1: left[1], x2: right[0], y2: right[1] },
            style: { stroke: armColour(report, api.value(3)), lineWidth: 4, lineCap: "round", opacity: 0.75 } };
        } },
      { type: "scatter", symbolSize: 12, data: items.map((x) => ({ value: [x.mean, x.row, 0, x.arm],
        itemStyle: { color: armColour(report, x.arm), borderColor: ink.ground, borderWidth: 1.5 } })) },
    ],
  };
}

function cell(c, arm) {
  const value = c.arms[arm];
  if (value.mean === null) return el("td", { class: "nothing" }, "–");
  return el("td", { title: `${exact(value.mean, c.unit)} (${span(value, c.unit, exact)})` }, el("b", {}, quantity(value.mean, c.unit)),
    el("small", {}, value.low === null ? word("no_interval") : span(value, c.unit)));
}

// What stands beside the primary measure: of the same brand, or of campaigns.
function beside(report, primary) {
  const wanted = ["incremental_revenue", "reach", "new_buyers", "cost_per_engagement"];
  const fits = (c) => c.measure !== primary.measure && (c.label === primary.label || !report.comparisons.some((d) => d.measure === c.measure && d.label === primary.label));
  const chosen = wanted.map((name) => report.comparisons.find((c) => c.measure === name && fits(c))).filter(Boolean);
  if (chosen.length) return chosen;
  return report.comparisons.filter((c) => c !== primary).slice(0, 3);
}

export function armsSection(report, state) {
  const primary = primaryOf(report);
  const section = el("section", { id: "arms" }, el("h2", {}, word("section.arms")));
  if (!primary) return { node: section, charts: [] };
  const all = ranked(report);
  let open = all.length <= MANY + 6;
  const holder = el("div", {});
  let current = null;
  const show = () => {
    const rows = open ? all : all.slice(0, MANY);
    current?.chart?.dispose();
    current = armsTable(report, primary, rows);
    holder.replaceChildren(current.node, open ? "" : el("button", { type: "button", class: "more", onclick: () => { open = true; show(); current.draw(); } },
      word("show_all", { n: all.length })));
  };
  show();
  section.append(el("p", { class: "note" }, word(report.replicates > 1 ? "note.arms" : "note.arms_one", { measure: title(primary) })), holder,
    allMeasures(report));
  return { node: section, charts: [{ node: section, draw: () => current.draw() }] };
}

function armsTable(report, primary, rows) {
  const others = beside(report, primary);
  const said = (arm) => `${report.arms[arm]} ${quantity(primary.arms[arm].mean, primary.unit)} (${span(primary.arms[arm], primary.unit)})`;
  const plot = figure({ id: "arms", title: title(primary), height: rows.length * ROW + 26, option: () => dots(report, primary, rows),
    alt: word("alt.arms", { list: rows.slice(0, 12).map(said).join("; ") }), data: () => [[], []] });
  const chance = rows.some((arm) => primary.arms[arm].chance_best !== null);
  const head = [word("arm"), title(primary), "", ...(chance ? [word("chance_best")] : []), ...others.map(title)];
  const body = rows.map((arm, i) => {
    const swatch = el("span", { class: "swatch" });
    swatch.style.background = armColour(report, arm);
    const value = primary.arms[arm];
    return el("tr", {}, el("th", { scope: "row" }, swatch, el("span", { class: "name" }, report.arms[arm]),
      report.arms[arm] === report.baseline && report.arms.length > 1 ? el("small", {}, word("baseline")) : null), cell(primary, arm),
      i === 0 ? el("td", { rowspan: rows.length + 1, class: "plot" }, plot.place) : null,
      chance ? el("td", {}, value.chance_best === null ? "–" : percent(value.chance_best)) : null, others.map((c) => cell(c, arm)));
  });
  const axis = el("tr", { class: "axis", "aria-hidden": "true" }, el("td", { colspan: 2 }), el("td", { colspan: others.length + (chance ? 1 : 0) }));
  const node = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("section.arms") },
    el("table", { class: "arms" }, el("thead", {}, el("tr", {}, head.map((text, i) => el("th", { scope: "col" }, text,
      i === 1 && unitName(primary.unit) ? el("small", {}, unitName(primary.unit)) : null)))), el("tbody", {}, body, axis)));
  return { node, chart: null, draw() {
    plot.draw();
    this.chart = plot.chart;
  } };
}

// Every measure that was compared, behind a toggle.
function allMeasures(report) {
  const details = el("details", { class: "data", id: "all-measures" }, el("summary", {}, word("all_measures")));
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    for (const c of report.comparisons) details.append(el("h4", {}, title(c) + (unitName(c.unit) ? `, ${unitName(c.unit)}` : "")), measureTable(report, c));
  });
  return details;
}

function measureTable(report, c) {
  const effects = c.arms.some((arm) => arm.effect);
  const headings = [word("arm"), word("mean"), word("interval"), "n", ...(effects ? [word("against", { baseline: report.baseline }), word("interval")] : []),
    word("chance_best"), ...(c.return ? [word("losses")] : [])];
  return table(headings, report.arms.map((name, i) => {
    const arm = c.arms[i];
    return [name, exact(arm.mean, c.unit), arm.low === null ? word("no_interval") : span(arm, c.unit, exact), String(arm.n),
      ...(effects ? [arm.effect ? exact(arm.effect.mean, c.unit) : "–", arm.effect ? span(arm.effect, c.unit, exact) : "–"] : []),
      arm.chance_best === null ? "–" : percent(arm.chance_best), ...(c.return ? [arm.n ? `${arm.losses} / ${arm.n}` : "–"] : [])];
  }), { label: title(c) });
}
