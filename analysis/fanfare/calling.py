"""Calls the program `fanfare` and reads what it wrote or printed."""
import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Mapping

import pandas
import xarray

from fanfare.errors import ProgramError
from fanfare.files import PathLike
from fanfare.loading import load

PRESETS = ("release", "test", "dev")
PARTLY_FAILED = 4


def beside() -> list[pathlib.Path]:
    """Where the program is if this package stands in a checkout, or was installed with it."""
    here = pathlib.Path(__file__).resolve().parent
    built = [here.parents[1] / "build" / preset / "bin" / "fanfare" for preset in PRESETS]
    # installed: PREFIX/share/fanfare/python/fanfare
    installed = [prefix / "bin" / "fanfare" for prefix in here.parents[3:4]]
    return [*built, *installed]


def program() -> str:
    """FANFARE_BIN, else `fanfare` on the PATH, else the one beside this package."""
    if named := os.environ.get("FANFARE_BIN"):
        return named
    if found := shutil.which("fanfare"):
        return found
    for path in beside():
        if os.access(path, os.X_OK):
            return str(path)
    raise ProgramError(
        "the program `fanfare` was not found: set FANFARE_BIN to its path, or put its folder on PATH", 3
    )


def call(*words: str) -> subprocess.CompletedProcess[str]:
    """The finished call; ProgramError with the program's own words if it failed."""
    line = [program(), *words]
    try:
        done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=False)
    except OSError as error:
        raise ProgramError(f"{line[0]}: can't be started ({error.strerror})", 3) from error
    if done.returncode not in (0, PARTLY_FAILED):
        said = done.stderr.strip() or done.stdout.strip()
        raise ProgramError(said or f"{' '.join(line)}: ended with code {done.returncode}", done.returncode)
    return done


def sets(values: Mapping[str, object]) -> list[str]:
    """--set words; two underscores stand for a dot: run__until="6d" sets run.until."""
    return [f"--set={name.replace('__', '.')}={text(value)}" for name, value in values.items()]


def text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def run(
    scenario: PathLike,
    *,
    out: PathLike | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    on_exists: str = "fail",
    set: Mapping[str, object] | None = None,
    **overrides: object,
) -> xarray.Dataset:
    """Runs a scenario or a study and loads what it wrote (results/<name> where no `out` is given).

    Overrides are parameters by their path, two underscores for a dot: run("scenarios/tiny.yaml",
    run__until="6d"); `set` takes paths as they are: set={"run.until": "6d"}. `on_exists`: fail, replace or
    resume. A mistake raises ProgramError with the program's message; a run that fails within a study leaves
    NaN (see .fanfare.runs()).
    """
    words = ["run", os.fspath(scenario), "--json", "--progress", "off", "--on-exists", on_exists]
    given = {"--out": out, "--replicates": replicates, "--seed": seed, "--threads": threads}
    for flag, value in given.items():
        words += [flag, str(value)] if value is not None else []
    said = json.loads(call(*words, *sets({**(set or {}), **overrides})).stdout)
    results = [file for file in said["files"] if file.endswith(".h5")]
    if not results:
        raise ProgramError(f"{scenario}: nothing was written ({said.get('status')})")
    return load(results[0])


def report(
    path: PathLike, *, out: PathLike | None = None, lang: str = "en", on_exists: str = "replace"
) -> pathlib.Path:
    """Writes the report of a results file as one HTML file (`fanfare report`) and gives its path."""
    target = pathlib.Path(out) if out is not None else (path_of_folder(path) / "report.html")
    call("report", os.fspath(path), "--out", str(target), "--lang", lang, "--on-exists", on_exists)
    return target


def path_of_folder(path: PathLike) -> pathlib.Path:
    path = pathlib.Path(path)
    return path if path.is_dir() else path.parent


def parameters() -> pandas.DataFrame:
    """Every parameter with default, range, unit and source, as `fanfare list params` prints them."""
    return pandas.DataFrame(json.loads(call("list", "params", "--json").stdout))
