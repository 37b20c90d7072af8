"""Labels beside what they name, instead of a legend."""
import math
import textwrap
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from fanfare.numbers import axis_number

LONGEST = 20


def short(label: str) -> str:
    """One line of at most 20 marks."""
    line = " ".join(label.split())
    return (
        textwrap.shorten(line, LONGEST, placeholder="…")
        if " " in line[:LONGEST] and len(line) > LONGEST
        else (line if len(line) <= LONGEST else line[: LONGEST - 1] + "…")
    )


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places near those wanted, in the same order, no two nearer than `gap`; the middle of a crowd stays
    put."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    crowds: list[list[int]] = []
    centre = lambda crowd: sum(wanted[i] for i in crowd) / len(crowd)  # noqa: E731
    for i in order:
        crowds.append([i])
        while len(crowds) > 1 and (
            centre(crowds[-1]) - centre(crowds[-2]) < gap * (len(crowds[-1]) + len(crowds[-2])) / 2
        ):
            crowds[-2:] = [crowds[-2] + crowds[-1]]
    places = [0.0] * len(wanted)
    for crowd in crowds:
        for k, i in enumerate(crowd):
            places[i] = centre(crowd) + gap * (k - (len(crowd) - 1) / 2)
    return places


def label_ends(ax: Axes, ends: Sequence[tuple[str, float, str]], size: float = 6.5) -> None:
    """(label, y at the right edge, colour): written to the right of the axes, moved apart where they would
    touch."""
    ax.figure.canvas.draw()  # sizes are known only then
    low, high = ax.get_ylim()
    points = ax.get_window_extent().height * 72 / ax.figure.dpi
    shares = [ax.transAxes.inverted().transform(ax.transData.transform((0, y)))[1] for _, y, _ in ends]
    places = spread(shares, size * 1.35 / points)
    for (label, _, colour), place in zip(ends, places):
        ax.annotate(
            short(label),
            (1, place),
            xycoords="axes fraction",
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=size,
            annotation_clip=False,
        )
    ax.set_ylim(low, high)


def name_corner(ax: Axes, names: Sequence[tuple[str, str]], corner: str) -> None:
    """(words, colour) under each other in "upper left", "upper right", "lower left" or "lower right"."""
    top, right = corner.startswith("upper"), corner.endswith("right")
    for k, (words, colour) in enumerate(names):
        down = -3 - 8 * k if top else 4 + 8 * (len(names) - 1 - k)
        ax.annotate(
            words,
            (1 if right else 0, 1 if top else 0),
            xycoords="axes fraction",
            xytext=(-4 if right else 4, down),
            textcoords="offset points",
            ha="right" if right else "left",
            va="top" if top else "bottom",
            color=colour,
            fontsize=6,
        )


SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_words(value: float) -> str:
    """0.001 → "10⁻³"; other numbers as people write them."""
    power = math.log10(value) if value > 0 else 0.5
    return (
        "10" + str(round(power)).translate(SUPERSCRIPTS)
        if abs(power - round(power)) < 1e-9
        else axis_number(value)
    )


def people_axis(axis: Any) -> None:
    axis.set_major_formatter(FuncFormatter(lambda value, _: axis_number(value)))


def log_axis(axis: Any, powers: bool = False) -> None:
    """Ticks at 1, 2 and 5 where the axis is short, else at powers of ten."""
    low, high = axis.get_view_interval()
    short_one = high / low < 300
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if short_one else (1.0,), numticks=8))
    words = power_words if powers and not short_one else axis_number
    axis.set_major_formatter(FuncFormatter(lambda value, _: words(value)))
    axis.set_minor_formatter(NullFormatter())


def plain_text(ax: Axes) -> None:
    """No dollar sign of a label is taken for mathematics."""
    texts = [*ax.get_xticklabels(), *ax.get_yticklabels(), *ax.findobj(Text)]
    for text in texts:
        text.set_parse_math(False)


def unit_label(title: str, unit: str) -> str:
    return f"{title}, {unit}" if unit not in ("", "1") else title
