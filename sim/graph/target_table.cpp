// Builds the cumulative sums and their guide.
#include "sim/graph/target_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "fanfare/expects.h"

namespace fanfare {

TargetTable::TargetTable(std::span<const double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  expects(sum > 0, "some account has weight");
  const double unit = 0x1p32 / sum;
  double cumulative = 0;
  std::size_t last = 0;
  ends_.reserve(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    cumulative += weights[i];
    if (weights[i] > 0) last = i;
    ends_.push_back(static_cast<std::uint32_t>(std::min(std::floor(cumulative * unit), 0x1p32 - 1)));
  }
  last_ = static_cast<std::uint32_t>(last);

  const int bits = std::clamp(static_cast<int>(std::bit_width(weights.size())) - 2, 4, 18);
  shift_ = 32 - bits;
  guide_.resize(std::size_t{1} << bits);
  std::uint32_t account = 0;
  for (std::size_t cell = 0; cell < guide_.size(); ++cell) {
    while (ends_[account] <= (cell << shift_) && account < last_) ++account;
    guide_[cell] = account;
  }
}

}  // namespace fanfare
