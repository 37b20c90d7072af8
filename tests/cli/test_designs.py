"""Designs from the file to the table: coordinates, baselines of their own, refused points, growth, shards."""
import os
import pathlib
import subprocess

import h5py
import numpy as np
import pytest

BIN, SOURCE = os.environ["FANFARE_BIN"], pathlib.Path(os.environ["FANFARE_SOURCE"])
HEAD = f"""schema: 1
kind: study
scenario: {SOURCE}/scenarios/tiny.yaml
measure: [revenue]
"""
SETS = ["--set", "run.until=8d"]


def fanfare(*words):
    return subprocess.run([BIN, *map(str, words)], capture_output=True, text=True)


def text(attribute):
    return attribute.decode() if isinstance(attribute, bytes) else str(attribute)


def study(folder, text):
    path = folder / "s.yaml"
    path.write_text(HEAD + text)
    return path


SAMPLE = """factors:
  budget: {path: campaigns.launch.budget, range: [20_000 CNY, 140_000 CNY]}
  feed: {arms: {as_is: {}, popular: {platforms.short_video.feed.preset: popularity}}}
design: {kind: sobol, points: POINTS}
baseline: {campaigns: []}
replicates: 2
"""


def test_a_sample_has_coordinates_and_twins_and_grows(tmp_path):
    out = tmp_path / "out"
    done = fanfare("run", study(tmp_path, SAMPLE.replace("POINTS", "4")), "-o", out, *SETS)
    assert done.returncode == 0, done.stderr
    with h5py.File(out / "study.h5") as h5:
        budget = h5["budget"]
        assert text(budget.attrs["units"]) == "CNY"
        # Two baselines, one a feed, before four points; Sobol's first are 0, 1/2, 3/4, 1/4 of the range.
        assert list(budget[2:]) == [20_000, 80_000, 110_000, 50_000]
        feeds = [f.decode() for f in h5["factors.feed"][:]]  # the runs have measures `feed/…`
        rows = [int(w) for w in text(h5.attrs["baseline_rows"]).split()]
        assert all(feeds[row] == feeds[base] for row, base in enumerate(rows)) and len(set(rows)) == 2
        first = h5["revenue"][:]
    table = fanfare("export", out / "study.h5").stdout.splitlines()
    assert "budget,factors.feed," in table[0] and ",nan," not in table[1]
    again = fanfare("run", study(tmp_path, SAMPLE.replace("POINTS", "8")), "-o", out, "--on-exists", "resume", *SETS)
    assert again.returncode == 0 and "12 of 20" in again.stdout + again.stderr, again.stdout + again.stderr
    with h5py.File(out / "study.h5") as h5:
        assert np.array_equal(h5["revenue"][:6], first, equal_nan=True) and np.isfinite(first).any()


def test_shards_give_the_study_of_one_machine(tmp_path):
    path = study(tmp_path, SAMPLE.replace("POINTS", "4"))
    assert fanfare("run", path, "-o", tmp_path / "whole", *SETS).returncode == 0
    assert fanfare("sweep", "plan", path, "-o", tmp_path / "sweep", "--shards", 3, *SETS).returncode == 0
    assert fanfare("sweep", "run", tmp_path / "sweep", "--shard", "any").returncode == 0
    assert fanfare("sweep", "collect", tmp_path / "sweep", "-o", tmp_path / "put").returncode == 0
    whole, put = (fanfare("info", tmp_path / where / "study.h5").stdout for where in ("whole", "put"))
    print_of = [line for line in whole.splitlines() if "fingerprint" in line]
    assert print_of and print_of == [line for line in put.splitlines() if "fingerprint" in line]


GROWS = """baseline: a
arms: {a: {}, b: {campaigns: []}}
replicates: {at_least: 2, at_most: MOST, until: {half_width: WIDTH, of: revenue}}
"""


@pytest.mark.parametrize("width, most, replicates", [("1e12 CNY", 6, 2), ("0.001%", 5, 5)])
def test_replicates_grow_as_far_as_they_must(tmp_path, width, most, replicates):
    path = study(tmp_path, GROWS.replace("WIDTH", width).replace("MOST", str(most)))
    done = fanfare("run", path, "-o", tmp_path / "out", *SETS)
    assert done.returncode == 0, done.stderr
    with h5py.File(tmp_path / "out/study.h5") as h5:
        assert h5["revenue"].shape[1] == replicates
    refused = fanfare("sweep", "plan", path, "-o", tmp_path / "sweep", "--shards", 2, *SETS)
    assert refused.returncode == 2 and "--replicates" in refused.stderr
