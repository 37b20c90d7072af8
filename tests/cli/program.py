# How the checks of this folder call the program: found in FANFARE_BIN, run in a folder of its own.
import json
import os
import pathlib
import subprocess
import zlib

BIN = os.environ.get("FANFARE_BIN", "")
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
TINY = SOURCE / "scenarios" / "tiny.yaml"

# A study of tiny: two arms, short.
STUDY = f"""schema: 1
kind: study
name: tiny_study
scenario: {TINY}
baseline: without
arms:
  without: {{campaigns: []}}
  with: {{}}
replicates: 2
primary: incremental_revenue
measure: [incremental_revenue, net_revenue]
"""


def environment(**extra):
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM", "CLICOLOR_FORCE")}
    return {**clean, "FANFARE_DATA": str(SOURCE.parent / "shared" / "data"), **extra}


def fanfare(*words, cwd=None, **extra):
    """The finished process: returncode, stdout, stderr."""
    return subprocess.run([BIN, *map(str, words)], cwd=cwd, env=environment(**extra), capture_output=True, text=True,
                          encoding="utf-8", timeout=300, check=False)


def start(*words, cwd=None):
    """The running process, its streams as text."""
    return subprocess.Popen([BIN, *map(str, words)], cwd=cwd, env=environment(), stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, encoding="utf-8")


def seal(path):
    """Gives a results file that h5py has changed a checksum that fits, as this program would have left it."""
    data = path.read_bytes()
    path.write_bytes(data + b"\nFanfare checks=" + zlib.crc32(data).to_bytes(4, "little") + bytes(4))


def closing_object(text):
    return json.loads(text[text.index("{"):])
