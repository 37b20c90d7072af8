// Every arm over time, where they are too many for one chart: tiny panels on common axes, in the order of the table.
// Drawn as plain SVG in buttons, not by ECharts: the browser lays them out, breaks them over pages and moves the focus.
import { el, svg } from "./dom.js";
import { frame } from "./chart.js";
import { band, range, WIDEST, widthOf } from "./range.js";
import { most, ranked, speakers } from "./state.js";
import { armColour, COLOURS, colours } from "./theme.js";
import { capital, cellWithSpan, dayWords, figure as shortNumber, labelled, people, quantity, unitName, word } from "./words.js";

const WIDE = 100, HIGH = 40;  // of a panel's own coordinates; it is stretched to its place

// From days and values to a panel's coordinates.
function scales(panels, ends) {
  const last = panels.days.at(-1);
  return { x: (day) => ((day / last) * WIDE).toFixed(1), y: (value) => (HIGH - ((value - ends.min) / (ends.max - ends.min)) * HIGH).toFixed(1) };
}

const points = (days, values, { x, y }) => days.map((day, i) => (values[i] === null ? null : `${x(day)},${y(values[i])}`)).filter(Boolean);
const line = (panels, arm, at, name) => svg("polyline", { class: name, points: points(panels.days, panels.mean[arm], at).join(" ") });
// Not where it would fill the panel.
const isDrawn = (panels, arm, ends) => band(panels, arm) && widthOf(panels, arm, ends) <= WIDEST;
const spread = (panels, arm, ends, at) => isDrawn(panels, arm, ends) && svg("polygon", { class: "band",
  points: [...points(panels.days, panels.low[arm], at), ...points(panels.days, panels.high[arm], at).reverse()].join(" ") });
const zero = (ends, at) => ends.min < 0 && ends.max > 0 && svg("line", { class: "zero", x1: 0, x2: WIDE, y1: at.y(0), y2: at.y(0) });
const flights = (report, arm, at) => report.parameters.marks.filter((mark) => mark.days.length > 1 && mark.arms.includes(arm))
  .map(({ days }) => svg("rect", { class: "flight", x: at.x(days[0]), width: at.x(days[1] - days[0]), y: 0, height: HIGH }));
const drawing = (...marks) => svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" }, marks);

const end = (panels, arm) => panels.mean[arm].at(-1);
const ending = (panels, arm) => quantity(end(panels, arm), panels.unit)
  + (panels.low[arm].at(-1) === null ? "" : ` (${shortNumber(panels.low[arm].at(-1), panels.unit)} … ${shortNumber(panels.high[arm].at(-1), panels.unit)})`);

// A long name of one word may be broken after each of its parts.
const named = (name) => name.split(/(?<=_)/).flatMap((part, i) => (i ? [el("wbr"), part] : [part]));

// The axes, said once: a panel of the baseline alone, with numbers at its corners.
function keyPanel(report, panels, ends, at, baseline) {
  const number = (x) => shortNumber(x, panels.unit);
  return el("div", { class: "panel axes" }, el("span", { class: "head" }, el("span", { class: "name" }, word("panels.key")), el("span", {}, unitName(panels.unit))),
    el("div", { class: "plot" }, drawing(zero(ends, at), baseline >= 0 && line(panels, baseline, at, "baseline")),
      el("span", { class: "top" }, number(ends.max)), el("span", { class: "bottom" }, number(ends.min))),
    el("span", { class: "days" }, el("span", {}, word("axis.day", { day: 0 })), el("span", {}, word("axis.day", { day: people(panels.days.at(-1)) }))));
}

function armPanel(report, panels, ends, at, baseline, arm) {
  const said = `${report.arms[arm]}: ${ending(panels, arm)}`;
  return el("button", { type: "button", class: "panel", title: said, "aria-label": said, tabindex: "-1", "data-arm": arm },
    el("span", { class: "head" }, el("span", { class: "name" }, named(report.arms[arm])), el("b", {}, shortNumber(end(panels, arm), panels.unit))),
    el("span", { class: "plot" }, drawing(flights(report, arm, at), zero(ends, at), baseline >= 0 && baseline !== arm && line(panels, baseline, at, "baseline"),
      spread(panels, arm, ends, at), line(panels, arm, at, "mean"))));
}

// One stop of the tab key; arrows go from panel to panel, up and down by rows.
function keys(place) {
  const all = () => [...place.querySelectorAll("button.panel")];
  // The key takes the first place of the first row.
  const columns = (list) => list.findIndex((panel) => panel.offsetTop > list[0].offsetTop) + 1 || list.length;
  place.addEventListener("keydown", (event) => {
    const list = all(), now = list.indexOf(document.activeElement);
    const across = columns(list);
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, ArrowUp: now - across, ArrowDown: now + across, Home: 0, End: list.length - 1 }[event.key];
    if (to === undefined || now < 0) return;
    event.preventDefault();
    list[Math.min(list.length - 1, Math.max(0, to))].focus();
  });
  place.addEventListener("focusin", (event) => {
    for (const panel of all()) panel.tabIndex = panel === event.target ? 0 : -1;
  });
}

function titleOf(report, panels, order) {
  const measure = capital(labelled(panels.name, panels.label));
  const best = most(speakers(report, order).filter((arm) => end(panels, arm) !== null), (arm) => end(panels, arm));
  if (best === null) return measure;
  return word("title.panels", { measure, arms: order.length, best: report.arms[best], value: quantity(end(panels, best), panels.unit) });
}

function noteOf(report, panels, baseline, ends) {
  const marks = [word("panels.line")];
  if (panels.mean.some((_, arm) => isDrawn(panels, arm, ends))) marks.push(word("panels.band"));
  if (baseline >= 0) marks.push(word("panels.baseline", { baseline: report.baseline }));
  if (report.parameters.marks.some((mark) => mark.days.length > 1)) marks.push(word("panels.flights"));
  return word("note.panels", { marks: marks.join(word("semicolon")), n: COLOURS });
}

function data(report, panels, order) {
  const unit = report.series.time.unit;
  const cell = (arm, i) => cellWithSpan(panels.mean[arm][i], panels.low[arm][i], panels.high[arm][i], panels.unit);
  return [[word("arm"), ...panels.days.map((day) => dayWords(day, unit))], order.map((arm) => [report.arms[arm], ...panels.days.map((_, i) => cell(arm, i))])];
}

// Null where one chart holds all arms. Drawn at once, for it is quick and what stands below must not move later.
export function panelsFigure(report, state) {
  const { panels } = report;
  if (!panels) return null;
  const order = ranked(report), baseline = report.arms.indexOf(report.baseline);
  const place = el("div", { class: "chart panels", role: "group", id: "chart-panels" });
  const ends = range(panels, order, 10), at = scales(panels, ends);
  const around = frame({ id: "panels", wide: true, title: () => titleOf(report, panels, order),
    note: () => noteOf(report, panels, baseline, ends),
    alt: () => word("alt.series", { list: order.slice(0, 10).map((arm) => `${report.arms[arm]} ${ending(panels, arm)}`).join("; ") }),
    data: () => data(report, panels, order) }, place);

  // Those in the charts above have the colours they have there.
  function paint() {
    for (const panel of place.querySelectorAll("button.panel")) {
      const arm = Number(panel.dataset.arm), shown = state.shown.has(arm);
      panel.setAttribute("aria-pressed", String(shown));
      panel.setAttribute("aria-disabled", String(!shown && !state.hasRoom(arm)));
      panel.style.setProperty("--arm", shown ? armColour(report, arm) : colours().muted);
    }
  }
  place.append(keyPanel(report, panels, ends, at, baseline), ...order.map((arm) => armPanel(report, panels, ends, at, baseline, arm)));
  place.querySelector("button.panel").tabIndex = 0;
  place.addEventListener("click", (event) => {
    const panel = event.target.closest("button.panel");
    if (panel) state.toggle(Number(panel.dataset.arm));
  });
  keys(place);
  paint();
  around.update();
  state.listen(paint);
  return around.node;
}
