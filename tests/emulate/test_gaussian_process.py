"""The Gaussian process against scikit-learn's: the same covariance, the same noise, the same data."""
import os
import pathlib
import subprocess

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern

PROGRAM = pathlib.Path(os.environ["FANFARE_BIN"]).parent / "fanfare_emulate_gaussian_process_main"


def ours(kernel, points, values, noise, asked, lengths=None, signal=1.0):
    d = points.shape[1]
    head = f"{kernel} {d} {len(points)} {len(asked)}\n"
    text = head + " ".join(map(repr, map(float, [0] * d if lengths is None else lengths))) + f" {signal!r}\n"
    for row in np.column_stack([points, values, noise]):
        text += " ".join(map(repr, map(float, row))) + "\n"
    for row in asked:
        text += " ".join(map(repr, map(float, row))) + "\n"
    out = subprocess.run([PROGRAM], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [list(map(float, line.split())) for line in out]
    return rows[0], np.array(rows[1:1 + len(asked)]), np.array(rows[1 + len(asked):])


def data(n=40, d=3):
    """A smooth response, of which the last coordinate is without effect, with noise that differs by point."""
    rng = np.random.default_rng(7)
    points = rng.random((n, d))
    noise = 0.002 * (1 + 4 * rng.random(n))
    values = 30 + 10 * np.sin(4 * points[:, 0]) * points[:, 1] + 10 * rng.normal(0, np.sqrt(noise))
    return points, values, noise * 100, rng.random((25, d))


def theirs(kernel, points, values, noise, lengths, signal, optimizer=None):
    scale = values.std()
    shape = Matern(lengths, (0.05, 20), nu=2.5) if kernel == "matern" else RBF(lengths, (0.05, 20))
    process = GaussianProcessRegressor(ConstantKernel(signal / scale**2, (1e-3, 1e3)) * shape,
                                       alpha=noise / scale**2, normalize_y=True, optimizer=optimizer,
                                       n_restarts_optimizer=8 if optimizer else 0, random_state=1)
    return process.fit(points, values)


@pytest.mark.parametrize("kernel", ["matern", "squared"])
def test_predictions_are_those_of_scikit_learn(kernel):
    points, values, noise, asked = data()
    lengths, signal = [0.4, 0.9, 3.0], 90.0
    found, predicted, _ = ours(kernel, points, values, noise, asked, lengths, signal)
    process = theirs(kernel, points, values, noise, lengths, signal)
    mean, sd = process.predict(asked, return_std=True)
    np.testing.assert_allclose(predicted[:, 0], mean, rtol=1e-9)
    np.testing.assert_allclose(predicted[:, 1], sd**2, rtol=1e-6)
    assert found[-1] == pytest.approx(process.log_marginal_likelihood_value_, rel=1e-9)


@pytest.mark.parametrize("kernel", ["matern", "squared"])
def test_fitted_lengths_are_as_likely_as_those_of_scikit_learn(kernel):
    points, values, noise, asked = data()
    found, predicted, _ = ours(kernel, points, values, noise, asked)
    process = theirs(kernel, points, values, noise, [1, 1, 1], values.var(), "fmin_l_bfgs_b")
    assert found[-1] >= process.log_marginal_likelihood_value_ - 1e-3
    mean, sd = process.predict(asked, return_std=True)
    np.testing.assert_allclose(predicted[:, 0], mean, atol=0.02 * values.std())
    assert found[2] > 4 * found[0]  # what has no effect has a long length


def test_leaving_one_out_is_fitting_without_it():
    points, values, noise, _ = data(n=12)
    lengths, signal = [0.4, 0.9, 3.0], 90.0
    _, _, out = ours("matern", points, values, noise, points[:1], lengths, signal)
    keep = np.arange(12) != 3
    # The mean that is taken off is of all values there, so it is taken off here too.
    process = GaussianProcessRegressor(ConstantKernel(signal) * Matern(lengths, nu=2.5), alpha=noise[keep],
                                       optimizer=None)
    process.fit(points[keep], values[keep] - values.mean())
    mean, sd = process.predict(points[3:4], return_std=True)
    assert out[3][0] == pytest.approx(mean[0] + values.mean(), rel=1e-9)
    assert out[3][1] == pytest.approx(sd[0]**2 + noise[3], rel=1e-6)
