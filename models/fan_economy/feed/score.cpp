#include "models/fan_economy/feed/score.h"

#include <algorithm>
#include <cstddef>

#include "fanfare/fmath.h"
#include "fanfare/wide.h"
#include "models/fan_economy/state/value_table.h"

namespace fanfare::fan_economy {

namespace {

template <class T>
using LaneOf = std::array<T, kLane>;

// Byte `t` of four topics. Products of bytes and sums of eight of them are whole numbers that a float holds
// exactly, so they may be added in any order, and vectors have floats where they have no product of bytes.
inline float topic_byte(std::uint32_t four, unsigned t) {
  return static_cast<float>(static_cast<std::int32_t>((four >> (8 * t)) & 255U));
}
inline float match_of_bytes(const std::array<float, kTopics>& w, std::uint32_t low, std::uint32_t high) {
  static_assert(kTopics == 8);
  const float sum = w[0] * topic_byte(low, 0) + w[1] * topic_byte(low, 1) + w[2] * topic_byte(low, 2) + w[3] * topic_byte(low, 3) +
                    w[4] * topic_byte(high, 0) + w[5] * topic_byte(high, 1) + w[6] * topic_byte(high, 2) +
                    w[7] * topic_byte(high, 3);
  return std::min(1.0F, sum * kMatchScale);
}

// One lane. Each loop does one kind of thing, reads and writes arrays of its own and runs over a number that the
// compiler knows, so that each becomes vectors; what is kept is copied out at the end.
[[gnu::always_inline]] inline void score_lane(const ScoreScales& k, Candidates& c, std::size_t base) {
  const WordBatch<kMostCandidates>& words = c.words;
  alignas(64) LaneOf<float> match, noise, appeal, score;
  alignas(64) LaneOf<std::int32_t> bin;
  alignas(64) LaneOf<std::uint64_t> key;
  for (std::size_t i = 0; i < kLane; ++i)
    match[i] = match_of_bytes(k.interest, c.topics_low[base + i], c.topics_high[base + i]);
  for (std::size_t i = 0; i < kLane; ++i)
    noise[i] = fmath::unit_normalf(to_unit_f(words.word[0][base + i]), to_unit_f(words.word[1][base + i]));
  for (std::size_t i = 0; i < kLane; ++i) {
    appeal[i] = k.interest_weight * match[i] + c.fixed[base + i];
    const float at = (appeal[i] + k.user_error * noise[i] + c.error[base + i]) * ValueTable::kPerUnit +
                     ValueTable::kBins / 2;
    const float bounded = std::min(std::max(at, 0.0F), static_cast<float>(ValueTable::kBins - 1));
    bin[i] = static_cast<std::int32_t>(bounded);
  }
  if (k.values_by_format == nullptr)
    for (std::size_t i = 0; i < kLane; ++i) score[i] = k.values[bin[i]];
  else {
    score.fill(0);
    for (std::size_t i = 0; i < std::min<std::size_t>(kLane, c.eligible - base); ++i)
      score[i] = k.values_by_format[c.format[base + i] * ValueTable::kBins + bin[i]];
  }
  for (std::size_t i = 0; i < kLane; ++i) {
    const float explored =
        k.explore_low + k.explore_step * static_cast<float>(static_cast<std::int32_t>(words.word[1][base + i] & 511U));
    const bool explore =
        static_cast<float>(static_cast<std::int32_t>(words.word[0][base + i] & 511U)) < k.explore_below;
    score[i] = (explore ? explored : score[i]) + c.bonus[base + i] + k.bonus_random * to_unit_f(words.word[2][base + i]);
  }
  for (std::size_t i = 0; i < kLane; ++i)
    key[i] = static_cast<std::uint64_t>(ordered(score[i])) << 32 | (words.word[3][base + i] & 0xffffff00U) |
             static_cast<std::uint32_t>(base + i);
  std::copy(match.begin(), match.end(), &c.match[base]);
  std::copy(appeal.begin(), appeal.end(), &c.appeal[base]);
  std::copy(key.begin(), key.end(), &c.key[base]);
}

[[gnu::always_inline]] inline void score_lanes(const ScoreScales& scales, Candidates& c) {
  const ScoreScales k = scales;  // of its own, so that no store can be thought to change it
  for (std::size_t base = 0; base < c.eligible; base += kLane) score_lane(k, c, base);
}

}  // namespace

namespace detail {

void score_plain(const ScoreScales& scales, Candidates& c) { score_lanes(scales, c); }

#ifdef FANFARE_CHOOSES_AVX2
FANFARE_AVX2 void score_avx2(const ScoreScales& scales, Candidates& c) { score_lanes(scales, c); }
#else
void score_avx2(const ScoreScales& scales, Candidates& c) { score_plain(scales, c); }
#endif

}  // namespace detail

void score_candidates(const ScoreScales& scales, Candidates& c) {
  if (has_avx2()) return detail::score_avx2(scales, c);
  detail::score_plain(scales, c);
}

}  // namespace fanfare::fan_economy
