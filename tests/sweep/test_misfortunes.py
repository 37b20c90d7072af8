"""What befalls a sweep: full disks, clocks that jump, machines whose locks nobody sees, files of other plans. Nothing that
was computed is lost."""
import fcntl
import json
import os
import pathlib
import resource
import shutil
import socket
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from test_sweep import BIN, MANAGERS, fanfare, last_word, plan, run, states, write_study  # noqa: E402

BEAT = {"host": "elsewhere", "process": 1, "time": 0, "runs": 3, "done": 1, "fraction": 0.5}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    sweep = plan(tmp_path_factory.mktemp("sweep"), 4)
    assert run(sweep, "any").returncode == 0
    return sweep


@pytest.fixture(scope="module")
def fingerprint(done, tmp_path_factory):
    return last_word(fanfare("sweep", "collect", done, "-o", tmp_path_factory.mktemp("collected") / "out"))


@pytest.fixture
def copy(done, tmp_path):
    shutil.copytree(done.parent, tmp_path / "copy")
    return tmp_path / "copy/sweep"


def begun_elsewhere(sweep, shard, **beat):
    """As a process on another machine leaves it whose lock is not seen here."""
    (sweep / f"shard-000{shard}.runs").unlink(missing_ok=True)
    folder = sweep / f"shard-000{shard}"
    folder.mkdir(exist_ok=True)
    (folder / "heartbeat.json").write_text(json.dumps(BEAT | beat), encoding="utf-8")


def a_minute_passes(sweep):
    """For whoever looks: on the clock of this machine since it started."""
    file = sweep / f"looked-{socket.gethostname()}.json"
    looked = json.loads(file.read_text(encoding="utf-8"))
    for shard in looked["shards"]:
        shard["since"] -= 61
    file.write_text(json.dumps(looked), encoding="utf-8")


@pytest.mark.parametrize("time", [0, 4_000_000_000, -1])
def test_a_clock_that_jumps_kills_nobody_and_keeps_nobody_alive(copy, time):
    begun_elsewhere(copy, 1, time=time)
    assert states(copy)[1]["state"] == "running"  # seen for the first time
    assert states(copy)[1]["state"] == "running"
    a_minute_passes(copy)
    begun_elsewhere(copy, 1, time=time, fraction=0.6)
    assert states(copy)[1]["state"] == "running"  # it has said something since
    a_minute_passes(copy)
    state = states(copy)[1]
    assert state["state"] == "interrupted" and state["host"] == "elsewhere"
    assert json.loads(fanfare("sweep", "retry", copy, "--json").stdout)["shards"] == [1]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"host": 3}', '{"host": "elsewhere", "time": {}}'])
def test_a_damaged_heartbeat_harms_nothing(copy, text):
    begun_elsewhere(copy, 1)
    (copy / "shard-0001/heartbeat.json").write_text(text, encoding="utf-8")
    (copy / f"looked-{socket.gethostname()}.json").write_text(text, encoding="utf-8")
    assert states(copy)[1]["state"] in ("interrupted", "running")


def test_a_process_of_this_machine_that_died_is_known_at_once(copy):
    begun_elsewhere(copy, 1, host=socket.gethostname(), time=4_000_000_000)
    assert states(copy)[1]["state"] == "interrupted"


def limited(sweep, shard, largest):
    """On a node that can't write so much: the system says no as it does on a full disk."""
    def at_most():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    environment = {k: v for k, v in os.environ.items() if not k.startswith(MANAGERS)}
    return subprocess.run([BIN, "sweep", "run", sweep, "--shard", str(shard), "--progress", "off"], capture_output=True, text=True,
                          check=False, preexec_fn=at_most, restore_signals=False, env=environment, timeout=120)


def test_a_full_disk_on_one_node_costs_that_node_alone(tmp_path, fingerprint):
    sweep = plan(tmp_path, 4)
    full = limited(sweep, 0, 8192)
    assert full.returncode == 3 and "can't be written" in full.stderr and str(sweep) in full.stderr
    assert all(run(sweep, shard).returncode == 0 for shard in (1, 2, 3))
    assert states(sweep)[0]["state"] == "interrupted"
    part = fanfare("sweep", "collect", sweep, "-o", tmp_path / "part")
    assert part.returncode == 4 and "shards 0 are not done" in part.stderr
    assert json.loads(fanfare("sweep", "retry", sweep, "--json").stdout)["shards"] == [0]
    assert run(sweep, 0).returncode == 0
    assert last_word(fanfare("sweep", "collect", sweep, "-o", tmp_path / "out")) == fingerprint


def test_a_shard_whose_file_can_not_be_written_keeps_its_runs(tmp_path, fingerprint):
    sweep = plan(tmp_path, 1)
    in_the_way = sweep / "shard-0000.runs.writing"
    in_the_way.mkdir()
    (in_the_way / "stone").touch()
    refused = run(sweep, 0)
    assert refused.returncode == 3 and "shard-0000.runs" in refused.stderr
    assert len(list((sweep / "shard-0000/parts").glob("*.h5"))) == 6
    (in_the_way / "stone").unlink()
    in_the_way.rmdir()
    again = run(sweep, 0)
    assert again.returncode == 0 and "6 of 6 runs" in again.stderr + again.stdout, again.stderr + again.stdout
    assert last_word(fanfare("sweep", "collect", sweep, "-o", tmp_path / "out")) == fingerprint


def test_what_retry_makes_room_for_is_set_aside(copy, done, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    stranger = plan(other, 4, days=12)
    assert run(stranger, 0).returncode == 0
    shutil.copy(stranger / "shard-0000.runs", copy / "shard-0000.runs")
    (copy / "shard-0001.runs").write_bytes((done / "shard-0001.runs").read_bytes()[:-9])
    assert {k for k, s in states(copy).items() if s["state"] == "damaged"} == {0, 1}
    assert json.loads(fanfare("sweep", "retry", copy, "--json").stdout)["shards"] == [0, 1]
    assert (copy / "shard-0000.runs.aside").read_bytes() == (stranger / "shard-0000.runs").read_bytes()
    assert (copy / "shard-0001.runs.aside").exists() and not (copy / "shard-0001.runs").exists()


def test_a_shard_that_somebody_has_is_not_given_again(copy):
    (copy / "shard-0001.runs").write_bytes(b"")
    with open(copy / "shard-0001/.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert fanfare("sweep", "retry", copy, "--json").stdout.split() == ["{", '"shards":', "[]", "}"]
        assert run(copy, 1).returncode == 3
    assert json.loads(fanfare("sweep", "retry", copy, "--json").stdout)["shards"] == [1]


def test_what_is_left_is_said_in_ranges(tmp_path):
    sweep = plan(tmp_path, 6, more=["--slurm"])
    assert run(sweep, 3).returncode == 0
    assert "sbatch --array=0-2,4-5 " in fanfare("sweep", "retry", sweep).stdout


def test_a_shard_under_the_number_of_another_is_refused(copy, tmp_path):
    shutil.copy(copy / "shard-0002.runs", copy / "shard-0003.runs")
    told = fanfare("sweep", "collect", copy, "-o", tmp_path / "out")
    assert told.returncode == 3 and "holds shard 2" in told.stderr and not (tmp_path / "out/study.h5").exists()
    assert json.loads(fanfare("sweep", "retry", copy, "--json").stdout)["shards"] == [3]


def test_a_program_of_another_commit_is_refused_and_named(copy):
    file = copy / "plan.json"
    wanted = json.loads(file.read_text(encoding="utf-8"))
    wanted["commit"] = "0123456789ab"
    file.write_text(json.dumps(wanted), encoding="utf-8")
    told = run(copy, 0)
    assert told.returncode == 3 and "commit 0123456789ab" in told.stderr


def test_a_scenario_file_that_changed_names_the_arm_and_harms_no_shard(copy, tmp_path):
    before = {p.name: p.read_bytes() for p in copy.glob("*.runs")}
    world = copy.parent / "world.yaml"
    text = world.read_text(encoding="utf-8")
    world.write_text(text.replace("price: 129 CNY", "price: 139 CNY"), encoding="utf-8")
    for action in (["retry"], ["collect", "-o", tmp_path / "out"], ["run", "--shard", "0"]):
        told = fanfare("sweep", action[0], copy, *action[1:])
        assert told.returncode == 3 and "the scenario of arm 'none' is another" in told.stderr
    world.write_text(text, encoding="utf-8")
    assert {p.name: p.read_bytes() for p in copy.glob("*.runs")} == before
    assert fanfare("sweep", "collect", copy, "-o", tmp_path / "out").returncode == 0


def test_incomplete_sweeps_are_collected_with_the_runs_of_shards_that_go_on(copy, tmp_path):
    sweep = plan(tmp_path, 2)
    stopped = None
    for wall in ("0.5 s", "1 s", "2 s", "4 s"):  # until one run has ended and one has not
        stopped = run(sweep, 0, "--threads", 1, "--max-wall", wall)
        if stopped.returncode == 0 or states(sweep)[0]["ended"] > 0:
            break
    ended = states(sweep)[0]["ended"]
    told = fanfare("sweep", "collect", sweep, "-o", tmp_path / "out")
    if ended == 0:
        pytest.skip("no run ended in time")
    assert told.returncode == 4 and f"{6 - ended} of 6 runs" in told.stderr, told.stderr
    assert (tmp_path / "out/study.h5").exists()
    assert write_study(tmp_path)
