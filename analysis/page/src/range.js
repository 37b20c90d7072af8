// The axis of values that holds the lines of some arms and their bands.
import { isShare } from "./words.js";

export const band = (line, arm) => line.low.length > arm && line.low[arm].some((x) => x !== null);

const least = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
const most = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);

// Round ends around means and single replicates. A band of few replicates may leave them far behind; it is cut there,
// and what can't be negative is not drawn so. More steps leave less room at the ends.
export function range(line, arms, steps = 4) {
  const known = (rows) => rows.flat().filter((x) => x !== null);
  const marks = known([...arms.map((arm) => line.mean[arm]), ...arms.flatMap((arm) => line.runs?.[arm] ?? [])]);
  if (!marks.length) return {};
  const low = least(marks), high = most(marks), room = 0.6 * (high - low || Math.abs(high) || 1);
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
