"""Of a design whose factors are circumstances (`no_choice`): what can be chosen, averaged over them."""
import json
import pathlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas
import xarray
from numpy.typing import NDArray

from fanfare.measures import Measure
from fanfare.statistics import chance_best, t_interval


@dataclass(frozen=True)
class Choices:
    """`rows[choice, circumstance]`: the row of the study that shows it."""

    names: list[str]
    rows: NDArray[np.int64]

    def chances(
        self, values: NDArray[np.float64], candidate: NDArray[np.bool_], better: str, seed: int
    ) -> NDArray[np.float64]:
        """Of each row to be the best choice in its own circumstance; nan where it shows none, or several."""
        out, shown = np.full(len(values), np.nan), np.bincount(self.rows.ravel(), minlength=len(values))
        for rows in self.rows.T:
            there = rows[candidate[rows]]
            if len(there) < 2:
                continue
            for row, chance in zip(there, chance_best(values[there], better, seed)):
                if shown[row] == 1:
                    out[row] = chance
        return out


def compared(data: xarray.Dataset, measures: list[Measure], level: float) -> pandas.DataFrame:
    """Means over circumstances, as `summary.json` beside the study has them replicate by replicate.

    Empty where it is not there, or has not these measures. `ahead_in` is of the best choice: in how many
    of the circumstances it is ahead.
    """
    asked = {(m.name, m.label): at for at, m in enumerate(measures)}
    found = [
        (asked[c["measure"], c["label"]], c, one)
        for c in _summary(data).get("comparisons", [])
        if "choices" in c and (c["measure"], c["label"]) in asked
        for one in c["choices"]["arms"]
    ]
    rows = [_row(c, one, level) for _, c, one in sorted(found, key=lambda x: x[0])]
    table = pandas.DataFrame(rows)
    return table.astype({"ahead_in": "Int64"}) if rows else table


def _summary(data: xarray.Dataset) -> dict[str, Any]:
    file = pathlib.Path(str(data.attrs.get("path", ""))).parent / "summary.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _row(c: dict[str, Any], one: dict[str, Any], level: float) -> dict[str, object]:
    x, chosen = t_interval(np.array(one["by_replicate"], dtype=float), level), c["choices"]
    return {
        "measure": c["measure"],
        "label": c["label"],
        "choice": one["arm"],
        "mean": x.mean,
        "low": x.low,
        "high": x.high,
        "n": x.n,
        "chance_best": np.nan if one["chance_best"] is None else one["chance_best"],
        "ahead_in": chosen["ahead_in"] if one["arm"] == chosen["best"] else None,
        "circumstances": chosen["circumstances"],
    }


def choices_of(data: xarray.Dataset, arms: list[str]) -> Choices | None:
    """None where the study has none, or rows were left out of these data."""
    text = str(data.attrs.get("choices", ""))
    if not text:
        return None
    found = json.loads(text)
    if found["of"] != len(arms):
        return None
    every = found["choices"]
    return Choices([one["name"] for one in every], np.array([one["rows"] for one in every]))


def placebos_of(data: xarray.Dataset) -> list[str]:
    """Arms that nobody would choose; points, whose names have blanks, stand in a line each."""
    text = str(data.attrs.get("placebos", ""))
    return text.splitlines() if "point" in data.dims else text.split()


def candidates(
    m: Measure, values: NDArray[np.float64], bases: list[int], placebos: list[str]
) -> NDArray[np.bool_]:
    """The arms that have values; nobody would choose a placebo, and a baseline is no candidate in
    differences from itself."""
    return np.array(
        [
            bool(np.isfinite(v).any())
            and arm not in placebos
            and not (m.incremental and bases[i : i + 1] == [i])
            for i, (arm, v) in enumerate(zip(m.arms, values))
        ]
    )


def chances(
    m: Measure, values: NDArray[np.float64], candidate: NDArray[np.bool_], choices: Choices | None, seed: int
) -> NDArray[np.float64]:
    """Over the candidates; where choices are shown in circumstances, within each of them."""
    if choices is not None:
        return choices.chances(values, candidate, m.better, seed)
    out = np.full(len(values), np.nan)
    if candidate.sum() > 1:
        out[candidate] = chance_best(values[candidate], m.better, seed)
    return out
