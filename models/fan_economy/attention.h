// Attention: who opens the app when, how long a session goes on, how a reader reacts to an item.
#pragma once

#include <array>

#include "fanfare/block.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

// Chance of one action as σ(alpha + gamma · appeal); alpha is set from the base rate.
struct ReactionParameters {
  double rate = 0.02;   // share of impressions at mean appeal spread
  double gamma = 1;     // how strongly appeal moves it
};
void describe(Schema<ReactionParameters>& s);

struct AttentionParameters {
  double active_share = 0.58;                 // DAU/MAU
  Distribution sessions = Distribution::lognormal(4, 0.5);   // per active day
  Distribution items = Distribution::lognormal(42, 0.96);    // per active day
  double night_to_peak = 0.12;                // trough of the daily rhythm over its peak
  double satisfaction_gain = 0.1;             // sessions × exp(gain · (mean appeal − own baseline))
  double continue_gain = 0.4;                 // log-odds of going on after an item, per unit of appeal

  double interest_weight = 2.0;               // appeal terms
  double quality_weight = 3;
  double tie_weight = 0.8;
  double social_weight = 0.3;
  double social_scale = 5;                    // log1p(likes) that count as one unit
  double ad_weight = 0.8;
  double repetition_weight = 0.4;
  double repetition_full = 6;                 // fresh exposures to a brand at which one more bores fully
  double appeal_spread = 0.8;                 // sd of appeal for which the base rates are set
  double appeal_centre = 2.45;                // subtracted, so that appeal is about 0 on average

  ReactionParameters watch{0.62, 1};          // watches past half: P(ratio > .5) of Gamma(1.40, .607)
  ReactionParameters like{0.02, 1};
  ReactionParameters comment{0.0025, 1};
  ReactionParameters share{0.002, 0.3};
  ReactionParameters follow{0.0015, 0.8};
  ReactionParameters click{0.008, 0.8};
  ReactionParameters hide{0.002, -0.8};

  double seconds_per_item = 18;
};
void describe(Schema<AttentionParameters>& s);

// Local, the hot phase: every account that opens the app retrieves, ranks, views and acts.
void browse(World& world, const BlockScope& scope);

// Activity of each hour of the day relative to the day's mean: 24 values that sum to 24. Trough at 4 h,
// peaks at 12 and 21 h (shape of validation E10).
std::array<float, 24> daily_rhythm(double night_to_peak);

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
  float user_noise = 0, per_half_data = 0;                   // the platform's error about a reader
  float bonus_tie = 0, bonus_popularity = 0, bonus_random = 0;  // of the score
  float explore_below = 0;                                   // of 512: candidates ranked at random …
  float explore_low = 0, explore_step = 0;                   // … among these scores
  static constexpr std::size_t kPlaces = 161;                // places of a session
  std::array<std::uint8_t, kPlaces> of_topic{};              // items of one topic allowed after so many
  std::array<std::uint8_t, kPlaces> sponsored{};
};

void prepare_tick(World& world);

// What a cap on the day's time leaves an account; infinite without one.
double seconds_left(const World& world, AccountId reader);

// Appeal kept in a byte: (appeal + 4) · 32.
inline constexpr float kAppealZero = 4;
inline constexpr float kAppealSteps = 32;

}  // namespace fanfare::fan_economy
