// Where it came from: funnel, frequency, credit, creators, money, sources of the feed.
import { choice, el } from "./dom.js";
import { armKeys, base, categoryAxis, figure, tip, valueAxis } from "./chart.js";
import { shortNames } from "./names.js";
import { logRange, range } from "./range.js";
import { leader, most, speakers } from "./state.js";
import { armColour, armDash, colours, kindColour, ramp } from "./theme.js";
import { capital, cell, dayWords, exact, figure as shortNumber, measureName, nameOf, people, percent, quantity, span, spanCell, word } from "./words.js";

// A figure about one arm, chosen beside it. `parts` is given the arm.
export function ofOneArm(report, parts, start) {
  let arm = start;
  let one = null;
  const arms = report.arms.map((_, i) => i).filter((i) => parts.has(i));
  if (!arms.length) return null;
  if (!arms.includes(arm)) arm = arms[0];
  const of = (name) => (typeof parts[name] === "function" ? () => parts[name](arm) : parts[name]);
  one = figure({ ...parts, title: of("title"), note: of("note"), alt: of("alt"), option: of("option"), data: of("data"),
    controls: arms.length > 1 ? choice(word("arm"), arms.map((i) => report.arms[i]), arms.indexOf(arm), (i) => {
      arm = arms[i];
      one.update();
    }) : null });
  return one;
}

// --- Funnel -------------------------------------------------------------------------------------------------

function funnelFigure(report, start) {
  const funnel = report.market.funnel;
  if (!funnel) return null;
  const stages = funnel.stages, n = stages.length;
  const brand = Math.max(0, funnel.brands.indexOf(report.comparisons.find((c) => c.measure === report.primary)?.label));
  const stage = (i) => nameOf("stage", stages[i]);
  const flows = (arm) => stages.flatMap((_, from) => stages.map((_, to) => ({ from, to, people: funnel.flows[arm][(brand * n + from) * n + to] ?? 0 })))
    .filter((flow) => flow.to > flow.from && flow.people > 0);
  const lost = (arm) => stages.flatMap((_, from) => stages.map((_, to) => (to < from ? funnel.flows[arm][(brand * n + from) * n + to] ?? 0 : 0))).reduce((a, b) => a + b, 0);
  const now = (arm, i) => funnel.counts[arm][brand * n + i];
  return ofOneArm(report, {
    id: "funnel", wide: true, height: 300, has: (arm) => flows(arm).length > 0,
    title: (arm) => word("title.funnel", { arm: report.arms[arm], brand: funnel.brands[brand], n: people(flows(arm).filter((f) => f.to >= n - 2 && f.from < n - 2).reduce((a, f) => a + f.people, 0)) }),
    note: (arm) => word("note.funnel", { lost: people(lost(arm)) }),
    alt: (arm) => flows(arm).map((f) => `${stage(f.from)} → ${stage(f.to)} ${people(f.people)}`).join("; "),
    option: (arm) => {
      const list = flows(arm);
      const used = stages.map((_, i) => i).filter((i) => list.some((f) => f.from === i || f.to === i));
      return { ...base(), tooltip: { ...base().tooltip, formatter: (hit) => (hit.dataType === "edge"
        ? tip(`${stage(hit.data.from)} → ${stage(hit.data.to)}`, [[null, word("people"), exact(hit.data.value)]])
        : tip(hit.name, [[null, word("now"), exact(now(arm, hit.data.stage))]])) },
      series: [{ type: "sankey", left: 6, right: innerWidth < 620 ? 80 : 120, top: 10, bottom: 10, nodeGap: 14, nodeWidth: 12, draggable: false, layoutIterations: 32, emphasis: { focus: "adjacency" },
        label: { color: colours().text, formatter: (node) => `${node.name}\n${people(now(arm, node.data.stage))}`, fontSize: 11, lineHeight: 14 },
        data: used.map((i) => ({ name: stage(i), stage: i, depth: used.indexOf(i), itemStyle: { color: ramp(0.3 + (0.7 * i) / (n - 1)) } })),
        links: list.map((f) => ({ source: stage(f.from), target: stage(f.to), value: f.people, from: f.from, to: f.to })),
        lineStyle: { color: "source", opacity: 0.35 } }] };
    },
    data: (arm) => [[word("from"), word("to"), word("people")], stages.flatMap((_, from) => stages.map((_, to) => [stage(from), stage(to), funnel.flows[arm][(brand * n + from) * n + to]]))
      .filter((row) => row[2] > 0).map((row) => [row[0], row[1], cell(row[2])])],
  }, start);
}

// --- Frequency ----------------------------------------------------------------------------------------------

function frequencyFigure(report, state) {
  const frequency = report.market.frequency;
  if (!frequency) return null;
  const n = frequency.times.length;
  const at = (arm, i) => frequency.arms[arm][i];
  const arms = () => state.order().filter((arm) => at(arm, 0)?.mean > 0);
  const share = (arm) => at(arm, 2).mean / at(arm, 0).mean;
  return figure({ id: "frequency", height: 270,
    title: () => {
      const best = most(speakers(report, arms()), share);
      return best === null ? word("section.frequency") : word("title.frequency", { arm: report.arms[best], share: percent(share(best)) });
    },
    note: word("note.frequency"), alt: () => arms().map((arm) => `${report.arms[arm]}: ${[0, 1, 2, 4].map((i) => `${i + 1}+ ${people(at(arm, i).mean)}`).join(", ")}`).join("; "),
    option: () => ({ ...base(), grid: { left: 50, right: 16, top: 12, bottom: 40 },
      xAxis: categoryAxis(frequency.times.map((x) => `${x}+`), { name: word("axis.times"), nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colours().muted } }),
      yAxis: valueAxis({ type: "log", ...logRange(arms().flatMap((arm) => frequency.times.map((_, i) => at(arm, i).mean))) }),
      tooltip: { ...base().tooltip, trigger: "axis", formatter: (hits) => tip(word("times_or_more", { n: frequency.times[hits[0].dataIndex] }),
        arms().map((arm) => [armColour(report, arm), report.arms[arm], `${exact(at(arm, hits[0].dataIndex).mean)} (${span(at(arm, hits[0].dataIndex))})`])) },
      series: arms().map((arm) => ({ type: "line", data: frequency.times.map((_, i) => at(arm, i).mean || null), symbol: "circle", symbolSize: 6, lineStyle: { color: armColour(report, arm), type: armDash(report, arm), width: 2 },
        itemStyle: { color: armColour(report, arm) }, emphasis: { disabled: true } })) }),
    controls: armKeys(state, arms, (arm) => report.arms[arm], (arm) => armColour(report, arm)),
    data: () => [[word("axis.times"), ...arms().flatMap((arm) => [report.arms[arm], word("interval")])],
      frequency.times.slice(0, n).map((x, i) => [`${x}+`, ...arms().flatMap((arm) => [cell(at(arm, i).mean), spanCell(at(arm, i))])])] });
}

// --- Caused beside credited -----------------------------------------------------------------------------------

const creditedBrand = (report) => {
  const own = report.comparisons.find((c) => c.measure === report.primary)?.label;
  return report.market.credit?.find((b) => b.brand === own) ?? report.market.credit?.[0] ?? null;
};

// What an arm caused beside what it is credited with says something only against a baseline without a campaign for the
// brand. The line that says why it is not shown; null where it is, or where nothing could be.
function noCredit(report) {
  const brand = creditedBrand(report);
  if (report.arms.length < 2 || !report.market.money || brand?.baseline_spend === 0) return null;
  const spend = brand?.baseline_spend ?? null;
  return el("p", { class: "note", id: "no-credit" }, !brand || spend === null ? word("note.no_credit_baseline")
    : word("note.no_credit", { baseline: report.baseline, brand: brand.brand, spend: quantity(spend, "CNY") }));
}

function creditFigure(report, state) {
  const brand = creditedBrand(report);
  if (!brand || brand.baseline_spend !== 0) return null;
  const arms = () => state.order().filter((arm) => report.arms[arm] !== report.baseline && brand.caused[arm].mean !== null);
  if (report.arms.length < 2 || !arms().length) return null;
  const worst = () => most(speakers(report, arms()), (arm) => Math.abs(brand.credited[arm].mean - brand.caused[arm].mean));
  const shades = () => [["caused", colours().accent], ["credited", colours().muted]];
  const whiskers = (kind, shift) => ({ type: "custom", silent: true, clip: true, z: 5, data: arms().map((arm, i) => [i, brand[kind][arm].low, brand[kind][arm].high]).filter((x) => x[1] !== null), encode: { x: 0, y: [1, 2] },
    renderItem: (params, api) => {
      const width = api.size([1, 0])[0];
      const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
      const x = low[0] + shift * width * 0.19;
      return { type: "line", shape: { x1: x, y1: low[1], x2: x, y2: high[1] }, style: { stroke: colours().text, lineWidth: 1.5 } };
    } });
  const ends = () => range({ mean: ["caused", "credited"].map((kind) => arms().map((arm) => brand[kind][arm].mean)), low: ["caused", "credited"].map((kind) => arms().map((arm) => brand[kind][arm].low)),
    high: ["caused", "credited"].map((kind) => arms().map((arm) => brand[kind][arm].high)), unit: "CNY", zero: true }, [0, 1]);
  const short = () => shortNames(report, word("language"));
  return figure({ id: "credit", height: 270,
    title: () => {
      const arm = worst();
      if (arm === null) return word("section.credit");
      const more = brand.credited[arm].mean > brand.caused[arm].mean;
      return word(more ? "title.credit_more" : "title.credit_less", { arm: report.arms[arm], credited: quantity(brand.credited[arm].mean, "CNY"), caused: quantity(brand.caused[arm].mean, "CNY") });
    },
    note: word("note.credit", { brand: brand.brand, baseline: report.baseline }),
    alt: () => arms().map((arm) => `${report.arms[arm]}: ${word("caused")} ${people(brand.caused[arm].mean)}, ${word("credited")} ${people(brand.credited[arm].mean)}`).join("; "),
    option: () => ({ ...base(), grid: { left: 52, right: 10, top: 12, bottom: 26 }, xAxis: categoryAxis(arms().map((arm) => short()[arm]), { axisLabel: { interval: "auto", hideOverlap: true } }), yAxis: valueAxis({ ...ends(), axisLabel: { formatter: (x) => shortNumber(x, "CNY") } }),
      tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "none" }, formatter: (hits) => {
        const arm = arms()[hits[0].dataIndex];
        return tip(report.arms[arm], shades().map(([kind, colour]) => [colour, word(kind), `${exact(brand[kind][arm].mean)} (${span(brand[kind][arm])})`]));
      } },
      series: [...shades().map(([kind, colour]) => ({ type: "bar", name: word(kind), barWidth: "34%", barGap: "10%", data: arms().map((arm) => brand[kind][arm].mean), itemStyle: { color: colour, opacity: kind === "credited" ? 0.6 : 1 }, emphasis: { disabled: true } })), whiskers("caused", -1), whiskers("credited", 1)] }),
    controls: el("p", { class: "keys" }, ["caused", "credited"].map((kind, i) => {
      const swatch = el("span", { class: "swatch" });
      swatch.style.background = shades()[i][1];
      return el("span", {}, swatch, word(kind));
    })),
    data: () => [[word("arm"), word("caused"), word("interval"), word("credited"), word("interval")],
      arms().map((arm) => [report.arms[arm], cell(brand.caused[arm].mean), spanCell(brand.caused[arm]), cell(brand.credited[arm].mean), spanCell(brand.credited[arm])])] });
}

// --- Creators -------------------------------------------------------------------------------------------------

const SHAPES = ["circle", "triangle", "diamond", "rect", "roundRect", "pin"];

function creatorsFigure(report, start) {
  const creators = report.market.creators;
  if (!creators) return null;
  const kind = (k) => nameOf("kind", typeof k === "number" ? creators.kinds[k] : k);
  const points = (arm) => creators.arms[arm].points.filter((p) => p[2] > 0 && p[3] > 0);
  const kinds = (arm) => creators.arms[arm].kinds;
  return ofOneArm(report, {
    id: "creators", height: 300, has: (arm) => kinds(arm).length > 0,
    title: (arm) => {
      const sorted = kinds(arm).filter((k) => k.per_thousand !== null).sort((a, b) => a.per_thousand - b.per_thousand);
      if (!sorted.length) return word("section.creators");
      return word(sorted.length > 1 ? "title.creators" : "title.creators_one", { arm: report.arms[arm], kind: kind(sorted[0].kind), cpm: quantity(sorted[0].per_thousand, "CNY"),
        other: kind(sorted.at(-1).kind), other_cpm: quantity(sorted.at(-1).per_thousand, "CNY") });
    },
    note: (arm) => word("note.creators", { n: points(arm).length, replicates: creators.replicates_shown }),
    alt: (arm) => kinds(arm).map((k) => `${kind(k.kind)}: ${people(k.contracts)} ${word("contracts")}, ${quantity(k.paid, "CNY")}, CPM ${quantity(k.per_thousand, "CNY")}`).join("; "),
    option: (arm) => {
      const seen = [...new Set(points(arm).map((p) => p[0]))].sort();
      const column = (i) => logRange(points(arm).map((p) => p[i]));
      return { ...base(), grid: { left: 52, right: 16, top: 30, bottom: 42 },
        xAxis: valueAxis({ type: "log", ...column(2), name: word("axis.paid"), nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colours().muted, align: "center" } }),
        yAxis: valueAxis({ type: "log", ...column(3), name: word("axis.impressions") }),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => tip(kind(hit.data[5]), [[null, word("followers"), exact(hit.data[2])], [null, word("paid"), exact(hit.data[0])],
          [null, measureName("impressions"), exact(hit.data[1])], [null, measureName("engagements"), exact(hit.data[3])], [null, "CPM", exact((1000 * hit.data[0]) / hit.data[1])]]) },
        series: seen.map((k) => ({ type: "scatter", name: kind(k), symbol: SHAPES[k], symbolSize: 8, itemStyle: { color: kindColour(k), opacity: 0.65 }, data: points(arm).filter((p) => p[0] === k).map((p) => [p[2], p[3], p[1], p[4], p[5], k]) })) };
    },
    data: (arm) => [[word("kind"), word("contracts"), word("followers"), word("paid"), measureName("impressions"), "CPM", "CPE"],
      kinds(arm).map((k) => [kind(k.kind), ...["contracts", "followers", "paid", "impressions", "per_thousand", "per_engagement"].map((key) => cell(k[key]))])],
  }, start);
}

// --- Money ------------------------------------------------------------------------------------------------------

function moneyFigure(report, start) {
  const money = report.market.money;
  if (!money) return null;
  const flows = (arm) => money.arms[arm];
  const book = (name) => (name.startsWith("brand ") ? name.slice(6) : nameOf("book", name));
  const sum = (arm, test) => flows(arm).filter(test).reduce((a, f) => a + f[3], 0);
  return ofOneArm(report, {
    id: "money", wide: true, height: 330, has: (arm) => flows(arm).length > 0,
    title: (arm) => {
      const spent = sum(arm, (f) => f[1] === "campaigns"), paid = sum(arm, (f) => f[0] === "campaigns" && f[1] === "creators");
      return spent > 0 ? word("title.money", { arm: report.arms[arm], share: people((100 * paid) / spent), spent: quantity(spent, "CNY") }) : word("title.money_none", { arm: report.arms[arm] });
    },
    note: word("note.money"), alt: (arm) => flows(arm).map((f) => `${book(f[0])} → ${book(f[1])}: ${nameOf("flow", f[2])} ${quantity(f[3], "CNY")}`).join("; "),
    option: (arm) => {
      const names = [...new Set(flows(arm).flatMap((f) => [f[0], f[1]]))];
      const c = colours();
      const links = new Map();
      for (const [from, to, what, amount] of flows(arm)) {
        const key = `${from}\n${to}`;
        const link = links.get(key) ?? { source: from, target: to, value: 0, parts: [] };
        link.value += amount;
        link.parts.push([what, amount]);
        links.set(key, link);
      }
      return { ...base(), tooltip: { ...base().tooltip, formatter: (hit) => (hit.dataType === "edge"
        ? tip(`${book(hit.data.source)} → ${book(hit.data.target)}`, hit.data.parts.map(([what, amount]) => [null, nameOf("flow", what), `¥${exact(amount)}`]))
        : tip(book(hit.name), [[null, word("amount"), `¥${exact(hit.value)}`]])) },
      series: [{ type: "sankey", left: 6, right: innerWidth < 620 ? 112 : 130, top: 10, bottom: 10, nodeWidth: 12, nodeGap: innerWidth < 620 ? 24 : 12, draggable: false, emphasis: { focus: "adjacency" },
        data: names.map((name) => ({ name, itemStyle: { color: name.startsWith("brand ") ? c.accent : name === "creators" ? kindColour(1) : c.muted } })), links: [...links.values()],
        label: { color: c.text, fontSize: innerWidth < 620 ? 9 : 11, formatter: (node) => book(node.name) }, lineStyle: { color: "source", opacity: 0.3 } }] };
    },
    data: (arm) => [[word("from"), word("to"), word("flow"), word("unit.CNY")], flows(arm).map((f) => [book(f[0]), book(f[1]), nameOf("flow", f[2]), cell(f[3])])],
  }, start);
}

// --- The feed ---------------------------------------------------------------------------------------------------

function sourcesFigure(report, start) {
  const sources = report.market.sources;
  if (!sources || !report.series.time) return null;
  const { days, unit } = report.series.time;
  const total = (arm, s) => sources.arms[arm][s].reduce((a, x) => a + (x ?? 0), 0);
  const name = (s) => nameOf("source", sources.sources[s]);
  return ofOneArm(report, {
    id: "sources", height: 270, has: (arm) => sources.sources.some((_, s) => total(arm, s) > 0),
    title: (arm) => {
      const sums = sources.sources.map((_, s) => total(arm, s));
      const most = sums.indexOf(Math.max(...sums));
      return word("title.sources", { arm: report.arms[arm], source: capital(name(most)), share: percent(sums[most] / sums.reduce((a, b) => a + b, 0)) });
    },
    note: word("note.sources"), alt: (arm) => sources.sources.map((_, s) => `${name(s)} ${people(total(arm, s))}`).join("; "),
    option: (arm) => ({ ...base(), grid: { left: 50, right: 78, top: 12, bottom: 24 },
      xAxis: valueAxis({ min: 0, max: days.at(-1), splitLine: { show: false }, axisLabel: { formatter: (x) => word("axis.day", { day: people(x) }) } }), yAxis: valueAxis({}),
      tooltip: { ...base().tooltip, trigger: "axis", formatter: (hits) => tip(dayWords(days[hits[0].dataIndex], unit),
        sources.sources.map((_, s) => [ramp(0.2 + 0.4 * s), name(s), exact(sources.arms[arm][s][hits[0].dataIndex])])) },
      series: sources.sources.map((_, s) => ({ type: "line", stack: "all", showSymbol: false, symbol: "circle", data: days.map((day, i) => [day, sources.arms[arm][s][i]]), areaStyle: { color: ramp(0.2 + 0.4 * s), opacity: 0.9 },
        lineStyle: { width: 1, color: colours().ground }, itemStyle: { color: ramp(0.2 + 0.4 * s) }, emphasis: { disabled: true },
        endLabel: { show: true, formatter: name(s), color: colours().text, fontSize: 11 }, labelLayout: { moveOverlap: "shiftY" } })) }),
    data: (arm) => [[word("time"), ...sources.sources.map((_, s) => name(s))], days.map((day, i) => [dayWords(day, unit), ...sources.sources.map((_, s) => cell(sources.arms[arm][s][i]))])],
  }, start);
}

function promotionsFigure(report, state) {
  const promotions = report.market.promotions;
  if (!promotions || !promotions.arms.some((arm) => arm.some((x) => x > 0))) return null;
  const arms = () => state.order();
  const top = (arm) => promotions.arms[arm].findLastIndex((x) => x > 0);
  return figure({ id: "promotions", height: 270,
    title: () => {
      const best = most(speakers(report, arms()), top);
      return best === null ? word("section.promotions") : word("title.promotions", { rung: people(Number(promotions.rungs[Math.max(0, top(best))])), arm: report.arms[best] });
    },
    note: word("note.promotions"), alt: () => arms().slice(0, 8).map((arm) => `${report.arms[arm]}: ${promotions.arms[arm].map(people).join(", ")}`).join("; "),
    option: () => ({ ...base(), grid: { left: 50, right: 16, top: 12, bottom: 42 }, xAxis: categoryAxis(promotions.rungs.map((x) => people(Number(x))), { name: word("axis.rung"), nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colours().muted }, axisLabel: { hideOverlap: true } }),
      yAxis: valueAxis({ type: "log", ...logRange(arms().flatMap((arm) => promotions.arms[arm])) }),
      tooltip: { ...base().tooltip, trigger: "axis", formatter: (hits) => tip(word("rung", { n: people(Number(promotions.rungs[hits[0].dataIndex])) }), arms().map((arm) => [armColour(report, arm), report.arms[arm], exact(promotions.arms[arm][hits[0].dataIndex])])) },
      series: arms().map((arm) => ({ type: "line", data: promotions.arms[arm].map((x) => (x > 0 ? x : null)), symbol: "circle", symbolSize: 6, lineStyle: { color: armColour(report, arm), type: armDash(report, arm) }, itemStyle: { color: armColour(report, arm) }, emphasis: { disabled: true } })) }),
    controls: armKeys(state, arms, (arm) => report.arms[arm], (arm) => armColour(report, arm)),
    data: () => [[word("axis.rung"), ...arms().map((arm) => report.arms[arm])], promotions.rungs.map((rung, i) => [cell(Number(rung)), ...arms().map((arm) => cell(promotions.arms[arm][i]))])] });
}

export function originSection(report, state) {
  const best = leader(report);
  const figures = [funnelFigure(report, best), creditFigure(report, state), frequencyFigure(report, state), creatorsFigure(report, best), sourcesFigure(report, best),
    moneyFigure(report, best), promotionsFigure(report, state)].filter(Boolean);
  state.listen(() => figures.forEach((one) => one.update()));
  const section = el("section", { id: "origin" }, el("h2", {}, word("section.origin")), noCredit(report), el("div", { class: "pairs" }, figures.map((one) => one.node)));
  return figures.length ? { node: section, charts: figures } : null;
}
