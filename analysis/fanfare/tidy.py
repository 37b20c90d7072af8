"""One row per number, as `fanfare export` writes it, in a pandas table."""
from collections.abc import Sequence

import numpy as np
import pandas
import xarray

from fanfare.errors import unknown
from fanfare.measures import as_study, front, measurable

FIRST = ("arm", "replicate", "time", "brand", "campaign")
LAST = ("metric", "value", "unit")


def numeric(data: xarray.Dataset) -> list[str]:
    ours = front(data)
    return [
        str(name)
        for name, v in data.data_vars.items()
        if np.issubdtype(v.dtype, np.number)
        and ours <= set(map(str, v.dims))
        and not str(name).startswith("run_")
    ]


def rows_of(array: xarray.DataArray, name: str) -> pandas.DataFrame:
    plain = array.reset_coords(drop=True)  # factors are joined to the whole table
    table = plain.astype(float).to_series().rename("value").reset_index()
    return table.assign(metric=name, unit=str(array.attrs.get("units", "")))


def factors(data: xarray.Dataset) -> pandas.DataFrame:
    """The levels of a design's factors, a row a point; no column for a study of arms."""
    names = [str(n) for n, v in data.coords.items() if v.attrs.get("role") == "factor"]
    return pandas.DataFrame({n: data[n].values for n in names}, index=as_study(data).arm.values.astype(str))


def to_pandas(data: xarray.Dataset, metrics: str | Sequence[str] | None = None) -> pandas.DataFrame:
    """Columns arm, replicate, time, brand, campaign, the factors of a design, the further axes there are,
    metric, value, unit.

    `metrics`: names of variables (default: all headline variables; bulk such as "creators/paid" when asked
    for). A row for each number there could be: what is missing is NaN. `attrs` say that the numbers are
    simulated, and whose.
    """
    names = [metrics] if isinstance(metrics, str) else list(metrics or measurable(data))
    known = numeric(data)
    for name in names:
        if name not in known:
            raise unknown("variable", name, known)
    study = as_study(data)
    tables = [rows_of(study[name], name) for name in names]
    table = pandas.concat(tables, ignore_index=True) if tables else pandas.DataFrame(columns=[*FIRST, *LAST])
    further = [c for c in table.columns if c not in (*FIRST, *LAST)]
    levels = factors(data)
    table = table.join(levels, on="arm").reindex(columns=[*FIRST, *levels.columns, *further, *LAST])
    table.attrs = {
        "simulated": True,
        "scenario_digest": data.attrs.get("scenario_digest", ""),
        "n": int(study.sizes["replicate"]),
    }
    return table
