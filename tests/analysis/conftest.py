# One small run and one small study for all checks of this folder. Figures go to no window.
import matplotlib.pyplot
import pytest
from made import SOURCE, STUDY, program

matplotlib.use("agg")

import fanfare  # noqa: E402


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
