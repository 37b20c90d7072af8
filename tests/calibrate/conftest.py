# Calibrations of Bass's model, whose runs take milliseconds.
import os
import pathlib
import subprocess

import pytest

BIN = os.environ.get("FANFARE_BIN", "")
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
MARKET = """schema: 1
kind: scenario
name: market
model: bass
run: {until: 16d, tick: 4h, seed: 3}
network: {accounts: 1_000}
"""
STUDY = """schema: 1
kind: study
name: bass_fit
question: How much is innovation, how much imitation?
scenario: market.yaml
factors:
  innovation: {path: p, prior: log_uniform, range: [0.003, 0.1]}
  imitation:  {path: q, range: [0.1, 0.8]}
observed:
  - {measure: adopted, time: 3d, value: 0.151, error: 3%}
  - {measure: adopted, time: 6d, value: 0.439, error: 3%}
  - {measure: adopted, time: 10d, value: 0.813, error: 3%}
replicates: 2
calibrate: {waves: 2, points: 16, particles: 400, draws: 8}
"""  # what p = 0.03, q = 0.38 gives in the limit of many: Bass (1969), eq. 6


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
