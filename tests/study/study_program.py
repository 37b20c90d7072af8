"""The program as people call it, for the checks of this folder."""
import os
import pathlib
import subprocess

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def fanfare(*words, code=0):
    """What it printed, on either stream; fails unless it ended with `code`."""
    done = subprocess.run([os.environ["FANFARE_BIN"], *map(str, words)], capture_output=True, text=True, encoding="utf-8", check=False,
                          env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr
