"""How many came how far: people who are in a stage or beyond it, by arm."""
from collections.abc import Sequence

import numpy as np
import xarray
from matplotlib.axes import Axes
from numpy.typing import NDArray

from fanfare.arms import titles
from fanfare.errors import FanfareError, unknown
from fanfare.measures import as_study
from fanfare.numbers import people_number, percent
from fanfare.plot.choice import known_arms
from fanfare.plot.direct import name_corner, people_axis, short
from fanfare.plot.sheet import Drawing, sheet
from fanfare.plot.style import Look, looks
from fanfare.statistics import t_interval
from fanfare.words import interval_words, n_words

MOST = 6  # arms
ROW = 3.0  # mm


def counts(data: xarray.Dataset, brand: str | None) -> xarray.DataArray:
    if "funnel_count" not in data:
        raise FanfareError("these results have no funnel (funnel_count)")
    array = as_study(data)["funnel_count"].isel(time=-1)
    brands = [str(b) for b in array.brand.values]
    if brand is not None and brand not in brands:
        raise unknown("brand", brand, brands)
    return array.sel(brand=brand or brands[0]).transpose("arm", "replicate", "stage")


def at_or_beyond(array: xarray.DataArray) -> NDArray[np.float64]:
    """(arm, replicate, stage) without the first stage, which everyone has passed."""
    values = array.values.astype(float)
    return np.flip(np.cumsum(np.flip(values, axis=2), axis=2), axis=2)[:, :, 1:]


def draw_bar(d: Drawing, y: float, values: NDArray[np.float64], before: float, look: Look) -> float:
    x = t_interval(values)
    if not x.n:
        return np.nan
    d.ax.barh(y, x.mean, height=0.8, color=look.colour, alpha=0.85)
    if np.isfinite(x.low):
        d.ax.plot([x.low, x.high], [y, y], color="black", lw=0.8)
    went_on = f" · {percent(x.mean / before)}" if before > 0 else ""
    d.ax.annotate(
        people_number(x.mean) + went_on,
        (np.nanmax([x.mean, x.high]), y),
        xytext=(3, 0),
        textcoords="offset points",
        va="center",
        fontsize=5.5,
        color="#404040",
    )
    return x.mean


def funnel(
    data: xarray.Dataset,
    brand: str | None = None,
    *,
    arms: Sequence[str] | None = None,
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """Bars of people at each stage or beyond at the end, with the share that went on from the stage before.

    Default: the first brand, and the study's first six arms.
    """
    array = counts(data, brand)
    everyone = [str(a) for a in array.arm.values]
    called = titles(data)
    shown = known_arms(data, arms)[:MOST]
    look = looks(everyone, str(data.attrs.get("baseline", "")))
    stages = [str(s) for s in array.stage.values][1:]
    values = at_or_beyond(array)
    if not np.isfinite(values).any():
        raise FanfareError("the funnel has no values")
    step = len(shown) + 1
    with sheet(
        data, ax, width, 26 + ROW * step * len(stages), f"Funnel of {short(str(array.brand.item()))}"
    ) as d:
        for k, arm in enumerate(shown):
            before = 0.0
            for s in range(len(stages)):
                before = draw_bar(d, s * step + k, values[everyone.index(arm), :, s], before, look[arm])
        d.ax.set_yticks([s * step + (len(shown) - 1) / 2 for s in range(len(stages))], stages)
        d.ax.set_ylim(len(stages) * step - 1, -1)
        d.ax.margins(x=0.22)
        d.ax.set_xlim(left=0)
        d.ax.grid(axis="y", visible=False)
        d.ax.set_xlabel("people at this stage or beyond, at the end")
        people_axis(d.ax.xaxis)
        if len(shown) > 1:
            name_corner(d.ax, [(short(called[arm]), look[arm].colour) for arm in shown], "lower right")
        n = np.isfinite(values[:, :, 0]).sum(axis=1)
        d.note(
            n_words(n),
            interval_words("line: 95 % t-interval", n.max(initial=0)),
            "per cent: of the stage before",
            f"the first {MOST} of {len(everyone)} arms" if arms is None and len(everyone) > MOST else "",
        )
    return d.ax
