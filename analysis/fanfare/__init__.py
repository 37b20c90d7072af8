"""Fanfare's results in Python: labelled arrays, paired comparisons, figures. Every number is simulated.

    import fanfare
    study = fanfare.load("results/kol_vs_koc")
    print(study.fanfare.compare("reach"))
    fanfare.plot.arms(study).figure.savefig("arms.pdf")

It reads results files and what the program prints; it knows nothing of the simulator's inside.
"""
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for editors and type checkers; at run time each name is fetched when asked for
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
    from fanfare.calibrated import calibration
    from fanfare.calling import parameters, program, report, run
    from fanfare.optimized import optimum
    from fanfare.sensitivity import power, sensitivity
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
    "calibration",
    "compare",
    "fit_tail",
    "load",
    "optimum",
    "parameters",
    "plot",
    "power",
    "program",
    "provenance",
    "report",
    "run",
    "sensitivity",
    "to_pandas",
]

# Where each name stands. Figures and tables need libraries that take seconds to import.
_HOMES = {
    "Comparison": "comparison",
    "DamagedFile": "errors",
    "FanfareError": "errors",
    "NoSuchResults": "errors",
    "NotResults": "errors",
    "OtherFormat": "errors",
    "ProgramError": "errors",
    "Results": "accessor",
    "StillRunning": "errors",
    "TailFit": "tails",
    "UnknownName": "errors",
    "calibration": "calibrated",
    "compare": "comparison",
    "fit_tail": "tails",
    "load": "loading",
    "optimum": "optimized",
    "parameters": "calling",
    "power": "sensitivity",
    "program": "calling",
    "provenance": "loading",
    "report": "calling",
    "run": "calling",
    "sensitivity": "sensitivity",
    "to_pandas": "tidy",
}


def __getattr__(name: str) -> Any:
    if name == "plot":
        return import_module("fanfare.plot")
    if name not in _HOMES:
        raise AttributeError(f"module 'fanfare' has no attribute '{name}'")
    value = getattr(import_module(f"fanfare.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
