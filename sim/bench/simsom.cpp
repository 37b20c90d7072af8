// The same run several times: the best pass is the least disturbed one.
#include "sim/bench/simsom.h"

#include <algorithm>
#include <memory>

#include "fanfare/catalogue.h"
#include "sim/bench/first_replicate.h"
#include "sim/bench/stopwatch.h"
#include "sim/comm.h"
#include "sim/simulation.h"

namespace fanfare {

namespace {

constexpr std::uint32_t kSteps = 1000;
constexpr int kPasses = 4;
// 1,000 humans, 50 bots and feeds of 15 are the defaults.
constexpr const char* kScenario = R"(schema: 1
kind: scenario
name: simsom_speed
model: simsom
run: {until: 1000d, tick: 1d, seed: 42}
stop_at_convergence: false
discrimination: false
outputs: {every: 1000d}
)";

// Steps alone: no building, no recording.
double seconds_of_a_pass(Scenario& scenario, std::uint32_t& accounts) {
  Serial one;
  Shelf shelf;
  const auto comm = local_comm();
  const auto model = first_replicate(scenario, one, shelf);
  accounts = model->partition().accounts;
  Simulation simulation(*model, *comm, one);
  const Stopwatch watch;
  for (std::uint32_t step = 0; step < kSteps; ++step) simulation.step();
  return watch.seconds();
}

}  // namespace

std::optional<SimsomSpeed> measure_simsom() {
  if (find_model("simsom") == nullptr) return std::nullopt;
  Scenario scenario = bench_scenario(kScenario);
  SimsomSpeed speed{.steps = kSteps};
  for (int pass = 0; pass < kPasses; ++pass) {
    const double seconds = seconds_of_a_pass(scenario, speed.accounts);
    speed.updates_per_second = std::max(speed.updates_per_second, 1.0 * speed.accounts * kSteps / seconds);
  }
  return speed;
}

}  // namespace fanfare
