// The distinct ids of one row while it is drawn: a small open-addressed set, reused from row to row.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace fanfare {

class RowSet {
 public:
  // Empty, with room for `size` ids.
  void reset(std::uint32_t size) {
    const std::size_t slots = std::bit_ceil(std::size_t{size} * 2 + 2);
    if (slots_.size() < slots) slots_.resize(slots);
    std::fill_n(slots_.begin(), slots, kEmpty);
    mask_ = slots - 1;
  }
  // False if it was there. Ids below 2^32 - 1.
  bool insert(std::uint32_t id) {
    std::size_t slot = (id * std::uint64_t{0x9e3779b97f4a7c15U} >> 32) & mask_;
    while (slots_[slot] != kEmpty) {
      if (slots_[slot] == id) return false;
      slot = (slot + 1) & mask_;
    }
    slots_[slot] = id;
    return true;
  }

 private:
  static constexpr std::uint32_t kEmpty = 0xffffffffU;
  std::vector<std::uint32_t> slots_;
  std::size_t mask_ = 0;
};

}  // namespace fanfare
