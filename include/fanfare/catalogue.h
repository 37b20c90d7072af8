// The list of models: explicit, ordered, one line each (models/catalogue.cpp). The engine knows models
// only through it.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/setup.h"

namespace fanfare {

struct ModelEntry {
  std::string_view name;  // `model:` of a scenario
  std::string_view help;
  std::unique_ptr<ParameterSet> (*parameters)();  // the model's keys, at their defaults
  // Builds the model at tick 0. The parameter set stays the caller's and outlives the model; events may
  // change its mutable parameters. Errors: ScenarioError, InputError.
  std::unique_ptr<Model> (*build)(ParameterSet& parameters, const Setup& setup);
};

std::span<const ModelEntry> catalogue();

// nullptr if there is none of that name.
const ModelEntry* find_model(std::string_view name);

// entry<EconomyParameters, FanEconomy>("fan_economy", "…"): M is built as M(P&, ParameterSet&, const Setup&).
template <class P, class M>
ModelEntry entry(std::string_view name, std::string_view help) {
  return {name, help, [] { return std::unique_ptr<ParameterSet>(std::make_unique<Parameters<P>>()); },
          [](ParameterSet& parameters, const Setup& setup) -> std::unique_ptr<Model> {
            return std::make_unique<M>(static_cast<Parameters<P>&>(parameters).value(), parameters, setup);
          }};
}

}  // namespace fanfare
