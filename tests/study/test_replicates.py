"""A study of fewer replicates than its file asks for says so, and the others can be added."""
import json

from study_program import SOURCE, fanfare

STUDY = f"""schema: 1
kind: study
name: few
scenario: {SOURCE / "scenarios/tiny.yaml"}
baseline: none
arms:
  none: {{campaigns: []}}
  kol: {{}}
replicates: 3
primary: incremental_contribution
"""


def run(study, out, *more):
    fanfare("run", study, "--until", "9d", "--out", out, "--progress", "off", *more)
    return json.loads((out / "summary.json").read_text())


def test_what_is_lacking_is_said_until_it_is_there(tmp_path):
    study = tmp_path / "study.yaml"
    study.write_text(STUDY)
    few = run(study, tmp_path / "out", "--replicates", "2")
    assert [line for line in few["cautions"] if line.startswith("these are 2 of the 3 worlds")], few["cautions"]
    grown = run(study, tmp_path / "out", "--on-exists", "resume")
    whole = run(study, tmp_path / "whole")
    assert grown["fingerprint"] == whole["fingerprint"]
    for summary in (grown, whole):
        assert not [line for line in summary["cautions"] if "worlds that the study asks for" in line]
