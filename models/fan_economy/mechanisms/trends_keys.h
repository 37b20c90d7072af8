// Keys of mechanism `trends`.
#pragma once

#include <vector>

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct TrendKeys {
  double births = 0.002;
  std::vector<double> starts;
  double lift = 1.5;
  double sameness = 0.8;
  double tire = 12;
  double memory = 3;
  double eager = 3;
  double hope = 0.5;
  double caution = 3;
  double early = 24;
};
void describe(Schema<TrendKeys>& s);

}  // namespace fanfare::fan_economy
