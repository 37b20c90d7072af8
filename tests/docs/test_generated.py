"""The generated parts of the documents are what this program prints."""
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
