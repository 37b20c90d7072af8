# `fanfare validation` itself, on a study of a tiny world: what it prints, writes and ends with.
import json
import shutil
import subprocess

import pytest

from program import BIN, TINY, validation

STUDY = """schema: 1
kind: study
scenario: {scenario}
baseline: quiet
arms: {{quiet: {{campaigns: []}}, busy: {{}}}}
replicates: 3
validation:
  row: X1
  class: {category}
  citation: "Nobody (2026), no journal"
  note: A world of its own.
  quick: {{replicates: 2, set: {{run.until: 2d, run.warmup: 1d}}}}
  expect:
    - {{arm: quiet, measure: sessions, between: [1, 1e9]}}
    - {{arm: busy, measure: sessions, {expected}}}
"""
GOOD = "above: quiet, by: 0, class: V4"


def write(folder, name="x1_tiny", category="V1", expected="published: -5, tolerance: 1", scenario=TINY):
    path = folder / f"{name}.yaml"
    path.write_text(STUDY.format(category=category, expected=expected, scenario=scenario), encoding="utf-8")
    return path


def test_a_wrong_published_number_ends_with_4(tmp_path):
    write(tmp_path)
    done = validation("--quick", "--folder", tmp_path)
    assert done.returncode == 4, done.stdout + done.stderr
    assert "1 pass · 0 warn · 1 fail · 0 studies skipped" in done.stdout
    assert "ours (simulated)" in done.stdout and "is not −5 ± 1" in done.stdout


def test_what_decides_does_so_by_its_whole_interval(tmp_path):
    def judged(tolerance, category):
        write(tmp_path, category=category, expected=f"published: {centre:.6f}, tolerance: {tolerance:.6f}")
        done = validation("--quick", "--json", "--folder", tmp_path)
        return done.returncode, json.loads(done.stdout)["studies"][0]["rows"][1]
    centre = 0
    _, row = judged(1, "V1")
    centre, half = row["mean"], row["high"] - row["mean"]
    assert half > 0
    assert judged(1.01 * half, "V1")[0] == 0
    code, row = judged(0.99 * half, "V1")
    assert code == 4 and "reaches beyond" in row["reason"] and "run more replicates" in row["reason"]
    assert judged(0.99 * half, "V4")[0] == 0


def test_a_class_that_only_warns_ends_with_0(tmp_path):
    write(tmp_path, category="V4")
    done = validation("--quick", "--folder", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 pass · 1 warn · 0 fail" in done.stdout


def test_the_table_is_the_same_but_for_its_times(tmp_path):
    write(tmp_path, category="V4")
    texts = []
    for threads in ["1", "2"]:
        out = tmp_path / f"{threads}.md"
        validation("X1", "--quick", "--folder", tmp_path, "--md", out, "--threads", threads)
        texts.append([line for line in out.read_text(encoding="utf-8").splitlines() if line.startswith("| ")])
    assert texts[0] == texts[1]
    assert texts[0][0] == "| citation | what | class | published | ours ± interval (simulated) | n | pass |"
    assert texts[0][1].startswith("| X1 x1_tiny · Nobody (2026), no journal | quiet: sessions | V4 | 1 to 1e+09 | ")


def test_json_has_every_row(tmp_path):
    write(tmp_path, category="V4")
    done = validation("--quick", "--folder", tmp_path, "--json")
    told = json.loads(done.stdout)
    assert told["simulated"] is True and told["form"] == "quick"
    rows = told["studies"][0]["rows"]
    assert [row["result"] for row in rows] == ["pass", "warn"]
    assert rows[0]["n"] == 2 and rows[0]["low"] <= rows[0]["mean"] <= rows[0]["high"]


def test_missing_data_is_skipped_by_name_and_counted(tmp_path):
    write(tmp_path, "a_there", category="V4")
    scenario = tmp_path / "base" / "graph.yaml"
    scenario.parent.mkdir()
    scenario.write_text("schema: 1\nkind: scenario\npopulation:\n  graph: {kind: file, path: 'data:none/such.txt'}\n",
                        encoding="utf-8")
    write(tmp_path, "b_missing", scenario=scenario)
    done = validation("--quick", "--folder", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "b_missing · skipped: " in done.stdout and "none/such.txt" in done.stdout
    assert "1 study skipped (b_missing)" in done.stdout


@pytest.mark.parametrize("expected,what", [
    ("publishd: 3", "unknown key (did you mean 'published'?)"),
    ("published: 3", "has no tolerance"),
])
def test_mistakes_are_told_in_their_places_before_anything_is_run(tmp_path, expected, what):
    write(tmp_path, "a_good", category="V4")
    path = write(tmp_path, "b_bad", expected=expected)
    done = validation("--quick", "--folder", tmp_path)
    assert done.returncode == 2
    assert f"{path}:15:" in done.stderr and what in done.stderr, done.stderr
    assert done.stdout == ""


def test_an_unknown_measure_is_told_with_the_nearest_name(tmp_path):
    path = write(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("measure: sessions", "measure: sesions"), encoding="utf-8")
    done = validation("--folder", tmp_path)
    assert done.returncode == 2
    assert f"{path}:14:29" in done.stderr and "did you mean 'sessions'" in done.stderr, done.stderr


GROUPED = "measure: cascades/depth_distribution, label: depth 0, between: [1, 1e9]"


def expecting(folder, line):
    path = write(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("measure: sessions, between: [1, 1e9]", line), encoding="utf-8")
    return path


def test_measures_in_groups_are_expected_by_label(tmp_path):
    path = expecting(tmp_path, GROUPED)
    assert subprocess.run([BIN, "validate", "--no-estimate", path], check=False).returncode == 0
    done = validation("--quick", "--json", "--folder", tmp_path)
    row = json.loads(done.stdout)["studies"][0]["rows"][0]
    assert row["result"] == "pass" and row["n"] == 2 and row["mean"] > 100, row
    expecting(tmp_path, GROUPED.replace("depth 0", "depth 1").replace("[1, 1e9]", f"[{row['mean']}, 1e9]"))
    fewer = json.loads(validation("--quick", "--json", "--folder", tmp_path).stdout)["studies"][0]["rows"][0]
    assert fewer["result"] == "fail" and fewer["mean"] < row["mean"], fewer


@pytest.mark.parametrize("line,reason", [
    (GROUPED.replace("depth 0", "deph 0"), "has no label 'deph 0' (did you mean 'depth 0'?)"),
    (GROUPED.replace("label: depth 0, ", ""), "has several labels (write label: depth 0, depth 1,"),
])
def test_a_label_of_a_group_that_is_not_there_fails_and_names_the_nearest(tmp_path, line, reason):
    expecting(tmp_path, line)
    done = validation("--quick", "--json", "--folder", tmp_path)
    assert done.returncode == 4 and reason in json.loads(done.stdout)["studies"][0]["rows"][0]["reason"], done.stdout


def test_an_unknown_measure_of_a_group_is_told_in_its_place(tmp_path):
    path = expecting(tmp_path, GROUPED.replace("depth_dis", "depth_dsi"))
    done = validation("--quick", "--folder", tmp_path)
    assert done.returncode == 2 and done.stdout == ""
    assert f"{path}:14:29" in done.stderr and "did you mean 'cascades/depth_distribution'?" in done.stderr, done.stderr


def test_an_unknown_id_is_refused(tmp_path):
    write(tmp_path)
    done = validation("x1_tini", "--folder", tmp_path)
    assert done.returncode == 2 and "did you mean 'x1_tiny'" in done.stderr


def test_an_installed_program_finds_its_own_studies(tmp_path):
    program = tmp_path / "bin" / "fanfare"
    folder = tmp_path / "share" / "fanfare" / "scenarios" / "validation"
    program.parent.mkdir()
    folder.mkdir(parents=True)
    shutil.copy(BIN, program)
    write(folder, category="V4")
    done = subprocess.run([program, "validation", "--quick"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "x1_tiny" in done.stdout, done.stderr
