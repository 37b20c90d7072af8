"""Creators with names in a real browser: a card for each, whole on a phone, in both languages."""
import re

import pytest

from test_page import browse, fanfare, modules  # noqa: F401 (a fixture)

SCENARIO = """schema: 1
kind: scenario
name: names
question: Whom do we hire?
run: {until: 8d, tick: 6h, start: 2026-03-02, seed: 5}
population:
  accounts: 1_500
  scale: 100
  authors: 5%
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
attributes: [{id: sex, levels: [women, men], shares: [50%, 50%]}]
segments: [{id: women, where: sex == women, measured: true}]
creators: [{id: koc, kind: koc, select: {followers: [2_000, 1_000_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
fakes: {buyers: 100%, bought: 0.5}
brands: [{id: aurora, topic: beauty, price: 129 CNY, rate: 0.01, awareness: 20%}]
campaigns:
  - {id: launch, brand: aurora, budget: 60_000 CNY, least_spendable: 0, flight: [1d, 6d], lines: [{hire: {names: [Lena, Tao]}, posts: 2}]}
roster:
  creators:
    - {name: Lena, followers: 40_000, engagement: 8%, video: 9_000 CNY, niche: food, audience: [women 80%]}
    - {name: Tao, followers: 8_000, engagement: 1%, video: 1_700 CNY, niche: beauty}
    - {name: "<b>Nobody</b>", followers: 3_000, video: 700 CNY}
"""
STUDY = """schema: 1
kind: study
name: names
scenario: scenario.yaml
baseline: none
arms: {none: {campaigns: []}, both: {}, lena: {campaigns.launch.lines: [{hire: {names: [Lena]}, posts: 2}]}}
leave_out: {arm: both, units: 3}
replicates: 2
primary: incremental_contribution
measure: [incremental_contribution, sales, reach]
"""


@pytest.fixture(scope="module")
def cards(modules, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("cards")
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    done = fanfare("run", folder / "study.yaml", "-o", folder / "out")
    assert done.returncode == 0, done.stderr
    for language in ("en", "zh"):
        done = fanfare("report", folder / "out", "--lang", language, "-o", folder / f"{language}.html")
        assert done.returncode == 0, done.stderr
    looks = [{"file": str(folder / f"{language}.html"), "widths": [width], "scheme": "light", "unfold": width, "shot": str(folder / f"{language}.png")}
             for language, width in (("en", 390), ("zh", 1440))]
    return [one for one in browse(modules, looks=looks)["looks"] if one["unfolded"]]


def test_all_of_a_creator_is_on_its_card(cards):
    text = cards[0]["text"]
    lena = text[text.index("\nLena"):text.index("\nTao")]
    for words in ("reach", "cost", "credited orders", "reached by no other creator", "fit", "share of followers that are fake",
                  "What it caused in both", "Who was reached", "women", "Reached by another hired creator too"):
        assert words.lower() in lena.lower(), words
    assert re.search(r"\d %", lena)
    nobody = text[text.index("<b>Nobody</b>"):]  # its name stays text
    assert nobody.split("\n", 2)[1].strip() == "in no arm" or "in no arm" in nobody[:60]


def test_cards_are_whole_in_both_languages(cards):
    for view in cards:
        assert (view["errors"], view["requests"]) == ([], [])
        assert (view["overflow"], view["wide"]) == (0, [])
    assert cards[0]["sideways"] == []  # on the phone
    assert "触达人数" in cards[1]["text"] and "各方案均未采用" in cards[1]["text"]
    assert not re.search(r"\b(cards|measure|exhibit)\.[a-z_]+", cards[0]["text"] + cards[1]["text"])  # a key without words
