"""Batch systems: their variables, and the scripts beside docs/clusters.md, linted, and run by a shell that stands for a task."""
import ast
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from test_sweep import BIN, MANAGERS, SOURCE, plan, run, states  # noqa: E402

SCRIPTS = sorted((SOURCE / "docs/clusters").glob("*.sh"))


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    return plan(tmp_path_factory.mktemp("sweep"), 4)


@pytest.fixture(scope="module")
def done(sweep):
    assert run(sweep, "any").returncode == 0
    return sweep


@pytest.mark.parametrize("variables, shard", [
    ({"PBS_ARRAYID": "3"}, 3), ({"SLURM_ARRAY_TASK_ID": "0", "SLURM_PROCID": "0"}, 0), ({"LSB_JOBINDEX": "4", "PMI_RANK": "1"}, 3),
    ({"PBS_ARRAY_INDEX": "2", "OMPI_COMM_WORLD_RANK": "0"}, 2), ({"FLUX_JOB_CC": "1", "FLUX_TASK_RANK": "0"}, 1)])
def test_a_tasks_number_goes_before_a_rank(done, variables, shard):
    told = run(done, "auto", variables=variables)
    assert told.returncode == 0 and f"shard {shard} of 4 (by {next(iter(variables))})" in told.stderr


@pytest.mark.parametrize("variables", [{"OMPI_COMM_WORLD_RANK": "1"}, {"PMI_RANK": "0"}, {"PMIX_RANK": "0"}, {"FLUX_TASK_RANK": "2"},
                                       {"SLURM_PROCID": "0"}, {"LSB_JOBINDEX": "0", "PMI_RANK": "3"}])
def test_a_rank_without_a_number_takes_what_is_free(done, variables):
    assert run(done, "auto", variables=variables).returncode == 0


@pytest.mark.parametrize("variables", [{"LSB_JOBINDEX": "0"}, {"PBS_ARRAY_INDEX": ""}, {"SGE_TASK_ID": "undefined"}])
def test_a_job_that_is_no_array_gets_no_shard(done, variables):
    told = run(done, "auto", variables=variables)
    assert told.returncode in (2, 3) and "no batch system gave this process a number" in told.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_the_scripts_are_sound(script):
    for shell in ("sh", "bash"):
        assert subprocess.run([shell, "-n", script], check=False).returncode == 0
    assert f"docs/clusters/{script.name}" in (SOURCE / "docs/clusters.md").read_text(encoding="utf-8")
    if shutil.which("shellcheck"):
        linted = subprocess.run(["shellcheck", script], capture_output=True, text=True, check=False)
        assert linted.returncode == 0, linted.stdout


def test_the_recipes_are_sound_and_named():
    folder, text = SOURCE / "docs/clusters", (SOURCE / "docs/clusters.md").read_text(encoding="utf-8")
    ast.parse((folder / "package.py").read_text(encoding="utf-8"))
    packages = (SOURCE / "cmake/packages.txt").read_text(encoding="utf-8")
    assert "cmake/packages.txt" in (folder / "fanfare.def").read_text(encoding="utf-8") and "[build]" in packages
    assert all(f"docs/clusters/{path.name}" in text for path in folder.iterdir() if path.is_file())


# The program's first act is to signal the shell that started it, as if the limit had come at once; then it waits to be told.
EAGER = """#!/bin/sh
trap 'exit 5' TERM
kill -TERM $PPID
i=0
while [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
exit 1
"""


def stand_ins(folder, program):
    """In the place of the program and of Slurm's, which writes down what it is told; the environment of a task."""
    for name, words in {"fanfare": program, "scontrol": f"#!/bin/sh\necho \"$@\" >> '{folder}/told'\n"}.items():
        (folder / name).write_text(words, encoding="utf-8")
        (folder / name).chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "SLURM_ARRAY_JOB_ID": "7", "SLURM_ARRAY_TASK_ID": "1"}


def test_a_signal_at_once_is_told_to_the_program_and_queues_the_task_again(tmp_path):
    script = plan(tmp_path, 2, more=["--slurm"]) / "sweep.sbatch"
    text = script.read_text(encoding="utf-8")
    assert text.index("\ntrap ") < text.index("\nfanfare sweep run ")  # else a signal in between ends the shell
    done = subprocess.run(["sh", script], env=stand_ins(tmp_path, EAGER), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "told").read_text(encoding="utf-8") == "requeue 7_1\n"


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_signals_in_a_burst_queue_the_task_again_once(tmp_path, shell):
    """Half of these tasks were lost where the shell's last answer of how the program ended was believed."""
    script = plan(tmp_path, 2, more=["--slurm"]) / "sweep.sbatch"
    environment = stand_ins(tmp_path, f"#!{sys.executable}\nimport os, signal\nsignal.signal(signal.SIGTERM, lambda *_: os._exit(5))\n"
                            f"open('{tmp_path}/ready', 'w').close()\nwhile True: signal.pause()\n")
    for count in range(1, 21):
        (tmp_path / "ready").unlink(missing_ok=True)
        task = subprocess.Popen([shell, script], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while not (tmp_path / "ready").exists():
            assert time.monotonic() < end
            time.sleep(0.005)
        for turn in range(3):
            task.send_signal(signal.SIGTERM)
            time.sleep(0.0005 * (turn % 2))
        assert task.wait(timeout=60) == 0
        assert (tmp_path / "told").read_text(encoding="utf-8") == count * "requeue 7_1\n"


def test_slurms_script_passes_the_linter(tmp_path):
    if not shutil.which("shellcheck"):
        pytest.skip("no shellcheck here")
    odd = tmp_path / "it's 5% of"
    odd.mkdir()
    script = plan(odd, 2, more=["--slurm"]) / "sweep.sbatch"
    linted = subprocess.run(["shellcheck", script], capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


def task(script, sweep, variables, **more):
    """The script as its system would start it, but for the system."""
    tools = sweep.parent / "tools"
    tools.mkdir(exist_ok=True)
    if not (tools / "fanfare").exists():
        (tools / "fanfare").symlink_to(BIN)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(MANAGERS)} | variables | {
        "SWEEP": str(sweep), "PATH": f"{tools}:{os.environ['PATH']}"}
    return subprocess.run(["sh", script], capture_output=True, text=True, check=False, env=environment, timeout=120, **more)


@pytest.mark.parametrize("name, variables, shard, again", [
    ("pbs.sh", {"PBS_ARRAY_INDEX": "0"}, 0, 5), ("lsf.sh", {"LSB_JOBINDEX": "2"}, 1, 5), ("sge.sh", {"SGE_TASK_ID": "3"}, 2, 99),
    ("flux.sh", {"FLUX_JOB_CC": "3"}, 3, 5)])
def test_a_task_stops_with_its_systems_code_and_goes_on(tmp_path_factory, name, variables, shard, again):
    sweep = plan(tmp_path_factory.mktemp("sweep"), 4, days=40)
    script = SOURCE / "docs/clusters" / name
    stopped = task(script, sweep, variables | {"WALL": "0.4 s"})
    assert stopped.returncode in (again, 0, 3), stopped.stderr  # 0: a quick machine; 3: a slow one, before the first tick
    ended = task(script, sweep, variables)
    assert ended.returncode == 0, ended.stderr
    assert {k for k, s in states(sweep).items() if s["state"] == "done"} == {shard}


def test_ranks_of_mpirun_share_the_shards(tmp_path):
    if not shutil.which("mpirun"):
        pytest.skip("no mpirun here")
    sweep = plan(tmp_path, 3)
    flags = "--oversubscribe --allow-run-as-root"
    ended = task(SOURCE / "docs/clusters/mpi.sh", sweep, {"RANKS": "2", "MPIRUN_FLAGS": flags})
    assert ended.returncode == 0, ended.stderr
    assert {s["state"] for s in states(sweep).values()} == {"done"}


def test_hyperqueues_line_gives_each_task_its_shard(tmp_path):
    sweep = plan(tmp_path, 2)
    tools = tmp_path / "tools"
    tools.mkdir()
    stand_in = tools / "hq"  # does what the array of `hq submit` does, one task after the other
    stand_in.write_text('#!/bin/sh\nwhile [ "$1" != sh ]; do shift; done\nfor HQ_TASK_ID in 0 1; do export HQ_TASK_ID; "$@" || exit; done\n',
                        encoding="utf-8")
    stand_in.chmod(0o755)
    ended = task(SOURCE / "docs/clusters/hyperqueue.sh", sweep, {"SHARDS": "2"})
    assert ended.returncode == 0, ended.stderr
    assert {s["state"] for s in states(sweep).values()} == {"done"}
