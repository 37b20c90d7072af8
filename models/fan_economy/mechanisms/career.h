// Keys of the mechanism `career`.
#pragma once

#include <cstdint>
#include <optional>

#include "models/fan_economy/mechanisms/agency.h"

namespace fanfare::fan_economy {

struct CareerKeys {
  double living = 5'000;  // CNY a month
  Cents per_thousand = 0;
  double monetised_from = 1'000;
  Cents fund = 0;  // a day, for all
  double fund_from = 10'000;
  double sustainable = 1;
  double pace = 0.05;
  double worry = 0.5;
  double recovery = 14;  // days
  double breaking = 0.6;
  double breaking_spread = 0.15;
  double rest = 14;  // days
  double gives_up = 0.1;
  std::optional<AgencyKeys> agency;
};
void describe(Schema<CareerKeys>& s);

}  // namespace fanfare::fan_economy
