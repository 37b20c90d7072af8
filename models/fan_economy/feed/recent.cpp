#include "models/fan_economy/feed/recent.h"

#include <limits>

#include "fanfare/intrinsics.h"
#include "models/fan_economy/feed/kept_lanes.h"

namespace fanfare::fan_economy {

namespace detail {

std::uint32_t newest_of_plain(const FeedIndex& index, std::span<const std::uint32_t> follows, std::uint32_t* hits) {
  std::uint32_t count = 0;
  for (const std::uint32_t account : follows) {
    // Written in any case and counted if recent: no branch to mispredict.
    hits[count] = account;
    count += static_cast<std::uint32_t>(index.has_recent(account));
  }
  for (std::uint32_t i = 0; i < count; ++i) hits[i] = index.newest[hits[i]];
  return count;
}

#if defined(FANFARE_CHOOSES_AVX2) || defined(__AVX2__)

// Eight accounts in a vector: one gathering load reads the words of their bits, another the entries of those that
// have one. What is written behind these is written over by the next eight.
#ifdef FANFARE_CHOOSES_AVX2
FANFARE_AVX2
#endif
std::uint32_t newest_of_avx2(const FeedIndex& index, std::span<const std::uint32_t> follows, std::uint32_t* hits) {
  const auto* bits = reinterpret_cast<const int*>(index.recent.data());
  const auto* newest = reinterpret_cast<const int*>(index.newest.data());
  std::uint32_t count = 0;
  std::size_t i = 0;
  for (; i + 8 <= follows.size(); i += 8) {
    const __m256i account = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&follows[i]));
    const __m256i word = _mm256_i32gather_epi32(bits, _mm256_srli_epi32(account, 5), 4);
    // The account's bit becomes the sign.
    const __m256i left = _mm256_andnot_si256(account, _mm256_set1_epi32(31));  // 31 − account % 32
    const __m256i at_sign = _mm256_sllv_epi32(word, left);
    const KeptLanes& kept = kKeptLanes[static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(at_sign)))];
    if (kept.count == 0) continue;
    const __m256i order =
        _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(kept.lane.data())));
    const __m256i recent = _mm256_permutevar8x32_epi32(account, order);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(hits + count), _mm256_i32gather_epi32(newest, recent, 4));
    count += kept.count;
  }
  return count + newest_of_plain(index, follows.subspan(i), hits + count);
}

#else

std::uint32_t newest_of_avx2(const FeedIndex& index, std::span<const std::uint32_t> follows, std::uint32_t* hits) {
  return newest_of_plain(index, follows, hits);
}

#endif

}  // namespace detail

std::uint32_t newest_of(const FeedIndex& index, std::span<const std::uint32_t> follows, std::uint32_t* hits) {
  // Gathering loads count in signed numbers.
  if (index.newest.size() > std::numeric_limits<std::int32_t>::max()) return detail::newest_of_plain(index, follows, hits);
#if defined(FANFARE_CHOOSES_AVX2)
  if (has_avx2()) return detail::newest_of_avx2(index, follows, hits);
#elif defined(__AVX2__)
  return detail::newest_of_avx2(index, follows, hits);
#endif
  return detail::newest_of_plain(index, follows, hits);
}

}  // namespace fanfare::fan_economy
