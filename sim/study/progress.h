// How far all runs of an invocation have come. Collects and paces; a ProgressSink shows it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "fanfare/model.h"
#include "sim/run.h"

namespace fanfare {

struct Progress {
  double fraction = 0;          // of all ticks of all runs, in [0, 1]
  bool building = false;        // the run that is shown has no tick yet: its world is being built
  double building_seconds = 0;  // so long already
  double days = 0;              // simulated, of the run that reported
  double until = 0;             // days
  std::size_t runs_done = 0;
  std::size_t runs = 1;
  std::string run;  // "kol, replicate 3"; empty for a single run
  std::uint64_t impressions = 0;
  double impressions_per_second = 0;  // while ticks are done: building is left out
  double wall_seconds = 0;
  double seconds_left = 0;  // NaN until it can be known
  std::vector<Headline> headlines;
};

// Shows progress; called by one thread at a time, at most every `pause()`.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  virtual double pause() const = 0;  // s between two calls of show()
  virtual bool is_silent() const { return false; }
  virtual void show(const Progress& progress) = 0;
  // All is over, well or not: leaves the terminal clean.
  virtual void close() {}
};

// Shows nothing: --progress off, ranks other than 0, tests.
class NoProgress final : public ProgressSink {
 public:
  double pause() const override { return 1e9; }
  bool is_silent() const override { return true; }
  void show(const Progress&) override {}
};

// Fed by all runs, from any thread. What is left is estimated from the ticks that were done and the worlds that were
// built, apart: building is no measure of how fast ticks are.
class ProgressBoard {
 public:
  using Clock = std::function<double()>;  // s since any moment

  // `ranks`: a run reports its own rank's work; the ranks are taken to be alike. Without a clock the real one.
  ProgressBoard(ProgressSink& sink, std::size_t runs, int ranks, Clock clock = {});
  ~ProgressBoard();

  // Run `index` begins to build its world.
  void begin(std::size_t index, double until, const std::string& name);
  // Run `index` is after a tick of its own.
  void tick(std::size_t index, const RunStatus& status, double until, const std::string& name);
  // Run `index` has ended, or needs not be run.
  void done(std::size_t index);
  // Shows a run that is being built, where none has ticks to show. Called by a thread of the board's own, now and then.
  void look();
  // Nothing is shown any more, and the sink is closed.
  void close();

 private:
  struct Run {
    bool begun = false, ticks = false, done = false;
    std::string name;
    double until = 0;
    double fraction = 0;
    std::uint64_t impressions = 0;
    double begun_at = 0;                            // s
    double first_at = 0, first = 0;                 // its first report: when, and how far it was
    std::uint64_t first_impressions = 0;
    double last_at = 0;
    bool runs() const { return begun && !done; }
  };
  void show(Progress progress);
  Progress summed() const;
  double seconds_left() const;
  double seconds() const;
  void keep_looking(const std::stop_token& stop);

  ProgressSink& sink_;
  int ranks_;
  Clock clock_;
  mutable std::mutex mutex_;
  std::vector<Run> runs_;
  double start_ = 0;
  double next_show_ = 0;         // s since start
  std::size_t side_by_side_ = 1;  // the most runs that went on at once
  std::condition_variable_any wake_;
  std::jthread looker_;  // last: it uses all of the above
};

}  // namespace fanfare
