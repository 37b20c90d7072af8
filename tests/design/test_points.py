"""Points of designs against scipy.stats.qmc, unscrambled: Sobol' bit for bit, Halton to the last bits."""
import os
import pathlib
import subprocess
import warnings

import numpy as np
import pytest
from scipy.stats import qmc

PROGRAM = pathlib.Path(os.environ["FANFARE_BIN"]).parent / "fanfare_design_print_points_main"


def points(kind, rows, factors, seed=1, first=0):
    said = subprocess.run([PROGRAM, kind, *map(str, (rows, factors, seed, first))],
                          check=True, capture_output=True, text=True).stdout
    return np.array([[float.fromhex(x) for x in line.split()] for line in said.splitlines()])


@pytest.mark.parametrize("rows, factors", [(1, 1), (256, 3), (1000, 40), (64, 1000)])
def test_sobol_points_are_scipys(rows, factors):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = qmc.Sobol(factors, scramble=False).random(rows)
    assert np.array_equal(points("sobol", rows, factors), oracle)


def test_sobol_goes_on_as_scipy_does():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = qmc.Sobol(5, scramble=False).fast_forward(777).random(100)
    assert np.array_equal(points("sobol", 100, 5, first=777), oracle)


@pytest.mark.parametrize("rows, factors", [(1, 1), (500, 10), (100, 100)])
def test_halton_points_are_scipys(rows, factors):
    oracle = qmc.Halton(factors, scramble=False).random(rows)
    assert np.allclose(points("halton", rows, factors), oracle, rtol=0, atol=1e-15)


@pytest.mark.parametrize("kind", ["sobol", "shifted", "halton"])
def test_fill_the_cube_more_evenly_than_chance(kind):
    ours = qmc.discrepancy(points(kind, 256, 4, seed=11))
    chance = min(qmc.discrepancy(np.random.default_rng(s).random((256, 4))) for s in range(20))
    assert ours < chance / 3


def test_latin_hypercube_is_one_for_scipy_too():
    x = points("latin", 96, 6, seed=5)
    strata = np.sort(np.floor(x * 96), axis=0)
    assert np.array_equal(strata, np.repeat(np.arange(96.0)[:, None], 6, axis=1))
    assert abs(np.corrcoef(x.T) - np.eye(6)).max() < 0.4
