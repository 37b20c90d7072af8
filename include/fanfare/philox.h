// Philox4x32-10, one subject at a time (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4):
// ten rounds of a keyed bijection of 128 bits. philox_batch.h has it for many subjects at once.
#pragma once

#include <array>
#include <cstdint>

namespace fanfare {

using Words = std::array<std::uint32_t, 4>;

// Multipliers and key steps.
inline constexpr std::uint64_t kPhiloxM0 = 0xD2511F53U;
inline constexpr std::uint64_t kPhiloxM1 = 0xCD9E8D57U;
inline constexpr std::uint32_t kPhiloxW0 = 0x9E3779B9U;
inline constexpr std::uint32_t kPhiloxW1 = 0xBB67AE85U;
inline constexpr int kPhiloxRounds = 10;

// Four independent words from a counter of four words and a key of two.
constexpr Words philox(Words x, std::uint32_t k0, std::uint32_t k1) {
  // Written out, no word is copied to stand where the next round looks for it, which is four instructions of ten.
#pragma GCC unroll 10
  for (int round = 0; round < kPhiloxRounds; ++round, k0 += kPhiloxW0, k1 += kPhiloxW1) {
    const std::uint64_t p0 = kPhiloxM0 * x[0], p1 = kPhiloxM1 * x[2];
    x = {static_cast<std::uint32_t>(p1 >> 32) ^ x[1] ^ k0, static_cast<std::uint32_t>(p1),
         static_cast<std::uint32_t>(p0 >> 32) ^ x[3] ^ k1, static_cast<std::uint32_t>(p0)};
  }
  return x;
}

}  // namespace fanfare
