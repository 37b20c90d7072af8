"""Arms against each other and a baseline: paired differences with the intervals of `fanfare compare`."""
from dataclasses import dataclass, field

import numpy as np
import pandas
import xarray
from numpy.typing import NDArray

from fanfare.arms import left_out, titles
from fanfare.choices import Choices, candidates, chances, choices_of, compared, placebos_of
from fanfare.errors import FanfareError, unknown
from fanfare.measures import Measure, default_measure, measures
from fanfare.people import people_table
from fanfare.statistics import LEVEL, Interval, bootstrap_interval, t_interval, within
from fanfare.words import digest_words, interval_words, n_words

INTERVALS = ("t", "bootstrap")


@dataclass(frozen=True)
class Comparison:
    """`table` has a row per measure, label and arm; `str()` of it is for people.

    `left_out`: replicates that not every arm has, with the arms that lack them; they are in no number here.
    `choices`: where factors are no choice, what can be chosen, averaged over them, for the measures that
    `summary.json` compares; else empty.
    """

    table: pandas.DataFrame
    baseline: str
    interval: str
    level: float
    scenario: str
    left_out: dict[int, list[str]] = field(default_factory=dict)
    choices: pandas.DataFrame = field(default_factory=pandas.DataFrame)

    @property
    def caption(self) -> str:
        """What belongs beside the numbers: n, the interval, the scenario, and that they are simulated."""
        kind = {"bootstrap": "bootstrap interval", "t": "t-interval"}[self.interval]
        n = n_words(self.table["n"])
        shown = interval_words(f"{self.level * 100:.0f} % {kind} over replicates", self.table["n"].max())
        paired = self.table["difference"].notna().any()
        called = dict(zip(self.table["arm"], self.table["title"]))
        against = f" · differences paired with {called.get(self.baseline, self.baseline)}" if paired else ""
        out = [f"{r} (none of {', '.join(called[a] for a in arms)})" for r, arms in self.left_out.items()]
        without = f" · without replicate {', '.join(out)}" if out else ""
        return f"{n} · {shown}{against}{without} · simulated · {self.scenario}"

    def __str__(self) -> str:
        rows = people_table(self.table, self.baseline).to_string(index=False) + "\n"
        chosen = "" if self.choices.empty else self.choices.to_string(index=False) + "\n"
        return chosen + rows + self.caption

    def _repr_html_(self) -> str:
        import html

        return (
            people_table(self.table, self.baseline).to_html(index=False)
            + f"<p>{html.escape(self.caption)}</p>"
        )


def interval_of(values: NDArray[np.float64], kind: str, seed: int, level: float) -> Interval:
    return bootstrap_interval(values, seed, level) if kind == "bootstrap" else t_interval(values, level)


def rows(
    m: Measure,
    called: dict[str, str],
    without: list[int],
    bases: list[int],
    placebos: list[str],
    choices: Choices | None,
    kind: str,
    seed: int,
    level: float,
) -> list[dict[str, object]]:
    values = m.at_end()
    values[:, without] = np.nan
    best = chances(m, values, candidates(m, values, bases, placebos), choices, seed)
    found: list[dict[str, object]] = []
    for i, arm in enumerate(m.arms):
        own = within(interval_of(values[i], kind, seed, level), m.bounds)
        paired = bool(bases) and not m.incremental and bases[i] != i
        effect = (
            interval_of(values[i] - values[bases[i]], kind, seed, level)
            if paired
            else Interval(np.nan, np.nan, np.nan, 0)
        )
        found.append(
            {
                "measure": m.name,
                "label": m.label,
                "unit": m.unit,
                "arm": arm,
                "title": called[arm],
                "mean": own.mean,
                "low": own.low,
                "high": own.high,
                "n": own.n,
                "difference": effect.mean,
                "difference_low": effect.low,
                "difference_high": effect.high,
                "pairs": effect.n,
                "chance_best": best[i],
            }
        )
    return found


def bases_of(data: xarray.Dataset, baseline: str, asked: str | None, arms: list[str]) -> list[int]:
    """For each row the one that it is held against: its own twin's, where the points of a study have such;
    empty if
    there is none."""
    if baseline in arms:
        return [arms.index(baseline)] * len(arms)
    twins = [int(row) for row in str(data.attrs.get("baseline_rows", "")).split()]
    whole = asked is None and len(twins) == len(arms)  # else rows were left out of these data
    return twins if whole else []


def baseline_of(data: xarray.Dataset, asked: str | None, arms: list[str]) -> str:
    if asked is None:  # the study's, unless it was left out of these data
        own = str(data.attrs.get("baseline", ""))
        return own if own in arms or "baseline_rows" in data.attrs else ""
    if asked and asked not in arms:
        raise unknown("arm", asked, arms)
    return asked


def seed_of(data: xarray.Dataset) -> int:
    return int(data.attrs.get("seed", 0))


def compare(
    data: xarray.Dataset,
    measure: str | list[str] | None = None,
    *,
    baseline: str | None = None,
    interval: str = "t",
    level: float = LEVEL,
) -> Comparison:
    """Every arm's mean at the end of the runs, and its difference from the baseline in the same replicates.

    `measure`: one, or a list (default: the study's, its primary first). `interval`: "t", which the
    terminal shows, or "bootstrap", whose samples are keyed by the study's seed, so that a file always gives
    the same numbers. No interval of a mean reaches beyond what the measure can be. Replicates that not every
    arm has are left out.
    """
    if interval not in INTERVALS:
        raise FanfareError(f"interval '{interval}' is none of: {', '.join(INTERVALS)}")
    asked = [measure] if isinstance(measure, str) else measure
    names = asked or str(data.attrs.get("measure", "")).split() or [default_measure(data)]
    found = [m for name in names for m in measures(data, name)]
    base = baseline_of(data, baseline, found[0].arms)
    if baseline is not None and base != data.attrs.get("baseline") and any(m.incremental for m in found):
        raise FanfareError(
            "incremental measures are differences from the study's own baseline "
            f"({data.attrs.get('baseline')}); with another, compare the measure behind them"
        )
    seed, out, called = seed_of(data), left_out(data), titles(data)
    placebos, choices = placebos_of(data), choices_of(data, found[0].arms)
    table = pandas.DataFrame(
        [
            row
            for m in found
            for bases in [bases_of(data, base, baseline, m.arms)]
            for row in rows(m, called, [*out], bases, placebos, choices, interval, seed, level)
        ]
    )
    together = pandas.DataFrame() if choices is None else compared(data, found, level)
    return Comparison(table, base, interval, level, digest_words(data), out, together)
