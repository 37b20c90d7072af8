// What the reader has chosen, shared by all sections: which arms are shown, which one is picked out.
import { COLOURS, giveColour, hasColour, isFull, takeColour } from "./theme.js";

export const FEW = 8;    // arms in one chart
export const MANY = 24;  // beyond, the page works with a choice of arms

// Arms by the primary measure, best first; those without a value last.
export function ranked(report) {
  const primary = primaryOf(report);
  const value = (arm) => primary?.arms[arm].mean ?? null;
  const order = report.arms.map((_, i) => i);
  const sign = primary?.better === "less" ? 1 : -1;
  return order.sort((a, b) => (value(a) === null) - (value(b) === null) || sign * ((value(a) ?? 0) - (value(b) ?? 0)) || a - b);
}
export function primaryOf(report) {
  return report.comparisons.find((c) => c.measure === report.primary) ?? report.comparisons[0] ?? null;
}

// Of these arms, those that a headline may speak of: nobody would choose a placebo.
export const speakers = (report, arms) => arms.filter((arm) => !report.placebo[arm]);
// The best arm that is no placebo.
export const leader = (report) => speakers(report, ranked(report))[0] ?? ranked(report)[0] ?? 0;
// The arm of the largest of what `value` gives; null where there is none.
export const most = (arms, value) => arms.reduce((a, b) => (a === null || value(b) > value(a) ? b : a), null);

export function createState(report) {
  const all = report.arms.map((_, i) => i);
  const best = ranked(report).slice(0, all.length <= FEW ? all.length : 5);
  const baseline = report.arms.indexOf(report.baseline);
  const shown = new Set(baseline >= 0 ? [...best, baseline] : best);
  // Few arms keep their colours, of many those that are shown have one. The baseline is grey.
  const keep = all.length <= COLOURS + (baseline >= 0 ? 1 : 0);
  for (const arm of keep ? all : best) if (arm !== baseline) giveColour(arm);
  const listeners = new Set();
  return {
    shown,
    picked: null,
    order: () => report.arms.map((_, i) => i).filter((i) => shown.has(i)),
    listen: (listener) => listeners.add(listener),
    tell: () => listeners.forEach((listener) => listener()),
    clear: () => listeners.clear(),
    // Whether the arm can be put into the charts: there is a colour for it.
    hasRoom: (arm) => arm === baseline || hasColour(arm) || !isFull(),
    toggle(arm) {
      if (shown.has(arm)) {
        shown.delete(arm);
        if (!keep) takeColour(arm);
      } else if (this.hasRoom(arm)) {
        shown.add(arm);
        if (arm !== baseline) giveColour(arm);
      }
      this.tell();
    },
    pick(arm) {
      this.picked = this.picked === arm ? null : arm;
      this.tell();
    },
  };
}
