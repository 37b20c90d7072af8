#include "models/fan_economy/mechanisms/left_out_keys.h"

namespace fanfare::fan_economy {

void describe(Schema<LeftOutKeys>& s) {
  using K = LeftOutKeys;
  s.value("campaign", &K::campaign).help("whose creators are told apart; none: the first campaign");
  s.value("units", &K::units)
      .in(1, kMostUnits)
      .help("so many: the most expensive contracts one by one, and in the last unit all the rest");
  s.value("without", &K::without)
      .in(0, kMostUnits)
      .help("the unit that is hired but posts nothing and is paid nothing; 0: none is left out");
  s.check([](const K& k, Checker& c) {
    if (k.without > k.units)
      c.problem("without", "there is no unit " + std::to_string(k.without) + " of " + std::to_string(k.units),
                "at most as many as units");
  });
}

}  // namespace fanfare::fan_economy
