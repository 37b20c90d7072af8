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
#include "fanfare/wide.h"

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

  void round(Lanes k0, Lanes k1) {
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

// The keys of the ten rounds, laid out once for the many batches of a stream.
class PhiloxKeys {
 public:
  PhiloxKeys() = default;
  explicit PhiloxKeys(const Draws& draws) {
    std::uint32_t k0 = draws.seed(), k1 = draws.purpose_number();
    for (std::size_t round = 0; round < kPhiloxRounds; ++round, k0 += kPhiloxW0, k1 += kPhiloxW1) {
      k0_[round].fill(k0);
      k1_[round].fill(k1);
    }
  }
  // The first `bytes` of the keys of a round, as one 64-bit lane after the other holds them.
  void copy_round(std::size_t round, void* k0, void* k1, std::size_t bytes) const {
    std::memcpy(k0, __builtin_assume_aligned(k0_[round].data(), alignof(Row)), bytes);
    std::memcpy(k1, __builtin_assume_aligned(k1_[round].data(), alignof(Row)), bytes);
  }

 private:
  struct alignas(64) Row : std::array<std::uint64_t, 8> {};  // the widest vector's lanes

  std::array<Row, kPhiloxRounds> k0_{}, k1_{};
};

namespace detail {

template <std::size_t N>
void words_batch_plain(const PhiloxKeys& keys, const SubjectBatch<N>& subjects, std::uint32_t index,
                       WordBatch<N>& out, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kVectorSubjects) {
    const Lanes a = load(&subjects.a[i]), b = load(&subjects.b[i]),
                c = load(&subjects.c[i]), last = Lanes{} + index;
    PhiloxLanes even{a, b, c, last}, odd{a >> 32, b >> 32, c >> 32, last};
    // Written out, so that nothing is copied to stand where the next round looks for it.
#pragma GCC unroll 10
    for (std::size_t round = 0; round < kPhiloxRounds; ++round) {
      Lanes k0, k1;
      keys.copy_round(round, &k0, &k1, sizeof k0);
      even.round(k0, k1);
      odd.round(k0, k1);
    }
    store(&out.word[0][i], even.x0, odd.x0);
    store(&out.word[1][i], even.x1, odd.x1);
    store(&out.word[2][i], even.x2, odd.x2);
    store(&out.word[3][i], even.x3, odd.x3);
  }
}

}  // namespace detail

#ifdef FANFARE_CHOOSES_AVX2
namespace detail {

// The same by twice as wide vectors, for a program built for any machine that finds itself on one with AVX2.
using WideLanes = std::uint64_t __attribute__((vector_size(32)));

struct WidePhiloxLanes {
  WideLanes x0, x1, x2, x3;

  FANFARE_AVX2 void round(const WideLanes& k0, const WideLanes& k1) {
    using Halves = int __attribute__((vector_size(32)));
    const auto p0 = reinterpret_cast<WideLanes>(__builtin_ia32_pmuludq256(
        reinterpret_cast<Halves>(x0), reinterpret_cast<Halves>(WideLanes{} + kPhiloxM0)));
    const auto p1 = reinterpret_cast<WideLanes>(__builtin_ia32_pmuludq256(
        reinterpret_cast<Halves>(x2), reinterpret_cast<Halves>(WideLanes{} + kPhiloxM1)));
    x0 = (p1 >> 32) ^ x1 ^ k0;
    x2 = (p0 >> 32) ^ x3 ^ k1;
    x1 = p1;
    x3 = p0;
  }
};

template <std::size_t N>
FANFARE_AVX2 void words_batch_avx2(const PhiloxKeys& keys, const SubjectBatch<N>& subjects,
                                   std::uint32_t index, WordBatch<N>& out, std::size_t count) {
  constexpr std::size_t kSubjects = sizeof(WideLanes) / sizeof(std::uint32_t);
  for (std::size_t i = 0; i < count; i += kSubjects) {
    WideLanes a, b, c;
    std::memcpy(&a, &subjects.a[i], sizeof a);
    std::memcpy(&b, &subjects.b[i], sizeof b);
    std::memcpy(&c, &subjects.c[i], sizeof c);
    const WideLanes last = WideLanes{} + index;
    WidePhiloxLanes even{a, b, c, last}, odd{a >> 32, b >> 32, c >> 32, last};
#pragma GCC unroll 10
    for (std::size_t round = 0; round < kPhiloxRounds; ++round) {
      WideLanes k0, k1;
      keys.copy_round(round, &k0, &k1, sizeof k0);
      even.round(k0, k1);
      odd.round(k0, k1);
    }
    const std::array<WideLanes, 4> words{
        (even.x0 & 0xffffffffU) | (odd.x0 << 32), (even.x1 & 0xffffffffU) | (odd.x1 << 32),
        (even.x2 & 0xffffffffU) | (odd.x2 << 32), (even.x3 & 0xffffffffU) | (odd.x3 << 32)};
    for (std::size_t w = 0; w < 4; ++w) std::memcpy(&out.word[w][i], &words[w], sizeof words[w]);
  }
}

}  // namespace detail
#endif

// The words of subjects (a[i], b[i], c[i]) at one index: of the first `count`, and of so many more as fill the
// last vector.
template <std::size_t N>
void words_batch(const PhiloxKeys& keys, const SubjectBatch<N>& subjects, std::uint32_t index,
                 WordBatch<N>& out, std::size_t count = N) {
#ifdef FANFARE_CHOOSES_AVX2
  if (has_avx2()) return detail::words_batch_avx2(keys, subjects, index, out, count);
#endif
  detail::words_batch_plain(keys, subjects, index, out, count);
}
template <std::size_t N>
void words_batch(const Draws& draws, const SubjectBatch<N>& subjects, std::uint32_t index,
                 WordBatch<N>& out) {
  words_batch(PhiloxKeys(draws), subjects, index, out);
}

// Standard normals from 23 bits each of words 0 and 1, in single precision: of the first `count` subjects, and of
// so many more as fill the last sixteen.
template <std::size_t N>
void normals_batch(const WordBatch<N>& words, std::array<float, N>& out, std::size_t count = N) {
  for (std::size_t first = 0; first < count; first += 16)
    for (std::size_t i = first; i < first + 16; ++i)
      out[i] = fmath::unit_normalf(to_unit_f(words.word[0][i]), to_unit_f(words.word[1][i]));
}

}  // namespace fanfare
