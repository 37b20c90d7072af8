// What the reader has chosen, shared by all sections: which arms are shown, which one is picked out.
export const FEW = 8;    // arms in one chart
export const MANY = 24;  // beyond, the page works with a choice of arms

// Arms by the primary measure, best first; those without a value last.
export function ranked(report) {
  const primary = primaryOf(report);
  const value = (arm) => primary?.arms[arm].mean ?? null;
  const order = report.arms.map((_, i) => i);
  const sign = primary?.less_is_better ? 1 : -1;
  return order.sort((a, b) => (value(a) === null) - (value(b) === null) || sign * ((value(a) ?? 0) - (value(b) ?? 0)) || a - b);
}
export function primaryOf(report) {
  return report.comparisons.find((c) => c.measure === report.primary) ?? report.comparisons[0] ?? null;
}

export function createState(report) {
  const few = report.arms.length <= FEW;
  const best = ranked(report).slice(0, few ? report.arms.length : 5);
  const baseline = report.arms.indexOf(report.baseline);
  const shown = new Set(baseline >= 0 ? [...best, baseline] : best);
  const listeners = new Set();
  return {
    shown,
    picked: null,
    order: () => report.arms.map((_, i) => i).filter((i) => shown.has(i)),
    listen: (listener) => listeners.add(listener),
    tell: () => listeners.forEach((listener) => listener()),
    clear: () => listeners.clear(),
    toggle(arm) {
      if (shown.has(arm)) shown.delete(arm);
      else shown.add(arm);
      this.tell();
    },
    pick(arm) {
      this.picked = this.picked === arm ? null : arm;
      this.tell();
    },
  };
}
