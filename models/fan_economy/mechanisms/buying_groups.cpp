#include "models/fan_economy/mechanisms/buying_groups.h"

#include <algorithm>
#include <tuple>

namespace fanfare::fan_economy {

void BuyingGroups::open(std::span<const GroupDeal> deals) {
  deals_ = deals;
  taken_.resize(deals.size());
  for (std::uint32_t d = 0; d < deals.size(); ++d)
    if (!deals[d].is_team) groups_.push_back({d, deals[d].until, 0, 0, GroupIs::open});
}
void BuyingGroups::state(Archive& archive) {
  archive.shared({"group_buying.groups", "1", "counters and teams"}, groups_);
  archive.shared({"group_buying.first", "1", "number of the first that is kept"}, first_);
  archive.shared({"group_buying.taken", "1", "places taken, by deal"}, taken_);
}

void BuyingGroups::forget_old(Tick tick) {
  const auto kept = std::find_if(groups_.begin(), groups_.end(), [&](const BuyingGroup& g) {
    return g.is == GroupIs::open || g.closes > tick;
  });
  first_ += static_cast<std::uint32_t>(kept - groups_.begin());
  groups_.erase(groups_.begin(), kept);
}

std::vector<GroupSignUp> BuyingGroups::in_keyed_order(std::span<const GroupSignUp> asked, const Draws& lots,
                                                      Tick tick) const {
  struct Lot {
    std::uint32_t hash;
    GroupSignUp signup;
  };
  std::vector<Lot> drawn;
  for (const GroupSignUp& s : asked)
    drawn.push_back({lots.words({s.account, deals_[s.deal].hash, tick})[0], s});
  std::sort(drawn.begin(), drawn.end(), [](const Lot& x, const Lot& y) {
    return std::tie(x.hash, x.signup.account, x.signup.deal) <
           std::tie(y.hash, y.signup.account, y.signup.deal);
  });
  std::vector<GroupSignUp> all;
  for (const Lot& lot : drawn) all.push_back(lot.signup);
  return all;
}

bool BuyingGroups::admit(GroupSignUp& signup, Tick tick) {
  const GroupDeal& deal = deals_[signup.deal];
  if (is_taken(signup.deal)) return false;
  if (signup.group == kNobody) {
    signup.group = first_ + static_cast<std::uint32_t>(groups_.size());
    groups_.push_back({signup.deal, tick + deal.life, 0, 0, GroupIs::open});
  }
  if (find(signup.group) == nullptr) return false;
  BuyingGroup& into = groups_[signup.group - first_];
  if (into.closes <= tick || into.is == GroupIs::failed) return false;
  if (deal.is_team && into.members >= deal.needs) return false;
  ++into.members, ++into.held, ++taken_[signup.deal];
  return true;
}

BuyingGroups::Outcome BuyingGroups::settle(std::span<const GroupSignUp> asked, const Draws& lots, Tick tick) {
  for (BuyingGroup& group : groups_)
    if (group.is != GroupIs::open) group.held = 0;  // paid out or back since
  forget_old(tick);
  Outcome outcome;
  for (GroupSignUp& signup : in_keyed_order(asked, lots, tick)) {
    const bool has_place = admit(signup, tick);
    (has_place ? outcome.admitted : outcome.refused).push_back(signup);
  }
  for (std::vector<GroupSignUp>* list : {&outcome.admitted, &outcome.refused})
    std::sort(list->begin(), list->end(), [](const GroupSignUp& x, const GroupSignUp& y) {
      return std::tie(x.account, x.deal) < std::tie(y.account, y.deal);
    });
  for (BuyingGroup& group : groups_) {
    if (group.is != GroupIs::open) continue;
    if (group.members >= deals_[group.deal].needs) {
      group.is = GroupIs::tipped, ++outcome.tipped[deals_[group.deal].is_team ? 1 : 0];
    } else if (group.closes <= tick + 1) {
      group.is = GroupIs::failed, ++outcome.failed[deals_[group.deal].is_team ? 1 : 0];
      taken_[group.deal] -= group.held;
    }
  }
  return outcome;
}

}  // namespace fanfare::fan_economy
