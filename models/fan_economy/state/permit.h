// What law and platform let an account do, as any rule may ask; and the law that is the same for all.
#pragma once

#include <cstdint>
#include <limits>

#include "fanfare/ledger.h"

namespace fanfare::fan_economy {

// Of an account, at this tick. Who rules lowers it, and never raises it.
struct Permit {
  double seconds = std::numeric_limits<double>::infinity();  // in the app, left of the day
  double session = std::numeric_limits<double>::infinity();  // seconds of one session
  Cents gifts_a_month = std::numeric_limits<Cents>::max();
  bool opens = true;         // the app
  bool posts = true;         // publishes, comments, passes on
  bool watches_live = true;
};

// Of this tick.
struct Law {
  bool rankings = true;      // fans see how their group stands
  bool pooled_funds = true;  // fans may raise money together
  BasisPoints gift_tax{}, live_tax{};
};

}  // namespace fanfare::fan_economy
