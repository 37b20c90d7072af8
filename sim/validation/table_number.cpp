// One format for all.
#include "sim/validation/table_number.h"

#include <fmt/format.h>

#include <cmath>

namespace fanfare {

std::string table_number(double value) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
  const std::string text = fmt::format("{:.5g}", std::fabs(value));
  return (std::signbit(value) && text != "0" ? "−" : "") + text;
}

}  // namespace fanfare
