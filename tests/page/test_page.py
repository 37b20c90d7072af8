"""The page of `fanfare report` in a real browser: nothing loaded, nothing empty, everything works, in both languages."""
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
    for words in (["run", folder / "study.yaml", "-o", folder / "study"], ["run", SOURCE / "scenarios/tiny.yaml", "-o", folder / "run"]):
        done = fanfare(*words)
        assert done.returncode == 0, done.stderr
    subprocess.run([BUILD / "bin/fanfare_report_sample_studies_main", folder, "200", "2"], check=True)
    files = {"study": folder / "study", "run": folder / "run", "many": folder / "many.h5", "nasty": folder / "nasty.h5"}
    out = {}
    for name, file in files.items():
        for language in ("en", "zh"):
            out[name, language] = folder / f"{name}.{language}.html"
            done = fanfare("report", file, "--lang", language, "-o", out[name, language])
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
    jobs = [{"file": str(file), "width": width, "scheme": "dark" if language == "zh" else "light"}
            for (_, language), file in pages.items() for width in WIDTHS]
    return {(pathlib.Path(one["file"]).name.removesuffix(".html"), one["width"]): one for one in browse(modules, looks=jobs)["looks"]}


NAMES = [f"{name}.{language}" for name in ("study", "run", "many", "nasty") for language in ("en", "zh")]
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
    assert looks[view]["tables"] == looks[view]["figures"] == len(charts) - 1  # the arms' chart stands in their table


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
    assert {f"chart-{x}" for x in ("arms", "funnel", "credit", "frequency", "creators", "sources", "money", "followers", "cascades",
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
    view, = browse(modules, looks=[{"file": str(tmp_path / "bare.html"), "width": 1024, "scheme": "light"}])["looks"]
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


def test_what_a_reader_does_works(modules, pages):
    use = browse(modules, use=str(pages["study", "en"]))["use"]
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


def test_posts_are_chosen_and_the_network_moves_with_its_slider(modules, pages):
    use = browse(modules, use=str(pages["study", "en"]))["use"]
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
