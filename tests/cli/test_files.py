# Files that are wrong, templates, listings, graphs.
import csv
import gzip
import io
import json
import re
import shutil
import subprocess

import pytest

from program import BIN, SOURCE, TINY, fanfare

SCENARIO = "schema: 1\nkind: scenario\nname: bad\n"


@pytest.mark.parametrize("text, said", [
    ("run: {untill: 3d}", "did you mean 'until'"),
    ("run: {until: 3d}\nrun: {until: 4d}", "run"),
    ("run: {until: 3 kg}", "3 kg"),
    ("run: {until: -3d}", "outside"),
    ("population: {accounts: 0}", "population.accounts"),
    ("brands: [{id: a, topic: beauty}]\ncampaigns: [{id: c, brand: b, budget: 100 CNY}]", "which does not exist"),
    ("run: [", "not YAML"),
])
def test_a_wrong_scenario_is_refused_with_its_place(tmp_path, text, said):
    path = tmp_path / "bad.yaml"
    path.write_text(SCENARIO + text + "\n", encoding="utf-8")
    for verb in ["run", "validate"]:
        done = fanfare(verb, path, cwd=tmp_path)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
        assert "bad.yaml" in done.stderr
        assert "fanfare: error: " in done.stderr.splitlines()[-1]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.yaml"]


@pytest.mark.parametrize("content, code", [(b"", 2), (bytes(range(256)) * 8, 2), (b"\xff\xfe\x00", 2)])
def test_an_empty_or_binary_file_is_no_scenario(tmp_path, content, code):
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    assert fanfare("run", path, cwd=tmp_path).returncode == code


def test_a_name_that_is_not_there_is_answered_with_the_nearest(tmp_path):
    (tmp_path / "results/tiny").mkdir(parents=True)
    (tmp_path / "results/tiny/run.h5").write_bytes(b"x")
    (tmp_path / "shops.yaml").write_text("x")
    for verb, typed, said in [("info", "results/tin", "did you mean 'results/tiny'?"), ("info", "tiny", "did you mean 'results/tiny'?"),
                              ("resume", "tiny", "did you mean 'results/tiny'?"), ("run", "shop.yaml", "did you mean 'shops.yaml'?"), ("run", "shops", "did you mean 'shops.yaml'?"),
                              ("run", "tinny", "scenarios/tiny.yaml"),
                              ("compare", "results/tinny", "did you mean 'results/tiny'?"), ("export", "far/off", "run.h5"),
                              ("resume", "far", "the results folder of a run"), ("info", "results", "did you mean one of results/tiny?")]:
        done = fanfare(verb, typed, cwd=tmp_path)
        assert done.returncode == 3 and done.stdout == ""
        assert f"{typed}: " in done.stderr and said in done.stderr, done.stderr


def test_resume_of_a_folder_says_why_there_is_nothing_to_go_on_with(tmp_path, study):
    (tmp_path / "empty").mkdir()
    assert "holds no run" in fanfare("resume", tmp_path / "empty").stderr
    assert fanfare("run", TINY, "--until", "4d", "--quiet", "-o", tmp_path / "begun").returncode == 0
    (tmp_path / "begun/run.h5").unlink()  # as a kill before the first checkpoint leaves it
    done = fanfare("resume", tmp_path / "begun")
    assert done.returncode == 3 and "before its first checkpoint" in done.stderr and "fanfare run" in done.stderr
    assert fanfare("run", study, "--until", "4d", "--quiet", "-o", tmp_path / "study").returncode == 0
    done = fanfare("resume", tmp_path / "study")
    assert done.returncode == 3 and f"fanfare resume {study}" in done.stderr


def test_a_missing_input_and_a_mistake_are_both_said_and_the_mistake_counts(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(f"{SCENARIO}extends: {TINY}\nrun: {{untill: 3d}}\npopulation: {{graph: {{kind: file, path: nowhere.txt}}}}\n", encoding="utf-8")
    done = fanfare("run", path)
    assert done.returncode == 2 and "nowhere.txt is not there" in done.stderr and "did you mean 'until'" in done.stderr
    path.write_text(path.read_text(encoding="utf-8").replace("untill: 3d", "until: 9d"), encoding="utf-8")
    assert fanfare("run", path).returncode == 3


def test_an_until_within_the_warm_up_is_said_of_until():
    done = fanfare("validate", TINY, "--until", "1d")
    assert done.returncode == 2
    assert "run.until: 1d leaves nothing to measure after the warm-up of 3d" in done.stderr and "--until" in done.stderr


def test_a_share_over_one_is_not_mended_with_another_per_cent():
    done = fanfare("validate", TINY, "--set", "population.graph.reciprocity=140%")
    assert done.returncode == 2 and "140% is outside [0, 1]" in done.stderr and "%%" not in done.stderr
    assert "did you mean 14%?" in fanfare("validate", TINY, "--set", "population.graph.reciprocity=14").stderr


@pytest.mark.parametrize("until, said", [("4d", "flight begins after the run's end"), ("8d", "flight goes on after the run's end")])
def test_a_flight_past_the_end_is_noted(until, said):
    done = fanfare("validate", TINY, "--until", until)
    assert done.returncode == 0 and f"note: campaigns.launch.{said}" in done.stdout
    assert "flight" not in fanfare("validate", TINY).stdout


def test_a_table_is_csv_that_speaks_for_itself(tmp_path):
    assert fanfare("run", TINY, "--until", "6d", "--quiet", "-o", tmp_path / "r").returncode == 0
    text = fanfare("export", tmp_path / "r", "--to", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == "arm replicate time brand campaign metric value unit n scenario origin".split()
    digest = json.loads(fanfare("info", tmp_path / "r", "--json").stdout)["provenance"]["scenario_digest"]
    assert {(row["n"], row["scenario"], row["origin"]) for row in rows} == {("1", digest, "simulated")}
    empty = [row for row in rows if row["value"] == ""]
    assert empty and {row["metric"] for row in empty} >= {"engagement_rate"}  # nothing was shown before the flight
    assert not any("nan" in row["value"].lower() for row in rows)


def test_a_missing_file_or_folder_is_an_input_error(tmp_path):
    for path in [tmp_path / "nowhere.yaml", tmp_path]:
        done = fanfare("run", path, cwd=tmp_path)
        assert done.returncode == 3, done.stderr
        assert str(path) in done.stderr


@pytest.mark.parametrize("content", [b"", b"no hdf5", b"\x89HDF\r\n\x1a\n" + bytes(100)])
@pytest.mark.parametrize("verb", ["info", "export", "compare", "reproduce"])
def test_a_broken_results_file_is_an_input_error(tmp_path, verb, content):
    path = tmp_path / "run.h5"
    path.write_bytes(content)
    done = fanfare(verb, path)
    assert done.returncode == 3, done.stderr
    assert str(path) in done.stderr


QUESTIONS = ["launch-mix", "platform", "endorser", "timing", "budget", "split"]


@pytest.mark.parametrize("template", ["kol-vs-koc", "feed-change", "scandal", *QUESTIONS])
def test_init_writes_what_validates(tmp_path, template):
    folder = tmp_path / "mine"
    assert fanfare("init", template, folder).returncode == 0
    done = fanfare("validate", folder / "scenario.yaml", folder / "study.yaml")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": ok") == 2 and "of memory" in done.stdout
    before = (folder / "study.yaml").read_text(encoding="utf-8")
    again = fanfare("init", template, folder)
    assert again.returncode == 3 and "exists" in again.stderr
    assert (folder / "study.yaml").read_text(encoding="utf-8") == before


def test_validate_shows_every_value_and_where_one_comes_from():
    effective = fanfare("validate", TINY, "--effective", "--set", "run.seed=99").stdout
    assert re.search(r"seed: 99 +# given", effective) and "# default" in effective
    explained = fanfare("validate", TINY, "--explain", "run.seed", "--set", "run.seed=99").stdout
    assert "99" in explained and "--set" in explained


def test_validate_reads_all_files_before_it_complains(tmp_path):
    for name in ["one", "two"]:
        (tmp_path / f"{name}.yaml").write_text(SCENARIO + "runn: 1\n", encoding="utf-8")
    done = fanfare("validate", tmp_path / "one.yaml", TINY, tmp_path / "two.yaml")
    assert done.returncode == 2
    assert "one.yaml" in done.stderr and "two.yaml" in done.stderr and f"{TINY}: ok" in done.stdout
    assert "2 problems" in done.stderr


@pytest.mark.parametrize("what", ["params", "models", "phases", "feeds", "events", "kpis", "scenarios", "sources", "terms", "stages",
                                  "kinds", "contracts", "offers", "formats", "placements", "conditions"])
def test_lists_come_as_text_markdown_and_json(what):
    words = ["list", what] + (["--folder", SOURCE / "scenarios"] if what == "scenarios" else [])
    for extra, check in [([], lambda t: len(t) > 20), (["--md"], lambda t: "|" in t), (["--json"], lambda t: len(json.loads(t)) > 0)]:
        done = fanfare(*words, *extra)
        assert done.returncode == 0, done.stderr
        assert check(done.stdout), done.stdout[:200]


def test_lists_are_filtered_by_a_word_whatever_they_list():
    rows = json.loads(fanfare("list", "scenarios", "KOL", "--json", cwd=SOURCE).stdout)
    assert rows and all("kol" in json.dumps(row).lower() for row in rows)
    models = [json.loads(fanfare("list", "models", *words, "--json").stdout) for words in [(), ("bass",)]]
    assert "bass" in [row["model"] for row in models[1]] and 0 < len(models[1]) < len(models[0])
    kpis = fanfare("list", "kpis", "cost_per").stdout
    assert "cost_per_click" in kpis and "attention_gini" not in kpis
    nothing = fanfare("list", "models", "zebra")
    assert nothing.returncode == 0 and nothing.stdout == "" and "has 'zebra' in it" in nothing.stderr


def test_scenarios_are_listed_outside_a_checkout_if_they_are_installed(tmp_path):
    (tmp_path / "bin").mkdir()
    shutil.copy(BIN, tmp_path / "bin" / "fanfare")
    shutil.copytree(SOURCE / "scenarios" / "base", tmp_path / "share/fanfare/scenarios/base")
    shutil.copy(TINY, tmp_path / "share/fanfare/scenarios/tiny.yaml")
    (tmp_path / "elsewhere").mkdir()
    done = subprocess.run([tmp_path / "bin" / "fanfare", "list", "scenarios", "tiny"], cwd=tmp_path / "elsewhere", capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0 and str(tmp_path / "share/fanfare/scenarios/tiny.yaml") in done.stdout, done.stderr


def test_the_list_of_phases_is_that_of_a_tick():
    names = [row["phase"] for row in json.loads(fanfare("list", "phases", "--json").stdout)]
    assert names.index("publish") < names.index("index") < names.index("browse") < names.index("trade") < names.index("settle")


def test_the_list_of_kpis_names_those_of_a_study():
    names = [row["kpi"] for row in json.loads(fanfare("list", "kpis", "--json").stdout)]
    for name in ["reach", "net_revenue", "spend", "incremental_revenue", "incremental_contribution_per_yuan"]:
        assert name in names


def test_a_graph_is_generated_described_and_imported(tmp_path):
    graph = tmp_path / "g.txt.gz"
    words = ["graph", "generate", "--kind", "erdos_renyi", "--accounts", "2000", "--follows", "10", "-o"]
    assert fanfare(*words, graph).returncode == 0
    assert fanfare(*words, graph).returncode == 3
    stats = json.loads(fanfare("graph", "stats", graph, "--json").stdout)
    assert 9 < stats["mean_follows"] < 11
    copy = tmp_path / "h.txt"
    assert fanfare("graph", "import", graph, "-o", copy).returncode == 0
    assert json.loads(fanfare("graph", "stats", copy, "--json").stdout) == stats
    again = tmp_path / "again.txt.gz"
    assert fanfare(*words, again, "--threads", "1").returncode == 0
    assert gzip.decompress(graph.read_bytes()) == gzip.decompress(again.read_bytes())


@pytest.mark.parametrize("content, said", [(b"1 2\n3 x\n", ":2"), (b"1 -2\n", "-2"), (b"", "empty"), (b"1 99999999999\n", "99999999999")])
def test_a_wrong_edge_list_is_refused_with_its_place(tmp_path, content, said):
    path = tmp_path / "edges.txt"
    path.write_bytes(content)
    done = fanfare("graph", "stats", path)
    assert done.returncode == 3, done.stderr
    assert "edges.txt" in done.stderr and said in done.stderr


def test_a_model_without_such_a_table_says_so():
    done = fanfare("list", "sources", "--model", "bass")
    assert done.returncode == 2 and "model 'bass' has no sources" in done.stderr
