"""`.fanfare` on a Dataset that load() gave."""
import pandas
import xarray

from fanfare import arms, comparison, loading, measures, tidy
from fanfare.errors import FanfareError
from fanfare.statistics import LEVEL

MEANINGS = ("missing", "complete", "stopped", "failed", "running")


@xarray.register_dataset_accessor("fanfare")
class Results:
    """The questions one asks of results. Every number is simulated."""

    def __init__(self, data: xarray.Dataset) -> None:
        self._data = data

    @property
    def simulated(self) -> bool:
        return True

    @property
    def n(self) -> int:
        """Replicates; a run of its own is one."""
        return int(self._data.sizes.get("replicate", 1))

    @property
    def arms(self) -> list[str]:
        return [str(arm) for arm in measures.as_study(self._data).arm.values]

    @property
    def titles(self) -> dict[str, str]:
        """What each arm is called: its label in the study, else its name."""
        return arms.titles(self._data)

    @property
    def baseline(self) -> str:
        return str(self._data.attrs.get("baseline", ""))

    @property
    def measures(self) -> list[str]:
        """Names that compare() and the figures take."""
        return measures.measurable(self._data)

    @property
    def provenance(self) -> xarray.Dataset:
        if "path" not in self._data.attrs:
            raise FanfareError("these results were not read by fanfare.load, so their file is not known")
        return loading.provenance(self._data.attrs["path"])

    def measure(self, name: str | None = None, label: str | None = None) -> xarray.DataArray:
        """(arm, replicate[, time]) of one measure: measure("reach"), measure("reach", "launch")."""
        return measures.measure(self._data, name, label).values

    def compare(
        self,
        measure: str | list[str] | None = None,
        *,
        baseline: str | None = None,
        interval: str = "t",
        level: float = LEVEL,
    ) -> comparison.Comparison:
        return comparison.compare(self._data, measure, baseline=baseline, interval=interval, level=level)

    def to_pandas(self, metrics: str | list[str] | None = None) -> pandas.DataFrame:
        return tidy.to_pandas(self._data, metrics)

    def scorecard(self) -> pandas.DataFrame:
        """The stylised facts of each run: value, band where one is published, and how it stands.

        Facts are about the simulated world, not about yours: a warning says that a pattern is off.
        """
        names = ("value", "low", "high", "standing")
        if "scorecard/value" not in self._data:
            raise FanfareError("these results have no scorecard")
        study = measures.as_study(self._data)[[f"scorecard/{name}" for name in names]]
        table = study.reset_coords(drop=True).to_dataframe().reset_index()
        table.columns = [str(c).removeprefix("scorecard/") for c in table.columns]
        words = dict(enumerate(str(study["scorecard/standing"].attrs["flag_meanings"]).split()))
        table["standing"] = table["standing"].map(words)
        return table[["arm", "replicate", "fact", *names]]

    def runs(self) -> pandas.DataFrame:
        """Where each run of a study stands, and why one failed."""
        if "run_status" not in self._data:
            return pandas.DataFrame(
                {
                    "arm": self.arms,
                    "replicate": [0],
                    "status": [self._data.attrs.get("status")],
                    "reason": [""],
                }
            )
        study = measures.as_study(self._data)[["run_status", "run_reason"]].reset_coords(drop=True)
        table = study.to_dataframe().reset_index()
        table["status"] = [MEANINGS[int(code)] for code in table["run_status"]]
        return table[["arm", "replicate", "status", "run_reason"]].rename(columns={"run_reason": "reason"})


Results.compare.__doc__ = comparison.compare.__doc__
Results.to_pandas.__doc__ = tidy.to_pandas.__doc__
