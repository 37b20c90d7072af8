// Levels are said with all their digits: rounded, two of them could be called alike.
#include "sim/words/called.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "sim/design/arms_factor.h"

namespace fanfare {
namespace {

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts(1);
  for (const char c : path)
    if (c == '.') parts.emplace_back();
    else parts.back() += c == '_' ? ' ' : c;
  return parts;
}

std::string raw_level(const FactorValues& factor, std::size_t point) {
  if (!factor.labels.empty()) return factor.labels[point];
  const std::string number = fmt::format("{}", factor.values[point]);
  return factor.units.empty() ? number : number + " " + factor.units;
}

// "20000" → "20,000"
std::string grouped(const std::string& digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::string factor_called(const std::vector<FactorValues>& factors, std::size_t factor, Language language) {
  const std::vector<std::string> parts = parts_of(factors[factor].name);
  const auto same = std::count_if(factors.begin(), factors.end(), [&](const FactorValues& other) {
    return parts_of(other.name).back() == parts.back();
  });
  std::string key = parts.back();
  std::replace(key.begin(), key.end(), ' ', '_');
  const std::string said = label_or_empty("factor." + key, language);
  const std::string last = said.empty() ? parts.back() : said;
  return same > 1 && parts.size() > 1 ? parts[parts.size() - 2] + " " + last : last;
}

std::string level_called(const FactorValues& factor, std::size_t point, Language language) {
  const std::string raw = raw_level(factor, point);
  std::string digits;
  std::size_t at = 0;
  for (; at < raw.size() && (is_digit(raw[at]) || (raw[at] == '_' && at > 0)); ++at)
    if (raw[at] != '_') digits += raw[at];
  if (digits.empty()) return raw;
  const bool goes_on = at < raw.size() && raw[at] == '.';
  const std::string fraction = goes_on ? raw.substr(at, raw.find(' ', at) - at) : "";
  const std::string rest = raw.substr(at + fraction.size());
  if (rest.empty()) return grouped(digits) + fraction;
  const std::string unit = rest.starts_with(' ') ? label_or_empty("unit." + rest.substr(1), language) : "";
  return grouped(digits) + fraction + (unit.empty() ? rest : " " + unit);
}

std::string called(const std::string& arm, const std::vector<FactorValues>& factors, std::size_t row,
                   Language language) {
  if (factors.empty()) {
    const std::string said = label_or_empty("arm." + arm, language);
    return said.empty() ? arm : said;
  }
  constexpr std::size_t kMostSaid = 3;  // of more, the numbered points of a sample keep their numbers
  // A baseline that several points share has none of the levels in which they differ.
  const auto has_no_level = [&](const FactorValues& f) {
    return f.labels.empty() ? std::isnan(f.values[row]) : f.labels[row].empty();
  };
  const bool is_numbered = arm.find('=') == std::string::npos;
  if (is_numbered && factors.size() > kMostSaid) return arm;
  std::string name = std::any_of(factors.begin(), factors.end(), has_no_level) ? label("baseline", language) : "";
  for (std::size_t f = 0; f < factors.size(); ++f) {
    if (has_no_level(factors[f])) continue;
    name += name.empty() ? "" : label("comma", language);
    if (factors[f].name != kArmsFactor) name += factor_called(factors, f, language) + " ";
    name += level_called(factors[f], row, language);
  }
  return name;
}

}  // namespace fanfare
