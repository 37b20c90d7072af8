"""What an answer survives and why, on the program as people call it: worlds, shut-offs, units left out, forks."""
import json

import h5py
import numpy
import pytest

from study_program import SOURCE, fanfare

STUDY = """schema: 1
kind: study
name: small
scenario: {scenario}
baseline: none
arms:
  none: {{campaigns: []}}
  kol: {{}}
{asks}
replicates: 2
primary: incremental_contribution
measure: [incremental_contribution, sales]
"""
ASKS = """plausible:
  interest: {path: purchase.interest_weight, range: [0.2, 1]}
  both: {patch: {purchase.attitude_gain: 1, purchase.social_gain: 1}}
  together: 2
why: [click]
leave_out: {arm: kol, units: 2}
"""


def write(folder, asks, name="study.yaml"):
    path = folder / name
    path.write_text(STUDY.format(scenario=SOURCE / "scenarios/tiny.yaml", asks=asks))
    return path


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    folder = tmp_path_factory.mktemp("variations")
    fanfare("run", write(folder, ASKS), "--until", "12d", "--out", folder / "out", "--progress", "off")
    return folder


def fingerprints(path):
    with h5py.File(path) as file:
        return {(arm, r): file["run_fingerprint"][i, r] for i, arm in enumerate(names(file, "arm"))
                for r in range(file["replicate"].size)}


def names(file, axis):
    return [label.decode() if isinstance(label, bytes) else label for label in file[axis][()]]


def test_worlds_are_each_setting_alone_and_all_at_once_but_for_the_one_that_is_written(ran):
    with h5py.File(ran / "out/study.h5") as file:  # interest_weight is 1 as written
        assert names(file, "plausible_world") == ["as_written", "interest=0.2", "both", "together 1", "together 2"]
        assert names(file, "arm") == ["none", "kol"]
        values = file["plausible/incremental_contribution"]
        assert values.shape[:3] == (5, 2, 2)
        assert numpy.array_equal(values[0], file["incremental_contribution"][()], equal_nan=True)
        assert not numpy.array_equal(values[0], values[2])
    assert len(fingerprints(ran / "out/variants.h5")) == 2 * (4 * 2 + 2 + 2)


def test_runs_that_leave_a_unit_out_are_forked_and_have_the_fingerprints_of_whole_ones(ran):
    log = (ran / "out/log.txt").read_text()
    assert log.count("forked at tick 120") == 4  # two units, two replicates; the common part was not run again
    # `reproduce` runs each from its beginning.
    assert "identical" in fanfare("reproduce", ran / "out/variants.h5")
    prints = fingerprints(ran / "out/variants.h5")
    assert prints["kol-1", 0] != prints["kol-2", 0]


def test_a_unit_that_is_left_out_is_not_paid_and_what_it_cost_comes_back(ran):
    with h5py.File(ran / "out/variants.h5") as file:
        arms = names(file, "arm")
        pay = file["unit_pay"][:, :, -1, :]
        for unit in (0, 1):
            assert (pay[arms.index(f"kol-{unit + 1}"), :, unit] == 0).all()
        spend = file["campaign_spend"][:, :, -1, 0]
    with h5py.File(ran / "out/study.h5") as file:
        whole = file["campaign_spend"][1, :, -1, 0]
        paid = file["unit_pay"][1, :, -1, :]
        assert (paid > 0).all()
        assert (whole - spend[arms.index("kol-1")] >= paid[:, 0]).all()


def test_the_parts_of_a_waterfall_and_its_rest_are_the_whole_effect(ran):
    (why,) = json.loads((ran / "out/summary.json").read_text())["why"]
    parts = sum(step["part"]["mean"] for step in why["steps"]) + why["rest"]["mean"]
    assert parts == pytest.approx(why["whole"]["mean"])
    assert why["steps"][0]["shut_off"] == "click"


def test_the_answer_says_in_how_many_worlds_it_holds(ran):
    held = json.loads((ran / "out/summary.json").read_text())["plausible"]
    assert held["worlds"] == 4
    text = (ran / "out/summary.txt").read_text()
    assert f"{held['holds']} of 4 plausible worlds" in " ".join(text.split())


def test_a_study_that_is_there_keeps_its_variations_when_it_goes_on(ran):
    before = fingerprints(ran / "out/variants.h5")
    told = fanfare("run", ran / "study.yaml", "--until", "12d", "--out", ran / "out", "--on-exists", "resume")
    assert "28 of 28" in told
    assert fingerprints(ran / "out/variants.h5") == before


def test_a_study_without_variations_is_what_it_was(ran, tmp_path):
    fanfare("run", write(tmp_path, ""), "--until", "12d", "--out", tmp_path / "out", "--progress", "off")
    assert not (tmp_path / "out/variants.h5").exists()
    with h5py.File(tmp_path / "out/study.h5") as plain, h5py.File(ran / "out/study.h5") as asked:
        assert "plausible" not in plain and "plausible_world" not in plain
        for name in ("sales", "incremental_contribution"):
            assert numpy.array_equal(plain[name][()], asked[name][()], equal_nan=True)


@pytest.mark.parametrize("asks, said", [
    ("plausible: {}", "names nothing"),
    ("plausible: {a: {path: purchase.interest_weight, range: [1, 0]}}", "is empty"),
    ("plausible: {a: {path: purchase.interest_weight, range: [0, 5 d]}}", "is no range"),
    ("plausible: {a: {path: purchase.interest_weight, range: [low, high]}}", "is no range"),
    ("plausible: {a: {path: purchase.interest_weight, range: [0, 1], scale: log}}", "has no logarithm"),
    ("plausible: {a: {path: purchase.interest_weigth, values: [0]}}", "interest_weight"),
    ("plausible: {a: {path: purchase.interest_weight, values: [7]}}", "outside"),
    ("plausible: {a: {path: purchase.interest_weight}}", "is no setting"),
    ("plausible: {a: {path: purchase.interest_weight, value: [1]}}", "did you mean 'values'"),
    ("plausible: {a: {path: campaigns, values: [[]]}}", "arm 'none' sets campaigns"),
    ("plausible: {together: 0, a: {path: purchase.interest_weight, values: [0]}}", "whole number"),
    ("why: [clicks]", "did you mean 'click'"),
    ("why: maybe", "neither true nor a list"),
    ("leave_out: {arm: koc, units: 2}", "there is no arm 'koc'"),
    ("leave_out: {arm: kol, units: 65}", "whole number from 1 to 64"),
    ("leave_out: {arm: kol}", "needs an arm and a number"),
])
def test_what_can_not_be_asked_is_said_at_its_place(tmp_path, asks, said):
    told = fanfare("validate", write(tmp_path, asks), code=2)
    assert said in told and "study.yaml:9" in told


def test_in_shards_it_is_the_same_study(ran, tmp_path):
    fanfare("sweep", "plan", ran / "study.yaml", "--until", "12d", "-o", tmp_path / "sweep", "--shards", 2)
    for shard in (1, 0):
        fanfare("sweep", "run", tmp_path / "sweep", "--shard", shard, "--progress", "off")
    fanfare("sweep", "collect", tmp_path / "sweep", "--out", tmp_path / "out")
    assert fingerprints(tmp_path / "out/variants.h5") == fingerprints(ran / "out/variants.h5")
    with h5py.File(tmp_path / "out/study.h5") as shards, h5py.File(ran / "out/study.h5") as whole:
        for name in ("plausible/sales", "why/incremental_contribution", "left_out/sales"):
            assert numpy.array_equal(shards[name][()], whole[name][()], equal_nan=True)
