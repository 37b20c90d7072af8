"""fanfare.run and report call the program, and say what it said."""
import os

import fanfare
import pytest
from made import SOURCE

TINY = SOURCE / "scenarios/tiny.yaml"


def test_a_scenario_runs_and_loads(tmp_path):
    done = fanfare.run(TINY, out=tmp_path / "r", seed=3, run__until="5d", set={"population.accounts": 500}, threads=1)
    assert done.sizes["time"] == 5 and done.attrs["seed"] == "3"
    parameters = done.fanfare.provenance.parameter_value
    assert parameters.sel(parameter="population.accounts") == "500"


def test_the_same_call_gives_the_same_numbers(tmp_path):
    one, two = (fanfare.run(TINY, out=tmp_path / name, run__until="5d") for name in "ab")
    assert one.attrs["fingerprint"] == two.attrs["fingerprint"] and one.sales.identical(two.sales)


def test_a_mistake_raises_with_the_programs_words(tmp_path):
    with pytest.raises(fanfare.ProgramError, match="did you mean 'until'") as raised:
        fanfare.run(TINY, out=tmp_path / "r", run__untill="5d")
    assert raised.value.code == 2
    with pytest.raises(fanfare.ProgramError, match="nowhere.yaml") as raised:
        fanfare.run(tmp_path / "nowhere.yaml")
    assert raised.value.code == 3


def test_nothing_is_overwritten_unasked(tmp_path):
    fanfare.run(TINY, out=tmp_path / "r", run__until="5d")
    with pytest.raises(fanfare.ProgramError, match="exists|already"):
        fanfare.run(TINY, out=tmp_path / "r", run__until="5d")
    assert fanfare.run(TINY, out=tmp_path / "r", run__until="6d", on_exists="replace").sizes["time"] == 6


def test_the_program_is_looked_for_in_order(monkeypatch, tmp_path):
    monkeypatch.setenv("FANFARE_BIN", "/here/fanfare")
    assert fanfare.program() == "/here/fanfare"
    monkeypatch.delenv("FANFARE_BIN")
    on_path = tmp_path / "fanfare"
    on_path.write_text("#!/bin/sh\n")
    on_path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fanfare.program() == str(on_path)
    monkeypatch.setenv("PATH", "")
    if (SOURCE / "build/test/bin/fanfare").exists():
        assert "build" in fanfare.program()


def test_a_program_that_is_not_there_is_said_so(monkeypatch):
    monkeypatch.setenv("FANFARE_BIN", "/nowhere/fanfare")
    with pytest.raises(fanfare.ProgramError, match="/nowhere/fanfare: can't be started"):
        fanfare.run(TINY)


def test_a_report_is_made(run_folder, tmp_path):
    path = fanfare.report(run_folder, out=tmp_path / "r.html")
    assert path.read_text(encoding="utf-8").lower().startswith("<!doctype html")
    with pytest.raises(fanfare.ProgramError, match="on-exists") as raised:
        fanfare.report(run_folder, out=path, on_exists="fail")
    assert raised.value.code == 3


def test_parameters_are_those_that_the_program_prints():
    table = fanfare.parameters().set_index("path")
    assert "run.until" in table.index and table.loc["run.until", "help"]
    assert os.environ["FANFARE_BIN"] == fanfare.program()
