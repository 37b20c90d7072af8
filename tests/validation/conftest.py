# The program must be there: a check that can't run is a failure here, not a skip.
import pytest

import program


@pytest.fixture(autouse=True, scope="session")
def the_program_exists():
    if not program.BIN:
        pytest.exit("FANFARE_BIN names no program", returncode=1)
