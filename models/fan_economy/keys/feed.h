// Keys of the feed of a platform: sources → value model → policies, and the traffic pools.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/keys/limits.h"

namespace fanfare::fan_economy {

// Most candidates a source may offer for one session.
struct SourceParameters {
  std::uint32_t following = 40;
  std::uint32_t discovery = 24;
  std::uint32_t trending = 4;
};
void describe(Schema<SourceParameters>& s);

// score = Σ_a weight_a · p̂_a(â) + freshness + tie + popularity + recency + random.
struct ValueParameters {
  double watch = 0;            // worth of each action; watch = chance to watch past half
  double like = 0;
  double comment = 0;
  double share = 0;
  double follow = 0;
  double click = 0;
  double hide = 0;
  double save = 0;             // of a save for later, which is counted only where it has a worth
  double freshness = 0;        // bonus of a new post, halving every `freshness_half_life`
  double freshness_half_life = 6;  // hours
  double tie = 0;              // bonus of a followed or beloved author
  double popularity = 0;       // · log1p(likes)
  double chronological = 0;    // · −age in hours: 1 and nothing else is a chronological feed
  double random = 0;           // · a uniform of (reader, post)
};
void describe(Schema<ValueParameters>& s);

struct PersonalisationParameters {
  double noise = 0.6;          // sd of the platform's error about a reader it does not know
  double half_data = 50;       // interactions at which that variance has halved
  double item_noise = 0.6;     // sd of its error about a post it has not shown
};
void describe(Schema<PersonalisationParameters>& s);

struct PolicyParameters {
  std::uint32_t per_author = 2;      // items of one author in a session
  double topic_share = 0.6;          // at most this share of a session from one topic
  double exploration = 0.05;         // share of a session filled at random from the candidates
  double sponsored_cap = 0.15;       // at most this share of a session sponsored
  double remember = 48;              // hours for which a post that was shown is not shown again
  bool minor_curfew = false;         // minors can't open the app from 22:00 to 06:00
  std::uint32_t minor_minutes = 0;   // minutes a day for minors; 0: no cap
};
void describe(Schema<PolicyParameters>& s);

// The ladder of traffic pools. Rungs are impressions in people.
struct PoolParameters {
  std::vector<double> ladder{300, 3000, 30'000, 300'000, 3'000'000, 30'000'000};
  double promote_share = 0.1;
  double shrinkage = 300;            // impressions (people) with which a post's value is drawn to the prediction
  double lifetime = 48;              // hours
};
void describe(Schema<PoolParameters>& s);

// Rules of a platform beside ranking.
struct PlatformRules {
  double clicks = 1;          // times the chance of a click
  double reported = 1;        // share of clicks and orders of which brands are told
  double push = 0;            // chance that a new post of an account one follows opens the app
  bool friends_only = false;  // one follows only those who follow back
  double daily_window = 0;    // hours of the day's one window in which one may post; 0: at any time
  double daily_share = 0.4;   // of members, who post in it
};
void describe(Schema<PlatformRules>& s);

struct FeedParameters {
  std::string preset = "douyin";
  double window = 48;                // hours a post stays retrievable
  std::uint32_t length = 60;         // most items a session can hold
  SourceParameters sources;
  ValueParameters value;
  PersonalisationParameters personalisation;
  PolicyParameters policies;
  PoolParameters pools;
  PlatformRules rules;
};
void describe(Schema<FeedParameters>& s);

// Null models, then platforms: feed_presets.cpp.
std::span<const Preset<FeedParameters>> feed_presets();

}  // namespace fanfare::fan_economy
