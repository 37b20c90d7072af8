#!/usr/bin/env python3
"""What each mechanism costs by itself, in instructions (callgrind): the world of everything.yaml with one of its mechanisms, against none.

    bench/mechanisms.py build/test/bin/fanfare                       # all, some minutes; prints a table in Markdown
    bench/mechanisms.py build/test/bin/fanfare --only ads search

Instructions, because clocks on shared machines say little. What a mechanism costs with others at work differs: some bring sessions that
others then follow. Set-up counts as well.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CHAIN = ("plain_world.yaml", "five_platforms.yaml", "everything.yaml")
WITH = {"tracking": ["ads"], "fan_club": ["regulation"]}  # what others must be on for it to have something to do
# What of the world asks for a mechanism: kinds of creators, a segment of personas.
ASKS = {"creators": ("creator_kinds", lambda world: blocks(CHAIN[0])["creators"]),
        "segments": ("personas", lambda world: re.sub(r"(?m)^.*persona\(.*\n", "", world["segments"]))}


def blocks(name):
    """Text of a file by its keys."""
    found = re.split(r"(?m)^(?=[a-z_]+:)", (HERE / name).read_text(encoding="utf-8"))[1:]
    return {block.split(":", 1)[0]: block for block in found}


def counted(program, text, accounts, until):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        (out / "world.yaml").write_text(text, encoding="utf-8")
        keys = [f"population.accounts={accounts}", "population.scale=100", "run.warmup=0d"]
        ran = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "run", out / "world.yaml",
                              "--threads", "1", "--out", out / "run", "--quiet", "--until", f"{until}d",
                              *[word for key in keys for word in ("--set", key)]], capture_output=True, text=True, check=False)
    if ran.returncode:
        return None, next((line for line in ran.stderr.splitlines() if "error" in line), ran.stderr[-300:])
    return int(re.search(r"Collected : (\d+)", ran.stderr)[1]), ""


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("program")
    asked.add_argument("--only", nargs="*")
    asked.add_argument("--accounts", type=int, default=4000)
    asked.add_argument("--until", type=int, default=2)
    a = asked.parse_args()
    listed = subprocess.run([a.program, "list", "mechanisms"], capture_output=True, text=True, check=True).stdout
    world = {}
    for name in CHAIN:
        world |= blocks(name)
    world.pop("extends")
    ids = [name for name in re.findall(r"(?m)^([a-z_]+)\s", listed) if name in world]
    plain = {key: text for key, text in world.items() if key not in ids} | {key: without(world) for key, (_, without) in ASKS.items()}
    nothing, why = counted(a.program, "".join(plain.values()), a.accounts, a.until)
    if nothing is None:
        sys.exit(f"mechanisms.py: error: {why}")
    print(f"none: {nothing / 1e6:.1f} M instructions\n\n| mechanism | M instructions more | share |\n|---|---|---|", flush=True)
    for one in a.only or ids:
        own = plain | {key: world[key] for key in [one, *WITH.get(one, [])]}
        own |= {key: world[key] for key, (asked_by, _) in ASKS.items() if asked_by in own}
        count, why = counted(a.program, "".join(own.values()), a.accounts, a.until)
        print(f"| {one} | – | {why} |" if count is None else
              f"| {one} | {(count - nothing) / 1e6:.1f} | {100 * (count / nothing - 1):+.1f} % |", flush=True)


if __name__ == "__main__":
    main()
