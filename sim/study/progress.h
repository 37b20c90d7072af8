// How far all runs of an invocation have come. Collects and paces; a ProgressSink shows it.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "fanfare/model.h"
#include "sim/run.h"

namespace fanfare {

struct Progress {
  double fraction = 0;  // of all ticks of all runs, in [0, 1]
  double days = 0;      // simulated, of the run that reported
  double until = 0;     // days
  std::size_t runs_done = 0;
  std::size_t runs = 1;
  std::string run;  // "kol, replicate 3"; empty for a single run
  std::uint64_t impressions = 0;
  double impressions_per_second = 0;
  double wall_seconds = 0;
  double seconds_left = 0;  // NaN until it can be known
  std::vector<Headline> headlines;
};

// Shows progress; called by one thread at a time, at most every `pause()`.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  virtual double pause() const = 0;  // s between two calls of show()
  virtual void show(const Progress& progress) = 0;
  // All is over, well or not: leaves the terminal clean.
  virtual void close() {}
};

// Shows nothing: --progress off, ranks other than 0, tests.
class NoProgress final : public ProgressSink {
 public:
  double pause() const override { return 1e9; }
  void show(const Progress&) override {}
};

// Fed by all runs, from any thread.
class ProgressBoard {
 public:
  // `ranks`: a run reports its own rank's work; the ranks are taken to be alike.
  ProgressBoard(ProgressSink& sink, std::size_t runs, int ranks);

  // Run `index` is after a tick of its own.
  void tick(std::size_t index, const RunStatus& status, double until, const std::string& name);
  // Run `index` has ended, or needs not be run.
  void done(std::size_t index);

 private:
  struct Run {
    double fraction = 0;
    std::uint64_t impressions = 0;
    bool done = false;
  };
  Progress summed() const;
  double seconds() const;

  ProgressSink& sink_;
  int ranks_;
  std::mutex mutex_;
  std::vector<Run> runs_;
  double skipped_ = 0;  // share of the work that was done before this invocation
  std::chrono::steady_clock::time_point start_;
  double next_show_ = 0;  // s since start
};

}  // namespace fanfare
