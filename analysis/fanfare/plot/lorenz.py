"""How unequally something is spread over the hired creators: Lorenz curves with their Gini."""
from collections.abc import Sequence

import numpy as np
import xarray
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from fanfare.arms import titles
from fanfare.errors import FanfareError, unknown
from fanfare.measures import FRONT, as_study
from fanfare.plot.choice import known_arms
from fanfare.plot.direct import name_corner, short
from fanfare.plot.sheet import Drawing, sheet
from fanfare.plot.style import MANY, looks
from fanfare.statistics import t_interval
from fanfare.words import interval_words, n_words

Array = NDArray[np.float64]
GRID = np.linspace(0, 1, 101)


def curve(values: Array) -> Array:
    """Share held by the poorest, at each share of GRID; NaN without anyone or anything."""
    x = np.sort(values[np.isfinite(values)])
    if x.size == 0 or x.sum() <= 0:
        return np.full(GRID.size, np.nan)
    held = np.concatenate([[0.0], np.cumsum(x)]) / x.sum()
    return np.interp(GRID, np.linspace(0, 1, held.size), held)


def gini(values: Array) -> float:
    """Of the values themselves: Σ (2i − n − 1) x_i / (n Σ x), i by rank."""
    x = np.sort(values[np.isfinite(values)])
    if x.size == 0 or x.sum() <= 0:
        return np.nan
    rank = np.arange(1, x.size + 1)
    return float(((2 * rank - x.size - 1) * x).sum() / (x.size * x.sum()))


def per_creator(data: xarray.Dataset, of: str) -> xarray.DataArray:
    known = [str(n) for n, v in data.data_vars.items() if "contract" in v.dims]
    if of not in known:
        raise unknown("variable of creators", of, known) if known else FanfareError(
            "these results have no creators hired"
        )
    return as_study(data)[of].reset_coords(drop=True).transpose(*FRONT, "contract")


def draw_arm(d: Drawing, values: Array, colour: str, dash: object) -> str:
    curves = np.array([curve(row) for row in values])
    d.ax.plot(GRID, curves.T, color=colour, lw=0.4, alpha=0.35)
    there = curves[np.isfinite(curves).all(axis=1)]
    if not len(there):
        return "–"
    d.ax.plot(GRID, there.mean(axis=0), color=colour, ls=dash)
    g = t_interval(np.array([gini(row) for row in values]))
    return f"{g.mean:.2f}" + (f" ({g.low:.2f} … {g.high:.2f})" if np.isfinite(g.low) else "")


def lorenz(
    data: xarray.Dataset,
    of: str = "creators/impressions",
    *,
    arms: Sequence[str] | None = None,
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """The share that the lower part of the hired creators has of `of` ("creators/impressions",
    "creators/paid").

    Arms that hired nobody are left out; of the others at most eight are shown.
    """
    array = per_creator(data, of)
    everyone = [str(a) for a in array.arm.values]
    hired = np.isfinite(array.values.astype(float)).any(axis=(1, 2))
    called = titles(data)
    shown = [arm for arm in known_arms(data, arms) if hired[everyone.index(arm)]][:MANY]
    look = looks(everyone, str(data.attrs.get("baseline", "")))
    word = of.rpartition("/")[2]
    with sheet(data, ax, width, 78, f"Inequality of {word} among hired creators") as d:
        d.ax.plot([0, 1], [0, 1], color="#8C8C8C", lw=0.6)
        if not shown:
            d.nothing()
        names: list[tuple[str, str]] = []
        for arm in shown:
            g = draw_arm(d, array.sel(arm=arm).values.astype(float), look[arm].colour, look[arm].dash)
            names.append((f"{short(called[arm])}: Gini {g}", look[arm].colour))
        name_corner(d.ax, names, "upper left")
        d.ax.set(
            xlim=(0, 1),
            ylim=(0, 1),
            aspect="equal",
            xlabel="share of hired creators, the least first",
            ylabel=f"share of {word}",
        )
        for axis in (d.ax.xaxis, d.ax.yaxis):
            axis.set_major_formatter(PercentFormatter(1))
        n = np.isfinite(array.sel(arm=shown).values.astype(float)).any(axis=2).sum(axis=1)
        d.note(
            n_words(n),
            interval_words("line: mean, thin: replicates, brackets: 95 % t-interval", n.max(initial=0)),
            f"{len(everyone) - len(shown)} of {len(everyone)} arms not shown"
            if len(shown) < len(everyone)
            else "",
        )
    return d.ax
