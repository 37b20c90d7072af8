// The study's runner without files.
#include "sim/study/reproduce.h"

#include <fmt/format.h>

#include <map>

#include "sim/fingerprint.h"
#include "sim/parallel.h"
#include "sim/study/crew.h"
#include "sim/study/load.h"
#include "sim/stop.h"

namespace fanfare {
namespace {

struct Again {
  std::size_t row = 0;
  std::size_t replicate = 0;
  Reproduced outcome;
};

std::vector<Again> runs_of(const Results& results) {
  std::vector<Again> runs;
  if (results.kind == ResultsKind::run)
    return {{0, results.provenance.replicate, {"", results.provenance.fingerprint, ""}}};
  for (std::size_t r = 0; r < results.replicates; ++r)
    for (const StudyRun& run : results.runs)
      if (run.replicate == r && run.state == RunState::complete)
        runs.push_back(
            {run.row, r, {fmt::format("{}, replicate {}", results.arms[run.row], r), run.fingerprint, ""}});
  return runs;
}

std::vector<PlannedRun> planned(const std::vector<Again>& runs) {
  std::vector<PlannedRun> plan;
  for (const Again& run : runs) plan.push_back({run.row, run.replicate});
  return plan;
}

std::map<std::size_t, Scenario> scenarios_of(const Results& results, const std::vector<Again>& runs) {
  std::map<std::size_t, Scenario> scenarios;
  for (const Again& run : runs) {
    if (scenarios.contains(run.row)) continue;
    Problems problems;
    scenarios.emplace(run.row, scenario_from_results(results, run.row, {}, problems));
    if (!problems.empty())
      throw ScenarioError(fmt::format("{}: this version can't read the scenario in it\n{}",
                                      results.path.string(), problems.render()));
  }
  return scenarios;
}

}  // namespace

std::vector<Reproduced> reproduce(const Results& results, int threads, ProgressSink& sink) {
  std::vector<Again> runs = runs_of(results);
  const std::map<std::size_t, Scenario> scenarios = scenarios_of(results, runs);
  ReplicateShelves shelves(planned(runs));
  ProgressBoard board(sink, runs.size(), 1);
  side_by_side(runs.size(), threads > 0 ? threads : default_threads(),
               [&](std::size_t k, Comm& comm, Parallel& parallel) {
                 Again& again = runs[k];
                 const Scenario& scenario = scenarios.at(again.row);
                 const auto parameters = scenario.parameters->clone();
                 RunHooks hooks;
                 hooks.on_tick = [&](const RunStatus& status) {
                   board.tick(k, status, scenario.run.until, again.outcome.run);
                   return stop_asked() ? AfterTick::stop : AfterTick::go_on;
                 };
                 const auto shelf = shelves.of(again.replicate);
                 const auto seed =
                     derive_seed(scenario.run.seed, static_cast<std::uint32_t>(again.replicate));
                 hooks.while_building = expect_going_on;
                 board.begin(k, scenario.run.until, again.outcome.run);
                 const RunResult result = run({*scenario.entry, *parameters, scenario.run, scenario.outputs,
                                               seed, comm, parallel, *shelf, hooks});
                 again.outcome.now = result.stopped ? "" : fingerprint_text(result.fingerprint);
                 shelves.over(again.replicate);
                 board.done(k);
               });
  board.close();
  std::vector<Reproduced> outcomes;
  for (const Again& run : runs) outcomes.push_back(run.outcome);
  return outcomes;
}

}  // namespace fanfare
