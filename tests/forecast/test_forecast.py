# A forecast from a study to its score: sealed, opened, tampered with, and scored as numpy scores it.
import hashlib
import json
import os
import pathlib
import subprocess

import numpy as np
import pytest

BIN = os.environ.get("FANFARE_BIN", "")
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
SHORT = ["--until", "16d", "--set", "run.warmup=1d", "--threads", "2",
         "--progress", "off"]
STUDY = f"""schema: 1
kind: study
name: foretold
scenario: {SOURCE / "scenarios" / "tiny.yaml"}
baseline: without
arms:
  without: {{campaigns: []}}
  with: {{}}
replicates: 5
primary: incremental_revenue
measure: [incremental_revenue, sales]
"""


def fanfare(*words, cwd=None):
    return subprocess.run([BIN, *map(str, words)], cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120,
                          check=False)


@pytest.fixture(scope="module")
def forecast(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forecast")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    done = fanfare("forecast", "study.yaml", "-o", "f.json", *SHORT, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder, done


def series(folder, **wanted):
    body = json.loads((folder / "f.json").read_text(encoding="utf-8"))["forecast"]
    found = [s for s in body["series"] if all(s[k] == v for k, v in wanted.items())]
    assert len(found) == 1, found
    return found[0]


def observed(folder, text):
    (folder / "seen.csv").write_text(text, encoding="utf-8")
    return fanfare("forecast", "score", "f.json", "--observed", "seen.csv", "--json", cwd=folder)


def numeric_crps(values, y):
    """∫ (F(x) − 1{x ≥ y})² dx, piece by piece: the definition, not the formula."""
    knots = np.sort(np.append(values, y))
    middle = (knots[1:] + knots[:-1]) / 2
    steps = np.searchsorted(np.sort(values), middle, side="right") / len(values) - (middle >= y)
    return float(np.sum(steps ** 2 * np.diff(knots)))


def test_a_forecast_says_where_it_comes_from(forecast):
    folder, done = forecast
    body = json.loads((folder / "f.json").read_text(encoding="utf-8"))
    f = body["forecast"]
    assert f["simulated"] is True and f["replicates"] == 5 and f["made"].endswith("Z") and f["baseline"] == "without"
    assert any(i["path"].endswith("tiny.yaml") and len(i["sha256"]) == 64 for i in f["inputs"])
    assert body["seal"]["sha256"] in done.stdout
    # The seal is that of the compact form, so that anyone can check it without this program.
    compact = json.dumps(f, separators=(",", ":"), ensure_ascii=True)
    assert hashlib.sha256(compact.encode()).hexdigest() == body["seal"]["sha256"]
    assert {s["day"] for s in f["series"] if s["measure"] == "sales"} == {7, 14, None}
    assert {s["day"] for s in f["series"] if s["measure"] == "incremental_revenue"} == {None}


def test_the_values_are_those_of_the_study(forecast):
    folder, _ = forecast
    exact = json.loads((folder / "results/foretold/summary.json").read_text(encoding="utf-8"))
    arms = next(c for c in exact["comparisons"] if c["measure"] == "sales" and c["label"] == "aurora")["arms"]
    by_replicate = next(a for a in arms if a["arm"] == "with")["by_replicate"]
    assert series(folder, measure="sales", label="aurora", arm="with", day=None)["values"] == sorted(by_replicate)


def test_opening_says_that_nothing_changed(forecast):
    folder, _ = forecast
    seal = json.loads((folder / "f.json").read_text(encoding="utf-8"))["seal"]["sha256"]
    for language, said in [("en", "unchanged since it was sealed"), ("zh", "未改动")]:
        opened = fanfare("forecast", "open", "f.json", "--lang", language, cwd=folder)
        assert opened.returncode == 0 and said in opened.stdout and seal in opened.stdout
    assert fanfare("forecast", "open", "f.json", "--seal", seal[:12], cwd=folder).returncode == 0


def test_the_page_shows_what_was_foretold_and_then_what_came(forecast):
    folder, _ = forecast
    assert fanfare("forecast", "open", "f.json", "-o", "open.html", cwd=folder).returncode == 0
    (folder / "page.csv").write_text("measure,label,value\nsales,aurora,12345\n", encoding="utf-8")
    assert fanfare("forecast", "score", "f.json", "--observed", "page.csv", "--arm", "with", "-o", "scored.html", cwd=folder).returncode == 0
    before, after = ((folder / name).read_text(encoding="utf-8") for name in ("open.html", "scored.html"))
    rings = [page.count("r='4' fill='var(--page)'") for page in (before, after)]
    assert rings == [0, 1] and "12.3 k" in after and "12.3 k" not in before
    ends = sum(s["day"] is None for s in json.loads((folder / "f.json").read_text(encoding="utf-8"))["forecast"]["series"])
    assert before.count("r='5'") == ends and before.count("<h2>") == 1 + ends // 2
    assert fanfare("forecast", "open", "f.json", "-o", "f.json", "--on-exists", "replace", cwd=folder).returncode == 3


@pytest.mark.parametrize("change", [lambda f: f["series"][0]["values"].__setitem__(0, f["series"][0]["values"][0] - 1),
                                    lambda f: f.__setitem__("made", "2020-01-01T00:00:00Z"),
                                    lambda f: f["inputs"].pop()])
def test_any_change_shows(forecast, change):
    folder, _ = forecast
    body = json.loads((folder / "f.json").read_text(encoding="utf-8"))
    change(body["forecast"])
    (folder / "forged.json").write_text(json.dumps(body), encoding="utf-8")
    opened = fanfare("forecast", "open", "forged.json", cwd=folder)
    assert opened.returncode == 3 and "changed since it was sealed" in opened.stderr


def test_who_has_the_published_seal_sees_a_new_one(forecast):
    folder, _ = forecast
    opened = fanfare("forecast", "open", "f.json", "--seal", "0" * 64, cwd=folder)
    assert opened.returncode == 3 and "is another forecast" in opened.stderr


def test_the_score_is_that_of_its_definition(forecast):
    folder, _ = forecast
    rows, cases = "measure,label,day,value\n", []
    for day in [7, 14, None]:
        values = series(folder, measure="sales", label="aurora", arm="with", day=day)["values"]
        for y in [values[0] - 100, values[2], (values[1] + values[2]) / 2, values[-1] + 1e6]:
            rows += f"sales,aurora,{'' if day is None else day},{y!r}\n"
            cases.append((values, y))
    scored = json.loads(observed(folder, rows).stdout)
    assert len(scored["scores"]) == len(cases)
    for s, (values, y) in zip(scored["scores"], cases):
        assert s["crps"] == pytest.approx(numeric_crps(values, y), rel=1e-9)
        m = len(values)
        spread = np.abs(np.subtract.outer(values, values)).sum()
        assert s["fair_crps"] == pytest.approx(np.mean(np.abs(np.array(values) - y)) - spread / (2 * m * (m - 1)), rel=1e-9)
        assert s["below"] == sum(v < y for v in values)
        # Five replicates: the widest interval is their range, which the next one leaves in a third of cases.
        assert s["interval_90"] == {"low": values[0], "high": values[-1], "holds": pytest.approx(2 / 3)}
    total = scored["totals"][0]
    assert total["n"] == 12 and total["within_90"] == 6 and total["expected_90"] == pytest.approx(8)
    assert total["skill"] == pytest.approx(1 - sum(s["crps"] for s in scored["scores"]) /
                                           sum(s["reference_crps"] for s in scored["scores"]))


@pytest.mark.parametrize("text, said", [
    ("measure,value\nsale,3\n", "did you mean 'sales'"),
    ("measure,label,value\nsales,aurora,many\n", "is no number"),
    ("measure,label,value\nsales,aurora,nan\n", "is no number"),
    ("measure,value\nsales,3\n", "labels are aurora, rival"),
    ("measure,label,day,value\nsales,aurora,8,3\n", "days are 7, 14, the end"),
    ("measure,label,arm,value\nsales,aurora,wiht,3\n", "did you mean 'with'"),
    ("measure,label\nsales,aurora\n", "no column 'value'"),
    ("measure,value\n", "no row below"),
    ("", "is empty"),
])
def test_what_can_not_be_scored_is_named(forecast, text, said):
    folder, _ = forecast
    done = observed(folder, text)
    assert done.returncode == 3 and said in done.stderr and "seen.csv" in done.stderr, done.stderr


def test_arms_pooled_are_one_world(forecast):
    folder, _ = forecast
    done = fanfare("forecast", "results/foretold", "--pool", "--every", 0, "--measure", "sales", cwd=folder)
    body = json.loads(done.stdout)["forecast"]
    assert {s["arm"] for s in body["series"]} == {"without", "all"} and {s["day"] for s in body["series"]} == {None}


@pytest.mark.parametrize("words, code, said", [
    (["forecast", "seal", "f.json"], 2, "is not understood"),
    (["forecast", "score", "f.json"], 2, "--observed is missing"),
    (["forecast", "open", "study.yaml"], 3, "is no forecast"),
    (["forecast", "results/foretold", "-o", "f.json"], 3, "exists"),
    (["forecast", "results/foretald"], 3, "foretold"),
])
def test_mistakes_are_named(forecast, words, code, said):
    folder, _ = forecast
    done = fanfare(*words, cwd=folder)
    assert done.returncode == code and said in done.stderr, done.stderr
