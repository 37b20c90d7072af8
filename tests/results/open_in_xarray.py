"""Opens results files in xarray with both engines and no options, and checks what a reader relies on.

/usr/bin/python3 tests/results/open_in_xarray.py results/*/run.h5 results/*/study.h5
"""
import sys

import h5py
import numpy as np
import xarray

ENGINES = ("h5netcdf", "netcdf4")
OWN_COORDINATES = {"arm", "point", "replicate", "time", "brand", "campaign"}


def is_group(item):
    return isinstance(item, h5py.Group)


def groups(path):
    """All groups, the root as None."""
    found = [None]
    with h5py.File(path, "r") as file:
        file.visititems(lambda name, item: found.append(name) if is_group(item) else None)
    return found


def check_scales(path):
    """Every dataset has a dimension scale on every axis, and a plain type."""
    bad = []

    def visit(name, item):
        if not isinstance(item, h5py.Dataset):
            return
        if item.dtype.kind not in "fiuO" or h5py.check_enum_dtype(item.dtype) is not None:
            bad.append(f"{name}: type {item.dtype}")
        if not h5py.h5ds.is_scale(item.id) and any(len(axis) != 1 for axis in item.dims):
            bad.append(f"{name}: an axis without a scale")

    with h5py.File(path, "r") as file:
        file.visititems(visit)
    assert not bad, f"{path}: {bad}"


def check_coordinates(path, group, data):
    """Every axis of every variable has its coordinate in the same group, nothing is invented."""
    for name, variable in data.variables.items():
        for dimension in variable.dims:
            assert not dimension.startswith("phony"), f"{path}:{group}:{name} has an invented axis {dimension}"
            assert dimension in data.coords, f"{path}:{group}:{name} has no coordinate {dimension}"


def check_root(path, data):
    assert data.attrs["format"] == "fanfare results", path
    assert data.attrs["status"] in ("running", "complete", "stopped", "failed"), path
    if "time" in data.dims:
        assert np.issubdtype(data.time.dtype, np.datetime64), f"{path}: dates are not decoded"
    for name in OWN_COORDINATES & set(data.dims):
        assert name in data.coords, f"{path}: no coordinate {name}"
    if data.attrs["kind"] == "study":
        row = "point" if "point" in data.dims else "arm"
        for name, variable in data.data_vars.items():
            assert variable.dims[:2] == (row, "replicate"), f"{path}:{name} lies on {variable.dims}"


def check_file(path):
    check_scales(path)
    for group in groups(path):
        opened = [xarray.open_dataset(path, engine=engine, group=group).load() for engine in ENGINES]
        assert opened[0].identical(opened[1]), f"{path}:{group} differs between {ENGINES}"
        for data in opened:
            check_coordinates(path, group, data)
            if group is None:
                check_root(path, data)
            data.close()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for one in sys.argv[1:]:
        check_file(one)
        print(f"{one}: opens with {' and '.join(ENGINES)}, {len(groups(one))} groups")
