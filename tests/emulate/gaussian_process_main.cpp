// The emulator for whoever checks it from outside: `kernel d n m`, `lengths` (d, or 0 to fit), signal
// variance, then n rows of point, value, noise, then m points; answers lengths, signal, nugget, likelihood,
// then mean and variance of each, and what each value is from all others.
#include <cstdio>
#include <iostream>
#include <string>

#include "sim/emulate/gaussian_process.h"

int main() {
  using namespace fanfare;
  std::string kernel;
  std::size_t d = 0, n = 0, m = 0;
  std::cin >> kernel >> d >> n >> m;
  GaussianProcessOptions options;
  options.covariance = kernel == "matern" ? Covariance::matern52 : Covariance::squared_exponential;
  options.fits_nugget = false;
  double length = 0;
  for (std::size_t c = 0; c < d; ++c)
    if (std::cin >> length; length > 0) options.lengths.push_back(length);
  std::cin >> options.signal_variance;
  const auto read = [&](std::size_t count) {
    std::vector<double> row(count);
    for (double& x : row) std::cin >> x;
    return row;
  };
  std::vector<std::vector<double>> points;
  std::vector<double> values, noise;
  for (std::size_t i = 0; i < n; ++i) {
    points.push_back(read(d));
    const std::vector<double> rest = read(2);
    values.push_back(rest[0]), noise.push_back(rest[1]);
  }
  const GaussianProcess process(points, values, noise, options);
  for (const double l : process.lengths()) std::printf("%.17g ", l);
  std::printf("%.17g %.17g %.17g\n", process.signal_variance(), process.nugget(), process.log_likelihood());
  for (std::size_t i = 0; i < m; ++i) {
    const Predicted p = process.at(read(d));
    std::printf("%.17g %.17g\n", p.mean, p.variance);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const Predicted p = process.without(i);
    std::printf("%.17g %.17g\n", p.mean, p.variance);
  }
  return std::cin ? 0 : 1;
}
