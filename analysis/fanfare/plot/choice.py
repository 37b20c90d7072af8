"""Which arms a figure shows when there are more than it can."""
from collections.abc import Sequence

import numpy as np
import xarray
from numpy.typing import NDArray

from fanfare.errors import unknown
from fanfare.measures import Measure, as_study


def means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Over replicates; NaN where there is none."""
    n = np.isfinite(values).sum(axis=1)
    return np.where(n > 0, np.nansum(values, axis=1) / np.maximum(n, 1), np.nan)


def best_first(m: Measure) -> list[str]:
    """Arms that have values, the best first; equals in the study's order."""
    mean = means(m.at_end())
    order = np.argsort(mean if m.better == "less" else -mean, kind="stable")
    return [m.arms[i] for i in order if np.isfinite(mean[i])]


def known_arms(data: xarray.Dataset, asked: Sequence[str] | None) -> list[str]:
    there = [str(a) for a in as_study(data).arm.values]
    for arm in asked or ():
        if arm not in there:
            raise unknown("arm", arm, there)
    return [a for a in there if asked is None or a in asked]


def at_most(ranked: Sequence[str], baseline: str, most: int) -> list[str]:
    """The best `most`, the baseline always among them."""
    kept = list(ranked[:most])
    if baseline in ranked and baseline not in kept:
        kept[-1] = baseline
    return kept
