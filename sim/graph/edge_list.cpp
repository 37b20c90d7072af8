// Strict about ids: a file that is no edge list must not become a graph.
#include "sim/graph/edge_list.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <numeric>
#include <string_view>

#include "fanfare/edge_file.h"
#include "sim/graph/graph_checks.h"
#include "sim/graph/line_reader.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kMostAccounts = 400'000'000;  // a line alone must not take all memory

bool separates(char c) { return c == ' ' || c == '\t' || c == ','; }

// Takes the first field off `line`; empty if there is none.
std::string_view take_field(std::string_view& line) {
  const auto start = std::ranges::find_if_not(line, separates);
  const auto end = std::find_if(start, line.end(), separates);
  const std::string_view field(start, end);
  line.remove_prefix(static_cast<std::size_t>(end - line.begin()));
  return field;
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
  const std::function<void(std::uint32_t, std::uint32_t, std::string_view)>& visit;
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
    visit(a, parse_id(second, lines), rest);
  }
};

// visit(a, b, what follows them on the line)
void for_each_line(LineReader& lines,
                   const std::function<void(std::uint32_t, std::uint32_t, std::string_view)>& visit) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  Parser parser{lines, visit};
  std::string_view line;
  while (lines.next(line)) {
    if (lines.number() == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    parser.take(line);
  }
}

double parse_weight(std::string_view rest, double most, const LineReader& lines) {
  const std::string_view field = take_field(rest);
  if (field.empty()) lines.fail("two ids and no number, where a line should have one");
  double weight = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), weight);
  if (error != std::errc{} || end != field.data() + field.size())
    lines.fail(quoted(field) + " stands where a number should be");
  if (!(weight >= 0 && weight <= most))
    lines.fail(quoted(field) + " is outside [0, " + number_text(most) + "]");
  return weight;
}

// Ids to 0 … n-1, in ascending order.
void number_ids(EdgeLines& file) {
  for (const EdgeLine& line : file.lines) file.ids.insert(file.ids.end(), {line.from, line.to});
  std::ranges::sort(file.ids);
  file.ids.erase(std::unique(file.ids.begin(), file.ids.end()), file.ids.end());
  const auto account = [&](std::uint32_t id) {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(file.ids, id) - file.ids.begin());
  };
  for (EdgeLine& line : file.lines) line = {account(line.from), account(line.to), line.weight};
  file.accounts = static_cast<std::uint32_t>(file.ids.size());
}

}  // namespace

void for_each_edge(const std::string& path, const std::function<void(std::uint32_t, std::uint32_t)>& visit) {
  LineReader lines(path);
  for_each_line(lines, [&](std::uint32_t a, std::uint32_t b, std::string_view) { visit(a, b); });
}

EdgeLines read_edge_lines(const std::string& path, const EdgeFileForm& form) {
  LineReader lines(path);
  EdgeLines file;
  std::uint32_t expected = 0;
  bool counts_read = !form.counts_first;
  for_each_line(lines, [&](std::uint32_t a, std::uint32_t b, std::string_view rest) {
    if (!counts_read) {
      if (a > kMostAccounts)
        lines.fail(std::to_string(a) + " accounts are more than the 400,000,000 that a network can have");
      file.accounts = a;
      expected = b;
      counts_read = true;
      return;
    }
    if (form.counts_first && std::max(a, b) >= file.accounts)
      lines.fail("the id " + std::to_string(std::max(a, b)) + " of " + std::to_string(file.accounts) +
                 " accounts (ids count from 0)");
    file.lines.push_back({a, b, form.weighted ? parse_weight(rest, form.weight_max, lines) : 1});
  });
  if (file.lines.empty()) throw InputError(path + ": has no edges");
  if (!form.counts_first) {
    number_ids(file);
  } else if (file.lines.size() != expected) {
    throw InputError(path + ": has " + std::to_string(file.lines.size()) +
                     " edges, and its first line says " + std::to_string(expected) + " (is it cut off?)");
  } else {
    file.ids.resize(file.accounts);
    std::iota(file.ids.begin(), file.ids.end(), 0U);
  }
  return file;
}

}  // namespace fanfare
