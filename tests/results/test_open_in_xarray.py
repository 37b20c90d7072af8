"""Results files open in xarray, as results/README.md promises. The files come from sample_files_main.cpp."""
import os
import pathlib
import shutil
import subprocess
import sys

import h5py
import netCDF4
import numpy as np
import pytest
import xarray

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import open_in_xarray as check  # noqa: E402


def writer():
    build = pathlib.Path(os.environ["FANFARE_BUILD"])
    found = [p for p in build.rglob("fanfare_results_sample_files_main") if p.is_file()]
    assert found, f"{build} holds no fanfare_results_sample_files_main; build it first"
    return found[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("results")
    subprocess.run([writer(), path], check=True)
    return path


@pytest.mark.parametrize("name", ["run.h5", "study.h5", "design.h5", "bare.h5"])
def test_a_file_opens_with_both_engines_and_no_options(folder, name):
    check.check_file(folder / name)


@pytest.mark.parametrize("engine", check.ENGINES)
def test_numbers_dates_labels_and_gaps_are_in_place(folder, engine):
    run = xarray.open_dataset(folder / "run.h5", engine=engine)
    days = run.time.values.astype("datetime64[D]").astype(str)
    assert list(days) == ["2026-03-03", "2026-03-04", "2026-03-05"]
    assert list(run.creator.values) == ["ann", "bob", "中文"]
    assert run.reach.sel(campaign="launch").values.tolist() == [0, 10, 20]
    assert run.roi.sel(brand="rival").values.tolist() == [0.25, 0.75, 1.25]
    assert np.isnan(run.roi.sel(brand="aurora").values[0])
    assert np.isnan(run.reach_at_least.values[0, 0]) and run.reach_at_least.values[0, 2] == 14
    assert run.reach.attrs["units"] == "people" and run.reach.attrs["dialect"] == "generic"
    assert run.reach.attrs["formula"] == "distinct accounts × scale"
    assert run.attrs["scale"] == 10 and run.attrs["currency"] == "CNY"


@pytest.mark.parametrize("engine", check.ENGINES)
def test_a_study_has_arms_and_replicates_in_front(folder, engine):
    study = xarray.open_dataset(folder / "study.h5", engine=engine)
    assert list(study.arm.values) == ["none", "kol", "koc"] and list(study.replicate.values) == [0, 1]
    assert list(study.campaign.values) == ["launch", "second"]
    roi = study.roi.sel(brand="aurora").isel(time=1)
    assert roi.sel(arm="kol", replicate=0) == 100.5 and roi.sel(arm="koc", replicate=0) == 200.5
    assert np.isnan(roi.sel(arm="koc", replicate=1)) and study.run_status.sel(arm="koc", replicate=1) == 3
    assert study.reach.sel(arm="none").isnull().all()
    assert study.run_status.attrs["flag_meanings"].split()[3] == "failed"
    assert study.run_status.dtype == np.uint8
    assert study.run_reason.sel(arm="koc", replicate=1) == "budget: can't be spent"


@pytest.mark.parametrize("engine", check.ENGINES)
def test_factors_are_coordinates_of_the_points(folder, engine):
    design = xarray.open_dataset(folder / "design.h5", engine=engine)
    assert design.coords["campaigns.launch.budget"].values.tolist() == [1, 2, 3]
    assert design.coords["platforms.p.feed.preset"].dims == ("point",)


@pytest.mark.parametrize("engine", check.ENGINES)
def test_groups_stand_by_themselves(folder, engine):
    ledger = xarray.open_dataset(folder / "study.h5", engine=engine, group="ledger")
    assert ledger.balance.sel(arm="koc", replicate=0, brand="rival").values.tolist() == [300, 500, 700]
    provenance = xarray.open_dataset(folder / "run.h5", engine=engine, group="provenance")
    assert provenance.attrs["seed"] == "18446744073709551615"
    assert provenance.parameter_origin.sel(parameter="run.tick") == "default"
    invocation = xarray.open_dataset(folder / "run.h5", engine=engine, group="provenance/invocation")
    assert invocation.attrs["threads"] == 2


def test_an_axis_without_its_scale_is_noticed(folder, tmp_path):
    bad = shutil.copy(folder / "run.h5", tmp_path / "bad.h5")
    with h5py.File(bad, "r+") as file:
        file["roi"].dims[1].detach_scale(file["brand"])
    with pytest.raises(AssertionError, match="roi: an axis without a scale"):
        check.check_file(bad)


def test_files_are_chunked_compressed_and_without_times(folder):
    with h5py.File(folder / "run.h5", "r") as file:
        assert file["roi"].compression == "gzip" and file["roi"].compression_opts == 4 and file["roi"].shuffle
        assert not file["roi"].id.get_create_plist().get_obj_track_times()
        assert file["time"].maxshape == (None,)
    with netCDF4.Dataset(folder / "run.h5") as file:
        assert list(file.variables)[:3] == ["time", "brand", "campaign"]  # in the order of creation


def test_h5diff_sees_no_difference_between_two_identical_runs(folder, tmp_path):
    subprocess.run([writer(), tmp_path], check=True)
    for name in ("run.h5", "study.h5"):
        command = ["h5diff", "-v", folder / name, tmp_path / name]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
