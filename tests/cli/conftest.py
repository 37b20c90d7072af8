# The program must be there: a check that can't run is a failure here, not a skip.
import pytest

import program


@pytest.fixture(autouse=True, scope="session")
def the_program_exists():
    if not program.BIN:
        pytest.exit("FANFARE_BIN names no program", returncode=1)


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(program.STUDY, encoding="utf-8")
    return path
