"""From a results file to one xarray Dataset. Names are those of `fanfare info`: reach, creators/paid, …"""
import pathlib
from importlib import import_module

import h5py
import xarray

from fanfare import files
from fanfare.errors import DamagedFile

ENGINE = "netcdf4"  # several times as fast as h5netcdf where variables are many
FROM_PROVENANCE = ("name", "question", "model", "seed", "fingerprint", "version", "commit")


def groups_of(path: pathlib.Path) -> list[str]:
    """Groups with data: all but the provenance."""
    with h5py.File(path, "r") as file:
        return [name for name, item in file.items() if isinstance(item, h5py.Group) and name != "provenance"]


def opened(path: pathlib.Path, group: str | None = None) -> xarray.Dataset:
    try:
        return xarray.open_dataset(path, engine=ENGINE, group=group)
    except (OSError, ValueError, KeyError) as error:
        raise DamagedFile(f"{path}: can't be read ({error})") from error


def with_group_name(data: xarray.Dataset, group: str) -> xarray.Dataset:
    return data.rename({str(name): f"{group}/{name}" for name in data.data_vars})


def load(path: files.PathLike, *, unfinished: bool = False) -> xarray.Dataset:
    """The results of a run or a study: a file, or the folder that holds it.

    One Dataset of all variables, those of groups under `group/name`; dates on `time`, labels on the other
    axes, and `units`, `long_name`, `formula` with each variable. A study has `arm` (or `point`) and
    `replicate` in front; what a failed run lacks is NaN. Values are read when they are used.
    `unfinished=True` takes a run that still goes on.
    """
    import_module("fanfare.accessor")  # not above: it needs this module
    file = files.find(path)
    files.check_bytes(file)
    files.check_root(file, files.root_attributes(file), unfinished)
    data = opened(file)
    data = data.merge(xarray.merge([with_group_name(opened(file, name), name) for name in groups_of(file)]))
    origin = opened(file, "provenance").attrs
    data.attrs |= {name: origin[name] for name in FROM_PROVENANCE if name in origin}
    data.attrs["path"] = str(file)
    return data


def provenance(path: files.PathLike) -> xarray.Dataset:
    """Where the numbers come from: parameters with value and origin, input files with SHA-256, libraries."""
    file = files.find(path)
    files.check_bytes(file)
    files.check_root(file, files.root_attributes(file), unfinished=True)
    return opened(file, "provenance").load()
