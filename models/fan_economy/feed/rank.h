// Ranking: the appeal of each candidate, what the platform believes of it, and a key to pop the best by.
#pragma once

#include <bit>

#include "fanfare/fmath.h"
#include "models/fan_economy/feed/candidates.h"
#include "models/fan_economy/feed/seen.h"
#include "models/fan_economy/feed/source_discovery.h"
#include "models/fan_economy/persuasion.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// Σ interest · topic is small even between like minds; times this it spreads over 0 … 1.
inline constexpr float kMatchScale = 3.0F / (255.0F * 255.0F);
// Closeness of a followed author without fandom; fandom fills the rest.
inline constexpr float kFollowTie = 0.4F;

// What a session needs of the parameters and the reader, read once.
struct RankContext {
  AccountId reader;
  TopicRow interest;                     // as it is
  std::array<FandomSlot, kFandomSlots> fandom;
  float scepticism = 0;
  float interest_weight, quality_weight, tie_weight, ad_weight, centre;
  float user_error;                      // sd_u
  float bonus_tie, bonus_popularity, bonus_random;
  float exploration;
  float explore_low, explore_span;       // scores among which an explored candidate is put

  RankContext(const World& world, AccountId who) : reader(who), interest(known_interest(world, who)) {
    const AttentionParameters& a = world.p.attention;
    const FeedParameters& f = world.p.feed();
    std::copy_n(world.accounts.fandom.row(who).begin(), kFandomSlots, fandom.begin());
    scepticism = static_cast<float>(world.accounts.ad_scepticism[who]) / 255.0F;
    interest_weight = static_cast<float>(a.interest_weight) ;
    quality_weight = static_cast<float>(a.quality_weight);
    tie_weight = static_cast<float>(a.tie_weight);
    ad_weight = static_cast<float>(a.ad_weight);
    centre = static_cast<float>(a.appeal_centre);
    const double observed = world.accounts.observed[who];
    user_error = static_cast<float>(f.personalisation.noise / std::sqrt(1 + observed / f.personalisation.half_data));
    bonus_tie = static_cast<float>(f.value.tie);
    bonus_popularity = static_cast<float>(a.social_weight > 0 ? f.value.popularity / a.social_weight * a.social_scale : 0);
    bonus_random = static_cast<float>(f.value.random);
    exploration = static_cast<float>(f.policies.exploration);
    explore_low = world.values.value(-1);
    explore_span = world.values.value(2) - explore_low;
  }

  float tie(const PostScore& post, Source source) const {
    float level = 0;
    for (const FandomSlot& slot : fandom)
      if (slot.creator() == post.creator && !slot.empty()) level = static_cast<float>(slot.level()) / FandomSlot::kMaxLevel;
    return (source == Source::following ? kFollowTie : 0.0F) + (1 - kFollowTie) * level;
  }
};

// Bits of a float in an order that integers share: a < b ⇔ ordered(a) < ordered(b).
inline std::uint32_t ordered(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  return bits ^ (static_cast<std::uint32_t>(static_cast<std::int32_t>(bits) >> 31) | 0x80000000U);
}

namespace detail {

inline float match_of(const TopicRow& interest, const TopicRow& topics) {
  std::uint32_t sum = 0;
  for (std::size_t t = 0; t < kTopics; ++t) sum += static_cast<std::uint32_t>(interest[t]) * topics[t];
  return std::min(1.0F, static_cast<float>(sum) * kMatchScale);
}

// Leaves out what the reader wrote or has seen; lays the rest out in arrays.
inline void gather(const World& world, const RankContext& context, SessionScratch& scratch) {
  Candidates& c = scratch.candidates;
  const std::span<const std::uint64_t> seen = world.accounts.seen.row(context.reader);
  std::uint32_t n = 0;
  for (std::uint32_t i = 0; i < c.count; ++i) {
    const PostScore& post = world.posts.score[c.row[i]];
    if (post.author == context.reader.value || was_seen(seen, SeenBits(post.key()))) continue;
    const float tie = context.tie(post, c.source[i]);
    float fixed = context.quality_weight * post.quality + context.tie_weight * tie + post.visible - context.centre;
    if ((post.flags & PostFlags::kSponsored) != 0 && perceives_ad(world, context.reader, post))
      fixed -= context.ad_weight * context.scepticism;
    c.chosen[n] = static_cast<std::uint8_t>(i);
    c.match[n] = match_of(context.interest, post.topics);
    c.fixed[n] = fixed;
    c.error[n] = post.item_error;
    c.bonus[n] = world.values.age_bonus(world.tick - post.tick) + context.bonus_tie * tie + context.bonus_popularity * post.visible;
    const Subject subject = post.key().seen_by(context.reader);
    SubjectBatch<kLane>& lane = c.subject[n / kLane];
    lane.a[n % kLane] = subject.a;
    lane.b[n % kLane] = subject.b;
    lane.c[n % kLane] = subject.c;
    ++n;
  }
  c.eligible = n;
}

// One lane of keys. Words: 0 and 1 make the normal (their high 23 bits); their low 9 bits decide on
// exploration and its rank; 2 is the watch, 3 going on (and, but for its low byte, the tie-break).
inline void score_lane(const World& world, const RankContext& context, Candidates& c, std::uint32_t lane) {
  const WordBatch<kLane>& words = c.words[lane];
  const float* values = world.values.values();
  const std::uint32_t base = lane * kLane;
  for (std::uint32_t i = 0; i < kLane; ++i) {
    const std::uint32_t n = base + i;
    const std::uint32_t w0 = words.word[0][i];
    const std::uint32_t w1 = words.word[1][i];
    const float noise = fmath::normalf(to_unit_f(w0), to_unit_f(w1));
    const float appeal = context.interest_weight * c.match[n] + c.fixed[n];
    const float believed = appeal + context.user_error * noise + c.error[n];
    const float value = values[ValueTable::bin(believed)];
    const float explored = context.explore_low + context.explore_span * (static_cast<float>(w1 & 511U) * (1.0F / 512));
    const bool explore = static_cast<float>(w0 & 511U) < context.exploration * 512;
    const float score = (explore ? explored : value) + c.bonus[n] + context.bonus_random * to_unit_f(words.word[2][i]);
    c.appeal[n] = appeal;
    c.key[n] = static_cast<std::uint64_t>(ordered(score)) << 32 | (words.word[3][i] & 0xffffff00U) | n;
  }
}

}  // namespace detail

// Fills appeal and key of the eligible candidates.
inline void rank(const World& world, const RankContext& context, SessionScratch& scratch) {
  Candidates& c = scratch.candidates;
  detail::gather(world, context, scratch);
  const Draws draws = world.draws(Draw::reaction);
  for (std::uint32_t lane = 0; lane * kLane < c.eligible; ++lane) {
    words_batch(draws, c.subject[lane], 0, c.words[lane]);
    detail::score_lane(world, context, c, lane);
  }
  for (std::uint32_t n = c.eligible; n % kLane != 0; ++n) c.key[n] = 0;
}

// The best that is left, which is taken out; eligible if none. Keys are compared as integers, so the pop is
// a maximum over an array that vectorises.
inline std::uint32_t pop_best(Candidates& c) {
  const std::uint32_t padded = (c.eligible + 7) / 8 * 8;
  std::uint64_t best = 0;
  for (std::uint32_t n = 0; n < padded; ++n) best = c.key[n] > best ? c.key[n] : best;
  if (best == 0) return c.eligible;
  const auto n = static_cast<std::uint32_t>(best & 0xff);
  c.key[n] = 0;
  return n;
}

}  // namespace fanfare::fan_economy
