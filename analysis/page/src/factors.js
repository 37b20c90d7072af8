// The primary measure by each factor of a design: what turning one knob does.
import { base, categoryAxis, figure, tip, valueAxis } from "./chart.js";
import { roomFor, shifts, shortLevels } from "./names.js";
import { range } from "./range.js";
import { colours, ramp } from "./theme.js";
import { capital, cell, exact, figure as shortNumber, labelled, quantity, span, word } from "./words.js";

const MOST_LINES = 8;

const mean = (list) => (list.length ? list.reduce((a, b) => a + b, 0) / list.length : null);
const language = () => word("language");

// Levels as they are first met, or by size where they are numbers.
export function levelsOf(factor) {
  const all = factor.levels[language()], kinds = [...new Set(all)];
  const size = (level) => Number(/^[\d,.]+/.exec(level)?.[0].replaceAll(",", "") ?? NaN);
  return { all, kinds: kinds.every((level) => !Number.isNaN(size(level))) ? kinds.sort((a, b) => size(a) - size(b)) : kinds };
}

// One line a level of the other factor of two; else one line through the means, and each point as a dot.
function linesOf(report, c, f) {
  const { all, kinds } = levelsOf(report.factors[f]);
  const other = report.factors.length === 2 ? report.factors[1 - f] : null;
  const groups = other ? levelsOf(other) : null;
  const points = report.arms.map((_, arm) => arm).filter((arm) => c.arms[arm].mean !== null);
  const at = (arm) => kinds.indexOf(all[arm]);
  const lines = groups && groups.kinds.length <= MOST_LINES ? groups.kinds.map((kind) => ({ kind, points: points.filter((arm) => groups.all[arm] === kind) })) : [];
  const crossed = lines.length > 0 && lines.some((line) => line.points.length > 1);
  return { kinds, at, points, other, lines: crossed ? lines : [] };
}

function factorFigure(report, c, f) {
  const parts = () => linesOf(report, c, f);
  const name = () => report.factors[f].name[language()];
  const averages = () => {
    const { kinds, at, points } = parts();
    return kinds.map((_, i) => mean(points.filter((arm) => at(arm) === i).map((arm) => c.arms[arm].mean)));
  };
  const best = () => averages().reduce((a, x, i, all) => (x !== null && (a === null || (c.better === "less" ? x < all[a] : x > all[a])) ? i : a), null);
  const words = () => {
    const i = best();
    return { measure: capital(labelled(c.measure, c.label)), factor: name(), level: i === null ? "–" : parts().kinds[i], value: i === null ? "–" : quantity(averages()[i], c.unit) };
  };
  const one = figure({ id: `factor-${f}`, height: 270,
    title: () => word(c.better === "less" ? "title.factor_least" : "title.factor", words()),
    note: () => {
      const { lines, other } = parts();
      return lines.length ? word("note.factor_lines", { other: other.name[language()] }) : word("note.factor");
    },
    alt: () => parts().kinds.map((kind, i) => `${kind} ${quantity(averages()[i], c.unit)}`).join("; "),
    option: () => {
      const { kinds, at, points, lines } = parts(), ink = colours();
      const column = (key) => c.arms.map((arm) => [arm[key]]);
      const ends = range({ mean: column("mean"), low: column("low"), high: column("high"), unit: c.unit, zero: c.return || c.difference }, points);
      const short = shortLevels(kinds), names = lines.length ? shortLevels(lines.map((line) => line.kind)) : [];
      const ending = (line) => kinds.map((_, k) => line.points.find((point) => at(point) === k)).findLast((arm) => arm !== undefined);
      const down = ends.max === undefined ? [] : shifts(lines.map((line) => c.arms[ending(line)]?.mean ?? null), ends, 270 - 12 - 42);
      const colour = (i) => ramp(lines.length > 1 ? 0.3 + (0.7 * i) / (lines.length - 1) : 1);
      // Beside each other, or whiskers would lie on whiskers.
      const shift = (i) => (lines.length ? (i - (lines.length - 1) / 2) * Math.min(6, 30 / lines.length) : 0);
      const whiskers = (arms, i) => ({ type: "custom", silent: true, clip: true, z: 3, data: arms.filter((arm) => c.arms[arm].low !== null).map((arm) => [at(arm), c.arms[arm].low, c.arms[arm].high]), encode: { x: 0, y: [1, 2] },
        renderItem: (_, api) => {
          const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
          return { type: "line", shape: { x1: low[0] + shift(i), y1: low[1], x2: high[0] + shift(i), y2: high[1] }, style: { stroke: colour(i), lineWidth: 1.5, opacity: 0.8 } };
        } });
      const drawn = lines.length
        ? lines.flatMap((line, i) => [whiskers(line.points, i), { type: "line", name: names[i], z: 4, symbol: "circle", symbolSize: 7, data: kinds.map((_, k) => {
          const arm = line.points.find((point) => at(point) === k);
          return arm === undefined ? null : { value: c.arms[arm].mean, arm, symbolOffset: [shift(i), 0] };
        }), lineStyle: { color: colour(i), width: 2 }, itemStyle: { color: colour(i) }, emphasis: { disabled: true },
        endLabel: { show: true, formatter: names[i].replace(/[{}]/g, ""), color: ink.text, fontSize: 11, distance: 8, offset: [0, down[i] ?? 0] } }])
        : [{ type: "scatter", symbolSize: 6, z: 3, data: points.map((arm) => ({ value: [at(arm), c.arms[arm].mean], arm })), itemStyle: { color: ink.muted, opacity: 0.5 } },
          { type: "line", z: 4, symbol: "circle", symbolSize: 8, data: averages(), lineStyle: { color: ink.accent, width: 2 }, itemStyle: { color: ink.accent }, emphasis: { disabled: true } }];
      return { ...base(), grid: { left: 52, right: lines.length ? roomFor(names, one?.place.clientWidth || 340) : 16, top: 12, bottom: 42 },
        xAxis: categoryAxis(short, { name: name(), nameLocation: "middle", nameGap: 26, nameTextStyle: { color: ink.muted }, axisLabel: { interval: "auto", hideOverlap: true } }),
        yAxis: valueAxis({ ...ends, axisLabel: { formatter: (x) => shortNumber(x, c.unit) } }),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const arm = hit.data?.arm;
          if (arm === undefined) return tip(kinds[hit.dataIndex], [[ink.accent, word("mean"), exact(averages()[hit.dataIndex], c.unit)]]);
          return tip(report.arms[arm], [[null, word("mean"), exact(c.arms[arm].mean, c.unit)], [null, word("interval"), c.arms[arm].low === null ? word("no_interval") : span(c.arms[arm], c.unit, exact)]]);
        } },
        series: drawn };
    },
    data: () => {
      const { kinds, at, points } = parts();
      return [[name(), word("mean"), word("arms")], kinds.map((kind, i) => [kind, cell(averages()[i], c.unit), String(points.filter((arm) => at(arm) === i).length)])];
    } });
  return one;
}

// None for arms, none for a factor that has one level, nor where the response to the only one is drawn.
export function factorFigures(report, primary) {
  if (report.response) return [];
  return report.factors.map((factor, f) => (new Set(factor.levels.en).size > 1 ? factorFigure(report, primary, f) : null)).filter(Boolean);
}
