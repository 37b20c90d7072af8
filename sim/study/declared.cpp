// Models are asked, not guessed at.
#include "sim/study/declared.h"

#include <fmt/format.h>

#include <cstdlib>

#include "sim/recorder.h"
#include "sim/run.h"

namespace fanfare {
namespace {

// The key by which the model is told how many accounts there are, its own or a usual one; empty if it has
// none.
std::string accounts_key(const Scenario& scenario) {
  for (const std::string_view key : {scenario.entry->size.accounts, std::string_view("network.accounts"),
                                     std::string_view("accounts"), std::string_view("nodes")})
    if (!key.empty() && scenario.parameters->has(std::string(key))) return std::string(key);
  return {};
}

double number(const Scenario& scenario, const std::string& path) {
  std::string text = scenario.parameters->get(path);
  std::erase(text, '_');
  return std::strtod(text.c_str(), nullptr);
}

// `accounts` in place of more of them.
std::vector<SetOption> shrunk(const Scenario& scenario, std::uint32_t accounts) {
  const std::string key = accounts_key(scenario);
  if (key.empty() || accounts_of(scenario) <= accounts) return {};
  std::vector<SetOption> sets = {{key, std::to_string(accounts)}};
  const std::string scale(scenario.entry->size.scale);
  if (!scale.empty() && scenario.parameters->has(scale))
    sets.push_back({scale, fmt::format("{}", number(scenario, scale) * accounts_of(scenario) / accounts)});
  return sets;
}

}  // namespace

double accounts_of(const Scenario& scenario) {
  const std::string key = accounts_key(scenario);
  return key.empty() ? 0 : number(scenario, key);
}

BuiltModel::BuiltModel(const Scenario& scenario, const std::vector<SetOption>& sets)
    : parameters_(scenario.parameters->clone()) {
  Problems problems;
  for (const SetOption& set : sets) parameters_->set(set.path, set.value, problems);
  if (!problems.empty()) throw ScenarioError(problems.render());
  build(scenario, shelf_);
}

BuiltModel::BuiltModel(const Scenario& scenario, Shelf& shelf) : parameters_(scenario.parameters->clone()) {
  build(scenario, shelf);
}

void BuiltModel::build(const Scenario& scenario, Shelf& shelf) {
  setup_ = std::make_unique<Setup>(
      Setup{derive_seed(scenario.run.seed, 0), 0, 1, serial_, shelf, scenario.run, scenario.outputs});
  model_ = scenario.entry->build(*parameters_, *setup_);
}

Dataset BuiltModel::declared() {
  DatasetRecorder recorder(setup_->run);
  model_->declare(recorder);
  return recorder.data();
}

Dataset BuiltModel::declared_to_the_end() {
  DatasetRecorder recorder(setup_->run);
  model_->declare(recorder);
  Dataset before = recorder.data();
  try {
    model_->finish(recorder, 0);
  } catch (const std::exception&) {
    return before;  // a model that can't end before it began
  }
  return recorder.take();
}

std::optional<BuiltModel> build_small(const Scenario& scenario, std::uint32_t accounts) {
  try {
    return std::optional<BuiltModel>(std::in_place, scenario, shrunk(scenario, accounts));
  } catch (const ScenarioError&) {
    return std::nullopt;  // a selector that needs a larger world, a graph file of another size
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace fanfare
