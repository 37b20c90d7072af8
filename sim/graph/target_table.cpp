// Builds the cumulative sums and their guide.
#include "sim/graph/target_table.h"

#include <bit>
#include <cmath>
#include <numeric>

#include "fanfare/expects.h"

namespace fanfare {

TargetTable::TargetTable(std::span<const double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  expects(sum > 0, "some account has weight");
  const double unit = 0x1p32 / sum;
  const auto some = static_cast<std::size_t>(std::ranges::count_if(weights, [](double w) { return w > 0; }));
  ends_.reserve(some + kStep);
  if (some < weights.size()) accounts_.reserve(some);
  double cumulative = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] > 0)) continue;
    cumulative += weights[i];
    ends_.push_back(static_cast<std::uint32_t>(std::min(std::floor(cumulative * unit), 0x1p32 - 1)));
    if (some < weights.size()) accounts_.push_back(static_cast<std::uint32_t>(i));
  }
  last_ = static_cast<std::uint32_t>(some - 1);
  ends_.resize(some + kStep, 0xffffffffU);

  // Four places a cell: a draw reads one line of the guide and one or two of the sums.
  const int bits = std::clamp(static_cast<int>(std::bit_width(some)) - 2, 4, 28);
  shift_ = 32 - bits;
  guide_.resize(std::size_t{1} << bits);
  std::uint32_t place = 0;
  for (std::size_t cell = 0; cell < guide_.size(); ++cell) {
    while (ends_[place] <= (cell << shift_) && place < last_) ++place;
    guide_[cell] = place;
  }
}

}  // namespace fanfare
