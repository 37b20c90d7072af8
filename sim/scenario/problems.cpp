// Collecting, sorting and showing a user's mistakes.
#include "fanfare/problems.h"

#include <algorithm>
#include <tuple>

namespace fanfare {
namespace {

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
bool is_wide(std::uint32_t code) {
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
    const auto lead = static_cast<unsigned char>(line[at]);
    const std::size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead == '\t') out += '\t';
    else out.append(is_wide(decode(line, at, bytes)) ? 2 : 1, ' ');
    at += bytes;
  }
  return out;
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
  if (!problem.path.empty()) out += problem.path + ": ";
  out += problem.what;
  if (!problem.suggestion.empty()) out += " (" + problem.suggestion + ")";
  out += "\n";
  const std::string_view line = line_of(problem.mark);
  if (line.empty()) return out;
  return out + "    " + std::string(line) + "\n    " + blanks_before(line, problem.mark.column) + "^\n";
}

void Problems::add(Problem problem) {
  const auto key = [](const Problem& p) {
    return std::tuple(p.mark.file(), p.mark.line, p.mark.column, p.path, p.what);
  };
  const bool is_known = std::any_of(problems_.begin(), problems_.end(),
                                    [&](const Problem& p) { return key(p) == key(problem); });
  if (!is_known) problems_.push_back(std::move(problem));
}

void Problems::add(const Mark& mark, std::string_view path, std::string_view what,
                   std::string_view suggestion) {
  add({mark, std::string(path), std::string(what), std::string(suggestion)});
}

std::vector<Problem> Problems::sorted() const {
  std::vector<std::string> files;
  for (const Problem& p : problems_)
    if (std::find(files.begin(), files.end(), p.mark.file()) == files.end()) files.push_back(p.mark.file());
  const auto rank = [&](const Problem& p) {
    return std::find(files.begin(), files.end(), p.mark.file()) - files.begin();
  };
  std::vector<Problem> out = problems_;
  std::stable_sort(out.begin(), out.end(), [&](const Problem& a, const Problem& b) {
    return std::tuple(rank(a), a.mark.line, a.mark.column) < std::tuple(rank(b), b.mark.line, b.mark.column);
  });
  return out;
}

std::string Problems::render() const {
  std::string out;
  for (const Problem& p : sorted()) out += fanfare::render(p);
  return out;
}

int Problems::exit_code() const {
  if (problems_.empty()) return 0;
  const bool only_inputs = std::all_of(problems_.begin(), problems_.end(),
                                       [](const Problem& p) { return p.kind == Problem::Kind::input; });
  return only_inputs ? 3 : 2;
}

}  // namespace fanfare
