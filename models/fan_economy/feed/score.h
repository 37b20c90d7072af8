// From what was gathered of each candidate and its words: appeal, score, and the key that sorts it. Knows neither
// reader nor post.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "models/fan_economy/state/candidates.h"

namespace fanfare::fan_economy {

// Σ interest · topic is small even between like minds; times this it spreads over 0 … 1.
inline constexpr float kMatchScale = 3.0F / (255.0F * 255.0F);

// What all candidates of a session have in common.
struct ScoreScales {
  std::array<float, kTopics> interest{};    // the reader's, in 1/255
  float interest_weight = 0;
  float user_error = 0;                     // of what the platform believes
  float explore_below = 0;                  // as in RankConstants
  float explore_low = 0, explore_step = 0;
  float bonus_random = 0;
  const float* values = nullptr;            // by bin of believed appeal: see ValueTable
  const float* values_by_format = nullptr;  // instead of these, where formats are in use
};

// Bits of a float in an order that integers share: a < b ⇔ ordered(a) < ordered(b).
inline std::uint32_t ordered(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  return bits ^ (static_cast<std::uint32_t>(static_cast<std::int32_t>(bits) >> 31) | 0x80000000U);
}

// Fills match, appeal and key of the eligible; what stands behind them, up to a multiple of kLane, is of no use.
// Words: 0 and 1 make the normal (their high 23 bits); their low 9 bits decide on exploration and its rank; 2 is
// the feed's own chance, 3 but for its low byte the tie-break. None of them may decide what the reader does: what
// is shown would be what is liked.
void score_candidates(const ScoreScales& scales, Candidates& c);

namespace detail {

// The two that it chooses from; the second only where has_avx2().
void score_plain(const ScoreScales& scales, Candidates& c);
void score_avx2(const ScoreScales& scales, Candidates& c);

}  // namespace detail

}  // namespace fanfare::fan_economy
