// Numbers with units, from text and back: "7d", "90 min", "25 CNY", "3%", "1_000_000", "1e6", "60万",
// "¥89". A bare number is in the parameter's own unit. Writing and reading again gives the same bits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fanfare/schema_types.h"

namespace fanfare {

// What is asked for. `currency` is the scenario's one currency: the first code read fills it in, another is
// an error; nullptr takes any.
struct QuantityKind {
  Unit unit = Unit::none;
  std::string_view word;            // of things counted: "people", "posts"
  std::string* currency = nullptr;
};

struct QuantityError {
  std::string what;        // "'7 km' is not a time"
  std::string suggestion;  // "write 7d, 36 h or 90 min"
};

// A whole number of either sign that holds every int64 and uint64.
struct Whole {
  bool negative = false;
  std::uint64_t magnitude = 0;
  friend bool operator==(const Whole&, const Whole&) = default;
};

// In the unit of `kind`; money in units of the currency (not cents). "inf" is read as infinity; nan is not.
std::optional<double> read_quantity(std::string_view text, const QuantityKind& kind, QuantityError& error);

// Exactly, without passing through a double; money in cents. 1e6 and 2.50 CNY are whole, 1.5 people are not.
std::optional<Whole> read_whole(std::string_view text, const QuantityKind& kind, QuantityError& error);

// Text that reads as the same value, the shortest that is natural: "6 h", "15%", "129.50 CNY".
std::string format_quantity(double value, const QuantityKind& kind);
std::string format_whole(Whole value, const QuantityKind& kind);

// The shortest text that reads as the same double, "100000" rather than "1e+05".
std::string format_number(double value);

// "d", "h", "CNY", "people"; empty for pure numbers and shares.
std::string unit_name(const QuantityKind& kind);

}  // namespace fanfare
