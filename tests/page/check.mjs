// Opens pages in Chromium and says what is there, as JSON: node check.mjs JOB. The judging is done by test_page.py.
// JOB: {chromium, modules, looks: [{file, widths, scheme, unfold, shot}], use: file, panels: file}
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const job = JSON.parse(process.argv[2]);
const { chromium } = await import(pathToFileURL(join(job.modules, "playwright-core", "index.mjs")).href);
const browser = await chromium.launch({ executablePath: job.chromium, args: ["--no-sandbox", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"] });

// The locator's own waits for frames, which a page on a loaded machine may not get.
const into = (page, id) => page.evaluate((at) => document.getElementById(at).scrollIntoView({ block: "center" }), id);

// Charts are drawn when they come near the screen; `scrolled` brings them all there.
async function open(file, width, scheme, scrolled = true) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.setDefaultTimeout(120_000);  // nothing here is timed
  const seen = { errors: [], requests: [] };
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && seen.errors.push(message.text()));
  page.on("pageerror", (error) => seen.errors.push(String(error.stack)));
  page.on("request", (request) => request.url() !== pathToFileURL(file).href && !request.url().startsWith("data:") && seen.requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  if (!scrolled) return { page, seen };
  await page.evaluate(async () => {
    // A page behind another may get no frame for ever.
    const frame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 1000); });
    for (let y = 0; y <= document.documentElement.scrollHeight; y += 800) {
      scrollTo(0, y);
      await frame();
      await frame();
    }
  });
  // On a loaded machine some were passed by too quickly. One that stays empty is for the test to judge.
  for (const id of await page.locator(".chart:not(:has(svg))").evaluateAll((nodes) => nodes.map((node) => node.id))) {
    await into(page, id);
    await page.locator(`#${id} svg`).first().waitFor({ state: "attached", timeout: 10_000 }).catch(() => {});
  }
  await page.evaluate(() => scrollTo(0, 0));
  return { page, seen };
}

const facts = () => {
  const boxes = [...document.querySelectorAll("figure, h2, .answer, .arms")].map((node) => [node.id || node.tagName, node.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0);
  const overlaps = [];
  const figures = boxes.filter(([name]) => name.startsWith("figure-"));
  figures.forEach(([a, x], i) => figures.slice(i + 1).forEach(([b, y]) => {
    if (x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1) overlaps.push(`${a} ${b}`);
  }));
  const wide = [...document.querySelectorAll("body *")].filter((node) => !node.closest(".scroll, .bar ul, pre, .skip, svg") && node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => node.outerHTML.slice(0, 120));
  const paper = getComputedStyle(document.body);
  const seen = (node) => node.getClientRects().length > 0;
  // Labels over labels, and labels that the edge of their drawing cuts.
  const over = [], cutLabels = [];
  for (const drawing of document.querySelectorAll(".chart svg")) {
    const id = drawing.closest(".chart").id, edge = drawing.getBoundingClientRect();
    const texts = [...drawing.querySelectorAll("text")].filter((node) => node.textContent.trim()).map((node) => [node.textContent, node.getBoundingClientRect()]);
    texts.forEach(([a, x], i) => {
      if (x.left < edge.left - 2 || x.right > edge.right + 2 || x.top < edge.top - 2 || x.bottom > edge.bottom + 2) cutLabels.push(`${id}: ${a}`);
      texts.slice(i + 1).forEach(([b, y]) => {
        if (x.left < y.right - 2 && y.left < x.right - 2 && x.top < y.bottom - 3 && y.top < x.bottom - 3) over.push(`${id}: ${a} | ${b}`);
      });
    });
  }
  // How much of each chart its bands cover, one over the other counted twice.
  const covered = [...document.querySelectorAll(".chart svg")].map((drawing) => {
    const { width, height } = drawing.getBoundingClientRect();
    const areas = [...drawing.querySelectorAll("path[fill-opacity='0.16']")].map((path) => {
      const points = (path.getAttribute("d").match(/-?[\d.]+[ ,]-?[\d.]+/g) ?? []).map((pair) => pair.split(/[ ,]/).map(Number)).map(([x, y]) => [x, Math.min(height, Math.max(0, y))]);
      return Math.abs(points.reduce((sum, [x, y], i) => sum + x * points[(i + 1) % points.length][1] - y * points[(i + 1) % points.length][0], 0)) / 2;
    });
    return areas.reduce((a, b) => a + b, 0) / (width * height);
  });
  return {
    lang: document.documentElement.lang, title: document.title, question: document.querySelector("h1").textContent,
    verdict: [...document.querySelectorAll(".verdict")].map((node) => node.textContent).join(" "), text: document.body.innerText,
    overflow: document.documentElement.scrollWidth - innerWidth, wide, overlaps, ground: paper.backgroundColor, ink: paper.color, broken: window.broken ?? null,
    images: document.images.length,
    charts: [...document.querySelectorAll(".chart")].map((node) => ({ id: node.id, marks: node.querySelectorAll("svg path, svg circle, svg polyline, svg polygon").length,
      alt: node.getAttribute("aria-label") ?? "", width: node.clientWidth, title: node.closest("figure")?.querySelector("h3").textContent ?? "" })),
    tables: document.querySelectorAll("figure details.data").length, figures: document.querySelectorAll("figure").length,
    rows: document.querySelectorAll(".arms tbody tr").length, over, cutLabels, covered,
    dots: document.querySelectorAll(".arms .dots .mean").length,
    sideways: [...document.querySelectorAll(".scroll, .bar ul, pre")].filter((node) => seen(node) && node.scrollWidth > node.clientWidth + 1).map((node) => node.textContent.slice(0, 80)),
    nav: [...document.querySelectorAll(".bar a, .bar button")].filter((node) => { const box = node.getBoundingClientRect(); return box.left < 0 || box.right > innerWidth + 0.5 || box.width === 0; }).map((node) => node.textContent),
    swatches: [...document.querySelectorAll(".chips .chip[aria-pressed=true] .swatch")].map((node) => node.style.background),
    notes: [...document.querySelectorAll("figure .note")].map((node) => node.textContent), headings: [...document.querySelectorAll("h3, h4")].map((node) => node.textContent),
    cells: [...document.querySelectorAll("figure details td, #all-measures td, .scorecard td:nth-child(-n+4), .arms b, .arms small, .arms .scale span")].map((node) => node.textContent),
    labels: Object.fromEntries([...document.querySelectorAll(".chart")].map((node) => [node.id, [...node.querySelectorAll("svg text")].map((text) => text.textContent)])),
    places: [...document.querySelectorAll(".arms .dots .mean")].map((node) => parseFloat(node.getAttribute("cx")) / 100),
    brief: document.getElementById("brief") && { bottom: document.getElementById("brief").getBoundingClientRect().bottom + scrollY, advice: document.querySelector(".advice").textContent,
      tiles: [...document.querySelectorAll(".tile")].map((node) => node.innerText) },
    kicker: document.querySelector(".kicker").textContent,
    credit: document.getElementById("no-credit")?.textContent ?? null,
    columns: Object.fromEntries([...document.querySelectorAll(".arms tbody tr[data-arm]")].map((row) => [row.querySelector(".name").textContent, [...row.querySelectorAll("td[data-label]")].map((cell) => cell.innerText)])),
  };
};

// The page's own answer to a new width comes 80 ms after the last event of it.
async function resize(page, width) {
  await page.evaluate(() => {
    window.resized = new Promise((done) => {
      let waiting = 0;
      addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(done, 160); });
    });
  });
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => window.resized);
}

// Loaded at the first of the widths and then drawn out or pressed together, as by a reader who turns a phone. At the
// width `unfold`, if there is one, all tables and lists are opened in the end: they have to be whole too.
async function look({ file, widths, scheme, shot, unfold }) {
  const { page, seen } = await open(file, widths[0], scheme);
  const found = [];
  let now = widths[0];
  const at = async (width, unfolded) => {
    if (width !== now) await resize(page, width);
    now = width;
    if (unfolded) {
      await page.evaluate(() => document.querySelectorAll("details").forEach((node) => { node.open = true; }));
      await page.waitForTimeout(200);
    }
    found.push({ file, width, scheme, unfolded, ...(await page.evaluate(facts)), errors: seen.errors.splice(0), requests: seen.requests.splice(0) });
  };
  for (const width of widths) await at(width, false);
  if (unfold) await at(unfold, true);
  if (shot) await page.screenshot({ path: shot, fullPage: true });
  await page.close();
  return found;
}

// Everything a reader can do, one thing after the other.
async function use(file) {
  const { page, seen } = await open(file, 1280, "light");
  const out = { said: [] };
  const text = (selector) => page.locator(selector).first().textContent();
  const drawn = (id) => page.locator(`#${id} svg`).evaluate((node) => node.outerHTML);
  const series = "chart-series-net_revenue";
  const settle = () => page.waitForTimeout(120);

  out.before = await drawn(series);
  await page.locator(".chips .chip").nth(1).focus();
  await page.keyboard.press("Enter");
  out.pressed = await page.locator(".chips .chip").nth(1).getAttribute("aria-pressed");
  out.toggled = await drawn(series);
  await page.keyboard.press("Enter");
  out.again = await drawn(series);

  await into(page, series);
  const box = await page.locator(`#${series}`).boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.4);
  await settle();
  out.tooltip = await page.locator(`#${series} .tip`).innerText();
  await page.mouse.move(2, 2);
  await page.locator(`#${series}`).focus();
  await page.keyboard.press("Home");
  await settle();
  out.first_day = await page.locator(`#${series} .tip strong`).innerText();
  await page.keyboard.press("ArrowRight");
  await settle();
  out.second_day = await page.locator(`#${series} .tip strong`).innerText();
  await page.keyboard.press("Escape");

  const other = "chart-series-sentiment";
  const whole = [await drawn(series), await drawn(other)];
  await page.keyboard.press("+");
  await settle();
  out.zoomed = [(await drawn(series)) !== whole[0], (await drawn(other)) !== whole[1]];
  await page.locator("#reset-zoom").click();
  await settle();

  await page.locator("#figure-series-net_revenue details summary").click();
  await settle();
  out.table_rows = await page.locator("#figure-series-net_revenue details tbody tr").count();
  out.table_head = await page.locator("#figure-series-net_revenue details th").allTextContents();
  await page.locator("#all-measures summary").click();
  await settle();
  out.measure_tables = await page.locator("#all-measures table").count();

  const funnel = page.locator("#figure-money select");
  out.money_title = await text("#figure-money h3");
  await funnel.selectOption({ index: 0 });
  out.money_title_other = await text("#figure-money h3");
  await into(page, "chart-money");
  const flow = await page.locator("#chart-money").boundingBox();
  await page.mouse.move(flow.x + flow.width * 0.12, flow.y + flow.height * 0.4);
  await settle();
  out.flow_tip = await page.locator("#chart-money .tip").allInnerTexts();

  await into(page, "chart-network");
  await settle();
  const day = page.locator("#network-day");
  const network = async () => ({ title: await text("#figure-network h3"), drawing: await drawn("chart-network"), day: await day.inputValue() });
  out.network_end = await network();
  await day.focus();
  await page.keyboard.press("Home");
  await settle();
  out.network_start = await network();
  // Stopped by the page's own clock: a loaded machine would let it play to its end before a click came through.
  await page.evaluate(() => new Promise((resolve) => {
    const play = document.getElementById("network-play"), at = document.getElementById("network-day");
    play.click();
    const watch = setInterval(() => {
      if (Number(at.value) < 3) return;
      clearInterval(watch);
      play.click();
      resolve();
    }, 20);
  }));
  out.network_played = await network();
  await page.waitForTimeout(400);
  out.network_paused = await network();
  const places = await page.locator("#chart-network svg path").evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect()).filter((box) => box.width > 4 && box.width < 30 && Math.abs(box.width - box.height) < 4)
    .map((box) => [box.x + box.width / 2, box.y + box.height / 2]));
  out.network_nodes = places.length;
  out.network_tip = "";
  for (const [x, y] of places.slice(-6)) {
    await page.mouse.move(x, y);
    await settle();
    out.network_tip ||= (await page.locator("#chart-network .tip").allInnerTexts()).join(" ");
  }

  await into(page, "chart-post-hours");
  await settle();
  const post = async () => ({ hours: await text("#figure-post-hours h3"), score: await text("#figure-post-score h3"), drawing: await drawn("chart-post-hours") });
  out.post_first = await post();
  await page.locator("#choose-post select").selectOption({ index: 1 });
  await settle();
  out.post_second = await post();
  out.posts = await page.locator("#choose-post option").allTextContents();
  await page.locator("#glass .choice select").first().selectOption({ index: 1 });
  await settle();
  out.posts_other_arm = await page.locator("#choose-post option").allTextContents();
  await page.locator("#post-facts summary").click();
  out.post_facts = await page.locator("#post-facts dd").count();

  await page.locator("#language").click();
  await settle();
  out.chinese = { lang: await page.evaluate(() => document.documentElement.lang), heading: await text("#arms h2"), verdict: await text(".verdict") };
  await page.locator("#language").click();
  out.english = await text("#arms h2");
  await page.locator("#theme").click();
  await settle();
  out.dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  out.printed = await page.evaluate(() => ({ theme: document.documentElement.dataset.theme, empty: [...document.querySelectorAll(".chart")].filter((node) => !node.querySelector("svg")).map((node) => node.id) }));
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));

  const before = seen.errors.length;
  out.fetched = await page.evaluate(() => fetch("https://example.invalid/x").then(() => "came through", () => "refused"));
  await settle();
  out.refusals = seen.errors.splice(before);
  await page.close();
  return { ...out, ...seen };
}

// The panels of many arms, read and moved through by keys.
async function panels(file) {
  const { page, seen } = await open(file, 1024, "light");
  const focused = () => page.evaluate(() => { const box = document.activeElement.getBoundingClientRect(); return { name: document.activeElement.querySelector(".name").textContent, x: Math.round(box.x), y: Math.round(box.y + scrollY), stops: document.querySelectorAll("#chart-panels [tabindex='0']").length }; });
  const pressed = () => page.locator("#chart-panels button[aria-pressed=true]").count();
  const out = await page.evaluate(() => ({
    names: [...document.querySelectorAll("#chart-panels button .name")].map((node) => node.textContent),
    table: [...document.querySelectorAll(".arms tbody th .name")].map((node) => node.textContent),
    key: document.querySelector("#chart-panels .axes").textContent, wide: [...document.querySelectorAll("#chart-panels .panel")].slice(0, 2).map((node) => node.clientWidth), said: document.querySelector("#chart-panels button").getAttribute("aria-label"),
    bands: document.querySelectorAll("#chart-panels .band").length, baselines: document.querySelectorAll("#chart-panels button .baseline").length,
  }));
  out.pressed = await pressed();
  await page.locator("#chart-panels button").first().focus();
  out.path = [await focused()];
  for (const key of ["ArrowRight", "ArrowDown", "ArrowUp", "End", "Home"]) {
    await page.keyboard.press(key);
    out.path.push(await focused());
  }
  await page.keyboard.press("Enter");
  out.left = await pressed();
  out.chip = await page.locator(".chips .chip").first().getAttribute("aria-pressed");
  await page.locator("#figure-panels details summary").click();
  out.rows = await page.locator("#figure-panels details tbody tr").count();
  out.columns = await page.locator("#figure-panels details thead th").count();
  out.cell = await page.locator("#figure-panels details tbody td").last().textContent();
  await page.close();
  return { ...out, ...seen };
}

// Puts into the charts whatever goes in.
async function colours(file) {
  const { page } = await open(file, 1280, "light", false);
  for (let left = await page.locator(".chips .chip[aria-pressed=false]:not(:disabled)").count(); left > 0; left = await page.locator(".chips .chip[aria-pressed=false]:not(:disabled)").count())
    await page.locator(".chips .chip[aria-pressed=false]:not(:disabled)").first().click();
  const out = await page.evaluate(() => ({ swatches: [...document.querySelectorAll(".chips .chip[aria-pressed=true] .swatch")].map((node) => node.style.background),
    refused: document.querySelectorAll(".chips .chip:disabled").length, why: document.querySelector(".chips .chip:disabled")?.title ?? "" }));
  await page.close();
  return out;
}

// Two pages at a time, as many as a small machine has cores; the answers stay in the order of the jobs.
async function lookAtAll(jobs) {
  const found = [];
  let next = 0;
  const one = async () => {
    while (next < jobs.length) {
      const at = next++;
      found[at] = await look(jobs[at]);
    }
  };
  await Promise.all([one(), one()]);
  return found.flat();
}

const result = { looks: await lookAtAll(job.looks ?? []) };
if (job.use) result.use = await use(job.use);
if (job.colours) result.colours = await colours(job.colours);
if (job.panels) result.panels = await panels(job.panels);
await browser.close();
process.stdout.write(JSON.stringify(result));
