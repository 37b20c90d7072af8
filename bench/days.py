#!/usr/bin/env python3
"""What simulated days cost without set-up: impressions a second of a core between two days, from one run of each scenario.

    bench/days.py build/test/bin/fanfare bench/plain_world.yaml bench/everything.yaml --from 2 --until 4 --set population.accounts=20000

Reads what the program tells of its progress, and at that moment from the system how many seconds of a core the process has had: so other
work on the machine counts only by what it does to caches. Linux only.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile


def core_seconds(pid):
    """Of all its threads, user and system."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(a, scenario):
    """Seconds of a core and impressions when the run came to day `--from` and at its end; and set-up's seconds."""
    told = []
    with tempfile.TemporaryDirectory() as folder:
        command = [a.program, "run", scenario, "--out", f"{folder}/run", "--threads", str(a.threads), "--progress", "json", "--quiet",
                   "--set", "run.warmup=0d", "--until", f"{a.until}d"]
        for change in a.set:
            command += ["--set", change]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
            for line in run.stderr:
                if not line.startswith("{"):
                    print(line, end="", file=sys.stderr)
                    continue
                now = json.loads(line)
                told.append((now["day"], core_seconds(run.pid), now["impressions"]))
        if run.returncode:
            sys.exit(f"days.py: error: {scenario} ended with {run.returncode}")
    return told


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("program")
    asked.add_argument("scenarios", nargs="+")
    asked.add_argument("--from", dest="since", type=float, default=2)
    asked.add_argument("--until", type=float, default=4)
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--set", action="append", default=[])
    a = asked.parse_args()
    first = None
    for scenario in a.scenarios:
        told = measured(a, scenario)
        began = next(t for t in told if t[0] >= a.since)
        days, seconds, impressions = (told[-1][i] - began[i] for i in range(3))
        rate = impressions / seconds
        first = first or rate
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{pathlib.Path(scenario).stem:<20} {days:.2f} days  {impressions / 1e6:8.2f} M impressions  {seconds:8.2f} s of a core  "
              f"{rate / 1e6:6.3f} M/s  {rate / first:5.2f}  before them {began[1]:.1f} s  at most {peak:.0f} MB so far")


if __name__ == "__main__":
    main()
