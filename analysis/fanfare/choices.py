"""Of a design whose factors are circumstances (`no_choice`): what can be chosen, averaged over them."""
import json
from dataclasses import dataclass

import numpy as np
import pandas
import xarray
from numpy.typing import NDArray

from fanfare.measures import Measure
from fanfare.statistics import Interval, chance_best, t_interval


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

    def ahead(
        self, values: NDArray[np.float64], candidate: NDArray[np.bool_], better: str
    ) -> NDArray[np.int64]:
        """In how many circumstances each choice has the best mean, alone."""
        sign = -1 if better == "less" else 1
        mean = np.array([_mean(v) if may else -np.inf for v, may in zip(values, candidate)])
        means = mean[self.rows]
        means = np.where(np.isfinite(means), sign * means, -np.inf)
        best = (means == means.max(axis=0)) & np.isfinite(means)
        return (best & (best.sum(axis=0) == 1)).sum(axis=1)

    def compared(
        self, m: Measure, without: list[int], candidate: NDArray[np.bool_], seed: int, level: float
    ) -> pandas.DataFrame:
        """Means over circumstances, replicate by replicate, with the intervals of `fanfare compare`."""
        values, better = m.at_end(), m.better
        values[:, without] = np.nan
        mean = values[self.rows].mean(axis=1)
        whole = np.isfinite(mean).any(axis=1) & candidate[self.rows].all(axis=1)
        best = np.full(len(mean), np.nan)
        if whole.sum() > 1:
            best[whole] = chance_best(mean[whole], better, seed)
        found: list[Interval] = [t_interval(one, level) for one in mean]
        return pandas.DataFrame(
            {
                "measure": m.name,
                "label": m.label,
                "choice": self.names,
                "mean": [x.mean for x in found],
                "low": [x.low for x in found],
                "high": [x.high for x in found],
                "n": [x.n for x in found],
                "chance_best": best,
                "ahead_in": self.ahead(values, candidate, better),
                "circumstances": self.rows.shape[1],
            }
        )


def _mean(values: NDArray[np.float64]) -> float:
    present = values[np.isfinite(values)]
    return float(present.mean()) if len(present) else float("-inf")


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
