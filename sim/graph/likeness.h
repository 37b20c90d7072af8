// How much likeness weighs in a follow. Targets are proposed in proportion to w · exp(max of the factor)
// and accepted with the factor over its maximum, which is P ∝ w · exp(h·sim/(1+log10 f)) exactly.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/expects.h"
#include "fanfare/fmath.h"
#include "fanfare/graph_build.h"
#include "fanfare/rng.h"
#include "sim/graph/each_account.h"

namespace fanfare {

class Likeness {
 public:
  Likeness(const ChungLu& graph, const std::vector<double>& followers, Parallel& parallel)
      : interests_(graph.interests), topics_(graph.homophily == 0 ? 0 : graph.topics) {
    if (!matters()) return;
    expects(interests_.size() == followers.size() * topics_, "interests hold a row for each account");
    strength_.resize(followers.size());
    each_account(parallel, static_cast<std::uint32_t>(followers.size()), [&](std::uint32_t a) {
      strength_[a] = graph.homophily / (1 + fmath::log10(std::max(1.0, followers[a] * graph.scale)));
    });
  }
  bool matters() const { return topics_ != 0; }

  double strongest(std::uint32_t author) const {
    return matters() ? fmath::exp(std::max(0.0, strength_[author])) : 1;
  }

  // Words below are accepted whoever reads: the larger an author, the fewer readers are worth a look. The
  // factor over its maximum is at least e^-|strength|, here less what rounding may add up to.
  std::uint32_t surely_below(std::uint32_t author) const {
    if (!matters()) return 0xffffffffU;
    const double least = fmath::exp(-std::fabs(strength_[author])) * (1 - 1e-12);
    return static_cast<std::uint32_t>(std::max(0.0, std::floor(least * 0x1p32 - 1)));
  }

  void fetch(std::uint32_t author) const {
    __builtin_prefetch(interests_.data() + std::size_t{author} * topics_);
    __builtin_prefetch(&strength_[author]);
  }
  bool accepts(std::uint32_t reader, std::uint32_t author, std::uint32_t word) const {
    const double exponent = strength_[author] * similarity(reader, author) - std::max(0.0, strength_[author]);
    return to_unit(word) < fmath::exp(exponent);
  }

 private:
  double similarity(std::uint32_t a, std::uint32_t b) const {
    const std::uint8_t* const left = interests_.data() + std::size_t{a} * topics_;
    const std::uint8_t* const right = interests_.data() + std::size_t{b} * topics_;
    std::uint32_t dot = 0;
    for (std::uint32_t k = 0; k < topics_; ++k) dot += std::uint32_t{left[k]} * right[k];
    return dot / (255.0 * 255.0);
  }

  std::span<const std::uint8_t> interests_;
  std::uint32_t topics_;
  std::vector<double> strength_;  // by account
};

}  // namespace fanfare
