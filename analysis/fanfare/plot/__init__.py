"""Figures for a paper or a slide: one function each, one line to use, returns the axes. Every number is
simulated.

    fanfare.plot.series(study, "reach").figure.savefig("reach.pdf")

All take the Dataset of fanfare.load; `width` is a paper's "column" (85 mm) or "page" (180 mm), or
millimetres; `ax` draws into axes of one's own. The caption with n, interval, digest and *simulated* stands
below, and caption_of(ax) gives it.
"""
from fanfare.plot.arms import arms
from fanfare.plot.creators import cost_against_reach
from fanfare.plot.frequency import frequency
from fanfare.plot.funnel import funnel
from fanfare.plot.lorenz import lorenz
from fanfare.plot.optimum import optimum
from fanfare.plot.posts import post
from fanfare.plot.sensitivity import power, sensitivity
from fanfare.plot.series import series
from fanfare.plot.sheet import caption_of
from fanfare.plot.style import BASELINE, OKABE_ITO
from fanfare.plot.tails import tails

__all__ = [
    "BASELINE",
    "OKABE_ITO",
    "arms",
    "caption_of",
    "cost_against_reach",
    "frequency",
    "funnel",
    "lorenz",
    "optimum",
    "post",
    "power",
    "sensitivity",
    "series",
    "tails",
]
