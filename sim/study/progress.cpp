// Sums over runs; rates over the wall time of this invocation.
#include "sim/study/progress.h"

#include <algorithm>
#include <limits>

namespace fanfare {

ProgressBoard::ProgressBoard(ProgressSink& sink, std::size_t runs, int ranks)
    : sink_(sink), ranks_(ranks), runs_(runs), start_(std::chrono::steady_clock::now()) {}

double ProgressBoard::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

Progress ProgressBoard::summed() const {
  Progress p;
  p.runs = runs_.size();
  for (const Run& run : runs_) {
    p.fraction += run.fraction / static_cast<double>(runs_.size());
    p.impressions += run.impressions * static_cast<std::uint64_t>(ranks_);
    p.runs_done += run.done ? 1 : 0;
  }
  p.wall_seconds = seconds();
  p.impressions_per_second = static_cast<double>(p.impressions) / std::max(p.wall_seconds, 1e-9);
  const double worked = p.fraction - skipped_;
  p.seconds_left =
      worked > 0 ? p.wall_seconds * (1 - p.fraction) / worked : std::numeric_limits<double>::quiet_NaN();
  return p;
}

void ProgressBoard::tick(std::size_t index, const RunStatus& status, double until, const std::string& name) {
  const std::lock_guard lock(mutex_);
  const double ticks = std::max<double>(status.ticks, 1);
  // A first report after many ticks: a run that goes on from a checkpoint.
  if (runs_[index].fraction == 0)
    skipped_ += (status.ticks_done - 1) / ticks / static_cast<double>(runs_.size());
  runs_[index].fraction = status.ticks_done / ticks;
  runs_[index].impressions = status.work.impressions;
  const double now = seconds();
  // The end of a run is always shown, also of one that is over before the first line was due.
  if (now < next_show_ && status.ticks_done < status.ticks) return;
  next_show_ = now + sink_.pause();
  Progress p = summed();
  p.days = status.days;
  p.until = until;
  p.run = name;
  p.headlines = status.model.headlines();
  sink_.show(p);
}

void ProgressBoard::done(std::size_t index) {
  const std::lock_guard lock(mutex_);
  // A run that reported no tick was finished before.
  if (runs_[index].fraction == 0) skipped_ += 1 / static_cast<double>(runs_.size());
  runs_[index].fraction = 1;
  runs_[index].done = true;
}

}  // namespace fanfare
