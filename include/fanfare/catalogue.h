// The list of models: explicit, ordered, one line each (models/catalogue.cpp). The engine knows models
// only through it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/model.h"
#include "fanfare/parameter_set.h"
#include "fanfare/report_spec.h"
#include "fanfare/scenario_words.h"
#include "fanfare/setup.h"
#include "fanfare/what_if.h"

namespace fanfare {

// Words that a model gives a meaning to, such as its sources or its kinds of creators.
struct WordTable {
  struct Entry {
    std::string word, help;
  };
  std::string name;
  std::vector<Entry> words;
};

struct ModelEntry {
  std::string_view name;  // `model:` of a scenario
  std::string_view help;
  std::unique_ptr<ParameterSet> (*parameters)();  // the model's keys, at their defaults
  // Builds the model at tick 0. The parameter set stays the caller's and outlives the model; events may
  // change its mutable parameters. Errors: ScenarioError, InputError.
  std::unique_ptr<Model> (*build)(ParameterSet& parameters, const Setup& setup);
  std::vector<WordTable> (*tables)() = nullptr;  // if the model has any
  const ReportSpec& (*report)() = no_report;      // what its measures mean to a study and a report
  std::span<const Template> templates = {};
  std::span<const KeySubject> subjects = {};
  SizeKeys size = {};  // without a key of accounts: it goes by the usual ones
  const WhatIf& (*what_if)() = no_what_if;  // what can be taken away from its runs
};

std::span<const ModelEntry> catalogue();

// nullptr if there is none of that name.
const ModelEntry* find_model(std::string_view name);

// Of a model that is not in the catalogue (a results file of another program): nothing.
inline const ReportSpec& report_of(std::string_view model) {
  const ModelEntry* entry = find_model(model);
  return entry == nullptr ? no_report() : entry->report();
}

// entry<EconomyParameters, FanEconomy>("fan_economy", "…"): M is built as M(P&, ParameterSet&, const Setup&).
// A model that has tables of words says them in `static std::vector<WordTable> tables()`, what it has to say
// of its measures in `static const ReportSpec& report()`, of its scenarios in static templates(), subjects()
// and size(), of what can be taken away in `static const WhatIf& what_if()`.
template <class P, class M>
ModelEntry entry(std::string_view name, std::string_view help) {
  std::vector<WordTable> (*tables)() = nullptr;
  if constexpr (requires { M::tables(); }) tables = &M::tables;
  const ReportSpec& (*report)() = no_report;
  if constexpr (requires { M::report(); }) report = &M::report;
  std::span<const Template> templates;
  if constexpr (requires { M::templates(); }) templates = M::templates();
  std::span<const KeySubject> subjects;
  if constexpr (requires { M::subjects(); }) subjects = M::subjects();
  SizeKeys size;
  if constexpr (requires { M::size(); }) size = M::size();
  const WhatIf& (*what_if)() = no_what_if;
  if constexpr (requires { M::what_if(); }) what_if = &M::what_if;
  return {name, help, [] { return std::unique_ptr<ParameterSet>(std::make_unique<Parameters<P>>()); },
          [](ParameterSet& parameters, const Setup& setup) -> std::unique_ptr<Model> {
            return std::make_unique<M>(static_cast<Parameters<P>&>(parameters).value(), parameters, setup);
          },
          tables, report, templates, subjects, size, what_if};
}

}  // namespace fanfare
