// Formatting for people; see text.h.
#include "sim/words/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "fanfare/expects.h"

namespace fanfare {
namespace {

struct Scale {
  double factor;
  std::string_view suffix;
};
constexpr std::array kScales = {Scale{1e12, " T"}, Scale{1e9, " G"}, Scale{1e6, " M"}, Scale{1e3, " k"}};

// Rounded to three significant figures first, so that 999.7 becomes 1.00 k and not 1000.
double rounded(double x) {
  if (x == 0) return 0;
  const double step = std::pow(10.0, std::floor(std::log10(std::fabs(x))) - 2);
  return step > 0 ? std::round(x / step) * step : x;
}

int decimals(double x) {
  const double size = std::fabs(x);
  if (size >= 100 || size == 0) return 0;
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(size) + 1e-12)), 0, 8);
}

std::string with_minus(std::string text) { return text.starts_with('-') ? "−" + text.substr(1) : text; }

struct CodePoint {
  std::uint32_t code;
  std::size_t bytes;
};

// The first code point; a broken byte counts as one.
CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t bytes = byte(0) < 0xC0 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (bytes == 1 || bytes > text.size()) return {byte(0), 1};
  std::uint32_t code = byte(0) & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) code = code << 6 | (byte(i) & 0x3FU);
  return {code, bytes};
}

// Chinese, Japanese, Korean and emoji take two columns (Unicode TR 11, the ranges that names come from).
bool is_wide(std::uint32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

constexpr std::size_t kNarrowest = 12;  // of a table's first column

// Lines of at most `width` marks, broken at blanks, and within a word where one is longer.
std::vector<std::string> broken(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0, blank = std::string::npos;  // after the last blank of the line, in bytes
  for (std::size_t at = 0; at < text.size();) {
    const std::string mark = text.substr(at, decode(std::string_view(text).substr(at)).bytes);
    const std::size_t needed = display_width(mark);
    if (used + needed > width && used > 0) {
      const bool is_whole = mark == " " || blank == std::string::npos;
      const std::size_t keep = is_whole ? lines.back().size() : blank;
      std::string rest = lines.back().substr(keep);
      lines.back().erase(keep);
      while (lines.back().ends_with(' ')) lines.back().pop_back();
      used = display_width(rest);
      lines.push_back(std::move(rest));
      blank = std::string::npos;
    }
    at += mark.size();
    if (mark == " " && lines.back().empty()) continue;
    lines.back() += mark;
    used += needed;
    if (mark == " ") blank = lines.back().size();
  }
  return lines;
}

bool is_share(std::string_view unit) { return unit == "share" || unit == "%"; }

}  // namespace

std::string people_number(double value) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
  const double r = rounded(value);
  for (const Scale& s : kScales)
    if (std::fabs(r) >= s.factor)
      return with_minus(fmt::format("{:.{}f}{}", r / s.factor, decimals(r / s.factor), s.suffix));
  if (value == std::floor(value)) return with_minus(fmt::format("{:.0f}", value));
  if (std::fabs(r) < 1e-4) return with_minus(fmt::format("{:.2e}", r));
  return with_minus(fmt::format("{:.{}f}", r, decimals(r)));
}

std::string people_quantity(double value, std::string_view unit) {
  if (std::isnan(value)) return "–";
  if (is_share(unit)) return people_number(value * 100) + " %";
  if (unit.empty() || unit == "1") return people_number(value);
  return people_number(value) + " " + std::string(unit);
}

std::string people_duration(double seconds) {
  if (!(seconds >= 0) || std::isinf(seconds)) return "–";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::string people_bytes(double bytes) {
  if (!(bytes >= 0)) return "–";
  if (bytes < 1000) return fmt::format("{:.0f} B", bytes);
  return people_number(bytes) + "B";
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = decode(text.substr(at));
    width += is_wide(code) ? 2 : 1;
    at += bytes;
  }
  return width;
}

std::string sparkline(std::span<const double> series, std::size_t width) {
  static constexpr std::array<std::string_view, 8> kMarks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t n = std::min(width, series.size());
  double low = INFINITY, high = -INFINITY;
  for (const double v : series)
    if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
  std::string line;
  if (!(low <= high)) return line;
  for (std::size_t i = 0; i < n; ++i) {
    // The last value of each slice, so that a cumulative series ends where it ends.
    const double v = series[(i + 1) * series.size() / n - 1];
    const double level = high > low ? (v - low) / (high - low) : 0;
    line += std::isfinite(v) ? kMarks[static_cast<std::size_t>(std::lround(level * 7))] : " ";
  }
  return line;
}

void Table::add(std::vector<std::string> cells) {
  expects(cells.size() == headings_.size(), "a table row has as many cells as headings");
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths(headings_.size());
  for (std::size_t c = 0; c < widths.size(); ++c) {
    widths[c] = display_width(headings_[c]);
    for (const auto& row : rows_) widths[c] = std::max(widths[c], display_width(row[c]));
  }
  return widths;
}

std::string Table::render(std::size_t width, std::size_t indent) const {
  const std::vector<std::size_t> wide = widths();
  std::size_t total = indent - 2;
  for (const std::size_t w : wide) total += w + 2;
  const std::size_t first = total <= width ? wide[0] : std::min(wide[0], std::max(width / 3, kNarrowest));
  std::string text;
  for (std::size_t c = 1; c < wide.size() || text.empty();) {
    std::vector<std::size_t> chosen = {0};
    std::size_t used = indent + first;
    do {
      if (c == wide.size()) break;
      used += 2 + wide[c];
      chosen.push_back(c++);
    } while (c < wide.size() && used + 2 + wide[c] <= width);
    text += (text.empty() ? "" : "\n") + part(chosen, first, indent);
  }
  return text;
}

std::string Table::part(const std::vector<std::size_t>& chosen, std::size_t first, std::size_t indent) const {
  std::vector<std::size_t> wide = widths();
  wide[0] = first;
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells) {
    const std::vector<std::string> lines = broken(cells[0], first);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::string line(indent, ' ');
      line += lines[i] + std::string(first - display_width(lines[i]), ' ');
      for (const std::size_t c : chosen)
        if (c > 0 && i == 0) line += "  " + std::string(wide[c] - display_width(cells[c]), ' ') + cells[c];
      text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
  };
  add(headings_);
  std::vector<std::string> rules(wide.size());
  for (const std::size_t c : chosen)
    for (std::size_t i = 0; i < wide[c]; ++i) rules[c] += "─";
  add(rules);
  for (const auto& row : rows_) add(row);
  return text;
}

namespace {

// What may not begin a line of Chinese.
bool is_closing(std::uint32_t c) {
  constexpr std::u32string_view kClosing = U"，。；：、！？）」』”…%";
  return kClosing.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}

bool is_opening(std::uint32_t c) {
  constexpr std::u32string_view kOpening = U"（「『“";
  return kOpening.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}

// The bytes up to the next place where a line may end: a blank, or after a Chinese mark.
std::size_t piece(std::string_view text) {
  std::size_t at = 0;
  bool is_after_wide = false;
  while (at < text.size() && text[at] != ' ') {
    const auto [code, bytes] = decode(text.substr(at));
    if (is_after_wide && !is_closing(code)) break;
    is_after_wide = is_wide(code) && !is_opening(code);
    at += bytes;
  }
  return at;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t blanks = text[at] == ' ' && column > 0 ? 1 : 0;
    if (text[at] == ' ') ++at;
    const std::string_view word = text.substr(at, piece(text.substr(at)));
    const std::size_t needed = display_width(word);
    if (column > 0 && column + blanks + needed > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else {
      out += std::string(blanks, ' ');
      column += blanks;
    }
    out += word;
    column += needed;
    at += word.size();
  }
  return out;
}

}  // namespace fanfare
