"""Finds a results file and says what is wrong with one, before any number is read. Opens, does not
interpret."""
import mmap
import os
import pathlib
import zlib
from typing import Any

import h5py

from fanfare.errors import DamagedFile, NoSuchResults, NotResults, OtherFormat, StillRunning

FORMAT = "fanfare results"
FORMAT_VERSION = 1
SIGNATURE = b"\x89HDF\r\n\x1a\n"
MARK = b"\nFanfare checks="  # then CRC-32 of all before the mark, and four bytes more
NAMES = ("study.h5", "run.h5", "run.h5.partial")

PathLike = str | os.PathLike[str]


def find(path: PathLike) -> pathlib.Path:
    """The file itself; a folder stands for the finished file in it, else for the unfinished one."""
    path = pathlib.Path(path)
    if path.is_dir():
        found = [path / name for name in NAMES if (path / name).exists()]
        if not found:
            raise NoSuchResults(f"{path}: holds no results (neither run.h5 nor study.h5)")
        return found[0]
    if path.exists():
        return path
    begun = path.with_name(path.name + ".partial")
    hint = (
        f"; the run has not ended: there is {begun.name}, and `fanfare resume` goes on"
        if begun.exists()
        else ""
    )
    raise NoSuchResults(f"{path}: no such file{hint}")


def check_bytes(path: pathlib.Path) -> None:
    """That it is HDF5 and ends as it was written."""
    if path.stat().st_size == 0:
        raise DamagedFile(f"{path}: is empty")
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:8] != SIGNATURE:
            raise NotResults(f"{path}: is not an HDF5 file, so no results file of Fanfare")
        body = len(data) - len(MARK) - 8
        if body < 0 or data[body : body + len(MARK)] != MARK:
            raise DamagedFile(
                f"{path}: has no checksum at its end (truncated, changed by another program, or not a "
                "results file of Fanfare); use an undamaged copy"
            )
        with memoryview(data) as view:
            crc = zlib.crc32(view[:body])
        if crc != int.from_bytes(data[body + len(MARK) : body + len(MARK) + 4], "little"):
            raise DamagedFile(f"{path}: damaged (its bytes are not those that were written)")


def root_attributes(path: pathlib.Path) -> dict[str, Any]:
    try:
        with h5py.File(path, "r") as file:
            return dict(file.attrs)
    except OSError as error:
        if "truncated" in str(error):
            raise DamagedFile(
                f"{path}: truncated (it was cut short; copy it again, or run it again)"
            ) from error
        raise DamagedFile(f"{path}: can't be read ({error})") from error


def check_root(path: pathlib.Path, root: dict[str, Any], unfinished: bool) -> None:
    if root.get("format") != FORMAT:
        raise NotResults(f"{path}: is an HDF5 file, but not a results file of Fanfare")
    version = int(root.get("format_version", -1))
    if version != FORMAT_VERSION:
        newer = version > FORMAT_VERSION
        raise OtherFormat(
            f"{path}: results format {version} is {'newer' if newer else 'older'} than this package reads "
            f"({FORMAT_VERSION}), written by {root.get('source', 'an unknown version')}; "
            + ("update the package" if newer else "run it again")
        )
    if root.get("status") == "running" and not unfinished:
        raise StillRunning(
            f"{path}: still running (last complete tick {root.get('last_complete_tick')}), so its numbers "
            "are not final; wait, or read it as it is with load(path, unfinished=True)"
        )
