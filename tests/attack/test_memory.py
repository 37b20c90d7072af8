"""What `validate` says of memory is near what `run` takes, for every model, and a formula that refuses is never above it."""
import json
import os
import resource
import subprocess

import pytest

from attack import BIN, environment, fanfare

BASE = "schema: 1\nkind: scenario\nmodel: {}\nrun: {{until: 2d, tick: 1d}}\n"
NETWORK = "network: {kind: erdos_renyi, accounts: 150_000, mean_degree: 8}\n"
WORLDS = {  # large enough that the world is most of what the process takes
    "fan_economy": "population: {accounts: 30_000}\nplatforms: [{id: app}]\n",
    "bass": "mixing: network\n" + NETWORK,
    "structural_virality": "nodes: 4_000_000\nroots: 4_000\n",
    "simsom": "humans: 40_000\n",
    "deffuant": "accounts: 500_000\n",
    "hegselmann_krause": "accounts: 300_000\nconfidence: 0.01\n",
    "musiclab": "worlds: 20_000\nsongs: 100\nlistens: 1\n",
    "popularity_bias": "markets: 20_000\nitems: 100\nchoices: 1\n",
    "network_figures": "distances: false\n" + NETWORK}
FUNCTIONS = ("ishigami", "sobol_g")  # of a handful of numbers: no accounts, no world
MODELS = [name for m in json.loads(fanfare("list", "models", "--json").stdout) if (name := next(iter(m.values()))) not in FUNCTIONS]
PROGRAM = 40e6  # bytes of the program itself and of what it writes, about


# Runs its words and prints their status and peak. A process of its own, and a small one: the peak of a child counts what
# its parent took when it forked, and a test run takes more the longer it is.
SMALL = """import os, sys
pid = os.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024, file=sys.stderr)"""


def peak_of(*words):
    done = subprocess.run(["/usr/bin/python3", "-S", "-c", SMALL, BIN, *map(str, words)], env=environment(), text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    status, peak = done.stderr.split()[-2:]
    assert status == "0", done.stderr
    return int(peak)


@pytest.mark.parametrize("model", MODELS)
def test_an_estimate_is_near(model, tmp_path):
    file = tmp_path / "world.yaml"
    file.write_text(BASE.format(model) + WORLDS.get(model, NETWORK))
    estimate = json.loads(fanfare("validate", file, "--json").stdout)[0]["estimate"]
    taken = peak_of("run", file, "--threads", 1, "--progress", "off", "--out", tmp_path / "out")
    assert 0.85 * taken - 10e6 < estimate["peak_bytes"] < 1.5 * taken + PROGRAM, (estimate, taken)


HUGE = {"fan_economy": "population.accounts=400_000_000", "structural_virality": "nodes=400_000_000", "simsom": "humans=100_000_000",
        "musiclab": "worlds=1_000_000", "popularity_bias": "markets=10_000_000", "deffuant": "accounts=400_000_000",
        "hegselmann_krause": "accounts=400_000_000"}
MORE = {"musiclab": ("--set", "songs=10_000"), "popularity_bias": ("--set", "items=100_000")}


def two_gigabytes():
    resource.setrlimit(resource.RLIMIT_AS, (2 * 10**9, 2 * 10**9))


@pytest.mark.parametrize("model", MODELS)
def test_the_largest_world_is_refused_or_would_fit(model, tmp_path):
    """By the formula alone: a limit of 2 GB stands for the machine's memory, and `--dry-run` builds nothing."""
    file = tmp_path / "world.yaml"
    file.write_text(BASE.format(model) + WORLDS.get(model, NETWORK))
    size = HUGE.get(model, "network.accounts=400_000_000")
    done = fanfare("run", file, "--set", size, *MORE.get(model, ()), "--dry-run", "--out", tmp_path / "o", preexec=two_gigabytes, timeout=30)
    refused = done.returncode == 3 and b"would fit" in done.stderr
    assert refused or (model in ("deffuant", "hegselmann_krause") and done.returncode == 0), (done.returncode, done.stderr)


def test_what_has_no_accounts_of_its_own_is_not_refused(tmp_path):
    """A market that mixes evenly is a few numbers, however many people are in it."""
    file = tmp_path / "world.yaml"
    file.write_text(BASE.format("bass") + "network: {accounts: 400_000_000}\n")
    done = fanfare("run", file, "--dry-run", "--out", tmp_path / "o", preexec=two_gigabytes, timeout=30)
    assert done.returncode == 0, done.stderr
