"""fanfare.load: what a Dataset holds, and what is said of a file that can't be read."""
import pathlib
import shutil
import zlib

import fanfare
import h5py
import numpy as np
import pytest
from made import AWKWARD, program
from fanfare import files


def test_a_study_has_labels_dates_and_units(study):
    assert study.reach.dims == ("arm", "replicate", "time", "campaign")
    assert study.arm.values.tolist() == ["without", "placebo", "kol", AWKWARD]
    assert study.reach.attrs["units"] == "people" and study.reach.attrs["formula"]
    assert np.issubdtype(study.time.dtype, np.datetime64)
    assert str(study.time.values[0])[:10] == "2026-03-03"


def test_groups_stand_under_their_name(study, run):
    assert study["creators/paid"].dims == ("arm", "replicate", "contract")
    assert abs(float(run["ledger/balance"].sum())) < 1e-6
    assert "cascades/size_distribution" in run and "provenance" not in " ".join(map(str, run.data_vars))
    assert run["creators/impressions"].dims != run["impressions"].dims


def test_every_variable_that_the_program_lists_is_there(study, study_folder):
    listed = program("info", study_folder)
    for name in study.data_vars:
        assert str(name).startswith("run_") or f"  {name}(" in listed, name
    assert listed.count("\n  funnel_count(") == 1 and len(study.data_vars) > 60


def test_a_folder_and_its_file_are_the_same(run_folder):
    assert fanfare.load(run_folder).identical(fanfare.load(run_folder / "run.h5"))


def test_where_the_numbers_come_from_is_kept(study):
    assert study.attrs["name"] == "tiny_study" and len(study.attrs["scenario_digest"]) == 64
    parameters = study.fanfare.provenance
    assert parameters.parameter_origin.sel(parameter="run.tick") == "tiny.yaml:8" or parameters.sizes["parameter"] > 100
    assert study.fanfare.simulated and study.fanfare.n == 3 and study.fanfare.baseline == "without"


def test_the_scorecard_says_of_each_run_how_a_fact_stands(study, run, run_folder):
    card = run.fanfare.scorecard().set_index("fact")
    assert 0 < card.value["reciprocity"] < 1 and set(card.standing) <= {"pass", "warn", "no_band", "not_had"}
    shown = (run_folder / "summary.txt").read_text(encoding="utf-8")
    assert f"{card.value['reciprocity']:.3f}" in shown
    inside = card[(card.low <= card.value) & (card.value <= card.high)]
    assert set(inside.standing) <= {"pass"}
    assert len(study.fanfare.scorecard()) == 12 * len(card)
    with pytest.raises(fanfare.FanfareError, match="no scorecard"):
        study.drop_vars("scorecard/value").fanfare.scorecard()


def test_runs_say_where_they_stand(study, run):
    assert study.fanfare.runs().status.tolist() == ["complete"] * 12
    assert run.fanfare.runs().status.tolist() == ["complete"]


@pytest.fixture
def copy(run_folder, tmp_path):
    return pathlib.Path(shutil.copy(run_folder / "run.h5", tmp_path / "run.h5"))


def rewritten(path, **attributes):
    """The same file with other attributes at its root, as another version would write it."""
    body = path.read_bytes()[:-24]
    assert path.read_bytes()[-24:-8] == files.MARK
    path.write_bytes(body)
    with h5py.File(path, "r+") as file:
        file.attrs.update(attributes)
    return sealed(path)


def sealed(path):
    """With a checksum that fits, as the program would have left it."""
    body = path.read_bytes()
    path.write_bytes(body + files.MARK + zlib.crc32(body).to_bytes(4, "little") + bytes(4))
    return path


@pytest.mark.parametrize("attributes, error, said", [
    ({"format_version": 0}, fanfare.OtherFormat, "older than this package reads (1), written by fanfare"),
    ({"format_version": 9}, fanfare.OtherFormat, "newer"),
    ({"format": "something else"}, fanfare.NotResults, "not a results file of Fanfare"),
    ({"status": "running"}, fanfare.StillRunning, "unfinished=True"),
])
def test_a_file_of_another_kind_is_refused_by_name(copy, attributes, error, said):
    with pytest.raises(error, match=r".*run\.h5: ") as raised:
        fanfare.load(rewritten(copy, **attributes))
    assert said in str(raised.value)


def test_a_run_that_goes_on_opens_when_asked(copy):
    assert fanfare.load(rewritten(copy, status="running"), unfinished=True).attrs["status"] == "running"


@pytest.mark.parametrize("share", [0.02, 0.5, 0.95, 0.999])
def test_a_file_that_was_cut_short_is_called_damaged(copy, share):
    body = copy.read_bytes()
    copy.write_bytes(body[:int(len(body) * share)])
    with pytest.raises(fanfare.DamagedFile, match="run.h5"):
        fanfare.load(copy)


def test_a_changed_byte_is_noticed(copy):
    body = bytearray(copy.read_bytes())
    body[len(body) // 2] ^= 1
    copy.write_bytes(body)
    with pytest.raises(fanfare.DamagedFile, match="bytes are not those"):
        fanfare.load(copy)


@pytest.mark.parametrize("content, error", [
    (b"", fanfare.DamagedFile), (b"arm,replicate\r\n", fanfare.NotResults), (b"\x89HDF\r\n\x1a\n" + bytes(99), fanfare.DamagedFile)])
def test_what_is_no_results_file_is_refused(tmp_path, content, error):
    path = tmp_path / "odd.h5"
    path.write_bytes(content)
    with pytest.raises(error, match="odd.h5"):
        fanfare.load(path)


def test_an_hdf5_file_of_others_is_refused(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["x"] = [1, 2]
    with pytest.raises(fanfare.DamagedFile, match="no checksum.*not a results file"):
        fanfare.load(tmp_path / "other.h5")
    with pytest.raises(fanfare.NotResults, match="not a results file"):
        fanfare.load(sealed(tmp_path / "other.h5"))


def test_a_file_without_its_checksum_is_refused(copy):
    """As the program refuses it: what another program has written anew is not what was simulated."""
    copy.write_bytes(copy.read_bytes()[:-24])
    for read in (fanfare.load, fanfare.provenance):
        with pytest.raises(fanfare.DamagedFile, match="has no checksum at its end"):
            read(copy)


def test_what_is_not_there_is_said_so(tmp_path):
    with pytest.raises(fanfare.NoSuchResults, match="no such file"):
        fanfare.load(tmp_path / "run.h5")
    with pytest.raises(fanfare.NoSuchResults, match="holds no results"):
        fanfare.load(tmp_path)
    (tmp_path / "run.h5.partial").write_bytes(b"x")
    with pytest.raises(fanfare.NoSuchResults, match="resume"):
        fanfare.load(tmp_path / "run.h5")
