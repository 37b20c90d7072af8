#include "sim/bench/first_replicate.h"

#include "sim/run.h"

namespace fanfare {

Scenario bench_scenario(std::string text) {
  Problems problems;
  Scenario scenario = load_scenario_text("bench", std::move(text), {}, problems);
  if (!problems.empty()) throw ScenarioError(problems.render());
  return scenario;
}

std::unique_ptr<Model> first_replicate(Scenario& scenario, Parallel& parallel, Shelf& shelf) {
  return scenario.entry->build(*scenario.parameters, {.seed = derive_seed(scenario.run.seed, 0),
                                                      .rank = 0,
                                                      .ranks = 1,
                                                      .parallel = parallel,
                                                      .shelf = shelf,
                                                      .run = scenario.run,
                                                      .outputs = scenario.outputs});
}

}  // namespace fanfare
