// The curve of specifications: what the leading arm brings in every plausible world, ranked, with intervals, and below it
// which setting each world has otherwise.
import { base, categoryAxis, figure, tip, valueAxis } from "./chart.js";
import { choice, el } from "./dom.js";
import { roomFor, shortNames } from "./names.js";
import { range } from "./range.js";
import { FEW } from "./state.js";
import { armColour, colours, ramp } from "./theme.js";
import { capital, cell, exact, figure as shortNumber, labelled, span, spanCell, word } from "./words.js";

const language = () => word("language");
const ROW = 24, TOP = 230;
const known = (x) => x !== null && x !== undefined && x.mean !== null;

// What an arm brings in a world: its difference from the baseline, or the measure where that is one already.
const brought = (one, arm) => one.arms[arm]?.effect ?? one.arms[arm]?.value ?? null;

// The settings, those that move the lead most first, and what each may be, in its order.
function settingsOf(plausible, list) {
  const names = plausible.settings.map((one) => one.name);
  const ofPath = new Map(plausible.settings.flatMap((one) => one.paths.map((path) => [path, one.name])));
  const valueIn = (one, name) => (one.setting && one.setting !== name ? null : one.changes.filter((change) => ofPath.get(change.path) === name).map((change) => change.value).join(", ") || null);
  return names.map((name) => {
    const values = [...new Set(list.map((one) => valueIn(one, name)).filter((value) => value !== null))];
    const size = (value) => Number.parseFloat(value.replaceAll("_", ""));
    if (values.every((value) => !Number.isNaN(size(value)))) values.sort((a, b) => size(a) - size(b));
    return { name, values, of: (one) => valueIn(one, name) };
  });
}

function key(mark, text, colour = null) {
  const sign = el("span", { class: `key ${mark}` });
  if (colour) sign.style.setProperty("--arm", colour);
  return el("span", {}, sign, text);
}

export function worldsFigure(report) {
  const plausible = report.plausible;
  if (!plausible?.list.length) return null;
  const best = plausible.leader, of = labelled(plausible.measure, plausible.label);
  const others = report.arms.map((_, arm) => arm).filter((arm) => arm !== best && report.arms.length <= FEW && known(brought(plausible.as_written, arm)) && (report.arms[arm] !== report.baseline || plausible.as_written.arms[arm].effect));
  const hasLead = known(plausible.as_written.lead);
  let shows = "brought";
  const value = (one) => (shows === "lead" ? one.lead : brought(one, best));
  const ranked = () => [plausible.as_written, ...plausible.list].filter((one) => known(value(one))).sort((a, b) => value(a).mean - value(b).mean);
  const settings = settingsOf(plausible, plausible.list);
  const answer = (one) => (one.answer === null ? word("variation.none") : report.arms[one.answer]);
  const changed = (one) => settings.map((setting) => [setting.name, setting.of(one)]).filter(([, said]) => said !== null);
  const blanks = () => ({ best: report.arms[best], holds: plausible.holds, worlds: plausible.worlds });

  const one = figure({ id: "worlds", wide: true, height: TOP + settings.length * ROW + 8,
    title: () => word(plausible.best === null ? "title.worlds_none" : "title.worlds", blanks()),
    note: () => word(shows === "lead" ? "note.worlds_lead" : "note.worlds", { measure: capital(of), best: report.arms[best], n: plausible.as_written.arms[best].value.n }),
    alt: () => ranked().map((world) => `${world.name[language()]}: ${shortNumber(value(world).mean, plausible.unit)} (${span(value(world), plausible.unit)}), ${answer(world)}`).join("; "),
    option: () => {
      const ink = colours(), list = ranked(), shown = shows === "lead" ? [] : others;
      const column = (side) => [list.map((world) => value(world)[side])];
      const marks = { mean: [...column("mean"), ...shown.map((arm) => list.map((world) => brought(world, arm)?.mean ?? null))], low: column("low"), high: column("high"), unit: plausible.unit, zero: true };
      const ends = range(marks, marks.mean.map((_, i) => i));
      const width = one?.place.clientWidth || 700, left = Math.max(52, roomFor(settings.map((setting) => setting.name), width));
      const places = list.map((_, i) => i);
      const whiskers = { type: "custom", silent: true, clip: true, z: 3, data: list.map((world, i) => [i, value(world).low, value(world).high]).filter((x) => x[1] !== null), encode: { x: 0, y: [1, 2] },
        renderItem: (_, api) => {
          const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
          return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: armColour(report, best), lineWidth: 2, opacity: 0.45 } };
        } };
      const mark = (world) => (world.kind === "written" ? { symbol: "diamond", symbolSize: 13, itemStyle: { color: ink.text } }
        : world.holds ? { symbol: "circle", symbolSize: 8, itemStyle: { color: armColour(report, best), opacity: 1 } } : { symbol: "circle", symbolSize: 9, itemStyle: { color: ink.ground, opacity: 1, borderColor: armColour(report, best), borderWidth: 2 } });
      const main = { type: "scatter", z: 5, data: list.map((world, i) => ({ value: [i, value(world).mean], ...mark(world) })),
        markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: ink.text, width: 1, type: "solid" }, data: [{ yAxis: 0 }] } };
      const beside = shown.map((arm) => ({ type: "scatter", z: 4, symbol: "rect", symbolSize: [10, 3], itemStyle: { color: armColour(report, arm), opacity: 1 },
        data: list.map((world, i) => [i, brought(world, arm)?.mean ?? null]).filter((x) => x[1] !== null) }));
      // A square is what is otherwise, the darker the later in the setting's order; a point: as written.
      const size = Math.max(4, Math.min(15, (width - left - 16) / list.length - 2));
      const cells = settings.flatMap((setting, row) => list.map((world, i) => {
        const said = setting.of(world), at = setting.values.indexOf(said);
        return said === null ? { value: [i, row], symbol: "circle", symbolSize: 2, itemStyle: { color: ink.muted, opacity: 0.6 } }
          : { value: [i, row], symbol: "rect", symbolSize: [size, Math.min(size, 15)], itemStyle: { color: ramp(setting.values.length < 2 ? 1 : 0.25 + (0.75 * at) / (setting.values.length - 1)) } };
      }));
      const axis = (grid) => categoryAxis(places, { gridIndex: grid, axisLabel: { show: false }, axisLine: { show: false } });
      return { ...base(), grid: [{ left, right: 16, top: 12, height: TOP - 30 }, { left, right: 16, top: TOP, height: settings.length * ROW }],
        xAxis: [axis(0), axis(1)],
        yAxis: [valueAxis({ ...ends, axisLabel: { formatter: (x) => shortNumber(x, plausible.unit) } }),
          categoryAxis(settings.map((setting) => setting.name), { gridIndex: 1, inverse: true, axisLine: { show: false }, axisLabel: { width: left - 14, overflow: "truncate" } })],
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const world = list[hit.value[0]];
          return tip(world.name[language()], [[null, word("variation.answer"), answer(world)], [armColour(report, best), report.arms[best], known(brought(world, best)) ? `${exact(brought(world, best).mean, plausible.unit)} (${span(brought(world, best), plausible.unit)})` : "–"],
            ...(known(world.lead) ? [[null, word("worlds.lead", { other: report.arms[world.lead.rival] }), `${exact(world.lead.mean, plausible.unit)} (${span(world.lead, plausible.unit)})`]] : []),
            ...changed(world).map(([name, said]) => [null, name, said])]);
        } },
        series: [whiskers, ...beside, main, { type: "scatter", xAxisIndex: 1, yAxisIndex: 1, z: 3, data: cells }] };
    },
    controls: [hasLead ? choice(word("worlds.show"), [word("worlds.brought"), word("worlds.ahead")], 0, (i) => {
      shows = i ? "lead" : "brought";
      one.update();
    }) : null, el("p", { class: "keys" }, key("same", word("worlds.same", blanks()), armColour(report, best)), key("other", word("worlds.other", blanks()), armColour(report, best)), key("written", word("variation.written")), key("changed", word("worlds.changed")),
      others.map((arm) => {
        const swatch = el("span", { class: "swatch" });
        swatch.style.background = armColour(report, arm);
        return el("span", {}, swatch, report.arms[arm]);
      }))],
    data: () => [[word("variation.world"), word("variation.answer"), capital(of), word("interval"), ...(hasLead ? [word("variation.lead", { best: report.arms[best] }), word("interval")] : []), word("variation.holds")],
      ranked().map((world) => [world.name[language()], answer(world), cell(brought(world, best)?.mean ?? null, plausible.unit), spanCell(brought(world, best), plausible.unit),
        ...(hasLead ? [cell(world.lead?.mean ?? null, plausible.unit), spanCell(world.lead, plausible.unit)] : []), word(world.kind === "written" ? "variation.written" : world.holds ? "variation.yes" : "variation.no")])] });
  return one;
}
