// What the answer survives, and why: each figure only where the study asked for it.
import { el } from "./dom.js";
import { unitsFigure, whyFigure } from "./why.js";
import { worldsFigure } from "./worlds.js";
import { word } from "./words.js";

export function survivesSection(report) {
  const worlds = worldsFigure(report), reasons = [whyFigure(report), unitsFigure(report)].filter(Boolean);
  if (!worlds && !reasons.length) return null;
  return { charts: [worlds, ...reasons].filter(Boolean), node: el("section", { id: "survives" }, el("h2", {}, word("section.survives")), worlds?.node,
    reasons.length ? el("div", { class: "pairs" }, reasons.map((one) => one.node)) : null) };
}
