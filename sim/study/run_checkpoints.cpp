#include "sim/study/run_checkpoints.h"

#include <fmt/format.h>

#include "sim/study/describe.h"
#include "sim/study/run_names.h"

namespace fanfare {

void RunCheckpoints::expect(const PlannedRun& run) {
  if (plan_.fork_of(run.row)) forks_.expect(run);
}

void RunCheckpoints::over(const PlannedRun& run, Comm& comm) {
  if (plan_.fork_of(run.row) && forks_.over(run) && comm.is_root()) remove_checkpoints(shared_by(run));
}

std::filesystem::path RunCheckpoints::of(const PlannedRun& run) const {
  return folder_.checkpoint_of(run.row, plan_.study.arms[run.row].name, run.replicate);
}

std::filesystem::path RunCheckpoints::shared_by(const PlannedRun& run) const {
  return folder_.checkpoints() / fmt::format("fork.r{:04}", run.replicate);
}

void RunCheckpoints::leave(Simulation& simulation, const DatasetRecorder& recorder,
                           const std::filesystem::path& folder, const RunIdentity& identity, Comm& comm) {
  try {
    save_checkpoint(folder, {identity, simulation.tick(), recorder.data()},
                    [&](Archive& archive) { simulation.state(archive); }, simulation.model().partition(), comm);
  } catch (...) {
    fatal_.note();  // a file's failure, not the run's
    throw;
  }
}

Forks::Turn RunCheckpoints::fork(RunHooks& hooks, const PlannedRun& planned, Comm& comm) {
  const auto at = plan_.fork_of(planned.row);
  if (!at || hooks.load || !forks_.has_others(planned)) return {};
  const Arm& arm = plan_.study.arms[planned.row];
  const std::size_t whole = arm.variation ? arm.of : planned.row;
  RunIdentity identity = identity_of(plan_.scenarios[whole], planned.replicate);
  identity["fork"] = std::to_string(*at);
  const auto folder = shared_by(planned);
  Forks::Turn turn = forks_.turn(planned);
  if (turn.is_first()) {
    hooks.fork_at = *at;
    hooks.fork = [this, &comm, identity, folder, turn](Simulation& simulation, const DatasetRecorder& recorder) {
      leave(simulation, recorder, folder, identity, comm);
      turn.done();
    };
  } else {
    hooks.load = [this, &comm, identity, folder, planned](Simulation& simulation, DatasetRecorder& recorder) {
      LoadedCheckpoint loaded =
          load_checkpoint(folder, identity, [&](Archive& archive) { simulation.state(archive); },
                          simulation.model().partition(), comm);
      log_.info(fmt::format("{}: forked at tick {}", run_name(plan_, planned), loaded.header.tick));
      recorder.restore(std::move(loaded.header.recorded));
      return loaded.header.tick;
    };
  }
  return turn;
}

void RunCheckpoints::keep(RunHooks& hooks, const PlannedRun& planned, Comm& comm, bool goes_on, bool& is_unfit) {
  const RunIdentity identity = identity_of(plan_.scenarios[planned.row], planned.replicate);
  const auto folder = of(planned);
  hooks.save = [this, &comm, identity, folder](Simulation& simulation, const DatasetRecorder& recorder) {
    if (!fatal_.is_seen()) leave(simulation, recorder, folder, identity, comm);
  };
  if (!goes_on || !comm.any(comm.is_root() && has_checkpoint(folder))) return;
  hooks.load = [this, &comm, &is_unfit, identity, folder, planned](Simulation& simulation,
                                                                   DatasetRecorder& recorder) {
    is_unfit = true;  // until it is known to fit
    LoadedCheckpoint loaded =
        load_checkpoint(folder, identity, [&](Archive& archive) { simulation.state(archive); },
                        simulation.model().partition(), comm);
    const Tick last = plan_.scenarios[planned.row].run.ticks();
    if (loaded.header.tick > last) throw InputError(loaded.path.string() + ": is past the end of this run");
    is_unfit = false;
    log_.info(fmt::format("{}: went on from tick {}", run_name(plan_, planned), loaded.header.tick));
    recorder.restore(std::move(loaded.header.recorded));
    return loaded.header.tick;
  };
}

}  // namespace fanfare
