// Philox4x32-10 for many subjects of one stream at once, word for word what Draws::words() gives, several
// times as fast. Written for the vectors of the machine it is built for; the bits are the same on any.
#pragma once

#if defined(__AVX2__) || defined(__AVX512F__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "fanfare/rng.h"

namespace fanfare {

// N subjects, one array a word. N is a multiple of 16; fill the tail with anything.
template <std::size_t N>
struct SubjectBatch {
  static_assert(N % 16 == 0);
  alignas(64) std::array<std::uint32_t, N> a{};
  alignas(64) std::array<std::uint32_t, N> b{};
  alignas(64) std::array<std::uint32_t, N> c{};
};

// word[w][i] is words(subject i)[w].
template <std::size_t N>
struct WordBatch {
  struct alignas(64) Row : std::array<std::uint32_t, N> {};
  std::array<Row, 4> word{};
};

namespace detail {

// A vector of 64-bit lanes, and the product of their low halves with a constant. Compilers make three
// multiplications or a shuffle out of that product, though vector units have it as one instruction: hence the
// only intrinsics here.
#if defined(__AVX512F__)
using Lanes = std::uint64_t __attribute__((vector_size(64)));
inline Lanes low_product(Lanes x, std::uint64_t m) {
  // The masked form, with all lanes on, spares a false warning of GCC 12 about the plain one.
  const __m512i factor = _mm512_set1_epi64(static_cast<long long>(m));
  return reinterpret_cast<Lanes>(_mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(x), factor));
}
#elif defined(__AVX2__)
using Lanes = std::uint64_t __attribute__((vector_size(32)));
inline Lanes low_product(Lanes x, std::uint64_t m) {
  const __m256i factor = _mm256_set1_epi64x(static_cast<long long>(m));
  return reinterpret_cast<Lanes>(_mm256_mul_epu32(reinterpret_cast<__m256i>(x), factor));
}
#elif defined(__SSE2__)
using Lanes = std::uint64_t __attribute__((vector_size(16)));
inline Lanes low_product(Lanes x, std::uint64_t m) {
  const __m128i factor = _mm_set1_epi64x(static_cast<long long>(m));
  return reinterpret_cast<Lanes>(_mm_mul_epu32(reinterpret_cast<__m128i>(x), factor));
}
#else
using Lanes = std::uint64_t __attribute__((vector_size(16)));
inline Lanes low_product(Lanes x, std::uint64_t m) { return (x & 0xffffffffU) * m; }
#endif
// Subjects that one vector holds, two to a lane.
inline constexpr std::size_t kVectorSubjects = sizeof(Lanes) / sizeof(std::uint32_t);

// The state of one subject a lane. Only the low halves count: the high ones hold leftovers of products.
struct PhiloxLanes {
  Lanes x0, x1, x2, x3;

  void round(std::uint32_t k0, std::uint32_t k1) {
    const Lanes p0 = low_product(x0, kPhiloxM0);
    const Lanes p1 = low_product(x2, kPhiloxM1);
    x0 = (p1 >> 32) ^ x1 ^ k0;
    x2 = (p0 >> 32) ^ x3 ^ k1;
    x1 = p1;
    x3 = p0;
  }
};

inline Lanes load(const std::uint32_t* from) {
  Lanes v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
// Subjects 0, 2, 4, … stand in the low halves of `even`, 1, 3, 5, … in those of `odd`.
inline void store(std::uint32_t* to, Lanes even, Lanes odd) {
  const Lanes v = (even & 0xffffffffU) | (odd << 32);
  std::memcpy(to, &v, sizeof v);
}

}  // namespace detail

// The words of subjects (a[i], b[i], c[i]) at one index, all N of them.
template <std::size_t N>
void words_batch(const Draws& draws, const SubjectBatch<N>& subjects, std::uint32_t index,
                 WordBatch<N>& out) {
  for (std::size_t i = 0; i < N; i += detail::kVectorSubjects) {
    const detail::Lanes a = detail::load(&subjects.a[i]), b = detail::load(&subjects.b[i]),
                        c = detail::load(&subjects.c[i]), last = detail::Lanes{} + index;
    detail::PhiloxLanes even{a, b, c, last}, odd{a >> 32, b >> 32, c >> 32, last};
    std::uint32_t k0 = draws.seed(), k1 = draws.purpose_number();
    for (int round = 0; round < kPhiloxRounds; ++round, k0 += kPhiloxW0, k1 += kPhiloxW1) {
      even.round(k0, k1);
      odd.round(k0, k1);
    }
    detail::store(&out.word[0][i], even.x0, odd.x0);
    detail::store(&out.word[1][i], even.x1, odd.x1);
    detail::store(&out.word[2][i], even.x2, odd.x2);
    detail::store(&out.word[3][i], even.x3, odd.x3);
  }
}

// Standard normals of N subjects, from 23 bits each of their words 0 and 1, in single precision.
template <std::size_t N>
void normals_batch(const WordBatch<N>& words, std::array<float, N>& out) {
  for (std::size_t i = 0; i < N; ++i)
    out[i] = fmath::normalf(to_unit_f(words.word[0][i]), to_unit_f(words.word[1][i]));
}

}  // namespace fanfare
