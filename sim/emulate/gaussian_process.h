// A Gaussian process: what values at some points say of the points between, and how surely. Knows nothing of
// runs; Eigen and NLopt stay in its source file.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace fanfare {

enum class Covariance { matern52, squared_exponential };

// Coordinates are best scaled to [0, 1]; lengths are in their unit, one for each (automatic relevance).
struct GaussianProcessOptions {
  Covariance covariance = Covariance::matern52;
  // Given ones are taken as they are, all together: then nothing is fitted.
  std::vector<double> lengths;
  double signal_variance = std::numeric_limits<double>::quiet_NaN();
  double nugget = 0;
  // Whether a further variance of each value is fitted beside `noise`: what the given variances miss.
  bool fits_nugget = true;
  double least_length = 0.05, greatest_length = 20;
};

struct Predicted {
  double mean = 0;
  double variance = 0;  // of the mean response; a run there has its noise on top
};

// The mean is constant: the values' own. Rasmussen & Williams (2006), Gaussian Processes for Machine
// Learning, ch. 2, 4.2, 5.4: hyper-parameters maximise the marginal likelihood (eq. 2.30), by L-BFGS from
// three starts.
class GaussianProcess {
 public:
  // n points of equal length, n values, n variances of the values (of a mean over replicates: that of the
  // mean; 0: exact). n >= 2. Deterministic. Errors: LogicError for shapes that don't fit.
  GaussianProcess(const std::vector<std::vector<double>>& points, std::span<const double> values,
                  std::span<const double> noise, const GaussianProcessOptions& options = {});
  ~GaussianProcess();
  GaussianProcess(GaussianProcess&&) noexcept;
  GaussianProcess& operator=(GaussianProcess&&) noexcept;

  Predicted at(std::span<const double> point) const;
  // Posterior covariance of the mean response at two points.
  double covariance(std::span<const double> a, std::span<const double> b) const;
  double value(std::size_t i) const;  // as given
  // Of the i-th value from all others, its own noise in the variance (R&W eq. 5.12).
  Predicted without(std::size_t i) const;

  const std::vector<double>& lengths() const;
  double signal_variance() const;  // in the values' unit, squared
  double nugget() const;           // likewise
  double log_likelihood() const;   // of the values divided by their standard deviation
  std::size_t size() const;

 private:
  struct Fit;
  std::unique_ptr<Fit> fit_;
};

}  // namespace fanfare
