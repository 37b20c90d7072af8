// How far to trust it: scorecard, warnings, differences of parameters, and how to get the same numbers again.
import { el, table } from "./dom.js";
import { exact, hasWord, people, valueName, word } from "./words.js";

const FEW = 6;    // arms whose parameters stand open
const MOST = 12;  // arms in a table of parameters, lines of a list

function differences(report) {
  const { differences: rows, differences_total: total } = report.parameters;
  if (!rows.length) return null;
  const arms = report.arms.slice(0, MOST);
  // Of many arms a long list, and the arms' names or factors say most of it.
  const folded = (node) => (report.arms.length > FEW ? el("details", { class: "rest" }, el("summary", {}, word("data")), node) : node);
  return [el("h3", {}, word("section.parameters")),
    folded(table([word("parameter"), ...arms], rows.map((row) => [el("code", {}, row.path), ...arms.map((_, i) => valueName(row.values[i]))]), { label: word("section.parameters"), class: "parameters" })),
    total > rows.length || report.arms.length > MOST ? el("p", { class: "note" }, word("note.parameters", { shown: rows.length, total, arms: arms.length, all: report.arms.length })) : null];
}

// "pass", "warn", "warn in 3 of 8 runs", "no band", "not in these runs", each with a sign that needs no colour.
function standing(line) {
  if (line.not_had === line.runs) return word("standing.not_had");
  if (line.warned) return `⚠ ${line.warned === line.runs ? word("standing.warn") : word("standing.warn_in", { warned: line.warned, runs: line.runs })}`;
  return line.passed ? `✓ ${word("standing.pass")}` : word("standing.no_band");
}

function scorecard(report) {
  const lines = report.trust.scorecard;
  if (!lines.length) return [el("h3", {}, word("section.scorecard")), el("p", {}, word("no_scorecard"))];
  const band = (line) => (line.low === null && line.high === null ? "–" : line.high === null ? `≥ ${people(line.low)}` : `${people(line.low)} … ${people(line.high)}`);
  // Sources are cited in the page's language.
  const source = (line) => (word("language") !== "en" && hasWord(`citation.${line.fact}`) ? word(`citation.${line.fact}`) : line.citation);
  return [el("h3", {}, word("section.scorecard")), el("p", { class: "note" }, word("note.scorecard")),
    table([word("fact"), word("value"), word("band"), word("standing"), word("citation")],
      lines.map((line) => [hasWord(`fact.${line.fact}`) ? word(`fact.${line.fact}`) : line.fact.replaceAll("_", " "), { text: people(line.value), title: exact(line.value) }, band(line), standing(line), source(line)]),
      { label: word("section.scorecard"), class: "scorecard" })];
}

function failures(report) {
  const { failures: list } = report.trust.runs;
  const notes = report.trust.notes[word("language")], warnings = report.trust.warnings[word("language")];
  if (!list.length && !notes.length && !warnings.length) return el("p", {}, word("no_warnings", { n: report.trust.runs.complete }));
  const failed = (f) => word(f.reason ? "failure" : "failure.no_reason", { ...f, arm: report.called(f.arm), state: word(`state.${f.state}`) });
  return [...shortened(notes), ...shortened(warnings), ...shortened(list.map(failed))];
}

// A list whose end is folded away where it is long: a design of 200 points may have as many warnings.
function shortened(texts) {
  if (!texts.length) return [];
  const items = (some) => el("ul", { class: "warnings" }, some.map((text) => el("li", {}, text)));
  const rest = texts.slice(MOST);
  return [items(texts.slice(0, MOST)), rest.length ? el("details", { class: "rest" }, el("summary", {}, word("and_more", { n: rest.length })), items(rest)) : null];
}

// What the models warned of when the worlds were built.
function cautions(report) {
  const texts = report.trust.cautions[word("language")];
  return texts.length ? [el("h3", {}, word("section.cautions")), ...shortened(texts)] : null;
}

export function trustSection(report) {
  const p = report.trust.provenance;
  const facts = ["digest", "fingerprint", "seed", "version", "commit", "compiler", "rng", "entry_file"].filter((key) => p[key]);
  return { charts: [], node: el("section", { id: "trust" }, el("h2", {}, word("section.trust")), scorecard(report),
    el("h3", {}, word("section.warnings")), failures(report), cautions(report), differences(report),
    el("h3", {}, word("section.reproduce")), el("p", {}, word("reproduce")), el("pre", { tabindex: "0" }, report.trust.commands.join("\n")),
    el("dl", { class: "provenance" }, facts.map((key) => [el("dt", {}, word(`provenance.${key}`)), el("dd", {}, p[key])]),
      p.overrides.length ? [el("dt", {}, "--set"), el("dd", {}, p.overrides.join(" "))] : []),
    el("h3", {}, word("section.limits")), el("p", {}, word("limits"))) };
}
