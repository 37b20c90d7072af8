# An installed Fanfare serves a model and a mechanism outside the source tree: find_package(fanfare), build, run, exact on
# any threads.
import json
import os
import pathlib
import re
import subprocess

import pytest

BUILD = pathlib.Path(os.environ["FANFARE_BUILD"])
OUTSIDE = pathlib.Path(__file__).parent / "outside"
LIBRARIES = ("libfanfare_core.a", "libfanfare_cli.a", "libfanfare_models.a")


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=600, **options)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    run("cmake", "--install", BUILD, "--prefix", folder)
    return folder


@pytest.fixture(scope="module")
def program(prefix, tmp_path_factory):
    build = tmp_path_factory.mktemp("outside")
    run("cmake", "-G", "Ninja", "-S", OUTSIDE, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_BUILD_TYPE=Release")
    run("cmake", "--build", build)
    return build / "rumour"


def fingerprint(program, folder, *options):
    text = run(program, "run", OUTSIDE / f"{program.name}.yaml", "--out", folder, "--on-exists", "replace", "--progress", "off",
               "--json", *options)
    return json.loads(text[text.index("{"):])["fingerprint"]


def test_the_program_headers_and_libraries_are_installed(prefix):
    assert os.access(prefix / "bin" / "fanfare", os.X_OK)
    source = BUILD.joinpath("CMakeCache.txt").read_text().split("fanfare_SOURCE_DIR:STATIC=")[1].splitlines()[0]
    names = {path.name for path in pathlib.Path(source, "include", "fanfare").glob("*.h")}
    assert names and names == {path.name for path in (prefix / "include" / "fanfare").glob("*.h")}
    assert set(LIBRARIES) <= {path.name for path in prefix.rglob("*.a")}


def test_the_python_package_is_installed_and_finds_its_program(prefix):
    environment = {"PYTHONPATH": str(prefix / "share" / "fanfare" / "python"), "PATH": "/nowhere"}
    words = "import fanfare; print(fanfare.program(), len(fanfare.parameters()))"
    said = run("/usr/bin/python3", "-B", "-c", words, env=environment, cwd=prefix).split()
    assert said[0] == str(prefix / "bin" / "fanfare") and int(said[1]) > 100
    assert (prefix / "share" / "fanfare" / "python" / "fanfare" / "py.typed").exists()


def test_nothing_installed_points_back_into_the_build_or_source(prefix):
    source = BUILD.joinpath("CMakeCache.txt").read_text().split("fanfare_SOURCE_DIR:STATIC=")[1].splitlines()[0]
    for path in prefix.rglob("*.cmake"):
        text = path.read_text()
        assert str(BUILD) not in text and source not in text, path


def test_an_outside_model_brings_its_own_catalogue(program):
    models = run(program, "list", "models")
    assert "rumour" in models and "fan_economy" not in models


def test_an_outside_model_runs_and_is_exact(program, tmp_path):
    prints = {fingerprint(program, tmp_path / "out", "--threads", threads) for threads in (1, 2, 7)}
    assert len(prints) == 1
    assert prints != {fingerprint(program, tmp_path / "out", "--seed", 8)}


def test_an_outside_mechanism_is_one_file_and_one_line(program, tmp_path):
    market = program.parent / "market"
    assert "tips" in run(market, "list", "mechanisms") and "tips" in run(market, "list", "sources")
    assert "thanks" in run(market, "list", "offers")
    prints = {fingerprint(market, tmp_path / "out", "--threads", threads, "--ranks", ranks)
              for threads, ranks in ((1, 1), (3, 1), (1, 2))}
    assert len(prints) == 1
    assert prints != {fingerprint(market, tmp_path / "out", "--set", "tips.weight=0")}
    assert " tips " in run(market, "info", tmp_path / "out")


def test_an_outside_mechanism_leaves_alone_who_does_not_name_it(program, prefix, tmp_path):
    def tiny(which):
        text = run(which, "run", prefix / "share" / "fanfare" / "scenarios" / "tiny.yaml", "--until", "6d", "--out",
                   tmp_path / "tiny", "--on-exists", "replace", "--progress", "off", "--json")
        return json.loads(text[text.index("{"):])["fingerprint"]
    assert tiny(program.parent / "market") == tiny(prefix / "bin" / "fanfare")


def test_contraction_is_off_for_models_built_outside(prefix):
    assert any("-ffp-contract=off" in path.read_text() for path in prefix.rglob("fanfare_targets.cmake"))


@pytest.fixture(scope="module")
def gossip(prefix, tmp_path_factory):
    """The tutorial's model, built from its listings alone."""
    folder = tmp_path_factory.mktemp("gossip")
    tutorial = pathlib.Path(os.environ["FANFARE_SOURCE"], "docs", "tutorials", "own_model.md").read_text(encoding="utf-8")
    for language, name in (("cpp", "gossip.cpp"), ("cmake", "CMakeLists.txt"), ("yaml", "gossip.yaml")):
        (folder / name).write_text(tutorial.split(f"```{language}\n")[1].split("```")[0])
    run("cmake", "-G", "Ninja", "-S", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_BUILD_TYPE=Release")
    run("cmake", "--build", folder / "build")
    return folder


def test_the_tutorials_model_is_short(gossip):
    lines = [line for line in (gossip / "gossip.cpp").read_text().splitlines() if line.strip() and not line.startswith("#include")]
    assert len(lines) <= 60


def test_the_tutorials_model_leaves_a_fifth_ignorant(gossip):
    h5py = pytest.importorskip("h5py")
    for threads in (1, 2):
        said = run(gossip / "build" / "gossip", "run", gossip / "gossip.yaml", "--out", gossip / f"out{threads}", "--threads", threads)
        assert re.search(r"^  ignorant +0\.20\d", said, re.M), said
    ends = [h5py.File(gossip / f"out{threads}" / "run.h5")["ignorant"][-1] for threads in (1, 2)]
    assert ends[0] == ends[1]
    assert abs(ends[0] - 0.203) < 0.01
