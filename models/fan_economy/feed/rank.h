// Ranking: the appeal of each candidate, what the platform believes of it, and a key to pop the best by.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>

#include "fanfare/fmath.h"
#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/feed/seen.h"
#include "models/fan_economy/feed/known_interest.h"
#include "models/fan_economy/content/disclosure.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// Σ interest · topic is small even between like minds; times this it spreads over 0 … 1.
inline constexpr float kMatchScale = 3.0F / (255.0F * 255.0F);
// Closeness of a followed author without fandom; fandom fills the rest.
inline constexpr float kFollowTie = 0.4F;

// What a session needs of the reader, read once.
struct RankContext {
  AccountId reader;
  const RankConstants& k;
  TopicRow interest;       // the reader's own
  const TopicRow& known;   // what the platform goes by: of one who refuses targeting, its community's
  std::array<FandomSlot, kFandomSlots> fandom;
  float ad_loss;      // appeal lost by an ad that is seen through
  float user_error;   // sd_u

  RankContext(const World& world, AccountId who)
      : reader(who), k(world.rank_constants), interest(world.accounts.interest[who]), known(known_interest(world, who)) {
    std::copy_n(world.accounts.fandom.row(who).begin(), kFandomSlots, fandom.begin());
    ad_loss = k.ad_weight * static_cast<float>(world.accounts.ad_scepticism[who]) / 255.0F;
    std::uint32_t observed = world.accounts.observed[who];
    if (world.forgotten != nullptr) observed -= std::min<std::uint32_t>(observed, (*world.forgotten)[who]);
    user_error = k.user_noise / std::sqrt(1 + static_cast<float>(observed) * k.per_half_data);
    if (k.model_noise > 0) user_error = std::sqrt(user_error * user_error + k.model_noise * k.model_noise);
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

// Appeal lost by a brand that the reader has met often of late.
inline float boredom(const World& world, const RankContext& context, std::uint8_t brand) {
  const float exposures = world.accounts.bond.row(context.reader)[brand].exposures;
  return std::min(context.k.repetition_most, context.k.repetition * exposures);
}

// Ticks since an item came into the timeline in which it was found: what was shared now is new again there.
inline std::uint32_t age_of(const World& world, const PostScore& post, std::uint32_t entry) {
  return world.tick - (entry == kNobody ? post.tick : world.index.entry(entry).tick);
}

// Where PostFlags::kGated is set: each mechanism must let the reader in.
[[gnu::noinline]] inline bool is_admitted(const World& world, AccountId reader, const PostScore& post) {
  for (const GateCall& gate : world.at.gates)
    if (!gate.admits(gate.mechanism, world, reader, post)) return false;
  return true;
}

// Appeal of a post by its format: who likes such, and how stale it is.
inline float format_appeal(const World& world, AccountId reader, const PostScore& post) {
  const Formats::Look& look = world.formats.look[post.format()];
  return look.appeal[world.accounts.flags[reader] >> 4] -
         look.stale * static_cast<float>(world.tick - post.tick);
}

// Leaves out what the reader wrote or has seen; lays the rest out in arrays.
inline void gather(const World& world, const RankContext& context, SessionScratch& scratch) {
  Candidates& c = scratch.candidates;
  const RankConstants& k = context.k;
  const std::span<const SeenBucket> seen = world.accounts.seen_by(context.reader);
  // What many worlds have none of is asked once: formats, a feed that knows less than is so, terms of
  // mechanisms.
  const bool knows_all = &context.known == &world.accounts.interest[context.reader];
  const bool is_plain = !world.formats.on() && knows_all && world.at.terms.empty();
  std::uint32_t n = 0;
  for (std::uint32_t i = 0; i < c.count; ++i) {
    const PostScore& post = world.posts.score[c.row[i]];
    if (post.author == context.reader.value || was_seen(seen, SeenMark(post.key()))) continue;
    // One test of two bytes: most posts are neither gated nor of a format.
    const bool special = ((post.flags & PostFlags::kGated) | (post.k_and_format & 0xF0U)) != 0;
    if (special && (post.flags & PostFlags::kGated) != 0 && !is_admitted(world, context.reader, post))
      continue;
    const float tie = context.tie(post, c.source[i]);
    float fixed = k.quality_weight * post.quality + k.tie_weight * tie + post.visible - k.centre;
    if ((post.flags & PostFlags::kSponsored) != 0 && perceives_ad(world, context.reader, post))
      fixed -= context.ad_loss;
    if (post.brand != kNoBrand) fixed -= boredom(world, context, post.brand);
    if (special && post.has_format()) fixed += format_appeal(world, context.reader, post);
    c.chosen[n] = static_cast<std::uint8_t>(i);
    c.match[n] = match_of(context.interest, post.topics);
    c.fixed[n] = fixed;
    c.error[n] = post.item_error;
    c.bonus[n] = world.values.age_bonus(age_of(world, post, c.entry[i])) + k.bonus_tie * tie +
                 k.bonus_popularity * post.visible;
    if (!is_plain) {
      c.format[n] = post.format();
      if (!knows_all) c.error[n] += k.interest_weight * (match_of(context.known, post.topics) - c.match[n]);
      for (const TermCall& term : world.at.terms)
        c.bonus[n] += term.value(term.mechanism, world, context.reader, post);
    }
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
// exploration and its rank; 2 is the feed's own chance, 3 but for its low byte the tie-break. None of them may
// decide what the reader does: what is shown would be what is liked. Each loop does one kind of thing, so that
// each vectorises.
inline void score_lane(const World& world, const RankContext& context, Candidates& c, std::uint32_t lane) {
  const WordBatch<kLane>& words = c.words[lane];
  const RankConstants& k = context.k;
  const float* values = world.values.values();
  const std::uint32_t base = lane * kLane;
  alignas(64) std::array<float, kLane> noise;
  alignas(64) std::array<std::int32_t, kLane> bin;
  alignas(64) std::array<float, kLane> score;
  normals_batch(words, noise);
  for (std::uint32_t i = 0; i < kLane; ++i) {
    const float appeal = k.interest_weight * c.match[base + i] + c.fixed[base + i];
    c.appeal[base + i] = appeal;
    const float at = (appeal + context.user_error * noise[i] + c.error[base + i]) * ValueTable::kPerUnit + ValueTable::kBins / 2;
    const float bounded = std::min(std::max(at, 0.0F), static_cast<float>(ValueTable::kBins - 1));
    bin[i] = static_cast<std::int32_t>(bounded);
  }
  const float* by_format = world.values.values_by_format();
  if (by_format == nullptr)
    for (std::uint32_t i = 0; i < kLane; ++i) score[i] = values[bin[i]];
  else {
    score.fill(0);
    for (std::uint32_t i = 0; i < std::min<std::uint32_t>(kLane, c.eligible - base); ++i)
      score[i] = by_format[c.format[base + i] * ValueTable::kBins + bin[i]];
  }
  for (std::uint32_t i = 0; i < kLane; ++i) {
    const float explored = k.explore_low + k.explore_step * static_cast<float>(static_cast<std::int32_t>(words.word[1][i] & 511U));
    const bool explore = static_cast<float>(static_cast<std::int32_t>(words.word[0][i] & 511U)) < k.explore_below;
    score[i] = (explore ? explored : score[i]) + c.bonus[base + i] + k.bonus_random * to_unit_f(words.word[2][i]);
  }
  for (std::uint32_t i = 0; i < kLane; ++i)
    c.key[base + i] = static_cast<std::uint64_t>(ordered(score[i])) << 32 | (words.word[3][i] & 0xffffff00U) | (base + i);
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
  for (std::uint32_t n = c.eligible; n % 8 != 0; ++n) c.key[n] = 0;
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
