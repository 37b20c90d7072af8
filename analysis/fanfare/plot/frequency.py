"""How often people were reached: people with at least so many exposures."""
from collections.abc import Sequence

import numpy as np
import xarray
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from fanfare.arms import titles
from fanfare.errors import FanfareError, unknown
from fanfare.measures import FRONT, as_study
from fanfare.plot.choice import known_arms
from fanfare.plot.direct import name_corner, people_axis, short
from fanfare.plot.sheet import sheet
from fanfare.plot.style import MANY, looks
from fanfare.statistics import t_bands
from fanfare.words import interval_words, n_words


def reached(data: xarray.Dataset, campaign: str | None) -> xarray.DataArray:
    if "reach_at_least" not in data or not data.sizes.get("campaign", 0):
        raise FanfareError("these results have no campaign, so no frequencies (reach_at_least)")
    array = as_study(data)["reach_at_least"].isel(time=-1)
    campaigns = [str(c) for c in array.campaign.values]
    if campaign is not None and campaign not in campaigns:
        raise unknown("campaign", campaign, campaigns)
    return array.sel(campaign=campaign or campaigns[0]).transpose(*FRONT, "frequency")


def last_seen(values: NDArray[np.float64]) -> int:
    """How many frequencies are worth an axis: those that reached a hundredth of the most people, four at
    least."""
    most = np.nanmax(np.where(np.isfinite(values), values, 0), axis=(0, 1), initial=0)
    return max(4, int((most >= 0.01 * most.max(initial=0)).sum())) if most.size else 0


def frequency(
    data: xarray.Dataset,
    campaign: str | None = None,
    *,
    arms: Sequence[str] | None = None,
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """People exposed once or more, twice or more, … at the end, no one counted twice, with 95 % intervals.

    Arms without the campaign are left out; of the others at most eight are shown.
    """
    array = reached(data, campaign)
    everyone = [str(a) for a in array.arm.values]
    values = array.values.astype(float)
    n = np.isfinite(values).all(axis=2).sum(axis=1)
    called = titles(data)
    shown = [arm for arm in known_arms(data, arms) if n[everyone.index(arm)] > 0][:MANY]
    look = looks(everyone, str(data.attrs.get("baseline", "")))
    last = last_seen(values)
    times = array.frequency.values[:last]
    with sheet(data, ax, width, 62, f"Frequency of {short(str(array.campaign.item()))}") as d:
        if not shown:
            d.nothing()
        for k, arm in enumerate(shown):
            mean, low, high = t_bands(values[everyone.index(arm), :, :last])
            x = times + 0.12 * (k - (len(shown) - 1) / 2)
            d.ax.vlines(x, np.maximum(low, 0), high, color=look[arm].colour, lw=1)
            d.ax.plot(x, mean, look[arm].marker, color=look[arm].colour, ls="-", lw=0.5)
        d.ax.set(xlabel="exposures, at least", ylabel="people reached")
        d.ax.set_ylim(bottom=0)
        d.ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        people_axis(d.ax.yaxis)
        name_corner(d.ax, [(short(called[arm]), look[arm].colour) for arm in shown], "upper right")
        d.note(
            n_words(n),
            interval_words("bar: 95 % t-interval", n.max(initial=0)),
            f"{len(everyone) - len(shown)} of {len(everyone)} arms not shown"
            if len(shown) < len(everyone)
            else "",
        )
    return d.ax
