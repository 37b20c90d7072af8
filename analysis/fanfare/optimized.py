"""What `fanfare optimize` found, as a table: the arms that were weighed, or the points that were tried."""
from typing import Any

import pandas

from fanfare.files import PathLike
from fanfare.written import written

ABOUT = (
    "study",
    "question",
    "measure",
    "label",
    "unit",
    "better",
    "baseline",
    "limits",
    "where",
    "best",
    "chance",
    "mean",
    "error",
    "runs",
    "status",
)
STANDING = (
    "n",
    "estimate",
    "losses",
    "behind",
    "behind_sd",
    "chance_better",
    "allowed",
    "best",
    "nearly_as_good",
    "frontier",
    "failed",
)


def candidate(one: dict[str, Any], factors: list[str]) -> dict[str, Any]:
    """A row: levels by factor, value and worst tenth with their 95 % intervals, how it stands to the best."""
    row: dict[str, Any] = {"name": one["name"], "title": one["title"], **dict(zip(factors, one["levels"]))}
    for key in ("value", "worst_tenth"):
        row |= {key: one[key]["mean"], f"{key}_low": one[key]["low"], f"{key}_high": one[key]["high"]}
    return row | {key: one[key] for key in STANDING}


def optimum(path: PathLike) -> pandas.DataFrame:
    """An optimum: its folder, or optimize.json in it. Every number is simulated.

    Of a study's arms a row each, by name: `value` with its interval, the mean of the worst tenth of its
    worlds, how far it is `behind` the best, with what chance it is better (`chance_better`), whether it is
    `best`, `nearly_as_good`, on the `frontier`. Of `--vary` a row a point that was tried: its factors, mean,
    error. `attrs` has the answer (`best`, `chance`, `runs`, …), `attrs["marginal"]` what a step of a factor
    brings, and of `--vary` `attrs["along"]` the curve along each factor at the best.
    """
    found = written(path, "optimize", "optimize.json", ("study", "measure", "runs"))
    attributes = {key: found[key] for key in ABOUT if key in found}
    attributes |= {"simulated": "yes", "scenario_digest": found.get("scenario", "")}
    if "candidates" in found:
        rows = [candidate(one, found["factors"]) for one in found["candidates"]]
        table = pandas.DataFrame(rows).set_index("name")
        table.attrs = {**attributes, "marginal": found["marginal"]}
        return table
    paths = [factor["path"] for factor in found["factors"]]
    tried = [
        dict(zip(paths, point["values"])) | {key: point[key] for key in ("mean", "error", "first")}
        for point in found["tried"]
    ]
    table = pandas.DataFrame(tried)
    table.attrs = {**attributes, "along": {f["path"]: f["curve"] for f in found["factors"] if "curve" in f}}
    return table
