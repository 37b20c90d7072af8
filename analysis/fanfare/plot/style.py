"""Colours, sizes and type of every figure. The same arm has the same colour in all of them; the baseline is
grey."""
from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib import font_manager

# Okabe and Ito (2008), "Color universal design": told apart with any colour vision. Yellow last: it is faint
# on white.
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
BASELINE = "#8C8C8C"
QUIET = "#D9D9D9"  # what stands behind
MARKERS = "osD^vPX*"  # and in grey the shapes tell
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (5, 1.5, 1.2, 1.5)))
MANY = len(OKABE_ITO)  # more arms than this are not told apart by colour

WIDTHS = {"column": 85.0, "page": 180.0}  # mm
# The first that is there, and after it those that hold what it lacks (Chinese).
FAMILIES = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Emoji",
)

FONTS = {"pdf.fonttype": 42, "ps.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "fanfare"}  # embedded


class Look(NamedTuple):
    colour: str
    marker: str
    dash: Any


def families() -> list[str]:
    there = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in FAMILIES if name in there]


def settings() -> dict[str, Any]:
    return {
        "font.family": families(),
        "font.size": 7,
        "axes.titlesize": 8,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 7,
        "xtick.labelsize": 6.5,
        "ytick.labelsize": 6.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.6,
        "axes.edgecolor": "#595959",
        "xtick.color": "#404040",
        "ytick.color": "#404040",
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "xtick.major.size": 2.5,
        "ytick.major.size": 2.5,
        "xtick.minor.size": 0,
        "ytick.minor.size": 0,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#EBEBEB",
        "grid.linewidth": 0.5,
        "lines.linewidth": 1.2,
        "lines.markersize": 3.5,
        "axes.unicode_minus": True,
        "figure.dpi": 150,
        "savefig.dpi": 300,
        "axes.formatter.use_mathtext": False,
        **FONTS,
    }


def looks(arms: Sequence[str], baseline: str) -> dict[str, Look]:
    """By the arm's place in the study, so that a figure of some arms agrees with one of all."""
    found, place = {}, 0
    for arm in arms:
        if arm == baseline:
            found[arm] = Look(BASELINE, "o", "-")
            continue
        found[arm] = Look(
            OKABE_ITO[place % MANY], MARKERS[place % len(MARKERS)], DASHES[place % MANY // 2 % len(DASHES)]
        )
        place += 1
    return found
