"""Bars of indices with their intervals, and the curve of power by size."""
import numpy as np
import pandas
import xarray
from matplotlib.axes import Axes

from fanfare.errors import FanfareError
from fanfare.plot.direct import short
from fanfare.plot.sheet import sheet
from fanfare.plot.style import BASELINE, OKABE_ITO

ROW = 7.0  # mm
SHOWN = (("total", "total", 0), ("first", "alone", 1))
SCREENED = (("absolute_effect", "size of effect", 0),)


def sensitivity(
    found: xarray.Dataset, aspect: str = "level", *, width: str | float = "column", ax: Axes | None = None
) -> Axes:
    """First and total indices of one aspect of fanfare.sensitivity(…), the factor that moves most above; of
    trajectories the size of effects."""
    if aspect not in found.aspect.values:
        raise FanfareError(f"aspect '{aspect}' is none of: {', '.join(map(str, found.aspect.values))}")
    of = found.sel(aspect=aspect)
    kinds = [k for k in SHOWN if bool(of[k[0]].sel(end="value").notnull().any())] or list(SCREENED)
    weight = of[kinds[0][0]].sel(end="value").fillna(-1).values
    order = np.argsort(-weight, kind="stable")
    names = [str(found.factor.values[i]).rsplit(".", 1)[-1] for i in order]
    with sheet(found, ax, width, 22 + ROW * len(names), str(of.called.item())) as d:
        for name, words, colour in kinds:
            values = of[name].values[order]
            y = np.arange(len(order)) + (0.18 if colour else -0.18 if len(kinds) > 1 else 0)
            d.ax.barh(y, values[:, 0], height=0.32, color=OKABE_ITO[colour], label=words)
            d.ax.hlines(y, values[:, 1], values[:, 2], color=BASELINE, lw=1.2)
        d.ax.axvline(0, color="#404040", lw=0.7)
        d.ax.set_yticks(range(len(names)), [short(n) for n in names])
        d.ax.set_ylim(len(names) - 0.4, -0.6)
        d.ax.grid(axis="y", visible=False)
        d.ax.legend(frameon=False, fontsize=6.5, loc="lower right")
        d.note("line: 95 % interval")
    return d.ax


def power(table: pandas.DataFrame, *, width: str | float = "column", ax: Axes | None = None) -> Axes:
    """The chance to see the effect by the number of units, of fanfare.power(…); the band is over the effect's
    interval."""
    about = xarray.Dataset(attrs={"scenario_digest": table.attrs["scenario_digest"]})
    with sheet(about, ax, width, 60, f"Chance that a test sees {table.attrs['arm']}") as d:
        band = (table["units"], table["chance_low"], table["chance_high"])
        d.ax.fill_between(*band, color=OKABE_ITO[0], alpha=0.2)
        d.ax.plot(table["units"], table["chance"], color=OKABE_ITO[0])
        d.ax.axhline(0.8, color="#404040", lw=0.7, ls=":")
        d.ax.set_xscale("log")
        d.ax.set_xlabel("units in the test")
        d.ax.set_ylim(0, 1)
        d.note("dots: 80 %", "band: over the effect's interval")
    return d.ax
