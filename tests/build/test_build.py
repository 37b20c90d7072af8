# What the build promises: flags that keep the bits, a build header that tells the truth, one package list that is read
# right, scripts that bash accepts.
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(ROOT / "tests" / "layers"))
import exactness  # noqa: E402
import rules  # noqa: E402


def commands():
    return json.loads((pathlib.Path(os.environ["FANFARE_BUILD"]) / "compile_commands.json").read_text())


def test_every_file_is_compiled_without_contraction():
    assert commands()
    for entry in commands():
        flags = entry["command"].split()
        assert "-ffp-contract=off" in flags, entry["file"]
        assert not set(flags) & set(rules.FORBIDDEN_FLAGS), entry["file"]


def test_expects_stays_on():
    assert all("-DNDEBUG" not in entry["command"] for entry in commands())


def test_every_source_of_the_engine_and_the_models_is_compiled():
    compiled = {pathlib.Path(entry["file"]).resolve() for entry in commands()}
    for batch in [file for file in compiled if file.parent.name == "unity"]:  # a dozen as one
        compiled |= {ROOT / name for name in re.findall(r'#include "(.+)"', batch.read_text())}
    sources = [path for folder in ("sim", "models", "bench") for path in (ROOT / folder).rglob("*.cpp")]
    assert [str(path) for path in sources if path not in compiled] == []


def bash(line, **environment):
    return subprocess.run(["bash", "-c", f"source {ROOT}/cmake/scripts.sh; {line}"], capture_output=True, text=True,
                          check=False, env=dict(os.environ, **environment))


def test_the_package_list_names_each_package_once():
    lines = [line for line in (ROOT / "cmake" / "packages.txt").read_text().splitlines() if line and line[0] not in "#["]
    assert len(lines) == len(set(lines)) > 30
    assert bash("packages_of build test analysis").stdout.split() == lines


def test_all_listed_packages_are_installed():
    done = bash("missing_packages build test analysis")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_package_that_is_not_installed_is_missing(tmp_path):
    (tmp_path / "cmake").mkdir()
    (tmp_path / "cmake" / "packages.txt").write_text("[build]\ncmake\nno-such-package-of-debian\n[test]\nother\n")
    assert bash(f"ROOT={tmp_path}; missing_packages build").stdout.split() == ["no-such-package-of-debian"]


@pytest.mark.parametrize("hidden, message", [("apt-get", "apt-get is not there"), ("sudo", "neither root nor sudo")])
def test_what_stops_an_installation_is_said(tmp_path, hidden, message):
    (tmp_path / "cmake").mkdir()
    (tmp_path / "cmake" / "packages.txt").write_text("[build]\nno-such-package-of-debian\n")
    shadow = f'command() {{ [[ $2 != {hidden} ]] && builtin command "$@"; }}'
    # A user without rights is played by a shell function over the one test of EUID: EUID itself can't be set.
    text = (ROOT / "cmake" / "scripts.sh").read_text().replace("EUID != 0", "1" if hidden == "sudo" else "0")
    (tmp_path / "cmake" / "scripts.sh").write_text(text)
    done = subprocess.run(["bash", "-c", f"source {tmp_path}/cmake/scripts.sh; {shadow}; install_missing build"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 3 and message in done.stderr and "no-such-package-of-debian" in done.stderr


@pytest.mark.parametrize("script", ["demo.sh", "test.sh", ".ci/run", "cmake/scripts.sh"])
def test_a_script_is_accepted_by_bash(script):
    subprocess.run(["bash", "-n", ROOT / script], check=True)
    assert os.access(ROOT / script, os.X_OK) or script == "cmake/scripts.sh"


@pytest.mark.parametrize("script", ["demo.sh", "test.sh"])
def test_a_script_refuses_what_it_does_not_know(script):
    done = subprocess.run([ROOT / script, "everythin"], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 2 and "'everythin'" in done.stderr


class Checkout:
    """A small git checkout, to see what the build header says about it."""

    def __init__(self, folder):
        self.folder, self.header = folder, folder / "out.h"
        (folder / "cmake").mkdir()
        for name in ("build_info.cmake", "fanfare_build_info.h.in"):
            (folder / "cmake" / name).write_text((ROOT / "cmake" / name).read_text())

    def git(self, *words):
        done = subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=self.folder,
                              capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self):
        subprocess.run(["cmake", f"-DSOURCE={self.folder}", f"-DHEADER={self.header}", "-DFANFARE_VERSION=1.2.3",
                        "-DFANFARE_COMPILER=GNU 12", "-DFANFARE_FLAGS=-O2 -x", "-P", "cmake/build_info.cmake"],
                       cwd=self.folder, check=True, env=dict(os.environ, GIT_CEILING_DIRECTORIES=str(self.folder.parent)))
        return dict(re.findall(r'#define FANFARE_(\w+) "?([^"\n]*?)"?(?:  //.*)?\n', self.header.read_text()))


def test_the_build_header_tells_commit_and_changes(tmp_path):
    checkout = Checkout(tmp_path)
    outside = checkout.write()
    assert (outside["COMMIT"], outside["DIRTY"], outside["VERSION"]) == ("unknown", "false", "1.2.3")
    assert (outside["COMPILER"], outside["FLAGS"]) == ("GNU 12", "-O2 -x")
    checkout.git("init", "-q")
    checkout.git("add", "cmake")
    checkout.git("commit", "-qm", "first")
    clean = checkout.write()
    assert (clean["COMMIT"], clean["DIRTY"]) == (checkout.git("rev-parse", "--short=12", "HEAD"), "false")
    with (tmp_path / "cmake" / "build_info.cmake").open("a") as file:
        file.write("\n")
    assert checkout.write()["DIRTY"] == "true"


def test_an_unchanged_build_header_is_left_alone(tmp_path):
    checkout = Checkout(tmp_path)
    checkout.write()
    os.utime(checkout.header, (1, 1))
    checkout.write()
    assert checkout.header.stat().st_mtime == 1


PROGRAM = """#!/bin/sh
threads=1 ranks=1 seed=1
while [ $# -gt 0 ]; do case $1 in --threads) threads=$2;; --ranks) ranks=$2;; --seed) seed=$2;; esac; shift; done
echo "some text {with braces}"
printf '{\\n "kpis": {"reach": 1},\\n "fingerprint": "%s"\\n}\\n' "$({rule})"
"""


@pytest.mark.parametrize("rule, passes", [
    ("echo $seed", True), ("echo $seed$threads", False), ("echo $seed$ranks", False), ("echo always", False)])
def test_the_exactness_check_fails_when_it_should(tmp_path, rule, passes):
    program = tmp_path / "fanfare"
    program.write_text(PROGRAM.replace("{rule}", rule))
    program.chmod(0o755)
    assert bool(exactness.main("x.yaml", f"a={program}", f"b={program}")) != passes


def test_the_exactness_check_refuses_a_program_that_fails(tmp_path):
    program = tmp_path / "fanfare"
    program.write_text("#!/bin/sh\necho 'fanfare: error: no' >&2\nexit 2\n")
    program.chmod(0o755)
    with pytest.raises(SystemExit, match="ended with code 2"):
        exactness.main("x.yaml", f"a={program}")
