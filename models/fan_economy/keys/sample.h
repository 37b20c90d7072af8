// Keys of what is kept in full to be looked at.
#pragma once

#include <cstdint>

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct SampleParameters {
  std::uint32_t posts = 0;     // of each sort, sponsored and other; 0: none
  std::uint32_t accounts = 0;  // of the network; 0: none
};
void describe(Schema<SampleParameters>& s);

}  // namespace fanfare::fan_economy
