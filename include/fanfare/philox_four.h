// Philox4x32-10 for one subject in four streams at once, word for word what Draws::words() gives in each: for an
// event that is drawn so often that its words are worth a vector.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "fanfare/philox_batch.h"

namespace fanfare {

// A stream and an index in it.
struct StreamIndex {
  Draws draws;
  std::uint32_t index = 0;
};

// The keys of the ten rounds of four streams of one seed, laid out once.
class PhiloxFour {
 public:
  explicit PhiloxFour(const std::array<StreamIndex, 4>& streams) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      std::uint32_t k0 = streams[lane].draws.seed(), k1 = streams[lane].draws.purpose_number();
      index_[lane] = streams[lane].index;
      for (std::size_t round = 0; round < kPhiloxRounds; ++round, k0 += kPhiloxW0, k1 += kPhiloxW1)
        k0_[round][lane] = k0, k1_[round][lane] = k1;
    }
  }

  // The words of `s` in each stream.
  std::array<Words, 4> words(const Subject& s) const {
#ifdef FANFARE_CHOOSES_AVX2
    if (has_avx2()) return words_avx2(s);
#endif
    return words_plain(s);
  }

  // The two that it chooses from; the second only where has_avx2().
  std::array<Words, 4> words_plain(const Subject& s) const {
    std::array<Words, 4> out;
    constexpr std::size_t kWide = sizeof(detail::Lanes) / sizeof(std::uint64_t);
    for (std::size_t first = 0; first < 4; first += kWide) {
      detail::PhiloxLanes x{detail::Lanes{} + s.a, detail::Lanes{} + s.b, detail::Lanes{} + s.c,
                            part<detail::Lanes>(index_, first)};
#pragma GCC unroll 10
      for (std::size_t round = 0; round < kPhiloxRounds; ++round)
        x.round(part<detail::Lanes>(k0_[round], first), part<detail::Lanes>(k1_[round], first));
      for (std::size_t lane = 0; lane < kWide && first + lane < 4; ++lane)
        out[first + lane] = {low(x.x0[lane]), low(x.x1[lane]), low(x.x2[lane]), low(x.x3[lane])};
    }
    return out;
  }
#ifdef FANFARE_CHOOSES_AVX2
  FANFARE_AVX2 std::array<Words, 4> words_avx2(const Subject& s) const {
    using detail::WideLanes;
    WideLanes k0, k1, last;
    std::memcpy(&last, index_.data(), sizeof last);
    detail::WidePhiloxLanes x{WideLanes{} + s.a, WideLanes{} + s.b, WideLanes{} + s.c, last};
#pragma GCC unroll 10
    for (std::size_t round = 0; round < kPhiloxRounds; ++round) {
      std::memcpy(&k0, k0_[round].data(), sizeof k0);
      std::memcpy(&k1, k1_[round].data(), sizeof k1);
      x.round(k0, k1);
    }
    // Two words in each lane; then the four of a stream side by side.
    const WideLanes front = (x.x0 & 0xffffffffU) | (x.x1 << 32), back = (x.x2 & 0xffffffffU) | (x.x3 << 32);
    const std::array<WideLanes, 2> rows{__builtin_shufflevector(front, back, 0, 4, 1, 5),
                                        __builtin_shufflevector(front, back, 2, 6, 3, 7)};
    std::array<Words, 4> out;
    static_assert(sizeof rows == sizeof out);
    std::memcpy(out.data(), rows.data(), sizeof out);
    return out;
  }
#endif

 private:
  // Room for the widest vector behind the fourth.
  struct alignas(64) Row : std::array<std::uint64_t, 8> {};

  static std::uint32_t low(std::uint64_t lane) { return static_cast<std::uint32_t>(lane); }
  template <class V>
  static V part(const Row& row, std::size_t first) {
    V v;
    std::memcpy(&v, row.data() + first, sizeof v);
    return v;
  }

  Row index_{};
  std::array<Row, kPhiloxRounds> k0_{}, k1_{};
};

}  // namespace fanfare
