"""Small-sample statistics of replicates. NaN means missing throughout."""
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from fanfare.philox import resamples

Array = NDArray[np.float64]
LEVEL = 0.95
SAMPLES = 10_000


class Interval(NamedTuple):
    """A mean with its uncertainty; with fewer than two values low and high are NaN."""

    mean: float
    low: float
    high: float
    n: int


def present(values: Array) -> Array:
    return values[np.isfinite(values)]


def t_interval(values: Array, level: float = LEVEL) -> Interval:
    """Mean and Student t-interval: what the terminal shows."""
    x = present(values)
    if x.size < 2:
        return Interval(float(x[0]) if x.size else np.nan, np.nan, np.nan, x.size)
    half = stats.t.ppf(0.5 + level / 2, x.size - 1) * x.std(ddof=1) / np.sqrt(x.size)
    return Interval(float(x.mean()), float(x.mean() - half), float(x.mean() + half), x.size)


def bootstrap_interval(values: Array, seed: int, level: float = LEVEL, samples: int = SAMPLES) -> Interval:
    """Mean and expanded percentile interval (Hesterberg 2015, "What teachers should know about the
    bootstrap").

    Plain percentiles are too narrow for few values by √((n − 1)/n) and for want of Student's t; taking them
    further out makes up for both. Resamples are keyed by `seed`: the same values give the same interval
    everywhere.
    """
    x = present(values)
    if x.size < 2:
        return t_interval(x, level)
    means = np.sort(x[resamples(x.size, samples, seed)].mean(axis=1))
    tail = stats.norm.cdf(-np.sqrt(x.size / (x.size - 1)) * stats.t.ppf(0.5 + level / 2, x.size - 1))
    low, high = np.quantile(means, [tail, 1 - tail])
    return Interval(float(x.mean()), float(low), float(high), x.size)


def within(interval: Interval, bounds: tuple[float, float]) -> Interval:
    """Without what can't be; what is missing stays so."""
    low, high = bounds
    return interval._replace(
        low=low if interval.low < low else interval.low, high=high if interval.high > high else interval.high
    )


def t_bands(values: Array, level: float = LEVEL) -> tuple[Array, Array, Array]:
    """Mean, low and high over the first axis of (replicate, …), position by position."""
    n = np.isfinite(values).sum(axis=0)
    filled = np.where(np.isfinite(values), values, 0.0)
    mean = np.where(n > 0, filled.sum(axis=0) / np.maximum(n, 1), np.nan)
    squares = np.where(np.isfinite(values), (values - mean) ** 2, 0.0).sum(axis=0)
    few = np.maximum(n - 1, 1)
    half = np.where(
        n > 1, stats.t.ppf(0.5 + level / 2, few) * np.sqrt(squares / few / np.maximum(n, 1)), np.nan
    )
    return mean, mean - half, mean + half


def chance_best(values: Array, better: str, seed: int, samples: int = SAMPLES) -> Array:
    """The share of bootstrap samples in which each row of (arm, replicate) has the best mean; ties are
    shared.

    Replicates in which an arm is missing are left out for all. The samples are those of `fanfare compare`.
    Missing where neither more nor less is `better`.
    """
    whole = values[:, np.isfinite(values).all(axis=0)]
    if whole.shape[1] < 2 or better == "neither":
        return np.full(len(values), np.nan)
    picks = resamples(whole.shape[1], samples, seed)
    totals = np.zeros((len(values), samples))
    for k in range(whole.shape[1]):  # in the program's order, so that ties are the same ties
        totals += whole[:, picks[:, k]]
    best = totals.min(axis=0) if better == "less" else totals.max(axis=0)
    winners = totals == best
    return (winners / winners.sum(axis=0)).sum(axis=1) / samples
