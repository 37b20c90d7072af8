// Draws an account in proportion to its weight from one 32-bit word. Integer cumulative sums make it
// exact everywhere; a guide table (Chen & Asau 1974) small enough for the L2 cache makes it fast.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/memory.h"

namespace fanfare {

class TargetTable {
 public:
  // At least one weight is positive, none negative. Weights are kept to 2^-32 of their sum.
  explicit TargetTable(std::span<const double> weights);

  std::uint32_t draw(std::uint32_t word) const {
    std::uint32_t i = guide_[word >> shift_];
    while (ends_[i] <= word && i < last_) ++i;
    return i;
  }

 private:
  HugeVector<std::uint32_t> ends_;    // account i has the words [ends_[i-1], ends_[i])
  std::vector<std::uint32_t> guide_;  // the first account that ends beyond the start of each cell
  std::uint32_t last_ = 0;            // the last account with weight; takes the words up to the end
  int shift_ = 0;
};

}  // namespace fanfare
