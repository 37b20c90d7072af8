// A scenario, read: what the engine needs of it, and its model's parameters. Runs nothing.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/catalogue.h"
#include "fanfare/config.h"
#include "fanfare/parameter_set.h"
#include "fanfare/problems.h"
#include "fanfare/run_parameters.h"

namespace fanfare {

// `--set path=value`. Flags such as --seed and --until are best passed as one too ("run.seed"), so that
// the effective scenario and its digest know of them.
struct SetOption {
  std::string path;
  std::string value;
};
// Splits "path=value"; throws ScenarioError if it is none.
SetOption parse_set_option(std::string_view text);

// A file that a result depends on.
struct InputFile {
  std::string path;    // as opened
  std::string named;   // as the scenario names it: "data:snap_graphs/soc-Slashdot0902.txt.gz"
  std::string sha256;  // of its bytes, hex
};

// A YAML file as it stood when it was read, for the record.
struct SourceFile {
  std::string path;
  std::string text;
};

// One step of precedence: base file, …, scenario, arm, --set, weakest first.
struct Layer {
  std::string name;  // "extends", "scenario", "arm kol", "--set"
  ConfigNode patch;  // keys may be dotted paths
};

struct Scenario {
  std::string path;
  std::string name;      // the file's stem, if it gives none
  std::string question;
  std::string model;
  RunParameters run;
  OutputParameters outputs;
  std::unique_ptr<ParameterSet> parameters;  // of the model
  std::unique_ptr<ParameterSet> engine;      // the engine's own keys: what `run` and `outputs` came from
  const ModelEntry* entry = nullptr;  // of the catalogue

  ConfigNode written;               // all layers merged
  std::vector<Layer> layers;        // what was merged, weakest first
  std::vector<SourceFile> sources;  // the scenario and what it extends, the scenario first
  std::vector<InputFile> inputs;    // files that parameters name

  // Engine and model keys, `schema` and `kind` first; `extends` is resolved away. Each leaf knows its
  // origin. Written as YAML (dictionary.h) it is a scenario with the same values.
  ConfigNode effective() const;
  // SHA-256 of all values in force and of the content of the inputs, hex; places and file names do not count.
  std::string digest() const;
};

// Reads a scenario and what it extends. All mistakes go to `problems`; with any, the scenario is not for
// running. InputError: the file itself can't be read.
Scenario load_scenario(const std::string& path, std::span<const SetOption> sets, Problems& problems);
// From memory, e.g. an effective scenario out of a results file. Relative paths start at `name`'s folder.
Scenario load_scenario_text(std::string_view name, std::string text, std::span<const SetOption> sets,
                            Problems& problems);

// "scenario" or "study", as the file says (without reading more); "scenario" if it does not.
std::string kind_of_file(const std::string& path);

}  // namespace fanfare
