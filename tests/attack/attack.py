# How the campaigns call the program, and what they hold against it: it ends by itself, in time, with an exit code of
# the documented ones, and never with 1 (a defect of ours) or by a signal.
import os
import pathlib
import subprocess
import zlib

BIN = os.environ["FANFARE_BIN"]
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
TINY = SOURCE / "scenarios/tiny.yaml"
ENDS = {0, 2, 3, 4, 5, 6}
MARK = b"\nFanfare checks="
SHORT = ("--until", "4d", "--threads", "1", "--progress", "off")


def environment():
    return {**os.environ, "FANFARE_DATA": str(SOURCE.parent / "shared" / "data"), "LC_ALL": "C.UTF-8"}


def fanfare(*words, cwd=None, timeout=120, preexec=None):
    return subprocess.run([BIN, *map(str, words)], cwd=cwd, env=environment(), stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=timeout, check=False, preexec_fn=preexec)


def ends_well(*words, limit=200_000, **more):
    """What it printed; fails if it crashed, called itself defective, or said far too much."""
    done = fanfare(*words, **more)
    text = done.stderr.decode("utf-8", "replace")
    assert done.returncode in ENDS, (done.returncode, words, text[-2000:])
    assert done.returncode == 0 or "error" in text, (words, text[-2000:])
    assert len(done.stderr) < limit, (len(done.stderr), words)
    return done


def sealed(data):
    """A results file's bytes with a checksum that fits."""
    body = data[:-24] if data[-24:-8] == MARK else data
    return body + MARK + zlib.crc32(body).to_bytes(4, "little") + bytes(4)


def mutated(draw, data, most=8):
    """Some bytes flipped, cut out, put in or repeated."""
    data = bytearray(data)
    for _ in range(draw.randint(1, most)):
        at = draw.randrange(len(data) or 1)
        length = draw.choice([1, 1, 1, 4, 16, 100])
        what = draw.randrange(5)
        if what == 0 and data:
            data[at] ^= 1 << draw.randrange(8)
        elif what == 1:
            del data[at:at + length]
        elif what == 2:
            data[at:at] = draw.randbytes(length)
        elif what == 3:
            data[at:at + length] = draw.choice([b"\0", b"\xff", b"\x7f", b"9"]) * length
        else:
            data[at:at] = data[at:at + length] * draw.randint(1, 5)
    return bytes(data)
