// Philox4x32-10 for many subjects of one stream at once, word for word what Draws::words() gives. A plain loop
// over arrays that the compiler turns into vector code: some three times the words per second of one at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "fanfare/rng.h"

namespace fanfare {

// N subjects, one array a word. N is a multiple of 16 for full speed; fill the tail with anything.
template <std::size_t N>
struct SubjectBatch {
  alignas(64) std::array<std::uint32_t, N> a{};
  alignas(64) std::array<std::uint32_t, N> b{};
  alignas(64) std::array<std::uint32_t, N> c{};
};

// word[w][i] is words(subject i)[w].
template <std::size_t N>
struct WordBatch {
  struct alignas(64) Lane : std::array<std::uint32_t, N> {};
  std::array<Lane, 4> word{};
};

namespace detail {
// Multipliers and key steps of Philox4x32 (Salmon et al. 2011, section 4).
inline constexpr std::uint32_t kPhiloxM0 = 0xD2511F53U;
inline constexpr std::uint32_t kPhiloxM1 = 0xCD9E8D57U;
inline constexpr std::uint32_t kPhiloxW0 = 0x9E3779B9U;
inline constexpr std::uint32_t kPhiloxW1 = 0xBB67AE85U;

constexpr std::uint32_t high_product(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(a) * b) >> 32);
}
}  // namespace detail

// The words of subjects (a[i], b[i], c[i]) at one index, all N of them.
template <std::size_t N>
void words_batch(const Draws& draws, const SubjectBatch<N>& subjects, std::uint32_t index, WordBatch<N>& out) {
  const std::uint32_t seed = draws.seed();
  const std::uint32_t purpose = draws.purpose_number();
  for (std::size_t i = 0; i < N; ++i) {
    std::uint32_t x0 = subjects.a[i], x1 = subjects.b[i], x2 = subjects.c[i], x3 = index;
    std::uint32_t k0 = seed, k1 = purpose;
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
      const std::uint32_t y0 = detail::high_product(detail::kPhiloxM1, x2) ^ x1 ^ k0;
      const std::uint32_t y2 = detail::high_product(detail::kPhiloxM0, x0) ^ x3 ^ k1;
      x1 = detail::kPhiloxM1 * x2;
      x3 = detail::kPhiloxM0 * x0;
      x0 = y0;
      x2 = y2;
      k0 += detail::kPhiloxW0;
      k1 += detail::kPhiloxW1;
    }
    out.word[0][i] = x0;
    out.word[1][i] = x1;
    out.word[2][i] = x2;
    out.word[3][i] = x3;
  }
}

// Standard normals of N subjects, from their words 0 and 1 (24 bits each), in single precision.
template <std::size_t N>
void normals_batch(const WordBatch<N>& words, std::array<float, N>& out) {
  for (std::size_t i = 0; i < N; ++i)
    out[i] = fmath::normalf(to_unit_f(words.word[0][i]), to_unit_f(words.word[1][i]));
}

}  // namespace fanfare
