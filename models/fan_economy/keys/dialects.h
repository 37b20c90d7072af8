// KPI dialects: what a platform calls a view, an engagement, reach, and the five steps to a brand's friend.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace fanfare::fan_economy {

struct Dialect {
  std::string_view word;  // of `outputs.kpis`
  std::string_view help;
  bool shown_is_view = false;   // each time it is shown, else when it is watched past half
  bool shown_is_reach = false;  // whom it was shown to, else who watched it past half
  bool saves = false;           // engagements are likes, comments and shares, and saves if so
  std::array<std::string_view, 5> steps{"aware", "appeal", "ask", "act", "advocate"};
};

std::span<const Dialect> dialects();
// Errors: LogicError for a word that is none; the reader of scenarios has refused it.
const Dialect& dialect_of(std::string_view word);

}  // namespace fanfare::fan_economy
