"""The paper a figure is drawn on: size, fonts, title and caption."""
import contextlib
import textwrap
import weakref
from collections.abc import Iterator
from typing import Any

import matplotlib
import xarray
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fanfare.errors import FanfareError
from fanfare.plot.direct import plain_text
from fanfare.plot.style import FONTS, WIDTHS, settings
from fanfare.words import digest_words

MM = 1 / 25.4
CAPTION = {"fontsize": 5.5, "color": "#595959"}
CAPTIONS: weakref.WeakKeyDictionary[Axes, str] = weakref.WeakKeyDictionary()


class Sheet(Figure):
    """A figure whose files embed their fonts as TrueType and carry no date, whatever matplotlib is set to."""

    def savefig(self, fname: Any, **keywords: Any) -> None:
        undated = {"pdf": "CreationDate", "svg": "Date"}
        kind = str(keywords.get("format") or str(fname).rpartition(".")[2])
        if kind in undated and "metadata" not in keywords:
            keywords["metadata"] = {undated[kind]: None}
        with matplotlib.rc_context(FONTS):
            super().savefig(fname, **keywords)


def millimetres(width: str | float) -> float:
    if isinstance(width, str):
        if width not in WIDTHS:
            raise FanfareError(f"width '{width}' is none of: {', '.join(WIDTHS)}, or a number of millimetres")
        return WIDTHS[width]
    return float(width)


def caption_of(ax: Axes) -> str:
    """What stands below a figure: what, n, interval, digest, simulated."""
    return CAPTIONS.get(ax, "")


def caption(data: xarray.Dataset, *parts: str) -> str:
    return " · ".join([part for part in parts if part] + ["simulated", digest_words(data)])


def write_caption(ax: Axes, words: str, width: float, own: bool) -> None:
    CAPTIONS[ax] = words
    if own:
        lines = "\n".join(textwrap.wrap(words, int(width * 1.02), break_long_words=True))
        ax.figure.supxlabel(lines, x=0.01, ha="left", parse_math=False, **CAPTION)


def write_title(ax: Axes, words: str, own: bool, pad: float) -> None:
    """Above all, from the left edge of the paper; in axes of someone else's, above these."""
    if own:
        ax.figure.suptitle(words, x=0.01, ha="left", fontsize=8, fontweight="bold", parse_math=False)
    else:
        ax.set_title(words, pad=pad)


@contextlib.contextmanager
def sheet(
    data: xarray.Dataset, ax: Axes | None, width: str | float, height: float, title: str
) -> Iterator["Drawing"]:
    """Axes to draw into, of one's own or given; the caption is written when the drawing is done."""
    size = millimetres(width)
    with matplotlib.rc_context(settings()):
        own = ax is None
        if ax is None:
            figure = pyplot.figure(FigureClass=Sheet, figsize=(size * MM, height * MM), layout="constrained")
            ax = figure.add_subplot()
        drawing = Drawing(ax)
        yield drawing
        write_title(ax, textwrap.fill(title, max(20, int(size * 0.55))), own, drawing.title_pad)
        write_caption(ax, caption(data, *drawing.notes), size, own)
        plain_text(ax)


class Drawing:
    """Axes, and the parts of the caption that come up while drawing."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self.notes: list[str] = []
        self.title_pad = 5.0  # points between title and axes

    def nothing(self) -> None:
        """Said where there is nothing to draw."""
        self.ax.annotate(
            "no arm has a value", (0.5, 0.5), xycoords="axes fraction", ha="center", color="#595959"
        )

    def note(self, *words: str) -> None:
        self.notes += [w for w in words if w]
