// Cards of an exhibit: a line for each entry of an axis, which opens what is known of it, arm by arm.
import { el, svg, table } from "./dom.js";
import { capital, cell, cellWithSpan, hasWord, measureName, quantity, span, unitName, word } from "./words.js";

const BESIDE = 3;  // facts that stand beside the name
const isKnown = (at) => at.mean !== null;
// A name that says its unit needs no other.
const unitBeside = (name, unit) => (measureName(name).endsWith(unitName(unit)) ? "" : unitName(unit));
const titled = (name, unit) => capital([measureName(name), unitBeside(name, unit)].filter(Boolean).join(word("comma")));

// Arms in which the entry has whatever is first said of it.
const armsOf = (card) => card.facts[0]?.arms.map((_, i) => i).filter((i) => isKnown(card.facts[0].arms[i])) ?? [];

// A share as a bar below its number.
function bar(share) {
  return svg("svg", { class: "share", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "whole", width: 100, height: 8 }), svg("rect", { class: "part", width: 100 * Math.min(1, Math.max(0, share)), height: 8 }));
}

const valueOf = (at, unit) => cellWithSpan(at.mean, at.low, at.high, unit);
function shareOf(at, unit) {
  const { text, title } = valueOf(at, unit);
  return el("span", { class: "of", title }, text, unit === "share" && isKnown(at) ? bar(at.mean) : null);
}

function factsOf(report, card, arms) {
  const rows = card.facts.map((fact) => [{ text: titled(fact.name, fact.unit), title: fact.help }, ...arms.map((i) => valueOf(fact.arms[i], fact.unit))]);
  return table([word("measure"), ...arms.map((i) => report.arms[i])], rows, { label: card.name });
}

function listOf(report, list, arms) {
  const name = measureName(list.name);
  const rows = list.rows.map((row) => [row.label, ...arms.map((i) => shareOf(row.arms[i], list.unit))]);
  return [el("h4", {}, capital(name)), table(["", ...arms.map((i) => report.arms[i])], rows, { label: name })];
}

// What was missing without it, which is not what it is credited with.
function causedBy(report, card, axis) {
  const none = `cards.no_caused.${axis}`;
  if (!card.caused) return hasWord(none) ? el("p", { class: "note" }, word(none)) : null;
  const title = word("cards.caused", { arm: report.arms[card.caused.arm] });
  const rows = card.caused.facts.map((fact) => [titled(fact.name, fact.unit), cell(fact.value.mean, fact.unit), span(fact.value, fact.unit)]);
  return [el("h4", {}, title), table([word("measure"), word("mean"), word("interval")], rows, { label: title }), el("p", { class: "note" }, word("cards.caused_note"))];
}

function line(report, card, arms) {
  if (!card.there || arms.length === 0) return word("cards.not_there");
  const facts = card.facts.slice(0, BESIDE).map((fact) => `${measureName(fact.name)} ${quantity(fact.arms[arms[0]].mean, unitBeside(fact.name, fact.unit) ? fact.unit : "1")}`).join(" · ");
  return report.arms.length > 1 ? word("cards.in_arm", { facts, arm: report.arms[arms[0]] }) : facts;
}

function cardOf(report, card, axis) {
  const arms = armsOf(card);
  return el("details", { class: "card" },
    el("summary", {}, el("b", {}, card.name), el("span", {}, line(report, card, arms))),
    factsOf(report, card, arms), card.there ? causedBy(report, card, axis) ?? [] : [], card.lists.map((list) => listOf(report, list, arms)));
}

export function cardsOf(report, exhibit) {
  return el("div", { class: "cards-of" }, el("p", { class: "note" }, word("figure.note", { note: word("cards.note") })),
    exhibit.cards.of.map((card) => cardOf(report, card, exhibit.cards.axis)));
}

// On paper all of them are open.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details.card:not([open])")];
  for (const card of closed) card.open = true;
});
addEventListener("afterprint", () => { for (const card of closed) card.open = false; });
