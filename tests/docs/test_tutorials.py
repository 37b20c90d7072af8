"""The tutorial's files are written and its commands run, in order, as a reader would."""
import os
import pathlib
import re
import subprocess

import generated
import h5py

TUTORIAL = "docs/tutorials/first_contagion.md"


def blocks(text):
    """(name of the file it is saved as, or None; its lines), in order."""
    for match in re.finditer(r"(?m)((?:^    .*\n|^\n(?=    ))+)", text):
        before = text[:match.start()].rstrip().splitlines()[-1]
        saved = re.search(r"[Ss]ave this as `([\w.]+)`", before)
        lines = [line[4:] if line.strip() else line for line in match[1].strip("\n").splitlines(True)]
        yield saved and saved[1], "".join(lines) + "\n"


def follow(tutorial, folder):
    """Saves, runs and compares as a reader would: how many commands and shown lines there were."""
    said, commands, shown = "", 0, 0
    for name, text in blocks(generated.read(tutorial)):
        if name:
            (folder / name).write_text(text, encoding="utf-8")
        elif text.startswith("fanfare "):
            commands += 1
            said = run(text.strip(), folder)
        else:
            shown += 1
            assert all(word in said for word in text.split()), f"{text}\nis not in\n{said}"
    return commands, shown


def run(line, folder):
    words = line.split()
    assert words[0] == "fanfare"
    done = subprocess.run([os.environ["FANFARE_BIN"], *words[1:]], capture_output=True, text=True, check=False, cwd=folder,
                          timeout=300, env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def test_a_reader_can_follow_the_first_contagion(tmp_path):
    assert follow(TUTORIAL, tmp_path) == (5, 1)
    with h5py.File(tmp_path / "results" / "contagion" / "run.h5") as file:
        assert abs(file["outbreak_size"][()] - 0.583) < 0.02  # as the page says
        assert abs(file["outbreaks"][()] - 0.583) < 0.1       # 3 standard errors of 256 trials
