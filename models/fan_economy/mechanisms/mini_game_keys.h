// Keys of mini-games.
#pragma once

#include <string>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct MiniGameKeys {
  std::string brand;        // none: the first
  Range placed{1, 8};       // days
  Cents fee = 200'000;      // a day
  double seen = 0.2;
  double start = 0.15;
  double zeal = 0.8;
  double bored = 0.25;
  double invite = 0.3;
  double accept = 0.25;
  double quality = 0.6;
  double tone = 0.6;
};
void describe(Schema<MiniGameKeys>& s);

}  // namespace fanfare::fan_economy
