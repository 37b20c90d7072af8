// Regions and shops of the mechanism `local`: who lives where, and how much a distance leaves of a wish.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/ids.h"
#include "models/fan_economy/mechanisms/local_keys.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

struct World;

struct LocalShop {
  std::uint8_t brand = 0;
  std::uint8_t region = 0;
};

class LocalMap {
 public:
  // Distances to a shop by which visits are counted, km.
  static constexpr std::array<double, 3> kBands{5, 15, 30};

  LocalMap(const LocalKeys& keys, Draws homes) : keys_(keys), homes_(homes) {}
  // Errors: ScenarioError (an attribute, a region or a brand that is not there).
  void open(const World& world);

  std::size_t regions() const { return names_.size(); }
  const std::vector<LocalShop>& shops() const { return shops_; }
  // Of any account.
  std::uint32_t region_of(const World& world, AccountId account) const;
  double distance(std::uint32_t region, const LocalShop& shop) const {
    return distance_[region * regions() + shop.region];
  }
  // 1 next door, less far away.
  double closeness(std::uint32_t region, const LocalShop& shop) const {
    return closeness_[region * regions() + shop.region];
  }
  static std::size_t band(double km);
  static std::vector<std::string> band_names();

 private:
  void place_regions(const World& world);
  void place_shops(const World& world);
  std::size_t region_named(const std::string& name, const std::string& place) const;

  const LocalKeys& keys_;
  Draws homes_;
  int attribute_ = -1;
  std::vector<std::string> names_;
  std::vector<LocalShop> shops_;
  std::vector<double> distance_, closeness_;  // regions × regions
};

}  // namespace fanfare::fan_economy
