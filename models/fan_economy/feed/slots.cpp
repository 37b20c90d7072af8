#include "models/fan_economy/feed/slots.h"

#include <algorithm>
#include <bit>

#include "fanfare/intrinsics.h"
#include "models/fan_economy/feed/kept_lanes.h"

namespace fanfare::fan_economy {

SlotReader::SlotReader(const TopicRow& interest, const FeedIndex& index)
    : slots_(index.slots.post.data()),
      mask_(index.slot_mask),
      topic_shift_(static_cast<unsigned>(std::bit_width(index.slot_mask))) {
  std::uint32_t sum = 0;
  for (std::size_t t = 0; t < upto_.size(); ++t) {
    sum = std::min<std::uint32_t>(256, sum + interest[t]);
    upto_[t] = sum;
  }
}

std::uint32_t SlotReader::read(const std::array<std::uint32_t, kSlotWords>& words,
                               std::array<std::uint32_t, kSlotWords>& found) const {
#if defined(FANFARE_CHOOSES_AVX2)
  if (has_avx2()) return read_avx2(words.data(), found.data());
#elif defined(__AVX2__)
  return read_avx2(words.data(), found.data());
#endif
  return read_plain(words.data(), found.data());
}

std::uint32_t SlotReader::read_plain(const std::uint32_t* words, std::uint32_t* found) const {
  std::uint32_t filled = 0;
  for (std::size_t i = 0; i < kSlotWords; ++i) {
    std::uint32_t topic = 0;
    for (const std::uint32_t upto : upto_) topic += words[i] >> 24 >= upto ? 1U : 0U;
    const std::uint32_t post = slots_[(std::size_t{topic} << topic_shift_) + (words[i] & mask_)];
    // Written in any case and counted if there is one: no branch to mispredict.
    found[filled] = post;
    filled += post != kNobody ? 1U : 0U;
  }
  return filled;
}

#if defined(FANFARE_CHOOSES_AVX2) || defined(__AVX2__)

// Eight words in a vector: seven comparisons make their topics, one gathering load reads their slots, and one
// permutation moves what is filled to the front.
#ifdef FANFARE_CHOOSES_AVX2
FANFARE_AVX2
#endif
std::uint32_t SlotReader::read_avx2(const std::uint32_t* words, std::uint32_t* found) const {
  const __m256i mask = _mm256_set1_epi32(static_cast<int>(mask_));
  std::uint32_t filled = 0;
  for (std::size_t first = 0; first < kSlotWords; first += 8) {
    const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words + first));
    const __m256i draws_topic = _mm256_srli_epi32(word, 24);
    __m256i topic = _mm256_set1_epi32(static_cast<int>(kTopics - 1));  // less one for each bound above the draw
#pragma GCC unroll 7
    for (const std::uint32_t upto : upto_)
      topic = _mm256_add_epi32(topic, _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(upto)), draws_topic));
    const __m256i at = _mm256_add_epi32(_mm256_sll_epi32(topic, _mm_cvtsi32_si128(static_cast<int>(topic_shift_))),
                                        _mm256_and_si256(word, mask));
    const __m256i post = _mm256_i32gather_epi32(reinterpret_cast<const int*>(slots_), at, 4);
    const __m256i empty = _mm256_cmpeq_epi32(post, _mm256_set1_epi32(static_cast<int>(kNobody)));
    const auto bits = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(empty))) ^ 0xffU;
    const KeptLanes& kept = kKeptLanes[bits];
    const __m256i order =
        _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(kept.lane.data())));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(found + filled), _mm256_permutevar8x32_epi32(post, order));
    filled += kept.count;
  }
  return filled;
}

#else

std::uint32_t SlotReader::read_avx2(const std::uint32_t* words, std::uint32_t* found) const {
  return read_plain(words, found);
}

#endif

}  // namespace fanfare::fan_economy
