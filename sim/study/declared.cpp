// Models are asked, not guessed at.
#include "sim/study/declared.h"

#include "sim/recorder.h"
#include "sim/run.h"

namespace fanfare {
namespace {

constexpr const char* kAccounts = "population.accounts";

}  // namespace

BuiltModel::BuiltModel(const Scenario& scenario, const std::vector<SetOption>& sets)
    : parameters_(scenario.parameters->clone()) {
  Problems problems;
  for (const SetOption& set : sets) parameters_->set(set.path, set.value, problems);
  if (!problems.empty()) throw ScenarioError(problems.render());
  setup_ = std::make_unique<Setup>(
      Setup{derive_seed(scenario.run.seed, 0), 0, 1, serial_, shelf_, scenario.run, scenario.outputs});
  model_ = scenario.entry->build(*parameters_, *setup_);
}

Dataset BuiltModel::declared() {
  DatasetRecorder recorder(setup_->run);
  model_->declare(recorder);
  return recorder.data();
}

std::optional<BuiltModel> build_small(const Scenario& scenario, std::uint32_t accounts) {
  std::vector<SetOption> sets;
  if (scenario.parameters->has(kAccounts)) {
    const double asked = std::strtod(scenario.parameters->get(kAccounts).c_str(), nullptr);
    if (!(asked > 0 && asked <= accounts)) sets.push_back({kAccounts, std::to_string(accounts)});
  }
  try {
    return std::optional<BuiltModel>(std::in_place, scenario, sets);
  } catch (const ScenarioError&) {
    return std::nullopt;  // a selector that needs a larger world, a graph file of another size
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace fanfare
