// Why it spread: single posts, the network around hired creators, cascades and followers with their fitted tails, and who
// holds the attention.
import { el } from "./dom.js";
import { base, figure, tip, valueAxis } from "./chart.js";
import { networkFigure } from "./network.js";
import { glassBox } from "./posts.js";
import { logRange } from "./range.js";
import { leader, speakers } from "./state.js";
import { armColour, armDash, colours } from "./theme.js";
import { cell, exact, people, percent, word } from "./words.js";

const middle = (name) => ({ name, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colours().muted, align: "center" } });

function tailFigure(report, state, key) {
  const all = report.distributions[key];
  if (!all) return null;
  const arms = () => state.order().filter((arm) => all.arms[arm].points.length > 1);
  if (!arms().length) return null;
  const best = leader(report);
  const column = (i) => logRange(arms().flatMap((arm) => all.arms[arm].points.map((p) => p[i])));
  const fitted = (arm) => all.arms[arm].tail?.line ?? [];
  return figure({ id: key, height: 290,
    title: () => {
      const arm = arms().includes(best) ? best : speakers(report, arms())[0] ?? arms()[0];
      const tail = all.arms[arm].tail;
      return tail ? word(`title.${key}`, { arm: report.arms[arm], exponent: tail.exponent.toFixed(2) }) : word(`title.${key}_none`);
    },
    note: word("note.tail"), alt: () => arms().slice(0, 8).map((arm) => `${report.arms[arm]}: ${all.arms[arm].tail ? `α ${all.arms[arm].tail.exponent.toFixed(2)}` : "–"}`).join("; "),
    option: () => ({ ...base(), grid: { left: 56, right: 14, top: 12, bottom: 42 }, xAxis: valueAxis({ type: "log", ...column(0), ...middle(word(`axis.${key}`)) }),
      yAxis: valueAxis({ type: "log", ...column(1), max: 1, axisLabel: { formatter: (x) => percent(x) } }),
      tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => tip(hit.seriesName, [[hit.color, word(`axis.${key}`), `≥ ${exact(hit.data[0])}`], [null, word("share"), exact(hit.data[1], "share")]]) },
      series: arms().flatMap((arm) => [
        { type: "scatter", name: report.arms[arm], symbolSize: 6, data: all.arms[arm].points.filter((p) => p[1] > 0), itemStyle: { color: armColour(report, arm), opacity: 0.85 } },
        { type: "line", name: word("fitted", { arm: report.arms[arm] }), silent: true, showSymbol: false, data: fitted(arm), lineStyle: { color: armColour(report, arm), width: 1.2, type: armDash(report, arm) } }]) }),
    data: () => [[word(`axis.${key}`), ...arms().map((arm) => report.arms[arm])],
      [...new Set(arms().flatMap((arm) => all.arms[arm].points.map((p) => p[0])))].sort((a, b) => a - b)
        .map((x) => [{ text: `≥ ${people(x)}`, title: exact(x) }, ...arms().map((arm) => cell(all.arms[arm].points.find((p) => p[0] === x)?.[1] ?? 0, "share"))])] });
}

function lorenzFigure(report, state, key) {
  const all = report.distributions[key];
  if (!all) return null;
  const axis = all.share_of_creators;
  const arms = () => state.order();
  const topTenth = (arm) => {
    const at = axis.findIndex((x) => x >= 0.9 - 1e-9);
    return all.arms[arm][at] === null ? null : 1 - all.arms[arm][at];
  };
  return figure({ id: `lorenz-${key}`, height: 290,
    title: () => {
      const arm = arms().find((i) => i === leader(report)) ?? speakers(report, arms())[0] ?? arms()[0] ?? 0;
      return word(`title.lorenz_${key}`, { arm: report.arms[arm], share: percent(topTenth(arm)) });
    },
    note: word("note.lorenz"), alt: () => arms().slice(0, 8).map((arm) => `${report.arms[arm]} ${percent(topTenth(arm))}`).join("; "),
    option: () => ({ ...base(), grid: { left: 50, right: 16, top: 12, bottom: 42 }, xAxis: valueAxis({ min: 0, max: 1, axisLabel: { formatter: (x) => percent(x) }, ...middle(word("axis.lorenz")) }),
      yAxis: valueAxis({ min: 0, max: 1, axisLabel: { formatter: (x) => percent(x) } }),
      tooltip: { ...base().tooltip, trigger: "axis", formatter: (hits) => tip(`${word("axis.lorenz")}: ${percent(hits[0].data[0])}`, arms().map((arm) => [armColour(report, arm), report.arms[arm], exact(all.arms[arm][hits[0].dataIndex], "share")])) },
      series: [...arms().map((arm) => ({ type: "line", name: report.arms[arm], showSymbol: false, data: axis.map((x, i) => [x, all.arms[arm][i]]), lineStyle: { color: armColour(report, arm), type: armDash(report, arm), width: 2 }, itemStyle: { color: armColour(report, arm) }, emphasis: { disabled: true } })),
        { type: "line", silent: true, showSymbol: false, tooltip: { show: false }, data: [[0, 0], [1, 1]], lineStyle: { color: colours().muted, width: 1, type: [3, 3] } }] }),
    data: () => [[word("axis.lorenz"), ...arms().map((arm) => report.arms[arm])], axis.map((x, i) => [percent(x), ...arms().map((arm) => cell(all.arms[arm][i], "share"))])] });
}

export function spreadSection(report, state) {
  const figures = [tailFigure(report, state, "cascades"), tailFigure(report, state, "followers"), lorenzFigure(report, state, "attention"), lorenzFigure(report, state, "income")].filter(Boolean);
  const box = glassBox(report), network = networkFigure(report);
  if (!figures.length && !box && !network) return null;
  state.listen(() => figures.forEach((one) => one.update()));
  // A market without campaigns has hired nobody: then only posts can be missing.
  const hint = !report.market.sources || (box && (network || !report.market.creators)) ? null : el("p", { class: "note", id: "sample-hint" }, word("note.no_sample"));
  return { charts: [...(box?.charts ?? []), network, ...figures].filter(Boolean),
    node: el("section", { id: "spread" }, el("h2", {}, word("section.spread")), hint, box?.node, network && el("h3", { class: "part" }, word("section.network")), network?.node,
      figures.length ? el("h3", { class: "part" }, word("section.tails")) : null, el("div", { class: "pairs" }, figures.map((one) => one.node))) };
}
