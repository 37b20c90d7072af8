// Exhibits that a model declares and no section of ours knows: drawn by their kind.
import { cardsOf } from "./cards.js";
import { el, table } from "./dom.js";
import { lineFigures } from "./time.js";
import { capital, cell, labelled, spanCell, unitName, word } from "./words.js";

function tableOf(report, exhibit, title) {
  const headings = [word("measure"), ...report.arms.flatMap((arm) => [arm, word("interval")])];
  const rows = exhibit.rows.map((row) => [[capital(labelled(row.name, row.label)), unitName(row.unit)].filter(Boolean).join(word("comma")),
    ...row.arms.flatMap((arm) => [cell(arm.mean, row.unit), arm.low === null ? word("no_interval") : spanCell(arm, row.unit)])]);
  return table(headings, rows, { label: title });
}

export function exhibitsSection(report, state) {
  if (!report.exhibits?.length) return null;
  const section = el("section", { id: "exhibits" }, el("h2", {}, word("section.exhibits")));
  const charts = [];
  report.exhibits.forEach((exhibit, i) => {
    const title = exhibit.title[word("language")];
    section.append(el("h3", { class: "part" }, title));
    if (exhibit.cards) section.append(cardsOf(report, exhibit));
    if (exhibit.kind === "table" && exhibit.rows.length) section.append(tableOf(report, exhibit, title));
    if (exhibit.kind !== "lines" || !exhibit.time) return;
    const figures = lineFigures(report, state, exhibit, `exhibit-${i}`);
    section.append(el("div", { class: "multiples" }, figures.map((one) => one.node)));
    charts.push(...figures);
  });
  return { node: section, charts };
}
