// The one file of calibration that knows Eigen.
#include "sim/calibrate/normal.h"

#include <Eigen/Dense>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

namespace fanfare {
namespace {

using ByRows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::LLT<ByRows> factor(const Square& matrix, std::size_t n) {
  const auto size = static_cast<Eigen::Index>(n);
  ByRows m = Eigen::Map<const ByRows>(matrix.data(), size, size);
  Eigen::LLT<ByRows> llt(m);
  const double scale = std::max(m.diagonal().cwiseAbs().maxCoeff(), 1e-300);
  for (double jitter = 1e-12; llt.info() != Eigen::Success && jitter < 10; jitter *= 10) {
    m.diagonal().array() += jitter * scale;
    llt.compute(m);
  }
  return llt;
}

}  // namespace

double log_normal_density(std::span<const double> residual, const Square& covariance) {
  const auto n = static_cast<Eigen::Index>(residual.size());
  const Eigen::LLT<ByRows> llt = factor(covariance, residual.size());
  const Eigen::VectorXd r = Eigen::Map<const Eigen::VectorXd>(residual.data(), n);
  const double squared = llt.matrixL().solve(r).squaredNorm();
  double log_root = 0;
  for (Eigen::Index i = 0; i < n; ++i) log_root += std::log(llt.matrixLLT()(i, i));
  return -0.5 * squared - log_root - 0.5 * static_cast<double>(n) * std::log(2 * std::numbers::pi);
}

Square cholesky_factor(const Square& matrix, std::size_t n) {
  const ByRows l = factor(matrix, n).matrixL();
  return {l.data(), l.data() + n * n};
}

std::vector<Axis> principal_axes(const Square& matrix, std::size_t n) {
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(
      Eigen::MatrixXd(Eigen::Map<const ByRows>(matrix.data(), size, size)));
  std::vector<Axis> axes;
  for (Eigen::Index k = size; k-- > 0;) {
    Eigen::VectorXd v = solver.eigenvectors().col(k);
    Eigen::Index largest = 0;
    v.cwiseAbs().maxCoeff(&largest);
    if (v[largest] < 0) v = -v;
    axes.push_back({solver.eigenvalues()[k], {v.data(), v.data() + n}});
  }
  return axes;
}

Square covariance_of(const std::vector<std::vector<double>>& rows) {
  const std::size_t d = rows.empty() ? 0 : rows[0].size();
  std::vector<double> mean(d);
  Square sum(d * d);
  for (const auto& row : rows)
    for (std::size_t a = 0; a < d; ++a) mean[a] += row[a] / static_cast<double>(rows.size());
  for (const auto& row : rows)
    for (std::size_t a = 0; a < d; ++a)
      for (std::size_t b = 0; b < d; ++b) sum[a * d + b] += (row[a] - mean[a]) * (row[b] - mean[b]);
  for (double& x : sum) x /= static_cast<double>(std::max<std::size_t>(rows.size(), 2) - 1);
  return sum;
}

double normal_below(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double normal_quantile(double u) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * u); }

double chi_square_tail(double x, double degrees) { return boost::math::gamma_q(degrees / 2, x / 2); }

}  // namespace fanfare
