// Keys of group buying, and the deals that follow from them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct World;

enum class GroupShape : std::uint8_t { counter, team };

struct GroupDealKeys {
  std::string id;
  std::string brand;
  GroupShape shape = GroupShape::counter;
  double discount = 0.3;
  Cents price = 0;             // 0: by the discount
  std::uint32_t needs = 1000;  // people, of a counter
  std::uint32_t team = 3;      // accounts, of a team
  std::uint64_t capacity = 0;  // people; 0: no limit
  Range flight{0, 7};          // days
  double team_hours = 24;
  bool seen = true;
  std::uint32_t invites = 5;
};
void describe(Schema<GroupDealKeys>& s);

struct GroupBuyingKeys {
  double notice = 0.2;
  double worth = 5;
  double ceiling = 0.3;
  double tie = 2;
  double bold = 0.2;
  double optimism = 0.6;
  double doubt = 0.7;
  double prior_days = 1;
  double reference = 1;
  double reference_half_life = 30;  // days
  bool each_brand = true;
  std::vector<GroupDealKeys> deals;
};
void describe(Schema<GroupBuyingKeys>& s);

// What follows from the keys of one deal.
struct GroupDeal {
  std::uint32_t hash = 0;  // of its id: what its luck is about
  Cents price = 0;
  std::uint32_t needs = 0;     // accounts of a group
  std::uint32_t capacity = 0;  // accounts; 0: no limit
  Tick from = 0, until = 0;
  Tick life = 0;  // of a group
  std::uint32_t invites = 0;
  std::uint8_t brand = 0;
  bool is_team = false, seen = true;

  bool runs(Tick tick) const { return tick >= from && tick < until; }
};
inline constexpr std::size_t kMostGroupDeals = 64;  // a byte of every account each

// Where the scenario names none, one counter for each brand, if they are to have one. Errors: ScenarioError.
std::vector<GroupDeal> group_deals(const World& world, const GroupBuyingKeys& keys);

// How sure a group is to come about, for who sees n of N after `past` of `all` days: the chance that n + m
// reaches N, where m is what would come at the pace so far (what was expected counts as `prior_days` of it),
// with a relative spread `doubt` and that of a Poisson process; a normal tail by a logistic curve.
struct GroupHope {
  double optimism = 1, doubt = 0.7, prior_days = 1;
  double sure(double n, double N, double past, double all) const;
};

}  // namespace fanfare::fan_economy
