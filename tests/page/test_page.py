"""The page of `fanfare report` in a real browser: nothing loaded, nothing empty, everything works, in both languages."""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

BIN = os.environ["FANFARE_BIN"]
BUILD = pathlib.Path(os.environ["FANFARE_BUILD"])
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
HERE = pathlib.Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
WIDTHS = (1440, 1024, 390)
UNFOLDED = ("study", "run", "design", "placebo")  # with all tables open on a phone, too

STUDY = f"""schema: 1
kind: study
name: tiny_study
question: Do KOLs or KOCs sell more?
scenario: {SOURCE / "scenarios" / "tiny.yaml"}
baseline: none
arms:
  none: {{campaigns: []}}
  half: {{}}
  koc:  {{campaigns.launch.lines: [{{hire: {{kind: koc, by: fit}}, posts: 2, contract: flat}}]}}
replicates: 3
primary: incremental_contribution_per_yuan
measure: [incremental_contribution_per_yuan, incremental_revenue, reach, net_revenue]
"""


DESIGN = f"""schema: 1
kind: study
name: budget_and_price
question: Which budget at which price?
scenario: {SOURCE / "scenarios" / "tiny.yaml"}
design: grid
factors:
  campaigns.launch.budget: [40_000 CNY, 60_000 CNY, 80_000 CNY]
  brands.aurora.price: [99 CNY, 129 CNY, 159 CNY]
replicates: 2
primary: net_revenue
measure: [net_revenue, reach]
"""

# Its baseline has the campaign; the placebo reaches as many as the plan it copies. What it survives and why is asked, too.
PLACEBO = f"""schema: 1
kind: study
name: against_half
question: What does a brand in the posts do?
scenario: {SOURCE / "scenarios" / "tiny.yaml"}
baseline: half
arms:
  half:    {{}}
  placebo: {{campaigns.launch.brand: none}}
  koc:     {{campaigns.launch.lines: [{{hire: {{kind: koc, by: fit}}, posts: 1, contract: flat, share: 20%}}]}}
plausible:
  following: {{path: platforms.short_video.feed.sources.following, values: [60]}}
why: [click]
leave_out: {{arm: koc, units: 2}}
replicates: 2
primary: reach
measure: [reach, net_revenue]
"""


def fanfare(*words):
    return subprocess.run([BIN, *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)


@pytest.fixture(scope="session")
def modules():
    """The browser's driver, as locked in analysis/page."""
    folder = BUILD / "page_test"
    folder.mkdir(exist_ok=True)
    lock = (SOURCE / "analysis/page/package-lock.json").read_text()
    kept = folder / "package-lock.json"
    if not (folder / "node_modules/playwright-core").exists() or not kept.exists() or kept.read_text() != lock:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(SOURCE / "analysis/page" / name, folder / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True)
    return folder / "node_modules"


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "design.yaml").write_text(DESIGN, encoding="utf-8")
    (folder / "placebo.yaml").write_text(PLACEBO, encoding="utf-8")
    for words in (["run", folder / "study.yaml", "-o", folder / "study"], ["run", SOURCE / "scenarios/tiny.yaml", "-o", folder / "run"],
                  ["run", folder / "design.yaml", "--until", "16d", "-o", folder / "design"],
                  ["run", folder / "placebo.yaml", "--until", "16d", "-o", folder / "placebo"]):
        done = fanfare(*words)
        assert done.returncode == 0, done.stderr
    subprocess.run([BUILD / "bin/fanfare_report_sample_studies_main", folder, "200", "2"], check=True)
    files = {"study": folder / "study", "run": folder / "run", "design": folder / "design", "placebo": folder / "placebo", "many": folder / "many.h5", "nasty": folder / "nasty.h5"}
    out = {(name, language): folder / f"{name}.{language}.html" for name in files for language in ("en", "zh")}
    with concurrent.futures.ThreadPoolExecutor(2) as two:  # each is one thread of its own
        for done in two.map(lambda one: fanfare("report", files[one[0][0]], "--lang", one[0][1], "-o", one[1]), out.items()):
            assert done.returncode == 0, done.stderr
    return out


def browse(modules, **job):
    assert pathlib.Path(CHROMIUM).exists(), f"{CHROMIUM} is missing (cmake/packages.txt, [test])"
    job = {"chromium": CHROMIUM, "modules": str(modules), **job}
    done = subprocess.run(["node", HERE / "check.mjs", json.dumps(job)], capture_output=True, text=True, encoding="utf-8", timeout=900,
                          check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def looks(modules, pages):
    """Half of the pages are loaded wide and pressed together, half are loaded on a phone and drawn out."""
    jobs = [{"file": str(file), "unfold": 390 if name in UNFOLDED else None,
             **({"widths": WIDTHS[::-1], "scheme": "dark"} if language == "zh" else {"widths": WIDTHS, "scheme": "light"})}
            for (name, language), file in pages.items()]
    return {(pathlib.Path(one["file"]).name.removesuffix(".html"), "unfolded" if one["unfolded"] else one["width"]): one
            for one in browse(modules, looks=jobs)["looks"]}


@pytest.fixture(scope="session")
def use(modules, pages):
    """Everything a reader can do, done once on the page of the study."""
    return browse(modules, use=str(pages["study", "en"]))["use"]


NAMES = [f"{name}.{language}" for name in ("study", "run", "design", "placebo", "many", "nasty") for language in ("en", "zh")]
EVERY = [(name, width) for name in NAMES for width in WIDTHS]


@pytest.mark.parametrize("view", EVERY, ids=str)
def test_nothing_is_loaded_and_nothing_goes_wrong(looks, view):
    assert (looks[view]["errors"], looks[view]["requests"]) == ([], [])


@pytest.mark.parametrize("view", EVERY, ids=str)
def test_nothing_overflows_or_overlaps(looks, view):
    assert (looks[view]["overflow"], looks[view]["wide"], looks[view]["overlaps"]) == (0, [], [])


@pytest.mark.parametrize("view", EVERY, ids=str)
def test_every_chart_is_drawn_and_has_text_title_and_table(looks, view):
    charts = looks[view]["charts"]
    assert len(charts) >= 5
    for chart in charts:
        assert chart["marks"] > 4, chart
        assert len(chart["alt"]) > 20, chart
        assert "undefined" not in chart["alt"] + chart["title"] and "NaN" not in chart["alt"] + chart["title"], chart
    assert looks[view]["tables"] == looks[view]["figures"] == len(charts)
    assert looks[view]["dots"] >= 1  # the arms' chart stands in their table


@pytest.mark.parametrize("view", EVERY, ids=str)
def test_no_label_lies_over_another_or_is_cut(looks, view):
    assert (looks[view]["over"], looks[view]["cutLabels"]) == ([], [])


@pytest.mark.parametrize("view", EVERY, ids=str)
def test_bands_do_not_flood_the_charts(looks, view):
    assert max(looks[view]["covered"], default=0) < 0.85


@pytest.mark.parametrize("view", EVERY, ids=str)
def test_the_navigation_is_whole(looks, view):
    assert looks[view]["nav"] == []


@pytest.mark.parametrize("view", EVERY, ids=str)
def test_no_two_lines_share_a_colour(looks, view):
    swatches = looks[view]["swatches"]
    assert len(set(swatches)) == len(swatches)


@pytest.mark.parametrize("view", EVERY, ids=str)
def test_every_figure_says_that_it_is_simulated(looks, view):
    says = "模拟结果。" if looks[view]["lang"] == "zh-CN" else "Simulated. "
    assert looks[view]["notes"] and all(note.startswith(says) for note in looks[view]["notes"])
    assert all(says in chart["alt"] for chart in looks[view]["charts"] if chart["id"] != "chart-panels")


@pytest.mark.parametrize("name", [f"{name}.{language}" for name in UNFOLDED for language in ("en", "zh")])
def test_tables_are_whole_on_a_phone(looks, name):
    view = looks[name, "unfolded"]
    assert (view["sideways"], view["overflow"]) == ([], 0)


def figures(number):
    """Significant figures: "0.0250" has three, "1250" has three, "1,234" four."""
    digits = number.replace(",", "")
    return len(digits.replace(".", "").lstrip("0")) if "." in digits else len(digits.strip("0"))


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(("many", "nasty"))])
def test_tables_have_three_significant_figures(looks, name):
    cells = looks[name, "unfolded"]["cells"]
    assert len(cells) > 500
    assert [cell for cell in cells if max(map(figures, re.findall(r"\d[\d,]*(?:\.\d+)?", cell)), default=0) > 3] == []


def test_the_scorecard_is_in_the_language(looks):
    english, chinese = looks["study.en", "unfolded"], looks["study.zh", "unfolded"]
    assert "Kwak et al. (2010) WWW: share of follows that are mutual" in english["text"]
    assert "Kwak 等（2010）WWW：互相关注占关注的比例" in chinese["text"] and "share of follows" not in chinese["text"]
    assert "公式：成交额 − 退款额" in chinese["text"] and "Formula: revenue − refunds" in english["text"]
    assert "空白组" in chinese["text"] and not re.search(r"\b(yes|none)\b", chinese["text"])


def test_formulas_and_sources_in_the_table_of_words_are_those_of_the_results(pages):
    words = json.loads((SOURCE / "analysis/page/labels.json").read_text(encoding="utf-8"))
    document = json.loads(fanfare("report", pages["study", "en"].parent / "study", "--json").stdout)
    stated = {f"formula.{c['measure']}": c["formula"] for c in document["comparisons"]}
    stated |= {f"formula.{line['name']}": line["formula"] for line in document["series"]["lines"]}
    stated |= {f"citation.{line['fact']}": line["citation"] for line in document["trust"]["scorecard"]}
    assert len(stated) > 20
    assert {key: words[key][0] for key in stated} == stated


def test_points_of_a_design_read_as_factors(looks):
    view, chinese = looks["design.en", 1440], looks["design.zh", 1440]
    assert set(view["columns"]) == {f"budget {budget},000 CNY, price {price} CNY" for budget in (40, 60, 80) for price in (99, 129, 159)}
    assert "预算 60,000 元，价格 99 元" in chinese["columns"]
    assert "budget=" not in view["text"] + chinese["text"] + view["verdict"]
    charts = {chart["id"]: chart for chart in view["charts"]}
    assert {"chart-factor-0", "chart-factor-1", "chart-panels"} <= set(charts)
    assert re.fullmatch(r"Net revenue \(aurora\) by price: highest at \d+ CNY, ¥[\d.]+ [kM] on average", charts["chart-factor-1"]["title"])
    labels = [text for text in view["labels"]["chart-series-reach"] if "·" in text]
    assert len(labels) == len(set(labels)) == 5 and all(re.fullmatch(r"\d0 k · \d+", text) for text in labels)
    assert not re.search(r"\barms?\b", view["text"], re.IGNORECASE) and "方案" not in chinese["text"]
    assert "9 points" in view["text"] and "9 个组合" in chinese["text"]


def test_no_more_lines_can_be_shown_than_there_are_colours(modules, pages):
    many = browse(modules, colours=str(pages["design", "en"]))["colours"]
    assert len(many["swatches"]) == len(set(many["swatches"])) == 8
    assert many["refused"] == 1 and "8 can be shown at once" in many["why"]


def test_no_headline_speaks_of_a_placebo(looks):
    view = looks["placebo.en", 1440]
    assert not re.search("placebo", view["verdict"])
    titles = [chart["title"] for chart in view["charts"]]
    assert titles and not [title for title in titles if "placebo" in title]
    assert "安慰剂" in looks["placebo.zh", 1440]["columns"] and "安慰剂" not in looks["placebo.zh", 1440]["verdict"]


def test_credit_stands_beside_effect_only_against_a_baseline_without_the_campaign(looks):
    study, kept, design = looks["study.en", 1440], looks["placebo.en", 1440], looks["design.en", 1440]
    shown = [{chart["id"] for chart in view["charts"]} >= {"chart-credit"} for view in (study, kept, design)]
    assert shown == [True, False, False]
    assert study["credit"] is None
    assert re.match(r"Caused beside credited is not shown: the baseline half itself spends ¥[\d.]+ k on aurora", kept["credit"])
    assert "no baseline without the campaign" in design["credit"]
    assert "未显示增量与归因的对照" in looks["placebo.zh", 1440]["credit"]


@pytest.mark.parametrize("view", [view for view in EVERY if not view[0].startswith("run")], ids=str)
def test_the_first_screen_is_the_answer(looks, view):
    brief = looks[view]["brief"]
    least = 20 if view[0].endswith(".en") else 8  # characters
    assert len(brief["tiles"]) == 4 and all(len(tile) > least for tile in brief["tiles"]) and len(brief["advice"]) > 8, brief
    if view[1] == 1440:
        assert brief["bottom"] < 900, brief
    assert "simulated" in looks[view]["kicker"] or "模拟结果" in looks[view]["kicker"]


def test_the_first_screen_says_whether_plausible_worlds_were_tried(looks):
    assert "not tried" in looks["study.en", 1440]["brief"]["tiles"][2] and "未检验" in looks["study.zh", 1440]["brief"]["tiles"][2]
    assert re.search(r"[01] of 1\n", looks["placebo.en", 1440]["brief"]["tiles"][2])
    assert looks["run.en", 1440]["brief"] is None  # nothing is compared


def test_what_an_answer_survives_and_why_is_drawn_where_it_was_asked(looks):
    asked, other = ({chart["id"] for chart in looks[name, 390]["charts"]} for name in ("placebo.zh", "study.en"))
    figures = {"chart-worlds", "chart-why", "chart-units"}
    assert figures <= asked and not figures & other
    assert "following" in looks["placebo.en", 1440]["labels"]["chart-worlds"]


def test_a_map_stands_for_two_crossed_factors(looks):
    charts = {chart["id"]: chart for chart in looks["design.en", 1440]["charts"]}
    assert re.fullmatch(r"Net revenue \(aurora\) by budget and price: highest at [\d,]+ CNY, \d+ CNY, ¥[\d.]+ [kM]", charts["chart-heat"]["title"])


def test_nothing_is_said_of_luck(looks):
    for name in NAMES:
        assert "may be luck" not in looks[name, 1440]["text"] and "运气" not in looks[name, 1440]["text"]
        assert not re.search(r"per yuan[^.:;]* CNY per yuan", looks[name, 1440]["verdict"])


def test_a_chinese_verdict_says_what_a_yuan_brings(looks):
    assert re.search(r"每元支出(增加|亏损) [\d.]+ 元", looks["study.zh", 1440]["verdict"])


def test_the_axis_of_the_arms_fits_them(looks):
    """Dots stand apart also where all are far from zero, and wide intervals of two replicates do not press them together."""
    for name in ("many.en", "placebo.en"):
        left, right = min(looks[name, 1440]["places"]), max(looks[name, 1440]["places"])
        assert right - left > 0.2, looks[name, 1440]["places"]


def contrast(a, b):
    def luminance(colour):
        parts = [int(x) / 255 for x in re.findall(r"\d+", colour)[:3]]
        linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_text_stands_out_from_its_ground(looks, name):
    view = looks[name, 1440]
    assert contrast(view["ground"], view["ink"]) > 7


def test_the_words_are_in_the_language(looks):
    english, chinese = looks["study.en", 1440], looks["study.zh", 1440]
    assert (english["lang"], chinese["lang"]) == ("en", "zh-CN")
    assert "How far to trust it" in english["text"] and "可信程度" in chinese["text"]
    assert "simulated" in english["verdict"] and "模拟结果" in chinese["verdict"]
    assert not re.search(r"\b(section|title|note|fact|axis|nav)\.[a-z_]+", english["text"] + chinese["text"])  # a key without words


def test_all_of_the_market_is_shown(looks):
    ids = {chart["id"] for chart in looks["study.en", 1440]["charts"]}
    assert {f"chart-{x}" for x in ("funnel", "credit", "frequency", "creators", "sources", "money", "followers", "cascades",
                                   "series-reach", "series-sales", "series-sentiment", "series-share_of_voice")} <= ids


def test_posts_and_the_network_are_shown_of_runs_that_kept_them(looks):
    ids = {chart["id"] for chart in looks["study.en", 1440]["charts"]}
    assert {f"chart-{x}" for x in ("post-hours", "post-shares", "post-appeal", "post-score", "network")} <= ids
    assert {"chart-network", "chart-post-hours"} <= {chart["id"] for chart in looks["run.zh", 390]["charts"]}


def test_a_page_without_a_sample_says_how_to_get_one(pages, modules, tmp_path):
    scenario = tmp_path / "bare.yaml"
    scenario.write_text((SOURCE / "scenarios/tiny.yaml").read_text(encoding="utf-8").split("sample:")[0], encoding="utf-8")
    assert fanfare("run", scenario, "-o", tmp_path / "bare").returncode == 0
    assert fanfare("report", tmp_path / "bare", "-o", tmp_path / "bare.html").returncode == 0
    view, = browse(modules, looks=[{"file": str(tmp_path / "bare.html"), "widths": [1024], "scheme": "light"}])["looks"]
    assert "sample: {posts: 8, accounts: 240}" in view["text"]
    assert not {"chart-network", "chart-post-hours"} & {chart["id"] for chart in view["charts"]}


def test_one_run_says_that_there_is_no_interval(looks):
    assert "no interval" in looks["run.en", 1440]["verdict"] and "无区间" in looks["run.zh", 1440]["text"]


def test_names_stay_text(looks):
    view = looks["nasty.en", 1440]
    assert (view["broken"], view["images"]) == (None, 0)
    assert "</script><img src=x onerror=window.broken=1>" in view["question"]
    assert view["title"].startswith("</script>")


def test_of_many_arms_the_table_shows_the_best_and_can_show_all(looks):
    assert looks["many.en", 1440]["rows"] == 25  # 24 and the axis
    assert "Show all 200 arms" in looks["many.en", 1440]["text"]


def test_each_of_many_arms_has_a_panel_that_keys_reach(modules, pages):
    panels = browse(modules, panels=str(pages["many", "en"]))["panels"]
    assert (panels["errors"], panels["requests"]) == ([], [])
    assert len(panels["names"]) == 200 and panels["names"][:24] == panels["table"]  # in the order of the table
    assert panels["bands"] == 200 and panels["baselines"] == 199  # the baseline is not behind itself
    assert panels["wide"][0] == panels["wide"][1] > 100  # the axes are as wide as what they are of
    assert re.fullmatch(r"axes of allCNY[\d.]+ [kM]0d 0d 45", panels["key"])
    assert re.fullmatch(r"point \d+: ¥[\d.]+ [kM] \([\d.]+ [kM] … [\d.]+ [kM]\)", panels["said"])
    start, right, down, up, end, home = panels["path"]
    assert {at["stops"] for at in panels["path"]} == {1}
    assert (right["name"], right["y"]) == (panels["names"][1], start["y"]) and right["x"] > start["x"]
    assert down["x"] == right["x"] and down["y"] > right["y"] and up == right
    assert (end["name"], home["name"]) == (panels["names"][-1], panels["names"][0])
    assert (panels["pressed"], panels["left"], panels["chip"]) == (6, 5, "false")  # the best five and the baseline, less one
    assert (panels["rows"], panels["columns"]) == (200, 46) and "…" in panels["cell"]


def test_few_arms_need_no_panels(looks):
    assert not {"chart-panels"} & {chart["id"] for chart in looks["study.en", 1440]["charts"]}


def test_what_a_reader_does_works(use):
    assert (use["errors"], use["requests"]) == ([], [])
    assert use["pressed"] == "false" and use["toggled"] != use["before"]
    assert use["toggled"].count("<path") < use["before"].count("<path") == use["again"].count("<path")
    assert "2026-03" in use["tooltip"] and "koc" in use["tooltip"] and "…" in use["tooltip"]
    assert (use["first_day"], use["second_day"]) == ("2026-03-03 · day 1", "2026-03-04 · day 2")
    assert use["zoomed"] == [True, True]
    assert use["table_rows"] == 21 and use["table_head"][:3] == ["time", "none", "95 % interval"]
    assert use["measure_tables"] >= 6
    assert use["money_title"] != use["money_title_other"]
    assert use["flow_tip"] and "¥" in use["flow_tip"][0]
    assert use["chinese"]["lang"] == "zh-CN" and use["chinese"]["heading"] == "方案对比" and "模拟结果" in use["chinese"]["verdict"]
    assert use["english"] == "The arms, side by side"
    assert use["dark"] == "rgb(22, 22, 24)"
    assert use["printed"] == {"theme": "light", "empty": []}
    assert use["fetched"] == "refused" and "Content Security Policy" in " ".join(use["refusals"])


def test_posts_are_chosen_and_the_network_moves_with_its_slider(use):
    assert use["posts"] and use["posts"] != use["posts_other_arm"]
    assert use["post_first"]["drawing"] != use["post_second"]["drawing"] and use["post_first"]["hours"] != use["post_second"]["hours"]
    assert use["post_facts"] >= 12
    assert (use["network_end"]["day"], use["network_start"]["day"]) == ("20", "0")
    assert "0 % of the followers shown" in use["network_start"]["title"] and "0 % of the followers" not in use["network_end"]["title"]
    assert use["network_end"]["drawing"] != use["network_start"]["drawing"]
    assert 2 < int(use["network_played"]["day"]) < 20 and use["network_paused"]["day"] == use["network_played"]["day"]
    assert use["network_nodes"] >= 50 and "times exposed" in use["network_tip"]


def test_the_page_is_small(pages):
    assert all(page.stat().st_size < 3_000_000 for page in pages.values())
