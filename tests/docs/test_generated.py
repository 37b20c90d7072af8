"""The generated parts of the documents are what this program prints."""
import json
import re

import answers
import generated
import pytest


@pytest.mark.parametrize("document", generated.HOLDS)
def test_a_document_holds_what_the_program_prints(document):
    holds, prints = generated.read(document).splitlines(), generated.with_prints(document).splitlines()
    stale = [line for line in prints if line not in set(holds)]
    gone = [line for line in holds if line not in set(prints)]
    assert holds == prints, (
        f"{document} is out of date; rewrite it with tests/docs/generated.py\n"
        + "\n".join(["missing: " + line for line in stale[:5]]
                    + ["no longer true: " + line for line in gone[:5]]))


def test_a_changed_line_is_noticed(tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    text = generated.read("docs/results.md")
    (tmp_path / "docs/results.md").write_text(text.replace("| sales |", "| sold |"), encoding="utf-8")
    assert generated.with_prints("docs/results.md").count("| sales |") == 1
    monkeypatch.setattr(generated, "SOURCE", tmp_path)
    assert generated.read("docs/results.md") != generated.with_prints("docs/results.md")


def test_a_lost_mark_is_noticed(tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/results.md").write_text("nothing here", encoding="utf-8")
    monkeypatch.setattr(generated, "SOURCE", tmp_path)
    with pytest.raises(AssertionError, match="not one"):
        generated.with_prints("docs/results.md")


def library():
    return json.loads(generated.fanfare("list", "scenarios", "--folder", "scenarios/library", "--json"))


def test_each_study_of_the_library_says_what_it_found_and_what_it_takes():
    studies = [row for row in library() if row["kind"] == "study"]
    assert len(studies) > 20
    for row in studies:
        # an interval, or that nothing could be told; how many worlds
        answer = row["answer (simulated)"]
        assert re.search(r"\d … −?[\d.]", answer) and re.search(r"n = \d", answer), row["file"] + ": " + answer
        assert re.fullmatch(r"[\d.]+ s of one core", row["takes"]), row["file"] + ": " + row["takes"]
        assert float(row["takes"].split()[0]) <= 120, row["file"] + ": more than a minute on two cores"


def test_an_answer_is_written_once_and_the_time_anew():
    text = "# What?\nschema: 1\n"
    text = answers.noted(text, "Answer (simulated)", "first " * 40, replace=False)
    text = answers.noted(text, "Takes", "1 s of one core", replace=True)
    again = answers.noted(text, "Answer (simulated)", "second", replace=False)
    assert again == text and "second" not in again and again.splitlines()[2].startswith("#   first")
    again = answers.noted(text, "Takes", "2 s of one core", replace=True)
    assert again == text.replace("1 s", "2 s") and again.endswith("schema: 1\n")
