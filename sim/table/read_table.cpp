// Comma-separated words, strictly: a row that is cut short must not become an account.
#include <algorithm>
#include <vector>

#include "fanfare/nearest.h"
#include "fanfare/table_file.h"
#include "sim/graph/line_reader.h"

namespace fanfare {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// A line in cells. A cell in quotes may hold what parts cells, and "" for a quote.
class Cells {
 public:
  explicit Cells(const LineReader& lines) : lines_(lines) {}

  void part_at(char c) { parts_at_ = c; }
  std::span<const std::string_view> split(std::string_view line) {
    cells_.clear();
    unquoted_.clear();
    unquoted_.reserve(static_cast<std::size_t>(std::ranges::count(line, '"')));  // views into them must hold
    for (bool more = true; more;) more = take(line);
    return cells_;
  }

 private:
  // True if another cell follows.
  bool take(std::string_view& line) {
    const std::string_view from = trimmed(line);
    if (from.starts_with('"')) return take_quoted(line, from);
    const std::size_t end = line.find(parts_at_);
    cells_.push_back(trimmed(line.substr(0, end)));
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return end != std::string_view::npos;
  }

  bool take_quoted(std::string_view& line, std::string_view from) {
    std::string& text = unquoted_.emplace_back();
    std::size_t at = 1;
    for (;; ++at) {
      if (at >= from.size()) lines_.fail("a quote that is not closed on its line");
      if (from[at] != '"')
        text += from[at];
      else if (at + 1 < from.size() && from[at + 1] == '"')
        text += from[at++];
      else
        break;
    }
    const std::string_view rest = trimmed(from.substr(at + 1));
    if (!rest.empty() && rest.front() != parts_at_)
      lines_.fail("text after a closing quote (write \"\" for a quote within one)");
    cells_.push_back(text);
    line = rest.empty() ? rest : rest.substr(1);
    return !rest.empty();
  }

  const LineReader& lines_;
  char parts_at_ = ',';
  std::vector<std::string_view> cells_;
  std::vector<std::string> unquoted_;
};

class Row final : public TableRow {
 public:
  explicit Row(const LineReader& lines) : lines_(lines) {}
  std::span<const std::string_view> cells() const override { return cells_; }
  [[noreturn]] void fail(const std::string& reason) const override { lines_.fail(reason); }

  void pick(std::span<const std::string_view> all, std::span<const std::size_t> places) {
    cells_.clear();
    for (const std::size_t place : places) cells_.push_back(all[place]);
  }

 private:
  const LineReader& lines_;
  std::vector<std::string_view> cells_;
};

// The next line that is neither blank nor a comment.
bool next_line(LineReader& lines, std::string_view& line) {
  while (lines.next(line)) {
    if (lines.number() == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (is_binary(line)) lines.fail("binary data, not text; this is no table");
    if (!trimmed(line).empty() && !line.starts_with('#')) return true;
  }
  return false;
}

std::vector<std::size_t> places_of(std::span<const std::string> columns,
                                   std::span<const std::string_view> headings, const LineReader& lines) {
  const std::vector<std::string> names(headings.begin(), headings.end());
  std::vector<std::size_t> places;
  for (const std::string& column : columns) {
    const auto at = std::ranges::find(names, column);
    if (at == names.end())
      lines.fail("no column '" + column + "' (" + did_you_mean(column, names, "columns are") + ")");
    places.push_back(static_cast<std::size_t>(at - names.begin()));
  }
  return places;
}

}  // namespace

std::uint64_t read_table(const std::string& path, std::span<const std::string> columns,
                         const std::function<void(const TableRow&)>& visit) {
  LineReader lines(path);
  Cells cells(lines);
  Row row(lines);
  std::string_view line;
  if (!next_line(lines, line)) lines.fail("no line of headings");
  if (line.find('\t') != std::string_view::npos && line.find(',') == std::string_view::npos)
    cells.part_at('\t');
  const auto headings = cells.split(line);
  const std::size_t width = headings.size();
  const std::vector<std::size_t> places = places_of(columns, headings, lines);
  std::uint64_t rows = 0;
  for (; next_line(lines, line); ++rows) {
    const auto all = cells.split(line);
    if (all.size() != width)
      lines.fail(std::to_string(all.size()) + " cells, and the headings have " + std::to_string(width));
    row.pick(all, places);
    visit(row);
  }
  if (rows == 0) lines.fail("headings, and no row below them");
  return rows;
}

}  // namespace fanfare
