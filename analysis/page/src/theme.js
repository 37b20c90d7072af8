// Colours: arms in Okabe & Ito's palette, the same everywhere and none for two; the baseline in grey. Line styles differ
// too, so the page reads in grey.
const PALETTE = {
  light: ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8a7d00", "#1f1f1d"],
  dark: ["#56B4E9", "#E8833A", "#2CC295", "#DF9CC1", "#E69F00", "#9AD4F5", "#F0E442", "#e8e6e1"],
};
const DASHES = ["solid", [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4], [1, 2], [14, 3, 3, 3]];
export const COLOURS = PALETTE.light.length;

export const isDark = () => document.documentElement.dataset.theme === "dark";

export function colours() {
  return isDark()
    ? { text: "#e8e6e1", muted: "#a9a6a0", line: "#3a3a3c", ground: "#161618", raised: "#222225", baseline: "#9b9b9b", accent: "#56B4E9", buyer: "#E8833A" }
    : { text: "#1f1f1d", muted: "#5f5d58", line: "#dddad3", ground: "#ffffff", raised: "#f6f5f1", baseline: "#767676", accent: "#0072B2", buyer: "#D55E00" };
}

// Which place of the palette an arm has, given and taken by state.js; an arm that is in no chart has none.
const places = new Map();
export const hasColour = (arm) => places.has(arm);
export const isFull = () => places.size >= COLOURS;
export const takeColour = (arm) => places.delete(arm);
export function giveColour(arm) {
  if (places.has(arm) || isFull()) return;
  const taken = new Set(places.values());
  places.set(arm, PALETTE.light.findIndex((_, i) => !taken.has(i)));
}

const isBaseline = (report, arm) => report.arms.length > 1 && report.arms[arm] === report.baseline;
export function armColour(report, arm) {
  if (isBaseline(report, arm)) return colours().baseline;
  return places.has(arm) ? PALETTE[isDark() ? "dark" : "light"][places.get(arm)] : colours().muted;
}
export function armDash(report, arm) {
  return isBaseline(report, arm) ? [3, 3] : DASHES[places.get(arm) ?? 0];
}
export const kindColour = (kind) => PALETTE[isDark() ? "dark" : "light"][kind % 7];

// One hue, light to dark, for ordered things.
export function ramp(share) {
  const [from, to] = isDark() ? [[38, 62, 82], [154, 212, 245]] : [[205, 224, 238], [0, 75, 120]];
  return `rgb(${from.map((x, i) => Math.round(x + (to[i] - x) * share)).join(",")})`;
}
