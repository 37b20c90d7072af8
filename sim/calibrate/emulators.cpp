// Means over replicates to Gaussian processes; what is left within points is luck.
#include "sim/calibrate/emulators.h"

#include <algorithm>
#include <cmath>

#include "fanfare/expects.h"

namespace fanfare {
namespace {

constexpr double kPriorDegrees =
    4;  // a point's few replicates count beside the pooled variance as if it had so many

struct Spread {
  double mean = 0, squares = 0;
  std::size_t n = 0;
};

Spread spread_of(const std::vector<double>& values) {
  Spread s;
  for (const double x : values)
    if (std::isfinite(x)) s.mean += x, ++s.n;
  if (s.n > 0) s.mean /= static_cast<double>(s.n);
  for (const double x : values)
    if (std::isfinite(x)) s.squares += (x - s.mean) * (x - s.mean);
  return s;
}

// Pooled within points, over all pairs of targets; degrees of freedom beside it.
double pooled(const PointRuns& runs, std::size_t a, std::size_t b, double& degrees) {
  double sum = 0;
  degrees = 0;
  for (std::size_t p = 0; p < runs.points.size(); ++p) {
    const std::vector<double>&x = runs.values[a][p], &y = runs.values[b][p];
    const Spread sx = spread_of(x), sy = spread_of(y);
    if (sx.n < 2 || sx.n != sy.n) continue;
    for (std::size_t r = 0; r < x.size(); ++r)
      if (std::isfinite(x[r]) && std::isfinite(y[r])) sum += (x[r] - sx.mean) * (y[r] - sy.mean);
    degrees += static_cast<double>(sx.n - 1);
  }
  return degrees > 0 ? sum / degrees : 0;
}

}  // namespace

void PointRuns::append(const PointRuns& more) {
  points.insert(points.end(), more.points.begin(), more.points.end());
  values.resize(more.values.size());
  for (std::size_t t = 0; t < more.values.size(); ++t)
    values[t].insert(values[t].end(), more.values[t].begin(), more.values[t].end());
}

std::size_t PointRuns::runs() const {
  std::size_t n = 0;
  if (!values.empty())
    for (const auto& point : values[0]) n += spread_of(point).n;
  return n;
}

Emulators::Emulators(const PointRuns& runs) : luck_(runs.values.size() * runs.values.size()) {
  const std::size_t targets = runs.values.size();
  double degrees = 0;
  for (std::size_t a = 0; a < targets; ++a)
    for (std::size_t b = 0; b < targets; ++b) luck_[a * targets + b] = pooled(runs, a, b, degrees);
  const bool has_replicates = degrees > 0;
  for (std::size_t t = 0; t < targets; ++t) {
    std::vector<Point> points;
    std::vector<double> means, noise;
    const double common = luck_[t * targets + t];
    for (std::size_t p = 0; p < runs.points.size(); ++p) {
      const Spread s = spread_of(runs.values[t][p]);
      if (s.n == 0) continue;
      const auto n = static_cast<double>(s.n);
      const double own = (kPriorDegrees * common + s.squares) / (kPriorDegrees + n - 1);
      points.push_back(runs.points[p]);
      means.push_back(s.mean);
      noise.push_back(has_replicates ? own / n : 0);
    }
    if (points.size() < 4)
      throw InputError("a target has a value at " + std::to_string(points.size()) +
                       " points alone (runs failed) an emulator takes four at least");
    processes_.emplace_back(points, means, noise);
    // Without replicates luck and lack of fit can't be told apart: all of it is luck.
    lack_.push_back(has_replicates ? processes_.back().nugget() : 0);
    if (!has_replicates) luck_[t * targets + t] = processes_.back().nugget();
  }
}

Predicted Emulators::at(std::size_t target, std::span<const double> point) const {
  Predicted p = processes_[target].at(point);
  p.variance += lack_[target];
  return p;
}

double Emulators::held(std::size_t target) const {
  const GaussianProcess& process = processes_[target];
  std::size_t well = 0;
  for (std::size_t i = 0; i < process.size(); ++i) {
    const Predicted p = process.without(i);
    if (std::fabs(process.value(i) - p.mean) <= 2 * std::sqrt(p.variance)) ++well;
  }
  return static_cast<double>(well) / static_cast<double>(process.size());
}

double implausibility(const Emulators& emulators, const Observed& observed, std::size_t target,
                      std::span<const double> point) {
  const Predicted p = emulators.at(target, point);
  const double variance = p.variance + emulators.luck(target) + observed.error * observed.error +
                          observed.discrepancy * observed.discrepancy;
  const double miss = std::fabs(observed.value - p.mean);
  return variance > 0 ? miss / std::sqrt(variance) : miss > 0 ? 1e9 : 0;
}

double implausibility(const Emulators& emulators, const std::vector<Observed>& observed,
                      std::span<const double> point) {
  double worst = 0;
  for (std::size_t t = 0; t < observed.size(); ++t)
    worst = std::max(worst, implausibility(emulators, observed[t], t, point));
  return worst;
}

double log_likelihood(const Emulators& emulators, const std::vector<Observed>& observed,
                      std::span<const double> point, std::span<const double> widened) {
  const std::size_t n = observed.size();
  std::vector<double> residual(n);
  Square covariance = emulators.luck();
  for (std::size_t t = 0; t < n; ++t) {
    const Predicted p = emulators.at(t, point);
    residual[t] = observed[t].value - p.mean;
    covariance[t * n + t] += p.variance + observed[t].error * observed[t].error +
                             observed[t].discrepancy * observed[t].discrepancy +
                             (widened.empty() ? 0 : widened[t]);
  }
  return log_normal_density(residual, covariance);
}

}  // namespace fanfare
