// What more of one number brings: the measure that decides along it, and what one more unit changes; of two factors a map.
import { base, categoryAxis, figure, tip, valueAxis } from "./chart.js";
import { el } from "./dom.js";
import { levelsOf } from "./factors.js";
import { shortLevels } from "./names.js";
import { range } from "./range.js";
import { primaryOf } from "./state.js";
import { colours, ramp } from "./theme.js";
import { capital, cell, exact, figure as shortNumber, labelled, people, quantity, span, spanCell, unitName, word } from "./words.js";

const language = () => word("language");

// Numbers that go over more than a power of ten and a half, and are not as even on a plain axis, stand on one of logarithms.
const isLog = (points) => points[0].at > 0 && points.at(-1).at / points[0].at > 30;
const along = (points, name) => {
  const short = shortLevels(points.map((point) => point.level[language()]));
  const said = new Map(points.map((point, i) => [point.at, short[i]]));
  const span = points.at(-1).at - points[0].at;
  const ends = isLog(points) ? { type: "log", min: points[0].at / 1.3, max: points.at(-1).at * 1.3 } : { min: points[0].at - 0.05 * span, max: points.at(-1).at + 0.05 * span };
  return valueAxis({ ...ends, name, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: colours().muted, align: "center" }, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: colours().line } },
    axisLabel: { color: colours().text, customValues: points.map((point) => point.at), formatter: (x) => said.get(x) ?? people(x) } });
};

function curveFigure(report, response) {
  const { points, unit } = response, best = points.find((point) => point.row === response.best), of = capital(labelled(response.measure, response.label));
  const name = () => response.name[language()], level = (point) => point.level[language()];
  return figure({ id: "response", height: 290,
    title: () => {
      const flat = points.filter((point) => point.near_best);
      const head = word(response.better === "less" ? "title.response_least" : "title.response", { measure: of, level: level(best), value: quantity(best.mean, unit) });
      return best.low === null ? head : head + (flat.length < 2 ? word("response.alone") : word("response.flat", { from: level(flat[0]), to: level(flat.at(-1)) }));
    },
    note: () => word(response.paired ? "note.response" : "note.response_apart", { name: name(), n: best.n }),
    alt: () => points.map((point) => `${level(point)}: ${quantity(point.mean, unit)} (${span(point, unit)})`).join("; "),
    option: () => {
      const ink = colours(), column = (key) => [points.map((point) => point[key])];
      const signed = report.comparisons.find((c) => c.measure === response.measure);
      const ends = range({ mean: column("mean"), low: column("low"), high: column("high"), unit, zero: signed?.return || signed?.difference }, [0]);
      const whiskers = { type: "custom", silent: true, clip: true, z: 3, data: points.filter((point) => point.low !== null).map((point) => [point.at, point.low, point.high]), encode: { x: 0, y: [1, 2] },
        renderItem: (_, api) => {
          const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
          return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: ink.accent, lineWidth: 3, opacity: 0.45 } };
        } };
      return { ...base(), grid: { left: 56, right: 22, top: 12, bottom: 46 }, xAxis: along(points, capital(name())), yAxis: valueAxis({ ...ends, axisLabel: { formatter: (x) => shortNumber(x, unit) } }),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const point = points[hit.dataIndex];
          return tip(`${name()} ${level(point)}`, [[ink.accent, of, exact(point.mean, unit)], [null, word("interval"), span(point, unit, exact)], [null, word("response.near"), word(point.near_best ? "variation.yes" : "variation.no")]]);
        } },
        series: [whiskers, { type: "line", z: 4, symbol: "circle", symbolSize: 9, lineStyle: { color: ink.accent, width: 2 }, emphasis: { disabled: true },
          data: points.map((point) => ({ value: [point.at, point.mean], itemStyle: point.near_best ? { color: ink.accent } : { color: ink.ground, borderColor: ink.accent, borderWidth: 2 } })),
          ...(ends.min < 0 && ends.max > 0 ? { markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: ink.text, width: 1, type: "solid" }, data: [{ yAxis: 0 }] } } : {}) }] };
    },
    data: () => [[name(), of, word("interval"), "n", word("response.near")], points.map((point) => [level(point), cell(point.mean, unit), spanCell(point, unit), String(point.n), word(point.near_best ? "variation.yes" : "variation.no")])] });
}

// Steps between neighbours. In one unit with the measure, and with costs taken off, their sign says whether more pays.
function marginFigure(response) {
  const { steps, points } = response, of = capital(labelled(response.measure, response.label));
  const name = () => response.name[language()], said = (at) => points.find((point) => point.at === at).level[language()];
  const isMoney = response.same_unit && response.left_over;
  const isSure = (step) => step.low !== null && (step.low > 0 || step.high < 0);
  const each = (step, form = people) => `${form(step.mean)}${step.low === null ? "" : ` (${form(step.low)} … ${form(step.high)})`}`;
  const unit = () => (response.factor_unit === "%" ? "1 %" : unitName(response.factor_unit) || word("response.unit"));
  return figure({ id: "marginal", height: 290,
    title: () => {
      if (!isMoney) return word("title.marginal", { unit: unit(), name: name() });
      const stop = steps.find((step) => step.mean <= 0), unsure = (step) => (isSure(step) ? "" : word("title.next_unsure"));
      if (!stop) return word("title.next", { to: said(steps.at(-1).to), slope: people(steps.at(-1).mean) }) + unsure(steps.at(-1));
      return word(stop === steps[0] ? "title.next_never" : "title.next_stops", { from: said(stop.from) }) + unsure(stop);
    },
    note: () => word(isMoney ? "note.next" : "note.marginal", { name: name(), measure: of }),
    alt: () => steps.map((step) => `${said(step.from)} → ${said(step.to)}: ${each(step)}`).join("; "),
    option: () => {
      const ink = colours(), column = (key) => [steps.map((step) => step[key])];
      const ends = range({ mean: column("mean"), low: column("low"), high: column("high"), unit: "1", zero: true }, [0]);
      const boxes = { type: "custom", clip: true, z: 3, encode: { x: [0, 1], y: [2, 3, 4] }, data: steps.map((step) => [step.from, step.to, step.mean, step.low ?? step.mean, step.high ?? step.mean]),
        renderItem: (at, api) => {
          const step = steps[at.dataIndex], a = api.coord([step.from, step.mean]), b = api.coord([step.to, step.mean]), gap = Math.min(3, (b[0] - a[0]) / 4);
          const colour = step.mean < 0 ? ink.buyer : ink.accent;
          const low = api.coord([step.from, step.low ?? step.mean])[1], high = api.coord([step.from, step.high ?? step.mean])[1];
          return { type: "group", children: [{ type: "rect", shape: { x: a[0] + gap, y: high, width: b[0] - a[0] - 2 * gap, height: Math.max(1, low - high) }, style: { fill: colour, opacity: 0.2 } },
            { type: "line", shape: { x1: a[0] + gap, y1: a[1], x2: b[0] - gap, y2: b[1] }, style: { stroke: colour, lineWidth: 3 } }] };
        } };
      return { ...base(), grid: { left: 56, right: 22, top: 12, bottom: 46 }, xAxis: along(points, capital(name())), yAxis: valueAxis({ ...ends }),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const step = steps[hit.dataIndex];
          return tip(`${said(step.from)} → ${said(step.to)}`, [[step.mean < 0 ? ink.buyer : ink.accent, word("response.slope"), exact(step.mean)], [null, word("interval"), step.low === null ? word("no_interval") : `${exact(step.low)} … ${exact(step.high)}`]]);
        } },
        series: [{ ...boxes, markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: ink.text, width: 1, type: "solid" }, data: [{ yAxis: 0 }] } }] };
    },
    data: () => [[word("response.from"), word("response.to"), word("response.slope"), word("interval"), "n"], steps.map((step) => [said(step.from), said(step.to), cell(step.mean), spanCell(step), String(step.n)])] });
}

// --- Two factors ---------------------------------------------------------------------------------------------------

const MOST_CELLS = 400;

// A map where two factors are crossed, each with three levels or more.
function heatFigure(report) {
  const c = primaryOf(report);
  if (report.factors.length !== 2 || !c) return null;
  const parts = () => report.factors.map(levelsOf);
  const [a, b] = parts(), rows = report.arms.map((_, arm) => arm).filter((arm) => c.arms[arm].mean !== null && report.factors.every((factor) => factor.levels.en[arm]));
  if (a.kinds.length < 3 || b.kinds.length < 3 || a.kinds.length * b.kinds.length > MOST_CELLS || rows.length < 0.5 * a.kinds.length * b.kinds.length) return null;
  const sign = c.better === "less" ? -1 : 1, best = rows.reduce((x, y) => (sign * c.arms[y].mean > sign * c.arms[x].mean ? y : x));
  const near = (arm) => arm === best || (c.arms[arm].low !== null && (sign > 0 ? c.arms[arm].high >= c.arms[best].low : c.arms[arm].low <= c.arms[best].high));
  const values = rows.map((arm) => c.arms[arm].mean), min = Math.min(...values), max = Math.max(...values);
  const one = figure({ id: "heat", wide: true, height: 70 + b.kinds.length * 34,
    title: () => word(sign < 0 ? "title.heat_least" : "title.heat", { measure: capital(labelled(c.measure, c.label)), a: report.factors[0].name[language()], b: report.factors[1].name[language()],
      x: report.factors[0].levels[language()][best], y: report.factors[1].levels[language()][best], value: quantity(c.arms[best].mean, c.unit) }),
    note: () => word("note.heat"),
    alt: () => rows.map((arm) => `${report.arms[arm]}: ${quantity(c.arms[arm].mean, c.unit)}`).join("; "),
    option: () => {
      const ink = colours(), [x, y] = parts(), width = one?.place.clientWidth || 700, left = 76;
      const room = (width - left - 16) / x.kinds.length;
      const data = rows.map((arm) => [x.kinds.indexOf(x.all[arm]), y.kinds.indexOf(y.all[arm]), c.arms[arm].mean, arm]);
      const draw = (api) => {
        const [i, j, mean, arm] = [api.value(0), api.value(1), api.value(2), api.value(3)], [w, h] = api.size([1, 1]), at = api.coord([i, j]);
        const share = max > min ? (mean - min) / (max - min) : 1;
        const dark = document.documentElement.dataset.theme === "dark" ? share < 0.5 : share > 0.45;
        const text = room > 44 ? [{ type: "text", style: { text: shortNumber(mean, c.unit), x: at[0], y: at[1], align: "center", verticalAlign: "middle", fill: dark ? "#ffffff" : "#161618", fontSize: 11 } }] : [];
        return { type: "group", children: [{ type: "rect", shape: { x: at[0] - w / 2 + 1, y: at[1] - h / 2 + 1, width: w - 2, height: h - 2 }, style: { fill: ramp(share), stroke: near(arm) ? ink.text : "none", lineWidth: arm === best ? 3 : 1.5 } }, ...text] };
      };
      const side = { type: "category", axisTick: { show: false } };
      return { ...base(), grid: { left, right: 16, top: 8, bottom: 46 },
        xAxis: categoryAxis(shortLevels(x.kinds), { ...side, name: capital(report.factors[0].name[language()]), nameLocation: "middle", nameGap: 28, nameTextStyle: { color: ink.muted }, axisLabel: { interval: "auto", hideOverlap: true } }),
        yAxis: categoryAxis(shortLevels(y.kinds), { ...side, name: capital(report.factors[1].name[language()]), nameLocation: "end", nameGap: 4, nameTextStyle: { color: ink.muted, align: "left" }, axisLabel: { width: left - 12, overflow: "truncate" } }),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const arm = hit.value[3];
          return tip(report.arms[arm], [[null, word("mean"), exact(c.arms[arm].mean, c.unit)], [null, word("interval"), c.arms[arm].low === null ? word("no_interval") : span(c.arms[arm], c.unit, exact)]]);
        } },
        series: [{ type: "custom", encode: { x: 0, y: 1 }, data, renderItem: (_, api) => draw(api) }] };
    },
    data: () => [[...report.factors.map((factor) => factor.name[language()]), word("mean"), word("interval")],
      rows.map((arm) => [...report.factors.map((factor) => factor.levels[language()][arm]), cell(c.arms[arm].mean, c.unit), c.arms[arm].low === null ? word("no_interval") : spanCell(c.arms[arm], c.unit)])] });
  return one;
}

export function responseSection(report) {
  const figures = report.response ? [curveFigure(report, report.response), marginFigure(report.response)] : [heatFigure(report)].filter(Boolean);
  if (!figures.length) return null;
  return { charts: figures, node: el("section", { id: "response" }, el("h2", {}, word("section.response")), el("div", { class: "pairs" }, figures.map((one) => one.node))) };
}
