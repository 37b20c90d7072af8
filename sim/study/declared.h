// What a model would record, asked of a world that is built but not run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/model.h"
#include "fanfare/setup.h"
#include "sim/scenario/scenario.h"

namespace fanfare {

// What the scenario asks for; 0 if its model has no such key.
double accounts_of(const Scenario& scenario);

// A model at tick 0 with all it needs to stay alive, on one thread.
class BuiltModel {
 public:
  // Copies the scenario's parameters. Errors: as ModelEntry::build.
  explicit BuiltModel(const Scenario& scenario, const std::vector<SetOption>& sets = {});
  // With what worlds of the same people share already; the shelf outlives this.
  BuiltModel(const Scenario& scenario, Shelf& shelf);
  Model& model() { return *model_; }
  // Dimensions and variables as the model declares them, without data; `time` is the first dimension.
  Dataset declared();
  // With what it adds when a run ends (tables of what there was), as far as a world without a tick can tell.
  Dataset declared_to_the_end();

 private:
  void build(const Scenario& scenario, Shelf& shelf);

  Serial serial_;
  Shelf shelf_;
  std::unique_ptr<ParameterSet> parameters_;
  std::unique_ptr<Setup> setup_;
  std::unique_ptr<Model> model_;
};

// The scenario's world with at most `accounts` accounts, where the model has such a key and the world can be
// built so small; else nothing. The people are kept (`population.scale` grows), so that selectors by
// followers still find some.
std::optional<BuiltModel> build_small(const Scenario& scenario, std::uint32_t accounts = 2'000);

}  // namespace fanfare
