"""A curve over budgets begins at nothing: a point of its own that is like having no campaign, and is not blamed for it."""
import json

import pytest

from study_program import SOURCE, fanfare

STUDY = f"""schema: 1
kind: study
name: curve
scenario: {SOURCE / "scenarios" / "tiny.yaml"}
baseline: {{campaigns: []}}
factors:
  budget: {{path: campaigns.launch.budget, values: [0 CNY, 20_000 CNY, 60_000 CNY]}}
design: grid
replicates: 2
primary: incremental_contribution
measure: [incremental_contribution, campaign_spend, contracts]
"""


def test_nothing_spent_brings_nothing(tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    out = tmp_path / "out"
    told = fanfare("run", tmp_path / "study.yaml", "--until", "12d", "--set", "run.warmup=1d", "--out", out, "--progress", "off")
    assert "nobody saw" not in told and "budget was spent" not in told
    response = json.loads(fanfare("report", out, "--json", "-q"))["response"]
    points = response["points"]
    assert [p["at"] for p in points] == [0, 20_000, 60_000] and response["unit"] == "CNY"
    assert (points[0]["mean"], points[0]["low"], points[0]["high"]) == (0, 0, 0)
    assert points[1]["mean"] != 0 and points[2]["mean"] != 0


@pytest.mark.parametrize("path", ["ads.lines.video.budget", "search.bids.own_name.budget", "campaigns.kocs.budget"])
def test_any_budget_may_be_nothing(path):
    fanfare("validate", SOURCE / "scenarios/library/tracking_market.yaml", "--set", f"{path}=0 CNY")
