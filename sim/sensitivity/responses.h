// What the runs of a design gave, by point and replicate, and how much of it is luck.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/sensitivity/index.h"

namespace fanfare::sensitivity {

using Responses = std::vector<std::vector<double>>;  // [point][replicate]; missing = NaN

// The part of the responses that can be set against each other.
struct Complete {
  std::vector<std::size_t> points;      // those that have any value
  std::vector<std::size_t> replicates;  // those that all of these points have
  std::vector<double> means;  // [points]: over these replicates; over what a point has, where there are none
};
Complete complete_of(const Responses& all);

// Where the variance of one run comes from. Replicate r has the same random numbers in all points, so luck is
// of two kinds: what moves all points of a replicate alike, which pairing takes away, and what is each run's
// own. Two-way analysis of variance, one run a cell (Searle, Casella & McCulloch 1992, Variance Components,
// ch. 4).
struct Luck {
  double points = kUnknown;  // variance of the expected response over the points
  double shared = kUnknown;  // of what is common to a replicate
  double own = kUnknown;     // of the rest
  std::size_t replicates = 0;

  double total() const { return points + shared + own; }
  // Of the mean over replicates, as it stands in a difference of two points; 0 where it is not known.
  double of_mean() const { return std::isfinite(own) ? own / static_cast<double>(replicates) : 0; }
};
// Not known with fewer than two replicates or points. No part is below zero.
Luck luck_of(const Responses& all, const Complete& complete);
// (shared + own) / total: the total index of luck, as if the seed were a factor. Interval: jackknife over
// replicates.
Index luck_index(const Responses& all, const Complete& complete);

// A value and its interval from the values without one part each (Quenouille 1956; Tukey 1958), which are as
// many as there are parts. Not known with fewer than three.
Index jackknifed(double value, const std::vector<double>& without);

}  // namespace fanfare::sensitivity
