"""What an optimum was chosen among: value against the bad case, or the curve along a factor."""
import numpy as np
import pandas
import xarray
from matplotlib.axes import Axes

from fanfare.errors import FanfareError, unknown
from fanfare.plot.direct import people_axis, short
from fanfare.plot.sheet import Drawing, sheet
from fanfare.plot.style import BASELINE, OKABE_ITO

HEIGHT = 62.0  # mm


def named(table: pandas.DataFrame) -> str:
    label, unit = table.attrs.get("label", ""), table.attrs.get("unit", "")
    measure = table.attrs["measure"] + (f" ({label})" if label else "")
    return f"{measure}, {unit}" if unit else measure


def among_arms(d: Drawing, table: pandas.DataFrame) -> None:
    """Those that nobody beats in both are joined; the best, and what can't be told from it, are named."""
    frontier = table[table["frontier"]].sort_values("value")
    d.ax.plot(frontier["value"], frontier["worst_tenth"], color=BASELINE, lw=0.9, zorder=1)
    for kind, colour in (("best", 1), ("nearly_as_good", 0)):
        some = table[table[kind]]
        d.ax.scatter(some["value"], some["worst_tenth"], s=18, color=OKABE_ITO[colour], zorder=3)
        for row in some.itertuples():
            place = (row.value, row.worst_tenth)
            d.ax.annotate(short(row.title), place, xytext=(4, 3), textcoords="offset points", fontsize=6)
    rest = table[~table["best"] & ~table["nearly_as_good"]]
    d.ax.scatter(rest["value"], rest["worst_tenth"], s=9, color=BASELINE, zorder=2)
    d.ax.set_xlabel(named(table))
    d.ax.set_ylabel("mean of the worst tenth")
    d.note("line: nobody has more of both", f"{table.attrs['runs']} runs")


def along_factor(d: Drawing, table: pandas.DataFrame, factor: str) -> None:
    curve = table.attrs["along"][factor]
    at, mean, error = (np.asarray(curve[key], dtype=float) for key in ("at", "mean", "error"))
    d.ax.fill_between(at, mean - 1.96 * error, mean + 1.96 * error, color=OKABE_ITO[0], alpha=0.2)
    d.ax.plot(at, mean, color=OKABE_ITO[0])
    d.ax.scatter(table[factor], table["mean"], s=8, color=BASELINE, zorder=3)
    d.ax.set_xlabel(factor.rsplit(".", 1)[-1])
    d.ax.set_ylabel(named(table))
    d.note("band: 95 %, other factors at the best", "dots: points tried", f"{table.attrs['runs']} runs")


def optimum(
    table: pandas.DataFrame,
    factor: str | None = None,
    *,
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """Of fanfare.optimum(…): the arms by value and worst tenth, or of `--vary` the curve along a factor (the
    first)."""
    known = list(table.attrs.get("along", {}))
    if factor is not None and factor not in known:
        raise unknown("factor", factor, known)
    if not known and "frontier" not in table:
        raise FanfareError("the search was stopped before it could say anything: the same command goes on")
    about = xarray.Dataset(
        attrs={"name": table.attrs["study"], "scenario_digest": table.attrs["scenario_digest"]}
    )
    with sheet(about, ax, width, HEIGHT, f"What {table.attrs['study']} was chosen among") as d:
        if known:
            along_factor(d, table, factor or known[0])
        else:
            among_arms(d, table)
        people_axis(d.ax.xaxis)
        people_axis(d.ax.yaxis)
    return d.ax
