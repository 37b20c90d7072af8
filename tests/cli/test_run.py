# Running tiny scenarios and studies: files, last lines, progress, what exists already, signals.
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time

import pytest

import program
from program import BIN, TINY, closing_object, environment, fanfare, start


def run(folder, *words):
    return fanfare("run", TINY, "--until", "3d", "--set", "run.warmup=1d", "--out", folder, "--progress", "off", *words)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finished") / "out"
    done = run(folder)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_the_last_lines_name_the_files_and_the_fingerprint(finished):
    folder, done = finished
    lines = done.stdout.strip().splitlines()
    assert re.fullmatch(r"fingerprint [0-9a-f]{16}", lines[-1])
    assert f"  {folder}/run.h5" in lines
    for name in ["run.h5", "effective.yaml", "log.txt", "summary.txt", "summary.json"]:
        assert (folder / name).exists(), name
    assert "simulated" in (folder / "summary.txt").read_text(encoding="utf-8")


def test_json_is_one_object_and_nothing_else(tmp_path):
    done = run(tmp_path / "out", "--json")
    result = json.loads(done.stdout)
    assert result["status"] == "complete"
    assert re.fullmatch("[0-9a-f]{16}", result["fingerprint"])
    assert result["files"][0].endswith("run.h5")
    assert result["wall_seconds"] > 0
    assert result["headlines"]


def test_the_effective_scenario_runs_to_the_same_fingerprint(finished, tmp_path):
    folder, done = finished
    again = fanfare("run", folder / "effective.yaml", "--out", tmp_path / "again", "--progress", "off")
    assert again.stdout.strip().splitlines()[-1] == done.stdout.strip().splitlines()[-1]


def test_reproduce_finds_the_same_and_names_a_difference(finished, tmp_path):
    folder, done = finished
    again = fanfare("reproduce", folder / "run.h5", "--progress", "off", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert again.stdout.startswith("identical: fingerprint " + done.stdout.split()[-1])
    h5py = pytest.importorskip("h5py")
    copy = tmp_path / "changed.h5"
    shutil.copy(folder / "run.h5", copy)
    with h5py.File(copy, "r+") as file:
        changed = change_fingerprint(file)
    assert changed, "no fingerprint found to change"
    program.seal(copy)
    different = fanfare("reproduce", copy, "--progress", "off", cwd=tmp_path)
    assert different.returncode == 6, different.stderr + different.stdout
    assert different.stdout.startswith("different: ")
    assert "0123456789abcdef" in different.stdout


def change_fingerprint(file):
    """Wherever the file keeps it: an attribute or a text."""
    found = []

    def look(_, node):
        if "fingerprint" in node.attrs:
            node.attrs["fingerprint"] = "0123456789abcdef"
            found.append(1)
        if node.name.endswith("/fingerprint") and hasattr(node, "shape"):
            node[...] = "0123456789abcdef"
            found.append(1)

    file.visititems(look)
    return found


def test_info_and_export_show_a_run(finished, tmp_path):
    folder, _ = finished
    info = fanfare("info", folder)
    assert info.returncode == 0 and "complete" in info.stdout
    assert json.loads(fanfare("info", folder, "--json").stdout)
    table = fanfare("export", folder / "run.h5", "--to", "csv")
    assert table.stdout.splitlines()[0] == "arm,replicate,time,brand,campaign,metric,value,unit,n,scenario,origin"
    target = tmp_path / "table.csv"
    assert fanfare("export", folder, "-o", target).returncode == 0
    assert target.read_text(encoding="utf-8").splitlines() == table.stdout.splitlines()
    assert fanfare("export", folder, "-o", target).returncode == 3


@pytest.mark.parametrize("words", [["report", "--md"], ["report"], ["export"]])
def test_a_dash_is_standard_output_and_nothing_else_stands_there(finished, tmp_path, words):
    folder, _ = finished
    other = tmp_path / "other"  # of another seed, so the report has a note
    assert run(other, "--seed", "8", "--set", "brands.aurora.price=99 CNY").returncode == 0
    files = [folder] if words == ["export"] else [folder, other]
    kept = fanfare(*words, *files, "-o", tmp_path / "kept")
    done = fanfare(*words, *files, "-o", "-", cwd=tmp_path)
    assert done.returncode == kept.returncode, done.stderr  # a program built without npm has no page to write
    assert not (tmp_path / "-").exists()
    assert ("not paired" in done.stderr) == (words != ["export"] and kept.returncode == 0)
    if kept.returncode == 0:
        assert done.stdout.splitlines() == (tmp_path / "kept").read_text(encoding="utf-8").splitlines()


def test_what_exists_is_left_alone_unless_asked(finished):
    folder, done = finished
    before = (folder / "run.h5").read_bytes()
    again = run(folder)
    assert again.returncode == 3
    assert "exists" in again.stderr and "--on-exists" in again.stderr
    assert (folder / "run.h5").read_bytes() == before
    resumed = run(folder, "--on-exists", "resume")
    assert resumed.returncode == 0 and "complete already" in resumed.stderr
    assert (folder / "run.h5").read_bytes() == before
    replaced = run(folder, "--on-exists", "replace")
    assert replaced.stdout.split()[-1] == done.stdout.split()[-1]


def test_dry_run_writes_nothing(tmp_path):
    done = run(tmp_path / "out", "--dry-run")
    assert done.returncode == 0 and "Nothing was run" in done.stdout
    assert not (tmp_path / "out").exists()


def test_plain_progress_comes_in_lines(tmp_path):
    done = run(tmp_path / "out", "--progress", "plain")
    lines = [line for line in done.stderr.splitlines() if "%" in line]
    assert lines, done.stderr
    assert all(re.search(r"day [\d.]+ of 3 .*impressions/s .* left", line) for line in lines)
    assert len(lines) <= 21
    assert "\r" not in done.stderr and "\033" not in done.stderr


def test_json_progress_is_an_object_a_line_on_stderr(tmp_path):
    done = run(tmp_path / "out", "--progress", "json")
    objects = [json.loads(line) for line in done.stderr.splitlines()]
    assert objects and all(0 <= o["fraction"] <= 1 for o in objects)
    assert {"day", "until", "impressions_per_second", "seconds_left"} <= objects[0].keys()


def on_terminal(*words, **extra):
    """What the program writes to stderr if that is a terminal."""
    main, side = pty.openpty()
    process = subprocess.Popen([BIN, *map(str, words)], stderr=side, stdout=subprocess.DEVNULL,
                               env=environment(TERM="xterm", **extra))
    os.close(side)
    seen = b""
    while True:
        ready, _, _ = select.select([main], [], [], 60)
        try:
            chunk = os.read(main, 65536) if ready else b""
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
    process.wait(60)
    os.close(main)
    return seen.decode("utf-8")


@pytest.mark.parametrize("extra, coloured", [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_a_bar_that_is_wiped_at_the_end(tmp_path, extra, coloured):
    seen = on_terminal("run", TINY, "--until", "3d", "--set", "run.warmup=1d", "--out", tmp_path / "out", **extra)
    assert "█" in seen or "░" in seen
    assert "day " in seen
    assert seen.rstrip("\n").endswith("\r\033[K")
    assert ("\033[36m" in seen) == coloured


def test_a_stopped_run_goes_on_to_the_same_fingerprint(tmp_path):
    words = [TINY, "--until", "200d", "--progress", "plain"]
    for name in [signal.SIGINT, signal.SIGTERM]:
        folder = tmp_path / name.name
        process = start("run", *words, "--out", folder)
        assert "%" in process.stderr.readline()
        process.send_signal(name)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 5, err
        assert f"stopped by {name.name}" in err and "fanfare resume" in err
        assert (folder / "run.h5.partial").exists() and not (folder / "run.h5").exists()
        assert "stopped" in fanfare("info", folder / "run.h5.partial").stdout
    resumed = fanfare("resume", tmp_path / "SIGINT", "--progress", "off", "--json")
    assert resumed.returncode == 0, resumed.stderr
    assert "went on from tick" in resumed.stderr
    assert sorted(p.name for p in (tmp_path / "SIGINT").iterdir() if p.name != ".lock") == [
        "effective.yaml", "log.txt", "run.h5", "summary.json", "summary.txt"]
    whole = fanfare("run", *words, "--out", tmp_path / "whole", "--json")
    assert closing_object(resumed.stdout)["fingerprint"] == closing_object(whole.stdout)["fingerprint"]


def test_max_wall_stops_with_a_checkpoint(tmp_path):
    done = fanfare("run", TINY, "--until", "3000d", "--max-wall", "1 s", "--out", tmp_path / "out", "--progress", "off", "--json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["status"] == "stopped"
    assert list((tmp_path / "out" / "checkpoint").iterdir())


def test_a_killed_run_goes_on_from_its_last_checkpoint(tmp_path):
    words = ["run", TINY, "--until", "120d", "--out", tmp_path / "out", "--checkpoint-every", "5d", "--progress", "off"]
    process = start(*words)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "out").glob("checkpoint/*.checkpoint")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    resumed = fanfare("resume", TINY, "--until", "120d", "--out", tmp_path / "out", "--progress", "off", "--json")
    assert resumed.returncode == 0, resumed.stderr
    assert "went on from tick" in resumed.stderr
    whole = fanfare("run", TINY, "--until", "120d", "--out", tmp_path / "whole", "--progress", "off", "--json")
    assert closing_object(resumed.stdout)["fingerprint"] == closing_object(whole.stdout)["fingerprint"]


def test_resume_of_nothing_says_so(tmp_path):
    done = fanfare("resume", TINY, "--out", tmp_path / "out")
    assert done.returncode == 3 and "nothing to go on with" in done.stderr


def test_ranks_in_one_process_find_the_same(finished, tmp_path):
    _, done = finished
    ranked = run(tmp_path / "out", "--ranks", "3")
    assert ranked.returncode == 0, ranked.stderr
    assert ranked.stdout.split()[-1] == done.stdout.split()[-1]


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write anywhere, and setpriv is not there")
def test_a_read_only_folder_is_said_and_nothing_is_written(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir(mode=0o555)
    tmp_path.chmod(0o755)
    words = [BIN, "run", str(TINY), "--until", "1d", "--set", "run.warmup=0d", "--out", str(folder), "--progress", "off"]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *words]
        for part in [tmp_path.parent, tmp_path.parent.parent]:
            part.chmod(part.stat().st_mode | 0o055)
    done = subprocess.run(words, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 3, done.stderr
    assert str(folder) in done.stderr and "--out" in done.stderr
    assert not list(folder.iterdir())


def test_a_closed_stdout_is_an_io_error(tmp_path):
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([BIN, "list", "models"], stdout=full, stderr=subprocess.PIPE, text=True, env=environment(), check=False)
    assert done.returncode == 3 and "standard output" in done.stderr
