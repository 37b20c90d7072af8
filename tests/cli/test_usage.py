# Help, flags, and what is said of those that are not understood.
import re

import pytest

from program import TINY, fanfare

VERBS = ["init", "list", "validate", "run", "resume", "sweep", "compare", "sensitivity", "calibrate", "optimize", "power",
         "forecast", "info", "export", "reproduce", "graph", "bench"]


def test_help_shows_every_verb_and_an_example():
    done = fanfare("--help")
    assert done.returncode == 0
    for verb in VERBS:
        assert re.search(rf"^  {verb}\b", done.stdout, re.M), verb
    assert "Example" in done.stdout and "Exit codes" in done.stdout


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself_with_an_example(verb):
    done = fanfare(verb, "--help")
    assert done.returncode == 0
    assert f"Example:\n  fanfare {verb}" in done.stdout


@pytest.mark.parametrize("action", ["generate", "import", "stats"])
def test_each_action_of_graph_explains_itself(action):
    assert f"fanfare graph {action}" in fanfare("graph", action, "--help").stdout


@pytest.mark.parametrize("flag", ["--out", "--set", "--seed", "--replicates", "--threads", "--until", "--dry-run", "--on-exists",
                                  "--checkpoint-every", "--max-wall", "--fail", "--progress", "--quiet", "--verbose", "--json", "--color"])
def test_run_has_the_flags_of_all_that_compute(flag):
    assert flag in fanfare("run", "--help").stdout


def test_version_is_a_number_and_a_commit():
    assert re.fullmatch(r"fanfare \d+\.\d+\.\d+\S* \([^()]+\)\n", fanfare("--version").stdout)


def test_help_of_no_verb_is_a_mistake():
    for words in [["rnu", "--help"], ["--help", "rnu"]]:
        done = fanfare(*words)
        assert done.returncode == 2 and done.stdout == "" and "did you mean 'run'" in done.stderr


@pytest.mark.parametrize("words, said", [
    ([], "no verb"),
    (["rnu", TINY], "did you mean 'run'"),
    (["run", TINY, "--sead", "3"], "did you mean '--seed'"),
    (["run", TINY, "--sead=3"], "did you mean '--seed'"),
    (["run"], "FILE"),
    (["run", TINY, TINY], "not expected"),
    (["run", TINY, "--on-exists", "maybe"], "maybe"),
    (["run", TINY, "--threads", "many"], "many"),
    (["run", TINY, "--threads", "0"], "--threads 0"),
    (["run", TINY, "--set", "until"], "until"),
    (["run", TINY, "--max-wall", "3 km"], "3 km"),
    (["run", TINY, "--checkpoint-every", "-1d"], "--checkpoint-every"),
    (["list", "parms"], "parms"),
    (["init", "kol-vs-kok", "x"], "did you mean 'kol-vs-koc'"),
    (["graph"], "graph"),
])
def test_what_is_not_understood_is_said_and_ends_with_2(words, said):
    done = fanfare(*words)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("fanfare: error: ")
    assert said in done.stderr


def test_errors_are_red_only_where_colour_is_wanted():
    assert "\033[" not in fanfare("run", "nowhere.yaml").stderr
    assert "\033[1;31merror" in fanfare("run", "nowhere.yaml", "--color", "always").stderr
    assert "\033[" not in fanfare("run", "nowhere.yaml", "--color", "never", TERM="xterm").stderr
