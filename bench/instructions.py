#!/usr/bin/env python3
"""How many instructions each phase of a tick takes (callgrind), against a saved count; warns where one grew by more than 5 %.

    bench/instructions.py build/test/bin/fanfare                  # against bench/instructions.json
    bench/instructions.py build/test/bin/fanfare --write          # save today's counts, where a change of speed was meant

Instructions, because clocks on shared machines say little. Counts are of one compiler and one processor's vector width: on another
machine save your own first (--against FILE). It never fails because something is slower: the warning is for people.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SCENARIO = HERE.parent / "scenarios" / "tiny.yaml"
GROWN = 0.05
SMALL = 0.002  # of the whole: less is noise
PHASE = re.compile(r"^\s*([\d,]+)\s*(?:\([\s\d.]+%\))?\s+\S*?:?fanfare::fan_economy::(\w+)\(fanfare::fan_economy::World&, fanfare::(?:Block|Step)Scope const&\)")
WHOLE = re.compile(r"^\s*([\d,]+)\s*(?:\([\s\d.]+%\))?\s+PROGRAM TOTALS")


def counted(program):
    """Instructions by phase, and of the whole run on one thread."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        ran = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out / 'counts'}", program, "run", SCENARIO,
                              "--threads", "1", "--out", out / "run", "--quiet"], capture_output=True, text=True, check=False)
        if ran.returncode:
            sys.exit(f"instructions.py: error: {program} under valgrind ended with {ran.returncode}\n{ran.stderr[-2000:]}")
        table = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", out / "counts"], capture_output=True,
                               text=True, check=True).stdout
    counts = {}
    for line in table.splitlines():
        if found := WHOLE.match(line):
            counts["whole run"] = int(found[1].replace(",", ""))
        elif found := PHASE.match(line):
            counts[found[2]] = max(counts.get(found[2], 0), int(found[1].replace(",", "")))
    if "browse" not in counts:
        sys.exit("instructions.py: error: no phase `browse` among the counts (was the program stripped?)")
    return counts


def compared(then, now):
    """Lines of a table, and the phases that grew."""
    lines, grown = [], []
    for name, count in sorted(now.items(), key=lambda one: -one[1]):
        before = then.get(name)
        if count < SMALL * now["whole run"] and not before:
            continue
        change = f"{100 * (count / before - 1):+.1f} %" if before else "new"
        lines.append(f"  {name:<18} {count / 1e6:>12,.1f} M  {change:>8}")
        if before and count > before * (1 + GROWN) and count > SMALL * now["whole run"]:
            grown.append(f"{name} {change}")
    return lines, grown


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("program")
    asked.add_argument("--against", metavar="FILE", type=pathlib.Path, default=HERE / "instructions.json")
    asked.add_argument("--write", action="store_true", help="save today's counts there")
    a = asked.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("instructions.py: error: valgrind is missing (cmake/packages.txt, [test])")
    now = counted(a.program)
    if a.write:
        a.against.write_text(json.dumps(dict(sorted(now.items())), indent=1) + "\n", encoding="utf-8")
    try:
        then = json.loads(a.against.read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        sys.exit(f"instructions.py: error: {a.against} can't be read ({why}) make it with --write")
    lines, grown = compared(then, now)
    print(f"instructions of {SCENARIO.name} on one thread, against {a.against.name}:")
    print("\n".join(lines))
    print(f"instructions: warning: grew by more than {100 * GROWN:.0f} %: {', '.join(grown)}" if grown else
          f"instructions: no phase grew by more than {100 * GROWN:.0f} %")


if __name__ == "__main__":
    main()
