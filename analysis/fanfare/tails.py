"""The tail of a distribution that was counted in bins, fitted by maximum likelihood."""
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Array = NDArray[np.float64]
ALPHA_RANGE = (1.01, 6.0)
FEWEST = 50  # members of a tail, and
FEWEST_BINS = 4  # of them with members, for a fit to say anything


@dataclass(frozen=True)
class TailFit:
    """p(x) ∝ x^−alpha for whole x ≥ xmin; `error` is one standard error; `distance` the largest gap of the
    CCDFs."""

    alpha: float
    error: float
    xmin: float
    n: float
    distance: float

    def ccdf(self, x: Array) -> Array:
        """P(X ≥ x) among the members of the tail."""
        return special.zeta(self.alpha, x) / special.zeta(self.alpha, self.xmin)


def ccdf(counts: Array) -> Array:
    """Share at or above each bin's lower edge."""
    above = np.cumsum(counts[::-1])[::-1]
    return above / above[0] if above[0] > 0 else np.full(counts.size, np.nan)


def log_shares(alpha: float, edges: Array) -> Array:
    """Log-probability of each bin [edge, next edge) of whole numbers, the last open above."""
    above = np.append(special.zeta(alpha, edges), 0.0)
    return np.log(np.maximum(above[:-1] - above[1:], 1e-300) / above[0])


def fit_from(edges: Array, counts: Array) -> TailFit:
    """Bins as they are, the first at xmin: binned likelihood (Virkar and Clauset 2014), for whole numbers."""

    def cost(alpha: float) -> float:
        return -float((counts * log_shares(alpha, edges)).sum())

    best = optimize.minimize_scalar(cost, bounds=ALPHA_RANGE, method="bounded", options={"xatol": 1e-6})
    alpha, step = float(best.x), 1e-3
    curvature = (cost(alpha + step) - 2 * cost(alpha) + cost(alpha - step)) / step**2
    error = float(1 / np.sqrt(curvature)) if curvature > 0 else np.nan
    fit = TailFit(alpha, error, float(edges[0]), float(counts.sum()), 0.0)
    return TailFit(alpha, error, fit.xmin, fit.n, float(np.abs(fit.ccdf(edges) - ccdf(counts)).max()))


def fit_tail(edges: Array, counts: Array, xmin: float | None = None) -> TailFit | None:
    """The power law that fits the tail best: xmin with the least distance (Clauset, Shalizi, Newman 2009), or
    as given.

    `edges` are lower edges of bins of whole numbers, `counts` their members. None where too few are left to
    say.
    """
    edges, counts = np.asarray(edges, float), np.asarray(counts, float)
    starts = [i for i, edge in enumerate(edges) if edge >= 1 and (edge >= xmin if xmin is not None else True)]
    fits = [
        fit_from(edges[i:], counts[i:])
        for i in starts
        if counts[i:].sum() >= FEWEST and (counts[i:] > 0).sum() >= FEWEST_BINS
    ]
    if not fits:
        return None
    return fits[0] if xmin is not None else min(fits, key=lambda fit: (fit.distance, fit.xmin))
