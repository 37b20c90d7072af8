// Puts the page together, and together again when language or theme change.
import { answerSection, armsSection } from "./arms.js";
import { disposeAll, drawAllNow, drawWhenSeen, forgetWaiting, resizeAll } from "./chart.js";
import { el } from "./dom.js";
import { exhibitsSection } from "./exhibits.js";
import { originSection } from "./origin.js";
import { responseSection } from "./response.js";
import { sensitivitySection } from "./sensitivity.js";
import { spreadSection } from "./spread.js";
import { createState } from "./state.js";
import { survivesSection } from "./survives.js";
import { timeSection } from "./time.js";
import { trustSection } from "./trust.js";
import { setLanguage, setQuotes, setRows, word } from "./words.js";

const root = document.documentElement;
const report = JSON.parse(document.getElementById("data").textContent);
// Ratios that are shares are said as per cent.
const SHARES = new Set(["engagement_rate", "share_of_voice", "awareness", "margin"]);
for (const one of [...report.comparisons, ...report.series.lines, report.panels].filter(Boolean)) if (SHARES.has(one.measure ?? one.name) && one.unit === "1") one.unit = "share";
// What a model has not declared is not there.
report.market ??= {};
report.distributions ??= {};
const ids = report.arms, baseline = ids.indexOf(report.baseline);
const state = createState(report);
setRows(report.factors.length ? "points" : "arms");
setQuotes(report.factors.length > 0 || report.labelled);
let language = root.lang.startsWith("zh") ? "zh" : "en";
const preference = matchMedia("(prefers-color-scheme: dark)");
root.dataset.theme = preference.matches ? "dark" : "light";

function bar(sections) {
  const other = language === "en" ? "zh" : "en";
  return el("nav", { class: "bar", "aria-label": word("sections") },
    el("ul", {}, sections.map((section) => el("li", {}, el("a", { href: `#${section.node.id}` }, word(`nav.${section.node.id}`))))),
    el("div", { class: "tools" },
      el("button", { type: "button", id: "language", lang: other === "zh" ? "zh-CN" : "en", onclick: () => { language = other; render(); document.getElementById("language").focus(); } }, other === "zh" ? "中文" : "English"),
      el("button", { type: "button", id: "theme", onclick: () => { paint(root.dataset.theme === "dark" ? "light" : "dark"); document.getElementById("theme").focus(); } }, word(root.dataset.theme === "dark" ? "light" : "dark"))));
}

function render() {
  disposeAll();
  forgetWaiting();
  state.clear();
  setLanguage(language);
  // From here on arms are called as people call them.
  report.arms = report.names[language];
  report.baseline = report.arms[baseline] ?? "";
  report.called = (id) => report.arms[ids.indexOf(id)] ?? id;
  root.lang = language === "zh" ? "zh-CN" : "en";
  const sections = [survivesSection(report), responseSection(report), armsSection(report, state), sensitivitySection(report), timeSection(report, state), exhibitsSection(report, state), originSection(report, state), spreadSection(report, state), trustSection(report)].filter(Boolean);
  document.getElementById("page").replaceChildren(el("a", { class: "skip", href: "#answer" }, word("skip")), bar(sections),
    el("main", {}, answerSection(report, language), sections.map((section) => section.node)),
    el("footer", {}, word("footer", { version: report.trust.provenance.version })));
  for (const section of sections) section.charts.forEach(drawWhenSeen);
}

function paint(theme) {
  root.dataset.theme = theme;
  render();
}

preference.addEventListener("change", (event) => paint(event.matches ? "dark" : "light"));
let pending = 0;
addEventListener("resize", () => {
  clearTimeout(pending);
  pending = setTimeout(resizeAll, 80);
});
// Paper is white, and holds all charts, seen or not.
let before = null;
addEventListener("beforeprint", () => {
  before = root.dataset.theme;
  if (before === "dark") paint("light");
  drawAllNow();
});
addEventListener("afterprint", () => before === "dark" && paint("dark"));
render();
