# `fanfare power` on a whole study of known luck; scipy's noncentral t is the oracle.
import json
import math
import os
import re
import subprocess

import pytest
from scipy import stats

FANFARE = os.environ["FANFARE_BIN"]


def fanfare(*words, cwd, code=0):
    done = subprocess.run([FANFARE, *map(str, words)], cwd=cwd, capture_output=True, text=True, check=False,
                          env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("power")
    (folder / "scenario.yaml").write_text(
        "schema: 1\nkind: scenario\nname: one\nmodel: ishigami\nrun: {until: 7d, tick: 1d}\nb: 0\na: 30\n"
        "x2: 1.5707963\nluck: {own: 3}\n", encoding="utf-8")
    (folder / "study.yaml").write_text(
        "schema: 1\nkind: study\nname: tested\nquestion: Is it seen?\nscenario: scenario.yaml\nbaseline: without\n"
        "arms:\n  without: {}\n  with: {x1: 1.5707963, a: 34}\n  less: {a: 31}\nreplicates: 12\nprimary: value\n",
        encoding="utf-8")
    fanfare("run", "study.yaml", "--quiet", cwd=folder)
    return folder


def ask(folder, *more):
    return json.loads(fanfare("power", "results/tested", "--json", *more, cwd=folder))


def asked(found):
    (row,) = [row for row in found["curve"] if row["asked"]]
    return row


def test_pairs_have_the_power_of_a_paired_t_test(study):
    for units, noise in ((10, 0.0), (20, 0.1), (40, 0.3)):
        found = ask(study, "--pairs", "--units", units, "--noise", noise, "--weeks", 4, "--tests", 20_000)
        market, size, pairs = found["market"], found["test"]["unit_size"], units // 2
        week = noise * size * max(abs(market["with"]), abs(market["without"])) / 2
        sd = math.sqrt(size * (market["sd_with"] ** 2 + market["sd_without"] ** 2) + 2 * week ** 2)
        shift = size * found["effect"]["mean"] / (sd / math.sqrt(pairs))
        exact = stats.nct.sf(stats.t.isf(0.025, pairs - 1), pairs - 1, shift)
        assert asked(found)["chance"] == pytest.approx(exact, abs=0.012), (units, noise)
        assert found["arm"] == "with", "the best arm where none is named"


def test_the_effect_is_the_paired_difference(study):
    import xarray
    values = xarray.open_dataset(study / "results/tested/study.h5").value
    difference = (values.sel(arm="less") - values.sel(arm="without")).values
    effect = ask(study, "--arm", "less")["effect"]
    assert effect["mean"] == pytest.approx(difference.mean())
    low, high = stats.t.interval(0.95, 11, difference.mean(), stats.sem(difference))
    assert (effect["low"], effect["high"]) == (pytest.approx(low), pytest.approx(high))


def test_more_units_see_more_and_the_least_effect_is_seen_with_80_per_cent(study):
    found = ask(study, "--weeks", 2)
    chances = [row["chance"] for row in found["curve"]]
    assert chances == sorted(chances) and chances[0] < 0.8 < chances[-1]
    assert found["units_for_80"] in [row["units"] for row in found["curve"]]
    needed = [row for row in found["curve"] if row["units"] == found["units_for_80"]]
    assert needed[0]["detectable"] <= found["effect"]["mean"]


def test_less_luck_sees_more_and_counts_as_its_variance(study):
    plain, quiet = ask(study, "--noise", 0), ask(study, "--noise", 0, "--luck", 0.25)
    assert asked(quiet)["detectable"] == pytest.approx(asked(plain)["detectable"] / 2, rel=1e-6)


def test_it_speaks_both_languages_and_takes_the_study_file(study):
    text = fanfare("power", "study.yaml", cwd=study)
    assert "This test would see the effect" in text and "simulated" in text and "20 *" in text
    assert "发现概率" in fanfare("power", "study.yaml", "--lang", "zh", cwd=study)


def test_the_page_draws_the_chance_by_size(study):
    found = ask(study, "-o", "power.html")
    text = (study / "power.html").read_text(encoding="utf-8")
    line = re.search(r"<path d='(M[^']*)' fill='none'", text).group(1)
    y = [float(point.split()[1]) for point in re.split("[ML]", line)[1:]]
    chance = [row["chance"] for row in found["curve"]]
    assert len(y) == len(chance) and sorted(y, reverse=True) == y == [pytest.approx(y[0] + (c - chance[0]) * (y[-1] - y[0]) /
                                                                      (chance[-1] - chance[0]), abs=0.1) for c in chance]
    assert text.count("<circle") == 1 and "What it brings" not in text and "This test would see the effect" in text
    assert "power.html" in fanfare("power", "results/tested", "-o", "power.html", cwd=study, code=3), "never over an old one unasked"


@pytest.mark.parametrize("words, code, said", [
    (["--arm", "wiht"], 3, "with"),
    (["--arm", "without"], 3, "is the baseline itself"),
    (["--baseline", "non"], 3, "no arm has that name"),
    (["--measure", "sales"], 3, "have no measure 'sales'"),
    (["--units", "7", "--pairs"], 2, "odd"),
    (["--units", "5", "--holdout", "0.1"], 2, "two on either"),
    (["--alpha", "2"], 2, "--alpha"),
    (["--noise", "much"], 2, "--noise"),
])
def test_what_can_not_be_tested_is_refused(study, words, code, said):
    assert said in fanfare("power", "results/tested", *words, cwd=study, code=code)


def test_one_replicate_or_no_results_say_what_to_do(study, tmp_path):
    for name in ("scenario.yaml", "study.yaml"):
        (tmp_path / name).write_text((study / name).read_text(encoding="utf-8"), encoding="utf-8")
    assert "run it first" in fanfare("power", "study.yaml", cwd=tmp_path, code=3)
    fanfare("run", "study.yaml", "--quiet", "--replicates", "1", cwd=tmp_path)
    assert "luck is not known from one" in fanfare("power", "results/tested", cwd=tmp_path, code=3)
