"""The package as a whole: the tutorial runs, everything is typed, versions agree, docs and code name the same things."""
import ast
import os
import re
import subprocess
import sys
import tomllib

import fanfare
import pytest
from made import SOURCE

PACKAGE = SOURCE / "analysis" / "fanfare"
FILES = sorted(PACKAGE.rglob("*.py"))


def test_the_tutorial_runs_and_draws(tmp_path):
    done = subprocess.run([sys.executable, SOURCE / "analysis/tutorial.py", tmp_path], capture_output=True, text=True,
                          encoding="utf-8", check=False, env={**os.environ, "MPLCONFIGDIR": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert "simulated" in done.stdout and "revenue that the KOLs caused" in done.stdout
    drawn = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert drawn == ["arms.pdf", "both.pdf", "cost.pdf", "followers.pdf", "frequency.pdf", "funnel.pdf", "lorenz.pdf", "reach.pdf"]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in drawn)


def test_versions_agree():
    project = tomllib.loads((SOURCE / "analysis/pyproject.toml").read_text(encoding="utf-8"))["project"]
    cmake = re.search(r"project\(fanfare\s+VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8"))
    assert project["version"] == fanfare.__version__ == cmake[1]


def test_what_the_package_needs_is_on_the_list_of_packages():
    needs = tomllib.loads((SOURCE / "analysis/pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    listed = (SOURCE / "cmake/packages.txt").read_text(encoding="utf-8").split()
    assert [n for n in needs if "python3-" + re.split("[><=]", n)[0] not in listed] == []


def untyped(tree):
    """Functions with a parameter or a result of no stated type."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            given = node.args.posonlyargs + node.args.args + node.args.kwonlyargs + [node.args.vararg, node.args.kwarg]
            bare = [a for a in given if a is not None and a.annotation is None and a.arg != "self"]
            if bare or node.returns is None:
                yield node.name


def test_every_function_is_typed():
    assert (PACKAGE / "py.typed").exists() and len(FILES) > 20
    assert {str(f): names for f in FILES if (names := list(untyped(ast.parse(f.read_text(encoding="utf-8")))))} == {}
    assert list(untyped(ast.parse("def f(a: int, b) -> int: ..."))) == ["f"]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_files_are_short_and_say_what_they_are(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 190 and max(map(len, text.splitlines())) <= 110
    assert ast.get_docstring(ast.parse(text))


def test_the_page_names_every_figure_and_nothing_that_is_not_there():
    page = (SOURCE / "docs/python.md").read_text(encoding="utf-8")
    named = set(re.findall(r"fanfare\.plot\.(\w+)", page)) - {"caption_of"}
    figures = {name for name in fanfare.plot.__all__ if callable(getattr(fanfare.plot, name))} - {"caption_of"}
    assert named == figures
    assert {name for name in re.findall(r"(?<!\.)fanfare\.(\w+)\(", page) if not hasattr(fanfare, name)} == set()
    assert {name for name in re.findall(r"\.fanfare\.(\w+)", page) if not hasattr(fanfare.Results, name)} == set()


def test_importing_it_loads_nothing_heavy():
    words = ("import sys, fanfare; heavy = {'xarray', 'pandas', 'scipy', 'matplotlib', 'h5py'} & set(sys.modules); "
             "assert not heavy, heavy; assert callable(fanfare.run) and callable(fanfare.program); fanfare.plot.arms")
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(SOURCE / "analysis")})
    assert done.returncode == 0, done.stderr


def test_every_name_it_offers_is_there():
    assert [name for name in fanfare.__all__ if not hasattr(fanfare, name)] == []
