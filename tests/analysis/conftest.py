# One small run and one small study for all checks of this folder, made by the program. Figures go to no window.
import os
import pathlib
import subprocess
import sys

import matplotlib
import pytest

SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "analysis"))
matplotlib.use("agg")

import fanfare  # noqa: E402

AWKWARD = "<b>&$5,$6🎉"  # as awkward as the program lets the name of an arm be
STUDY = f"""schema: 1
kind: study
name: tiny_study
scenario: {SOURCE}/scenarios/tiny.yaml
baseline: without
arms:
  without: {{campaigns: []}}
  placebo: {{campaigns.launch.brand: none}}
  kol: {{campaigns.launch.lines: [{{hire: {{kind: kol, by: fit}}, posts: 1, contract: flat}}]}}
  '{AWKWARD}': {{}}
replicates: 3
primary: incremental_revenue
measure: [incremental_revenue, reach, net_revenue]
"""


def program(*words):
    done = subprocess.run([os.environ["FANFARE_BIN"], *map(str, words)], capture_output=True, text=True, encoding="utf-8",
                          check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "tiny"
    program("run", SOURCE / "scenarios/tiny.yaml", "--until", "14d", "--quiet", "-o", out)
    return out


@pytest.fixture(scope="session")
def study_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    program("run", folder / "study.yaml", "--until", "14d", "--quiet", "-o", folder / "out")
    return folder / "out"


@pytest.fixture(scope="session")
def run(run_folder):
    return fanfare.load(run_folder).load()


@pytest.fixture(scope="session")
def study(study_folder):
    return fanfare.load(study_folder).load()


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    matplotlib.pyplot.close("all")
