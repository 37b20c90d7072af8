# Calibrations of Bass's model, whose runs take milliseconds.
import os
import pathlib
import subprocess

import pytest

from bass_fit import MARKET, STUDY

BIN = os.environ.get("FANFARE_BIN", "")
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))

@pytest.fixture(autouse=True, scope="session")
def the_program_exists():
    if not BIN:
        pytest.exit("FANFARE_BIN names no program", returncode=1)


@pytest.fixture(scope="session")
def fanfare():
    def call(*words):
        return subprocess.run([BIN, *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=300,
                              check=False)
    return call


@pytest.fixture
def study(tmp_path):
    (tmp_path / "market.yaml").write_text(MARKET, encoding="utf-8")

    def write(*changes):
        text = STUDY
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        return tmp_path / "study.yaml"
    return write
