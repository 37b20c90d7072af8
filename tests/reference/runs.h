// Runs of reference models in this process: a scenario's text in, data and fingerprint out, on any ranks and
// threads.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "fanfare/catalogue.h"
#include "fanfare/parameter_set.h"
#include "sim/parallel.h"
#include "sim/run.h"
#include "sim/scenario/scenario.h"

namespace fanfare::reference::test {

inline Scenario scenario_of(const std::string& text) {
  Problems problems;
  Scenario scenario = load_scenario_text(
      "test.yaml", "schema: 1\nkind: scenario\nname: test\nquestion: What comes out?\n" + text, {}, problems);
  if (!problems.empty()) throw ScenarioError(problems.render());
  return scenario;
}

// What is wrong with a scenario, as a user sees it; empty if nothing is.
inline std::string problems_of(const std::string& text) {
  try {
    scenario_of(text);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return {};
}

inline RunResult run_on(const std::string& text, int ranks, int threads, std::uint32_t replicate = 0) {
  RunResult first;
  std::mutex mutex;
  run_ranks(ranks, [&](Comm& comm) {
    Scenario scenario = scenario_of(text);
    const auto parallel = make_parallel(threads);
    Shelf shelf;
    RunResult result = run({.model = *scenario.entry,
                            .parameters = *scenario.parameters,
                            .run = scenario.run,
                            .outputs = scenario.outputs,
                            .seed = derive_seed(scenario.run.seed, replicate),
                            .comm = comm,
                            .parallel = *parallel,
                            .shelf = shelf});
    const std::lock_guard lock(mutex);
    if (comm.rank() == 0) first = std::move(result);
  });
  return first;
}
inline RunResult run_once(const std::string& text, std::uint32_t replicate = 0) {
  return run_on(text, 1, 1, replicate);
}

// The last value of a variable.
inline double last(const RunResult& result, std::string_view name) {
  const Variable* v = result.data.variable(name);
  EXPECT_NE(v, nullptr) << name;
  return v == nullptr || v->data.empty() ? 0 : v->data.back();
}
// Of a series: its value at day `day`, rows one a day from day 1.
inline double at_day(const RunResult& result, std::string_view name, std::size_t day) {
  return result.data.variable(name)->data.at(day - 1);
}

// The same bits and values on 1, 2, 3, 5 ranks and 1, 2, 7 threads; `blocks` the world should at least have.
inline void expect_exact(const std::string& text) {
  const RunResult one = run_once(text);
  for (const int ranks : {1, 2, 3, 5})
    for (const int threads : {1, 2, 7}) {
      const RunResult other = run_on(text, ranks, threads);
      EXPECT_EQ(one.fingerprint, other.fingerprint) << ranks << " ranks, " << threads << " threads";
      for (std::size_t v = 0; v < one.data.variables.size(); ++v) {
        const auto &a = one.data.variables[v].data, &b = other.data.variables[v].data;
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i)
          EXPECT_TRUE(a[i] == b[i] || (a[i] != a[i] && b[i] != b[i])) << one.data.variables[v].name;
      }
    }
  EXPECT_NE(one.fingerprint, run_once(text, 1).fingerprint) << "another seed is another run";
}

// One model, built by hand so that a mutant can be switched on, and run to its end on one thread.
template <class P, class M, class Prepare>
RunResult run_model(const std::string& text, Prepare&& prepare) {
  Scenario scenario = scenario_of(text);
  static Prepare* current;  // an entry holds plain functions
  current = &prepare;
  const ModelEntry entry{
      "mutant", "", nullptr, [](ParameterSet& parameters, const Setup& setup) -> std::unique_ptr<Model> {
        auto model = std::make_unique<M>(static_cast<Parameters<P>&>(parameters).value(), parameters, setup);
        (*current)(*model);
        return model;
      }};
  Serial serial;
  Shelf shelf;
  const auto comm = local_comm();
  return run({.model = entry,
              .parameters = *scenario.parameters,
              .run = scenario.run,
              .outputs = scenario.outputs,
              .seed = derive_seed(scenario.run.seed, 0),
              .comm = *comm,
              .parallel = serial,
              .shelf = shelf});
}

// A file of the real data, or a skipped test that names it.
inline std::string real_data(const std::string& name) {
  const char* folder = std::getenv("FANFARE_DATA");
  const auto path = std::filesystem::path(folder != nullptr ? folder : "../shared/data") / name;
  return std::filesystem::exists(path) ? path.string() : std::string();
}

}  // namespace fanfare::reference::test
