// Keys of mechanism `rival`.
#pragma once

#include <string>
#include <vector>

#include "fanfare/ledger.h"
#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct RivalKeys {
  std::string brand, of;         // none: the second brand, the first
  std::vector<std::string> copies{"price", "creators", "claims"};
  double lag = 5;                // days
  double undercut = 0.1;
  double below_cost = 0;
  Cents money = 300'000'00;
  double premium = 0.3;
  double shared_trust = 0.3;
  double confusion = 0.2;
  double promise = 1;
};
void describe(Schema<RivalKeys>& s);

}  // namespace fanfare::fan_economy
