// Sums over runs; rates over the time that ticks took.
#include "sim/study/progress.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fanfare {
namespace {

constexpr double kNotYet = std::numeric_limits<double>::quiet_NaN();
constexpr std::chrono::milliseconds kLook{500};

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

ProgressBoard::ProgressBoard(ProgressSink& sink, std::size_t runs, int ranks, Clock clock)
    : sink_(sink),
      ranks_(ranks),
      clock_(clock ? std::move(clock) : Clock(steady_seconds)),
      runs_(runs),
      start_(clock_()) {
  if (!sink.is_silent()) looker_ = std::jthread([this](const std::stop_token& stop) { keep_looking(stop); });
}

ProgressBoard::~ProgressBoard() = default;

double ProgressBoard::seconds() const { return clock_() - start_; }

void ProgressBoard::keep_looking(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, kLook, [] { return false; });
    }
    if (!stop.stop_requested()) look();
  }
}

void ProgressBoard::close() {
  if (looker_.joinable()) {
    looker_.request_stop();
    looker_.join();
  }
  sink_.close();
}

// Of runs that have ticks: what a whole run's ticks take, and what its world took, on average. What is left
// is shared by as many as went on at once.
double ProgressBoard::seconds_left() const {
  double worked = 0, spent = 0, built = 0, builds = 0;
  for (const Run& run : runs_) {
    if (!run.ticks) continue;
    worked += run.fraction - run.first;
    spent += run.last_at - run.first_at;
    built += run.first_at - run.begun_at;
    ++builds;
  }
  if (!(worked > 0)) return kNotYet;
  double left = 0;
  std::size_t open = 0;
  for (const Run& run : runs_) {
    if (run.done) continue;
    ++open;
    left += (1 - run.fraction) * spent / worked;
    if (!run.ticks) left += std::max(built / builds - (run.begun ? seconds() - run.begun_at : 0), 0.0);
  }
  return left / static_cast<double>(std::max<std::size_t>(std::min(side_by_side_, open), 1));
}

Progress ProgressBoard::summed() const {
  Progress p;
  p.runs = runs_.size();
  double impressions = 0, spent = 0, going = 0;
  for (const Run& run : runs_) {
    p.fraction += run.fraction / static_cast<double>(runs_.size());
    p.impressions += run.impressions * static_cast<std::uint64_t>(ranks_);
    p.runs_done += run.done ? 1 : 0;
    if (!run.ticks) continue;
    impressions += static_cast<double>(run.impressions - run.first_impressions) * ranks_;
    spent += run.last_at - run.first_at;
    going += run.runs() ? 1 : 0;
  }
  p.wall_seconds = seconds();
  p.impressions_per_second = spent > 0 ? impressions / spent * std::max(going, 1.0) : 0;
  p.seconds_left = seconds_left();
  return p;
}

void ProgressBoard::begin(std::size_t index, double until, const std::string& name) {
  const std::lock_guard lock(mutex_);
  Run& run = runs_[index];
  run.begun = true;
  run.begun_at = seconds();
  run.until = until;
  run.name = name;
  const auto at_once = std::count_if(runs_.begin(), runs_.end(), [](const Run& r) { return r.runs(); });
  side_by_side_ = std::max(side_by_side_, static_cast<std::size_t>(at_once));
}

void ProgressBoard::look() {
  const std::lock_guard lock(mutex_);
  if (seconds() < next_show_) return;
  const auto is_shown = [](const Run& run) { return run.runs() && run.ticks; };
  const auto is_built = [](const Run& run) { return run.runs() && !run.ticks; };
  const auto run = std::find_if(runs_.begin(), runs_.end(), is_built);
  if (run == runs_.end() || std::any_of(runs_.begin(), runs_.end(), is_shown)) return;
  Progress p = summed();
  p.building = true;
  p.building_seconds = seconds() - run->begun_at;
  p.until = run->until;
  p.run = run->name;
  show(std::move(p));
}

void ProgressBoard::show(Progress progress) {
  next_show_ = seconds() + sink_.pause();
  sink_.show(progress);
}

// A first report is where the rate counts from: it may come after many ticks, of a run that goes on from a
// checkpoint.
void ProgressBoard::tick(std::size_t index, const RunStatus& status, double until, const std::string& name) {
  const std::lock_guard lock(mutex_);
  Run& run = runs_[index];
  run.begun = true;
  run.fraction = status.ticks_done / std::max<double>(status.ticks, 1);
  run.impressions = status.work.impressions;
  run.last_at = seconds();
  if (!run.ticks) {
    run.ticks = true;
    run.first_at = run.last_at;
    run.first = run.fraction;
    run.first_impressions = run.impressions;
  }
  // The end of a run is always shown, also of one that is over before the first line was due.
  if (run.last_at < next_show_ && status.ticks_done < status.ticks) return;
  Progress p = summed();
  p.days = status.days;
  p.until = until;
  p.run = name;
  p.headlines = status.model.headlines();
  show(std::move(p));
}

void ProgressBoard::done(std::size_t index) {
  const std::lock_guard lock(mutex_);
  Run& run = runs_[index];
  run.first += 1 - run.fraction;  // what a run that failed left undone took no time
  run.fraction = 1;
  run.done = true;
}

}  // namespace fanfare
