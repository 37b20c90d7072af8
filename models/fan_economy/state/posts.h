// Posts, their counters, cascades and timelines: the same on every rank, changed only in replicated and
// exchange phases; and the messages by which they come to be.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "fanfare/memory.h"
#include "fanfare/tally.h"
#include "models/fan_economy/keys/post_key.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

// What ranking reads of a post: one cache line.
struct alignas(64) PostScore {
  TopicRow topics{};
  float quality = 0;        // 0 … 1
  float visible = 0;        // b_soc · log1p(likes) / s, refreshed each tick
  float item_error = 0;     // sd_p · ε(p): the platform's error about the post, refreshed each tick
  float trust = 0;          // of the author, 0 … 1, at posting
  std::uint32_t author = 0;
  std::uint32_t tick = 0;
  std::uint32_t creator = kNobody;  // creator index
  std::uint8_t k_and_format = 0;    // k in the low four bits, the format in the high ones: see Formats
  std::uint8_t brand = kNoBrand;
  std::uint8_t campaign = kNoCampaign;
  std::uint8_t flags = 0;           // PostFlags
  std::int8_t tone = 0;             // −100 … 100 about the brand
  std::uint8_t rung = 0;            // of the traffic ladder; kOffLadder when out
  std::uint8_t topic = 0;           // the strongest
  std::uint8_t fit = 0;             // of the author's niche and the brand, 0 … 1 in 1/255
  std::uint32_t impressions = 0;    // accounts
  std::uint32_t rung_impressions = 0;  // accounts, discovery impressions on this rung
  float predicted = 0;              // value per impression that the platform expects, before showing it
  float error_draw = 0;             // ε(p), a standard normal
  float spread = 1;                 // times the chance of a share

  static constexpr std::uint8_t kOffLadder = 0xff;
  std::uint8_t k() const { return k_and_format & 15U; }
  std::uint8_t format() const { return k_and_format >> 4; }
  bool has_format() const { return k_and_format > 15; }
  PostKey key() const { return {author, tick, k()}; }
};
static_assert(sizeof(PostScore) == 64);

struct PostFlags {
  static constexpr std::uint8_t kSponsored = 1;  // paid for: by a brand, or by nobody in a placebo arm
  static constexpr std::uint8_t kDisclosed = 2;
  static constexpr std::uint8_t kVideo = 4;
  static constexpr std::uint8_t kPurchase = 8;   // a customer's post about a purchase
  static constexpr std::uint8_t kSampled = 16;   // kept in full: see sample/post_sample.h
  static constexpr std::uint8_t kMarked = 32;   // concerns a mechanism, which is told of each view
  static constexpr std::uint8_t kGated = 128;   // shown to those alone whom mechanisms admit
};

// Counters of a post, in accounts. The order is that of kPostCounters tallies.
// Neighbours share an atomic add, so what nearly every impression counts stands first. The second half counts
// the same of impressions that a traffic pool gave, since a post climbs by them alone; hides count only
// there, and in their place stands Σ (appeal + 8) · 16 over those impressions.
enum class Counter : std::uint8_t {
  impressions, views, likes, comments, shares, follows, clicks, pool_appeal,
  discovery, pool_views, pool_likes, pool_comments, pool_shares, pool_follows, pool_clicks, pool_hides
};
inline constexpr float kPoolAppealZero = 8;
inline constexpr float kPoolAppealSteps = 16;
inline constexpr int kPostCounters = 16;
constexpr std::size_t in_pool(Counter what) { return static_cast<std::size_t>(what) + kPostCounters / 2; }
using PostCounts = std::array<std::uint32_t, kPostCounters>;
// What people do with a post that others can see.
constexpr std::uint32_t engagements_of(const PostCounts& counts) {
  const auto of = [&](Counter what) { return counts[static_cast<std::size_t>(what)]; };
  return of(Counter::likes) + of(Counter::comments) + of(Counter::shares);
}

// A cascade, kept per live root.
struct Cascade {
  std::uint32_t size = 1;       // root and shares
  std::uint32_t first_hop = 0;  // shares of the root itself
  std::uint16_t depth = 0;
  std::uint16_t reserved = 0;
};

// The window of live posts, in order of (tick, author, k). A post's number counts from the start of the
// run and its row in the arrays is number − first.
struct Posts {
  std::uint32_t first = 0;
  HugeVector<PostScore> score;
  HugeVector<PostCounts> counts;
  HugeVector<Cascade> cascade;
  HugeVector<std::uint32_t> contract;  // index in Market::contracts, or kNobody
};

// What is counted by format, over all posts of it.
inline constexpr std::array kFormatCounts = {Counter::impressions, Counter::views,   Counter::likes,
                                             Counter::comments,    Counter::shares,  Counter::follows,
                                             Counter::clicks};

// A line of a timeline: an original post or a share of one.
struct Entry {
  std::uint32_t account = 0;   // whose timeline
  std::uint32_t tick = 0;
  std::uint32_t post = 0;      // number of the root post
  std::uint32_t previous = kNobody;  // this account's entry before this one
  std::uint32_t parent = kNobody;  // entry the sharer saw; kNobody for the root itself or when seen elsewhere
  std::uint32_t depth = 0;
};

// A new post on its way to all ranks. Sorted by (author, k) within a tick.
struct NewPost {
  std::uint32_t author;
  std::uint32_t contract;  // index in Market::contracts, or kNobody
  std::uint8_t k;
  std::uint8_t brand;
  std::uint8_t campaign;
  std::uint8_t flags;
  std::int8_t tone;
  std::uint8_t platforms;  // a bit each; 0 where there is one
  std::uint8_t format;     // number in World::formats, or 0
  std::uint8_t zero;
  TopicRow topics;
  float quality;
};

// A new post that stands in a second account's timeline as well.
struct FurtherAuthor {
  std::uint32_t account;
  std::uint32_t post;  // number
};

// A share on its way to all ranks.
struct NewShare {
  std::uint32_t sharer;
  std::uint32_t post;    // number of the root post
  std::uint32_t parent;  // entry that the sharer saw, or kNobody
  std::uint16_t depth;
  std::uint16_t source;  // a Source: where the sharer saw it
};

}  // namespace fanfare::fan_economy
