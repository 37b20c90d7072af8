// Numbers and tables for people: three significant figures, aligned columns, sparklines. UTF-8. Exact numbers
// belong in summary.json, not here.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fanfare {

// 1234567 → "1.23 M"; 13400 → "13.4 k"; 42 → "42"; 0.2042 → "0.204"; missing → "–". Three significant
// figures, whole numbers under 1,000 without decimals, a true minus sign.
std::string people_number(double value);

// With its unit: "1.23 M CNY"; shares ("share", "%") as per cent: 0.0421 → "4.21 %". Units "1" and "" are not
// shown.
std::string people_quantity(double value, std::string_view unit);

// "3 min 20 s", "1 h 05 min", "0.4 s".
std::string people_duration(double seconds);

// "1.3 GB" (powers of 1,000).
std::string people_bytes(double bytes);

// Terminal columns that UTF-8 text takes; Chinese and emoji take two.
std::size_t display_width(std::string_view text);

// ▁▂▃▅▇ scaled to the series' own range, at most `width` marks; missing values are blanks. Empty for no
// values.
std::string sparkline(std::span<const double> series, std::size_t width = 24);

// Rows of text under headings. First column left, the others right.
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}
  // As many cells as headings.
  void add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  // Aligned columns with `indent` blanks before. Where they are wider than `width`, the first column is broken at its
  // blanks to a third of it, and the others that still don't fit follow in tables of their own below, each with the
  // first column: nothing is cut off.
  std::string render(std::size_t width = 110, std::size_t indent = 2) const;

 private:
  std::vector<std::size_t> widths() const;
  // The columns `chosen`, the first broken to `first` marks a line.
  std::string part(const std::vector<std::size_t>& chosen, std::size_t first, std::size_t indent) const;

  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

// Breaks text at blanks, and between Chinese marks, so that no line is wider than `width`, each line after the first indented by
// `indent`.
std::string wrapped(std::string_view text, std::size_t width = 100, std::size_t indent = 0);

}  // namespace fanfare
