// Reading decimal numbers without losing a digit.
#include "sim/scenario/decimal.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace fanfare {
namespace {

bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes digits with '_' between them off the front.
bool take_digits(std::string_view& text, std::string& out) {
  char before = 0;
  while (!text.empty() && (is_decimal_digit(text.front()) || text.front() == '_')) {
    const char c = text.front();
    if (c == '_' && (!is_decimal_digit(before) || text.size() < 2 || !is_decimal_digit(text[1])))
      return false;
    if (c != '_') out += c;
    before = c;
    text.remove_prefix(1);
  }
  return true;
}

// "e6", "E-3" off the front, if it is an exponent; an exponent too large to matter is clamped.
void take_exponent(std::string_view& text, int& exponent) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return;
  std::size_t at = 1;
  const bool is_negative = at < text.size() && text[at] == '-';
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  if (at >= text.size() || !is_decimal_digit(text[at])) return;
  int value = 0;
  for (; at < text.size() && is_decimal_digit(text[at]); ++at)
    value = std::min(value * 10 + (text[at] - '0'), 9999);
  exponent += is_negative ? -value : value;
  text.remove_prefix(at);
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// "60万", "1.2 亿", "3万亿": Chinese counts by ten thousands.
void take_myriads(std::string_view& text, int& exponent) {
  std::string_view rest = trim(text);
  int shift = 0;
  if (take(rest, "万")) shift += 4;
  if (take(rest, "亿")) shift += 8;
  if (shift == 0) return;
  exponent += shift;
  text = rest;
}

// "¥89" as "89 CNY"; a unit behind it as well is left for the reader to refuse, unless it says the same.
std::string unit_of(std::string_view rest, bool has_sign) {
  std::string unit(trim(rest));
  if (unit == "元") unit = "CNY";
  if (!has_sign || unit == "CNY") return unit;
  return unit.empty() ? "CNY" : "¥… " + unit;
}

void drop_leading_zeros(std::string& digits) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
}

}  // namespace

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal d;
  text = trim(text);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    d.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const bool has_sign = take(text, "¥") || take(text, "￥");
  if (has_sign) text = trim(text);
  if (!has_sign && (text == "inf" || text == ".inf")) {
    d.infinite = true;
    return d;
  }
  std::string fraction;
  if (!take_digits(text, d.digits)) return std::nullopt;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    if (!take_digits(text, fraction)) return std::nullopt;
  }
  if (d.digits.empty() && fraction.empty()) return std::nullopt;
  d.digits += fraction;
  d.exponent = -static_cast<int>(fraction.size());
  take_exponent(text, d.exponent);
  take_myriads(text, d.exponent);
  drop_leading_zeros(d.digits);
  d.unit = unit_of(text, has_sign);
  return d;
}

double to_double(const Decimal& d, int shift) {
  const double sign = d.negative ? -1.0 : 1.0;
  if (d.infinite) return sign * std::numeric_limits<double>::infinity();
  if (d.digits.empty()) return sign * 0.0;
  const std::string text = d.digits + "e" + std::to_string(d.exponent + shift);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    const bool is_tiny = static_cast<int>(d.digits.size()) + d.exponent + shift < 0;
    value = is_tiny ? 0.0 : std::numeric_limits<double>::infinity();
  }
  return sign * value;
}

WholeError to_whole(const Decimal& d, int shift, Whole& out) {
  out = {};
  if (d.infinite) return WholeError::overflow;
  std::string digits = d.digits;
  int exponent = d.exponent + shift;
  for (; exponent < 0 && !digits.empty() && digits.back() == '0'; ++exponent) digits.pop_back();
  if (digits.empty()) return WholeError::none;
  if (exponent < 0) return WholeError::fraction;
  if (static_cast<int>(digits.size()) + exponent > 20) return WholeError::overflow;
  digits.append(static_cast<std::size_t>(exponent), '0');
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), out.magnitude);
  if (result.ec != std::errc{}) return WholeError::overflow;
  out.negative = d.negative && out.magnitude != 0;
  return WholeError::none;
}

}  // namespace fanfare
