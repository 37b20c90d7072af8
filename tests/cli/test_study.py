# A study from start to verdict, and one that is stopped on the way.
import json
import re
import signal

import pytest

from program import fanfare, start

SHORT = ["--until", "4d", "--set", "run.warmup=1d", "--progress", "off"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    import program
    folder = tmp_path_factory.mktemp("study")
    (folder / "study.yaml").write_text(program.STUDY, encoding="utf-8")
    done = fanfare("run", folder / "study.yaml", "--out", folder / "out", *SHORT)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_a_study_leaves_files_and_a_verdict(finished):
    folder, done = finished
    for name in ["study.h5", "summary.txt", "summary.json", "effective.yaml", "log.txt"]:
        assert (folder / "out" / name).exists(), name
    summary = (folder / "out" / "summary.txt").read_text(encoding="utf-8")
    assert "Verdict (simulated)" in summary and "n = 2" in summary and "95 % t-interval" in summary
    assert summary in done.stdout
    exact = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    assert exact["simulated"] is True and exact["baseline"] == "without"
    assert exact["comparisons"][0]["measure"] == "incremental_revenue"
    assert len(exact["comparisons"][0]["arms"][1]["by_replicate"]) == 2


def test_compare_shows_the_same_again(finished):
    folder, done = finished
    shown = fanfare("compare", folder / "out" / "study.h5")
    assert shown.returncode == 0, shown.stderr
    summary = (folder / "out" / "summary.txt").read_text(encoding="utf-8")
    assert shown.stdout == f"{summary}\nread from\n  {folder}/out/study.h5\nfingerprint {done.stdout.split()[-1]}\n"
    one = fanfare("compare", folder / "out", "--measure", "net_revenue", "--primary", "net_revenue", "--json")
    assert [c["measure"] for c in json.loads(one.stdout)["comparisons"]] == ["net_revenue"] * len(json.loads(one.stdout)["comparisons"])


def test_compare_names_a_measure_that_is_not_there(finished):
    folder, _ = finished
    shown = fanfare("compare", folder / "out", "--measure", "net_revenu")
    assert "did you mean 'net_revenue'" in shown.stdout


def test_reproduce_runs_all_of_a_study_again(finished, tmp_path):
    folder, done = finished
    again = fanfare("reproduce", folder / "out" / "study.h5", "--progress", "off", cwd=tmp_path)
    assert again.returncode == 0, again.stderr + again.stdout
    assert again.stdout.startswith("identical: fingerprint " + done.stdout.split()[-1])
    assert "4 runs" in again.stdout


def test_one_replicate_has_no_interval_and_says_so(finished, tmp_path):
    folder, _ = finished
    done = fanfare("run", folder / "study.yaml", "--out", tmp_path / "one", "--replicates", "1", *SHORT)
    assert done.returncode == 0, done.stderr
    assert "no interval" in done.stdout and "--replicates" in done.stdout


def test_a_set_on_what_an_arm_sets_is_refused(finished, tmp_path):
    folder, _ = finished
    done = fanfare("run", folder / "study.yaml", "--out", tmp_path / "x", "--set", "campaigns=[]", *SHORT)
    assert done.returncode == 2
    assert not (tmp_path / "x").exists()


def test_a_stopped_study_redoes_only_the_rest(study, tmp_path):
    words = ["--until", "40d", "--out", tmp_path / "out", "--threads", "1"]
    process = start("run", study, *words, "--progress", "plain")
    while process.poll() is None and not list((tmp_path / "out").glob("parts/*.h5")):
        process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 5, err
    done_then = len(list((tmp_path / "out" / "parts").glob("*.h5")))
    assert 1 <= done_then < 4
    assert not (tmp_path / "out" / "study.h5").exists()
    resumed = fanfare("resume", study, *words, "--progress", "off", "--json")
    assert resumed.returncode == 0, resumed.stderr
    assert f"{done_then} of 4 runs were done before" in resumed.stderr
    assert not (tmp_path / "out" / "parts").exists()
    whole = fanfare("run", study, "--until", "40d", "--out", tmp_path / "whole", "--progress", "off", "--json")
    assert json.loads(resumed.stdout)["fingerprint"] == json.loads(whole.stdout)["fingerprint"]


def test_some_failed_runs_are_recorded_and_end_with_4(study, tmp_path):
    text = study.read_text(encoding="utf-8").replace("  with: {}", "  with: {campaigns.launch.lines: "
                                                     "[{hire: {kind: koc, followers: [900_000_000, 999_000_000]}, posts: 1}]}")
    study.write_text(text, encoding="utf-8")
    done = fanfare("run", study, "--out", tmp_path / "out", *SHORT)
    assert done.returncode == 4, done.stderr + done.stdout
    assert "with, replicate 0 failed" in done.stderr
    assert re.search("with, replicate 1: failed", (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8"))
