// The axis of values that holds the lines of some arms, and which of their bands can be drawn on it.
import { isShare } from "./words.js";

export const band = (line, arm) => line.low.length > arm && line.low[arm].some((x) => x !== null);

const least = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
const most = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);
const known = (list) => list.flat().filter((x) => x !== null && x !== undefined);

// Round ends around means and single replicates. A band of few replicates may leave them far behind; it is cut there,
// and what can't be negative is not drawn so. More steps leave less room at the ends. `line.zero`: the sign matters;
// `line.room`: how far an interval may take the axis, as a share of what the marks span.
export function range(line, arms, steps = 4) {
  const marks = known([...arms.map((arm) => line.mean[arm]), ...arms.flatMap((arm) => line.runs?.[arm] ?? []), line.zero ? 0 : null]);
  if (!marks.length) return {};
  const low = least(marks), high = most(marks), room = (line.room ?? 0.6) * (high - low || Math.abs(high) || 1);
  const bands = (side) => known(arms.filter((arm) => band(line, arm)).map((arm) => line[side][arm]));
  let min = Math.max(low - room, Math.min(low, least(bands("low")))), max = Math.min(high + room, Math.max(high, most(bands("high"))));
  if (low >= 0) min = Math.max(0, min);
  if (low >= 0 && (min < 0.4 * max || min === max)) min = 0;
  if (isShare(line.unit)) max = Math.min(max, Math.max(1, high));
  if (max <= min) max = min + 1;
  const raw = (max - min) / steps, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((x) => x * power).find((x) => x >= raw * 0.999);
  return { min: Math.floor(min / step + 1e-9) * step, max: Math.ceil(max / step - 1e-9) * step, interval: step };
}

// A band that is wide against the axis, or many of them on top of each other, would cover the chart and say nothing: such
// intervals stand at the end of their lines. A picked arm keeps its band beside those that are left.
export const WIDEST = 0.35, ALL = 0.7;
export function widthOf(line, arm, { min, max }) {
  const inside = (x) => Math.min(max, Math.max(min, x));
  const widths = line.low[arm].map((low, i) => (low === null ? null : inside(line.high[arm][i]) - inside(low))).filter((x) => x !== null);
  return widths.length ? widths.reduce((a, b) => a + b, 0) / widths.length / (max - min) : 0;
}
export function bandsDrawn(line, arms, ends, picked = null) {
  const narrow = arms.filter((arm) => band(line, arm) && widthOf(line, arm, ends) <= WIDEST);
  if (narrow.reduce((sum, arm) => sum + widthOf(line, arm, ends), 0) <= ALL) return narrow;
  return narrow.filter((arm) => arm === picked);
}
// Round ends for an axis of logarithms: 1, 2 or 5 times a power of ten on both sides of the data.
export function logRange(values) {
  const found = known(values).filter((x) => x > 0);
  if (!found.length) return {};
  const ends = (x, up) => {
    const power = 10 ** Math.floor(Math.log10(x) + 1e-9);
    const steps = [1, 2, 5, 10].map((s) => s * power);
    return up ? steps.find((s) => s >= x * 0.999) : steps.findLast((s) => s <= x * 1.001);
  };
  const min = ends(least(found), false), max = ends(most(found), true);
  return max > min ? { min, max } : { min: min / 2, max: max * 2 };
}
