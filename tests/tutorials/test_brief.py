"""The tutorial of a campaign brief, followed to its report: some thirty runs, so it is not done again under sanitizers."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "docs"))
import test_tutorials


def test_a_reader_can_answer_the_brief(tmp_path):
    assert test_tutorials.follow("docs/tutorials/campaign_brief.md", tmp_path) == (5, 2)
    assert list((tmp_path / "results/brief").glob("*.html"))
