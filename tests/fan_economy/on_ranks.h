// A scenario's text run on ranks and threads, cut by a checkpoint or whole: what it comes to, to be compared.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include <unistd.h>

#include "fanfare/catalogue.h"
#include "sim/comm.h"
#include "sim/parallel.h"
#include "sim/results/checkpoint.h"
#include "sim/run.h"
#include "sim/scenario/scenario.h"
#include "sim/simulation.h"

namespace fanfare::fan_economy::testing {

struct Outcome {
  std::uint64_t fingerprint = 0;
  std::vector<double> values;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

inline Outcome outcome_of(const RunResult& result) {
  Outcome outcome{result.fingerprint, {}};
  for (const Variable& v : result.data.variables)
    for (const double value : v.data) outcome.values.push_back(std::isnan(value) ? -1 : value);
  return outcome;
}

// On ranks and threads; saved and left after `cut` ticks, then gone on with, if `folder` is given.
inline Outcome run_on(const std::string& text, int ranks, int threads,
                      const std::filesystem::path& folder = {}, Tick cut = 0) {
  Outcome first;
  std::mutex mutex;
  run_ranks(ranks, [&](Comm& comm) {
    Problems problems;
    Scenario scenario = load_scenario_text("test", text, {}, problems);
    if (!problems.empty()) throw ScenarioError(problems.render());
    const auto parallel = make_parallel(threads);
    Shelf shelf;
    RunRequest request{.model = *find_model("fan_economy"),
                       .parameters = *scenario.parameters,
                       .run = scenario.run,
                       .outputs = scenario.outputs,
                       .seed = derive_seed(scenario.run.seed, 0),
                       .comm = comm,
                       .parallel = *parallel,
                       .shelf = shelf};
    const auto walk = [](Simulation& s) { return [&s](Archive& a) { s.state(a); }; };
    if (cut > 0) {
      request.hooks.on_tick = [&](const RunStatus& s) {
        return s.ticks_done == cut ? AfterTick::stop : AfterTick::go_on;
      };
      request.hooks.save = [&](Simulation& s, const DatasetRecorder& r) {
        save_checkpoint(folder, {{}, s.tick(), r.data()}, walk(s), s.model().partition(), comm);
      };
    } else if (!folder.empty()) {
      request.hooks.load = [&](Simulation& s, DatasetRecorder& r) {
        const LoadedCheckpoint loaded = load_checkpoint(folder, {}, walk(s), s.model().partition(), comm);
        r.restore(loaded.header.recorded);
        return loaded.header.tick;
      };
    }
    Outcome outcome = outcome_of(fanfare::run(request));
    const std::lock_guard lock(mutex);
    if (comm.rank() == 0) first = std::move(outcome);
  });
  return first;
}

class CheckpointFolder {
 public:
  CheckpointFolder()
      : path_(std::filesystem::temp_directory_path() / ("fanfare_checkpoint_" + std::to_string(::getpid()))) {
  }
  ~CheckpointFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The same alone, on threads and on ranks; with a `cut`, also saved after so many ticks and gone on with on
// ranks.
inline Outcome expect_exact(const std::string& text, Tick cut = 0) {
  const Outcome alone = run_on(text, 1, 1);
  EXPECT_EQ(alone, run_on(text, 1, 3)) << "on threads";
  EXPECT_EQ(alone, run_on(text, 3, 1)) << "on ranks";
  if (cut == 0) return alone;
  const CheckpointFolder folder;
  run_on(text, 1, 1, folder.path(), cut);
  EXPECT_EQ(alone, run_on(text, 2, 1, folder.path())) << "after a checkpoint";
  return alone;
}

}  // namespace fanfare::fan_economy::testing
