// The glass box of a post: where its impressions came from, who shared it, and what the feed counted when it ranked it.
import { choice, el } from "./dom.js";
import { base, categoryAxis, figure, tip, valueAxis } from "./chart.js";
import { ranked, speakers } from "./state.js";
import { colours, ramp } from "./theme.js";
import { cell, dayWords, exact, nameOf, people, percent, word } from "./words.js";

const DRAWN = 80;        // shares in the picture; the table has all

const sum = (list) => list.reduce((a, b) => a + (b ?? 0), 0);
const middle = (name) => ({ name, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colours().muted, align: "center" } });
const source = (name) => nameOf("source", name);
const term = (name) => nameOf("term", name);

const sourceColour = (s) => ramp(0.2 + 0.4 * s);
const sourceKeys = (all) => el("p", { class: "keys" }, all.sources.map((name, s) => {
  const swatch = el("span", { class: "swatch" });
  swatch.style.background = sourceColour(s);
  return el("span", {}, swatch, source(name));
}));

const impressionsOf = (post) => sum(post.hours.map(sum));

// "KOL · account 812 · beauty, 13.4 k impressions"
function nameOfPost(post) {
  const who = post.kind ? nameOf("kind", post.kind) : word("post.account");
  return `${who} ${post.author} · ${[post.brand, post.sponsored === "yes" ? word(post.brand ? "post.sponsored" : "post.placebo") : word("post.unpaid")].filter(Boolean).join(", ")} · ${people(impressionsOf(post))}`;
}

// --- Where its impressions came from, hour by hour --------------------------------------------------------------

function hoursFigure(report, current) {
  const all = report.posts;
  const climbs = (post) => post.climbed.map((hours, rung) => ({ hours, rung })).filter((c) => c.hours !== null);
  const bySource = (post) => all.sources.map((name, s) => ({ name, n: sum(post.hours[s]) })).sort((a, b) => b.n - a.n);
  return figure({ id: "post-hours", height: 270,
    title: () => {
      const [most] = bySource(current());
      return word("title.post_hours", { source: source(most.name), share: percent(most.n / impressionsOf(current())), n: people(impressionsOf(current())) });
    },
    note: () => {
      const list = climbs(current());
      return word(list.length ? "note.post_climbs" : "note.post_hours", { rungs: list.map((c) => people(all.rungs[c.rung])).join(", ") });
    },
    alt: () => bySource(current()).map((s) => `${source(s.name)} ${people(s.n)}`).join("; "),
    option: () => {
      const post = current(), c = colours();
      return { ...base(), grid: { left: 50, right: 14, top: 18, bottom: 42 },
        xAxis: valueAxis({ min: 0, ...middle(word("axis.hours")) }), yAxis: valueAxis({}),
        tooltip: { ...base().tooltip, trigger: "axis", formatter: (hits) => tip(word("hours_after", { n: hits[0].data[0] }),
          all.sources.map((name, s) => [sourceColour(s), source(name), exact(post.hours[s][hits[0].dataIndex])])) },
        series: all.sources.map((name, s) => ({ type: "line", step: "end", stack: "all", showSymbol: false, data: post.hours[s].map((n, hour) => [hour, n]),
          areaStyle: { color: sourceColour(s), opacity: 0.9 }, lineStyle: { width: 1, color: c.ground }, itemStyle: { color: sourceColour(s) }, emphasis: { disabled: true },
          markLine: s > 0 || !climbs(post).length ? undefined : { silent: true, symbol: "none", lineStyle: { color: c.text, width: 1, type: [4, 3] },
            label: { formatter: (at) => `↑ ${at.name}`, color: c.muted, fontSize: 10, position: "end", distance: 2 },
            data: climbs(post).map((climb) => ({ xAxis: climb.hours, name: people(all.rungs[climb.rung]) })) } })) };
    },
    controls: sourceKeys(all),
    data: () => [[word("axis.hours"), ...all.sources.map(source)], (current().hours[0] ?? []).map((_, hour) => [String(hour), ...all.sources.map((_, s) => cell(current().hours[s][hour]))])] });
}

// --- Who shared it --------------------------------------------------------------------------------------------------

const [PARENT, ACCOUNT, HOURS, DEPTH, SOURCE, FOLLOWERS, BROUGHT] = [0, 1, 2, 3, 4, 5, 6];

// Places of the post and its shares: time across, each branch in rows of its own below the one it grew from.
function treeOf(shares) {
  const children = new Map();
  shares.forEach((share, i) => children.set(share[PARENT], [...(children.get(share[PARENT]) ?? []), i]));
  const row = [];
  let rows = 0;
  const walk = (i) => {
    row[i] = ++rows;
    (children.get(i) ?? []).forEach(walk);
  };
  (children.get(null) ?? []).forEach(walk);
  return row;
}

function sharesFigure(report, current) {
  const drawn = () => {
    const most = [...current().shares.keys()].sort((a, b) => current().shares[b][BROUGHT] - current().shares[a][BROUGHT]);
    const kept = new Set(most.slice(0, DRAWN));
    for (const i of [...kept]) for (let up = current().shares[i][PARENT]; up !== null; up = current().shares[up][PARENT]) kept.add(up);
    return [...kept].sort((a, b) => a - b);
  };
  const best = () => current().shares.reduce((a, b) => (a === null || b[BROUGHT] > a[BROUGHT] ? b : a), null);
  const colour = (name) => sourceColour(Math.max(0, report.posts.sources.indexOf(name)));
  return figure({ id: "post-shares", height: 270,
    title: () => {
      const top = best();
      if (!top) return word("title.post_shares_none");
      const share = sum(current().shares.map((s) => s[BROUGHT])) / impressionsOf(current());
      return word(current().shares.length > 1 ? "title.post_shares" : "title.post_share", { n: people(current().shares.length), share: percent(share), account: top[ACCOUNT], brought: people(top[BROUGHT]) });
    },
    note: () => word(current().shares.length > DRAWN ? "note.post_shares_many" : "note.post_shares", { n: DRAWN }),
    alt: () => (current().shares.length ? current().shares.slice(0, 12).map((s) => `${word("post.account")} ${s[ACCOUNT]}: ${people(s[BROUGHT])}`).join("; ")
      : word("alt.post_shares_none", { post: nameOfPost(current()) })),
    option: () => {
      const list = drawn(), at = new Map(list.map((share, i) => [share, i])), c = colours();
      const shares = list.map((i) => Object.assign([...current().shares[i]], { [PARENT]: at.get(current().shares[i][PARENT]) ?? null }));
      const row = treeOf(shares), largest = Math.max(1, ...shares.map((s) => s[BROUGHT]));
      const place = (i) => (i === null ? [0, 0] : [shares[i][HOURS], row[i]]);
      return { ...base(), grid: { left: 16, right: 16, top: 12, bottom: 42 }, xAxis: valueAxis({ min: 0, max: shares.length ? null : 24, ...middle(word("axis.hours")) }),
        yAxis: { type: "value", inverse: true, min: -1, max: Math.max(3, shares.length + 1), show: false },
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const s = shares[hit.dataIndex];
          if (hit.seriesIndex !== 1 || !s) return tip(nameOfPost(current()), []);
          return tip(`${word("post.account")} ${s[ACCOUNT]}`, [[null, word("followers"), exact(s[FOLLOWERS])], [colour(s[SOURCE]), word("post.seen_in"), source(s[SOURCE])],
            [null, word("post.hops"), exact(s[DEPTH])], [null, word("axis.hours"), exact(s[HOURS])], [null, word("post.brought"), exact(s[BROUGHT])]]);
        } },
        series: [
          { type: "custom", silent: true, data: shares.map((s, i) => [...place(s[PARENT]), ...place(i)]), encode: { x: [0, 2], y: [1, 3] },
            renderItem: (params, api) => {
              const [x1, y1] = api.coord([api.value(0), api.value(1)]), [x2, y2] = api.coord([api.value(2), api.value(3)]);
              return { type: "polyline", shape: { points: [[x1, y1], [x1, y2], [x2, y2]] }, style: { stroke: c.muted, fill: "none", lineWidth: 1, opacity: 0.6 } };
            } },
          { type: "scatter", data: shares.map((s, i) => ({ value: place(i), symbolSize: 6 + 16 * Math.sqrt(s[BROUGHT] / largest), itemStyle: { color: colour(s[SOURCE]), borderColor: c.text, borderWidth: 0.8 } })) },
          { type: "scatter", symbol: "diamond", symbolSize: 15, data: [[0, 0]], itemStyle: { color: c.text } },
        ] };
    },
    controls: sourceKeys(report.posts),
    data: () => [[word("post.account"), word("followers"), word("axis.hours"), word("post.hops"), word("post.seen_in"), word("post.brought")],
      current().shares.map((s) => [String(s[ACCOUNT]), cell(s[FOLLOWERS]), cell(s[HOURS]), cell(s[DEPTH]), source(s[SOURCE]), cell(s[BROUGHT])])] });
}

// --- Which terms counted --------------------------------------------------------------------------------------------

// The post's mean beside that of what else its readers could have been shown, term by term.
// `id`: appeal or score.
function termsFigure(report, current, id) {
  const names = report.posts[`${id}_terms`];
  const own = (t) => current()[id][t] ?? 0, others = (t) => current()[`${id}_of_others`][t] ?? 0;
  const gap = (t) => own(t) - others(t);
  const used = () => names.map((_, t) => t).filter((t) => Math.abs(own(t)) + Math.abs(others(t)) > 1e-6);
  const total = () => sum(used().map(gap));
  // In the direction of the whole.
  const strongest = () => used().reduce((a, b) => (a === null || Math.sign(total()) * (gap(b) - gap(a)) > 0 ? b : a), null);
  const signed = (x) => (x > 0 ? "+" : "") + people(x);
  return figure({ id: `post-${id}`, height: 70 + 26 * names.length,
    title: () => (strongest() === null ? word(`title.post_${id}_none`)
      : word(`title.post_${id}${total() < 0 ? "_less" : ""}`, { total: people(Math.abs(total())), term: term(names[strongest()]), gap: signed(gap(strongest())) })),
    note: word(`note.post_${id}`), alt: () => used().map((t) => `${term(names[t])} ${people(own(t))} / ${people(others(t))}`).join("; "),
    option: () => {
      const list = used(), c = colours();
      const dots = (values, style) => ({ type: "scatter", symbolSize: 11, data: list.map((t, i) => ({ value: [values(t), i] })), itemStyle: style });
      return { ...base(), grid: { left: 118, right: 18, top: 8, bottom: 26 }, xAxis: valueAxis({}), yAxis: categoryAxis(list.map((t) => term(names[t])), { inverse: true, axisLine: { show: false } }),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
          const t = list[hit.data.value?.[1] ?? hit.dataIndex];
          return tip(term(names[t]), [[c.accent, word("post.this"), exact(own(t))], [c.muted, word("post.others"), exact(others(t))]]);
        } },
        series: [
          { type: "custom", silent: true, data: list.map((t, i) => [others(t), i, own(t)]), encode: { x: [0, 2], y: 1 },
            renderItem: (params, api) => {
              const a = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(2), api.value(1)]);
              return { type: "line", shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: c.accent, lineWidth: 3, opacity: 0.5 } };
            } },
          dots(others, { color: c.ground, borderColor: c.muted, borderWidth: 2 }), dots(own, { color: c.accent }),
        ] };
    },
    controls: el("p", { class: "keys" }, el("span", {}, el("span", { class: "dot full" }), word("post.this")), el("span", {}, el("span", { class: "dot" }), word("post.others"))),
    data: () => [[word("term"), word("post.this"), word("post.others")], used().map((t) => [term(names[t]), cell(own(t)), cell(others(t))])] });
}

// --- The choice of a post -------------------------------------------------------------------------------------------

function identity(report, post) {
  const unit = report.series.time?.unit;
  const facts = [[word("post.author"), `${post.kind ? `${nameOf("kind", post.kind)}, ` : ""}${word("post.account")} ${post.author}`], [word("followers"), people(post.followers)], [word("post.posted"), dayWords(post.posted, unit)],
    [word("post.topic"), nameOf("topic", post.topic)], [word("post.quality"), people(post.quality)], [word("post.campaign"), post.campaign ?? "–"], [word("post.brand"), post.brand ?? "–"],
    [word("post.explored"), percent(post.explored)], ...report.posts.reactions.map((name, i) => [nameOf("reaction", name), people(post.reactions[i])])];
  return el("dl", { class: "provenance" }, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

// Null where no run kept any post.
export function glassBox(report) {
  const kept = report.posts ? ranked(report).filter((arm) => report.posts.arms[arm].length > 0) : [];
  const arms = [...speakers(report, kept), ...kept.filter((arm) => report.placebo[arm])];
  if (!arms.length) return null;
  let arm = arms[0], at = 0;
  const current = () => report.posts.arms[arm][at];
  const figures = [hoursFigure(report, current), sharesFigure(report, current), termsFigure(report, current, "appeal"),
    termsFigure(report, current, "score")];
  const facts = el("details", { class: "data", id: "post-facts" }, el("summary", {}, word("post.facts")));
  const picker = el("span", { class: "choices" });
  const update = () => {
    figures.forEach((one) => one.update());
    facts.replaceChildren(facts.firstChild, identity(report, current()));
  };
  const pickPost = () => {
    const select = choice(word("post"), report.posts.arms[arm].map(nameOfPost), at, (i) => {
      at = i;
      update();
    });
    select.id = "choose-post";
    picker.replaceChildren(select);
  };
  pickPost();
  update();
  const controls = el("div", { class: "controls" }, arms.length > 1 ? choice(word("arm"), arms.map((i) => report.arms[i]), 0, (i) => {
    [arm, at] = [arms[i], 0];
    pickPost();
    update();
  }) : null, picker);
  return { charts: figures, node: el("div", { id: "glass" }, el("h3", { class: "part" }, word("section.glass")), el("p", { class: "note" }, word("note.glass", { n: sum(arms.map((i) => report.posts.arms[i].length)) })),
    controls, facts, el("div", { class: "pairs" }, figures.map((one) => one.node))) };
}
