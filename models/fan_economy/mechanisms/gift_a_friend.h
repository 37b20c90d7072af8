// Keys of trials that customers give to friends, and what follows from them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct World;

enum class GiftTo : std::uint8_t { closest, anyone };

struct GiftOfferKeys {
  std::string id;
  std::string brand;
  std::uint32_t each = 3;
  std::uint64_t trials = 0;  // people; 0: no limit
  Cents cost = 0;            // 0: what the product costs
  Range flight{0, 1e5};      // days
  GiftTo to = GiftTo::closest;
};
void describe(Schema<GiftOfferKeys>& s);

struct GiftAFriendKeys {
  double give = 0.1;
  double liking_at = 0;
  std::uint32_t asks = 6;
  double accept = 0.5;
  double trial_days = 7;
  double word = 0.05;
  double mutual = 2;
  double same = 1.5;
  double worth = 10;
  double window_days = 30;
  bool each_brand = true;
  std::vector<GiftOfferKeys> offers;
};
void describe(Schema<GiftAFriendKeys>& s);

struct GiftOffer {
  std::uint32_t hash = 0;  // of its id: what its luck is about
  std::size_t spent = 0;   // cell of the brand
  std::uint32_t each = 3;
  std::uint32_t trials = 0;  // accounts; kNobody: no limit
  Cents cost = 0;            // of one person's trial
  Tick from = 0, until = 0;
  std::uint8_t brand = 0;
  bool to_closest = true;

  bool runs(Tick tick) const { return tick >= from && tick < until; }
};
inline constexpr std::size_t kMostGiftOffers = 16;  // 8 bytes of every account each

// Where the scenario names none, one for each brand, if they are to have one. Errors: ScenarioError.
std::vector<GiftOffer> gift_offers(World& world, const GiftAFriendKeys& keys);

}  // namespace fanfare::fan_economy
