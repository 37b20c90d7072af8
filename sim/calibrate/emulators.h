// What runs at some points say of all targets everywhere: an emulator each, and the luck of one run. Points
// are of the unit cube, which priors map to values. Runs nothing.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/calibrate/normal.h"
#include "sim/emulate/gaussian_process.h"

namespace fanfare {

using Point = std::vector<double>;  // of the unit cube

// Runs at points: values[target][point][replicate]; NaN where a run failed.
struct PointRuns {
  std::vector<Point> points;
  std::vector<std::vector<std::vector<double>>> values;

  void append(const PointRuns& more);
  std::size_t runs() const;  // that have a value
};

// One of the numbers that the runs are to meet.
struct Observed {
  std::string name;
  double value = 0;
  double error = 0;        // standard deviation of the observation
  double discrepancy = 0;  // … of what the model gets wrong at its best parameters
};

class Emulators {
 public:
  // Points at which a target has no value are left out for it. Errors: InputError if a target has fewer than
  // four points with a value.
  explicit Emulators(const PointRuns& runs);

  std::size_t targets() const { return processes_.size(); }
  Predicted at(std::size_t target, std::span<const double> point) const;
  // Covariance between targets of one run's luck, targets × targets; of the observed world too, which is one
  // run.
  const Square& luck() const { return luck_; }
  double luck(std::size_t target) const { return luck_[target * targets() + target]; }
  const GaussianProcess& process(std::size_t target) const { return processes_[target]; }
  // How well each value is foretold from the others: the share of standardised errors within ±2.
  double held(std::size_t target) const;

 private:
  std::vector<GaussianProcess> processes_;
  std::vector<double> lack_;  // variance of what a smooth response leaves, where replicates tell it from luck
  Square luck_;
};

// Implausibility: |observed − mean| over the root of observation, discrepancy, luck and emulator variance
// (Craig et al. 1997, Case Studies in Bayesian Statistics 3; Vernon, Goldstein & Bower 2010, Bayesian
// Analysis 5: 619, eq. 15).
double implausibility(const Emulators& emulators, const Observed& observed, std::size_t target,
                      std::span<const double> point);
// The largest over the targets.
double implausibility(const Emulators& emulators, const std::vector<Observed>& observed,
                      std::span<const double> point);

// ln of the density of what was observed, given the point; `widened` adds variance to each target.
double log_likelihood(const Emulators& emulators, const std::vector<Observed>& observed,
                      std::span<const double> point, std::span<const double> widened = {});

}  // namespace fanfare
