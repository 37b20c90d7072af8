// Keys of left_out: whose posts a campaign does without.
#pragma once

#include <cstdint>
#include <string>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

inline constexpr std::uint32_t kMostUnits = 64;  // a bit each

struct LeftOutKeys {
  std::string campaign;  // none: the first
  std::uint32_t units = 8;
  std::uint32_t without = 0;
};
void describe(Schema<LeftOutKeys>& s);

}  // namespace fanfare::fan_economy
