"""The generated parts of the documents: what the program prints about itself, between two marks. No prose.

By itself it rewrites them:
FANFARE_BIN=build/release/bin/fanfare /usr/bin/python3 tests/docs/generated.py
"""
import os
import pathlib
import re
import subprocess

SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
# Document → the calls of the program whose prints it holds.
HOLDS = {
    "docs/scenarios.md": ["list segments --md", "list feeds --md", "list params --md"],
    "docs/results.md": ["list kpis --md"],
    "docs/ODD.md": ["list phases --md"],
    "docs/mechanisms.md": ["list mechanisms --md"],
    "scenarios/library/README.md": ["list scenarios --folder scenarios/library --md"],
}


def fanfare(*words):
    """What the program prints; an error if it fails."""
    done = subprocess.run([os.environ["FANFARE_BIN"], *words], capture_output=True, text=True, check=False,
                          cwd=SOURCE, env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == 0, f"fanfare {' '.join(words)}: exit code {done.returncode}\n{done.stderr}"
    return done.stdout


def printed(call):
    """As a document holds it: headings of a print go one level down, below those of the document."""
    text = fanfare(*call.split()).strip()
    return re.sub(r"^(#+ )", r"#\1", text, flags=re.MULTILINE)


def block_of(call):
    """Matches the block of a call: the mark that opens it, what was printed, the mark that closes it."""
    name = re.escape(call)
    return re.compile(rf"(<!-- printed by: fanfare {name} -->\n)(.*?)(\n<!-- end of print -->)", re.DOTALL)


def read(document):
    return (SOURCE / document).read_text(encoding="utf-8")


def with_prints(document):
    """The document as it should be."""
    text = read(document)
    for call in HOLDS[document]:
        found = block_of(call).findall(text)
        assert len(found) == 1, f"{document}: {len(found)} blocks printed by: fanfare {call}, not one"
        replacement = "\n" + printed(call) + "\n"
        text = block_of(call).sub(lambda m, r=replacement: m[1] + r + m[3], text)
    return text


if __name__ == "__main__":
    for name in HOLDS:
        (SOURCE / name).write_text(with_prints(name), encoding="utf-8")
        print("wrote", name)
