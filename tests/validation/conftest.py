# The program must be there: a check that can't run is a failure here, not a skip.
import pytest

import program


@pytest.fixture(autouse=True, scope="session")
def the_program_exists():
    if not program.BIN:
        pytest.exit("FANFARE_BIN names no program", returncode=1)


def pytest_terminal_summary(terminalreporter, config):
    """The rows of test_published.py, whether they pass or not."""
    told = getattr(config, "published", None)
    if told is None:
        return
    rows = [(study, row) for study in told["studies"] for row in study["rows"]]
    for study, row in rows:
        value = "–" if row["mean"] is None else f"{row['mean']:.5g}"
        terminalreporter.write_line(f"{row['result']:4} {study['row']:4} {row['class']} {study['id']}: {row['what']}: "
                                    f"{value} simulated (n = {row['n']}), expected {row['expected']}")
    for study in told["studies"]:
        if study["skipped"]:
            terminalreporter.write_line(f"skip {study['row']:4}    {study['id']}: {study['skipped']}")
    terminalreporter.write_line(f"{len(rows)} rows in {told['wall_seconds']:.0f} s on {told['threads']} threads")
