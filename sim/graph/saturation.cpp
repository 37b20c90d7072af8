// Two unknowns, solved in turn: the weights q of the stars, and how many draws D a reader makes until it
// has d distinct accounts. An account is missed in D draws with probability about e^(-qD).
#include "sim/graph/saturation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "fanfare/fmath.h"
#include "fanfare/wide.h"
#include "sim/graph/each_account.h"
#include "sim/graph/total.h"

namespace fanfare {
namespace {

constexpr std::size_t kLevels = 64;     // of readers by follows
constexpr double kStarFrom = 0.002;     // of all accounts; below, doubles cost less than 1 %
constexpr double kMostFollowers = 0.6;  // of all accounts; beyond, readers with few follows can't keep up
constexpr int kSaturationRounds = 6;

double mean_of(const std::vector<double>& values) {
  return total_of(values) / static_cast<double>(values.size());
}

// Mean follows of equal parts of the readers, from few to many.
std::vector<double> levels_of(std::vector<double> follows) {
  std::ranges::sort(follows);
  std::vector<double> levels;
  const std::size_t count = std::min(kLevels, follows.size());
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t from = follows.size() * k / count;
    const std::size_t to = follows.size() * (k + 1) / count;
    double sum = 0;
    for (std::size_t i = from; i < to; ++i) sum += follows[i];
    levels.push_back(sum / static_cast<double>(to - from));
  }
  return levels;
}

// Newton's steps from the left of the root of a rising concave function: they never pass it.
// `add(x, value, slope)` adds the function and its slope at x.
template <class Add>
double solve_from_left(double x, double target, const Add& add) {
  for (int step = 0; step < 40; ++step) {
    double value = 0;
    double slope = 0;
    add(x, value, slope);
    const double more = (target - value) / slope;
    if (!(more > 1e-7 * x)) break;
    x += more;
  }
  return x;
}

struct Stars {
  std::vector<double> reach;   // wanted, as a share of all readers
  std::vector<double> weight;  // all weights, those of others included, sum to 1
  double others_reach = 0;     // wanted followers of all others, per reader
  double others_weight = 0;
};

using Missed = std::array<double, kLevels>;

// The chance to miss each of at most kLevels rates: e^(−rate·times). Sums over it go one by one, as ever.
[[gnu::always_inline]] inline void missed_lanes(std::span<const double> rates, double times, Missed& missed) {
  std::ranges::copy(rates, missed.begin());
  // All places, also those that nobody asks for: a loop of known length is done in vectors.
  for (double& m : missed) m = fmath::exp(-m * times);
}
#ifdef FANFARE_CHOOSES_AVX2
FANFARE_AVX2 void missed_avx2(std::span<const double> rates, double times, Missed& missed) {
  missed_lanes(rates, times, missed);
}
#endif
void chances_to_miss(std::span<const double> rates, double times, Missed& missed) {
#ifdef FANFARE_CHOOSES_AVX2
  if (has_avx2()) return missed_avx2(rates, times, missed);
#endif
  missed_lanes(rates, times, missed);
}

// The weight with which a share of `reach` of the readers draws an account at least once.
double weight_for(double reach, const std::vector<double>& draws, double mean_draws) {
  return solve_from_left(reach / mean_draws, reach, [&](double q, double& value, double& slope) {
    Missed missed{};
    chances_to_miss(draws, q, missed);
    for (std::size_t i = 0; i < draws.size(); ++i) {
      value += (1 - missed[i]) / static_cast<double>(draws.size());
      slope += draws[i] * missed[i] / static_cast<double>(draws.size());
    }
  });
}

void reweigh(Stars& stars, const std::vector<double>& draws, Parallel& parallel) {
  const double mean_draws = mean_of(draws);
  each_account(parallel, static_cast<std::uint32_t>(stars.reach.size()),
               [&](std::uint32_t i) { stars.weight[i] = weight_for(stars.reach[i], draws, mean_draws); });
  stars.others_weight = stars.others_reach / mean_draws;
  const double all = total_of(stars.weight) + stars.others_weight;
  for (double& weight : stars.weight) weight /= all;
  stars.others_weight /= all;
}

// Draws until `distinct` accounts are found.
double draws_for(double distinct, const Stars& stars) {
  return solve_from_left(distinct, distinct, [&](double draws, double& value, double& slope) {
    value = stars.others_weight * draws;
    slope = stars.others_weight;
    for (std::size_t from = 0; from < stars.weight.size(); from += kLevels) {
      const auto some = std::span(stars.weight).subspan(from, std::min(kLevels, stars.weight.size() - from));
      Missed missed{};
      chances_to_miss(some, draws, missed);
      for (std::size_t i = 0; i < some.size(); ++i) {
        value += 1 - missed[i];
        slope += some[i] * missed[i];
      }
    }
  });
}

}  // namespace

std::vector<double> weights_for(const std::vector<double>& followers, const std::vector<double>& follows,
                                Parallel& parallel) {
  const double accounts = static_cast<double>(followers.size());
  const double scale =
      total_of(follows) / total_of(followers) / accounts;  // followers to a share of the readers
  const auto is_star = [&](double f) { return f * scale > kStarFrom; };
  Stars stars;
  for (const double f : followers) {
    if (is_star(f))
      stars.reach.push_back(std::min(f * scale, kMostFollowers));
    else
      stars.others_reach += f * scale;
  }
  if (stars.reach.empty() || stars.others_reach <= 0) return followers;
  stars.weight = stars.reach;
  const std::vector<double> levels = levels_of(follows);
  std::vector<double> draws = levels;
  for (int round = 0; round < kSaturationRounds; ++round) {
    reweigh(stars, draws, parallel);
    parallel.for_each(levels.size(), [&](std::size_t k, int) { draws[k] = draws_for(levels[k], stars); });
  }
  std::vector<double> weights(followers);
  std::size_t star = 0;
  for (double& w : weights)
    w = is_star(w) ? stars.weight[star++] : w * scale * stars.others_weight / stars.others_reach;
  return weights;
}

}  // namespace fanfare
