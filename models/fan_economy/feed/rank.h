// Ranking: the appeal of each candidate, what the platform believes of it, and a key to pop the best by.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>

#include "fanfare/fmath.h"
#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/feed/score.h"
#include "models/fan_economy/feed/seen.h"
#include "models/fan_economy/feed/known_interest.h"
#include "models/fan_economy/content/disclosure.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// Closeness of a followed author without fandom; fandom fills the rest.
inline constexpr float kFollowTie = 0.4F;

// What a session needs of the reader, read once.
struct RankContext {
  AccountId reader;
  const RankConstants& k;
  TopicRow interest;       // the reader's own
  const TopicRow& known;   // what the platform goes by: of one who refuses targeting, its community's
  std::array<FandomSlot, kFandomSlots> fandom;
  using FourCreators = std::uint32_t __attribute__((vector_size(16)));
  FourCreators loved;  // theirs
  float ad_loss;      // appeal lost by an ad that is seen through
  float user_error;   // sd_u

  RankContext(const World& world, AccountId who)
      : reader(who), k(world.rank_constants), interest(world.accounts.interest[who]), known(known_interest(world, who)) {
    std::copy_n(world.accounts.fandom.row(who).begin(), kFandomSlots, fandom.begin());
    static_assert(kFandomSlots == 4);
    loved = FourCreators{fandom[0].creator(), fandom[1].creator(), fandom[2].creator(), fandom[3].creator()};
    ad_loss = k.ad_weight * static_cast<float>(world.accounts.ad_scepticism[who]) / 255.0F;
    std::uint32_t observed = world.accounts.observed[who];
    if (world.forgotten != nullptr) observed -= std::min<std::uint32_t>(observed, (*world.forgotten)[who]);
    user_error = k.user_noise / std::sqrt(1 + static_cast<float>(observed) * k.per_half_data);
    if (k.model_noise > 0) user_error = std::sqrt(user_error * user_error + k.model_noise * k.model_noise);
  }

  // Whether a slot of fandom is this creator's: all four compared at once.
  bool loves(std::uint32_t creator) const {
    const auto same = loved == FourCreators{} + creator;
    std::array<std::uint64_t, 2> halves;
    std::memcpy(&halves, &same, sizeof halves);
    return (halves[0] | halves[1]) != 0;
  }
  float tie(const PostScore& post, Source source) const {
    float level = 0;
    for (const FandomSlot& slot : fandom)
      if (slot.creator() == post.creator && !slot.empty()) level = static_cast<float>(slot.level()) / FandomSlot::kMaxLevel;
    return (source == Source::following ? kFollowTie : 0.0F) + (1 - kFollowTie) * level;
  }
};

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

// Leaves out what the reader wrote or has seen; lays the rest out in arrays. What the loop reads of the world stands
// in constants of its own: after a store to an array of bytes the compiler would have to read it all again.
inline void gather(const World& world, const RankContext& context, SessionScratch& scratch) {
  Candidates& c = scratch.candidates;
  const AccountId reader = context.reader;
  const float quality_weight = context.k.quality_weight, tie_weight = context.k.tie_weight, centre = context.k.centre,
              bonus_tie = context.k.bonus_tie, bonus_popularity = context.k.bonus_popularity;
  const PostScore* const posts = world.posts.score.data();
  const Entry* const entries = world.index.entries.data();
  const std::uint32_t first_entry = world.index.first_entry;
  const std::uint32_t tick = world.tick;
  const std::span<const float> age_bonuses = world.values.age_bonuses();
  const auto oldest = static_cast<std::uint32_t>(age_bonuses.size() - 1);
  const std::span<const SeenBucket> seen = world.accounts.seen_by(reader);
  // What many worlds have none of is asked once: formats, a feed that knows less than is so, terms of
  // mechanisms.
  const bool knows_all = &context.known == &world.accounts.interest[reader];
  const bool is_plain = !world.formats.on() && knows_all && world.at.terms.empty();
  std::uint32_t n = 0;
  const std::uint32_t count = c.count;
  for (std::uint32_t i = 0; i < count; ++i) {
    const PostScore& post = posts[c.row[i]];
    if (post.author == reader.value || was_seen(seen, SeenMark(post.key()))) continue;
    // One test of two bytes: most posts are neither gated nor of a format.
    const bool special = ((post.flags & PostFlags::kGated) | (post.k_and_format & 0xF0U)) != 0;
    if (special && (post.flags & PostFlags::kGated) != 0 && !is_admitted(world, reader, post)) continue;
    const float tie = context.loves(post.creator)             ? context.tie(post, c.source[i])
                      : c.source[i] == Source::following ? kFollowTie
                                                              : 0.0F;
    float fixed = quality_weight * post.quality + tie_weight * tie + post.visible - centre;
    if ((post.flags & PostFlags::kSponsored) != 0 && perceives_ad(world, reader, post)) fixed -= context.ad_loss;
    if (post.brand != kNoBrand) fixed -= boredom(world, context, post.brand);
    if (special && post.has_format()) fixed += format_appeal(world, reader, post);
    const std::uint32_t entry = c.entry[i];
    const std::uint32_t age = tick - (entry == kNobody ? post.tick : entries[entry - first_entry].tick);
    float error = post.item_error;
    float bonus = age_bonuses[std::min(age, oldest)] + bonus_tie * tie + bonus_popularity * post.visible;
    if (!is_plain) {
      c.format[n] = post.format();
      if (!knows_all)
        error += context.k.interest_weight * (match_of(context.known, post.topics) - match_of(context.interest, post.topics));
      for (const TermCall& term : world.at.terms) bonus += term.value(term.mechanism, world, reader, post);
    }
    std::array<std::uint32_t, 2> topics;
    static_assert(sizeof topics == sizeof post.topics);
    std::memcpy(&topics, &post.topics, sizeof topics);
    c.topics_low[n] = topics[0];
    c.topics_high[n] = topics[1];
    c.fixed[n] = fixed;
    c.error[n] = error;
    c.bonus[n] = bonus;
    const Subject subject = post.key().seen_by(reader);
    c.subject.a[n] = subject.a;
    c.subject.b[n] = subject.b;
    c.subject.c[n] = subject.c;
    c.chosen[n] = static_cast<std::uint8_t>(i);
    ++n;
  }
  c.eligible = n;
}

inline ScoreScales scales_of(const World& world, const RankContext& context) {
  const RankConstants& k = context.k;
  ScoreScales scales{{},
                     k.interest_weight,
                     context.user_error,
                     k.explore_below,
                     k.explore_low,
                     k.explore_step,
                     k.bonus_random,
                     world.values.values(),
                     world.values.values_by_format()};
  for (std::size_t t = 0; t < kTopics; ++t) scales.interest[t] = context.interest[t];
  return scales;
}

}  // namespace detail

// Fills appeal and key of the eligible candidates.
inline void rank(const World& world, const RankContext& context, SessionScratch& scratch) {
  Candidates& c = scratch.candidates;
  detail::gather(world, context, scratch);
  words_batch(world.reaction_keys, c.subject, 0, c.words, c.eligible);
  score_candidates(detail::scales_of(world, context), c);
}

// Takes out the best that is left, one after the other: a tree in which each node is the larger of its two, so that to
// take one out is to play its few matches again.
class BestFirst {
 public:
  explicit BestFirst(const Candidates& c) : eligible_(c.eligible) {
    node_[1] = 0;
    std::copy_n(c.key.begin(), eligible_, node_.begin() + eligible_);
    for (std::uint32_t i = eligible_ - 1; i > 0 && eligible_ > 0; --i) node_[i] = std::max(node_[2 * i], node_[2 * i + 1]);
  }
  // Its number; `eligible` if none is left.
  std::uint32_t pop() {
    const std::uint64_t best = node_[1];
    if (best == 0) return eligible_;
    const auto n = static_cast<std::uint32_t>(best & 0xff);
    std::uint64_t winner = 0;
    std::uint32_t i = eligible_ + n;
    node_[i] = 0;
    while (i > 1) {
      const std::uint64_t other = node_[i ^ 1U];
      winner = other > winner ? other : winner;
      i >>= 1;
      node_[i] = winner;
    }
    return n;
  }

 private:
  std::uint32_t eligible_;
  std::array<std::uint64_t, 2 * kMostCandidates> node_;  // of n: the root at 1, the keys from n on
};

}  // namespace fanfare::fan_economy
