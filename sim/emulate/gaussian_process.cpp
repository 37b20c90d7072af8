// Values are standardised, so that starts and bounds serve any unit.
#include "sim/emulate/gaussian_process.h"

#include <nlopt.h>

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "fanfare/expects.h"

namespace fanfare {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// Of the standardised values.
struct Hyper {
  Vector lengths;
  double signal = 1;
  double nugget = 0;
};

// k as a function of the squared scaled distance, and what d k / d log(length) has as a factor of the scaled
// squared distance along that coordinate.
struct Kernel {
  Covariance kind;
  std::pair<double, double> operator()(double squared) const {
    if (kind == Covariance::squared_exponential) {
      const double k = std::exp(-0.5 * squared);
      return {k, k};
    }
    const double s = std::sqrt(5 * squared), e = std::exp(-s);
    return {(1 + s + s * s / 3) * e, 5.0 / 3 * (1 + s) * e};  // R&W eq. 4.17, nu = 5/2
  }
};

double squared_distance(const double* a, const double* b, const Vector& lengths) {
  double sum = 0;
  for (Eigen::Index d = 0; d < lengths.size(); ++d) {
    const double step = (a[d] - b[d]) / lengths[d];
    sum += step * step;
  }
  return sum;
}

// Points as columns, so that each lies in one piece.
struct Data {
  Matrix points;
  Vector values, noise;  // standardised
  Kernel kernel;
};

Matrix covariance_of(const Data& data, const Hyper& h) {
  const Eigen::Index n = data.points.cols();
  Matrix k(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < i; ++j)
      k(i, j) = k(j, i) = h.signal * data.kernel(squared_distance(data.points.col(i).data(),
                                                                  data.points.col(j).data(), h.lengths))
                                         .first;
    k(i, i) = h.signal + data.noise[i] + h.nugget;
  }
  return k;
}

// With as little on the diagonal as it takes: exact values at near points.
Eigen::LLT<Matrix> factor(Matrix k) {
  Eigen::LLT<Matrix> llt(k);
  for (double jitter = 1e-10; llt.info() != Eigen::Success && jitter < 1; jitter *= 10) {
    k.diagonal().array() += jitter * k.diagonal().maxCoeff();
    llt.compute(k);
  }
  expects(llt.info() == Eigen::Success, "a covariance that is not positive definite");
  return llt;
}

double log_likelihood_of(const Eigen::LLT<Matrix>& llt, const Vector& values, const Vector& alpha) {
  const double n = static_cast<double>(values.size());
  return -0.5 * values.dot(alpha) - llt.matrixL().toDenseMatrix().diagonal().array().log().sum() -
         0.5 * n * std::log(2 * std::numbers::pi);
}

// What NLopt asks: x holds log lengths, log signal and, if it is fitted, log nugget.
struct Search {
  const Data& data;
  bool fits_nugget;
  std::vector<double> best;
  double best_value = -std::numeric_limits<double>::infinity();

  Hyper at(const double* x) const {
    const Eigen::Index d = data.points.rows();
    Hyper h{Vector(d), std::exp(x[d]), fits_nugget ? std::exp(x[d + 1]) : 0};
    for (Eigen::Index i = 0; i < d; ++i) h.lengths[i] = std::exp(x[i]);
    return h;
  }

  // R&W eq. 5.9: half the trace of (alpha alpha' - K^-1) dK.
  void slopes(const Hyper& h, const Matrix& weight, double* gradient) const {
    const Eigen::Index n = data.points.cols(), d = data.points.rows();
    std::fill(gradient, gradient + d + 1, 0.0);
    for (Eigen::Index i = 0; i < n; ++i) {
      gradient[d] += 0.5 * weight(i, i) * h.signal;
      for (Eigen::Index j = 0; j < i; ++j) {
        const double* a = data.points.col(i).data();
        const double* b = data.points.col(j).data();
        const auto [k, slope] = data.kernel(squared_distance(a, b, h.lengths));
        gradient[d] += weight(i, j) * h.signal * k;
        for (Eigen::Index c = 0; c < d; ++c) {
          const double step = (a[c] - b[c]) / h.lengths[c];
          gradient[c] += weight(i, j) * h.signal * slope * step * step;
        }
      }
    }
    if (fits_nugget) gradient[d + 1] = 0.5 * weight.trace() * h.nugget;
  }

  double operator()(unsigned size, const double* x, double* gradient) {
    const Hyper h = at(x);
    const Eigen::LLT<Matrix> llt = factor(covariance_of(data, h));
    const Vector alpha = llt.solve(data.values);
    const double value = log_likelihood_of(llt, data.values, alpha);
    if (value > best_value) best_value = value, best.assign(x, x + size);
    if (gradient != nullptr) {
      const Eigen::Index n = data.points.cols();
      slopes(h, alpha * alpha.transpose() - llt.solve(Matrix::Identity(n, n)), gradient);
    }
    return value;
  }
};

double ask(unsigned size, const double* x, double* gradient, void* search) {
  return (*static_cast<Search*>(search))(size, x, gradient);
}

Hyper fitted(const Data& data, const GaussianProcessOptions& options) {
  const auto d = static_cast<std::size_t>(data.points.rows());
  const std::size_t size = d + 1 + (options.fits_nugget ? 1 : 0);
  std::vector<double> low(size, std::log(options.least_length)),
      high(size, std::log(options.greatest_length));
  low[d] = std::log(1e-3), high[d] = std::log(1e3);
  if (options.fits_nugget) low[d + 1] = std::log(1e-8), high[d + 1] = std::log(1.0);
  Search search{data, options.fits_nugget, {}};
  for (const double length : {0.5, 2.0, 0.15}) {
    std::vector<double> x(size, std::log(std::clamp(length, options.least_length, options.greatest_length)));
    x[d] = 0;
    if (options.fits_nugget) x[d + 1] = std::log(1e-3);
    nlopt_opt const optimiser = nlopt_create(NLOPT_LD_LBFGS, static_cast<unsigned>(size));
    nlopt_set_lower_bounds(optimiser, low.data());
    nlopt_set_upper_bounds(optimiser, high.data());
    nlopt_set_max_objective(optimiser, ask, &search);
    nlopt_set_ftol_abs(optimiser, 1e-5);
    nlopt_set_maxeval(optimiser, 100);
    double value = 0;
    nlopt_optimize(optimiser, x.data(), &value);  // however it ends, the best that was seen counts
    nlopt_destroy(optimiser);
  }
  return search.at(search.best.data());
}

}  // namespace

struct GaussianProcess::Fit {
  Data data;
  Hyper hyper;
  Eigen::LLT<Matrix> llt;
  Vector alpha;
  double mean = 0, scale = 1;  // of the values
  std::vector<double> lengths;
  double log_likelihood = 0;

  // The covariances of a point with all that are known, L^-1 of them.
  Vector towards(std::span<const double> point) const {
    const Eigen::Index n = data.points.cols();
    Vector k(n);
    for (Eigen::Index i = 0; i < n; ++i)
      k[i] = hyper.signal *
             data.kernel(squared_distance(point.data(), data.points.col(i).data(), hyper.lengths)).first;
    return k;
  }
};

GaussianProcess::GaussianProcess(const std::vector<std::vector<double>>& points,
                                 std::span<const double> values, std::span<const double> noise,
                                 const GaussianProcessOptions& options)
    : fit_(std::make_unique<Fit>()) {
  const auto n = static_cast<Eigen::Index>(points.size());
  expects(n >= 2 && values.size() == points.size() && noise.size() == points.size(),
          "a Gaussian process takes at least two points, with a value and a variance each");
  const auto d = static_cast<Eigen::Index>(points[0].size());
  Fit& f = *fit_;
  f.data.kernel = {options.covariance};
  f.data.points.resize(d, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::vector<double>& point = points[static_cast<std::size_t>(i)];
    expects(static_cast<Eigen::Index>(point.size()) == d, "points of different lengths");
    for (Eigen::Index c = 0; c < d; ++c) f.data.points(c, i) = point[static_cast<std::size_t>(c)];
  }
  const Vector y = Eigen::Map<const Vector>(values.data(), n);
  f.mean = y.mean();
  f.scale = std::sqrt((y.array() - f.mean).square().mean());
  if (!(f.scale > 0)) f.scale = 1;
  f.data.values = (y.array() - f.mean) / f.scale;
  f.data.noise = Eigen::Map<const Vector>(noise.data(), n) / (f.scale * f.scale);
  if (options.lengths.empty()) {
    f.hyper = fitted(f.data, options);
  } else {
    expects(static_cast<Eigen::Index>(options.lengths.size()) == d, "a length for each coordinate");
    const double unit = f.scale * f.scale;
    f.hyper = {Eigen::Map<const Vector>(options.lengths.data(), d), options.signal_variance / unit,
               options.nugget / unit};
  }
  f.lengths.assign(f.hyper.lengths.data(), f.hyper.lengths.data() + d);
  f.llt = factor(covariance_of(f.data, f.hyper));
  f.alpha = f.llt.solve(f.data.values);
  f.log_likelihood = log_likelihood_of(f.llt, f.data.values, f.alpha);
}

GaussianProcess::~GaussianProcess() = default;
GaussianProcess::GaussianProcess(GaussianProcess&&) noexcept = default;
GaussianProcess& GaussianProcess::operator=(GaussianProcess&&) noexcept = default;

Predicted GaussianProcess::at(std::span<const double> point) const {
  const Fit& f = *fit_;
  expects(static_cast<Eigen::Index>(point.size()) == f.data.points.rows(), "a point of another length");
  const Vector k = f.towards(point);
  const double explained = f.llt.matrixL().solve(k).squaredNorm();
  return {f.mean + f.scale * k.dot(f.alpha), f.scale * f.scale * std::max(f.hyper.signal - explained, 0.0)};
}

double GaussianProcess::covariance(std::span<const double> a, std::span<const double> b) const {
  const Fit& f = *fit_;
  const double prior =
      f.hyper.signal * f.data.kernel(squared_distance(a.data(), b.data(), f.hyper.lengths)).first;
  return f.scale * f.scale *
         (prior - f.llt.matrixL().solve(f.towards(a)).dot(f.llt.matrixL().solve(f.towards(b))));
}

Predicted GaussianProcess::without(std::size_t i) const {
  const Fit& f = *fit_;
  const auto at = static_cast<Eigen::Index>(i);
  Vector unit = Vector::Zero(f.data.points.cols());
  unit[at] = 1;
  const double precision = f.llt.solve(unit)[at];
  return {f.mean + f.scale * (f.data.values[at] - f.alpha[at] / precision), f.scale * f.scale / precision};
}

double GaussianProcess::value(std::size_t i) const {
  return fit_->mean + fit_->scale * fit_->data.values[static_cast<Eigen::Index>(i)];
}
const std::vector<double>& GaussianProcess::lengths() const { return fit_->lengths; }
double GaussianProcess::signal_variance() const { return fit_->hyper.signal * fit_->scale * fit_->scale; }
double GaussianProcess::nugget() const { return fit_->hyper.nugget * fit_->scale * fit_->scale; }
double GaussianProcess::log_likelihood() const { return fit_->log_likelihood; }
std::size_t GaussianProcess::size() const { return static_cast<std::size_t>(fit_->data.points.cols()); }

}  // namespace fanfare
