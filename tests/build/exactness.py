#!/usr/bin/python3
# The same fingerprint from every program, thread count and rank count; prints what it saw and fails by name.
# usage: exactness.py SCENARIO LABEL=PROGRAM…      mpirun:LABEL=PROGRAM runs its ranks as processes of mpirun
# A program named fanfare_fingerprint (tests/build/fingerprint.cpp) is the engine alone; any other is run as `fanfare run`.
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

THREADS = (1, 2, 7)
RANKS = (1, 2, 3, 5)
# tiny fits one block, so a larger population is what threads and ranks really share: 7 blocks, the last one not full.
WORLDS = {"as it stands": [], "7 blocks": ["--set", "population.accounts=6500", "--until", "10d"]}
MPIRUN = ["mpirun", "--allow-run-as-root", "--bind-to", "none", "--oversubscribe", "-n"]


def closing_object(text):
    """The JSON object that stdout ends with, or None."""
    start = text.rfind("\n{") + 1 if not text.startswith("{") else 0
    while start >= 0:
        try:
            return json.loads(text[start:])
        except json.JSONDecodeError:
            start = text.rfind("{", 0, start)
    return None


def fingerprint(program, scenario, options, out, launcher=()):
    engine_alone = pathlib.Path(program).name == "fanfare_fingerprint"
    verb = [] if engine_alone else ["run"]
    files = [] if engine_alone else ["--out", str(out), "--on-exists", "replace", "--progress", "off", "--json"]
    command = [*launcher, program, *verb, scenario, *files, *options]
    environment = dict(os.environ, OMPI_MCA_btl_vader_single_copy_mechanism="none")  # needs no ptrace right
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=900)
    result = closing_object(done.stdout)
    if done.returncode != 0 or result is None or "fingerprint" not in result:
        sys.exit(f"error: {' '.join(command)}\n  ended with code {done.returncode}\n{done.stdout}{done.stderr}")
    return result["fingerprint"]


def combinations(label):
    """(threads, ranks) of one program: the whole matrix in process, a slice of it under mpirun."""
    if label.startswith("mpirun:"):
        return [(2, ranks) for ranks in RANKS]
    return [(threads, ranks) for ranks in RANKS for threads in THREADS]


def run_all(scenario, label, program, sets, out, lanes):
    """{(threads, ranks): the fingerprint to come}. Runs of a program of threads go two at a time, so that no core waits
    for another; those of mpirun, whose ranks mostly wait for each other, one at a time beside them."""
    by_mpi = label.startswith("mpirun:")
    out.mkdir(parents=True)

    def run(place, threads, ranks):
        launcher = [*MPIRUN, str(ranks)] if by_mpi else []
        options = [*sets, "--threads", str(threads), *([] if by_mpi else ["--ranks", str(ranks)])]
        begin = time.monotonic()
        return fingerprint(program, scenario, options, out / str(place), launcher), time.monotonic() - begin

    return {at: lanes[by_mpi].submit(run, place, *at) for place, at in enumerate(combinations(label))}


def matrix(scenario, programs, out):
    """{world: {fingerprint: [who saw it]}}"""
    lanes = {False: concurrent.futures.ThreadPoolExecutor(2), True: concurrent.futures.ThreadPoolExecutor(1)}
    asked = {
        (world, label): run_all(scenario, label, program, sets, out / str(i) / str(j), lanes)
        for i, (world, sets) in enumerate(WORLDS.items())
        for j, (label, program) in enumerate(programs)
    }
    seen = {world: {} for world in WORLDS}
    try:
        for (world, label), answers in asked.items():
            found = {at: answer.result() for at, answer in answers.items()}
            for (threads, ranks), (value, _) in found.items():
                seen[world].setdefault(value, []).append(f"{label} threads {threads} ranks {ranks}")
            spent = sum(took for _, took in found.values())
            print(f"  {world:12}  {label:24}  {len(found):2} runs  {spent:6.1f} s, one after the other", flush=True)
    finally:  # where one failed, the others are not waited for
        for lane in lanes.values():
            lane.shutdown(cancel_futures=True)
    return seen


def main(scenario, *arguments):
    programs = [argument.split("=", 1) for argument in arguments]
    for label, program in programs:
        if not pathlib.Path(program).is_file():
            sys.exit(f"error: {program} ({label}) is not there; build it first")
    with tempfile.TemporaryDirectory(prefix="fanfare-exactness-") as folder:
        seen = matrix(scenario, programs, pathlib.Path(folder) / "out")
        other = fingerprint(programs[0][1], scenario, ["--seed", "4711"], pathlib.Path(folder) / "other")
    failed = False
    for world, prints in seen.items():
        if len(prints) > 1:
            failed = True
            print(f"error: {scenario} ({world}): {len(prints)} different fingerprints")
            for value, who in prints.items():
                print(f"  {value}: {len(who)} of them: {'; '.join(who)}")
        if other in prints:
            failed = True
            print(f"error: {scenario} ({world}): another seed has the same fingerprint {other}")
    runs = sum(len(who) for prints in seen.values() for who in prints.values())
    verdict = "they differ" if failed else ", ".join(f"{world}: {next(iter(prints))}" for world, prints in seen.items())
    print(f"{runs} fingerprints compared ({len(programs)} programs, threads {THREADS}, ranks {RANKS}): {verdict}")
    return failed


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: exactness.py SCENARIO LABEL=PROGRAM…")
    sys.exit(main(*sys.argv[1:]))
