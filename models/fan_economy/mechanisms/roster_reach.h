// Whom the paid posts of a roster's creators reached: how many, how many that no other of them reached, of
// which segments, and by which two. Counted when an account first watches a post of a creator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/columns.h"
#include "fanfare/model.h"
#include "fanfare/tally.h"

namespace fanfare::fan_economy {

struct World;

class RosterReach {
 public:
  static constexpr std::size_t kMostPairs = 64;  // creators, beyond which it is not kept by which two

  // Set-up.
  void open(World& world, std::size_t creators);
  void mail(Mail& mail);
  void state(Archive& archive);

  // In the account's block: it watches a post of this creator.
  void note(const World& world, const BlockScope& scope, AccountId account, std::size_t creator);
  // On all ranks, at the tick's end.
  void close();

  // Accounts, since the start.
  double reached(std::size_t creator) const { return count(creator); }
  double alone(std::size_t creator) const { return count(creators_ + creator); }
  double of_segment(std::size_t creator, std::size_t measured) const {
    return count((2 + measured) * creators_ + creator);
  }
  bool has_pairs() const { return creators_ > 1 && creators_ <= kMostPairs; }
  double by_both(std::size_t creator, std::size_t other) const { return count(pair(creator, other)); }

 private:
  double count(std::size_t cell) const { return static_cast<double>(counts_[cell]); }
  std::size_t pair(std::size_t creator, std::size_t other) const {
    return (2 + segments_ + creator) * creators_ + other;
  }
  void meet(const BlockScope& scope, std::span<const std::uint64_t> before, std::size_t creator);

  std::size_t creators_ = 0, segments_ = 0;
  Column<std::uint64_t> by_;           // a bit for each creator that has reached the account
  Tally tally_;                        // rows of a cell a creator: reached, alone, by segment, by pair
  std::vector<std::int64_t> counts_;   // the same since the start
};

}  // namespace fanfare::fan_economy
