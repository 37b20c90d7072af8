// Words in the page's language, from the one table, and numbers for people.
import table from "../labels.json";

let column = 0, rows = "arms", quotes = false;

export function setLanguage(code) { column = code === "zh" ? 1 : 0; }
// What is compared: "arms" or, of a design, "points", which have words of their own.
export function setRows(kind) { rows = kind; }
// In a title a name of several words needs quotes to be one name: a point's, an arm's that has a label.
export function setQuotes(needed) { quotes = needed; }
export const isChinese = () => column === 1;

// What stands under `key`, {blanks} filled in; the key itself where the table has nothing.
export function word(key, blanks = {}) {
  const text = ((rows === "points" && table[`${key}.points`]) || table[key])?.[column] ?? key;
  const quoted = quotes && key.startsWith("title.");
  const filled = text.replace(/\{(\w+)\}/g, (all, name) => (!(name in blanks) ? ""
    : quoted && (name === "arm" || name === "best") ? word("answer.quoted", { name: blanks[name] }) : String(blanks[name])));
  return column === 1 ? filled.replace(/([\u3000-\uffef]) (?=[\u3000-\uffef])/g, "$1") : filled;  // no gaps between Chinese words
}
export const hasWord = (key) => key in table;

const optional = (key, otherwise) => (hasWord(key) ? word(key) : otherwise);

export const measureName = (name) => optional(`measure.${name}`, name.replaceAll("_", " "));
export const unitName = (unit) => (unit === "1" || unit === "share" || !unit ? "" : optional(`unit.${unit}`, unit));
export const nameOf = (kind, name) => optional(`${kind}.${name}`, name);
// How a measure is computed, as the model states it; in Chinese where the table has just that. What a measure is may
// depend on the dialect of KPIs: further formulas of it stand under .shown and .saves.
const formulaSaid = (measure, stated) => ["", ".shown", ".saves"].map((of) => table[`formula.${measure}${of}`])
  .find((pair) => pair?.[0] === stated)?.[1] ?? stated;
export const formulaOf = (measure, stated) => (isChinese() ? formulaSaid(measure, stated) : stated) ?? "";
// A parameter's value; a word that says only that there is something, or nothing, in the language.
export const valueName = (value) => (value === "" || value === undefined ? "–" : optional(`value.${value}`, value));
// "reach (launch)"
export const labelled = (measure, label) => measureName(measure) + (label ? word("degenerate.of", { label: labelWords(label) }) : "");
// What names that models share mean, in Chinese: sources of the feed, stages, kinds of creators. Brands keep their names.
const labelWords = (label) => (isChinese() ? label.split("/").map((part) => ["source", "stage", "kind"].map((kind) => `${kind}.${part}`)
  .filter(hasWord).map((key) => word(key))[0] ?? part).join("/") : label);

function threeFigures(x) {
  const size = Number(Math.abs(x).toPrecision(3));  // .09999 is .100, not .1000
  if (Number.isInteger(x) && size < 1000) return String(size);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return size.toFixed(Math.min(digits, 8));
}

const ENGLISH = [[1e12, " T"], [1e9, " G"], [1e6, " M"], [1e3, " k"]];
const CHINESE = [[1e8, " 亿"], [1e4, " 万"]];

// 1234567 → "1.23 M" or "123 万"; missing → "–".
export function people(x) {
  if (x === null || x === undefined || !Number.isFinite(x)) return "–";
  if (x === 0) return "0";
  const sign = x < 0 ? "−" : "";
  const exactly = Math.abs(x), size = exactly >= 100 ? Number(exactly.toPrecision(3)) : exactly;
  for (const [of, mark] of isChinese() ? CHINESE : ENGLISH)
    if (size >= of) return sign + threeFigures(size / of) + mark;
  return sign + (size >= 1000 ? size.toFixed(0) : threeFigures(size));
}

export const isShare = (unit) => unit === "share" || unit === "%";
export const percent = (x) => (x === null || !Number.isFinite(x) ? "–" : `${people(x * 100)} %`);

// Without its unit, but shares as per cent.
export const figure = (x, unit) => (isShare(unit) ? percent(x) : people(x));
export function quantity(x, unit) {
  const said = unitName(unit);
  if (isShare(unit)) return percent(x);
  if (unit === "CNY" && !isChinese()) return x === null ? "–" : `¥${people(x)}`.replace("¥−", "−¥");
  if (!said || x === null) return people(x);
  return isChinese() && /[万亿]$/.test(people(x)) ? people(x) + said : `${people(x)} ${said}`;
}
// All the digits there are, for hovering.
export function exact(x, unit) {
  if (x === null || x === undefined || !Number.isFinite(x)) return "–";
  if (isShare(unit)) return `${(x * 100).toLocaleString("en-US", { maximumFractionDigits: 4 })} %`;
  return x.toLocaleString("en-US", { maximumSignificantDigits: 7 }).replace("-", "−");
}
export function span(interval, unit, form = figure) {
  return interval && interval.low !== null ? `${form(interval.low, unit)} … ${form(interval.high, unit)}` : "–";
}
// Cells of tables: three figures, all digits on hovering.
export const cell = (x, unit) => ({ text: figure(x, unit), title: exact(x, unit) });
export const spanCell = (interval, unit) => ({ text: span(interval, unit), title: span(interval, unit, exact) });
export const cellWithSpan = (x, low, high, unit) => ({
  text: figure(x, unit) + (low === null ? "" : ` (${span({ low, high }, unit)})`), title: exact(x, unit) + (low === null ? "" : ` (${span({ low, high }, unit, exact)})`) });

// A date from "days since 2026-03-02 00:00:00"; the bare day where there is none.
export function dateOf(day, unit) {
  const start = /since (\d{4})-(\d\d)-(\d\d)/.exec(unit ?? "");
  if (!start) return null;
  const date = new Date(Date.UTC(+start[1], +start[2] - 1, +start[3]) + day * 86400000);
  return date.toISOString().slice(0, 10);
}
export function dayWords(day, unit) {
  const date = dateOf(day, unit);
  return date ? `${date} · ${word("day", { day: people(day) })}` : word("day", { day: people(day) });
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
