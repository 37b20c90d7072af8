// Reads headers, skips contents.
#include "sim/graph/zstd_frames.h"

#include <array>
#include <cstdint>
#include <istream>
#include <optional>

namespace fanfare {
namespace {

constexpr std::uint32_t kFrame = 0xfd2fb528U;
constexpr std::uint32_t kSkippable = 0x184d2a50U;  // and the 15 that follow

// A little-endian number of `bytes` bytes; nothing if the file ends first.
std::optional<std::uint32_t> number(std::istream& file, int bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < bytes; ++i) {
    const int byte = file.get();
    if (byte == std::istream::traits_type::eof()) return std::nullopt;
    value |= static_cast<std::uint32_t>(byte) << (8 * i);
  }
  return value;
}

// False if fewer bytes are left.
bool skip(std::istream& file, std::uint32_t bytes) {
  if (bytes == 0) return true;
  file.seekg(bytes - 1, std::ios::cur);
  return number(file, 1).has_value();
}

bool skip_blocks(std::istream& file) {
  for (;;) {
    const auto header = number(file, 3);
    if (!header) return false;
    const bool repeated_byte = (*header >> 1 & 3U) == 1;
    if (!skip(file, repeated_byte ? 1 : *header >> 3)) return false;
    if ((*header & 1U) != 0) return true;  // the last block
  }
}

bool skip_frame(std::istream& file) {
  constexpr std::array<std::uint32_t, 4> kDictionaryBytes = {0, 1, 2, 4};
  const auto descriptor = number(file, 1);
  if (!descriptor) return false;
  const bool single_segment = (*descriptor >> 5 & 1U) != 0;
  const std::array<std::uint32_t, 4> content_size_bytes = {single_segment ? 1U : 0U, 2, 4, 8};
  const std::uint32_t header =
      (single_segment ? 0U : 1U) + kDictionaryBytes[*descriptor & 3U] + content_size_bytes[*descriptor >> 6];
  const std::uint32_t checksum = (*descriptor >> 2 & 1U) * 4;
  return skip(file, header) && skip_blocks(file) && skip(file, checksum);
}

bool walk(std::istream& file) {
  while (file.peek() != std::istream::traits_type::eof()) {
    const auto magic = number(file, 4);
    if (!magic) return false;
    if ((*magic & ~0xfU) == kSkippable) {
      const auto size = number(file, 4);
      if (!size || !skip(file, *size)) return false;
    } else if (*magic != kFrame || !skip_frame(file)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool zstd_is_whole(std::istream& file) {
  const bool whole = walk(file);
  file.clear();
  file.seekg(0);
  return whole;
}

}  // namespace fanfare
