"""Runs and studies that are killed: at random moments, at system calls, by polite signals before the first tick."""
import gzip
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time

import pytest

from attack import BIN, SHORT, TINY, environment, fanfare

LEFT = {".lock", "run.h5", "study.h5", "summary.txt", "summary.json", "effective.yaml", "log.txt"}


def study_file(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(f"schema: 1\nkind: study\nname: s\nscenario: {TINY}\nbaseline: a\narms:\n  a: {{}}\n"
                    "  b: {brands.aurora.price: 99 CNY}\nreplicates: 2\n")
    return path


def start(*words, **more):
    return subprocess.Popen([BIN, *map(str, words)], env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **more)


def fingerprint(folder):
    import json
    return json.loads(fanfare("info", folder, "--json").stdout)["provenance"]["fingerprint"]


def resumes_whole(file, folder, expected):
    """After whatever happened, one `run --on-exists resume` brings everything, and leaves nothing else."""
    done = fanfare("run", file, *SHORT, "--out", folder, "--on-exists", "resume")
    assert done.returncode == 0, done.stderr
    assert {p.name for p in folder.iterdir()} <= LEFT, sorted(p.name for p in folder.iterdir())
    assert {"summary.txt", "summary.json", "effective.yaml", "log.txt"} <= {p.name for p in folder.iterdir()}
    assert fingerprint(folder) == expected
    assert expected in (folder / "summary.json").read_text()


@pytest.fixture(scope="module", params=["run", "study"])
def work(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    file = TINY if request.param == "run" else study_file(folder)
    begun = time.monotonic()
    assert fanfare("run", file, *SHORT, "--out", folder / "whole").returncode == 0
    return file, fingerprint(folder / "whole"), time.monotonic() - begun


def test_killed_at_random_moments(work, tmp_path, seed, rounds):
    file, expected, seconds = work
    for i in rounds():
        draw = random.Random(f"kill {seed} {i}")
        folder = tmp_path / str(i)
        process = start("run", file, *SHORT, "--out", folder, "--checkpoint-every", "1d")
        time.sleep(draw.uniform(0, 1.1 * seconds))
        process.kill()
        process.communicate()
        done = fanfare("run", file, *SHORT, "--out", folder, "--on-exists", "resume", "--checkpoint-every", "1d")
        assert done.returncode == 0, done.stderr
        assert fingerprint(folder) == expected
        shutil.rmtree(folder)


CALLS = "rename,unlink,unlinkat,rmdir,fsync,mkdir,ftruncate"


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: kills at system calls are not tried")
def test_killed_at_each_system_call(work, tmp_path, seed, rounds):
    """strace kills the process when it comes to its n-th call of those that change what is on the disk."""
    file, expected, _ = work
    places = list(range(1, 60))
    random.Random(seed).shuffle(places)
    for i in rounds():
        if i >= len(places):
            break
        folder = tmp_path / str(i)
        subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}", "-e",
                        f"inject={CALLS}:signal=KILL:when={places[i]}", BIN, "run", str(file), *SHORT, "--out", str(folder)],
                       env=environment(), capture_output=True, check=False, timeout=120)
        resumes_whole(file, folder, expected)
        shutil.rmtree(folder)


@pytest.mark.parametrize("gone", ["summary.txt", "summary.json", "effective.yaml"])
def test_what_is_missing_beside_a_whole_file_is_written(work, tmp_path, gone):
    file, expected, _ = work
    folder = tmp_path / "out"
    assert fanfare("run", file, *SHORT, "--out", folder).returncode == 0
    before = (folder / gone).read_text()
    (folder / gone).unlink()
    (folder / "run.h5.writing").write_text("torn")
    (folder / "checkpoint").mkdir()
    (folder / "checkpoint" / "tick-0000000001.checkpoint.writing").write_text("torn")
    resumes_whole(file, folder, expected)
    assert (folder / gone).read_text() == before


def test_replace_touches_nothing_of_a_running_one(tmp_path):
    """Lock first, then look, then discard."""
    file, folder = study_file(tmp_path), tmp_path / "out"
    process = start("run", file, "--until", "20d", "--threads", "1", "--progress", "off", "--out", folder)
    while not list(folder.glob("parts/*.h5")) and process.poll() is None:
        time.sleep(0.02)
    refused = fanfare("run", file, *SHORT, "--out", folder, "--on-exists", "replace")
    assert refused.returncode == 3 and b"in use" in refused.stderr, refused.stderr
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert b"4 of 4" in out or (folder / "study.h5").exists()
    assert b"4 complete" in fanfare("info", folder).stdout


@pytest.mark.parametrize("what", ["run", "study"])
def test_a_folder_that_vanishes_is_an_error(tmp_path, what):
    file, folder = TINY if what == "run" else study_file(tmp_path), tmp_path / "out"
    process = start("run", file, "--until", "60d", "--threads", "1", "--progress", "off", "--out", folder)
    while not (folder / "effective.yaml").exists() and process.poll() is None:
        time.sleep(0.01)
    shutil.rmtree(folder)
    _, err = process.communicate(timeout=120)
    # Gone while it is still being filled, or later.
    assert process.returncode == 3 and (b"removed or moved" in err or b"No such file" in err), (process.returncode, err)


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_the_first_tick_ends_it_soon(tmp_path, name):
    folder = tmp_path / "out"
    process = start("run", TINY, "--set", "population.accounts=400_000", "--until", "4d", "--progress", "off", "--out", folder)
    while not (folder / "log.txt").exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(name)
    begun = time.monotonic()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 3 and b"stopped by " + name.name.encode() in err, (process.returncode, err)
    assert time.monotonic() - begun < 10  # 2 s on a machine with nothing else to do
    assert {p.name for p in folder.iterdir()} <= {".lock", "log.txt", "effective.yaml"}


@pytest.mark.parametrize("what", ["hashed", "read"])
def test_a_signal_while_a_file_is_hashed_or_read_ends_it_soon(tmp_path, what):
    """Hashed: 40 GB of nothing, which take no room on a disk. Read: 4 GB of comments, which are small if compressed."""
    graph = tmp_path / "edges"
    if what == "hashed":
        graph.touch()
        os.truncate(graph, 40 * 2**30)
    else:
        graph.write_bytes(gzip.compress((b"#" + b"x" * 98 + b"\n") * 100_000) * 400)
    file = tmp_path / "scenario.yaml"
    file.write_text("schema: 1\nkind: scenario\nname: s\nrun: {until: 2d}\nplatforms: [{id: app}]\n"
                    f"population: {{graph: {{kind: file, path: {graph}}}}}\n")
    process = start("run", file, "--progress", "off", "--out", tmp_path / "out")
    time.sleep(1)  # at 1 GB/s, of 40 s and some 10
    assert process.poll() is None, process.communicate()
    process.terminate()
    try:
        _, err = process.communicate(timeout=5)  # 2 s on a machine with nothing else to do
    finally:
        process.kill()
        graph.unlink()
    assert process.returncode == 3 and b"stopped by SIGTERM" in err, (process.returncode, err)
