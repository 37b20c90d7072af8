# Every published result of scenarios/validation in its quick form: the gate. Each row is a line of the report.
import json

import pytest

from program import SOURCE, validation

FOLDER = SOURCE / "scenarios" / "validation"
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def report(pytestconfig):
    done = validation("--quick", "--json")
    assert done.returncode in (0, 4), done.stderr
    told = json.loads(done.stdout)
    pytestconfig.published = told  # shown at the end, by conftest.py
    return {study["id"]: study for study in told["studies"]}


def test_every_file_is_there(report):
    assert sorted(report) == FILES


@pytest.mark.parametrize("name", FILES)
def test_what_decides_passes(report, name):
    study = report[name]
    if study["skipped"]:
        pytest.skip(study["skipped"])  # names the file that is missing
    assert study["failed"] == "" and study["rows"]
    assert [f"{row['what']}: {row['reason']}" for row in study["rows"] if row["result"] == "fail"] == []


@pytest.mark.parametrize("name", FILES)
def test_what_decides_does_so_by_an_interval(report, name):
    for row in report[name]["rows"]:
        if row["class"] in ("V1", "V2"):
            assert row["n"] >= 2 and row["low"] <= row["mean"] <= row["high"], row["what"]


def test_a_wrong_published_number_is_noticed(tmp_path):
    (tmp_path / "base").mkdir()
    for path in ["base/ego_facebook.yaml", "E9.yaml"]:
        text = (FOLDER / path).read_text(encoding="utf-8")
        (tmp_path / path).write_text(text.replace("published: 88234", "published: 88235"), encoding="utf-8")
    done = validation("--quick", "--json", "--folder", tmp_path)
    told = json.loads(done.stdout)
    if told["skipped"]:
        pytest.skip(told["studies"][0]["skipped"])
    assert done.returncode == 4 and told["failed"] == 1
