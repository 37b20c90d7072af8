#include "models/fan_economy/mechanisms/local_map.h"

#include <algorithm>
#include <cmath>

#include "fanfare/fmath.h"
#include "fanfare/nearest.h"
#include "fanfare/problems.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/people/attributes.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void LocalMap::open(const World& world) {
  if (!keys_.attribute.empty()) {
    attribute_ = attribute_number(world.p, keys_.attribute);
    if (attribute_ < 0)
      throw ScenarioError("local.attribute: no attribute '" + keys_.attribute +
                          "' (declare it in attributes, with a level for each region, or leave it out)");
    names_ = world.p.attributes[static_cast<std::size_t>(attribute_)].levels;
  } else {
    for (std::uint32_t r = 0; r < keys_.regions; ++r) names_.push_back(std::to_string(r));
  }
  place_regions(world);
  place_shops(world);
}

std::size_t LocalMap::region_named(const std::string& name, const std::string& place) const {
  const auto at = std::find(names_.begin(), names_.end(), name);
  if (at == names_.end())
    throw ScenarioError(place + ": no region '" + name + "' (" + did_you_mean(name, names_, "regions are") +
                        ")");
  return static_cast<std::size_t>(at - names_.begin());
}

void LocalMap::place_regions(const World&) {
  std::vector<double> x(regions()), y(regions());
  for (std::size_t r = 0; r < regions(); ++r) x[r] = keys_.spacing * static_cast<double>(r);
  if (!keys_.map.empty() && keys_.map.size() != regions())
    throw ScenarioError("local.map: places " + std::to_string(keys_.map.size()) + " of " +
                        std::to_string(regions()) + " regions (place all of them, or none)");
  for (const RegionKeys& at : keys_.map) {
    const std::size_t r = region_named(at.region, "local.map");
    x[r] = at.x, y[r] = at.y;
  }
  for (std::size_t a = 0; a < regions(); ++a)
    for (std::size_t b = 0; b < regions(); ++b) {
      const double km = std::sqrt((x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b]));
      distance_.push_back(km);
      closeness_.push_back(fmath::pow(1 + km / keys_.near, -keys_.decay));
    }
}

void LocalMap::place_shops(const World& world) {
  for (const ShopKeys& shop : keys_.shops) {
    const std::string at = "local.shops." + shop.id;
    shops_.push_back({brand_named(world, shop.brand, at + ".brand"),
                      static_cast<std::uint8_t>(region_named(shop.region, at + ".region"))});
  }
  if (keys_.shops.empty())
    for (std::size_t b = 0; b < world.p.brands.size(); ++b)
      shops_.push_back({static_cast<std::uint8_t>(b), 0});
}

std::uint32_t LocalMap::region_of(const World& world, AccountId account) const {
  if (attribute_ < 0) return homes_.below(static_cast<std::uint32_t>(regions()), {account.value, 0, 0});
  return attribute_of(world, account, static_cast<std::size_t>(attribute_));
}

std::size_t LocalMap::band(double km) {
  return static_cast<std::size_t>(std::upper_bound(kBands.begin(), kBands.end(), km) - kBands.begin());
}

std::vector<std::string> LocalMap::band_names() { return {"< 5 km", "5-15 km", "15-30 km", "30+ km"}; }

}  // namespace fanfare::fan_economy
