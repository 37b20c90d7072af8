# `fanfare sensitivity` on whole studies: Ishigami's function and Sobol's g are run, and their exact indices have to lie
# in the intervals; scipy and numpy are the oracle of rank correlations.
import csv
import io
import itertools
import json
import math
import os
import pathlib
import subprocess

import numpy as np
import pytest
from scipy import stats

FANFARE = os.environ["FANFARE_BIN"]
FIRST, TOTAL = {"x1": .3139, "x2": .4424, "x3": 0}, {"x1": .5576, "x2": .4424, "x3": .2437}


def fanfare(*words, cwd, code=0):
    done = subprocess.run([FANFARE, *map(str, words)], cwd=cwd, capture_output=True, text=True, check=False,
                          env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


def write(folder, columns, model="ishigami", keys="", study="replicates: 1\n", design="list"):
    (folder / "scenario.yaml").write_text(
        f"schema: 1\nkind: scenario\nname: one\nmodel: {model}\nrun: {{until: 1d, tick: 1d}}\n{keys}", encoding="utf-8")
    factors = "".join(f"  {name}: [{', '.join(map(repr_of, values))}]\n" for name, values in columns.items())
    (folder / "study.yaml").write_text(
        f"schema: 1\nkind: study\nname: asked\nquestion: What moves it?\nscenario: scenario.yaml\ndesign: {design}\n"
        f"factors:\n{factors}primary: value\n{study}", encoding="utf-8")


def repr_of(value):
    return value if isinstance(value, str) else repr(float(value))


def run(folder, *more):
    fanfare("run", "study.yaml", "--quiet", *more, cwd=folder)
    return folder / "results/asked"


def ask(folder, *more):
    return json.loads(fanfare("sensitivity", "results/asked", "--json", *more, cwd=folder))


def saltelli(n, factors, low, high, seed):
    """A, B, A with one factor of B after the other, by base."""
    draws = stats.qmc.Sobol(2 * factors, seed=seed).random(n)
    rows = []
    for row in low + (high - low) * draws:
        a, b = row[:factors], row[factors:]
        rows += [a, b] + [np.where(np.arange(factors) == f, b, a) for f in range(factors)]
    return {f"x{f + 1}": [row[f] for row in rows] for f in range(factors)}


def factors_of(aspect):
    return {f["path"]: f for f in aspect["factors"]}


@pytest.fixture(scope="module")
def ishigami(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ishigami")
    write(folder, saltelli(128, 3, -math.pi, math.pi, 7))
    run(folder)
    return folder


def test_sobol_indices_of_ishigami_lie_in_their_intervals(ishigami):
    (level,) = ask(ishigami)["aspects"]
    assert (level["aspect"], level["layout"], level["points"], level["bases"]) == ("level", "saltelli", 640, 128)
    for path, found in factors_of(level).items():
        for name, exact in (("first", FIRST[path]), ("total", TOTAL[path])):
            index = found[name]
            assert index["low"] <= exact <= index["high"], (path, name, index)
            assert index["high"] - index["low"] < 0.75, "an interval that says something"
    assert level["factors"][2]["path"] == "x3", "the one that moves least last"


def test_rank_correlations_are_those_of_residuals_of_ranks(ishigami):
    (level,) = ask(ishigami)["aspects"]
    import xarray
    study = xarray.open_dataset(ishigami / "results/asked/study.h5")
    kept = [j * 5 + k for k in (0, 1) for j in range(128)]  # A and B, which depend on nothing
    x = np.array([stats.rankdata(study[f"x{f}"].values[kept]) for f in (1, 2, 3)]).T
    y = stats.rankdata(study.value.values[kept, 0])
    for f in range(3):
        others = np.column_stack([np.ones(len(y)), np.delete(x, f, axis=1)])
        left = [v - others @ np.linalg.lstsq(others, v, rcond=None)[0] for v in (x[:, f], y)]
        r = stats.pearsonr(*left)[0]
        found = factors_of(level)[f"x{f + 1}"]
        assert found["rank_correlation"]["value"] == pytest.approx(r, abs=1e-9)
        t = abs(r) * math.sqrt((len(y) - 4) / (1 - r * r))
        assert found["chance"] == pytest.approx(2 * stats.t.sf(t, len(y) - 4), rel=1e-6)
        assert np.arctanh(found["rank_correlation"]["high"]) == pytest.approx(
            np.arctanh(r) + 1.959964 / math.sqrt(len(y) - 5), abs=1e-5)


def test_the_table_has_a_row_an_index_and_the_terminal_says_the_limits(ishigami):
    rows = list(csv.DictReader(io.StringIO(fanfare("sensitivity", "results/asked", "--csv", "-", cwd=ishigami))))
    assert {(r["factor"], r["index"]) for r in rows} == set(
        itertools.product(["x1", "x2", "x3"], ["first", "total", "rank_correlation"]))
    assert {r["origin"] for r in rows} == {"simulated"}
    text = fanfare("sensitivity", "results/asked", cwd=ishigami)
    assert "simulated" in text and "total (ST)" in text and "With one replicate luck can't be told" in text
    assert "总效应 ST" in fanfare("sensitivity", "results/asked", "--lang", "zh", cwd=ishigami)
    assert fanfare("sensitivity", "results/asked", "--json", cwd=ishigami) == fanfare(
        "sensitivity", "results/asked", "--json", cwd=ishigami)


def test_morris_puts_the_factors_of_g_in_order(tmp_path):
    rng = np.random.default_rng(3)
    rows = []
    for _ in range(30):
        x = rng.integers(0, 4, 4) / 3
        rows.append(x.copy())
        for f in rng.permutation(4):
            x[f] += 2 / 3 if x[f] < 0.5 else -2 / 3
            rows.append(x.copy())
    write(tmp_path, {f"x{f + 1}": [r[f] for r in rows] for f in range(4)}, "sobol_g", "a: [0, 1, 4.5, 9]\n")
    run(tmp_path)
    (level,) = ask(tmp_path)["aspects"]
    assert (level["layout"], level["bases"]) == ("morris", 30)
    assert [f["path"] for f in level["factors"]] == ["x1", "x2", "x3", "x4"]
    assert all(f["first"] is None and f["rank_correlation"] is None for f in level["factors"])
    assert any("no shares of variance" in note or "give no shares" in note for note in ask(tmp_path)["notes"]["en"])
    grid = list(itertools.product(range(4), repeat=4))  # the exact mean size of an effect, over all places
    g = lambda u: math.prod((abs(4 * x - 2) + a) / (1 + a) for x, a in zip(u, (0, 1, 4.5, 9)))
    for f in range(4):
        sizes = [abs(g([(p + 2 * (k == f)) / 3 for k, p in enumerate(place)]) - g([p / 3 for p in place])) * 1.5
                 for place in grid if place[f] < 2]
        index = factors_of(level)[f"x{f + 1}"]["absolute_effect"]
        assert index["low"] - 1e-9 <= np.mean(sizes) <= index["high"] + 1e-9, (f, np.mean(sizes), index)


def test_a_grid_is_exact_and_luck_has_an_index_of_its_own(tmp_path):
    levels = [-1.0, 0.0, 1.0]
    write(tmp_path, {"x1": levels, "x2": levels}, keys="luck: {shared: 2, own: 1}\n", study="replicates: 8\n", design="grid")
    run(tmp_path)
    (level,) = ask(tmp_path)["aspects"]
    assert (level["layout"], level["replicates"]) == ("grid", 8)
    luck = level["luck"]
    assert 0.3 < luck["variance_own"] < 2, "sd 1"
    assert luck["share"]["low"] < (luck["variance_own"] + luck["variance_shared"]) / sum(
        luck[k] for k in ("variance_of_points", "variance_shared", "variance_own")) + 1e-12
    assert factors_of(level)["x2"]["first"]["value"] > factors_of(level)["x1"]["first"]["value"]
    quiet = tmp_path / "quiet"
    quiet.mkdir()
    write(quiet, {"x1": levels, "x2": levels}, design="grid")
    run(quiet)
    (exact,) = ask(quiet)["aspects"]
    y = np.array([[math.sin(a) + 7 * math.sin(b) ** 2 for b in levels] for a in levels])
    assert factors_of(exact)["x1"]["first"]["value"] == pytest.approx(y.mean(1).var() / y.var(), abs=1e-9)
    assert factors_of(exact)["x2"]["total"]["value"] == pytest.approx(y.var(axis=1).mean() / y.var(), abs=1e-9)


def test_which_levels_lead_is_asked_of_every_setting(tmp_path):
    write(tmp_path, {"x1": [1.0, 1.2], "x3": [-3.0, -1.0, 0.0, 1.0], "b": [-0.1, 0.1]}, design="grid")
    run(tmp_path)
    found = ask(tmp_path, "--plans", "x1")
    assert found["plans"] == "x1"
    level, lead, flip = found["aspects"]
    f = lambda x1, x3, b: math.sin(x1) * (1 + b * x3 ** 4)
    leads = [f(1.2, x3, b) - f(1.0, x3, b) for x3 in (-3, -1, 0, 1) for b in (-.1, .1)]
    assert lead["mean"] == pytest.approx(np.mean(leads), abs=1e-9) and lead["between"] == ["1.2", "1"]
    assert flip["mean"] == pytest.approx(np.mean(np.array(leads) < 0)) and 0 < flip["mean"] < 1
    assert {f["path"] for f in flip["factors"]} == {"x3", "b"}
    error = fanfare("sensitivity", "results/asked", "--plans", "budget", cwd=tmp_path, code=3)
    assert "no factor has that name" in error


def test_of_two_arms_beside_a_design_the_lead_over_the_baseline_is_asked(tmp_path):
    """Not which level of some factor of words leads, though that could be asked as well."""
    write(tmp_path, {"x1": [1.0, 1.2], "x3": [-3.0, -1.0, 0.0, 1.0]}, design="grid",
          study="replicates: 1\narms: {plain: {b: 0}, steep: {b: 0.1}}\nbaseline: plain\n")
    study = tmp_path / "study.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace("x1: [1.0, 1.2]", "x1: {arms: {low: {x1: 1.0}, high: {x1: 1.2}}}"), encoding="utf-8")
    run(tmp_path)
    found = ask(tmp_path)
    assert not found.get("plans")
    level, lead = found["aspects"][:2]
    y = np.array([[math.sin(x1) * .1 * x3 ** 4 for x3 in (-3, -1, 0, 1)] for x1 in (1.0, 1.2)])
    assert (lead["aspect"], lead["layout"]) == ("difference", "grid")
    assert set(factors_of(level)) == set(factors_of(lead)) == {"x1", "x3"}  # of the plans one is left, so they move nothing
    assert lead["mean"] == pytest.approx(y.mean(), abs=1e-9)
    assert factors_of(lead)["x3"]["first"]["value"] == pytest.approx(y.mean(0).var() / y.var(), abs=1e-9)
    assert ask(tmp_path, "--plans", "x1")["plans"] == "x1"


def test_a_sample_says_what_it_does_not_allow(tmp_path):
    x = -math.pi + 2 * math.pi * stats.qmc.LatinHypercube(3, seed=5).random(200)
    write(tmp_path, {f"x{f + 1}": x[:, f] for f in range(3)})
    run(tmp_path)
    (level,) = ask(tmp_path)["aspects"]
    assert level["layout"] == "sample"
    for path, found in factors_of(level).items():
        assert found["total"] is None
        assert found["first"]["low"] <= FIRST[path] <= found["first"]["high"], (path, found)
    assert "saltelli" in fanfare("sensitivity", "results/asked", cwd=tmp_path)


def test_what_has_no_answer_is_refused_with_the_reason(tmp_path, ishigami):
    arms = tmp_path / "arms"
    arms.mkdir()
    write(arms, {"x1": [0.0]})
    study = (arms / "study.yaml").read_text(encoding="utf-8")
    (arms / "study.yaml").write_text(study.replace("design: list\nfactors:\n  x1: [0.0]\n",
                                                   "baseline: a\narms: {a: {}, b: {x1: 1}}\n"), encoding="utf-8")
    run(arms)
    assert "has arms and no factors" in fanfare("sensitivity", "results/asked", cwd=arms, code=3)
    same = tmp_path / "same"
    same.mkdir()
    write(same, {"x1": [0.5], "x2": [0.5]})
    run(same)
    assert "no factor differs" in fanfare("sensitivity", "results/asked", cwd=same, code=3)
    assert "valeu" in fanfare("sensitivity", "results/asked", "--measure", "valeu", cwd=ishigami, code=3)
    whole = (ishigami / "results/asked/study.h5").read_bytes()
    (tmp_path / "study.h5").write_bytes(whole[: len(whole) // 2])
    assert "study.h5" in fanfare("sensitivity", "study.h5", cwd=tmp_path, code=3)
    (tmp_path / "indices.csv").write_text("mine", encoding="utf-8")
    fanfare("sensitivity", ishigami / "results/asked", "--csv", "indices.csv", cwd=tmp_path, code=3)
    assert (tmp_path / "indices.csv").read_text(encoding="utf-8") == "mine"


def test_the_model_gives_the_functions_own_values(tmp_path):
    x = [[0.3, -1.2, 2.5], [-3.1, 3.1, -0.4], [1.5707963267948966, 0.5, 3.0]]
    write(tmp_path, {f"x{f + 1}": [row[f] for row in x] for f in range(3)})
    run(tmp_path)
    import xarray
    values = xarray.open_dataset(tmp_path / "results/asked/study.h5").value.values[:, 0]
    exact = [math.sin(a) + 7 * math.sin(b) ** 2 + .1 * c ** 4 * math.sin(a) for a, b, c in x]
    assert values == pytest.approx(exact, abs=1e-12)
