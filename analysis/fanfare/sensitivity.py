"""What moves an answer, and what a real test would see: what the program prints, as arrays."""
import json
import os

import numpy as np
import pandas
import xarray

from fanfare.calling import call
from fanfare.files import PathLike

INDICES = (
    "first",
    "total",
    "mean_effect",
    "absolute_effect",
    "spread_of_effects",
    "rank_correlation",
)
ENDS = ("value", "low", "high")


def given(**flags: object) -> list[str]:
    """--name value for each that is not None."""
    words: list[str] = []
    for name, value in flags.items():
        if value is not None:
            words += [f"--{name.replace('_', '-')}", str(value)]
    return words


def sensitivity(path: PathLike, *, measure: str | None = None, plans: str | None = None) -> xarray.Dataset:
    """Indices by aspect (level, difference, flip), factor and end (value, low, high); NaN: not known.

    `luck` is the share of one run's variance that is chance. `plans`: the factor whose levels are ranked. The
    notes on what the design does not allow are the attribute `notes`. A mistake raises ProgramError.
    """
    found = json.loads(
        call("sensitivity", os.fspath(path), "--json", *given(measure=measure, plans=plans)).stdout
    )
    aspects = [a["aspect"] for a in found["aspects"]]
    paths = sorted({f["path"] for a in found["aspects"] for f in a["factors"]})
    arrays = {name: np.full((len(aspects), len(paths), len(ENDS)), np.nan) for name in INDICES}
    luck = np.full((len(aspects), len(ENDS)), np.nan)
    for i, aspect in enumerate(found["aspects"]):
        luck[i] = ends(aspect["luck"]["share"])
        for factor in aspect["factors"]:
            for name in INDICES:
                arrays[name][i, paths.index(factor["path"])] = ends(factor[name])
    return xarray.Dataset(
        {
            **{name: (("aspect", "factor", "end"), array) for name, array in arrays.items()},
            "luck": (("aspect", "end"), luck),
            "called": ("aspect", [a["called"]["en"] for a in found["aspects"]]),
        },
        coords={"aspect": aspects, "factor": paths, "end": list(ENDS)},
        attrs={
            "name": found["name"],
            "scenario_digest": found["scenario_digest"],
            "simulated": "yes",
            "notes": "\n".join(found["notes"]["en"]),
        },
    )


def ends(index: dict[str, float | None] | None) -> list[float]:
    return [np.nan if index is None or index[end] is None else float(index[end] or 0) for end in ENDS]


def power(
    path: PathLike,
    *,
    arm: str | None = None,
    baseline: str | None = None,
    measure: str | None = None,
    units: int | None = None,
    holdout: float | None = None,
    pairs: bool = False,
    unit_size: float | None = None,
    weeks: float | None = None,
    noise: float | None = None,
    luck: float | None = None,
    spread: float | None = None,
    alpha: float | None = None,
) -> pandas.DataFrame:
    """A row a size of the test: chance to see the study's effect, and the least effect seen with 80 %.

    `attrs` has the effect, the market and the test, as `fanfare power --json` says them. What is not given
    is as in `fanfare power --help`; these are assumptions about the test, not findings of the study.
    """
    words = given(
        arm=arm,
        baseline=baseline,
        measure=measure,
        units=units,
        holdout=holdout,
        unit_size=unit_size,
        weeks=weeks,
        noise=noise,
        luck=luck,
        spread=spread,
        alpha=alpha,
    )
    words += ["--pairs"] if pairs else []
    found = json.loads(call("power", os.fspath(path), "--json", *words).stdout)
    table = pandas.DataFrame(found.pop("curve"))
    table.attrs = found
    return table
