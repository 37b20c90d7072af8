// Checkpoints of a study's runs: those that a run leaves when it is stopped or as often as asked, and the one of a
// beginning that several runs have in common.
#pragma once

#include <filesystem>

#include "sim/comm.h"
#include "sim/results/checkpoint.h"
#include "sim/run.h"
#include "sim/study/fatal.h"
#include "sim/study/forks.h"
#include "sim/study/log.h"
#include "sim/study/run_folder.h"
#include "sim/study/study_plan.h"

namespace fanfare {

class RunCheckpoints {
 public:
  RunCheckpoints(const PlannedStudy& plan, const RunFolder& folder, Log& log, Fatal& fatal)
      : plan_(plan), folder_(folder), log_(log), fatal_(fatal) {}

  // Before any run begins: each that will be run.
  void expect(const PlannedRun& run);
  // Of a run's own; it goes on from it if `goes_on`. `is_unfit`: there was one that does not fit the run.
  void keep(RunHooks& hooks, const PlannedRun& run, Comm& comm, bool goes_on, bool& is_unfit);
  // Runs that leave a unit out begin where they part from the run of their arm. Whoever of them comes first runs what
  // they have in common and leaves a checkpoint; the others wait for it. Held while the run goes on.
  Forks::Turn fork(RunHooks& hooks, const PlannedRun& run, Comm& comm);
  void over(const PlannedRun& run, Comm& comm);
  std::filesystem::path of(const PlannedRun& run) const;

 private:
  void leave(Simulation& simulation, const DatasetRecorder& recorder, const std::filesystem::path& folder,
             const RunIdentity& identity, Comm& comm);
  std::filesystem::path shared_by(const PlannedRun& run) const;

  const PlannedStudy& plan_;
  const RunFolder& folder_;
  Log& log_;
  Fatal& fatal_;
  Forks forks_;
};

}  // namespace fanfare
