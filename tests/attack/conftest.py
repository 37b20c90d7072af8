# The campaigns are short unless told otherwise: pytest tests/attack --seed 7 --budget 600
# --seed N: where the draws begin; --budget S: seconds for each campaign.
import time

import pytest


def pytest_addoption(parser):
    parser.addoption("--seed", type=int, default=1, help="of the draws")
    parser.addoption("--budget", type=float, default=6.0, help="seconds for each campaign")


@pytest.fixture
def seed(request):
    return request.config.getoption("--seed")


@pytest.fixture
def rounds(request):
    """Numbers from 0 on until the budget is spent; at least three."""
    end = time.monotonic() + request.config.getoption("--budget")

    def count():
        i = 0
        while i < 3 or time.monotonic() < end:
            yield i
            i += 1
    return count
