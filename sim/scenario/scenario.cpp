// Scenarios: loading, and the values in force as one tree.
#include "sim/scenario/scenario.h"

#include "fanfare/expects.h"
#include "sim/scenario/input_file.h"
#include "sim/scenario/layers.h"
#include "sim/scenario/yaml_reader.h"

namespace fanfare {

SetOption parse_set_option(std::string_view text) {
  const std::size_t at = text.find('=');
  if (at == std::string_view::npos || at == 0)
    throw ScenarioError("--set " + std::string(text) + " has no path=value (as in --set run.until=30d)");
  return {std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

namespace {

Scenario load(const Chain& chain, std::span<const SetOption> sets, Problems& problems) {
  std::vector<Layer> layers = chain.layers;
  check_hidden_sets(chain, sets, problems);
  if (!layers.empty()) add_sets(layers, sets, problems);
  return assemble(chain, std::move(layers), problems);
}

}  // namespace

Scenario load_scenario(const std::string& path, std::span<const SetOption> sets, Problems& problems) {
  return load(read_chain(path, problems), sets, problems);
}

Scenario load_scenario_text(std::string_view name, std::string text, std::span<const SetOption> sets,
                            Problems& problems) {
  return load(read_chain_text(name, std::move(text), problems), sets, problems);
}

ConfigNode Scenario::effective() const {
  expects(engine != nullptr, "a scenario has been loaded");
  ConfigNode tree = engine->effective();
  if (ConfigNode& own = tree.at("name"); own.text.empty()) own.text = name;
  if (!parameters) return tree;
  for (ConfigEntry& e : parameters->effective().entries) tree.entries.push_back(std::move(e));
  return tree;
}

std::string Scenario::digest() const {
  expects(engine && parameters, "a scenario has been loaded");
  std::string text = "model: " + model + "\nrun: " + engine->get("run") +
                     "\noutputs: " + engine->get("outputs") + "\nparameters: " + parameters->digest_text() +
                     "\n";
  for (const InputFile& input : inputs) text += "input: " + input.sha256 + "\n";
  return sha256_of_text(text);
}

std::string kind_of_file(const std::string& path) {
  Problems later;  // said when the file is read as what it is, together with all others
  const ConfigNode tree = read_yaml_file(path, "", later);
  const ConfigNode* kind = tree.find("kind");
  return kind && kind->text == "study" ? "study" : "scenario";
}

}  // namespace fanfare
