"""What the documents name exists: keys, verbs and flags, files, variables. They may say less, never more."""
import json
import os
import re
import subprocess

import generated
import h5py
import pytest

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "results/README.md"] + sorted(
    str(path.relative_to(generated.SOURCE)) for path in generated.SOURCE.glob("docs/*.md"))


def keys():
    """Every path of the dictionary, lists written as <id>; `feed.` is short for the platform's."""
    paths = {field["path"] for field in json.loads(generated.fanfare("list", "params", "--json"))}
    return paths | {path.removeprefix("platforms.<id>.") for path in paths}


def unknown_keys(text, known):
    groups = {path.split(".")[0] for path in known if "." in path}
    named = {word for word in re.findall(r"`([a-z_]+(?:\.(?:<id>|[a-z_]+))+)(?::[^`]*)?`", text)
             if word.split(".")[0] in groups and not word.endswith(".cpp")}
    return sorted(named - known)


def test_every_key_that_the_model_page_names_exists():
    text = generated.read("docs/ODD.md")
    assert len(set(re.findall(r"`[a-z_]+\.[a-z_.<>]+`", text))) > 80
    assert unknown_keys(text, keys()) == []


def test_a_key_that_does_not_exist_is_noticed():
    assert unknown_keys("as `persuasion.magic` and `brands.<id>.rate` say", keys()) == ["persuasion.magic"]


def commands(text):
    """(verb, flags) of every call in code."""
    code = "\n".join(re.findall(r"^    (.*)$", text, re.MULTILINE) + re.findall(r"`(fanfare [^`]+)`", text))
    for call in re.findall(r"(?:^|[ /])fanfare +([a-z][^\n;#|]*)", code, re.MULTILINE):
        yield call.split()[0], re.findall(r"(?<= )--?[a-z][a-z-]*", call)


def test_every_call_in_the_documents_has_its_verb_and_flags():
    verbs = set(re.findall(r"^  ([a-z]+) {2,}", generated.fanfare("--help"), re.MULTILINE))
    help_of, wrong, seen = {}, [], 0
    for document in DOCUMENTS:
        for verb, flags in commands(generated.read(document)):
            seen += 1
            if verb not in verbs:  # asked for the help of an unknown verb, the program gives its own
                wrong.append(f"{document}: no verb {verb}")
                continue
            if verb not in help_of:
                help_of[verb] = generated.fanfare(verb, "--help")
                actions = re.search(r"^Subcommands:\n((?:  .*\n)+)", help_of[verb], re.MULTILINE)
                for action in re.findall(r"^  ([a-z]+) ", actions.group(1) if actions else "", re.MULTILINE):
                    help_of[verb] += generated.fanfare(verb, action, "--help")
            wrong += [f"{document}: fanfare {verb} has no {flag}" for flag in flags
                      if not re.search(rf"(?<![\w-]){re.escape(flag)}(?![\w-])", help_of[verb])]
    assert seen > 15
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document):
    folder = (generated.SOURCE / document).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)", generated.read(document))
    assert [link for link in links if not (folder / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_scenario_and_document_named_is_there(document):
    named = set(re.findall(r"(?<![\w./])((?:scenarios|docs|tests)/[\w./-]+\.(?:yaml|md|py))",
                           generated.read(document)))
    named -= {"scenarios/x.yaml"}  # stands for any
    assert [name for name in sorted(named) if not (generated.SOURCE / name).exists()] == []


@pytest.fixture(scope="module")
def variables(tmp_path_factory):
    """Names of all that a small run with a campaign writes, coordinates and provenance aside."""
    out = tmp_path_factory.mktemp("run")
    call = "run scenarios/tiny.yaml --until 6d --quiet --out".split()
    call = [os.environ["FANFARE_BIN"], *call, str(out / "r")]
    done = subprocess.run(call, cwd=generated.SOURCE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names = []

    def note(name, item):
        is_data = isinstance(item, h5py.Dataset) and item.attrs.get("CLASS") != b"DIMENSION_SCALE"
        if is_data and not name.startswith("provenance"):
            names.append(name)

    with h5py.File(out / "r" / "run.h5") as file:
        file.visititems(note)
    return names


def test_every_variable_of_a_run_is_explained(variables):
    text = generated.read("docs/results.md")
    assert len(variables) > 50
    assert [name for name in variables if f"`{name}`" not in text and f"| {name} |" not in text] == []
