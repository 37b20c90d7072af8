// What an account was shown: two Bloom halves of 256 bits, 3 bits a post. When the half in use is half full
// the other is emptied and takes over, so at least the last 60 or so posts are remembered.
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

// Bits of a post, from its identity, so that they are the same in every arm.
struct SeenBits {
  std::uint8_t bit[3];

  explicit SeenBits(const PostKey& key) {
    std::uint64_t x = (static_cast<std::uint64_t>(key.author) << 32 | (key.tick * 16 + key.k)) * 0x9E3779B97F4A7C15U;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93U;
    bit[0] = static_cast<std::uint8_t>(x >> 40);
    bit[1] = static_cast<std::uint8_t>(x >> 48);
    bit[2] = static_cast<std::uint8_t>(x >> 56);
  }
  bool in(const std::uint64_t* half) const {
    return ((half[bit[0] >> 6] >> (bit[0] & 63)) & (half[bit[1] >> 6] >> (bit[1] & 63)) & (half[bit[2] >> 6] >> (bit[2] & 63)) & 1U) != 0;
  }
  void set(std::uint64_t* half) const {
    for (const std::uint8_t b : bit) half[b >> 6] |= std::uint64_t{1} << (b & 63);
  }
};

inline bool was_seen(std::span<const std::uint64_t> halves, const SeenBits& bits) {
  return bits.in(halves.data()) || bits.in(halves.data() + 4);
}

// `second_in_use` is kept with the account.
inline void remember_seen(std::span<std::uint64_t> halves, const SeenBits& bits, bool& second_in_use) {
  std::uint64_t* used = halves.data() + (second_in_use ? 4 : 0);
  int set = 0;
  for (int i = 0; i < 4; ++i) set += std::popcount(used[i]);
  if (set >= 128) {
    second_in_use = !second_in_use;
    used = halves.data() + (second_in_use ? 4 : 0);
    for (int i = 0; i < 4; ++i) used[i] = 0;
  }
  bits.set(used);
}

}  // namespace fanfare::fan_economy
