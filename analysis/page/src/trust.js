// How far to trust it: scorecard, warnings, differences of parameters, and how to get the same numbers again.
import { el, table } from "./dom.js";
import { exact, word } from "./words.js";

const MOST = 12;  // arms in a table of parameters

function differences(report) {
  const { differences: rows, differences_total: total } = report.parameters;
  if (!rows.length) return null;
  const arms = report.arms.slice(0, MOST);
  return [el("h3", {}, word("section.parameters")),
    table([word("parameter"), ...arms], rows.map((row) => [el("code", {}, row.path), ...arms.map((_, i) => row.values[i] || "–")]), { label: word("section.parameters") }),
    total > rows.length || report.arms.length > MOST ? el("p", { class: "note" }, word("note.parameters", { shown: rows.length, total, arms: arms.length, all: report.arms.length })) : null];
}

function scorecard(report) {
  const columns = report.trust.scorecard;
  if (!columns) return [el("h3", {}, word("section.scorecard")), el("p", {}, word("no_scorecard"))];
  const rows = columns.flatMap((column) => column.rows.map((row) => [column.help || column.name, row.name, ...row.arms.slice(0, MOST).map((x) => exact(x.mean, column.unit))]));
  return [el("h3", {}, word("section.scorecard")), table([word("fact"), "", ...report.arms.slice(0, MOST)], rows, { label: word("section.scorecard") })];
}

function failures(report) {
  const { failures: list } = report.trust.runs;
  const notes = report.trust.notes.filter((note) => !list.some((f) => note.startsWith(`${f.arm}, replicate ${f.replicate}:`)));
  if (!list.length && !notes.length) return el("p", {}, word("no_warnings", { n: report.trust.runs.complete }));
  return el("ul", { class: "warnings" }, notes.map((note) => el("li", {}, note)),
    list.slice(0, 50).map((f) => el("li", {}, word("failure", { arm: f.arm, replicate: f.replicate, state: word(`state.${f.state}`), reason: f.reason || "–" }))),
    list.length > 50 ? el("li", {}, word("and_more", { n: list.length - 50 })) : null);
}

export function trustSection(report) {
  const p = report.trust.provenance;
  const facts = ["digest", "fingerprint", "seed", "version", "commit", "compiler", "rng", "entry_file"].filter((key) => p[key]);
  return { charts: [], node: el("section", { id: "trust" }, el("h2", {}, word("section.trust")), scorecard(report),
    el("h3", {}, word("section.warnings")), failures(report), differences(report),
    el("h3", {}, word("section.reproduce")), el("p", {}, word("reproduce")), el("pre", { tabindex: "0" }, report.trust.commands.join("\n")),
    el("dl", { class: "provenance" }, facts.map((key) => [el("dt", {}, word(`provenance.${key}`)), el("dd", {}, p[key])]),
      p.overrides.length ? [el("dt", {}, "--set"), el("dd", {}, p.overrides.join(" "))] : []),
    el("h3", {}, word("section.limits")), el("p", {}, word("limits"))) };
}
