// Why: of an arm what each way of acting takes away when it is shut off, as a waterfall; and of those whom an arm hires
// what each caused beside what credit says of it.
import { base, categoryAxis, figure, tip, valueAxis } from "./chart.js";
import { el } from "./dom.js";
import { roomFor } from "./names.js";
import { ofOneArm } from "./origin.js";
import { range } from "./range.js";
import { leader, most } from "./state.js";
import { colours } from "./theme.js";
import { capital, cell, exact, figure as shortNumber, labelled, measureName, people, quantity, span, spanCell, unitName, word } from "./words.js";

const language = () => word("language");
const isSure = (x) => x.low !== null && (x.low > 0 || x.high < 0);

// --- The waterfall ----------------------------------------------------------------------------------------------

// From nothing to the whole: the largest part first, then what no single way explains.
function steps(one) {
  let at = 0;
  const parts = [...one.steps].sort((a, b) => b.part.mean - a.part.mean).map((step) => ({ name: step.name[language()], ...step.part, without: step.without }));
  const all = [...parts, { name: word("variation.rest"), ...one.rest, without: null, is_rest: true }].map((part) => ({ ...part, from: at, to: (at += part.mean ?? 0) }));
  return [...all, { name: word("variation.whole"), ...one.whole, without: null, is_whole: true, from: 0, to: one.whole.mean }];
}

export function whyFigure(report) {
  const why = report.why;
  if (!why?.arms.length) return null;
  const of = (arm) => why.arms.find((one) => one.arm === arm), unit = why.unit;
  const colourOf = (step, ink) => (step.is_whole ? ink.muted : step.mean < 0 ? ink.buyer : ink.accent);
  const parts = {
    id: "why", height: 30 + (why.arms[0].steps.length + 2) * 46, has: (arm) => of(arm)?.whole.mean !== null && of(arm) !== undefined,
    title: (arm) => {
      if (report.placebo[arm]) return capital(word("variation.shut_off"));  // no headline speaks of one
      const sure = of(arm).steps.filter((step) => isSure(step.part)), first = most(sure, (step) => Math.abs(step.part.mean));
      const blanks = { arm: report.arms[arm], n: of(arm).whole.n, whole: quantity(of(arm).whole.mean, unit) };
      return first === null ? word("title.why_none", blanks)
        : word(first.part.mean < 0 ? "title.why_gain" : "title.why", { ...blanks, way: first.name[language()], part: quantity(Math.abs(first.part.mean), unit) });
    },
    note: () => word("note.why", { measure: capital(labelled(why.measure, why.label)) }),
    alt: (arm) => steps(of(arm)).map((step) => `${step.name} ${shortNumber(step.mean, unit)} (${span(step, unit)})`).join("; "),
    option: (arm) => {
      const ink = colours(), all = steps(of(arm));
      const rows = (side) => [all.map((step) => (side === "mean" ? step.to : step[side] === null ? null : step.from + step[side]))];
      const ends = range({ mean: rows("mean"), low: rows("low"), high: rows("high"), unit, zero: true }, [0]);
      const width = parts.place?.clientWidth || 480, left = Math.min(190, Math.round(width * 0.42));
      const bar = (api) => {
        const i = api.value(0), step = all[i], from = api.coord([step.from, i]), to = api.coord([step.to, i]), half = 8;
        const children = [{ type: "rect", shape: { x: Math.min(from[0], to[0]), y: from[1] - half, width: Math.max(1, Math.abs(to[0] - from[0])), height: 2 * half },
          style: { fill: colourOf(step, ink), opacity: step.is_whole || isSure(step) ? 0.95 : 0.4 } }];
        if (i + 1 < all.length - 1 || all.length === 1) children.push({ type: "line", shape: { x1: to[0], y1: to[1] + half, x2: to[0], y2: api.coord([step.to, i + 1])[1] - half }, style: { stroke: ink.muted, lineWidth: 1, lineDash: [2, 2] } });
        if (step.low !== null) children.push({ type: "line", shape: { x1: api.coord([step.from + step.low, i])[0], y1: from[1], x2: api.coord([step.from + step.high, i])[0], y2: from[1] }, style: { stroke: ink.text, lineWidth: 1.5 } });
        return { type: "group", children };
      };
      return { ...base(), grid: { left, right: 18, top: 6, bottom: 24 },
        xAxis: valueAxis({ ...ends, axisLabel: { formatter: (x) => shortNumber(x, unit) } }),
        yAxis: categoryAxis(all.map((step) => `${capital(step.name)}\n${quantity(step.mean, unit)}`), { inverse: true, axisLine: { show: false }, axisLabel: { width: left - 12, overflow: "break", fontSize: 11, lineHeight: 13 } }),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const step = all[hit.dataIndex];
          return tip(capital(step.name), [[colourOf(step, ink), word(step.is_whole ? "variation.whole" : "variation.part"), `${exact(step.mean, unit)} (${span(step, unit)})`],
            ...(step.without ? [[null, word("variation.without"), `${exact(step.without.mean, unit)} (${span(step.without, unit)})`]] : [])]);
        } },
        series: [{ type: "custom", clip: true, renderItem: (_, api) => bar(api), encode: { x: [1, 2], y: 0 }, data: all.map((step, i) => [i, step.from, step.to]),
          markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: ink.text, width: 1, type: "solid" }, data: [{ xAxis: 0 }] } }] };
    },
    data: (arm) => [[word("variation.shut_off"), word("variation.part"), word("interval"), word("variation.without"), word("interval")],
      steps(of(arm)).map((step) => [capital(step.name), cell(step.mean, unit), spanCell(step, unit), step.without ? cell(step.without.mean, unit) : "–", step.without ? spanCell(step.without, unit) : "–"])],
  };
  const one = ofOneArm(report, parts, report.brief?.arm ?? leader(report));
  if (one) parts.place = one.place;
  return one;
}

// --- Those who were hired ----------------------------------------------------------------------------------------

// What can be held against what in one unit: what was caused, and what rules credit.
const CREDITS = [{ caused: "sales", credited: ["unit_orders", "unit_shapley"] }, { caused: "incremental_revenue", credited: ["unit_revenue"] }, { caused: "net_revenue", credited: ["unit_revenue"] }];
const SHAPES = ["triangle", "diamond"];

export function unitsFigure(report) {
  const left = report.left_out;
  if (!left?.units.length || !left.units[0].caused[left.measure]) return null;
  const caused = (unit) => unit.caused[left.measure];
  const units = [...left.units].sort((a, b) => a.is_rest - b.is_rest || (caused(b).mean ?? -Infinity) - (caused(a).mean ?? -Infinity));
  const single = units.filter((unit) => !unit.is_rest);
  const has = (name) => units.some((unit) => unit.facts[name]?.mean > 0);
  const pair = CREDITS.find((one) => one.credited.some(has)) ?? null;
  const credited = pair ? pair.credited.filter(has) : [];
  const beside = pair && units[0].caused[pair.caused] && pair.caused !== left.measure ? pair.caused : null;
  const unitOf = (name) => report.comparisons.find((c) => c.measure === name)?.unit ?? "1";
  const creditUnit = pair ? (pair.credited.includes("unit_revenue") ? "CNY" : "orders") : "1";
  const name = (unit) => unit.name[language()] + (!unit.is_rest && unit.facts.unit_followers?.mean > 0 ? ` · ${people(unit.facts.unit_followers.mean)}` : "");
  const named = (unit) => unit.name[language()];
  const one = figure({ id: "units", height: 76 + units.length * 26,
    title: () => {
      const first = single[0], byCredit = credited.length ? most(single, (unit) => unit.facts[credited[0]]?.mean ?? -1) : null;
      const blanks = { arm: report.arms[left.arm], n: caused(units[0]).n, first: first && named(first), value: first && quantity(caused(first).mean, left.unit), other: byCredit && named(byCredit) };
      const head = first && isSure(caused(first)) ? word("title.units", blanks) : word("title.units_none", blanks);
      return capital(byCredit ? head + word(byCredit === first && isSure(caused(first)) ? "title.units_same" : "title.units_credit", blanks) : head);
    },
    note: () => word("note.units", { measure: labelled(left.measure, left.label), arm: report.arms[left.arm] }) + (credited.length ? word("note.units_credit") : ""),
    alt: () => units.map((unit) => `${name(unit)}: ${word("units.caused")} ${shortNumber(caused(unit).mean, left.unit)} (${span(caused(unit), left.unit)})${credited.map((fact) => `, ${measureName(fact)} ${people(unit.facts[fact]?.mean ?? null)}`).join("")}`).join("; "),
    option: () => {
      const ink = colours(), width = one?.place.clientWidth || 480, from = roomFor(units.map(name), width), gap = 26, two = credited.length > 0;
      const each = two ? (width - from - gap - 14) / 2 : width - from - 14;
      const line = (of) => ({ mean: [units.map((unit) => of(unit)?.mean ?? null)], low: [units.map((unit) => of(unit)?.low ?? null)], high: [units.map((unit) => of(unit)?.high ?? null)] });
      const ends = [range({ ...line(caused), unit: left.unit, zero: true }, [0], 3)];
      if (two) {
        const of = [beside ? (unit) => unit.caused[beside] : null, ...credited.map((fact) => (unit) => unit.facts[fact])].filter(Boolean).map(line);
        ends.push(range({ mean: of.map((x) => x.mean[0]), low: beside ? [of[0].low[0]] : [], high: beside ? [of[0].high[0]] : [], unit: creditUnit, zero: true }, of.map((_, i) => i), 3));
      }
      const interval = (grid, of) => ({ type: "custom", silent: true, clip: true, z: 3, xAxisIndex: grid, yAxisIndex: grid, data: units.map((unit, i) => [i, of(unit)?.low ?? null, of(unit)?.high ?? null]).filter((x) => x[1] !== null), encode: { x: [1, 2], y: 0 },
        renderItem: (_, api) => {
          const low = api.coord([api.value(1), api.value(0)]), high = api.coord([api.value(2), api.value(0)]);
          return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: ink.accent, lineWidth: 2, opacity: 0.5 } };
        } });
      const zero = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: ink.text, width: 1, type: "solid" }, data: [{ xAxis: 0 }] };
      const dots = (grid, of, extra) => ({ type: "scatter", xAxisIndex: grid, yAxisIndex: grid, z: 5, symbolSize: 9, data: units.map((unit, i) => [of(unit)?.mean ?? null, i]), ...extra });
      const grids = two ? [0, 1] : [0];
      const heading = [[word("units.caused"), unitName(left.unit)].filter(Boolean).join(word("comma")), word(`units.${creditUnit}`)].map(capital);
      return { ...base(), grid: grids.map((g) => ({ left: from + g * (each + gap), width: each, top: 24, bottom: 26 })),
        xAxis: grids.map((g) => valueAxis({ gridIndex: g, ...ends[g], axisLabel: { alignMinLabel: "left", alignMaxLabel: "right", formatter: (x) => shortNumber(x, g ? creditUnit : left.unit) } })),
        yAxis: grids.map((g) => categoryAxis(units.map(name), { gridIndex: g, inverse: true, axisLine: { show: false }, name: heading[g], nameLocation: "start", nameGap: 8, nameTextStyle: { color: ink.muted, align: "left", fontSize: 11 }, axisLabel: { show: g === 0, width: from - 8, overflow: "truncate", fontSize: 11 },
          splitLine: { show: true, lineStyle: { color: ink.line, width: 0.4 } } })),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const unit = units[hit.dataIndex];
          return tip(name(unit), [...Object.keys(unit.caused).map((of) => [of === left.measure ? ink.accent : null, `${word("units.caused")} · ${measureName(of)}`, `${exact(unit.caused[of].mean, unitOf(of))} (${span(unit.caused[of], unitOf(of))})`]),
            ...Object.keys(unit.facts).map((fact) => [null, measureName(fact), exact(unit.facts[fact].mean)])]);
        } },
        series: [interval(0, caused), dots(0, caused, { itemStyle: { color: ink.accent }, markLine: zero }),
          ...(two && beside ? [interval(1, (unit) => unit.caused[beside]), dots(1, (unit) => unit.caused[beside], { itemStyle: { color: ink.accent }, markLine: zero })] : []),
          ...credited.map((fact, k) => dots(1, (unit) => unit.facts[fact], { symbol: SHAPES[k], itemStyle: { color: k ? ink.text : ink.buyer }, markLine: beside || k ? undefined : zero }))] };
    },
    controls: el("p", { class: "keys" }, el("span", {}, el("span", { class: "dot full" }), word("units.caused")), credited.map((fact, k) => el("span", {}, el("span", { class: `mark ${SHAPES[k]}` }), measureName(fact)))),
    data: () => {
      const measures = Object.keys(units[0].caused), facts = Object.keys(units[0].facts);
      return [[word("variation.unit"), ...measures.flatMap((of) => [`${word("units.caused")} · ${measureName(of)}`, word("interval")]), ...facts.map(measureName)],
        units.map((unit) => [named(unit), ...measures.flatMap((of) => [cell(unit.caused[of].mean, unitOf(of)), spanCell(unit.caused[of], unitOf(of))]), ...facts.map((fact) => cell(unit.facts[fact]?.mean ?? null))])];
    } });
  return one;
}
