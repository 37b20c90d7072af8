"""What each hired creator cost and brought: one dot a contract, by kind."""
import math
import re

import numpy as np
import pandas
import xarray
from matplotlib.axes import Axes

from fanfare.arms import titles
from fanfare.errors import FanfareError, unknown
from fanfare.measures import as_study
from fanfare.numbers import axis_number
from fanfare.plot.direct import log_axis, short, unit_label
from fanfare.plot.sheet import Drawing, sheet
from fanfare.plot.style import MARKERS, OKABE_ITO

NEEDED = ("creators/paid", "creators/kind")


def kinds(data: xarray.Dataset) -> dict[int, str]:
    """ "kind at hire: 0 kol, 1 koc" → {0: "kol", 1: "koc"}."""
    words = str(data["creators/kind"].attrs.get("long_name", ""))
    return {int(code): name for code, name in re.findall(r"(\d+) (\w+)", words)}


def contracts(data: xarray.Dataset, arm: str, of: str) -> pandas.DataFrame:
    """One row a contract that was paid and seen, all replicates together."""
    chosen = (
        as_study(data)[["creators/paid", "creators/kind", of]].reset_coords(drop=True).sel(arm=arm, drop=True)
    )
    table = (
        chosen.to_dataframe()
        .rename(columns={"creators/paid": "paid", "creators/kind": "kind", of: "got"})
        .dropna()
    )
    return table[(table["paid"] > 0) & (table["got"] > 0)]


def draw_costs(d: Drawing, per: int) -> None:
    """Lines of equal cost, a decade apart, named at the upper edge."""
    (x0, x1), (y0, y1) = d.ax.get_xlim(), d.ax.get_ylim()
    least, most = np.log10(x0 / y1 * per), np.log10(x1 / y0 * per)
    for power in range(int(np.ceil(least)), int(np.floor(most)) + 1):
        cost = 10.0**power
        d.ax.plot([x0, x1], [x0 / cost * per, x1 / cost * per], color="#BFBFBF", lw=0.6, zorder=0)
        x, y = (y1 * cost / per, y1) if y1 * cost / per < x1 else (x1, x1 / cost * per)
        if math.log(x / x0) < 0.1 * math.log(x1 / x0) or math.log(y / y0) < 0.1 * math.log(y1 / y0):
            continue  # no room for its name in the corner
        d.ax.annotate(
            axis_number(cost),
            (x, y),
            xytext=(-2, -2),
            textcoords="offset points",
            fontsize=5.5,
            color="#737373",
            ha="right",
            va="top",
        )
    d.ax.set(xlim=(x0, x1), ylim=(y0, y1))


def arm_to_show(data: xarray.Dataset, arm: str | None, of: str) -> str:
    array = as_study(data)[of].transpose("arm", ...)
    there = [str(a) for a in array.arm.values]
    if arm is not None and arm not in there:
        raise unknown("arm", arm, there)
    hired = [a for a, v in zip(there, array.values.astype(float)) if np.isfinite(v).any()]
    if not hired or (arm is not None and arm not in hired):
        raise FanfareError(f"{arm or 'these results'} hired no creator")
    paid = [a for a in hired if len(contracts(data, a, of))]
    return arm or (paid or hired)[0]


def cost_against_reach(
    data: xarray.Dataset,
    arm: str | None = None,
    *,
    of: str = "creators/impressions",
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """What was paid to each hired creator against what came of it, log–log, with lines of equal cost.

    `of`: "creators/impressions" (lines: cost per thousand) or "creators/engagements" (cost per engagement).
    `arm`: default the first that paid anyone. Contracts that were paid nothing or seen by nobody have no
    place on log axes; the caption counts them.
    """
    if any(name not in data for name in (*NEEDED, of)):
        raise FanfareError("these results have no creators hired")
    arm = arm_to_show(data, arm, of)
    table, names = contracts(data, arm, of), kinds(data)
    everyone = int(np.isfinite(as_study(data)["creators/paid"].sel(arm=arm).values).sum())
    per = 1000 if of.endswith("impressions") else 1
    unit = str(data["creators/paid"].attrs.get("units", ""))
    with sheet(data, ax, width, 70, f"Cost against reach: {short(titles(data)[arm])}") as d:
        d.ax.set(xscale="log", yscale="log", xlabel=unit_label("paid", unit), ylabel=of.rpartition("/")[2])
        for code, group in table.groupby("kind"):
            place = int(code) % len(OKABE_ITO)
            d.ax.plot(
                group["paid"],
                group["got"],
                MARKERS[place],
                color=OKABE_ITO[place],
                ms=3.5,
                mec="white",
                mew=0.4,
                label=f"{names.get(int(code), int(code))} ({len(group)})",
            )
        if len(table):
            draw_costs(d, per)
            d.ax.legend(loc="lower right", frameon=False, fontsize=6.5, handletextpad=0.2)
        log_axis(d.ax.xaxis)
        log_axis(d.ax.yaxis)
        d.note(
            f"{len(table)} contracts of n = {data.sizes.get('replicate', 1)} replicates",
            f"{everyone - len(table)} more paid nothing or not seen" if everyone > len(table) else "",
            f"lines: {unit} per {'thousand ' * (per == 1000)}{of.rpartition('/')[2]}",
            "no interval: each dot is one contract",
        )
    return d.ax
