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


FACTORS = f"""schema: 1
kind: study
name: markets
scenario: {SOURCE / "scenarios/tiny.yaml"}
design: grid
factors:
  feed:
    arms:
      ranked: {{}}
      follows: {{platforms.short_video.feed.preset: chronological}}
baseline: half
arms:
  half: {{}}
  dear: {{brands.aurora.price: 189 CNY}}
replicates: 2
primary: net_revenue
measure: [net_revenue, reach]
"""


def test_markets_that_nobody_chooses_are_no_advice(tmp_path):
    """The same runs, with the word and without."""
    found = {}
    for name, word in (("free", ""), ("said", "no_choice: [feed]\n")):
        (tmp_path / f"{name}.yaml").write_text(FACTORS + word, encoding="utf-8")
        fanfare("run", tmp_path / f"{name}.yaml", "--until", "8d", "--out", tmp_path / name, "--progress", "off")
        found[name] = json.loads((tmp_path / name / "summary.json").read_text(encoding="utf-8"))
    assert found["free"]["fingerprint"] == found["said"]["fingerprint"]
    assert "feed" in verdict(fanfare("compare", tmp_path / "free/study.h5")) and "choices" not in found["free"]["comparisons"][0]
    text = fanfare("compare", tmp_path / "said/study.h5")
    compared = found["said"]["comparisons"][0]
    chosen = compared["choices"]
    assert f"is ahead in {chosen['ahead_in']} of 2" in verdict(text)
    assert "Choices, averaged over circumstances that nobody chooses" in text
    rows = {arm["arm"]: arm["by_replicate"] for arm in compared["arms"]}
    for one in chosen["arms"]:
        there = [rows[f"{one['arm']}, feed={feed}"] for feed in ("ranked", "follows")]
        assert one["by_replicate"] == pytest.approx([sum(pair) / 2 for pair in zip(*there)])
    sys.path.insert(0, str(SOURCE / "analysis"))
    import fanfare as package
    free, said = (package.load(tmp_path / name).fanfare.compare("net_revenue") for name in ("free", "said"))
    assert free.choices.empty
    of_brand = said.choices[said.choices["label"] == compared["label"]].set_index("choice")
    for one in chosen["arms"]:
        assert of_brand.loc[one["arm"], "mean"] == pytest.approx(one["value"]["mean"])
        assert of_brand.loc[one["arm"], "chance_best"] == pytest.approx(one["chance_best"])
    assert of_brand["ahead_in"].dropna().to_dict() == {chosen["best"]: chosen["ahead_in"]}
    (tmp_path / "said/summary.json").unlink()
    assert package.load(tmp_path / "said").fanfare.compare("net_revenue").choices.empty
    by_market = said.table[said.table["label"] == compared["label"]]
    for arm in compared["arms"]:
        assert by_market.set_index("arm").loc[arm["arm"], "chance_best"] == pytest.approx(arm["chance_best"])
    assert by_market["chance_best"].sum() == pytest.approx(2)  # one in each market


def test_optimize_weighs_choices_and_not_markets(tmp_path):
    (tmp_path / "study.yaml").write_text(FACTORS + "no_choice: [feed]\n", encoding="utf-8")
    fanfare("optimize", tmp_path / "study.yaml", "--out", tmp_path / "out", "--runs", 8, "--start", 2, "--until", "8d", "--progress", "off")
    found = json.loads((tmp_path / "out/optimize.json").read_text(encoding="utf-8"))
    assert sorted(one["name"] for one in found["candidates"]) == ["dear", "half"]
    assert found["runs"] == 8 and all(one["n"] == 2 for one in found["candidates"])


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
