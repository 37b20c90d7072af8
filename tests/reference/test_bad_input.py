"""Bad input of the reference models ends with one clear error at its place: exit code 2 for the scenario, 3 for a file."""
import os
import subprocess

import pytest

HEAD = "schema: 1\nkind: scenario\nname: bad\nquestion: What is wrong?\nrun: {until: 5d, tick: 1d}\n"
FILE = "network: {kind: file, path: edges.txt, direction: author_reader}\n"

SCENARIO = {
    "a probability above 1": ("model: independent_cascade\nprobability: 1.2\n", "bad.yaml:7", "1.2"),
    "a rate above 1": ("model: epidemic\nbeta: 2\n", "bad.yaml:7", "2"),
    "innovation above 1": ("model: bass\np: 1.5\n", "bad.yaml:7", "1.5"),
    "a hazard above 1": ("model: bass\nq: 4\n", "q", "above 1"),
    "a threshold of 0": ("model: watts\nthreshold: 0\n", "bad.yaml:7", "0"),
    "no contacts": ("model: complex_contagion\ncontacts: 0\n", "bad.yaml:7", "0"),
    "more seeds than accounts": ("model: linear_threshold\nnetwork: {accounts: 20}\nseeds: {by: degree, count: 50}\n",
                                 "bad.yaml:8", "50 seeds of 20 accounts"),
    "a seed that is not there": ("model: watts\nnetwork: {accounts: 20}\nseeds: {by: list, accounts: [99]}\n",
                                 "seeds.accounts", "99"),
    "more seeds than the file has": ("model: watts\n" + FILE + "seeds: {count: 50}\n", "seeds.count", "50 seeds of 4"),
    "a network without edges": ("model: watts\nnetwork: {mean_degree: 0}\n", "bad.yaml:7", "without edges"),
    "fewer accounts than followers": ("model: structural_virality\nnodes: 100\n", "bad.yaml", "more followers"),
}
INPUT = {
    "missing pairs": ("model: independent_cascade\n" + FILE + "transmission: per_edge\nprobabilities: some.txt\n",
                      "some.txt", "has no probability for 1 edges of the network, the first of them from 2 to 3"),
    "a number above 1": ("model: independent_cascade\n" + FILE + "transmission: per_edge\nprobabilities: above.txt\n",
                         "above.txt:2", "'1.5' is outside [0, 1]"),
    "no numbers": ("model: independent_cascade\n" + FILE + "transmission: per_edge\nprobabilities: edges.txt\n",
                   "edges.txt:1", "no number"),
    "no edges": ("model: watts\nnetwork: {kind: file, path: loops.txt}\n", "loops.txt", "no edges"),
    "cut off": ("model: watts\nnetwork: {kind: file, path: cut.txt, first_line: counts}\n", "cut.txt", "is it cut off"),
    "no file": ("model: watts\nnetwork: {kind: file, path: nowhere.txt}\n", "nowhere.txt", ""),
}
FILES = {"edges.txt": "0 1\n1 2\n2 3\n", "some.txt": "0 1 0.5\n1 2 0.5\n", "above.txt": "0 1 0.5\n1 2 1.5\n2 3 0\n",
         "loops.txt": "1 1\n2 2\n", "cut.txt": "4 3\n0 1\n1 2\n"}


def run(text, folder):
    for name, lines in FILES.items():
        (folder / name).write_text(lines)
    (folder / "bad.yaml").write_text(HEAD + text)
    done = subprocess.run([os.environ["FANFARE_BIN"], "run", "bad.yaml", "--out", "out", "--progress", "off"], check=False,
                          capture_output=True, text=True, cwd=folder, timeout=60, env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, done.stdout + done.stderr


def ends_with(code, case, folder):
    text, place, words = case
    ended, said = run(text, folder)
    assert ended == code, said
    assert place in said and words in said, said


@pytest.mark.parametrize("what", SCENARIO)
def test_a_scenario_that_asks_for_what_can_not_be(what, tmp_path):
    ends_with(2, SCENARIO[what], tmp_path)


@pytest.mark.parametrize("what", INPUT)
def test_a_file_that_is_not_what_it_should_be(what, tmp_path):
    ends_with(3, INPUT[what], tmp_path)


def test_without_the_mistake_it_runs(tmp_path):
    code, said = run("model: independent_cascade\n" + FILE + "probability: 1\nseeds: {by: list, accounts: [0]}\n", tmp_path)
    assert code == 0 and "spread" in said, said
