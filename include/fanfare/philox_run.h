// Many indices of one subject at once, word for word what Draws::words(subject, index) gives one by one; for
// one subject and many indices what philox_batch.h is for many subjects at one index.
#pragma once

#include "fanfare/philox_batch.h"

namespace fanfare {

// The words of `subject` at the indices [first, first + count); `count` is a multiple of 16, at most N.
template <std::size_t N>
void words_run(const Draws& draws, Subject subject, std::uint32_t first, std::size_t count,
               WordBatch<N>& out) {
  using detail::Lanes;
  const Lanes a = Lanes{} + subject.a, b = Lanes{} + subject.b, c = Lanes{} + subject.c;
  alignas(64) std::array<std::uint32_t, detail::kVectorSubjects> index{};
  for (std::size_t i = 0; i < count; i += detail::kVectorSubjects) {
    for (std::size_t j = 0; j < index.size(); ++j) index[j] = first + static_cast<std::uint32_t>(i + j);
    const Lanes last = detail::load(index.data());
    detail::PhiloxLanes even{a, b, c, last}, odd{a, b, c, last >> 32};
    std::uint32_t k0 = draws.seed(), k1 = draws.purpose_number();
    for (int round = 0; round < kPhiloxRounds; ++round, k0 += kPhiloxW0, k1 += kPhiloxW1) {
      even.round(Lanes{} + k0, Lanes{} + k1);
      odd.round(Lanes{} + k0, Lanes{} + k1);
    }
    detail::store(&out.word[0][i], even.x0, odd.x0);
    detail::store(&out.word[1][i], even.x1, odd.x1);
    detail::store(&out.word[2][i], even.x2, odd.x2);
    detail::store(&out.word[3][i], even.x3, odd.x3);
  }
}

}  // namespace fanfare
