"""Runs studies of the library and writes into each what it takes and, where it has no answer yet, what it said.

FANFARE_BIN=build/release/bin/fanfare /usr/bin/python3 tests/docs/answers.py scenarios/library/ads.yaml …

An answer is a line of the first comment, `# Answer (simulated): …`, for people: the verdict of `fanfare compare` stands in
until somebody who read the whole comparison writes a better one. `fanfare list scenarios --md` shows both.
"""
import json
import pathlib
import resource
import sys
import tempfile
import textwrap

import generated

WIDTH = 118


def run(study):
    """(verdict, seconds of one core) of a study, run in full."""
    used = lambda: resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with tempfile.TemporaryDirectory() as folder:
        before = used()
        generated.fanfare("run", str(study), "--out", folder + "/out", "--quiet")
        seconds = used() - before
        told = json.loads(generated.fanfare("compare", folder + "/out/study.h5", "--json"))
    return told["verdict"], seconds


def comment_of(key, text):
    """As it stands in a file; what does not fit runs on, indented."""
    return textwrap.wrap(f"# {key}: {text}", WIDTH, subsequent_indent="#   ", break_on_hyphens=False)


def lines_of(lines, key):
    """From where to where the comment of this key stands; (n, n) behind the first comment if it is not there."""
    end = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    start = next((i for i in range(end) if lines[i].startswith(f"# {key}: ")), None)
    if start is None:
        return end, end
    stop = start + 1
    while stop < end and lines[stop].startswith("#   "):
        stop += 1
    return start, stop


def noted(text, key, value, replace):
    """The file's text with that comment."""
    lines = text.splitlines()
    start, stop = lines_of(lines, key)
    if start == stop or replace:
        lines[start:stop] = comment_of(key, value)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = pathlib.Path(name)
        verdict, seconds = run(path.resolve())
        text = noted(path.read_text(encoding="utf-8"), "Answer (simulated)", verdict, replace=False)
        path.write_text(noted(text, "Takes", f"{seconds:.0f} s of one core", replace=True), encoding="utf-8")
        print(f"{name}: {seconds:.0f} s of one core. {verdict}")
