// One run of one model, from parameters to a Dataset and a fingerprint. Files, signals and the terminal
// belong to the caller, through hooks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "fanfare/catalogue.h"
#include "fanfare/dataset.h"
#include "fanfare/run_parameters.h"
#include "sim/comm.h"
#include "sim/recorder.h"
#include "sim/simulation.h"

namespace fanfare {

// The key of a run's draws: Philox of (run.seed, replicate). Part of the results.
std::uint32_t derive_seed(std::uint64_t seed, std::uint32_t replicate);

// How far a run has come, after a tick. On every rank; `work` and `wall_seconds` are the rank's own.
struct RunStatus {
  Tick ticks_done = 0;
  Tick ticks = 0;            // of the whole run
  double days = 0;           // simulated, since run.start
  double wall_seconds = 0;   // of this call of run()
  WorkDone work;
  const Model& model;        // for headlines()
};
enum class AfterTick { go_on, stop };

struct RunHooks {
  // After each tick. `stop` from any rank stops all after this tick: a signal, --max-wall.
  std::function<AfterTick(const RunStatus&)> on_tick;

  // Saves all state (simulation.state(archive), simulation.tick()) and the rows so far. Collective.
  // Called every `checkpoint_every` days (0: not by the clock) and when the run is stopped.
  std::function<void(Simulation&, const DatasetRecorder&)> save;
  double checkpoint_every = 0;

  // Called once, after that many ticks: the run goes on, others go on from there too. Collective.
  Tick fork_at = 0;
  std::function<void(Simulation&, const DatasetRecorder&)> fork;

  // Loads what save() saved (simulation.state(archive), recorder.restore(rows)) and returns the ticks that
  // were done; called once, before the first tick. run() calls Simulation::resume(). Collective.
  std::function<Tick(Simulation&, DatasetRecorder&)> load;

  // Called once when the world is built, with what its model warns of.
  std::function<void(const std::vector<Caution>&)> on_built;

  // Called often while the world is built, from any thread; what it throws ends the run.
  std::function<void()> while_building;
};

struct RunRequest {
  const ModelEntry& model;
  ParameterSet& parameters;  // events may change its mutable ones
  RunParameters run;
  OutputParameters outputs;
  std::uint32_t seed = 0;    // from derive_seed()
  Comm& comm;
  Parallel& parallel;
  Shelf& shelf;
  RunHooks hooks = {};
};

struct RunResult {
  Dataset data;
  std::uint64_t fingerprint = 0;
  Tick ticks_done = 0;
  bool stopped = false;          // by on_tick, before the end
  double wall_seconds = 0;       // building included
  double build_seconds = 0;
  WorkDone work;                 // all ranks
  std::vector<PhaseTime> phase_times;
  std::vector<Headline> headlines;
  std::uint64_t state_bytes = 0;  // all ranks
};

// The same data and fingerprint on every rank. A run that is stopped has its rows so far, not finish()'s.
// Errors: what the model's build and phases throw; InvariantBroken.
RunResult run(const RunRequest& request);

}  // namespace fanfare
