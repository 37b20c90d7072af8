// Strict about ids: a file that is no edge list must not become a graph.
#include "sim/graph/edge_list.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <string_view>

#include "sim/graph/line_reader.h"

namespace fanfare {
namespace {

bool separates(char c) { return c == ' ' || c == '\t' || c == ','; }

// Takes the first field off `line`; empty if there is none.
std::string_view take_field(std::string_view& line) {
  const auto start = std::ranges::find_if_not(line, separates);
  const auto end = std::find_if(start, line.end(), separates);
  const std::string_view field(start, end);
  line.remove_prefix(static_cast<std::size_t>(end - line.begin()));
  return field;
}

bool is_binary(std::string_view line) {
  return std::ranges::any_of(line, [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\f' && c != '\v';
  });
}

// "user", "id_1" or "\"from\"", but no "12x": that is a broken id.
bool is_word(std::string_view field) {
  const auto first = static_cast<unsigned char>(field.front());
  return std::isalpha(first) != 0 || first == '_' || first == '"';
}

std::string quoted(std::string_view field) {
  constexpr std::size_t kShown = 40;
  return "'" + std::string(field.substr(0, kShown)) + (field.size() > kShown ? "…'" : "'");
}

std::uint32_t parse_id(std::string_view field, const LineReader& lines) {
  std::uint32_t id = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), id);
  const bool whole = end == field.data() + field.size();
  if (error == std::errc{} && whole) return id;
  if (error == std::errc::result_out_of_range && whole)
    lines.fail("the id " + std::string(field.substr(0, 40)) +
               " is above 4294967295 (ids have 32 bits; renumber them)");
  if (field.size() > 1 && field[0] == '-' &&
      std::all_of(field.begin() + 1, field.end(), [](char c) { return c >= '0' && c <= '9'; }))
    lines.fail("the id " + quoted(field) + " is negative");
  lines.fail(quoted(field) + " stands where an id should be (a whole number from 0)");
}

struct Parser {
  LineReader& lines;
  const std::function<void(std::uint32_t, std::uint32_t)>& visit;
  bool header_allowed = true;

  void take(std::string_view line) {
    if (is_binary(line)) lines.fail("binary data, not text; this is no edge list");
    std::string_view rest = line;
    const std::string_view first = take_field(rest);
    if (first.empty() || first.front() == '#' || first.front() == '%') return;
    const std::string_view second = take_field(rest);
    const bool header = header_allowed && is_word(first) && (second.empty() || is_word(second));
    header_allowed = false;
    if (header) return;
    const std::uint32_t a = parse_id(first, lines);
    if (second.empty()) lines.fail("one id, where a line should have two");
    visit(a, parse_id(second, lines));
  }
};

}  // namespace

void for_each_edge(const std::string& path, const std::function<void(std::uint32_t, std::uint32_t)>& visit) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  LineReader lines(path);
  Parser parser{lines, visit};
  std::string_view line;
  while (lines.next(line)) {
    if (lines.number() == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    parser.take(line);
  }
}

}  // namespace fanfare
