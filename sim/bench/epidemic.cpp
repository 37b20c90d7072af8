// The model is asked for by name, as a scenario asks for it; the plain loop gets the same network.
#include "sim/bench/epidemic.h"

#include <fmt/format.h>

#include "fanfare/graph_build.h"
#include "fanfare/rng.h"
#include "sim/bench/first_replicate.h"
#include "sim/bench/plain_sis.h"
#include "sim/bench/stopwatch.h"
#include "sim/comm.h"
#include "sim/recorder.h"
#include "sim/run.h"
#include "sim/simulation.h"

namespace fanfare {

namespace {

constexpr double kBeta = 0.02, kRecovery = 0.2, kSeeds = 0.01;
constexpr const char* kEpidemicScenario = R"(schema: 1
kind: scenario
name: bench
question: What does a traversed edge cost?
model: epidemic
compartments: sis
run: {{until: {2}d, tick: 1d, seed: {3}}}
network: {{kind: scale_free, accounts: {0}, mean_degree: {1}, exponent: 2.5}}
seeds: {{share: {6}}}
beta: {4}
recovery: {5}
)";

Scenario scenario_of(const EpidemicBench& b) {
  return bench_scenario(
      fmt::format(kEpidemicScenario, b.accounts, b.follows, b.ticks, b.seed, kBeta, kRecovery, kSeeds));
}

// Traversed edges per second of all phases; the measures of the end.
struct EpidemicLeg {
  double rate = 0;
  double prevalence = 0;
};
EpidemicLeg run_leg(Scenario& scenario, Shelf& shelf, Parallel& parallel, double& build_seconds) {
  const Stopwatch building;
  const auto model = first_replicate(scenario, parallel, shelf);
  build_seconds = building.seconds();
  const auto comm = local_comm();
  Simulation simulation(*model, *comm, parallel);
  DatasetRecorder recorder(scenario.run);
  model->declare(recorder);
  for (std::uint32_t t = 0; t < scenario.run.ticks(); ++t) simulation.step();
  double seconds = 0;
  for (const PhaseTime& phase : simulation.phase_times()) seconds += phase.total;
  model->finish(recorder, simulation.tick());
  const Variable* endemic = recorder.data().variable("endemic_prevalence");
  expects(endemic != nullptr && !endemic->data.empty(), "the model epidemic records endemic_prevalence");
  return {static_cast<double>(model->work().edges) / seconds, endemic->data.back()};
}

void run_plain(const EpidemicBench& b, const Scenario& scenario, Parallel& parallel, EpidemicCost& cost) {
  ChungLu graph;
  graph.mean_follows = b.follows;
  graph.follower_exponent = 2.5;
  graph.follows_sigma = graph.reciprocity = 0;
  const std::uint32_t seed = derive_seed(scenario.run.seed, 0);
  const BuiltGraph built = chung_lu({b.accounts, seed, 0, 1, parallel}, graph);
  cost.edges = built.edges;
  std::vector<std::vector<std::uint32_t>> followers(b.accounts);
  for (std::uint32_t v = 0; v < b.accounts; ++v) followers[v].reserve(built.followers[v]);
  for (std::uint32_t reader = 0; reader < b.accounts; ++reader)
    for (const std::uint32_t author : built.graph.follows(AccountId(reader)))
      followers[author].push_back(reader);
  std::vector<std::uint8_t> infected(b.accounts, 0);
  const Draws draws(seed, Purpose{});
  for (std::uint32_t v = 0; v < b.accounts; ++v) infected[v] = draws.chance(kSeeds, {v}) ? 1 : 0;
  const PlainSisResult plain = plain_sis(followers, std::move(infected), kBeta, kRecovery, b.ticks);
  cost.serial = static_cast<double>(plain.traversed) / plain.seconds;
  cost.serial_prevalence = plain.prevalence;
}

}  // namespace

EpidemicCost measure_epidemic(const EpidemicBench& bench, Parallel& all) {
  EpidemicCost cost{.bench = bench};
  Scenario scenario = scenario_of(bench);
  Shelf shelf;
  const EpidemicLeg leg = run_leg(scenario, shelf, all, cost.build_seconds);
  cost.all = leg.rate;
  cost.prevalence = leg.prevalence;
  Serial one;
  double again = 0;
  cost.one = run_leg(scenario, shelf, one, again).rate;
  shelf.clear();
  run_plain(bench, scenario, all, cost);
  return cost;
}

}  // namespace fanfare
