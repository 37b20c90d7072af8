// A word of a scenario or of the results, and what it means.
#pragma once

#include <string_view>

namespace fanfare::fan_economy {

struct Word {
  std::string_view word, help;
};

}  // namespace fanfare::fan_economy
