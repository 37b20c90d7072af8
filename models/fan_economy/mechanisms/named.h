// What a key of a mechanism names: a place in the scenario's lists. Errors: ScenarioError at `place`, the
// key's path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace fanfare::fan_economy {

struct World;

std::uint8_t brand_named(const World& world, const std::string& id, const std::string& place);
std::uint8_t campaign_named(const World& world, const std::string& id, const std::string& place);
// −1 where the key is left out.
int attribute_named(const World& world, const std::string& id, const std::string& place);

}  // namespace fanfare::fan_economy
