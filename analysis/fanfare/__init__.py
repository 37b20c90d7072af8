"""Fanfare's results in Python: labelled arrays, paired comparisons, figures. Every number is simulated.

    import fanfare
    study = fanfare.load("results/kol_vs_koc")
    print(study.fanfare.compare("reach"))
    fanfare.plot.arms(study).figure.savefig("arms.pdf")

It reads results files and what the program prints; it knows nothing of the simulator's inside.
"""
from fanfare import plot
from fanfare.accessor import Results
from fanfare.comparison import Comparison, compare
from fanfare.errors import (
    DamagedFile,
    FanfareError,
    NoSuchResults,
    NotResults,
    OtherFormat,
    ProgramError,
    StillRunning,
    UnknownName,
)
from fanfare.loading import load, provenance
from fanfare.program import parameters, program, report, run
from fanfare.tails import TailFit, fit_tail
from fanfare.tidy import to_pandas

__version__ = "0.1.0"
__all__ = [
    "Comparison",
    "DamagedFile",
    "FanfareError",
    "NoSuchResults",
    "NotResults",
    "OtherFormat",
    "ProgramError",
    "Results",
    "StillRunning",
    "TailFit",
    "UnknownName",
    "compare",
    "fit_tail",
    "load",
    "parameters",
    "plot",
    "program",
    "provenance",
    "report",
    "run",
    "to_pandas",
]
