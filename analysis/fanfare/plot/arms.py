"""Arms side by side: a dot with its interval each, on one axis with zero marked."""
from collections.abc import Sequence

import numpy as np
import xarray
from matplotlib.axes import Axes

from fanfare.arms import titles
from fanfare.comparison import compare
from fanfare.errors import FanfareError
from fanfare.measures import measure as pick
from fanfare.numbers import people_number, percent
from fanfare.plot.choice import best_first, known_arms
from fanfare.plot.direct import people_axis, short, unit_label
from fanfare.plot.sheet import Drawing, sheet
from fanfare.plot.style import BASELINE, MANY, OKABE_ITO, Look, looks
from fanfare.words import interval_words, n_words

ROW = 4.6  # mm
MOST = 40  # rows that a page holds


def draw_row(d: Drawing, y: int, row: dict[str, float], look: Look) -> None:
    if np.isfinite(row["low"]):
        d.ax.plot([row["low"], row["high"]], [y, y], color=look.colour, lw=1.6, solid_capstyle="butt")
    d.ax.plot(row["mean"], y, look.marker, color=look.colour, ms=4.5)


def write_column(d: Drawing, heading: str, cells: Sequence[str], x: float) -> None:
    place = {
        "xycoords": ("axes fraction", "data"),
        "textcoords": "offset points",
        "annotation_clip": False,
        "va": "center",
        "ha": "right",
        "fontsize": 6.5,
        "color": "#404040",
    }
    for y, cell in enumerate(cells):
        d.ax.annotate(cell, (1, y), xytext=(x, 0), **place)
    d.ax.annotate(heading, (1, -0.9), xytext=(x, 0), **place)


def columns(difference: bool) -> dict[str, str]:
    names = (
        ("difference", "difference_low", "difference_high", "pairs")
        if difference
        else ("mean", "low", "high", "n")
    )
    return dict(zip(names, ("mean", "low", "high", "n")))


def row_looks(everyone: Sequence[str], baseline: str) -> dict[str, Look]:
    """Colours that would repeat mean nothing, so of many arms all but the baseline look alike."""
    if len(everyone) <= MANY + 1:
        return looks(everyone, baseline)
    return {arm: Look(BASELINE if arm == baseline else OKABE_ITO[0], "o", "-") for arm in everyone}


def arms(
    data: xarray.Dataset,
    measure: str | None = None,
    *,
    label: str | None = None,
    difference: bool = False,
    baseline: str | None = None,
    arms: Sequence[str] | None = None,
    interval: str = "t",
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """Means with 95 % intervals, the best above (default: the study's primary outcome), the chance to be best
    beside.

    `difference` shows paired differences from the baseline instead. Of more than 40 arms the best 40 are
    shown.
    """
    m = pick(data, measure, label)
    compared = compare(
        data, f"{m.name}({m.label})" if m.label else m.name, baseline=baseline, interval=interval
    )
    if difference and not m.incremental and not compared.baseline:
        raise FanfareError("differences need a baseline: name one of the arms")
    names = columns(difference and not m.incremental)
    table = compared.table.set_index("arm")[[*names, "chance_best"]].rename(columns=names)
    asked = [a for a in known_arms(data, arms) if not (names.get("difference") and a == compared.baseline)]
    ranked = [arm for arm in best_first(m) if arm in asked and np.isfinite(table.loc[arm, "mean"])]
    shown, look = ranked[:MOST], row_looks(m.arms, compared.baseline)
    called = titles(data)
    base = called.get(compared.baseline, compared.baseline)
    against = f" against {short(base)}" if "difference" in names else ""
    with sheet(data, ax, width, 24 + ROW * max(1, len(shown)), m.title + against) as d:
        for y, arm in enumerate(shown):
            draw_row(d, y, table.loc[arm].to_dict(), look[arm])
        d.ax.axvline(0, color="#404040", lw=0.7, zorder=0)
        d.title_pad = 11 if shown else 5
        if not shown:
            d.nothing()
        d.ax.set_yticks(range(len(shown)), [short(called[arm]) for arm in shown])
        d.ax.set_ylim(len(shown) - 0.4, -0.6)
        d.ax.grid(axis="y", visible=False)
        people_axis(d.ax.xaxis)
        d.ax.set_xlabel(unit_label(m.name, m.unit))
        if shown:
            write_column(d, "mean", [people_number(table.loc[arm, "mean"]) for arm in shown], 30)
        if table["chance_best"].notna().any():
            write_column(d, "best in", [percent(table.loc[arm, "chance_best"]) for arm in shown], 58)
        d.note(
            n_words(table["n"]),
            bar_words(interval, table["n"].max()),
            f"differences paired with {base}" if against else "",
            left_out(ranked, m.arms, asked),
        )
    return d.ax


def bar_words(interval: str, most: int) -> str:
    kind = {"bootstrap": "bootstrap interval", "t": "t-interval"}[interval]
    return interval_words(f"bar: 95 % {kind}", most)


def left_out(ranked: Sequence[str], there: Sequence[str], asked: Sequence[str]) -> str:
    missing = len(asked) - len(ranked)
    words = f"the best {MOST} of {len(ranked)} arms" if len(ranked) > MOST else ""
    if missing and len(asked) > 0:
        words += (", " if words else "") + f"{missing} of {len(asked)} arms have no value"
    return words
