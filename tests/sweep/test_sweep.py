"""A study in shards: any order, killed, stopped, cut short, on a batch system's numbers; the same bits as on one machine."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

import pytest

BIN = os.environ["FANFARE_BIN"]
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
MANAGERS = ("SLURM_", "PBS_", "LSB_", "SGE_", "FLUX_", "OMPI_", "PMI_", "PMIX_")
SCENARIO = (SOURCE / "scenarios" / "tiny.yaml").read_text(encoding="utf-8")
STUDY = """schema: 1
kind: study
name: shares
question: Do KOLs or KOCs sell more?
scenario: world.yaml
baseline: none
arms:
  none: {campaigns: []}
  half: {}
  koc:  {campaigns.launch.lines: [{hire: {kind: koc, by: fit}, posts: 1, contract: flat}]}
replicates: 2
primary: reach
measure: [reach, net_revenue]
"""


def fanfare(*words, variables=None, **more):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(MANAGERS)} | (variables or {})
    return subprocess.run([BIN, *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=300,
                          check=False, env=environment, **more)


def write_study(folder, days=16):
    (folder / "world.yaml").write_text(SCENARIO, encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return [path, "--until", f"{days}d"]


def plan(folder, shards, days=16, more=()):
    done = fanfare("sweep", "plan", *write_study(folder, days), "-o", folder / "sweep", "--shards", shards, *more)
    assert done.returncode == 0, done.stderr
    return folder / "sweep"


def run(sweep, shard, *words, **more):
    return fanfare("sweep", "run", sweep, "--shard", shard, "--progress", "off", *words, **more)


def states(sweep):
    return {s["shard"]: s for s in json.loads(fanfare("sweep", "status", sweep, "--json").stdout)["shards"]}


def last_word(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split()[-1]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return last_word(fanfare("run", *write_study(folder), "-o", folder / "out", "--progress", "off"))


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A sweep whose four shards ran in an odd order, on other numbers of threads."""
    folder = tmp_path_factory.mktemp("sweep")
    sweep = plan(folder, 4)
    for shard, threads in [(2, 1), (0, 2), (3, 1), (1, 2)]:
        assert run(sweep, shard, "--threads", threads).returncode == 0
    return sweep


def test_shards_in_any_order_give_the_study_of_one_machine(done, whole, tmp_path):
    assert last_word(fanfare("sweep", "collect", done, "-o", tmp_path / "out")) == whole
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"study.h5", "summary.txt", "summary.json", "effective.yaml"}
    assert "incremental" in (tmp_path / "out/summary.txt").read_text(encoding="utf-8")


def test_one_shard_keeps_one_file(done):
    names = sorted(p.name for p in done.iterdir() if p.is_file())
    assert names == ["plan.json"] + [f"shard-000{k}.runs" for k in range(4)]
    assert all(sorted(p.name for p in (done / f"shard-000{k}").iterdir()) == [".lock", "log.txt"] for k in range(4))


def test_a_shard_that_is_done_is_not_computed_again(done):
    before = (done / "shard-0001.runs").stat().st_mtime_ns
    assert run(done, 1).returncode == 0
    assert (done / "shard-0001.runs").stat().st_mtime_ns == before


def test_shards_are_alike_and_hold_every_run_once(done):
    sizes = json.loads((done / "plan.json").read_text(encoding="utf-8"))["shards"]
    assert sum(sizes) == 6 and max(sizes) - min(sizes) <= 1


def test_killed_and_stopped_shards_go_on_to_the_same_bits(tmp_path, whole):
    sweep = plan(tmp_path, 2)
    killed = subprocess.Popen([BIN, "sweep", "run", sweep, "--shard", "0", "--threads", "1", "--checkpoint-every", "2d",
                               "--progress", "off"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while not list((sweep / "shard-0000").glob("checkpoints/*/*.checkpoint")) and killed.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    stopped = run(sweep, 1, "--max-wall", "0.3 s", "--threads", 1)
    assert stopped.returncode in (0, 3, 5), stopped.stderr  # 3: before the first tick
    assert not (sweep / "shard-0000.runs").exists()
    left = json.loads(fanfare("sweep", "retry", sweep, "--json").stdout)["shards"]
    assert 0 in left or states(sweep)[0]["state"] == "running"  # for a minute a dead process seems to live
    for shard in (0, 1):
        again = run(sweep, shard)
        assert again.returncode == 0, again.stderr
    assert "went on from tick" in (sweep / "shard-0000/log.txt").read_text(encoding="utf-8")
    assert last_word(fanfare("sweep", "collect", sweep, "-o", tmp_path / "out")) == whole


def test_processes_without_numbers_take_what_is_free(tmp_path, whole):
    sweep = plan(tmp_path, 3)
    words = [BIN, "sweep", "run", str(sweep), "--shard", "auto", "--threads", "1", "--progress", "off"]
    both = [subprocess.Popen(words, env=os.environ | {"OMPI_COMM_WORLD_RANK": rank}, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True) for rank in "01"]
    assert [p.wait() for p in both] == [0, 0], [p.stderr.read() for p in both]
    assert {s["state"] for s in states(sweep).values()} <= {"done"}
    assert last_word(fanfare("sweep", "collect", sweep, "-o", tmp_path / "out")) == whole


@pytest.mark.parametrize("name, value, shard", [("SLURM_ARRAY_TASK_ID", "2", 2), ("PBS_ARRAY_INDEX", "1", 1), ("LSB_JOBINDEX", "1", 0),
                                                ("SGE_TASK_ID", "4", 3), ("FLUX_JOB_CC", "0", 0)])
def test_batch_systems_give_the_shard(done, name, value, shard):
    told = run(done, "auto", variables={name: value})
    assert told.returncode == 0 and f"shard {shard} of 4 (by {name})" in told.stderr


@pytest.mark.parametrize("variables, words", [
    ({}, "no batch system gave this process a number"), ({"SLURM_ARRAY_TASK_ID": "9"}, "task 9 has no shard (there are 4)"),
    ({"SLURM_ARRAY_TASK_ID": "two"}, "is no number of a task"), ({"SGE_TASK_ID": "undefined"}, "no batch system")])
def test_a_number_that_is_none_is_refused(done, variables, words):
    told = run(done, "auto", variables=variables)
    assert told.returncode in (2, 3) and words in told.stderr


def test_what_is_missing_is_named_and_the_rest_can_be_read(done, tmp_path):
    sweep = tmp_path / "sweep"
    shutil.copytree(done, sweep)
    shutil.copytree(done.parent, tmp_path, dirs_exist_ok=True)
    (sweep / "shard-0002.runs").unlink()
    told = fanfare("sweep", "collect", sweep, "-o", tmp_path / "out")
    assert told.returncode == 4 and "shards 2 are not done" in told.stderr and "incomplete, after" in told.stdout and (tmp_path / "out/study.h5").exists()
    assert run(sweep, 2).returncode == 0
    assert fanfare("sweep", "collect", sweep, "-o", tmp_path / "out", "--on-exists", "replace").returncode == 0


@pytest.fixture
def copy(done, tmp_path):
    shutil.copytree(done.parent, tmp_path / "copy")
    return tmp_path / "copy/sweep"


def test_a_file_cut_short_or_flipped_is_named_and_made_again(copy, tmp_path, whole):
    for cut in (lambda b: b[: len(b) // 2], lambda b: b[:-5] + bytes([b[-5] ^ 1]) + b[-4:], lambda b: b[:900] + bytes([b[900] ^ 8]) + b[901:]):
        file = copy / "shard-0001.runs"
        sound = file.read_bytes()
        file.write_bytes(cut(sound))
        told = fanfare("sweep", "collect", copy, "-o", tmp_path / "never")
        assert told.returncode == 3 and "shard-0001.runs" in told.stderr, told.stderr
        file.write_bytes(sound)
    file.write_bytes(sound[:100])
    assert states(copy)[1]["state"] == "damaged"
    assert json.loads(fanfare("sweep", "retry", copy, "--json").stdout)["shards"] == [1]
    assert run(copy, "any").returncode == 0
    assert last_word(fanfare("sweep", "collect", copy, "-o", tmp_path / "out")) == whole


def test_a_shard_of_another_plan_is_refused(copy, done, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    sweep = plan(other, 4, days=12)
    assert run(sweep, 0).returncode == 0
    shutil.copy(sweep / "shard-0000.runs", copy / "shard-0000.runs")
    told = fanfare("sweep", "collect", copy, "-o", tmp_path / "out")
    assert told.returncode == 3 and "is of another plan" in told.stderr


def test_a_study_that_changed_since_is_refused_by_arm(copy):
    path = copy.parent / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("posts: 1", "posts: 2"), encoding="utf-8")
    told = run(copy, 0)
    assert told.returncode == 3 and "the scenario of arm 'koc' is another" in told.stderr
    path.write_text(path.read_text(encoding="utf-8").replace("  half: {}\n", ""), encoding="utf-8")
    assert "arm 'half' is now 'koc'" in run(copy, 0).stderr


def test_a_plan_of_another_version_is_refused(copy):
    file = copy / "plan.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"version": "', '"version": "9'), encoding="utf-8")
    assert "was made by fanfare 9" in run(copy, 0).stderr


@pytest.mark.parametrize("text", ["", "{", "[]", '{"sweep": 1}', '{"sweep": 7}'])
def test_a_damaged_plan_is_refused(copy, text):
    (copy / "plan.json").write_text(text, encoding="utf-8")
    told = fanfare("sweep", "status", copy)
    assert told.returncode == 3 and "plan.json" in told.stderr


def test_two_tasks_with_one_shard_do_not_meet(tmp_path):
    sweep = plan(tmp_path, 1, days=60)
    first = subprocess.Popen([BIN, "sweep", "run", sweep, "--shard", "0", "--progress", "off"], stderr=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not (sweep / "shard-0000/heartbeat.json").exists() and time.monotonic() < end:
        time.sleep(0.02)
    second = run(sweep, 0)
    state = states(sweep)[0]["state"]
    first.terminate()
    assert second.returncode == 3 and "is in use" in second.stderr
    assert state == "running"
    assert first.wait() in (3, 5)
    assert states(sweep)[0]["state"] == "interrupted"


def test_runs_that_failed_are_counted_and_tried_again(tmp_path):
    words = write_study(tmp_path)
    path = tmp_path / "study.yaml"
    path.write_text(STUDY.replace("  half: {}", "  half: {campaigns.launch.budget: 1 CNY}"), encoding="utf-8")
    planned = fanfare("sweep", "plan", *words, "-o", tmp_path / "sweep", "--shards", "1")
    assert planned.returncode == 0, planned.stderr
    done = run(tmp_path / "sweep", 0)
    state = states(tmp_path / "sweep")[0]
    if done.returncode == 4:
        assert state["failed"] == 2 and "retry" in fanfare("sweep", "status", tmp_path / "sweep").stdout
        assert json.loads(fanfare("sweep", "retry", tmp_path / "sweep", "--json").stdout)["shards"] == [0]
        assert states(tmp_path / "sweep")[0]["ended"] == 4
    else:
        assert state["failed"] == 0


def test_a_script_for_slurm_is_sound(tmp_path):
    done = fanfare("sweep", "plan", *write_study(tmp_path), "-o", tmp_path / "sweep", "--shards", "3", "--slurm", "--threads", "2")
    assert done.returncode == 0, done.stderr
    script = tmp_path / "sweep/sweep.sbatch"
    text = script.read_text(encoding="utf-8")
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    for line in ("#SBATCH --array=0-2", "#SBATCH --cpus-per-task=2", "#SBATCH --signal=B:TERM@120", "#SBATCH --requeue", "--shard auto"):
        assert line in text
    assert f"sbatch {tmp_path / 'sweep'}/sweep.sbatch" in done.stdout
    again = fanfare("sweep", "plan", *write_study(tmp_path), "-o", tmp_path / "sweep")
    assert again.returncode == 3 and "a sweep was planned here" in again.stderr


def test_the_scripts_task_stops_on_the_signal_and_asks_to_be_queued_again(tmp_path):
    planned = fanfare("sweep", "plan", *write_study(tmp_path, 120), "-o", tmp_path / "sweep", "--shards", "2", "--slurm", "--threads", "1")
    assert planned.returncode == 0, planned.stderr
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "fanfare").symlink_to(BIN)
    (tools / "scontrol").write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n', encoding="utf-8")
    (tools / "scontrol").chmod(0o755)
    task = subprocess.Popen(["sh", tmp_path / "sweep/sweep.sbatch"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            env=os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_JOB_ID": "77"})
    end = time.monotonic() + 60
    while not (tmp_path / "sweep/shard-0001/heartbeat.json").exists() and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.5)
    task.send_signal(signal.SIGTERM)
    assert task.wait(timeout=60) == 0
    assert (tmp_path / "asked").read_text(encoding="utf-8").split() == ["requeue", "77_1"]


@pytest.mark.parametrize("words, told", [
    (["--shards", "7"], "the study has 6 runs"), (["--shards", "2", "--shard-hours", "1"], "give one of them"),
    (["--shards", "0"], "--shards")])
def test_a_plan_that_can_not_be_is_refused(tmp_path, words, told):
    done = fanfare("sweep", "plan", *write_study(tmp_path), "-o", tmp_path / "sweep", *words)
    assert done.returncode in (2, 3) and told in done.stderr
    assert not (tmp_path / "sweep/plan.json").exists()


def test_what_is_no_sweep_is_refused(tmp_path):
    for action in (["status"], ["collect"], ["retry"], ["run", "--shard", "0"]):
        done = fanfare("sweep", action[0], tmp_path, *action[1:])
        assert done.returncode == 3 and "no sweep was planned here" in done.stderr
