"""bench/instructions.py: what it warns of. The counting itself is run by test.sh."""
import importlib.util
import json
import os
import pathlib

SOURCE = pathlib.Path(os.environ["FANFARE_SOURCE"])
spec = importlib.util.spec_from_file_location("instructions", SOURCE / "bench" / "instructions.py")
instructions = importlib.util.module_from_spec(spec)
spec.loader.exec_module(instructions)

THEN = {"whole run": 1_000_000, "browse": 600_000, "shop": 100_000, "adapt": 100}


def test_a_phase_that_grew_is_named():
    lines, grown = instructions.compared(THEN, {**THEN, "browse": 640_000})
    assert grown == ["browse +6.7 %"]
    assert any("browse" in line and "+6.7 %" in line for line in lines)


def test_what_grew_by_less_or_shrank_or_is_small_is_not():
    assert instructions.compared(THEN, {**THEN, "browse": 625_000, "shop": 50_000, "adapt": 1_000})[1] == []


def test_a_new_phase_is_shown_and_grew_from_nothing():
    lines, grown = instructions.compared(THEN, {**THEN, "resell": 50_000})
    assert grown == [] and any("resell" in line and "new" in line for line in lines)


def test_the_saved_counts_are_of_phases():
    saved = json.loads((SOURCE / "bench" / "instructions.json").read_text(encoding="utf-8"))
    assert {"whole run", "browse", "settle"} <= set(saved)
    assert saved["whole run"] > saved["browse"] > 0


def test_lines_of_callgrind_are_read():
    line = ("1,234,567 (45.67%)  ???:fanfare::fan_economy::browse(fanfare::fan_economy::World&, fanfare::BlockScope const&) "
            "[/x/fanfare]")
    assert instructions.PHASE.match(line).groups() == ("1,234,567", "browse")
    assert instructions.WHOLE.match("2,703,456 (100.0%)  PROGRAM TOTALS")[1] == "2,703,456"
    assert not instructions.PHASE.match(line.replace("World&, fanfare::BlockScope", "World&, fanfare::Draws"))
