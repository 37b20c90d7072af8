// The groups of all deals, the same on every rank: who has a place in which, and which have come together.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/rng.h"
#include "models/fan_economy/keys/vocabulary.h"
#include "models/fan_economy/mechanisms/group_buying.h"

namespace fanfare::fan_economy {

enum class GroupIs : std::uint32_t { open, tipped, failed };

// A counter, or a team; all ranks hold them.
struct BuyingGroup {
  std::uint32_t deal = 0;
  std::uint32_t closes = 0;   // tick from which nobody signs up
  std::uint32_t members = 0;  // accounts, refunded ones included
  std::uint32_t held = 0;     // of them, whose money is in escrow
  GroupIs is = GroupIs::open;
};
// From a block to all: an account has paid and wants a place.
struct GroupSignUp {
  std::uint32_t account = 0;
  std::uint32_t deal = 0;
  std::uint32_t group = kNobody;  // kNobody: a team of its own
  std::uint32_t days = 0;         // of the category, before it
};
class BuyingGroups {
 public:
  void open(std::span<const GroupDeal> deals);
  void state(Archive& archive);

  std::span<const BuyingGroup> all() const { return groups_; }
  std::uint32_t number_of(const BuyingGroup& group) const {
    return first_ + static_cast<std::uint32_t>(&group - groups_.data());
  }
  // None if it is over and forgotten.
  const BuyingGroup* find(std::uint32_t number) const {
    return number < first_ || number - first_ >= groups_.size() ? nullptr : &groups_[number - first_];
  }
  bool is_taken(std::uint32_t deal) const {
    return deals_[deal].capacity > 0 && taken_[deal] >= deals_[deal].capacity;
  }

  // Once a tick, on all ranks: places are given in keyed order, then it is known which groups have come
  // together and which can't. `lots`: by which places are given.
  struct Outcome {
    std::vector<GroupSignUp> admitted, refused;       // by account
    std::array<std::uint32_t, 2> tipped{}, failed{};  // counters, teams
  };
  Outcome settle(std::span<const GroupSignUp> asked, const Draws& lots, Tick tick);

 private:
  void forget_old(Tick tick);
  std::vector<GroupSignUp> in_keyed_order(std::span<const GroupSignUp> asked, const Draws& lots,
                                          Tick tick) const;
  bool admit(GroupSignUp& signup, Tick tick);

  std::span<const GroupDeal> deals_;
  std::vector<BuyingGroup> groups_;  // in order of founding, from number first_ on
  std::uint32_t first_ = 0;
  std::vector<std::uint32_t> taken_;  // by deal: places, of groups that failed none
};

}  // namespace fanfare::fan_economy
