// The network around hired creators, coloured by how often each account has been exposed up to a day that a slider chooses.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { choice, el } from "./dom.js";
import { base, figure, tip } from "./chart.js";
import { ranked, speakers } from "./state.js";
import { colours, ramp } from "./theme.js";
import { cell, dayWords, exact, nameOf, percent, word } from "./words.js";

const [ACCOUNT, RING, KIND, FOLLOWERS] = [0, 1, 2, 3];
const RINGS = ["hired", "follower", "neighbour"];
const SYMBOL = { hired: "diamond", follower: "circle", neighbour: "triangle" };
const SIZE = { hired: 18, follower: 10, neighbour: 10 };
// Classes of exposure: 0, 1, 2–3, 4–7, 8 and more.
const CLASSES = ["0", "1", "2–3", "4–7", "8+"];
const classOf = (n) => (n <= 0 ? 0 : Math.min(4, Math.floor(Math.log2(n)) + 1));
const shade = (n) => (n <= 0 ? colours().raised : ramp(classOf(n) / 4));
const STEPS = 260;    // of the layout, which is the same in every browser: no chance in it
const PLAY = 140;     // ms a day

const layouts = new WeakMap();
function layoutOf(net) {
  if (layouts.has(net)) return layouts.get(net);
  const nodes = net.nodes.map((node) => ({ ring: node[RING] }));
  const simulation = forceSimulation(nodes).force("links", forceLink(net.links.map(([source, target]) => ({ source, target }))).distance(34).strength(0.22))
    .force("apart", forceManyBody().strength((node) => (node.ring === "hired" ? -110 : -26)).distanceMax(260))
    .force("touch", forceCollide((node) => SIZE[node.ring] / 2 + 1.5)).force("x", forceX(0).strength(0.05)).force("y", forceY(0).strength(0.1)).stop();
  simulation.tick(STEPS);
  const places = nodes.map((node) => [node.x, node.y]);
  layouts.set(net, places);
  return places;
}

// The value of a series of changes [time, value, …] at a time.
function valueAt(changes, time) {
  let value = 0;
  for (let i = 0; i < changes.length && changes[i] <= time; i += 2) value = changes[i + 1];
  return value;
}

export function networkFigure(report) {
  const all = report.network;
  const kept = all ? ranked(report).filter((arm) => all.arms[arm]) : [];
  const arms = [...speakers(report, kept), ...kept.filter((arm) => report.placebo[arm])];
  if (!arms.length) return null;
  const days = all.days, unit = report.series.time?.unit;
  // Campaigns that reached anyone here.
  const campaignsOf = (arm) => all.campaigns.map((_, c) => c).filter((c) => all.arms[arm].exposures[c].some((list) => list.length));
  let arm = arms[0], campaign = campaignsOf(arm)[0] ?? 0, time = days.length - 1, one = null, playing = 0;
  const net = () => all.arms[arm];
  const exposed = (i) => valueAt(net().exposures[campaign][i], time);
  const bought = (i) => valueAt(net().bought[campaign][i], time) > 0;
  const shareOf = (ring) => {
    const members = net().nodes.map((_, i) => i).filter((i) => net().nodes[i][RING] === ring);
    return members.length ? members.filter((i) => exposed(i) > 0).length / members.length : null;
  };
  const blanks = () => ({ day: dayWords(days[time], unit), arm: report.arms[arm], followers: percent(shareOf("follower")), neighbours: percent(shareOf("neighbour")) });
  const who = (node) => `${node[KIND] ? `${nameOf("kind", node[KIND])} · ` : ""}${word("post.account")} ${node[ACCOUNT]}`;
  const shrink = () => Math.max(0.6, Math.min(1, (one?.place.clientWidth || 900) / 800));  // on a small screen
  const marks = () => net().nodes.map((node, i) => ({ id: String(i), x: layoutOf(net())[i][0], y: layoutOf(net())[i][1], symbol: SYMBOL[node[RING]], symbolSize: shrink() * SIZE[node[RING]],
    itemStyle: { color: node[RING] === "hired" ? colours().text : shade(exposed(i)), borderColor: bought(i) ? colours().buyer : colours().muted, borderWidth: bought(i) ? 2.5 : 0.7 } }));

  const slider = el("input", { type: "range", min: 0, max: Math.max(0, days.length - 1), step: 1, value: time, id: "network-day", "aria-label": word("network.day"), oninput: (event) => show(Number(event.target.value)) });
  const shown = el("output", { for: "network-day", class: "day" });
  const play = el("button", { type: "button", id: "network-play", onclick: toggle });

  function show(to) {
    time = to;
    slider.value = String(to);
    say();
    one.say();
    one.chart?.setOption({ series: [{ data: marks() }] });
  }
  function say() {
    shown.textContent = days.length ? dayWords(days[time], unit) : "";
    slider.setAttribute("aria-valuetext", shown.textContent);
    play.textContent = word(playing ? "network.pause" : "network.play");
  }
  function stop() {
    clearInterval(playing);
    playing = 0;
    say();
  }
  function toggle() {
    if (playing) return stop();
    if (time >= days.length - 1) show(0);
    playing = setInterval(() => {
      if (!slider.isConnected || time >= days.length - 1) return stop();
      show(time + 1);
    }, PLAY);
    say();
  }

  const campaignPlace = el("span", {});
  const chooseCampaign = () => {
    const list = campaignsOf(arm);
    campaign = list.includes(campaign) ? campaign : list[0] ?? 0;
    campaignPlace.replaceChildren(list.length > 1 ? choice(word("post.campaign"), list.map((c) => all.campaigns[c]), list.indexOf(campaign), (i) => {
      campaign = list[i];
      one.update();
    }) : "");
  };
  const keys = () => el("p", { class: "keys" },
    RINGS.map((ring) => el("span", {}, el("span", { class: `shape ${ring}` }), word(`ring.${ring}`))),
    CLASSES.map((text, i) => {
      const swatch = el("span", { class: "swatch ringed" });
      swatch.style.background = i === 0 ? colours().raised : ramp(i / 4);
      return el("span", {}, swatch, i === 0 ? word("network.exposed", { n: text }) : text);
    }),
    el("span", {}, el("span", { class: "swatch buyer" }), word("network.bought")));

  one = figure({ id: "network", wide: true, height: 520,
    title: () => word("title.network", blanks()), note: () => word("note.network", { n: net().nodes.length, links: net().links.length }), alt: () => word("alt.network", blanks()),
    option: () => ({ ...base(), tooltip: { ...base().tooltip, trigger: "item", formatter: (hit) => {
      if (hit.dataType !== "node") return "";
      const node = net().nodes[hit.dataIndex];
      return tip(who(node), [[null, word("network.is"), word(`ring.${node[RING]}`)], [null, word("followers"), exact(node[FOLLOWERS])], [shade(exposed(hit.dataIndex)), word("network.exposures"), exact(exposed(hit.dataIndex))],
        [null, word("network.bought"), word(bought(hit.dataIndex) ? "yes" : "no")]]);
    } },
    series: [{ type: "graph", layout: "none", preserveAspect: "contain", left: 12, right: 12, top: 12, bottom: 12, roam: false, data: marks(), links: net().links.map(([source, target]) => ({ source: String(source), target: String(target) })),
      lineStyle: { color: colours().muted, width: 0.6, opacity: 0.35 }, emphasis: { focus: "adjacency", lineStyle: { width: 1.4, opacity: 0.9 } }, animation: false }] }),
    controls: el("div", { class: "controls network" }, arms.length > 1 ? choice(word("arm"), arms.map((i) => report.arms[i]), 0, (i) => {
      arm = arms[i];
      chooseCampaign();
      one.update();
    }) : null, campaignPlace, play, el("label", { class: "slide" }, el("span", {}, word("network.day")), slider, shown), keys()),
    data: () => [[word("post.account"), word("network.is"), word("kind"), word("followers"), word("network.exposures"), word("network.bought")],
      net().nodes.map((node, i) => [String(node[ACCOUNT]), word(`ring.${node[RING]}`), node[KIND] ? nameOf("kind", node[KIND]) : "–", cell(node[FOLLOWERS]), cell(exposed(i)), word(bought(i) ? "yes" : "no")])] });
  chooseCampaign();
  say();
  return one;
}
