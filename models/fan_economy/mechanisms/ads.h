// Keys of ads, and where what they say can't be had. Who wins which place stands in ads.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct World;

enum class AdGoal : std::uint8_t { impressions, clicks, conversions };
enum class AdPace : std::uint8_t { by_hour, even, none };

// One line: what it pays, for what, whom it wants.
struct AdLineKeys {
  std::string id;
  std::string brand;
  std::string campaign;  // whose reach it adds to; of a boost: whose posts are shown
  std::string platform;  // on which it stands; empty: the first
  std::string placement = "in_feed";
  AdGoal goal = AdGoal::impressions;
  Cents bid = 0;  // 0: the usual one of its goal
  Cents budget = 2'000'000;
  Range flight{0, 14};  // days
  AdPace pace = AdPace::by_hour;
  std::uint32_t cap = 3;  // an account, a day
  std::string segment;
  bool lookalike = false;
  std::vector<std::string> names;  // of a search: brands that are asked for
  double quality = 0.6;
  double tone = 0.8;
  double length = 15;  // seconds
};
void describe(Schema<AdLineKeys>& s);

struct AdKeys {
  std::vector<std::string> sells{"splash", "in_feed", "search", "boost"};
  std::uint32_t first = 4;
  std::uint32_t every = 8;
  double load_cap = 0.15;
  double tolerance = 0.1;
  double annoyance = 0.5;
  Cents reserve = 500;
  double quality_power = 1;
  double skip_after = 5;  // seconds
  double boost_hours = 24;
  bool each_brand = true;
  std::vector<AdLineKeys> lines;
};
void describe(Schema<AdKeys>& s);

inline constexpr std::size_t kMostAdLines = 64;

// Of people: a thousand impressions, a click, an order.
Cents ad_bid(const AdLineKeys& line);
// The lines of a scenario; where it names none, one in the feed for each brand, if they are to have one.
std::vector<AdLineKeys> ad_lines(const World& world, const AdKeys& keys);
// Errors: ScenarioError with all that can't be had.
void check_ad_lines(const World& world, const std::vector<AdLineKeys>& lines);

}  // namespace fanfare::fan_economy
