// All runs of a study, side by side over the cores, into one folder: a part for each run that ends, study.h5
// and the summary when all have.
#pragma once

#include <functional>
#include <vector>

#include "sim/study/context.h"
#include "sim/study/study_plan.h"

namespace fanfare {

// What of a study is done here. All of it, or the runs of a shard, which leaves their parts and no study, or
// none: a study of the runs that are elsewhere.
struct StudyJob {
  enum class What { whole, shard, collect };
  What what = What::whole;
  std::vector<PlannedRun> runs = {};  // of a shard
  // Asked when the folder is held: was it all done meanwhile?
  std::function<bool()> is_done = {};
  // Of a shard: called while the folder is still held, when no run is left to do.
  std::function<void()> when_done = {};
  // Of a study that is collected: where its runs are (RunFolder::elsewhere).
  std::function<const StudyRun*(std::size_t row, std::size_t replicate)> elsewhere = {};
};

// Collective over the context's ranks. With several ranks the runs go one after the other, each over all
// ranks. A run that fails is recorded with its reason and the rest goes on, as options.fail says. Errors:
// InputError for files and folders; then the parts that were written stay. A run that is stopped leaves a
// checkpoint, from which it goes on.
Outcome run_study(PlannedStudy& plan, const RunContext& context, const StudyJob& job = {});

}  // namespace fanfare
