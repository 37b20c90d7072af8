// Small symmetric matrices of calibration: densities, factors, axes. Row-major, n × n. Eigen stays in the
// source file.
#pragma once

#include <span>
#include <vector>

namespace fanfare {

using Square = std::vector<double>;

// ln N(residual; 0, covariance). The covariance is made just positive definite where it is not.
double log_normal_density(std::span<const double> residual, const Square& covariance);

// The lower Cholesky factor; likewise.
Square cholesky_factor(const Square& matrix, std::size_t n);

struct Axis {
  double variance = 0;
  std::vector<double> direction;  // of length 1, its largest part positive
};
// The principal axes, widest first.
std::vector<Axis> principal_axes(const Square& matrix, std::size_t n);

// Covariance of rows about their mean, over n − 1.
Square covariance_of(const std::vector<std::vector<double>>& rows);

// Of the standard normal: P(X < x), and its inverse for 0 < u < 1.
double normal_below(double x);
double normal_quantile(double u);

// P(X > x) of chi-square.
double chi_square_tail(double x, double degrees);

}  // namespace fanfare
