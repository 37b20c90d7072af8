// The table is parsed once. Numbers in Chinese count in 万 and 亿.
#include "sim/words/labels.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

const nlohmann::json& table() {
  static const nlohmann::json parsed = nlohmann::json::parse(label_table());
  return parsed;
}

// 1234567 → "123 万". Under 1,000 the digits are the same in both languages.
std::string chinese_number(double value) {
  if (std::fabs(value) >= 100) {  // three figures first, so that 9,996 becomes 1.00 万
    const double step = std::pow(10.0, std::floor(std::log10(std::fabs(value))) - 2);
    value = std::round(value / step) * step;
  }
  struct Step {
    double of;
    const char* word;
  };
  for (const Step step : {Step{1e8, " 亿"}, Step{1e4, " 万"}})
    if (std::fabs(value) >= step.of) return chinese_number(value / step.of) + step.word;  // 2180 万
  if (std::fabs(value) < 1000) return people_number(value);
  return fmt::format("{}{:.0f}", value < 0 ? "−" : "", std::fabs(value));
}

// 1234567 → "1,234,567"
std::string grouped(double whole) {
  std::string digits = fmt::format("{:.0f}", std::fabs(whole));
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return (whole < 0 ? "−" : "") + digits;
}

}  // namespace

std::string_view code_of(Language language) { return language == Language::chinese ? "zh" : "en"; }

std::string label_or_empty(std::string_view key, Language language) {
  const auto found = table().find(std::string(key));
  if (found == table().end()) return {};
  return found->at(language == Language::chinese ? 1 : 0).get<std::string>();
}

std::string label(std::string_view key, Language language) {
  std::string text = label_or_empty(key, language);
  expects(!text.empty(), "a label that the table has");
  return text;
}

namespace {

// The first byte of the character that ends before `at`.
unsigned char lead_before(const std::string& text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[--at]) & 0xC0U) == 0x80U) {
  }
  return static_cast<unsigned char>(text[at]);
}

// Chinese words stand without a blank between them; what fills a sentence may end in one of either kind.
std::string without_gaps(const std::string& text) {
  const auto is_chinese = [](unsigned char lead) { return lead >= 0xE3 && lead <= 0xEF; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between = text[i] == ' ' && i > 0 && i + 1 < text.size() && is_chinese(lead_before(text, i)) &&
                         is_chinese(static_cast<unsigned char>(text[i + 1]));
    if (!between) out += text[i];
  }
  return out;
}

}  // namespace

std::string filled(std::string_view pattern, const Blanks& blanks) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      out += pattern[at++];
      continue;
    }
    const std::string_view name = pattern.substr(at + 1, close - at - 1);
    for (const auto& [blank, text] : blanks)
      if (blank == name) out += text;
    at = close + 1;
  }
  return out;
}

std::string sentence(std::string_view key, Language language, const Blanks& blanks) {
  const std::string out = filled(label(key, language), blanks);
  return language == Language::chinese ? without_gaps(out) : out;
}

std::string people_number_in(Language language, double value) {
  return language == Language::chinese && std::isfinite(value) ? chinese_number(value) : people_number(value);
}

std::string people_amount_in(Language language, double value) {
  if (!std::isfinite(value)) return people_number(value);
  if (std::fabs(value) < 9.95 && value != std::floor(value)) return fmt::format("{:.1f}", value);
  if (language == Language::chinese && std::fabs(value) >= 10'000) return chinese_number(value);
  return grouped(std::floor(value + 0.5));
}

std::string people_duration_in(Language language, double seconds) {
  if (language == Language::english || !(seconds >= 0) || std::isinf(seconds))
    return people_duration(seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  const auto text = [](long long n) { return std::to_string(n); };
  if (seconds < 9.95) return sentence("time.seconds", language, {{"s", fmt::format("{:.1f}", seconds)}});
  if (whole < 60) return sentence("time.seconds", language, {{"s", text(whole)}});
  if (whole < 3600)
    return sentence("time.minutes", language, {{"m", text(whole / 60)}, {"s", text(whole % 60)}});
  return sentence("time.hours", language, {{"h", text(whole / 3600)}, {"m", text(whole % 3600 / 60)}});
}

std::string people_quantity_in(Language language, double value, std::string_view unit) {
  if (language == Language::english || !std::isfinite(value) || unit == "share" || unit == "%")
    return people_quantity(value, unit);
  const std::string said = label_or_empty("unit." + std::string(unit), language);
  const std::string number = people_number_in(language, value);
  if (unit.empty() || unit == "1") return number;
  const bool counts = number.ends_with("万") || number.ends_with("亿");  // 15 万元, but 7790 元
  return number + (counts ? "" : " ") + (said.empty() ? std::string(unit) : said);
}

}  // namespace fanfare
