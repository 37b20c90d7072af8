// Keys of left_out: whose posts a campaign does without.
#pragma once

#include <cstdint>
#include <string>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct World;

inline constexpr std::uint32_t kMostUnits = 64;  // a bit each

struct LeftOutKeys {
  std::string campaign;  // none: the first
  std::uint32_t units = 8;
  std::uint32_t without = 0;
};
void describe(Schema<LeftOutKeys>& s);

// Whether the run tells units apart, and of which unit a contract is, from 1; 0: of none.
bool tells_units_apart(const World& world);
std::uint32_t left_out_unit(const World& world, std::size_t contract);

}  // namespace fanfare::fan_economy
