// Collecting, sorting and showing a user's mistakes.
#include "fanfare/problems.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>

namespace fanfare {
namespace {

constexpr std::size_t kMostShown = 100;
constexpr std::size_t kMostKept = 10'000;  // each is held against all others
constexpr std::size_t kLongestWords = 400;  // bytes of a message
constexpr int kLongestExcerpt = 200;           // characters of the line under it
constexpr int kBefore = 60;                 // of them before the place

std::size_t length_of(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Where the character number `n` (from 0) begins, at most the end.
std::size_t place_of(std::string_view text, int n) {
  std::size_t at = 0;
  for (; n > 0 && at < text.size(); --n) at += length_of(text[at]);
  return std::min(at, text.size());
}

std::string cut(std::string_view text) {
  if (text.size() <= kLongestWords) return std::string(text);
  std::size_t end = kLongestWords;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string_view line_of(const Mark& mark) {
  if (!mark.exists() || mark.line <= 0) return {};
  std::string_view text = mark.source->text;
  for (int i = 1; i < mark.line; ++i) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

std::uint32_t decode(std::string_view text, std::size_t at, std::size_t bytes) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  if (bytes == 1) return byte(at);
  std::uint32_t code = byte(at) & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes && at + i < text.size(); ++i) code = code << 6 | (byte(at + i) & 0x3FU);
  return code;
}

// Chinese, Japanese and Korean characters take two cells of a terminal.
bool takes_two_columns(std::uint32_t code) {
  return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
         (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
         (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
}

// Blanks as wide as the first column-1 characters of the line; tabs stay tabs.
std::string blanks_before(std::string_view line, int column) {
  std::string out;
  std::size_t at = 0;
  for (int i = 1; i < column && at < line.size(); ++i) {
    const std::size_t bytes = length_of(line[at]);
    if (line[at] == '\t') out += '\t';
    else out.append(takes_two_columns(decode(line, at, bytes)) ? 2 : 1, ' ');
    at += bytes;
  }
  return out;
}

// The line and a caret under the column; of a long line the part around it.
std::string excerpt(std::string_view line, int column) {
  const bool is_short = place_of(line, kLongestExcerpt) == line.size();
  const int first = is_short ? 0 : std::max(column - 1 - kBefore, 0);
  const std::size_t from = place_of(line, first);
  const std::size_t bytes = place_of(line.substr(from), kLongestExcerpt);
  const std::string_view part = line.substr(from, bytes);
  const std::string before = from > 0 ? "…" : "", after = from + bytes < line.size() ? "…" : "";
  return "    " + before + std::string(part) + after + "\n    " + (from > 0 ? " " : "") +
         blanks_before(part, column - first) + "^\n";
}

std::string where(const Mark& mark) {
  if (!mark.exists()) return {};
  std::string text = mark.file() + ":";
  if (mark.line > 0) text += std::to_string(mark.line) + ":" + std::to_string(mark.column) + ":";
  return text + " ";
}

}  // namespace

std::string render(const Problem& problem) {
  std::string out = where(problem.mark) + "error: ";
  if (!problem.path.empty()) out += cut(problem.path) + ": ";
  out += cut(problem.what);
  if (!problem.suggestion.empty()) out += " (" + cut(problem.suggestion) + ")";
  out += "\n";
  const std::string_view line = line_of(problem.mark);
  if (line.empty()) return out;
  return out + excerpt(line, problem.mark.column);
}

void Problems::add(Problem problem) {
  if (problems_.size() >= kMostKept) return;
  const auto is_same = [&](const Problem& p) {  // what differs most often is compared first
    return p.mark.line == problem.mark.line && p.mark.column == problem.mark.column &&
           p.path == problem.path && p.what == problem.what && p.mark.file() == problem.mark.file();
  };
  if (std::none_of(problems_.begin(), problems_.end(), is_same)) problems_.push_back(std::move(problem));
}

void Problems::add(const Mark& mark, std::string_view path, std::string_view what,
                   std::string_view suggestion) {
  add({mark, std::string(path), std::string(what), std::string(suggestion)});
}

std::vector<Problem> Problems::sorted() const {
  std::map<std::string, std::size_t> files;  // in the order first met
  for (const Problem& p : problems_) files.emplace(p.mark.file(), files.size());
  const auto rank = [&](const Problem& p) { return files.at(p.mark.file()); };
  std::vector<Problem> out = problems_;
  std::stable_sort(out.begin(), out.end(), [&](const Problem& a, const Problem& b) {
    return std::tuple(rank(a), a.mark.line, a.mark.column) < std::tuple(rank(b), b.mark.line, b.mark.column);
  });
  return out;
}

std::string Problems::render() const {
  std::string out;
  const std::vector<Problem> all = sorted();
  for (std::size_t i = 0; i < std::min(all.size(), kMostShown); ++i) out += fanfare::render(all[i]);
  if (all.size() > kMostShown) out += "… and " + std::to_string(all.size() - kMostShown) + " more problems\n";
  return out;
}

int Problems::exit_code() const {
  if (problems_.empty()) return 0;
  const bool only_inputs = std::all_of(problems_.begin(), problems_.end(),
                                       [](const Problem& p) { return p.kind == Problem::Kind::input; });
  return only_inputs ? 3 : 2;
}

}  // namespace fanfare
