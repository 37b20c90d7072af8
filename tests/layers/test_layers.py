# The layers hold in this tree, and each rule is shown to fail on a planted violation.
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import names  # noqa: E402
import rules  # noqa: E402
import scan  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


def plant(root, file, text):
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def found_in(root, file, text):
    plant(root, file, text)
    return scan.violations(root)


def test_the_tree_keeps_to_its_layers():
    assert scan.violations(ROOT) == []


def test_the_tree_was_really_read():
    for layer in rules.LAYERS:
        assert any(True for _ in scan.sources(ROOT, layer)), f"no source found in {layer}"


def test_one_name_of_a_type_has_one_definition(tmp_path):
    plant(tmp_path, "sim/a.h", "namespace fanfare {\nstruct Limit { int a; };\nnamespace {\nstruct Own {};\n}\n}\n")
    assert list(scan.check_names_of_types(tmp_path)) == []
    plant(tmp_path, "sim/b.cpp", "namespace fanfare {\nnamespace {\nstruct Own { int b; };\n}\n\nclass Limit final {\n};\n}\n")
    assert list(scan.check_names_of_types(tmp_path)) == [
        "sim/b.cpp:6: fanfare::Limit is another type in sim/a.h:2 (one name, one type)"]
    plant(tmp_path, "sim/b.cpp", "namespace fanfare {\nstruct A {\n  struct Limit {};\n};\nnamespace b {\nstruct Limit {};\n}\n}\n")
    assert list(scan.check_names_of_types(tmp_path)) == []


def test_every_name_has_its_header():
    assert list(names.check_missing_includes(ROOT)) == []


HIDDEN = [
    ("#include <string>\nstd::vector<int> a;\n", "sim/b.cpp:2: std::vector without <vector>"),
    ("#include <string>\nstd::string_view a;\n", None),
    ("#include \"sim/through.h\"\nstd::vector<int> a;\n", None),
    ("#include <fmt/format.h>\nstd::string a;\nstd::optional<int> b;\n", "sim/b.cpp:3: std::optional without <optional>"),
    ("fanfare::Own make();\n", "sim/b.cpp:1: Own without sim/own.h"),
    ("#include \"sim/own.h\"\nfanfare::Own make();\n", None),
    ("struct Own;\nOwn& make();\n", None),
    ("// Own and std::vector\nconst char* a = \"Own\";\nEigen::Own b;\n", None),
]


@pytest.mark.parametrize("text, expected", HIDDEN)
def test_a_name_without_its_header_is_found(tmp_path, text, expected):
    plant(tmp_path, "sim/own.h", "namespace fanfare {\nstruct Own {};\n}\n")
    plant(tmp_path, "sim/through.h", "#include <vector>\n")
    plant(tmp_path, "sim/b.cpp", text)
    found = list(names.check_missing_includes(tmp_path))
    assert (found == []) if expected is None else (len(found) == 1 and found[0].startswith(expected)), found


PLANTED = [
    ("models/a.cpp", "#include <vector>\n#include <thread>\n", "models/a.cpp:2: models may not include thread"),
    ("models/a.cpp", "#include <random>\n", "models/a.cpp:1: models may not include random"),
    ("models/a.cpp", "#include <chrono>\n", "models/a.cpp:1: models may not include chrono"),
    ("models/a.cpp", "#include <fstream>\n", "models/a.cpp:1: models may not include fstream"),
    ("models/a.cpp", "#include <atomic>\n", "models/a.cpp:1: models may not include atomic"),
    ("models/a.cpp", '#include "sim/run.h"\n', "models/a.cpp:1: models may not include sim/run.h"),
    ("models/a.cpp", "#include <tbb/task_arena.h>\n", "models/a.cpp:1: models may not include tbb/task_arena.h"),
    ("models/a.cpp", "#include <mpi.h>\n", "models/a.cpp:1: models may not include mpi.h"),
    ("models/a.cpp", "#  include<hdf5.h>\n", "models/a.cpp:1: models may not include hdf5.h"),
    ("models/a.cpp", "#include <yaml-cpp/yaml.h>\n", "models/a.cpp:1: models may not include yaml-cpp/yaml.h"),
    ("models/a.cpp", "#include <boost/graph/page_rank.hpp>\n", "models may not include boost/graph/page_rank.hpp"),
    ("models/a.cpp", "#include <pthread.h>\n", "models/a.cpp:1: models may not include pthread.h"),
    ("models/a.cpp", '#include "state.h"\n', "own headers are included by their whole path"),
    ("models/fan_economy/state/a.h", '#include "models/fan_economy/world.h"\n',
     "models/fan_economy/state/a.h:1: state/ may not include world. (it stands above)"),
    ("models/fan_economy/feed/a.cpp", '#include "models/fan_economy/market/b.h"\n',
     "models/fan_economy/feed/a.cpp:1: feed/ may not include market/ (it stands above)"),
    ("models/fan_economy/odd/a.cpp", "int a;\n", "models/fan_economy/odd/a.cpp:1: no room of models/fan_economy/"),
    ("include/fanfare/a.h", '#include "models/x.h"\n', "include/fanfare/a.h:1: include may not include models/x.h"),
    ("include/fanfare/a.h", '#include "sim/x.h"\n', "include/fanfare/a.h:1: include may not include sim/x.h"),
    ("include/fanfare/a.h", "#include <boost/graph/graph_traits.hpp>\n", "only in include/fanfare/graph_bgl.h"),
    ("include/fanfare/a.h", "#include <H5Cpp.h>\n", "include/fanfare/a.h:1: include may not include H5Cpp.h"),
    ("sim/a.cpp", '#include "models/x.h"\n', "sim/a.cpp:1: sim may not include models/x.h"),
    ("sim/judge/a.cpp", "// of a brand\nauto m = measure(\"net_revenue\");\n",
     "sim/judge/a.cpp:2: revenue is a word of a model (the model declares what is said of it)"),
    ("sim/report/a.cpp", "int brands_of(const Study& s);\n", "sim/report/a.cpp:1: brand is a word of a model"),
    ("sim/study/a.cpp", "struct ScandalRow {};\n", "sim/study/a.cpp:1: scandal is a word of a model"),
    ("sim/cli/a.cpp", 'auto t = R"(kind: kol)";\n', "sim/cli/a.cpp:1: kol is a word of a model"),
    ("sim/run.cpp", "int impressions, campaigns;\n", "sim/run.cpp:1: campaign is a word of a model"),
    ("sim/judge/a.cpp", '#include "sim/study/b.h"\n',
     "sim/judge/a.cpp:1: sim/judge/ may not include sim/study/ (it stands above)"),
    ("sim/a.cpp", "#include <random>\n", "sim/a.cpp:1: sim may not include random"),
    ("sim/a.cpp", "#include <CLI/CLI.hpp>\n", "sim may include CLI11 only in sim/cli/"),
    ("models/a.cpp", "double f(double x) {\n  return std::exp(x);\n}\n", "models/a.cpp:2: std::exp is libm's"),
    ("models/a.cpp", "double y = pow(x, 2);\n", "models/a.cpp:1: pow is libm's"),
    ("models/a.cpp", "float y = std::logf(x);\n", "models/a.cpp:1: std::logf is libm's"),
    ("models/a.cpp", "using std::sin;\n", "models/a.cpp:1: std::sin is libm's"),
    ("include/fanfare/fmath.h", "inline double f(double x) { return std::log(x); }\n", "fmath.h:1: std::log is libm's"),
    ("sim/graph/a.cpp", "double y = std::pow(x, -2.3);\n", "sim/graph/a.cpp:1: std::pow is libm's"),
    ("models/fan_economy/feed/a.cpp", "auto u = world.draws(Draw::post).uniform({1, 2, 3});\n",
     "models/fan_economy/feed/a.cpp:1: draws(Draw::post).uniform is not allowed here"),
    ("models/a.cpp", "int x = rand();\n", "models/a.cpp:1: rand is not allowed here"),
    ("sim/graph/a.cpp", "std::mt19937 g;\n", "sim/graph/a.cpp:1: std::mt19937 is not allowed here"),
    ("models/a.cpp", "auto t = std::time(nullptr);\n", "models/a.cpp:1: std::time is not allowed here"),
    ("models/a.cpp", "std::unordered_map<int, int> m;\n", "std::unordered_map has no order"),
    ("sim/a.cpp", "#pragma GCC optimize(\"fast-math\")\n", "flags are the build's"),
    ("CMakeLists.txt", "add_compile_options(-ffast-math)\n", "CMakeLists.txt:1: -ffast-math changes the bits"),
    ("cmake/x.cmake", "set(f -Ofast)\n", "cmake/x.cmake:1: -Ofast changes the bits"),
    ("CMakePresets.json", '{"x": "-ffp-contract=fast"}\n', "CMakePresets.json:1: -ffp-contract=fast changes the bits"),
    ("models/a.h", "class Plan final : public Model {\n};\n", "models/a.h:1: Plan is not in models/catalogue.cpp"),
]


@pytest.mark.parametrize("file, text, message", PLANTED, ids=[f"{f}: {m[-45:]}" for f, _, m in PLANTED])
def test_a_planted_violation_is_found(tmp_path, file, text, message):
    problems = found_in(tmp_path, file, text)
    assert len(problems) == 1 and message in problems[0]


ALLOWED = [
    ("models/a.cpp", '#include "fanfare/model.h"\n#include "models/fan_economy/state.h"\n#include <Eigen/Core>\n'),
    ("models/fan_economy/market/a.cpp", '#include "models/fan_economy/feed/b.h"\n#include "models/fan_economy/market/c.h"\n'),
    ("models/a.cpp", "// #include <thread>\n/*\n#include <mpi.h>\n*/\n"),
    ("models/a.cpp", 'auto s = "std::exp(x) and rand()";\nauto r = R"(\n#define x std::pow(1)\n)";\n'),
    ("models/a.cpp", "double y = fmath::exp(x) + d.log() + p->pow(1) + log_weight(2) + std::sqrt(z);\n"),
    ("models/a.cpp", "Draws d; double y = d.at_time(3); int catalogue_exp(int);\n"),
    ("models/a.cpp", "std::unordered_map<int, int> index;  // looked up, never iterated\n"),
    ("include/fanfare/fmath.h", "inline double exp(double x) { return x; }\n"),
    ("include/fanfare/graph_bgl.h", "#include <boost/graph/graph_traits.hpp>\n"),
    ("sim/judge/a.cpp", "// what a campaign brings\nint rebranded, preorder; /* roi */\n"),
    ("sim/bench/a.cpp", 'auto model = "brands";\n'),
    ("sim/judge/a.cpp", "double y = std::log(x);\n"),
    ("sim/study/a.cpp", '#include "sim/judge/b.h"\n#include "sim/words/c.h"\n#include "sim/run.h"\n'),
    ("sim/a.cpp", "#include <mpi.h>\n#include <mpi.h>\n"),
    ("CMakeLists.txt", "# never -ffast-math\n"),
]


@pytest.mark.parametrize("file, text", ALLOWED, ids=[f"{f}: {t[:40]!r}" for f, t in ALLOWED])
def test_what_the_rules_allow_passes(tmp_path, file, text):
    assert found_in(tmp_path, file, text) == []


@pytest.mark.parametrize("name", ["tbb/parallel_for.h", "mpi.h", "hdf5.h", "yaml-cpp/yaml.h"])
def test_a_library_of_one_file_is_refused_in_a_second(tmp_path, name):
    plant(tmp_path, "sim/a.cpp", f"#include <{name}>\n")
    problems = found_in(tmp_path, "sim/b.cpp", f"\n#include <{name}>\n")
    assert len(problems) == 1
    assert problems[0].startswith("sim/b.cpp:2: ") and "belongs in one file, and sim/a.cpp includes it" in problems[0]


def test_a_model_in_the_catalogue_passes(tmp_path):
    plant(tmp_path, "models/catalogue.cpp", "const ModelEntry kAll[] = {entry<P, Plan>(\"plan\", \"\")};\n")
    assert found_in(tmp_path, "models/a.h", "class Plan final : public fanfare::Model {};\n") == []
