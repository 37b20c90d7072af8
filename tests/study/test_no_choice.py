"""Arms that nobody can choose: compared with, drawn and told, and advised by none, on the program as people call it."""
import json
import sys

import pytest

from study_program import SOURCE, fanfare

STUDY = """schema: 1
kind: study
name: small
scenario: {scenario}
baseline: calm
no_choice: {no_choice}
arms:
  calm: {{events: []}}
  scandal: {{events: [{{id: fall, at: 6d, do: scandal, target: {{hired_by: launch, top: 1}}, severity: 0.8}}]}}
  worse: {{events: [{{id: fall, at: 5d, do: scandal, target: {{hired_by: launch, top: 9}}, severity: 1}}]}}
replicates: 2
primary: sentiment
measure: [sentiment, net_revenue]
"""


def told(folder, no_choice):
    """What the study prints when it ends, and once more from its results."""
    (folder / "study.yaml").write_text(STUDY.format(scenario=SOURCE / "scenarios/tiny.yaml", no_choice=no_choice), encoding="utf-8")
    ran = fanfare("run", folder / "study.yaml", "--until", "12d", "--out", folder / "out", "--progress", "off")
    return ran, fanfare("compare", folder / "out/study.h5")


def verdict(text):
    return " ".join(text[text.index("Verdict"):].split("\n\n")[0].split())


def test_the_weeks_without_a_scandal_are_no_advice(tmp_path):
    """Where they may be chosen they are best, so that only the word takes them out."""
    for name in ("free", "said"):
        (tmp_path / name).mkdir()
    for text in told(tmp_path / "free", "[]"):
        assert "calm" in verdict(text)
    for text in told(tmp_path / "said", "[calm]"):
        assert "calm" not in verdict(text) and "scandal" in verdict(text)
        assert "calm" in text  # in the tables it stays
    sys.path.insert(0, str(SOURCE / "analysis"))
    import fanfare as package
    for name, left_out in (("free", []), ("said", ["calm"])):
        table = package.load(tmp_path / name / "out").fanfare.compare("sentiment").table
        assert sorted(set(table["arm"][table["chance_best"].isna()])) == left_out


def test_optimize_does_not_weigh_them(tmp_path):
    text = STUDY.format(scenario=SOURCE / "scenarios/tiny.yaml", no_choice="[calm, worse]").replace("arms:\n", "arms:\n  late: {events: []}\n")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    fanfare("optimize", tmp_path / "study.yaml", "--out", tmp_path / "out", "--runs", 4, "--start", 2, "--until", "8d", "--progress", "off")
    found = json.loads((tmp_path / "out/optimize.json").read_text(encoding="utf-8"))
    assert sorted(one["name"] for one in found["candidates"]) == ["late", "scandal"]


@pytest.mark.parametrize("template", ["endorser", "scandal"])
def test_templates_with_a_scandal_say_so(tmp_path, template):
    fanfare("init", template, tmp_path / "mine")
    assert "no_choice: [calm]" in (tmp_path / "mine/study.yaml").read_text(encoding="utf-8")


def test_cautions_of_a_study_are_printed(tmp_path):
    """Of a world as small as this there are some, as that single orders weigh much: what summary.json has, the prints have."""
    prints = told(tmp_path, "[calm]")
    cautions = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))["cautions"]
    assert len(cautions) > 1
    for text in prints:
        assert [one for one in cautions if "Caution: " + one not in " ".join(text.split())] == []
