"""What can't be reported is said, with the file's name and a reason, and leaves no page behind."""
import os
import pathlib
import shutil
import subprocess
import zlib

import h5py
import pytest

BIN = os.environ["FANFARE_BIN"]
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))


def fanfare(*words):
    return subprocess.run([BIN, *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    done = fanfare("run", SOURCE / "scenarios/tiny.yaml", "--until", "5d", "-o", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out" / "run.h5"


def sealed(path):
    """As this program would have left it: h5py drops the checksum."""
    data = path.read_bytes()
    path.write_bytes(data + b"\nFanfare checks=" + zlib.crc32(data).to_bytes(4, "little") + bytes(4))


def older(path):
    with h5py.File(path, "r+") as file:
        file.attrs.modify("format_version", 0)
    sealed(path)


def someone_elses(path):
    path.unlink()
    with h5py.File(path, "w") as file:
        file["x"] = 1


def running(path):
    with h5py.File(path, "r+") as file:
        file.attrs.modify("status", "running")
    sealed(path)


def truncated(path):
    path.write_bytes(path.read_bytes()[:-2000])


@pytest.mark.parametrize("spoil, says", [(older, "older"), (someone_elses, "not a results file of Fanfare"), (running, "still running"),
                                         (truncated, "damaged|can't be read|truncated"), (pathlib.Path.unlink, "no such file"),
                                         (lambda path: path.write_text("hello"), "not an HDF5 file")])
def test_a_file_that_is_no_finished_result_is_refused(run, tmp_path, spoil, says):
    bad = tmp_path / "run.h5"
    shutil.copy(run, bad)
    spoil(bad)
    done = fanfare("report", bad, "-o", tmp_path / "page.html")
    assert done.returncode == 3, done.stderr
    assert str(bad) in done.stderr
    assert any(word in done.stderr for word in says.split("|")), done.stderr
    assert not (tmp_path / "page.html").exists()


def test_nothing_is_overwritten_unasked(run, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("mine")
    assert fanfare("report", run, "-o", page).returncode == 3
    assert page.read_text() == "mine"
    assert fanfare("report", run, "-o", page, "--on-exists", "replace").returncode == 0
    assert page.read_text().startswith("<!doctype html>")


def test_markdown_stands_beside_the_results(run):
    done = fanfare("report", run, "--md", "--lang", "zh", "--on-exists", "replace")
    assert done.returncode == 0, done.stderr
    assert "模拟结果" in (run.parent / "report.md").read_text(encoding="utf-8")


def test_a_study_with_failed_runs_names_them(run, tmp_path):
    study = tmp_path / "study.yaml"
    study.write_text(f"schema: 1\nkind: study\nname: s\nscenario: {SOURCE / 'scenarios/tiny.yaml'}\nbaseline: a\n"
                     "arms: {a: {}, b: {brands.aurora.price: 99 CNY}}\nreplicates: 2\n", encoding="utf-8")
    assert fanfare("run", study, "--until", "4d", "-o", tmp_path / "out").returncode == 0
    with h5py.File(tmp_path / "out/study.h5", "r+") as file:
        file["run_status"][1, 1] = 3
        file["run_reason"][1, 1] = "out of memory"
    sealed(tmp_path / "out/study.h5")
    done = fanfare("report", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    assert '"failures":[{"arm":"b","replicate":1,"state":"failed","reason":"out of memory"}]' in done.stdout
