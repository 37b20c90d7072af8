"""`fanfare calibrate` from a study to its files: what it finds, leaves, refuses, and goes on with."""
import csv
import hashlib
import json
import math

import pytest

from bass_fit import MARKET, STUDY

QUIET = ["--progress", "off", "--threads", "2"]


def adopted(p, q, days):
    grown = math.exp(-(p + q) * days)
    return (1 - grown) / (1 + q / p * grown)


def digest(folder):
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(folder.rglob("*")) if file.suffix in (".csv", ".yaml", ".html", ".json")
            and "summary.json" not in file.name and "truth" not in file.parts}


@pytest.fixture(scope="module")
def fitted(tmp_path_factory, fanfare):
    folder = tmp_path_factory.mktemp("fit")
    (folder / "market.yaml").write_text(MARKET, encoding="utf-8")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    done = fanfare("calibrate", folder / "study.yaml", "--out", folder / "out", *QUIET)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_the_observed_values_are_those_of_the_known_parameters():
    for days, value in [(3, "0.151"), (6, "0.439"), (10, "0.813")]:
        assert f"time: {days}d, value: {value}" in STUDY
        assert adopted(0.03, 0.38, days) == pytest.approx(float(value), abs=6e-4)


def test_known_parameters_are_found(fitted):
    folder, done = fitted
    found = json.loads((folder / "out/calibration.json").read_text(encoding="utf-8"))
    assert found["status"] == "calibrated" and found["simulated"] is True
    p, q = (f["posterior"] for f in found["parameters"])
    assert p["q05"] <= 0.03 <= p["q95"] and q["q05"] <= 0.38 <= q["q95"]
    assert p["fitted"] == pytest.approx(0.03, rel=0.4) and q["fitted"] == pytest.approx(0.38, rel=0.25)
    assert p["left"] < 0.5 and found["ridges"] == []
    assert found["waves"][-1]["share_left"] < 0.4
    assert "not identifiable" not in done.stdout and "innovation" in done.stdout


def test_the_fitted_scenario_meets_what_was_observed(fitted, fanfare, tmp_path):
    folder, _ = fitted
    done = fanfare("run", folder / "out/fitted.yaml", "--out", tmp_path / "run", *QUIET)
    assert done.returncode == 0, done.stderr
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "run/run.h5") as run:
        times = list(run["time"][...])
        for days, value in [(3, 0.151), (6, 0.439), (10, 0.813)]:
            assert run["adopted"][times.index(days)] == pytest.approx(value, abs=0.08)


def test_studies_run_over_the_posterior(fitted, fanfare, tmp_path):
    folder, _ = fitted
    rows = list(csv.DictReader((folder / "out/posterior.csv").open(encoding="utf-8")))
    assert len(rows) == 400 and list(rows[0]) == ["p", "q", "log_likelihood"]
    done = fanfare("run", folder / "out/posterior.yaml", "--out", tmp_path / "over", "--json", *QUIET)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["runs"] == 8 * 2


def test_again_is_the_same_and_runs_nothing(fitted, fanfare):
    folder, _ = fitted
    before = digest(folder / "out")
    done = fanfare("calibrate", folder / "study.yaml", "--out", folder / "out", *QUIET)
    assert done.returncode == 0 and "stood" in done.stdout
    assert digest(folder / "out") == before
    other = fanfare("calibrate", folder / "study.yaml", "--out", folder / "again", "--progress", "off", "--threads", "1")
    assert other.returncode == 0
    for name in ["posterior.csv", "fitted.yaml", "wave-02/study.yaml"]:
        assert (folder / "again" / name).read_bytes() == (folder / "out" / name).read_bytes(), name


def test_other_observations_use_the_first_wave_again(fitted, fanfare):
    folder, _ = fitted
    text = (folder / "study.yaml").read_text(encoding="utf-8").replace("0.813", "0.793")
    (folder / "other.yaml").write_text(text, encoding="utf-8")
    import shutil
    shutil.copytree(folder / "out", folder / "moved")
    done = fanfare("calibrate", folder / "other.yaml", "--out", folder / "moved", *QUIET)
    assert done.returncode == 0, done.stderr
    assert "wave 1 of at most 2: 16 points × 2 replicates stood" in done.stdout


def test_what_one_target_does_not_tell_apart_is_named(study, fanfare, tmp_path):
    file = study(("  - {measure: adopted, time: 3d, value: 0.151, error: 3%}\n", ""),
                 ("  - {measure: adopted, time: 10d, value: 0.813, error: 3%}\n", ""))
    done = fanfare("calibrate", file, "--out", tmp_path / "out", *QUIET)
    assert done.returncode == 0, done.stderr
    assert "not identifiable: " in done.stdout and "trade off" in done.stdout
    found = json.loads((tmp_path / "out/calibration.json").read_text(encoding="utf-8"))
    assert found["ridges"][0]["parts"] == ["innovation", "imitation"]
    one, other = found["ridges"][0]["direction"]
    assert one * other < 0  # more of one, less of the other


def test_targets_that_no_parameter_reaches(study, fanfare, tmp_path):
    file = study(("value: 0.813", "value: 0.05"))
    done = fanfare("calibrate", file, "--out", tmp_path / "out", *QUIET)
    assert done.returncode == 2
    said = " ".join(done.stdout.split())
    assert "Nothing plausible is left" in said and "adopted, day 10 by " in said
    found = json.loads((tmp_path / "out/calibration.json").read_text(encoding="utf-8"))
    assert found["status"] == "nothing plausible" and max(map(abs, found["nearest"]["in_sigma"])) > 3
    assert not (tmp_path / "out/fitted.yaml").exists()


def test_a_wave_can_be_computed_by_a_sweep(study, fanfare, tmp_path, fitted):
    file, out = study(), tmp_path / "out"
    planned = fanfare("calibrate", file, "--out", out, "--plan-only", *QUIET)
    assert planned.returncode == 0 and "fanfare sweep plan" in planned.stderr
    assert not (out / "wave-01/study.h5").exists()
    for wave in ["wave-01", "wave-02"]:
        sweep = out / f"{wave}.sweep"
        assert fanfare("sweep", "plan", out / wave / "study.yaml", "--out", sweep, "--shards", 2).returncode == 0
        for shard in "01":
            assert fanfare("sweep", "run", sweep, "--shard", shard, *QUIET).returncode == 0
        assert fanfare("sweep", "collect", sweep, "--out", out / wave).returncode == 0
        planned = fanfare("calibrate", file, "--out", out, "--plan-only", *QUIET)
        assert planned.returncode == 0, planned.stderr
    assert (out / "fitted.yaml").exists()
    assert (out / "posterior.csv").read_bytes() == (fitted[0] / "out/posterior.csv").read_bytes()


def test_a_stopped_calibration_goes_on(study, fanfare, tmp_path, fitted):
    file, out = study(), tmp_path / "out"
    stopped = fanfare("calibrate", file, "--out", out, "--max-wall", "0.05s", *QUIET)
    assert stopped.returncode == 5 and "fanfare calibrate" in stopped.stdout
    done = fanfare("calibrate", file, "--out", out, *QUIET)
    assert done.returncode == 0, done.stderr
    assert (out / "posterior.csv").read_bytes() == (fitted[0] / "out/posterior.csv").read_bytes()


def test_parameters_are_recovered_from_simulated_data(study, fanfare, tmp_path):
    file = study(("error: 3%}\n  - {measure: adopted, time: 6d", "error: 2%}\n  - {measure: adopted, time: 6d"))
    done = fanfare("calibrate", file, "--out", tmp_path / "out", "--recover", 10, *QUIET)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((tmp_path / "out/recovery.csv").open(encoding="utf-8")))
    for factor in ["innovation", "imitation"]:
        mine = [row for row in rows if row["factor"] == factor]
        held = sum(float(row["low"]) <= float(row["truth"]) <= float(row["high"]) for row in mine)
        assert held >= 8, done.stdout  # of ten intervals of 90 %


@pytest.mark.parametrize("change, said", [
    (("path: q", "path: qq"), "there is no parameter 'qq'"),
    (("range: [0.1, 0.8]", "range: [0.8, 0.1]"), "is empty"),
    (("range: [0.1, 0.8]", "range: [few, many]"), "few"),
    (("range: [0.003, 0.1]", "range: [0, 0.1]"), "a logarithm takes values above 0"),
    (("range: [0.1, 0.8]", "prior: normal, mean: 0.4"), "normal has no sd"),
    (("value: 0.151, error: 3%", "value: 0.151"), "does not say how sure it is"),
    (("value: 0.151, error: 3%", "value: 0.151, error: -3%"), "is no standard deviation"),
    (("value: 0.151, error: 3%", "file: nowhere.csv, error: 3%"), "nowhere.csv"),
    (("measure: adopted, time: 3d", "measure: adoptd, time: 3d"), "the runs have no measure 'adoptd'"),
    (("time: 3d", "time: 4.123d"), "has no row at day"),
    (("waves: 2", "waves: 0"), "waves"),
])
def test_what_makes_no_sense_is_said(study, fanfare, tmp_path, change, said):
    done = fanfare("calibrate", study(change), "--out", tmp_path / "out", *QUIET)
    assert done.returncode in (2, 3), done.stdout
    assert said in done.stderr, done.stderr
    assert not (tmp_path / "out/fitted.yaml").exists()


def test_targets_come_from_a_table(study, fanfare, tmp_path):
    (tmp_path / "seen.csv").write_text("day,share\n3,0.151\n6,0.439\n10,0.813\n", encoding="utf-8")
    file = study(("  - {measure: adopted, time: 3d, value: 0.151, error: 3%}\n", ""),
                 ("  - {measure: adopted, time: 6d, value: 0.439, error: 3%}\n", ""),
                 ("time: 10d, value: 0.813, error: 3%",
                  "file: seen.csv, column: share, time_column: day, error: 3%"))
    done = fanfare("calibrate", file, "--out", tmp_path / "out", *QUIET)
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out/calibration.json").read_text(encoding="utf-8"))
    assert [t["time"] for t in found["targets"]] == [3, 6, 10]


def test_a_scenario_is_no_study_to_calibrate(study, fanfare, tmp_path):
    study()
    done = fanfare("calibrate", tmp_path / "market.yaml")
    assert done.returncode == 2 and "observes nothing" in done.stderr


def test_python_has_the_same_numbers(fitted):
    import os
    import sys
    sys.path.insert(0, os.path.join(os.environ["FANFARE_SOURCE"], "analysis"))
    import fanfare as package
    folder, _ = fitted
    data = package.calibration(folder / "out")
    found = json.loads((folder / "out/calibration.json").read_text(encoding="utf-8"))
    assert data.posterior.shape == (400, 2)
    assert float(data.fitted.sel(factor="imitation")) == found["parameters"][1]["posterior"]["fitted"]
    low = float(data.posterior.sel(factor="innovation").quantile(0.05))
    assert low == pytest.approx(float(data.low.sel(factor="innovation")), rel=1e-3)
    assert list(data.target.values) == [t["name"] for t in found["targets"]]


def test_both_languages_have_the_answer(fitted, fanfare):
    folder, _ = fitted
    done = fanfare("calibrate", folder / "study.yaml", "--out", folder / "out", "--lang", "zh", *QUIET)
    assert done.returncode == 0 and "已校准（模拟结果）" in done.stdout
    assert "数据之后的 innovation" in (folder / "out/calibration.html").read_text(encoding="utf-8")


def test_other_verbs_know_such_a_study(study, fanfare):
    file = study()
    checked = fanfare("validate", file)
    assert checked.returncode == 0 and "16 points" in checked.stdout, checked.stderr
    for verb in [["run", file], ["sweep", "plan", file]]:
        refused = fanfare(*verb)
        assert refused.returncode == 2 and "fanfare calibrate" in refused.stderr
