// Keys of mechanism `live_commerce`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/keys/selector.h"
#include "models/fan_economy/mechanisms/live_rooms.h"

namespace fanfare::fan_economy {

// A product in a room.
struct LiveOfferKeys {
  std::string brand;        // empty: the first
  double discount = 0.3;    // off the list price, where no price is said
  Cents price = 0;          // 0: by the discount
  std::int64_t stock = -1;  // units a show; −1: no limit
  Cents slot_fee = 0;       // a show
  double commission = 0.2;
  double promise = 7;  // days
};
void describe(Schema<LiveOfferKeys>& s);

// The room of a scenario that names none.
inline constexpr std::string_view kUsualRoom = "evening";

struct LiveRoomKeys {
  std::string id{kUsualRoom};
  Selector host{.by = RankBy::fit};  // the first of whom it selects
  std::string account_of;            // a brand, whose own account is the host; empty: a creator is
  Range dates{0, 1e6};               // days
  std::uint32_t hour = 20;
  double length = 3;        // hours
  std::uint32_t every = 1;  // days
  std::string told;         // a segment
  Cents cost = 0;           // a show
  std::vector<LiveOfferKeys> offers;
};
void describe(Schema<LiveRoomKeys>& s);

struct LiveCommerceKeys {
  std::vector<LiveRoomKeys> rooms{LiveRoomKeys{}};
  AudienceKeys audience;
  double pitches = 2;
  double tone = 0.5;
  double urgency = 0.3;
  double by_crowd = 0.3;
  double by_clock = 0.4;
  double thrill = 1;
};
void describe(Schema<LiveCommerceKeys>& s);

}  // namespace fanfare::fan_economy
