"""Random valid scenarios of every model: what `validate` says holds for `run`, no invariant breaks (the ledger's sums are
looked at after every tick), and threads change nothing."""
import json
import random

import pytest

from attack import ends_well, fanfare
from drawn import keys, models, scenario


def outcome(file, folder, threads):
    return ends_well("run", file, "--threads", threads, "--progress", "off", "--json", "--out", folder, "--on-exists", "replace")


@pytest.fixture(scope="module")
def dictionary():
    return {model: keys(model) for model in models()}


def test_drawn_scenarios(dictionary, tmp_path, seed, rounds):
    """`validate` measures what a run takes in larger worlds, so it is asked about every fourth."""
    ran = refused = 0
    for i in rounds():
        draw = random.Random(f"drawn {seed} {i}")
        model = draw.choice(["fan_economy", draw.choice(list(dictionary))])
        file = tmp_path / "drawn.yaml"
        file.write_text(scenario(draw, model, dictionary[model]))
        done = outcome(file, tmp_path / "one", 1)
        text = (i, file.read_text(), done.stderr)
        assert done.returncode in (0, 2), text
        if i % 4 == 0:
            said = ends_well("validate", file)
            assert said.returncode == done.returncode, (*text, said.stdout, said.stderr)
        refused += done.returncode == 2
        if done.returncode == 0:
            ran += 1
            again = outcome(file, tmp_path / "two", 2)
            assert json.loads(again.stdout)["fingerprint"] == json.loads(done.stdout)["fingerprint"], text
    assert ran > refused / 4, (ran, refused)  # what is drawn is mostly sound
