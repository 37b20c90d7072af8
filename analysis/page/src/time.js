// Over time: one chart a measure, all chosen arms in each with their bands; one axis of days for all.
import { choice, el } from "./dom.js";
import { base, figure, tip, valueAxis } from "./chart.js";
import { roomFor, shifts, shortNames } from "./names.js";
import { panelsFigure } from "./panels.js";
import { band, bandsDrawn, range } from "./range.js";
import { MANY, most, ranked, speakers } from "./state.js";
import { armColour, armDash, COLOURS, colours } from "./theme.js";
import { capital, cell, dayWords, exact, figure as shortNumber, isShare, labelled, measureName, people, quantity, spanCell, unitName, word } from "./words.js";

// Toggles of the arms, each in its colour.
export function armChips(report, state) {
  const chips = report.arms.map((name, arm) => {
    const swatch = el("span", { class: "swatch" });
    const chip = el("button", { type: "button", class: "chip", onclick: () => state.toggle(arm) }, swatch, name);
    return { chip, swatch, arm };
  });
  const paint = () => chips.forEach(({ chip, swatch, arm }) => {
    const shown = state.shown.has(arm), room = shown || state.hasRoom(arm);
    chip.setAttribute("aria-pressed", String(shown));
    chip.disabled = !room;
    chip.title = room ? "" : word("no_room", { n: COLOURS });
    chip.classList.toggle("picked", state.picked === arm);
    swatch.style.background = armColour(report, arm);
  });
  state.listen(paint);
  paint();
  const order = report.arms.length > MANY ? ranked(report) : report.arms.map((_, i) => i);
  return el("div", { class: report.arms.length > MANY ? "chips many" : "chips", role: "group", "aria-label": word("arms") }, order.map((i) => chips[i].chip));
}

function bandSeries(report, line, days, arm, opacity) {
  const points = days.map((day, i) => [day, line.low[arm][i], line.high[arm][i]]).filter((p) => p[1] !== null);
  return { type: "custom", silent: true, clip: true, data: points, encode: { x: 0, y: [1, 2] }, z: 1, renderItem: (params, api) => {
    if (params.dataIndexInside !== 0) return null;
    const path = [...points.map((p) => api.coord([p[0], p[1]])), ...points.map((p) => api.coord([p[0], p[2]])).reverse()];
    return { type: "polygon", shape: { points: path }, style: { fill: armColour(report, arm), opacity } };
  } };
}

// The interval of each arm at the end, where bands would cover each other: beside each other, inside the axes.
function whiskers(report, line, days, arms, dim) {
  const last = days.length - 1;
  const data = arms.filter((arm) => line.low[arm][last] !== null).map((arm) => [days[last], line.low[arm][last], line.high[arm][last], arm]);
  return { type: "custom", silent: true, clip: true, data, encode: { x: 0, y: [1, 2] }, z: 5, renderItem: (params, api) => {
    const arm = api.value(3), shift = -3 - 5 * params.dataIndex;
    const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
    return { type: "line", shape: { x1: low[0] + shift, y1: low[1], x2: high[0] + shift, y2: high[1] }, style: { stroke: armColour(report, arm), lineWidth: 2, opacity: 0.8 * dim(arm) } };
  } };
}

// Flights as shaded spans, events and the end of the warm-up as lines; of the arms that are shown. Each is named once,
// above the chart, in as many rows as names need that stand beside each other.
const MARK_ROW = 13, HEIGHT = 250;
function marks(report, arms, last, width) {
  const c = colours();
  const all = report.parameters.marks.filter((mark) => mark.arms.some((arm) => arms.includes(arm)))
    .map((mark) => ({ ...mark, name: mark.kind === "warmup" ? word("mark.warmup") : mark.id }));
  const named = new Map();
  for (const mark of all) if (!named.has(mark.name)) named.set(mark.name, mark);
  const ends = [];  // of each row, in pixels
  const rowOf = new Map();
  const room = (text) => roomFor([text], 1e6) - 6;
  for (const mark of [...named.values()].sort((a, b) => a.days[0] - b.days[0])) {
    const middle = (mark.days.length > 1 ? (mark.days[0] + mark.days[1]) / 2 : mark.days[0]) / last * width, from = middle - room(mark.name) / 2;
    let row = ends.findIndex((end) => end < from);
    if (row < 0) row = ends.push(0) - 1;
    ends[row] = from + room(mark.name) + 4;
    rowOf.set(mark, row);
  }
  const label = (mark) => ({ show: named.get(mark.name) === mark, color: c.muted, fontSize: 10, formatter: () => mark.name.replace(/[{}]/g, "") });
  const above = (mark) => ends.length - 1 - (rowOf.get(mark) ?? 0);
  return {
    rows: ends.length,
    markArea: { silent: true, itemStyle: { color: c.muted, opacity: 0.1 },
      data: all.filter((mark) => mark.days.length > 1).map((mark) => [{ xAxis: mark.days[0], label: { ...label(mark), position: "top", distance: 3 + MARK_ROW * above(mark) } }, { xAxis: mark.days[1] }]) },
    markLine: { silent: true, symbol: "none", lineStyle: { color: c.muted, type: [2, 3], width: 1 },
      data: all.filter((mark) => mark.days.length === 1).map((mark) => ({ xAxis: mark.days[0], label: { ...label(mark), position: "end", rotate: 0, distance: 3 + MARK_ROW * above(mark) } })) },
  };
}

// Which bands are drawn on which axis.
function shape(report, state, line) {
  const arms = state.order(), ends = range(line, arms);
  const bands = ends.max === undefined ? [] : bandsDrawn(line, arms, ends, state.picked);
  return { arms, ends, bands, left: arms.filter((arm) => band(line, arm) && !bands.includes(arm)) };
}

function option(report, state, line, width) {
  const days = report.series.time.days;
  const unit = report.series.time.unit;
  const { arms, ends, bands, left } = shape(report, state, line);
  const names = shortNames(report, word("language")), room = roomFor(arms.map((arm) => names[arm]), width);
  const marked = marks(report, arms, days.at(-1), width - 46 - room);
  const top = 8 + MARK_ROW * Math.max(1, marked.rows);
  const lastOf = (arm) => line.mean[arm].findLast((x) => x !== null) ?? null;
  const down = ends.max === undefined ? [] : shifts(arms.map(lastOf), ends, HEIGHT - top - 24);
  const dim = (arm) => (state.picked !== null && state.picked !== arm ? 0.25 : 1);
  const thin = arms.length <= 5 && line.runs.length ? arms.flatMap((arm) => line.runs[arm].map((run) => ({ arm, run }))) : [];
  return {
    ...base(),
    grid: { left: 46, right: room, top, bottom: 24 },
    xAxis: valueAxis({ min: 0, max: days.at(-1), splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: colours().line } },
      axisLabel: { formatter: (x) => word("axis.day", { day: people(x) }) } }),
    yAxis: valueAxis({ ...ends, axisLabel: { formatter: (x) => shortNumber(x, line.unit) } }),
    dataZoom: [{ type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, moveOnMouseWheel: false, preventDefaultMouseMove: false }],
    tooltip: { ...base().tooltip, trigger: "axis", formatter: (hits) => {
      const at = hits[0]?.dataIndex ?? 0;
      return tip(dayWords(days[at], unit), arms.map((arm) => {
        const range = band(line, arm) && line.low[arm][at] !== null ? ` (${shortNumber(line.low[arm][at], line.unit)} … ${shortNumber(line.high[arm][at], line.unit)})` : "";
        return [armColour(report, arm), report.arms[arm], exact(line.mean[arm][at], line.unit) + range];
      }));
    } },
    series: [
      ...arms.map((arm, i) => ({ type: "line", name: report.arms[arm], id: `arm-${arm}`, z: state.picked === arm ? 6 : 4, showSymbol: false, symbolSize: 6,
        data: days.map((day, i) => [day, line.mean[arm][i]]), triggerLineEvent: true,
        lineStyle: { color: armColour(report, arm), width: state.picked === arm ? 3 : 2, type: armDash(report, arm), opacity: dim(arm) },
        itemStyle: { color: armColour(report, arm) }, emphasis: { disabled: true },
        endLabel: { show: true, formatter: names[arm].replace(/[{}]/g, ""),
          color: armColour(report, arm), fontSize: 11, opacity: dim(arm), distance: 4, offset: [0, down[i] ?? 0] },
        ...(arm === arms[0] ? { markArea: marked.markArea, markLine: marked.markLine } : {}) })),
      ...bands.map((arm) => bandSeries(report, line, days, arm, 0.16 * dim(arm))),
      whiskers(report, line, days, left, dim),
      ...thin.map(({ arm, run }) => ({ type: "line", silent: true, showSymbol: false, z: 2, data: days.map((day, i) => [day, run[i]]), tooltip: { show: false },
        lineStyle: { color: armColour(report, arm), width: 0.6, opacity: 0.35 * dim(arm) }, emphasis: { disabled: true } })),
    ],
  };
}

// "reach: koc ends highest, at 169 k people".
function says(report, state, line) {
  const end = (arm) => line.mean[arm].at(-1);
  const arms = state.order().filter((arm) => end(arm) !== null), spoken = speakers(report, arms);
  const measure = capital(labelled(line.name, line.label));
  if (!spoken.length) return measure;
  const best = most(spoken, end);
  const words = { measure, best: report.arms[best], value: quantity(end(best), line.unit) };
  if (arms.length === 1) return word("title.series_one", words);
  if (arms.every((arm) => end(arm) === end(best))) return word("title.series_same", words);
  return word(spoken.length === 1 ? "title.series_one" : "title.series", words);
}

function data(report, state, line) {
  const arms = state.order();
  const unit = report.series.time.unit;
  const headings = [word("time"), ...arms.flatMap((arm) => (band(line, arm) ? [report.arms[arm], word("interval")] : [report.arms[arm]]))];
  return [headings, report.series.time.days.map((day, i) => [dayWords(day, unit), ...arms.flatMap((arm) => {
    const mean = cell(line.mean[arm][i], line.unit);
    return band(line, arm) ? [mean, spanCell({ low: line.low[arm][i], high: line.high[arm][i] }, line.unit)] : [mean];
  })])];
}

function note(report, state, line) {
  const unit = isShare(line.unit) ? "%" : unitName(line.unit);
  const says = line.help && word("language") === "en" ? line.help : measureName(line.name);
  const parts = [says.includes(unit) ? says : `${says}${word("comma")}${unit}`];
  if (report.replicates < 2) parts.push(word("no_interval"));
  else if (shape(report, state, line).left.length) parts.push(word("note.whiskers"));
  return capital(parts.join(" · "));
}

// Figures of lines over times of their own.
export function lineFigures(report, state, series, id) {
  const own = { ...report, series };
  const figures = series.lines.map((line, i) => {
    const one = figure({ id: `${id}-${i}`, height: HEIGHT, title: () => says(own, state, line), note: () => note(own, state, line),
      alt: () => altOf(own, state, line), option: () => option(own, state, line, one.place.clientWidth || 340), data: () => data(own, state, line) });
    return one;
  });
  state.listen(() => figures.forEach((one) => one.update()));
  return figures;
}

const altOf = (report, state, line) => word("alt.series", { list: state.order().slice(0, 10).map((arm) => `${report.arms[arm]} ${quantity(line.mean[arm].at(-1), line.unit)}`).join("; ") });

export function timeSection(report, state) {
  const section = el("section", { id: "time" }, el("h2", {}, word("section.time")));
  const lines = report.series.lines;
  if (!report.series.time || !lines.length) return { node: section, charts: [] };
  const labels = [...new Set(lines.map((line) => line.label))].filter(Boolean);
  const own = report.comparisons.find((c) => c.measure === report.primary)?.label;
  const axes = new Map();  // of each measure, the labels it has
  for (const line of lines) axes.set(line.name, [...(axes.get(line.name) ?? []), line]);
  const chosen = new Map([...axes].map(([name, of]) => [name, of.find((line) => line.label === own) ?? of[0]]));
  const figures = [];
  for (const [name] of axes) {
    const one = figure({ id: `series-${name}`, height: HEIGHT, title: () => says(report, state, chosen.get(name)), note: () => note(report, state, chosen.get(name)),
      alt: () => altOf(report, state, chosen.get(name)),
      option: () => option(report, state, chosen.get(name), one.place.clientWidth || 340), data: () => data(report, state, chosen.get(name)),
      ready: (handle) => listen(handle, report, state, figures) });
    figures.push(one);
  }
  state.listen(() => figures.forEach((one) => one.update()));
  const brands = [...axes.values()].find((of) => of.length > 1)?.map((line) => line.label) ?? [];
  const picker = brands.length > 1 && labels.length > 1 ? choice(word("shown_for"), brands, Math.max(0, brands.indexOf(own)), (i) => {
    for (const [name, of] of axes) chosen.set(name, of.find((line) => line.label === brands[i]) ?? chosen.get(name));
    figures.forEach((one) => one.update());
  }) : null;
  const { days, total } = report.series.time;
  const thinned = days.length < total ? ` ${word("note.thinned", { shown: days.length, total })}` : "";
  section.append(el("p", { class: "note" }, word(report.replicates > 1 ? "note.time" : "note.time_one") + thinned),
    el("div", { class: "controls" }, report.arms.length > 1 ? armChips(report, state) : null, picker,
      el("button", { type: "button", class: "chip", id: "reset-zoom", onclick: () => zoom(figures, 0, 100) }, word("reset_zoom"))),
    el("div", { class: "multiples" }, figures.map((one) => one.node)));
  section.append(panelsFigure(report, state) ?? "");
  return { node: section, charts: figures };
}

function zoom(figures, start, end, except) {
  for (const one of figures) if (one.chart && one !== except) one.chart.dispatchAction({ type: "dataZoom", start, end, quiet: true });
}

// One axis of days for all; a click picks an arm out everywhere; arrow keys move from day to day.
function listen(handle, report, state, figures) {
  let busy = false;
  handle.chart.on("datazoom", (event) => {
    const at = event.batch?.[0] ?? event;
    if (busy || event.quiet || at.start === undefined) return;
    busy = true;
    zoom(figures, at.start, at.end, handle);
    busy = false;
  });
  handle.chart.on("click", (event) => {
    const arm = /^arm-(\d+)$/.exec(event.seriesId ?? "");
    if (arm) state.pick(Number(arm[1]));
  });
  let day = report.series.time.days.length - 1;
  handle.place.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -1e6, End: 1e6 }[event.key];
    if (event.key === "Escape") handle.chart.dispatchAction({ type: "hideTip" });
    if (event.key === "+" || event.key === "-") zoomBy(handle, figures, event.key === "+" ? 0.6 : 1 / 0.6);
    if (!step) return;
    event.preventDefault();
    day = Math.min(report.series.time.days.length - 1, Math.max(0, day + step));
    handle.chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: day });
  });
}

function zoomBy(handle, figures, by) {
  const at = handle.chart.getOption().dataZoom[0];
  const middle = (at.start + at.end) / 2, half = Math.min(50, ((at.end - at.start) / 2) * by);
  zoom(figures, Math.max(0, middle - half), Math.min(100, middle + half));
}
