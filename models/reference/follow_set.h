// Which follows there are, where many are asked for, taken out and put in: one row of numbers in place of a
// node for each, so a look-up is one step of memory. Holds no more than it was made for; never iterated.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fanfare/expects.h"

namespace fanfare::reference {

class FollowSet {
 public:
  explicit FollowSet(std::size_t most)
      : slots_(std::bit_ceil(2 * most + 2), kNone),
        shift_(std::countl_zero(slots_.size()) + 1),
        most_(most) {}

  bool contains(std::uint32_t follower, std::uint32_t followed) const {
    return slots_[place(key(follower, followed))] != kNone;
  }
  void insert(std::uint32_t follower, std::uint32_t followed) {
    std::uint64_t& slot = slots_[place(key(follower, followed))];
    if (slot != kNone) return;
    expects(++held_ <= most_, "no more follows than the set was made for");
    slot = key(follower, followed);
  }
  // What stands behind moves up, so that no look-up ends too early.
  void erase(std::uint32_t follower, std::uint32_t followed) {
    std::size_t hole = place(key(follower, followed));
    if (slots_[hole] == kNone) return;
    --held_;
    for (std::size_t at = next(hole); slots_[at] != kNone; at = next(at)) {
      if (distance(home(slots_[at]), at) < distance(hole, at)) continue;
      slots_[hole] = slots_[at];
      hole = at;
    }
    slots_[hole] = kNone;
  }

 private:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};  // 2^32 − 1 who follows themselves: nobody

  static std::uint64_t key(std::uint32_t follower, std::uint32_t followed) {
    return std::uint64_t{follower} << 32 | followed;
  }
  std::size_t home(std::uint64_t key) const { return key * 0x9E3779B97F4A7C15U >> shift_; }
  std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
  std::size_t distance(std::size_t from, std::size_t to) const { return (to - from) & (slots_.size() - 1); }
  std::size_t place(std::uint64_t key) const {
    std::size_t at = home(key);
    while (slots_[at] != key && slots_[at] != kNone) at = next(at);
    return at;
  }

  std::vector<std::uint64_t> slots_;  // at least half of them empty
  int shift_;
  std::size_t most_, held_ = 0;
};

}  // namespace fanfare::reference
