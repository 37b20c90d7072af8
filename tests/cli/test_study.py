# A study from start to verdict, and one that is stopped on the way.
import json
import re
import signal

import pytest

from program import TINY, fanfare, start

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
    assert done.stdout.count("with, replicate 0: failed") == 1 and "replicate 0" not in done.stderr  # said once
    told = json.loads(fanfare("run", study, "--out", tmp_path / "again", "--json", *SHORT).stdout)["notes"]
    assert any("with, replicate 0 failed" in note for note in told)
    assert re.search("with, replicate 1: failed", (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8"))


def test_arms_are_called_by_their_labels_in_either_language(study, tmp_path):
    text = study.read_text(encoding="utf-8").replace("with: {}", "with: {label: 少数大号}")
    study.write_text(text, encoding="utf-8")
    done = fanfare("run", study, "--out", tmp_path / "out", "--lang", "zh", *SHORT)
    assert done.returncode == 0, done.stderr
    assert "结论（模拟结果）：" in done.stdout and "「少数大号」" in done.stdout and "95% 区间" in done.stdout
    assert (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8") in done.stdout
    assert "“少数大号”" in fanfare("compare", tmp_path / "out").stdout
    exact = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert [(a["arm"], a["title"]) for a in exact["comparisons"][0]["arms"]] == [("without", "without"), ("with", "少数大号")]


def test_what_comes_next_is_named(finished):
    folder, done = finished
    assert f"next: fanfare report {folder / 'out'}" in done.stdout


def test_unequal_times_after_the_flights_are_a_warning(study):
    equal = fanfare("validate", study, "--no-estimate")
    assert equal.returncode == 0 and "flight" not in equal.stdout
    text = study.read_text(encoding="utf-8").replace("  with: {}", "  with: {}\n  longer: {campaigns.launch.flight: [4d, 17d], label: 长投放}")
    study.write_text(text, encoding="utf-8")
    done = fanfare("validate", study, "--no-estimate")
    assert done.returncode == 0, done.stderr
    assert re.search(r"note: the arms are measured unequal times after their last flight: 4 d \(“长投放”\), \d+ d \(“with”\)", done.stdout), done.stdout
    assert "各个方案在最后一次投放结束后的观测时长不同：4 天（「长投放」）、" in fanfare("validate", study, "--no-estimate", "--lang", "zh").stdout


def english_in(text):
    """Runs of three English words and more, which are a sentence: names, keys and commands are shorter."""
    text = re.sub(r"`[^`]*`|\b[\w-]+\.[\w.-]+\b", "·", text)
    return re.findall(r"[A-Za-z]{2,}(?:[ ,;]+[A-Za-z]{2,}){2,}", text)


def test_what_is_said_in_chinese_holds_no_english_sentence(study, tmp_path):
    study.write_text(study.read_text(encoding="utf-8").replace("kind: study\n", "kind: study\nquestion: 谁卖得多？\n"), encoding="utf-8")
    assert english_in("note: the arms are measured unequal times") and not english_in("下一步：`fanfare report out` fanfare report")
    chinese = ["--lang", "zh"]
    checked = fanfare("validate", study, *chinese)
    assert "注：按粉丝数的账号：" in checked.stdout and "：无误 · 研究" in checked.stdout and "约需" in checked.stdout
    run = fanfare("run", study, "--out", tmp_path / "out", *SHORT[:-1], "plain", *chinese)
    assert "完成，用时" in run.stdout and "下一步：" in run.stdout and "第 " in run.stderr and " 天，共 " in run.stderr
    again = fanfare("run", study, "--out", tmp_path / "out", "--on-exists", "resume", *SHORT, *chinese)
    compared = fanfare("compare", tmp_path / "out", *chinese)
    one = fanfare("run", TINY, "--out", tmp_path / "one", *SHORT, *chinese, "--set", "question=谁？")
    dry = fanfare("run", study, "--dry-run", *SHORT, *chinese)
    for done in (checked, run, again, compared, one, dry):
        assert done.returncode == 0 and not english_in(done.stdout), english_in(done.stdout)
        assert not english_in(done.stderr.replace("fanfare:", "")), done.stderr


def test_a_measure_that_runs_will_not_have_is_refused_with_the_nearest_and_the_list(study):
    study.write_text(study.read_text(encoding="utf-8").replace("primary: incremental_revenue", "primary: incremental_revenu"), encoding="utf-8")
    done = fanfare("validate", study, "--no-estimate")
    assert done.returncode == 2
    assert "did you mean 'incremental_revenue'?" in done.stderr and "fanfare list kpis --model fan_economy" in done.stderr


def test_a_design_without_a_baseline_has_no_primary_that_needs_one(study):
    text = study.read_text(encoding="utf-8")
    head, tail = text.split("baseline:")[0], text[text.index("replicates:"):]
    factors = "design: grid\nfactors:\n  campaigns.launch.budget: [40_000 CNY, 60_000 CNY]\n"
    study.write_text(head + factors + tail, encoding="utf-8")
    done = fanfare("validate", study, "--no-estimate")
    assert done.returncode == 2
    assert "primary: the runs have no measure 'incremental_revenue' (it needs arms and a baseline)" in done.stderr
