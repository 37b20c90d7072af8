"""Mutated scenarios, studies, graphs and results, and inputs that are made to take for ever or fill the memory."""
import os
import pathlib
import random
import resource
import subprocess

import pytest

from attack import BIN, SHORT, SOURCE, TINY, ends_well, environment, fanfare, mutated, sealed

STUDY = SOURCE / "scenarios/studies/kol_vs_koc.yaml"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attack") / "out"
    assert fanfare("run", TINY, *SHORT, "--out", folder).returncode == 0
    return folder / "run.h5"


def test_mutated_scenarios(tmp_path, seed, rounds):
    whole = [p.read_bytes() for p in (TINY, STUDY)]
    for i in rounds():
        draw = random.Random(f"scenario {seed} {i}")
        bad = tmp_path / "bad.yaml"
        bad.write_bytes(mutated(draw, draw.choice(whole)))
        ends_well("validate", "--no-estimate", bad)


def test_mutated_graphs(tmp_path, seed, rounds):
    edges = "".join(f"{a} {b}\n" for a in range(30) for b in range(a)).encode()
    nodes = "".join(f'<node id="n{i}"/>' for i in range(9))
    arcs = "".join(f'<edge source="n{i}" target="n{i // 2}"/>' for i in range(1, 9))
    xml = ('<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
           f'<graph edgedefault="directed">{nodes}{arcs}</graph></graphml>').encode()
    for i in rounds():
        draw = random.Random(f"graph {seed} {i}")
        name, whole = draw.choice([("edge_list", edges), ("graphml", xml)])
        bad = tmp_path / "bad"
        bad.write_bytes(mutated(draw, whole))
        ends_well("graph", "stats", bad, "--format", name)


def test_mutated_results(run, tmp_path, seed, rounds):
    """With a checksum that fits, and without."""
    whole = run.read_bytes()
    for i in rounds():
        draw = random.Random(f"results {seed} {i}")
        bad = tmp_path / "run.h5"
        data = mutated(draw, whole)
        bad.write_bytes(sealed(data) if draw.random() < 0.8 else data)
        verb = draw.choice([("info",), ("export",), ("compare",), ("report", "--json"), ("info", "--json")])
        ends_well(verb[0], bad, *verb[1:], limit=10**7)


@pytest.mark.parametrize("tail", [1, 2, 8, 23, 24, 25, 200])
def test_a_cut_tail_is_refused(run, tmp_path, tail):
    bad = tmp_path / "run.h5"
    bad.write_bytes(run.read_bytes()[:-tail])
    done = fanfare("info", bad)
    assert done.returncode == 3 and b"checksum" in done.stderr, done.stderr


@pytest.mark.parametrize("text", ["x: [" + "?," * 6000 + "]", "\n".join(f"key_{i}: 1" for i in range(8000)),
                                  "a: &a " + "x" * 5_000_000 + "\nb: [" + "*a," * 1000 + "]\n",
                                  "{" + ", ".join(f"k{i}: v" for i in range(3000)) + "}"], ids=["line", "keys", "alias", "flow"])
def test_large_nonsense_is_said_briefly(tmp_path, text):
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: 1\n" + text if not text.startswith("{") else text, encoding="utf-8")

    def twenty_seconds():
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    limit = 5_000 if text.startswith("x") else 100_000  # of one long line a part is shown
    done = ends_well("validate", "--no-estimate", bad, limit=limit, preexec=twenty_seconds)
    assert done.returncode == 2


@pytest.mark.parametrize("repeats,said", [(20, b"unknown key"), (1000, b"more than 64 MiB of text")])
def test_what_aliases_repeat_counts_as_often_as_they_do(tmp_path, repeats, said):
    """A text of 1 MB, twenty times and a thousand times, which would be 1 GB."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: 1\na: &a " + "x" * 1_000_000 + "\nb: [" + "*a," * repeats + "]\n")
    done = ends_well("validate", "--no-estimate", bad)
    assert done.returncode == 2 and said in done.stderr, done.stderr[:500]


@pytest.mark.parametrize("levels", [200_000])
def test_deep_graphml_is_refused(tmp_path, levels):
    deep = tmp_path / "deep.graphml"
    deep.write_text("<graphml>\n" + "<a>\n" * levels + "</a>\n" * levels + "</graphml>\n")
    done = fanfare("graph", "stats", deep, "--format", "graphml")
    assert done.returncode == 3 and b"nested deeper" in done.stderr, (done.returncode, done.stderr)


def test_devices_and_pipes_are_no_inputs(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in ("/dev/zero", pipe):
        for words in (("validate", path), ("run", path, "--out", tmp_path / "o"), ("info", path), ("graph", "stats", path)):
            done = fanfare(*words, timeout=20)
            assert done.returncode == 3, (words, done.stderr)
    extending = tmp_path / "extending.yaml"
    extending.write_text("schema: 1\nextends: /dev/zero\n")
    assert fanfare("validate", extending, timeout=20).returncode in (2, 3)


def test_outputs_replace_no_device_no_input_and_follow_no_link(run, tmp_path):
    device = tmp_path / "device"  # a pipe stands for /dev/full, which a program that fails here would replace
    os.mkfifo(device)
    assert fanfare("report", run, "-o", device, "--on-exists", "replace", timeout=20).returncode == 3
    assert device.is_fifo()
    before = run.read_bytes()
    assert fanfare("export", run, "-o", run, "--on-exists", "replace").returncode == 3
    assert fanfare("report", run, "-o", run, "--on-exists", "replace").returncode == 3
    for make in (os.link, os.symlink):
        other = tmp_path / make.__name__
        make(run, other)
        assert fanfare("export", run, "-o", other, "--on-exists", "replace").returncode == 3
    assert run.read_bytes() == before
    mine = tmp_path / "mine"
    mine.write_text("mine")
    for name in ("run.h5.writing", "summary.txt.writing", "effective.yaml.writing", "log.txt", ".lock"):
        folder = tmp_path / name.strip(".")
        folder.mkdir()
        (folder / name).symlink_to(mine)
        fanfare("run", TINY, *SHORT, "--out", folder)
        assert mine.read_text() == "mine", name


def test_a_full_standard_output_is_an_error(run):
    for words in (("info", run), ("export", run), ("report", run, "-o", "-"), ("list", "params")):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([BIN, *map(str, words)], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
        assert done.returncode == 3 and b"standard output" in done.stderr, (words, done.stderr)


def test_an_empty_file_has_a_place(tmp_path):
    empty = tmp_path / "empty.yaml"
    empty.write_text("")
    done = fanfare("validate", empty)
    assert done.returncode == 2 and f"{empty}:1:1: error".encode() in done.stderr, done.stderr


def test_a_bad_set_is_not_hidden_by_a_flag(tmp_path):
    done = fanfare("run", TINY, "--set", "run.until=banana", "--until", "4d", "--dry-run", "--out", tmp_path / "o")
    assert done.returncode == 2 and b"banana" in done.stderr, done.stderr


def test_a_repeated_key_hides_nothing(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: 1\nrun: {until: 2d}\nrun: {until: 3d}\npopulatoin: {}\nfeeed: 1\n")
    said = fanfare("validate", bad).stderr.decode()
    assert "repeated key" in said and "populatoin" in said and "feeed" in said, said


def test_paths_that_are_not_utf8(tmp_path):
    odd = os.fsencode(tmp_path) + b"/caf\xe9"
    os.mkdir(odd)
    with open(odd + b"/tiny.yaml", "wb") as file:
        file.write(TINY.read_bytes())
    name = os.fsdecode(odd)
    for words in (("validate", "--json", "--no-estimate"), ("run", "--dry-run", "--json"), ("run", "--json", *SHORT)):
        done = fanfare(words[0], name + "/tiny.yaml", *words[1:], *(("--out", name + "/out") if words[0] == "run" else ()))
        assert done.returncode == 0, (words, done.stderr)
    for verb in ("info", "export", "report"):
        assert fanfare(verb, name + "/out", "--json").returncode == 0
    with open(odd + b"/out/run.h5", "rb") as file:  # other readers of HDF5 stop at what is not UTF-8
        assert b"caf\xe9" not in file.read()


def test_a_limit_on_file_sizes_is_an_error_like_a_full_disk(run, tmp_path):
    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    done = fanfare("run", TINY, *SHORT, "--out", tmp_path / "out", preexec=small_files)
    assert done.returncode == 3, (done.returncode, done.stderr)
    for words in (("export", run, "-o", tmp_path / "table.csv"), ("report", run, "-o", tmp_path / "page.html")):
        done = fanfare(*words, preexec=small_files)
        assert done.returncode == 3 and b"can't be written" in done.stderr, (words, done.stderr)
        assert not words[-1].exists()


def test_what_does_not_fit_is_refused_before_it_is_built(tmp_path):
    for words in (("validate",), ("run", "--dry-run", "--out", tmp_path / "o"), ("run", "--out", tmp_path / "o")):
        done = fanfare(words[0], TINY, "--set", "population.accounts=400_000_000", *words[1:], timeout=30)
        assert done.returncode == 3 and b"would fit" in done.stderr, done.stderr
    assert not pathlib.Path(tmp_path / "o").exists()
