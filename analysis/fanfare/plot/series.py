"""A measure over time, an arm a line, with the interval as a band."""
from collections.abc import Sequence

import matplotlib.dates
import numpy as np
import xarray
from matplotlib.axes import Axes

from fanfare.arms import titles
from fanfare.errors import FanfareError
from fanfare.measures import Measure
from fanfare.measures import measure as pick
from fanfare.plot.choice import at_most, best_first, known_arms, means
from fanfare.plot.direct import label_ends, people_axis, unit_label
from fanfare.plot.sheet import Drawing, sheet
from fanfare.plot.style import MANY, QUIET, looks
from fanfare.statistics import t_bands
from fanfare.words import n_words

FEW = 8  # replicates that are drawn one by one behind the band


def draw_crowd(d: Drawing, m: Measure, others: Sequence[str]) -> None:
    """The middle 90 % of the arms that have no line of their own."""
    if not others:
        return
    values = np.stack([means(m.values.sel(arm=arm).values.T) for arm in others])
    low, high = np.nanquantile(values, [0.05, 0.95], axis=0)
    d.ax.fill_between(m.values.time.values, low, high, color=QUIET, lw=0)
    d.note(f"grey: the middle 90 % of the other {len(others)} arms")


def draw_arm(d: Drawing, m: Measure, arm: str, colour: str, dash: object) -> float:
    """Draws, and gives the line's last height."""
    time, values = m.values.time.values, m.values.sel(arm=arm).values
    mean, low, high = t_bands(values)
    if 1 < len(values) <= FEW:
        d.ax.plot(time, values.T, color=colour, lw=0.4, alpha=0.35)
    if np.isfinite(low).any():
        least, most = m.bounds
        low, high = np.maximum(low, least), np.minimum(high, most)
        d.ax.fill_between(time, low, high, color=colour, alpha=0.13, lw=0)
    d.ax.plot(time, mean, color=colour, ls=dash)
    there = mean[np.isfinite(mean)]
    return float(there[-1]) if there.size else np.nan


def date_axis(ax: Axes) -> None:
    locator = matplotlib.dates.AutoDateLocator(minticks=3, maxticks=6)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(matplotlib.dates.ConciseDateFormatter(locator))


def band_words(n: int) -> str:
    return (
        "one replicate: no interval"
        if n == 1
        else "line: mean, band: 95 % t-interval at each time" + (", thin: replicates" if n <= FEW else "")
    )


def series(
    data: xarray.Dataset,
    measure: str | None = None,
    *,
    label: str | None = None,
    arms: Sequence[str] | None = None,
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """Means over replicates with 95 % bands. Of more than eight arms, the best and the baseline have
    lines."""
    m = pick(data, measure or next((n for n in ("reach", "net_revenue") if n in data), None), label)
    if "time" not in m.values.dims:
        raise FanfareError(f"{m.name} has no time axis: fanfare.plot.arms shows it")
    asked = known_arms(data, arms)
    ranked = [arm for arm in best_first(m) if arm in asked]
    baseline = str(data.attrs.get("baseline", ""))
    called = titles(data)
    kept, look = at_most(ranked, baseline, MANY), looks(m.arms, baseline)
    with sheet(data, ax, width, 62, m.title) as d:
        n = np.isfinite(m.at_end()).sum(axis=1)
        d.note(n_words(n), band_words(m.values.sizes["replicate"]))
        draw_crowd(d, m, [arm for arm in ranked if arm not in kept])
        colours = looks(kept, baseline) if len(m.arms) > MANY + 1 else look
        ends = [
            (called[arm], draw_arm(d, m, arm, colours[arm].colour, colours[arm].dash), colours[arm].colour)
            for arm in kept
        ]
        if not kept:
            d.nothing()
        d.ax.margins(x=0)
        d.ax.set_ylabel(unit_label(m.name, m.unit))
        people_axis(d.ax.yaxis)
        date_axis(d.ax)
        if len(ends) > 1:
            label_ends(d.ax, ends)
    return d.ax
