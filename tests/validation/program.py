# How the checks of this folder call the program: found in FANFARE_BIN.
import os
import pathlib
import subprocess

BIN = os.environ.get("FANFARE_BIN", "")
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
TINY = SOURCE / "scenarios" / "tiny.yaml"


def validation(*words, cwd=SOURCE):
    """`fanfare validation` with these words, finished: returncode, stdout, stderr."""
    data = os.environ.get("FANFARE_DATA", str(SOURCE.parent / "shared" / "data"))
    return subprocess.run([BIN, "validation", *map(str, words)], cwd=cwd, env={**os.environ, "FANFARE_DATA": data},
                          capture_output=True, text=True, encoding="utf-8", timeout=900, check=False)
