// Reading and writing numbers with units.
#include "fanfare/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "sim/scenario/decimal.h"

namespace fanfare {
namespace {

struct TimeUnit {
  std::string_view word;
  std::int64_t seconds;
};
constexpr std::array kTimeUnits = {
    TimeUnit{"s", 1},       TimeUnit{"sec", 1},      TimeUnit{"second", 1},  TimeUnit{"seconds", 1},
    TimeUnit{"min", 60},    TimeUnit{"minute", 60},  TimeUnit{"minutes", 60}, TimeUnit{"h", 3600},
    TimeUnit{"hour", 3600}, TimeUnit{"hours", 3600}, TimeUnit{"d", 86400},   TimeUnit{"day", 86400},
    TimeUnit{"days", 86400}, TimeUnit{"w", 604800},  TimeUnit{"week", 604800}, TimeUnit{"weeks", 604800}};

std::int64_t seconds_of(std::string_view word) {
  for (const TimeUnit& u : kTimeUnits)
    if (u.word == word) return u.seconds;
  return 0;
}

bool is_currency(std::string_view word) {
  return word.size() == 3 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "people" for "person", "post" for "posts": the word asked for, its singular, or nothing.
bool is_counted(std::string_view unit, std::string_view word) {
  if (unit.empty() || unit == word) return true;
  if (word == "people" && (unit == "person" || unit == "人")) return true;
  return !word.empty() && word.back() == 's' && unit == word.substr(0, word.size() - 1);
}

std::string_view word_of(const QuantityKind& kind) {
  return kind.unit == Unit::people ? "people" : kind.word;
}

std::string expected(const QuantityKind& kind) {
  const std::string currency = kind.currency && !kind.currency->empty() ? *kind.currency : "CNY";
  switch (kind.unit) {
    case Unit::none: return "expected a pure number";
    case Unit::share: return "expected a share: 0.15 or 15%";
    case Unit::days: return "expected a time: 7d, 36 h or 90 min; a bare number is in days";
    case Unit::hours: return "expected a time: 6 h, 90 min or 2d; a bare number is in hours";
    case Unit::money: return "expected an amount of money: 25 " + currency + " or 25";
    case Unit::per_day: return "expected a rate: 0.5/d, 2/h or 3/week; a bare number is per day";
    case Unit::count:
    case Unit::people: break;
  }
  const std::string word(word_of(kind));
  return word.empty() ? "expected a bare number" : "expected a number of " + word + ": 500 or 500 " + word;
}

std::string in_quotes(std::string_view text) { return "'" + std::string(text) + "'"; }

void not_a_number(std::string_view text, const QuantityKind& kind, QuantityError& error) {
  error.what = in_quotes(text) + " is not a number";
  error.suggestion = expected(kind);
  if (text.find(',') != std::string_view::npos) error.suggestion = "write 1_000_000, without commas";
  if (text.find("__") != std::string_view::npos || (!text.empty() && text.back() == '_'))
    error.suggestion = "'_' stands between two digits: 1_000_000";
}

void wrong_unit(std::string_view text, const Decimal& d, const QuantityKind& kind, QuantityError& error) {
  error.what = in_quotes(text) + " has the unit " + in_quotes(d.unit);
  error.suggestion = expected(kind);
}

bool take_currency(const Decimal& d, const QuantityKind& kind, QuantityError& error, std::string_view text) {
  if (d.unit.empty()) return true;
  if (!is_currency(d.unit)) return wrong_unit(text, d, kind, error), false;
  if (!kind.currency || *kind.currency == d.unit) return true;
  if (kind.currency->empty()) return *kind.currency = d.unit, true;
  error.what = in_quotes(text) + " is in " + d.unit + ", but other amounts are in " + *kind.currency;
  error.suggestion = "a scenario has one currency";
  return false;
}

// Times a ratio of whole seconds, so that 36 h is 1.5 d exactly.
double scaled(double value, std::int64_t from, std::int64_t to) {
  return from % to == 0 ? value * static_cast<double>(from / to)
                        : value * static_cast<double>(from) / static_cast<double>(to);
}

// The time unit behind "/": "/d", "/day", "per hour".
std::int64_t per_seconds(std::string_view unit) {
  if (unit.starts_with("/")) unit.remove_prefix(1);
  else if (unit.starts_with("per ")) unit.remove_prefix(4);
  else return 0;
  while (unit.starts_with(" ")) unit.remove_prefix(1);
  return seconds_of(unit);
}

std::optional<double> convert(const Decimal& d, const QuantityKind& kind) {
  const std::int64_t own = kind.unit == Unit::days ? 86400 : 3600;
  switch (kind.unit) {
    case Unit::share:
      if (d.unit == "%") return to_double(d, -2);
      break;
    case Unit::days:
    case Unit::hours:
      if (const std::int64_t s = seconds_of(d.unit)) return scaled(to_double(d), s, own);
      break;
    case Unit::per_day:
      if (const std::int64_t s = per_seconds(d.unit)) return scaled(to_double(d), 86400, s);
      break;
    case Unit::count:
    case Unit::people:
      if (is_counted(d.unit, word_of(kind))) return to_double(d);
      break;
    case Unit::none:
    case Unit::money: break;
  }
  return d.unit.empty() ? std::optional(to_double(d)) : std::nullopt;
}

}  // namespace

std::optional<double> read_quantity(std::string_view text, const QuantityKind& kind, QuantityError& error) {
  const std::optional<Decimal> d = read_decimal(text);
  if (!d) return not_a_number(text, kind, error), std::nullopt;
  if (kind.unit == Unit::money) {
    if (!take_currency(*d, kind, error, text)) return std::nullopt;
    return to_double(*d);
  }
  const std::optional<double> value = convert(*d, kind);
  if (!value) return wrong_unit(text, *d, kind, error), std::nullopt;
  if (std::isinf(*value) && !d->infinite) {
    error = {in_quotes(text) + " is too large", "the largest number is 1.8e308"};
    return std::nullopt;
  }
  return value;
}

namespace {

std::optional<Whole> whole_of(const Decimal& d, int shift, std::string_view text, QuantityError& error) {
  Whole whole;
  const WholeError why = to_whole(d, shift, whole);
  if (why == WholeError::none) return whole;
  if (why == WholeError::overflow)
    error = {in_quotes(text) + " is too large", "a whole number has at most 64 bits"};
  else if (shift == 2) error = {in_quotes(text) + " has a part of a cent", "write at most two decimals"};
  else error = {in_quotes(text) + " is not whole", "write a whole number"};
  return std::nullopt;
}

}  // namespace

std::optional<Whole> read_whole(std::string_view text, const QuantityKind& kind, QuantityError& error) {
  const std::optional<Decimal> d = read_decimal(text);
  if (!d) return not_a_number(text, kind, error), std::nullopt;
  if (kind.unit == Unit::money) {
    if (!take_currency(*d, kind, error, text)) return std::nullopt;
    return whole_of(*d, 2, text, error);
  }
  const std::optional<double> converted = convert(*d, kind);
  if (!converted) return wrong_unit(text, *d, kind, error), std::nullopt;
  if (d->unit.empty() || is_counted(d->unit, word_of(kind))) return whole_of(*d, 0, text, error);
  const std::optional<Decimal> again = read_decimal(format_number(*converted));
  return whole_of(*again, 0, text, error);
}

std::string format_number(double value) {
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::array<char, 64> text;
  const double size = std::fabs(value);
  const bool is_fixed = size == 0 || (size >= 1e-5 && size < 1e15);
  const auto end =
      is_fixed ? std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed)
               : std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end.ptr};
}

namespace {

// A candidate text is taken only if it reads as the very same value.
bool reads_as(const std::string& text, double value, const QuantityKind& kind) {
  QuantityError ignored;
  const QuantityKind free{kind.unit, kind.word, nullptr};
  return read_quantity(text, free, ignored) == value;
}

std::string format_share(double value, const QuantityKind& kind) {
  const std::optional<Decimal> d = read_decimal(format_number(value));
  std::string percent = format_number(to_double(*d, 2)) + "%";
  return !std::isinf(value) && reads_as(percent, value, kind) ? percent : format_number(value);
}

std::string format_time(double value, const QuantityKind& kind) {
  const std::string own = kind.unit == Unit::days ? "d" : " h";
  std::string best = format_number(value) + own;
  if (std::isinf(value) || best.size() <= 6) return std::isinf(value) ? format_number(value) : best;
  const double hours = kind.unit == Unit::days ? value * 24 : value;
  const std::array candidates = {format_number(std::round(hours)) + " h",
                                 format_number(std::round(hours * 60)) + " min",
                                 format_number(std::round(hours * 3600)) + " s"};
  for (const std::string& text : candidates)
    if (text.size() < best.size() && reads_as(text, value, kind)) return text;
  return best;
}

}  // namespace

std::string unit_name(const QuantityKind& kind) {
  switch (kind.unit) {
    case Unit::none:
    case Unit::share: return {};
    case Unit::days: return "d";
    case Unit::hours: return "h";
    case Unit::money: return kind.currency ? *kind.currency : "CNY";
    case Unit::per_day: return "/d";
    case Unit::count:
    case Unit::people: return std::string(word_of(kind));
  }
  return {};
}

std::string format_quantity(double value, const QuantityKind& kind) {
  if (kind.unit == Unit::share) return format_share(value, kind);
  if (kind.unit == Unit::days || kind.unit == Unit::hours) return format_time(value, kind);
  if (kind.unit == Unit::per_day && !std::isinf(value)) return format_number(value) + "/d";
  if (kind.unit == Unit::money && !std::isinf(value)) return format_number(value) + " " + unit_name(kind);
  return format_number(value);
}

namespace {

// Units are read through a double, so a number that none holds goes without.
std::string_view whole_suffix(Whole value, Unit unit) {
  if (value.magnitude > 1'000'000'000'000'000U) return "";
  if (unit == Unit::days) return "d";
  if (unit == Unit::hours) return " h";
  return unit == Unit::per_day ? "/d" : "";
}

}  // namespace

std::string format_whole(Whole value, const QuantityKind& kind) {
  const std::string sign = value.negative ? "-" : "";
  if (kind.unit != Unit::money)
    return sign + std::to_string(value.magnitude) + std::string(whole_suffix(value, kind.unit));
  std::string text = sign + std::to_string(value.magnitude / 100);
  const std::uint64_t cents = value.magnitude % 100;
  if (cents != 0) text += (cents < 10 ? ".0" : ".") + std::to_string(cents);
  return text + " " + unit_name(kind);
}

}  // namespace fanfare
