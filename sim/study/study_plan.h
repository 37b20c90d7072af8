// Which runs a study is made of, in which order, and what stands already. Runs nothing.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/setup.h"
#include "sim/scenario/study.h"
#include "sim/study/options.h"

namespace fanfare {

// A study with the scenario of each of its arms (or points).
struct PlannedStudy {
  Study study;
  std::vector<Scenario> scenarios;  // by row
  std::size_t replicates = 0;

  // The study's own; the rows of its variations stand behind them.
  std::size_t rows() const { return study.own_arms(); }
  std::vector<std::string> arms() const;
  std::vector<std::string> titles() const;  // what people call them
  // Of a row that leaves a unit out, the ticks that it has in common with its arm; none: it is run from the beginning.
  // The same for the arm itself, whose run the others are forked from.
  std::optional<Tick> fork_of(std::size_t row) const;
  std::string baseline() const { return study.baseline; }
  bool is_choice(std::size_t row) const;  // no placebo, and not said to be none
  const ReportSpec& report() const;  // of the model of its arms
  std::string digest() const;  // over those of all arms
};

// Errors go to `problems`: those of the study's files, and measures that can't come out of them.
PlannedStudy plan_study(const std::string& path, const ComputeOptions& options, Problems& problems);

struct PlannedRun {
  std::size_t row = 0;
  std::size_t replicate = 0;
};

// A, B, C, A, B, C, …: all arms of a replicate side by side, so that they share its graph while it is in
// memory.
std::vector<PlannedRun> replicate_major(std::size_t rows, std::size_t replicates);

// A shelf for each replicate, thrown away with what is on it when the replicate's last run is over.
class ReplicateShelves {
 public:
  explicit ReplicateShelves(const std::vector<PlannedRun>& runs);
  std::shared_ptr<Shelf> of(std::size_t replicate);
  void over(std::size_t replicate);
  // Replicates whose things are in memory.
  std::size_t live() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::size_t, std::size_t> left_;
  std::map<std::size_t, std::shared_ptr<Shelf>> shelves_;
};

}  // namespace fanfare
