// Keys of the mechanism `local`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

// Where a region lies.
struct RegionKeys {
  std::string region;
  double x = 0, y = 0;  // km
};
void describe(Schema<RegionKeys>& s);

struct ShopKeys {
  std::string id;
  std::string brand;
  std::string region;
  double discount = 0;  // off the list price, in the shop alone
  Range offer{0, 1e6};  // days of the discount
};
void describe(Schema<ShopKeys>& s);

struct LocalKeys {
  std::string attribute;
  std::uint32_t regions = 6;
  double spacing = 8;  // km
  std::vector<RegionKeys> map;
  std::vector<ShopKeys> shops;
  double visit = 0.01;
  double near = 3;  // km
  double decay = 2;
  double buy = 0.3;
  double liking = 0.05;
  double look_nearby = 0.02;
  double offer_seen = 0.2;
  double offer_pull = 0.05;
  double check_in = 0.2;
  double friend_pull = 0.05;
};
void describe(Schema<LocalKeys>& s);

}  // namespace fanfare::fan_economy
