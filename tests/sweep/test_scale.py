"""10,000 points × 16 replicates: plan, status and collect in seconds and under 1 GB, with the numbers in place. The runs are copies
of one with other numbers (fake_shards_main.cpp); the files are the program's own."""
import os
import pathlib
import subprocess
import sys

import h5py
import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from test_sweep import BIN, run  # noqa: E402

SIDE, REPLICATES, SHARDS = 100, 16, 400
GIGABYTE = 1e9
SECONDS = 60  # of a core; a tenth of it on a machine that is built for speed
WORLD = """schema: 1
kind: scenario
name: adoption
model: bass
run: {until: 2d, tick: 1d, seed: 1}
network: {accounts: 100}
"""
STUDY = """schema: 1
kind: study
name: big
question: Where do they adopt?
scenario: world.yaml
design: grid
factors:
  p: [{p}]
  q: [{q}]
replicates: {replicates}
"""


def measured(*words):
    """What it said, its seconds of a core, its largest memory in bytes."""
    with subprocess.Popen([BIN, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8") as done:
        said = done.stdout.read()
        _, status, used = os.wait4(done.pid, 0)
        done.returncode = os.waitstatus_to_exitcode(status)
    assert done.returncode == 0, said
    return said, used.ru_utime + used.ru_stime, 1024 * used.ru_maxrss


def within_limits(name, seconds, memory):
    print(f"{name}: {seconds:.1f} s of a core, {memory / 1e6:.0f} MB")
    assert memory < GIGABYTE and seconds < SECONDS, name


def fake_shards():
    build = pathlib.Path(os.environ.get("FANFARE_BUILD", pathlib.Path(BIN).parents[1]))
    found = [p for p in build.rglob("fanfare_sweep_fake_shards_main") if p.is_file()]
    assert found, f"{build} holds no fanfare_sweep_fake_shards_main; build it first"
    return found[0]


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scale")
    (folder / "world.yaml").write_text(WORLD, encoding="utf-8")
    p = ", ".join(f"{0.001 * (i + 1):.3f}" for i in range(SIDE))
    q = ", ".join(f"{0.1 + 0.004 * i:.3f}" for i in range(SIDE))
    (folder / "study.yaml").write_text(STUDY.format(p=p, q=q, replicates=REPLICATES), encoding="utf-8")
    _, seconds, memory = measured("sweep", "plan", folder / "study.yaml", "-o", folder / "sweep", "--shards", SHARDS)
    within_limits("plan", seconds, memory)
    return folder / "sweep"


def test_160_000_runs_are_planned_looked_at_and_collected(sweep, tmp_path):
    done = run(sweep, 0, "--threads", 1)
    assert done.returncode == 0, done.stderr
    assert (sweep / "shard-0000.runs").stat().st_size < 1000 * SIDE * SIDE * REPLICATES / SHARDS
    subprocess.run([fake_shards(), sweep], check=True)
    said, seconds, memory = measured("sweep", "status", sweep)
    within_limits("status", seconds, memory)
    assert "160000 of 160000 runs have ended" in said
    _, seconds, memory = measured("sweep", "collect", sweep, "-o", tmp_path / "out")
    within_limits("collect", seconds, memory)
    numbers_are_in_place(tmp_path / "out/study.h5")


def numbers_are_in_place(path):
    """What the fake runs add to the numbers of the one that they are copies of."""
    with h5py.File(path) as file:
        adopted = np.array(file["adopted"]).reshape(SIDE * SIDE, REPLICATES, -1)
    row, replicate = np.meshgrid(np.arange(SIDE * SIDE), np.arange(REPLICATES), indexing="ij")
    added = (7 * row + 13 * replicate) % 101
    faked = (np.arange(SIDE * SIDE * REPLICATES) % SHARDS != 0).reshape(REPLICATES, -1).T  # dealt in turn, replicate by replicate
    plain = (adopted - added[:, :, None])[faked]
    assert np.isfinite(plain).all() and np.abs(plain - plain[0]).max() < 1e-9
