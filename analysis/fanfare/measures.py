"""One measure out of a Dataset: (arm, replicate[, time]), whatever it was stored over."""
import itertools
import re
from dataclasses import dataclass

import numpy as np
import xarray
from numpy.typing import NDArray

from fanfare.errors import FanfareError, UnknownName, unknown
from fanfare.numbers import axis_number

FRONT = ("arm", "replicate")


@dataclass(frozen=True)
class Measure:
    """`values` is (arm, replicate) or (arm, replicate, time); a lone run is one arm with one replicate."""

    name: str
    label: str
    unit: str
    values: xarray.DataArray

    @property
    def title(self) -> str:
        return f"{self.name} ({self.label})" if self.label else self.name

    @property
    def better(self) -> str:
        """Which way is good, as the model declares it: "more", "less", or "neither"."""
        return str(self.values.attrs.get("better", "neither"))

    @property
    def incremental(self) -> bool:
        """Already a difference against the baseline."""
        return self.name.startswith("incremental_")

    @property
    def bounds(self) -> tuple[float, float]:
        """What it can be, as the program wrote it beside the numbers (CF: valid_min, valid_max)."""
        said = self.values.attrs
        return float(said.get("valid_min", -np.inf)), float(said.get("valid_max", np.inf))

    @property
    def arms(self) -> list[str]:
        return [str(arm) for arm in self.values.arm.values]

    def at_end(self) -> NDArray[np.float64]:
        """(arm, replicate): of a series its last time."""
        end = self.values.isel(time=-1) if "time" in self.values.dims else self.values
        return end.values.astype(float)


def as_study(data: xarray.Dataset) -> xarray.Dataset:
    """`arm` and `replicate` in front, also of a lone run; the points of a design become arms."""
    if "point" in data.dims:
        return data.rename(point="arm")
    if "arm" in data.dims:
        return data
    name = str(data.attrs.get("name") or "run")
    stacked = data.expand_dims(arm=[name], replicate=[int(data.attrs.get("replicate", 0))])
    return stacked.assign_attrs(data.attrs)


def front(data: xarray.Dataset) -> set[str]:
    return {"point" if "point" in data.dims else "arm", "replicate"} if "replicate" in data.dims else set()


def measurable(data: xarray.Dataset) -> list[str]:
    """Headline variables that are numbers per run."""
    ours = front(data)
    return [
        str(name)
        for name, v in data.data_vars.items()
        if ours <= set(map(str, v.dims))
        and "/" not in str(name)
        and not str(name).startswith("run_")
        and np.issubdtype(v.dtype, np.number)
    ]


def label_words(axis: str, value: str | float) -> str:
    return value if isinstance(value, str) else f"{axis} {axis_number(float(value))}"


def further_axes(array: xarray.DataArray) -> list[str]:
    return [str(d) for d in array.dims if d not in (*FRONT, "point", "time")]


def labels_of(array: xarray.DataArray) -> dict[str, dict[str, int]]:
    """Every label of the further axes, joined by "/", with its place."""
    axes = further_axes(array)
    entries = [[(label_words(a, v), i) for i, v in enumerate(array[a].values.tolist())] for a in axes]
    return {
        "/".join(word for word, _ in row): dict(zip(axes, (i for _, i in row)))
        for row in itertools.product(*entries)
    }


def split_name(name: str, label: str | None) -> tuple[str, str | None]:
    """Takes "reach(launch)" and "reach (launch)" apart."""
    found = re.fullmatch(r"([\w/]+) ?\((.*)\)", name, re.DOTALL)
    return (found[1], found[2]) if found and label is None else (name, label)


def first_with_values(array: xarray.DataArray, labels: dict[str, dict[str, int]]) -> str:
    for label, place in labels.items():
        if bool(np.isfinite(array.isel(place).values.astype(float)).any()):
            return label
    return next(iter(labels))


def default_measure(data: xarray.Dataset) -> str:
    """The study's primary outcome, else the first headline that is there."""
    for name in (str(data.attrs.get("primary", "")), "net_revenue", "reach"):
        if name in data:
            return name
    return (measurable(data) or [""])[0]


def measure(data: xarray.Dataset, name: str | None = None, label: str | None = None) -> Measure:
    """`name` is a variable, or "reach(launch)"; `label` the brand, campaign, … (default: the first with
    values)."""
    name, label = split_name(name or default_measure(data), label)
    if name not in data.data_vars:
        raise unknown("measure", name, measurable(data))
    array = as_study(data)[name]
    if not np.issubdtype(array.dtype, np.number) or not set(FRONT) <= set(array.dims):
        raise UnknownName(
            f"'{name}' is no measure of a run: it has the axes {', '.join(map(str, array.dims))}"
        )
    labels = labels_of(array)
    if not labels:
        raise FanfareError(f"'{name}' has no values: its axis {further_axes(array)[0]} is empty")
    if label is None:
        label = first_with_values(array, labels)
    if label not in labels:
        raise unknown(f"label of {name}", label, list(labels))
    order = (*FRONT, "time") if "time" in array.dims else FRONT
    chosen = array.isel(labels[label]).transpose(*order).reset_coords(drop=True)
    return Measure(name, label, str(array.attrs.get("units", "")), chosen)


def measures(data: xarray.Dataset, name: str) -> list[Measure]:
    """The measure once for each label that has a value anywhere; all of them if none has."""
    name, label = split_name(name, None)
    if label is not None or name not in data.data_vars:
        return [measure(data, name, label)]
    found = [measure(data, name, one) for one in labels_of(as_study(data)[name])]
    return [m for m in found if np.isfinite(m.at_end()).any()] or found[:1]
