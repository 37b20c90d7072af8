// UTF-8 as in RFC 3629.
#include "sim/scenario/utf8.h"

#include <algorithm>

namespace fanfare {
namespace {

// Bytes of the well-formed character at `at`, or 0.
std::size_t length_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(at), next = byte(at + 1);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4 || !follows(at + 1)) return 0;
  if (lead < 0xE0) return 2;
  if (!follows(at + 2) || (lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F)) return 0;
  if (lead < 0xF0) return 3;
  return follows(at + 3) && !(lead == 0xF0 && next < 0x90) && !(lead == 0xF4 && next > 0x8F) ? 4 : 0;
}

bool is_control(char c) {
  const auto code = static_cast<unsigned char>(c);
  return (code < 0x20 && c != '\n' && c != '\t' && c != '\r') || code == 0x7F;
}

}  // namespace

BadText check_text(std::string_view text) {
  int line = 1, column = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    if (length == 0) return {"not UTF-8 text", line, column};
    if (is_control(text[at])) return {"a control character; is this a binary file?", line, column};
    column = text[at] == '\n' ? 1 : column + 1;
    line += text[at] == '\n' ? 1 : 0;
    at += length;
  }
  return {};
}

int characters(std::string_view text, int from, int bytes) {
  const auto first = static_cast<std::size_t>(std::max(from, 0));
  if (first >= text.size() || bytes <= 0) return 0;
  const std::string_view part = text.substr(first, static_cast<std::size_t>(bytes));
  return static_cast<int>(std::count_if(part.begin(), part.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace fanfare
