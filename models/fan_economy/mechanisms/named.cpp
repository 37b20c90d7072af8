#include "models/fan_economy/mechanisms/named.h"

#include "fanfare/problems.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

std::uint8_t brand_named(const World& world, const std::string& id, const std::string& place) {
  for (std::size_t b = 0; b < world.p.brands.size(); ++b)
    if (world.p.brands[b].id == id) return static_cast<std::uint8_t>(b);
  throw ScenarioError(place + ": no brand '" + id + "' (name one of `brands`)");
}

std::uint8_t campaign_named(const World& world, const std::string& id, const std::string& place) {
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c)
    if (world.p.campaigns[c].id == id) return static_cast<std::uint8_t>(c);
  throw ScenarioError(place + ": no campaign '" + id + "' (name one of `campaigns`)");
}

int attribute_named(const World& world, const std::string& id, const std::string& place) {
  if (id.empty()) return -1;
  const int number = attribute_number(world.p, id);
  if (number < 0)
    throw ScenarioError(place + ": no attribute '" + id + "' (declare it in attributes, or leave it out)");
  return number;
}

}  // namespace fanfare::fan_economy
