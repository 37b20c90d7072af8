# The best of a few arms on the smallest world: the same on any threads, gone on with, limited, and refused with reasons.
import csv
import io
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import xml.etree.ElementTree

import pytest

BIN = os.environ.get("FANFARE_BIN", "")
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
STUDY = f"""schema: 1
kind: study
name: choose
scenario: {SOURCE / "scenarios" / "tiny.yaml"}
baseline: without
arms:
  without: {{campaigns: []}}
  cheap:   {{campaigns.launch.budget: 8_000 CNY}}
  plain:   {{}}
  dear:    {{campaigns.launch.budget: 400_000 CNY}}
replicates: 3
primary: incremental_contribution
measure: [incremental_contribution, reach]
"""
SHORT = ["--until", "12d", "--set", "run.warmup=1d", "--progress", "off"]


def command(*words):
    return [BIN, *map(str, words)]


def fanfare(*words, cwd=None):
    return subprocess.run(command(*words), cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=200, check=False)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("optimize")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    done = fanfare("optimize", "study.yaml", "-o", "one", "--runs", 24, "--start", 3, "--threads", 1, "--sure", "100%", *SHORT, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder, done, json.loads((folder / "one/optimize.json").read_text(encoding="utf-8"))


def test_money_thrown_away_is_not_best(found):
    folder, done, best = found
    by_name = {c["name"]: c for c in best["candidates"]}
    assert set(by_name) == {"cheap", "plain", "dear"} and best["baseline"] == "without"
    assert best["best"] != "dear" and best["best"] in done.stdout and by_name[best["best"]]["best"]
    assert by_name["dear"]["behind"] > 0 and not by_name["dear"]["frontier"]
    assert best["simulated"] is True and 24 <= best["runs"] <= 27
    # The best has as many replicates as any, and the one that is far behind the fewest.
    assert by_name[best["best"]]["n"] == max(c["n"] for c in best["candidates"])
    assert by_name["dear"]["n"] == min(c["n"] for c in best["candidates"])


def test_estimates_are_paired(found):
    _, _, best = found
    leader = next(c for c in best["candidates"] if c["best"])
    for c in best["candidates"]:
        assert c["estimate"] == pytest.approx(leader["estimate"] - c["behind"], rel=1e-9, abs=1e-6)
        assert c["pairs"] <= min(c["n"], leader["n"])


def test_the_same_on_two_threads(found):
    folder, _, best = found
    done = fanfare("optimize", "study.yaml", "-o", "two", "--runs", 24, "--start", 3, "--threads", 2, "--sure", "100%", *SHORT, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads((folder / "two/optimize.json").read_text(encoding="utf-8")) == best


def test_the_same_command_runs_nothing_twice(found):
    folder, _, best = found
    parts = {p: p.stat().st_mtime_ns for p in (folder / "one/parts").iterdir()}
    assert len(parts) == best["runs"]
    done = fanfare("optimize", "study.yaml", "-o", "one", "--runs", 24, "--start", 3, "--threads", 1, "--sure", "100%", *SHORT, "--json", cwd=folder)
    assert done.returncode == 0 and json.loads(done.stdout) == best
    assert {p: p.stat().st_mtime_ns for p in (folder / "one/parts").iterdir()} == parts


def test_what_was_killed_goes_on(found):
    folder, _, best = found
    words = ["optimize", "study.yaml", "-o", "killed", "--runs", 24, "--start", 3, "--threads", 1, "--sure", "100%", *SHORT]
    with subprocess.Popen(command(*words), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for _ in range(400):
            if (folder / "killed/parts").is_dir() and len(list((folder / "killed/parts").glob("*.h5"))) >= 4:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    done = fanfare(*words, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads((folder / "killed/optimize.json").read_text(encoding="utf-8")) == best


def test_a_limit_takes_the_best_away(found):
    folder, _, best = found
    reach = 10 ** 12
    done = fanfare("optimize", "study.yaml", "-o", "one", "--runs", 16, "--start", 3, "--keep", f"reach(launch) >= {reach}", *SHORT, cwd=folder)
    assert done.returncode == 0, done.stderr
    none = json.loads((folder / "one/optimize.json").read_text(encoding="utf-8"))
    assert none["best"] is None and not any(c["allowed"] for c in none["candidates"])
    assert "keeps all limits" in done.stdout


def test_table_and_drawing_hold_every_choice(found):
    folder, _, best = found
    fanfare("optimize", "study.yaml", "-o", "one", "--runs", 24, "--start", 3, "--sure", "100%", *SHORT, cwd=folder)
    rows = list(csv.DictReader(io.StringIO((folder / "one/optimize.csv").read_text(encoding="utf-8"))))
    assert [r["choice"] for r in rows] == [c["name"] for c in best["candidates"]]
    for row, c in zip(rows, best["candidates"]):
        assert float(row["mean"]) == pytest.approx(c["value"]["mean"]) and row["origin"] == "simulated"
    drawing = xml.etree.ElementTree.parse(folder / "one/frontier.svg").getroot()
    assert len(drawing.findall(".//{http://www.w3.org/2000/svg}circle")) == len(rows)


def page(folder):
    """The page that stands beside the runs: nothing from elsewhere, every blank filled."""
    text = (folder / "optimum.html").read_text(encoding="utf-8")
    assert "http" not in text and not re.search(r"\{[a-z]+\}", text.split("</style>")[1]), text
    return text


def loses_least(found):
    """The best, if even that loses money: nothing is advised then."""
    best = next(c for c in found["candidates"] if c["best"])
    return best["name"] if best["value"]["mean"] < 0 else None


def test_the_page_says_what_to_choose_what_it_brings_and_how_flat_that_is(found):
    folder, _, best = found
    fanfare("optimize", "study.yaml", "-o", "one", "--runs", 24, "--start", 3, "--sure", "100%", *SHORT, cwd=folder)
    text = page(folder / "one")
    rows = re.findall(r"<div class='row( strong)?( faint)?'><span>(\w+)</span>", text)
    order = sorted(best["candidates"], key=lambda c: -c["estimate"])
    assert [name for _, _, name in rows] == [c["name"] for c in order] and [name for strong, _, name in rows if strong] == [best["best"]]
    assert {name for _, faint, name in rows if faint} == {c["name"] for c in order if not c["best"] and not c["nearly_as_good"]}
    assert "What it brings" in text and "In the bad case" in text
    earns = loses_least(best) is None
    assert (f"Choose “{best['best']}”" in text) == earns and ("All that was tried loses money; " in text) != earns
    nearly = sum(c["nearly_as_good"] for c in order)
    assert ("a clear best" in text) == (nearly == 0) and (f"{nearly} of 2 others" in text) == (nearly > 0)
    # Each mark stands where its number is: one scale for all, so places differ as numbers do.
    places = [float(x) for x in re.findall(r"<circle cx='([\d.]+)%' cy='11' r='5'", text)]
    means = [c["estimate"] for c in order]
    assert (places[0] - places[1]) / (places[1] - places[2]) == pytest.approx((means[0] - means[1]) / (means[1] - means[2]), rel=0.05)


def test_both_languages(found):
    folder, _, best = found
    done = fanfare("optimize", "study.yaml", "-o", "one", "--runs", 24, "--start", 3, "--lang", "zh", *SHORT, cwd=folder)
    assert "最优" in done.stdout and "模拟" in done.stdout
    assert "lang='zh-CN'" in page(folder / "one")
    assert ("建议方案" if loses_least(best) is None else "亏损最少的方案") in page(folder / "one")


@pytest.mark.parametrize("words, code, said", [
    (["--keep", "reach(launch) = 3"], 2, "is no bound"),
    (["--keep", "reach(launch) >= many"], 2, "is no number"),
    (["--keep", "raech >= 3"], 2, "reach"),
    (["--primary", "incremental_contributoin"], 2, "incremental_contribution"),
    (["--most-loss", "120%"], 2, "is no share"),
    (["--sure", "0"], 2, "is no chance"),
    (["--runs", "1"], 2, "1"),
])
def test_mistakes_are_named(found, words, code, said):
    folder, _, _ = found
    done = fanfare("optimize", "study.yaml", "-o", "wrong", *words, *SHORT, cwd=folder)
    assert done.returncode == code and said in done.stderr, done.stderr
    assert not (folder / "wrong").exists()


def test_one_scenario_is_no_choice(found):
    folder, _, _ = found
    done = fanfare("optimize", SOURCE / "scenarios" / "tiny.yaml", cwd=folder)
    assert done.returncode == 2 and "nothing to choose from" in done.stderr


BETWEEN = ["--primary", "contribution", "--vary", "campaigns.launch.budget=8_000 CNY..400_000 CNY", "--start", 2]


def test_a_range_is_searched_and_gone_on_with(found):
    folder, _, _ = found
    done = fanfare("optimize", "study.yaml", "-o", "range", *BETWEEN, "--runs", 12, *SHORT, cwd=folder)
    assert done.returncode == 0, done.stderr
    few = json.loads((folder / "range/optimize.json").read_text(encoding="utf-8"))
    assert few["runs"] == 12 and [p["first"] for p in few["tried"]] == [True] * 6
    done = fanfare("optimize", "study.yaml", "-o", "range", *BETWEEN, "--runs", 20, *SHORT, "--threads", 2, cwd=folder)
    assert done.returncode == 0, done.stderr
    more = json.loads((folder / "range/optimize.json").read_text(encoding="utf-8"))
    assert [p["levels"] for p in more["tried"][:6]] == [p["levels"] for p in few["tried"]] and len(more["tried"]) == 10
    # 400,000 CNY buy little more than a tenth of it in a world of 1,000 accounts: the search goes down.
    assert all(p["values"][0] < 200_000 for p in more["tried"][6:8])
    low, high = more["factors"][0]["nearly_as_good"]
    best = float(more["best"][0].removesuffix(" CNY"))
    assert 8_000 <= low <= best <= high <= 400_000 and best < 200_000
    text = page(folder / "range")
    assert text.count("<circle") == len(more["tried"]) and f"campaigns.launch.budget = {more['best'][0]}" in text
    stamp = (folder / "range/study.h5").stat().st_mtime_ns
    again = fanfare("optimize", "study.yaml", "-o", "range", *BETWEEN, "--runs", 20, *SHORT, "--json", cwd=folder)
    assert json.loads(again.stdout) == more and (folder / "range/study.h5").stat().st_mtime_ns == stamp


def test_a_limit_on_factors_is_kept(found):
    folder, _, _ = found
    done = fanfare("optimize", "study.yaml", "-o", "limited", *BETWEEN, "--where", "budget <= 60_000", "--runs", 12, *SHORT, "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert all(p["values"][0] <= 60_000 for p in json.loads(done.stdout)["tried"])


@pytest.mark.parametrize("words, said", [
    (["--vary", "campaigns.launch.budget=9..8"], "empty range"),
    (["--vary", "campaigns.launch.budgte=1 CNY..8 CNY"], "budget"),
    (["--vary", "campaigns.launch.budget=a..b"], "is no number"),
    (["--vary", "campaigns.launch.budget=1 CNY..9 CNY", "--where", "budget <= 0"], "hardly a point"),
    (["--where", "budget <= 0"], "goes with --vary"),
    (["--vary", "campaigns.launch.budget=1 CNY..9 CNY", "--most-loss", "10%"], "not with --vary"),
])
def test_ranges_that_are_none_are_named(found, words, said):
    folder, _, _ = found
    done = fanfare("optimize", "study.yaml", "-o", "none", "--primary", "contribution", *words, *SHORT, cwd=folder)
    assert done.returncode == 2 and said in done.stderr, done.stderr


def test_python_has_the_same_numbers_and_draws_them(found):
    import sys
    sys.path.insert(0, str(SOURCE / "analysis"))
    import matplotlib
    matplotlib.use("Agg")
    import fanfare as package
    folder, _, _ = found
    best = json.loads((folder / "one/optimize.json").read_text(encoding="utf-8"))  # others may have gone on with it
    table = package.optimum(folder / "one")
    of = {c["name"]: c for c in best["candidates"]}
    assert list(table.index) == list(of) and table.attrs["best"] == best["best"] and table.attrs["runs"] == best["runs"]
    for name, row in table.iterrows():
        assert (row["value"], row["value_low"], row["worst_tenth"]) == (of[name]["value"]["mean"], of[name]["value"]["low"], of[name]["worst_tenth"]["mean"])
        assert (row["best"], row["frontier"], row["n"]) == (of[name]["best"], of[name]["frontier"], of[name]["n"])
    drawn = package.plot.optimum(table)
    points = {tuple(p) for dots in drawn.collections for p in dots.get_offsets().tolist()}
    assert points == {(c["value"]["mean"], c["worst_tenth"]["mean"]) for c in of.values()}
    assert "simulated" in package.plot.caption_of(drawn)
    drawn.figure.savefig(folder / "one.png")
    with pytest.raises(package.NoSuchResults, match="`fanfare optimize` writes it"):
        package.optimum(folder / "nowhere")
    (folder / "other").mkdir()
    (folder / "other/optimize.json").write_text('{"waves": 3}', encoding="utf-8")
    with pytest.raises(package.NotResults, match="is not what `fanfare optimize` writes"):
        package.optimum(folder / "other")


def test_python_draws_the_curve_along_a_factor(found):
    import sys
    sys.path.insert(0, str(SOURCE / "analysis"))
    import fanfare as package
    folder, _, _ = found
    fanfare("optimize", "study.yaml", "-o", "range", *BETWEEN, "--runs", 20, *SHORT, cwd=folder)  # whole already, where it has run
    told = json.loads((folder / "range/optimize.json").read_text(encoding="utf-8"))
    table = package.optimum(folder / "range")
    assert len(table) == len(told["tried"]) and list(table["mean"]) == [p["mean"] for p in told["tried"]]
    (path,) = table.attrs["along"]
    line = package.plot.optimum(table, path).lines[0]
    assert list(line.get_ydata()) == told["factors"][0]["curve"]["mean"]
    with pytest.raises(package.UnknownName, match="there are|did you mean|campaigns"):
        package.plot.optimum(table, "price")
