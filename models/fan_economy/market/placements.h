// Where ads can stand: the table of placements.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

// The model's own, then what mechanisms bring. Numbers hold for this program alone: nothing is keyed by them.
std::span<const PlacementRule> placement_rules();
std::optional<std::uint8_t> placement_number(std::string_view word);

}  // namespace fanfare::fan_economy
