"""A heavy-tailed distribution on log–log axes, with its fitted tail."""
from collections.abc import Sequence

import numpy as np
import xarray
from matplotlib.axes import Axes
from numpy.typing import NDArray

from fanfare.arms import titles
from fanfare.errors import FanfareError, unknown
from fanfare.measures import FRONT, as_study
from fanfare.plot.choice import at_most, known_arms
from fanfare.plot.direct import log_axis, name_corner, short
from fanfare.plot.sheet import Drawing, sheet
from fanfare.plot.style import MANY, Look, looks
from fanfare.statistics import t_bands
from fanfare.tails import TailFit, ccdf, fit_tail
from fanfare.words import interval_words, n_words

Array = NDArray[np.float64]


def counted(data: xarray.Dataset, name: str) -> xarray.DataArray:
    known = [str(n) for n in data.data_vars if str(n).endswith("_distribution")]
    if name not in known:
        raise unknown("distribution", name, known)
    array = as_study(data)[name].reset_coords(drop=True)
    axes = [str(a) for a in array.dims if a not in FRONT]
    if len(axes) != 1:
        raise FanfareError(f"{name} has more than one axis of its own: {', '.join(axes)}")
    return array.transpose(*FRONT, axes[0])


def draw_arm(d: Drawing, edges: Array, counts: Array, look: Look, fit: TailFit | None) -> None:
    """(replicate, bin): the mean CCDF with its band, and the fit in black over the tail it holds for."""
    shares = np.array([ccdf(row) for row in np.nan_to_num(counts)])
    mean, low, high = t_bands(shares)
    there = (edges >= 1) & (mean > 0)
    if not there.any():
        return
    if np.isfinite(low).any():
        d.ax.fill_between(
            edges[there],
            np.maximum(low[there], mean[there] / 30),
            high[there],
            color=look.colour,
            alpha=0.15,
            lw=0,
        )
    d.ax.plot(edges[there], mean[there], look.marker, color=look.colour, ms=2.5, ls="none")
    if fit is not None:
        x = edges[there & (edges >= fit.xmin)]
        d.ax.plot(x, fit.ccdf(x) * mean[edges == fit.xmin][0], color=look.colour, lw=1)


def fit_words(arm: str, fit: TailFit | None) -> str:
    if fit is None:
        return f"{short(arm)}: too few in the tail for a fit"
    return f"{short(arm)}: α = {fit.alpha:.2f} ± {fit.error:.1g} from {fit.xmin:.0f}"


def tails(
    data: xarray.Dataset,
    distribution: str = "network/follower_distribution",
    *,
    arms: Sequence[str] | None = None,
    xmin: float | None = None,
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """The share at or above each size (CCDF), and p(x) ∝ x^−α fitted by maximum likelihood to its tail.

    `distribution`: "network/follower_distribution", "cascades/size_distribution". Shown are the baseline and
    the arms asked for; default the first arms, at most eight.
    """
    array = counted(data, distribution)
    axis = str(array.dims[-1])
    edges = array[axis].values.astype(float)
    if not np.isfinite(array.values.astype(float)).any():
        raise FanfareError(f"{distribution} has no values")
    everyone = [str(a) for a in array.arm.values]
    baseline = str(data.attrs.get("baseline", ""))
    called = titles(data)
    shown = at_most(known_arms(data, arms), baseline if arms is None else "", MANY)
    look = looks(everyone, baseline)
    words = str(array.attrs.get("long_name", distribution))
    with sheet(data, ax, width, 66, words[:1].upper() + words[1:]) as d:
        words_of: list[tuple[str, str]] = []
        for arm in shown:
            counts = array.sel(arm=arm).values.astype(float)
            fit = fit_tail(edges, np.nansum(counts, axis=0), xmin)
            draw_arm(d, edges, counts, look[arm], fit)
            words_of.append((fit_words(called[arm], fit), look[arm].colour))
        d.ax.set(xscale="log", yscale="log", xlabel=axis_words(axis, array), ylabel="share at or above")
        name_corner(d.ax, words_of, "lower left")
        log_axis(d.ax.xaxis)
        log_axis(d.ax.yaxis, powers=True)
        n = np.isfinite(array.values.astype(float)).all(axis=2).sum(axis=1)
        d.note(
            n_words(n),
            interval_words("dots: mean, band: 95 % t-interval", n.max(initial=0)),
            "line: power law fitted by maximum likelihood over all replicates",
            f"{len(shown)} of {len(everyone)} arms" if len(shown) < len(everyone) else "",
        )
    return d.ax


def axis_words(axis: str, array: xarray.DataArray) -> str:
    words = str(array[axis].attrs.get("long_name", axis))
    return words.removesuffix(", from this up to the next")
