// Over time: one chart a measure, all chosen arms in each with their bands; one axis of days for all.
import { choice, el } from "./dom.js";
import { base, figure, tip, valueAxis } from "./chart.js";
import { panelsFigure } from "./panels.js";
import { band, range } from "./range.js";
import { MANY, ranked } from "./state.js";
import { armColour, armDash, colours } from "./theme.js";
import { capital, dayWords, exact, figure as shortNumber, isShare, measureName, people, quantity, unitName, word } from "./words.js";

// Toggles of the arms, each in its colour.
export function armChips(report, state) {
  const chips = report.arms.map((name, arm) => {
    const swatch = el("span", { class: "swatch" });
    const chip = el("button", { type: "button", class: "chip", onclick: () => state.toggle(arm) }, swatch, name);
    return { chip, swatch, arm };
  });
  const paint = () => chips.forEach(({ chip, swatch, arm }) => {
    chip.setAttribute("aria-pressed", String(state.shown.has(arm)));
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

// Flights as shaded spans, events and the end of the warm-up as lines.
function marks(report) {
  const c = colours();
  const areas = [], lines = [];
  for (const mark of report.parameters.marks) {
    const name = mark.kind === "warmup" ? word("mark.warmup") : mark.id;
    if (mark.days.length > 1) areas.push([{ xAxis: mark.days[0], name }, { xAxis: mark.days[1] }]);
    else lines.push({ xAxis: mark.days[0], name });
  }
  return {
    markArea: { silent: true, itemStyle: { color: c.muted, opacity: 0.1 }, label: { color: c.muted, fontSize: 10, position: "insideTop" }, data: areas },
    markLine: { silent: true, symbol: "none", lineStyle: { color: c.muted, type: [2, 3], width: 1 },
      label: { color: c.muted, fontSize: 10, formatter: (x) => x.name, position: "insideEndTop" }, data: lines },
  };
}

function option(report, state, line) {
  const days = report.series.time.days;
  const unit = report.series.time.unit;
  const arms = state.order();
  const few = arms.length <= 8;
  const dim = (arm) => (state.picked !== null && state.picked !== arm ? 0.25 : 1);
  const thin = arms.length <= 5 && line.runs.length ? arms.flatMap((arm) => line.runs[arm].map((run) => ({ arm, run }))) : [];
  return {
    ...base(),
    grid: { left: 46, right: few ? 62 : 14, top: 14, bottom: 24 },
    xAxis: valueAxis({ min: 0, max: days.at(-1), splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: colours().line } },
      axisLabel: { formatter: (x) => word("axis.day", { day: people(x) }) } }),
    yAxis: valueAxis({ ...range(line, arms), axisLabel: { formatter: (x) => shortNumber(x, line.unit) } }),
    dataZoom: [{ type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, moveOnMouseWheel: false, preventDefaultMouseMove: false }],
    tooltip: { ...base().tooltip, trigger: "axis", formatter: (hits) => {
      const at = hits[0]?.dataIndex ?? 0;
      return tip(dayWords(days[at], unit), arms.map((arm) => {
        const range = band(line, arm) && line.low[arm][at] !== null ? ` (${shortNumber(line.low[arm][at], line.unit)} … ${shortNumber(line.high[arm][at], line.unit)})` : "";
        return [armColour(report, arm), report.arms[arm], exact(line.mean[arm][at], line.unit) + range];
      }));
    } },
    series: [
      ...arms.map((arm) => ({ type: "line", name: report.arms[arm], id: `arm-${arm}`, z: state.picked === arm ? 6 : 4, showSymbol: false, symbolSize: 6,
        data: days.map((day, i) => [day, line.mean[arm][i]]), triggerLineEvent: true,
        lineStyle: { color: armColour(report, arm), width: state.picked === arm ? 3 : 2, type: armDash(report, arm), opacity: dim(arm) },
        itemStyle: { color: armColour(report, arm) }, emphasis: { disabled: true },
        endLabel: { show: few, formatter: report.arms[arm].length > 9 ? `${report.arms[arm].slice(0, 8)}…`.replace(/[{}]/g, "") : report.arms[arm].replace(/[{}]/g, ""),
          color: armColour(report, arm), fontSize: 11, opacity: dim(arm), distance: 4 },
        labelLayout: { moveOverlap: "shiftY" }, ...(arm === arms[0] ? marks(report) : {}) })),
      ...arms.filter((arm) => band(line, arm)).map((arm) => bandSeries(report, line, days, arm, 0.16 * dim(arm))),
      ...thin.map(({ arm, run }) => ({ type: "line", silent: true, showSymbol: false, z: 2, data: days.map((day, i) => [day, run[i]]), tooltip: { show: false },
        lineStyle: { color: armColour(report, arm), width: 0.6, opacity: 0.35 * dim(arm) }, emphasis: { disabled: true } })),
    ],
  };
}

// "reach: koc ends highest, at 169 k people".
function says(report, state, line) {
  const ends = state.order().map((arm) => [arm, line.mean[arm].at(-1)]).filter(([, x]) => x !== null);
  const name = measureName(line.name) + (line.label ? ` (${line.label})` : "");
  if (!ends.length) return capital(name);
  const [best, value] = ends.reduce((a, b) => (b[1] > a[1] ? b : a));
  const words = { measure: capital(name), best: report.arms[best], value: quantity(value, line.unit) };
  const all = ends.every(([, x]) => x === value);
  return word(ends.length === 1 ? "title.series_one" : all ? "title.series_same" : "title.series", words);
}

function data(report, state, line) {
  const arms = state.order();
  const unit = report.series.time.unit;
  const headings = [word("time"), ...arms.flatMap((arm) => (band(line, arm) ? [report.arms[arm], word("interval")] : [report.arms[arm]]))];
  return [headings, report.series.time.days.map((day, i) => [dayWords(day, unit), ...arms.flatMap((arm) => {
    const mean = exact(line.mean[arm][i], line.unit);
    return band(line, arm) ? [mean, line.low[arm][i] === null ? "–" : `${exact(line.low[arm][i], line.unit)} … ${exact(line.high[arm][i], line.unit)}`] : [mean];
  })])];
}

function note(report, line) {
  const unit = isShare(line.unit) ? "%" : unitName(line.unit);
  const says = line.help && word("language") === "en" ? line.help : measureName(line.name);
  const parts = [says.includes(unit) ? says : `${says}${word("comma")}${unit}`];
  if (report.replicates < 2) parts.push(word("no_interval"));
  return capital(parts.join(" · "));
}

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
    const one = figure({ id: `series-${name}`, height: 250, title: () => says(report, state, chosen.get(name)), note: () => note(report, chosen.get(name)),
      alt: () => word("alt.series", { list: state.order().slice(0, 10).map((arm) => `${report.arms[arm]} ${quantity(chosen.get(name).mean[arm].at(-1), chosen.get(name).unit)}`).join("; ") }),
      option: () => option(report, state, chosen.get(name)), data: () => data(report, state, chosen.get(name)),
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
