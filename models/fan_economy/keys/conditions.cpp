// The little language of conditions: measure(id) < number.
#include <cctype>
#include <charconv>

#include "models/fan_economy/keys/events.h"

namespace fanfare::fan_economy {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

// The word at the front, blanks around it dropped; `text` is left behind it.
std::string_view take_word(std::string_view& text) {
  const auto trim = [&] { while (!text.empty() && text.front() == ' ') text.remove_prefix(1); };
  trim();
  std::size_t length = 0;
  while (length < text.size() && is_word(text[length])) ++length;
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length);
  trim();
  return word;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<double> whole_number(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Condition> parse_condition(std::string_view text) {
  Condition condition;
  condition.measure = take_word(text);
  if (condition.measure.empty() || !take(text, '(')) return std::nullopt;
  condition.id = take_word(text);
  if (condition.id.empty() || !take(text, ')')) return std::nullopt;
  if (!take_word(text).empty() || text.empty()) return std::nullopt;
  condition.below = text.front() == '<';
  if (!take(text, '<') && !take(text, '>')) return std::nullopt;
  const auto bound = whole_number(text);
  if (!bound) return std::nullopt;
  condition.bound = *bound;
  return condition;
}

}  // namespace fanfare::fan_economy
