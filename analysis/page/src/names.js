// Names short enough to stand in a chart, and yet different from each other.
import { people } from "./words.js";

const WIDE = /[\u2e80-\uffef]/;  // Chinese takes the room of two letters
const size = (text) => [...text].reduce((sum, c) => sum + (WIDE.test(c) ? 1.8 : 1), 0);
const distinct = (names) => new Set(names).size === names.length;

function cut(name, most) {
  let text = name;
  while (text && size(text) + 1 > most) text = [...text].slice(0, -1).join("");
  return text === name || size(name) <= most ? name : `${text}…`;
}
// From the end, where the beginnings are alike.
const cutLeft = (name, most) => [...cut([...name].reverse().join(""), most)].reverse().join("");

// "60,000 CNY" → "60 k"
function shortLevel(level) {
  const parts = /^(\d[\d,]*(?:\.\d+)?)(?: (.*))?$/.exec(level);
  return parts ? people(Number(parts[1].replaceAll(",", ""))).replace(/(\.\d*?)0+(?= |$)/, "$1").replace(/\.(?= |$)/, "") : level;
}
export function shortLevels(levels) {
  const kinds = [...new Set(levels)], short = kinds.map(shortLevel);
  return levels.map((level) => (distinct(short) ? shortLevel(level) : level));
}

// Of a design its levels: "60 k · 99".
export function shortNames(report, language, most = 14) {
  const levels = report.factors.map((factor) => shortLevels(factor.levels[language]));
  const names = levels.length ? report.arms.map((_, arm) => levels.map((of) => of[arm]).join(" · ")) : report.arms;
  for (const form of [cut, cutLeft]) {
    const short = names.map((name) => form(name, most));
    if (distinct(short)) return short;
  }
  return names.map((name, arm) => `${cut(name, most - 4)} ${arm + 1}`);
}

// How far down each label beside the end of its line has to move so that none lies over another. `values`: where the lines
// end on an axis of so many pixels; `gap`: of a row of text.
export function shifts(values, { min, max }, height, gap = 13) {
  const at = values.map((x) => (x === null ? null : ((max - Math.min(max, Math.max(min, x))) / (max - min)) * height));
  const order = at.map((_, i) => i).filter((i) => at[i] !== null).sort((a, b) => at[a] - at[b] || a - b);
  const to = [];
  order.forEach((i, k) => { to[i] = k ? Math.max(at[i], to[order[k - 1]] + gap) : at[i]; });
  // Too many at the foot push the others up; below the axis stand its own numbers.
  for (let k = order.length - 1, floor = height; k >= 0; k--, floor = to[order[k + 1]] - gap) to[order[k]] = Math.min(to[order[k]], floor);
  return at.map((y, i) => (y === null ? 0 : to[i] - y));
}

// The room in pixels that labels beside a chart of this width take, at 11 px.
export const roomFor = (texts, width) => Math.min(Math.ceil(Math.max(0, ...texts.map(size)) * 6.4) + 12, Math.max(62, width * 0.34));
