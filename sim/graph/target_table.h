// Draws an account in proportion to its weight from one 32-bit word. Integer cumulative sums make it
// exact everywhere; a guide table (Chen & Asau 1974) makes it fast, and accounts without weight take no room.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/memory.h"

namespace fanfare {

class TargetTable {
 public:
  // At least one weight is positive, none negative. Weights are kept to 2^-32 of their sum.
  explicit TargetTable(std::span<const double> weights);

  // A place is an account's number among those with weight. To draw many, ask for all first steps before the
  // rest: the memory that the rest needs is then on its way.
  std::uint32_t places() const { return last_ + 1; }
  std::uint32_t first_step(std::uint32_t word) const {
    const std::uint32_t from = guide_[word >> shift_];
    __builtin_prefetch(&ends_[from]);
    return from;
  }
  std::uint32_t place(std::uint32_t from, std::uint32_t word) const {
    // Counts instead of stopping: how far it goes can't be foreseen by a processor.
    std::uint32_t passed = 0;
    do {
      passed = 0;
      for (std::uint32_t k = 0; k < kStep; ++k) passed += ends_[from + k] <= word ? 1U : 0U;
      from += passed;
    } while (passed == kStep && from < last_);
    return std::min(from, last_);
  }
  std::uint32_t account(std::uint32_t place) const { return accounts_.empty() ? place : accounts_[place]; }

  std::uint32_t draw(std::uint32_t word) const { return account(place(first_step(word), word)); }

 private:
  static constexpr std::uint32_t kStep = 8;

  HugeVector<std::uint32_t> ends_;      // place i has the words [ends_[i-1], ends_[i]); kStep more behind
  HugeVector<std::uint32_t> accounts_;  // by place; empty if everyone has weight
  HugeVector<std::uint32_t> guide_;     // the first place that ends beyond the start of each cell
  std::uint32_t last_ = 0;              // the last place; takes the words up to the end
  int shift_ = 0;
};

}  // namespace fanfare
