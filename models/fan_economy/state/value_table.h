// What actions an appeal makes likely and what that is worth to the platform, tabulated over appeal.
// Rebuilt when parameters change, so the hot phase computes no transcendental function of appeal.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/fan_economy/keys/actions.h"
#include "models/fan_economy/state/formats.h"

namespace fanfare::fan_economy {

class ValueTable {
 public:
  // Appeal is tabulated on [−8, 8) in steps of 1/64; beyond it is clamped.
  static constexpr int kBins = 1024;
  static constexpr float kPerUnit = 64;

  void build(const AttentionParameters& attention, const FeedParameters& feed, std::uint32_t ticks_per_day,
             std::span<const FormatRule> formats = {});

  static std::uint32_t bin(float appeal) {
    const float x = appeal * kPerUnit + kBins / 2;
    const float clamped = x < 0 ? 0.0F : (x > kBins - 1 ? static_cast<float>(kBins - 1) : x);
    return static_cast<std::uint32_t>(clamped);
  }
  // Σ_a w_a · σ(α_a + γ_a · appeal)
  float value(float appeal) const { return value_[bin(appeal)]; }
  const float* values() const { return value_.data(); }
  // The same of posts of formats, where any are in use: a row of kBins for each, 0 first.
  const float* values_by_format() const { return by_format_.empty() ? nullptr : by_format_.data(); }
  float value(float appeal, std::uint8_t format) const {
    return by_format_.empty() ? value(appeal) : by_format_[format * std::size_t{kBins} + bin(appeal)];
  }
  const ReactionThresholds& reactions(float appeal) const { return reactions_[bin(appeal)]; }
  // σ(log-odds) as a threshold.
  std::uint32_t chance(float log_odds) const { return sigmoid_[bin(log_odds)]; }
  // Freshness bonus of a post `age` ticks old, recency included.
  float age_bonus(std::uint32_t age) const { return age_bonus_[age < age_bonus_.size() ? age : age_bonus_.size() - 1]; }
  // By age; older posts have the last.
  std::span<const float> age_bonuses() const { return age_bonus_; }

 private:
  std::array<float, kBins> value_{};
  std::vector<float> by_format_;
  std::array<ReactionThresholds, kBins> reactions_{};
  std::array<std::uint32_t, kBins> sigmoid_{};
  std::vector<float> age_bonus_;
};

// α such that the mean of σ(α + γ·x) over x ~ N(0, spread²) is `rate`.
double calibrate_alpha(double rate, double gamma, double spread);

}  // namespace fanfare::fan_economy
