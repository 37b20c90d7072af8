#include "models/fan_economy/state/value_table.h"

#include <algorithm>
#include <cmath>

#include "fanfare/fmath.h"
#include "models/fan_economy/keys/actions.h"

namespace fanfare::fan_economy {

namespace {

// Weights of a 21-point grid over ±4 sd of a normal.
double mean_over_normal(double alpha, double gamma, double spread) {
  double sum = 0;
  double weights = 0;
  for (int i = -10; i <= 10; ++i) {
    const double z = 0.4 * i;
    const double w = fmath::exp(-0.5 * z * z);
    sum += w * fmath::sigmoid(alpha + gamma * spread * z);
    weights += w;
  }
  return sum / weights;
}

std::uint32_t threshold(double probability) {
  const double scaled = probability * 0x1p32;
  return scaled >= 0x1p32 - 1 ? 0xffffffffU : static_cast<std::uint32_t>(scaled);
}

constexpr auto kClick = static_cast<std::size_t>(Action::click);

double appeal_at(int bin) { return (bin + 0.5 - ValueTable::kBins / 2) / ValueTable::kPerUnit; }

}  // namespace

double calibrate_alpha(double rate, double gamma, double spread) {
  if (rate <= 0) return -60;
  double low = -40;
  double high = 40;
  for (int step = 0; step < 60; ++step) {
    const double middle = 0.5 * (low + high);
    (mean_over_normal(middle, gamma, spread) < rate ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

void ValueTable::build(const AttentionParameters& a, const FeedParameters& feed, std::uint32_t ticks_per_day,
                       std::span<const FormatRule> formats) {
  struct Curve {
    double alpha, gamma;
    bool possible;
    double at(double appeal) const { return possible ? fmath::sigmoid(alpha + gamma * appeal) : 0; }
  };
  const auto curve = [&](const ReactionParameters& r, bool is_there) {
    return Curve{calibrate_alpha(r.rate, r.gamma, a.appeal_spread), r.gamma, is_there && r.rate > 0};
  };
  // No action of its own: what is saved is one more word where a feed asks for it.
  const Curve save = curve(a.save, feed.value.save != 0);
  std::array<Curve, kActionCount> curves;
  for (std::size_t i = 0; i < kActionCount; ++i) curves[i] = curve(a.*kActions[i].chance, true);
  for (int i = 0; i < kBins; ++i) {
    const double x = appeal_at(i);
    const auto at = static_cast<std::size_t>(i);
    double worth = 0;
    for (std::size_t n = 0; n < kActionCount; ++n) {
      const double chance = std::min(1.0, (n == kClick ? feed.rules.clicks : 1) * curves[n].at(x));
      reactions_[at].*kActions[n].threshold = threshold(chance);
      worth += feed.value.*kActions[n].worth * chance;
    }
    if (feed.rules.friends_only) reactions_[at].share = 0;
    reactions_[at].save = threshold(save.at(x));
    worth += feed.value.save * save.at(x);
    value_[at] = static_cast<float>(worth);
    sigmoid_[at] = threshold(fmath::sigmoid(x));
  }
  by_format_.clear();
  if (!formats.empty()) by_format_.assign(value_.begin(), value_.end());
  for (const FormatRule& format : formats)
    for (int i = 0; i < kBins; ++i) {
      double worth = 0;
      for (std::size_t n = 0; n < kActionCount; ++n)
        worth += feed.value.*kActions[n].worth * std::min(1.0, format.rates[n] * curves[n].at(appeal_at(i)));
      by_format_.push_back(static_cast<float>(worth));
    }
  const double hours_per_tick = 24.0 / ticks_per_day;
  const auto ages = static_cast<std::size_t>(feed.window / hours_per_tick) + 2;
  age_bonus_.resize(ages);
  for (std::size_t age = 0; age < ages; ++age) {
    const double hours = static_cast<double>(age) * hours_per_tick;
    age_bonus_[age] = static_cast<float>(feed.value.freshness * fmath::exp(-0.6931471805599453 * hours / feed.value.freshness_half_life) -
                                         feed.value.chronological * hours);
  }
}

}  // namespace fanfare::fan_economy
