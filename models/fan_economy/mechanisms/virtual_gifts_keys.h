// Keys of mechanism `virtual_gifts`.
#pragma once

#include <cstdint>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"
#include "models/fan_economy/mechanisms/live_rooms.h"

namespace fanfare::fan_economy {

struct VirtualGiftKeys {
  std::uint32_t hosts = 10;
  std::uint32_t hour = 20;
  double length = 4;  // hours
  AudienceKeys audience;
  std::vector<double> menu{0.1, 1, 6, 30, 98, 328, 1'000, 3'000};  // CNY
  double give = 0.6;
  double purse = 0.05;
  double taste = 1.7;
  double contagion = 1;
  double image = 0.3;
  double thanks = 0.02;
  double platform_share = 0.5;
  double agency_share = 0.25;
  Cents a_month = 0;
};
void describe(Schema<VirtualGiftKeys>& s);

}  // namespace fanfare::fan_economy
