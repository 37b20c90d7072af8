// What publish and browse look up for every account: derived from parameters and the hour, no state.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace fanfare::fan_economy {

// What publish and browse look up for every account, rebuilt each tick.
struct ActivityTables {
  std::array<float, 24> rhythm{};              // by chronotype: relative activity now
  std::array<float, 256> sessions_per_tick{};  // by AccountState::sessions_rate, at relative activity 1
  std::array<float, 256> posts_per_tick{};     // by AccountState::posting_rate
  std::array<float, 511> contentment{};        // by mood − baseline + 255: exp(gain · difference), capped
  std::array<float, 256> continue_base{};      // by items_rate: log-odds of going on at appeal 0
};

// What ranking reads of the parameters, in single precision, rebuilt when they change.
struct RankConstants {
  // Of appeal.
  float interest_weight = 0, quality_weight = 0, tie_weight = 0, ad_weight = 0;
  float repetition = 0, repetition_most = 0, centre = 0;
  float user_noise = 0, per_half_data = 0;                      // the platform's error about a reader …
  float model_noise = 0;                                        // … and that of a ranking not yet learnt
  float bonus_tie = 0, bonus_popularity = 0, bonus_random = 0;  // of the score
  float explore_below = 0;                                   // of 512: candidates ranked at random …
  float explore_low = 0, explore_step = 0;                   // … among these scores
  static constexpr std::size_t kPlaces = 161;                // places of a session
  std::array<std::uint8_t, kPlaces> of_topic{};              // items of one topic allowed after so many
  std::array<std::uint8_t, kPlaces> sponsored{};
};

}  // namespace fanfare::fan_economy
