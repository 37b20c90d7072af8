// Keys of seasons, and the calendar of festivals and holidays. What comes of them stands in season.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/calendar.h"
#include "fanfare/ledger.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct SaleKeys {
  std::string id;
  double from = 0;         // days
  double lasts = 3;        // days
  double discount = 0.2;
  double urgency = 0.5;
  std::vector<std::string> brands;  // none: all
};
void describe(Schema<SaleKeys>& s);

// Money that a brand gives away, split at random among those who open the app.
struct PacketKeys {
  std::string id;
  std::string brand;
  double from = 0;         // days
  double lasts = 7;        // days
  Cents pot = 5'000'000;
  double share = 0.3;      // packets, of accounts
  double thanks = 0.05;
};
void describe(Schema<PacketKeys>& s);

struct SeasonKeys {
  std::vector<std::string> festivals{"new_year_goods", "women", "618", "double11", "double12"};
  double festival_discount = 0.2;
  double announced = 7;
  double waiting = 0.5;
  std::vector<SaleKeys> sales;
  double promise = 0;          // days; 0: none
  double promise_claimed = 0.4;
  double promise_trusted = 0.5;
  std::uint32_t payday = 0;    // of the month; 0: none
  double payday_share = 0.4;
  double payday_lift = 0.3;
  double payday_half = 4;      // days
  std::vector<std::string> holidays;
  double holiday_lift = 0.1;
  std::vector<PacketKeys> red_packets;
};
void describe(Schema<SeasonKeys>& s);

// Days of a run, by the calendar of each year that it touches up to tick `end`: a festival or a holiday.
struct SeasonDays {
  double from, lasts;
};
std::vector<SeasonDays> festival_days(std::string_view word, const Calendar& calendar, Tick end);
// Errors: ScenarioError where the moon's calendar of a year is not known.
std::vector<SeasonDays> holiday_days(std::string_view word, const Calendar& calendar, Tick end);

}  // namespace fanfare::fan_economy
