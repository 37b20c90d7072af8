# Tables of what was put in and what came, as marketing-mix models read them, and the truth beside them.
import csv
import hashlib
import json
import os
import pathlib
import subprocess

import pytest

BIN = os.environ.get("FANFARE_BIN", "")
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
MARKET = f"""schema: 1
kind: scenario
name: mix_market
question: What do the inputs bring?
extends: {SOURCE / "scenarios" / "library" / "tracking_market.yaml"}
attributes:
  - {{id: city, levels: [coast, inland], shares: [60%, 40%]}}
segments:
  - {{id: keen, where: attitude(aurora) > 0.15 or bought(aurora)}}
  - {{id: coast, where: city == coast, measured: true}}
  - {{id: inland, where: city == inland, measured: true}}
media_log: {{}}
"""
STUDY = """schema: 1
kind: study
name: mix
scenario: market.yaml
baseline: none
arms:
  none:      {campaigns: [], ads.lines.video.flight: [90d, 91d], ads.lines.retarget.flight: [90d, 91d], search.bids.own_name.dates: [900d, 901d]}
  all:       {}
  no_posts:  {campaigns.kocs.flight: [90d, 91d]}
  no_search: {search.bids.own_name.dates: [900d, 901d]}
replicates: 2
primary: sales
measure: [sales]
"""


def fanfare(*words, cwd=None):
    return subprocess.run([BIN, *map(str, words)], cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=200,
                          check=False)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mix")
    (folder / "market.yaml").write_text(MARKET, encoding="utf-8")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    done = fanfare("run", "study.yaml", "-o", "out", "--until", "16d", "--set", "population.accounts=1500", "--threads", "2",
                   "--progress", "off", "--fail", "never", cwd=folder)
    assert done.returncode == 0, done.stderr
    done = fanfare("export", "out", "-o", "tidy.csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    with open(folder / "tidy.csv", newline="", encoding="utf-8") as f:
        rows = [r for r in csv.DictReader(f) if r["metric"] in ("sales", "net_revenue", "campaign_spend", "impressions",
                                                               "ad_spend", "search_spend") and r["value"]]
    return folder, {(r["metric"], r["arm"], int(r["replicate"]), r["brand"] or r["campaign"], float(r["time"])): float(r["value"])
                    for r in rows}


def table(folder, tool, *more):
    name = f"{tool}{len(more)}{'_'.join(map(str, more))}.csv".replace("--", "")
    done = fanfare("export", "out", "--to", tool, "-o", name, "--on-exists", "replace", *more, cwd=folder)
    assert done.returncode == 0, done.stderr
    with open(folder / name, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f)), folder / name.replace(".csv", ".truth.json"), done


def step(values, metric, arm, replicate, entry, start, end):
    return values[metric, arm, replicate, entry, end] - values.get((metric, arm, replicate, entry, start), 0)


@pytest.mark.parametrize("tool, columns", [
    ("meridian", ["time", "kpi", "revenue_per_kpi", "kocs_spend", "kocs_impression", "kocs_reach", "kocs_frequency", "ads_spend",
                  "ads_impression", "ads_reach", "ads_frequency", "search_spend", "search_impression", "rival_kpi"]),
    ("robyn", ["DATE", "conversions", "revenue", "kocs_S", "kocs_I", "kocs_R", "kocs_F", "ads_S", "ads_I", "ads_R", "ads_F", "search_S",
               "search_I", "rival_sales_C"]),
    ("pymc-marketing", ["date", "conversions", "y", "kocs_spend", "kocs_impressions", "kocs_reach", "kocs_frequency", "ads_spend",
                        "ads_impressions", "ads_reach", "ads_frequency", "search_spend", "search_impressions", "rival_conversions"])])
def test_columns_are_those_of_the_tool(study, tool, columns):
    folder, _ = study
    rows, _, _ = table(folder, tool)
    assert list(rows[0]) == columns
    assert [r[columns[0]] for r in rows] == ["2026-03-02", "2026-03-09"]


def test_rows_are_what_each_week_added(study):
    folder, values = study
    rows, _, done = table(folder, "pymc-marketing", "--replicate", 1)
    assert "last 2 days" in done.stderr
    for week, row in enumerate(rows):
        span = (7 * week, 7 * week + 7)
        assert float(row["conversions"]) == pytest.approx(step(values, "sales", "all", 1, "aurora", *span))
        assert float(row["y"]) == pytest.approx(step(values, "net_revenue", "all", 1, "aurora", *span))
        assert float(row["kocs_spend"]) == pytest.approx(step(values, "campaign_spend", "all", 1, "kocs", *span))
        assert float(row["rival_conversions"]) == pytest.approx(step(values, "sales", "all", 1, "rival", *span))
    days, _, _ = table(folder, "pymc-marketing", "--replicate", 1, "--by", "day")
    assert len(days) == 16
    assert sum(float(d["y"]) for d in days[:7]) == pytest.approx(float(rows[0]["y"]))


def test_meridian_reads_money_for_each_of_the_count(study):
    folder, _ = study
    rows, _, _ = table(folder, "meridian")
    money, _, _ = table(folder, "robyn")
    for m, r in zip(rows, money):
        assert float(m["kpi"]) * float(m["revenue_per_kpi"]) == pytest.approx(float(r["revenue"]))


def test_reach_is_that_of_each_row_and_frequency_how_often(study):
    folder, _ = study
    weeks, _, _ = table(folder, "meridian")
    days, _, _ = table(folder, "meridian", "--by", "day")
    for name in ("kocs", "ads"):
        reach = [float(d[f"{name}_reach"]) for d in days]
        for row in weeks + days:
            assert float(row[f"{name}_reach"]) * float(row[f"{name}_frequency"]) == pytest.approx(float(row[f"{name}_impression"]))
            assert float(row[f"{name}_frequency"]) >= 1 or float(row[f"{name}_impression"]) == 0
        for week, row in enumerate(weeks):
            of_days = reach[7 * week:7 * week + 7]
            assert max(of_days) <= float(row[f"{name}_reach"]) <= min(sum(of_days), 1500 * 100)
        # People come back on other days: whoever adds up days counts them again.
        assert sum(float(w[f"{name}_reach"]) for w in weeks) < sum(reach[:14])


def test_meridian_is_told_which_column_is_what(study):
    """The rules of its loader: all columns are there, a channel is media or reach and frequency, rows have no gap."""
    folder, _ = study
    for regions in ([], ["coast", "inland"]):
        rows, truth, _ = table(folder, "meridian", *[word for r in regions for word in ("--regions", r)])
        told = json.loads(truth.with_name(truth.name.replace(".truth.", ".columns.")).read_text(encoding="utf-8"))
        columns = told["coord_to_columns"]
        named = [c for kind in columns.values() for c in ([kind] if isinstance(kind, str) else kind)]
        assert set(named) <= set(rows[0]) and len(named) == len(set(named))
        assert set(rows[0]) - set(named) == {"kocs_impression", "ads_impression"}, "those that are told by reach and frequency"
        channels = {kind: list(names.values()) for kind, names in told["to_channel"].items()}
        assert channels["reach_to_channel"] == channels["frequency_to_channel"] == channels["rf_spend_to_channel"] == ["kocs", "ads"]
        assert channels.get("media_to_channel", []) == channels.get("media_spend_to_channel", []) == ([] if regions else ["search"])
        for kind, names in told["to_channel"].items():
            assert list(names) == columns[kind.removesuffix("_to_channel")]
        assert ("geo" in columns) == ("population" in columns) == bool(regions)
        places = [(row.get("geo"), row["time"]) for row in rows]
        assert places == [(r, t) for r in regions or [None] for t in ("2026-03-02", "2026-03-09")]


def test_regions_are_parts_of_the_whole(study):
    folder, values = study
    whole, _, _ = table(folder, "pymc-marketing", "--replicate", 1)
    parts, _, _ = table(folder, "pymc-marketing", "--replicate", 1, "--regions", "coast", "--regions", "inland")
    for week, row in enumerate(whole):
        here = [p for p in parts if p["date"] == row["date"]]
        for column in ("kocs_spend", "kocs_impressions", "kocs_reach", "ads_spend", "ads_impressions", "ads_reach"):
            assert sum(float(p[column]) for p in here) == pytest.approx(float(row[column])), column
        # Orders as they are placed: what comes back is known by part of no run.
        assert sum(float(p["conversions"]) for p in here) >= float(row["conversions"]) > 0
    people = {p["geo"]: {float(q["population"]) for q in parts if q["geo"] == p["geo"]} for p in parts}
    assert all(len(p) == 1 for p in people.values()) and sum(sum(p) for p in people.values()) == 1500 * 100
    done = fanfare("export", "out", "--to", "robyn", "--regions", "coast", cwd=folder)
    assert done.returncode == 2 and "one market" in done.stderr
    done = fanfare("export", "out", "--to", "meridian", "--regions", "cost", cwd=folder)
    assert done.returncode == 3 and "did you mean 'coast'" in done.stderr


def test_the_log_watches_and_changes_nothing(tmp_path):
    market = SOURCE / "scenarios" / "library" / "tracking_market.yaml"
    short = ["--until", "8d", "--set", "population.accounts=500", "--progress", "off", "--threads", "1"]
    for name, more in (("without", []), ("with", ["--set", "media_log={}"])):
        done = fanfare("run", market, "-o", name, *short, *more, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        done = fanfare("export", name, "-o", f"{name}.csv", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    told = []
    for name in ("without", "with"):
        with open(tmp_path / f"{name}.csv", newline="", encoding="utf-8") as f:
            told.append([tuple(row[k] for k in ("metric", "value", "time", "brand", "campaign")) for row in csv.DictReader(f)
                         if not row["metric"].startswith("media_")])
    assert len(told[0]) > 100 and told[0] == told[1]


def test_the_truth_is_that_of_the_pair(study):
    folder, values = study
    _, path, _ = table(folder, "robyn", "--replicate", 1, "--arm", "all")
    body = json.loads(path.read_text(encoding="utf-8"))
    truth = body["truth"]
    compact = json.dumps(truth, separators=(",", ":"), ensure_ascii=True)
    assert hashlib.sha256(compact.encode()).hexdigest() == body["seal"]["sha256"]
    effects = {e["against"]: e for e in truth["effects"]}
    assert {k: e["without"] for k, e in effects.items()} == {"none": ["kocs", "ads", "search"], "no_posts": ["kocs"],
                                                            "no_search": ["search"]}
    for against, effect in effects.items():
        for week in range(2):
            span = (7 * week, 7 * week + 7)
            here = step(values, "sales", "all", 1, "aurora", *span)
            there = step(values, "sales", against, 1, "aurora", *span)
            assert effect["kpi"][week] == pytest.approx(here - there)
        assert effect["kpi_total"] == pytest.approx(sum(effect["kpi"]))
        both = [values["sales", "all", r, "aurora", 14.0] - values["sales", against, r, "aurora", 14.0] for r in range(2)]
        assert effect["kpi_all_replicates"]["mean"] == pytest.approx(sum(both) / 2)
    assert any(e["kpi_total"] != 0 for e in effects.values())


def test_nothing_of_the_truth_stands_in_the_table(study):
    folder, _ = study
    a, _, _ = table(folder, "robyn", "--arm", "all", "--of", "aurora")
    assert not any("truth" in c or "none" in c for c in a[0])


@pytest.mark.parametrize("words, said", [(["--arm", "al"], "all"), (["--of", "auror"], "aurora"), (["--replicate", "2"], "has 2"),
                                         (["--arm", "none"], "puts nothing in")])
def test_what_is_not_there_is_named(study, words, said):
    folder, _ = study
    done = fanfare("export", "out", "--to", "robyn", *words, cwd=folder)
    assert done.returncode == 3 and said in done.stderr, done.stderr


def test_a_model_without_a_declaration_says_so(tmp_path):
    done = fanfare("run", SOURCE / "scenarios" / "validation" / "base" / "bass_daily.yaml", "-o", "r", "--progress", "off",
                   cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = fanfare("export", "r", "--to", "meridian", cwd=tmp_path)
    assert done.returncode == 3 and "declares no table" in done.stderr
