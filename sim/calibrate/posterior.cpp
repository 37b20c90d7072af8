// Particles: tempered by the tolerance, drawn again, moved.
#include "sim/calibrate/posterior.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fanfare/expects.h"
#include "fanfare/rng.h"

namespace fanfare {
namespace {

constexpr Purpose kParticle = purpose(0, 65);  // (particle): where it starts
constexpr Purpose kResample = purpose(0, 66);  // (generation)
constexpr Purpose kMove = purpose(0, 67);      // (particle, generation, move), coordinate
constexpr double kRidge = 0.5, kPart = 0.3;

class Smc {
 public:
  Smc(const PlausibleSpace& space, const PosteriorSettings& settings)
      : space_(space), settings_(settings), d_(space.sample()[0].size()) {
    start();
  }

  Posterior run() {
    Posterior out;
    double tolerance = std::numeric_limits<double>::infinity();
    for (std::uint32_t generation = 0; tolerance > 0; ++generation) {
      const double next = generation + 1 < kMostGenerations ? next_tolerance(tolerance) : 0;
      const std::vector<double> weights = weights_between(tolerance, next);
      tolerance = next;
      out.tolerances.push_back(tolerance);
      redraw(weights, generation);
      out.accepted = move(tolerance, generation);
    }
    out.points = points_;
    for (const Point& p : points_) out.log_likelihood.push_back(at(p, 0));
    out.most_likely = static_cast<std::size_t>(
        std::max_element(out.log_likelihood.begin(), out.log_likelihood.end()) - out.log_likelihood.begin());
    return out;
  }

 private:
  static constexpr std::uint32_t kMostGenerations = 30;

  // Plausible points at random: those of the space's sample in turn, shaken within it, so that they are many.
  void start() {
    const std::vector<Point>& sample = space_.sample();
    const Draws draws(settings_.seed, kParticle);
    Square spread = covariance_of(sample);
    for (std::uint32_t i = 0; i < settings_.particles; ++i) {
      points_.push_back(sample[draws.below(static_cast<std::uint32_t>(sample.size()), {i})]);
      for (std::uint32_t step = 0; step < 3; ++step) {
        Point p = points_.back();
        for (std::uint32_t c = 0; c < d_; ++c)
          p[c] += 0.5 * std::sqrt(spread[c * d_ + c]) * draws.normal({i, 1 + step}, c);
        if (inside(p) && space_.plausible(p)) points_.back() = p;
      }
    }
    wide_.assign(space_.observed().size(), 0);
    for (std::size_t t = 0; t < wide_.size(); ++t) {
      double sum = 0, squares = 0;
      for (const Point& p : points_) {
        const double m = space_.last().at(t, p).mean;
        sum += m, squares += m * m;
      }
      const auto n = static_cast<double>(points_.size());
      wide_[t] = std::max(squares / n - (sum / n) * (sum / n), 0.0);
    }
  }

  bool inside(const Point& p) const {
    return std::all_of(p.begin(), p.end(), [](double x) { return x >= 0 && x <= 1; });
  }

  double at(const Point& p, double tolerance) const {
    if (std::isinf(tolerance)) return 0;
    std::vector<double> widened(wide_.size());
    for (std::size_t t = 0; t < wide_.size(); ++t) widened[t] = tolerance * tolerance * wide_[t];
    return log_likelihood(space_.last(), space_.observed(), p, widened);
  }

  std::vector<double> weights_between(double from, double to) const {
    std::vector<double> weights;
    for (const Point& p : points_) weights.push_back(at(p, to) - at(p, from));
    const double most = *std::max_element(weights.begin(), weights.end());
    for (double& w : weights) w = std::exp(w - most);
    return weights;
  }

  static double effective(const std::vector<double>& weights) {
    double sum = 0, squares = 0;
    for (const double w : weights) sum += w, squares += w * w;
    return sum * sum / squares;
  }

  // The least tolerance at which half of the particles count, by halving; 0 as soon as it can be.
  double next_tolerance(double from) const {
    const double half = 0.5 * static_cast<double>(points_.size());
    if (effective(weights_between(from, 0)) >= half) return 0;
    double low = 0, high = std::isinf(from) ? 10 : from;
    for (int i = 0; i < 12; ++i) {
      const double middle = 0.5 * (low + high);
      (effective(weights_between(from, middle)) >= half ? high : low) = middle;
    }
    return high;
  }

  // Systematic resampling (Kitagawa 1996).
  void redraw(const std::vector<double>& weights, std::uint32_t generation) {
    double total = 0;
    for (const double w : weights) total += w;
    const auto n = static_cast<double>(points_.size());
    const double first = Draws(settings_.seed, kResample).uniform({generation});
    std::vector<Point> drawn;
    double sum = 0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      sum += weights[i] / total * n;
      while (static_cast<double>(drawn.size()) + first < sum && drawn.size() < points_.size())
        drawn.push_back(points_[i]);
    }
    while (drawn.size() < points_.size()) drawn.push_back(drawn.back());
    points_ = std::move(drawn);
  }

  // Metropolis steps by the particles' covariance (Roberts, Gelman & Gilks 1997); the share that was
  // accepted.
  double move(double tolerance, std::uint32_t generation) {
    const auto moves = static_cast<std::uint32_t>(4 + 2 * d_);
    const Square root = cholesky_factor(covariance_of(points_), d_);
    const double scale = 2.38 / std::sqrt(static_cast<double>(d_));
    const Draws draws(settings_.seed, kMove);
    std::size_t accepted = 0;
    std::vector<double> z(d_);
    for (std::uint32_t i = 0; i < points_.size(); ++i) {
      double here = at(points_[i], tolerance);
      for (std::uint32_t k = 0; k < moves; ++k) {
        const Subject about{i, generation, k};
        for (std::uint32_t c = 0; c < d_; ++c) z[c] = draws.normal(about, c + 1);
        const double shrink = k % 2 == 0 ? 1 : 0.3;  // large and small steps in turn
        Point p = points_[i];
        for (std::size_t a = 0; a < d_; ++a)
          for (std::size_t b = 0; b <= a; ++b) p[a] += shrink * scale * root[a * d_ + b] * z[b];
        if (!inside(p) || !space_.plausible(p)) continue;
        const double there = at(p, tolerance);
        if (std::log(draws.uniform(about, 0)) < there - here) points_[i] = p, here = there, ++accepted;
      }
    }
    return static_cast<double>(accepted) / (static_cast<double>(points_.size()) * moves);
  }

  const PlausibleSpace& space_;
  const PosteriorSettings& settings_;
  std::size_t d_;
  std::vector<Point> points_;
  std::vector<double> wide_;  // variance of each target over the plausible
};

}  // namespace

Posterior abc_smc(const PlausibleSpace& space, const PosteriorSettings& settings) {
  expects(!space.sample().empty(), "nothing plausible is left to draw from");
  return Smc(space, settings).run();
}

std::vector<Ridge> ridges_of(const std::vector<Point>& posterior) {
  std::vector<Ridge> ridges;
  if (posterior.empty()) return ridges;
  const std::size_t d = posterior[0].size();
  for (const Axis& axis : principal_axes(covariance_of(posterior), d)) {
    const double width = std::sqrt(std::max(axis.variance, 0.0) * 12);  // of a uniform: 1/12
    if (width <= kRidge) continue;
    Ridge ridge{width, axis.direction, {}};
    for (std::size_t c = 0; c < d; ++c)
      if (std::fabs(axis.direction[c]) >= kPart) ridge.parts.push_back(c);
    ridges.push_back(std::move(ridge));
  }
  return ridges;
}

}  // namespace fanfare
