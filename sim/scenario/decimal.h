// A number as written in decimal, exact: digits and a power of ten. What units do with it is in quantity.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fanfare/quantity.h"

namespace fanfare {

// A decimal number followed by the text of its unit.
struct Decimal {
  bool negative = false;
  bool infinite = false;
  std::string digits;  // without leading zeros; empty is 0
  int exponent = 0;    // value = digits · 10^exponent
  std::string unit;    // trimmed
};

// "1_000_000", "-1.5e3 km", ".5", "60万", "¥89" (the unit is then CNY), "inf"; nullopt if no number starts the text or its '_' stand wrongly.
std::optional<Decimal> read_decimal(std::string_view text);

// Correctly rounded; times 10^shift.
double to_double(const Decimal& d, int shift = 0);

// The value times 10^shift, if it is whole and fits into 64 bits.
enum class WholeError { none, fraction, overflow };
WholeError to_whole(const Decimal& d, int shift, Whole& out);

}  // namespace fanfare
