// The state of the fan economy: what accounts own, what all ranks share. No rules here.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/block_lists.h"
#include "fanfare/columns.h"
#include "fanfare/graph.h"
#include "fanfare/ledger.h"
#include "fanfare/tally.h"
#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

// --- Owned: one row per account, written only by the account's block -------------------------------

struct AccountFlags {
  static constexpr std::uint8_t kMinor = 1;
  static constexpr std::uint8_t kOptOut = 2;   // targeted ads refused: scored with its segment's mean interest
  static constexpr std::uint8_t kGone = 4;     // left the platform
};

// A fandom slot: creator index (22 bits) and level (10 bits, 0 … 1 in 1/1023).
struct FandomSlot {
  std::uint32_t packed = kEmpty;
  static constexpr std::uint32_t kEmpty = 0xfffffc00U;  // creator 0x3fffff, level 0
  static constexpr std::uint32_t kMaxLevel = 1023;
  std::uint32_t creator() const { return packed >> 10; }
  std::uint32_t level() const { return packed & 1023U; }
  bool empty() const { return (packed & ~1023U) == kEmpty; }
  static FandomSlot of(std::uint32_t creator, std::uint32_t level) { return {creator << 10 | level}; }
};

// Under which contract an account was last touched for a brand: its index (24 bits) and the day (8 bits, modulo 256).
struct LastTouch {
  std::uint32_t packed = kNone;
  static constexpr std::uint32_t kNone = 0xffffffffU;
  bool exists() const { return packed != kNone; }
  std::uint32_t contract() const { return packed >> 8; }
  std::uint8_t day() const { return static_cast<std::uint8_t>(packed); }
  static LastTouch of(std::uint32_t contract, std::uint32_t day) { return {contract << 8 | (day & 255U)}; }
};

// account × brand
struct BrandBond {
  std::int16_t attitude = 0;    // −1 … 1 in 1/32767
  std::uint8_t exposures = 0;   // fresh exposures in 1/16 steps, saturating
  std::uint8_t stage = 0;       // low 3 bits Stage; bit 3: has ever bought
  static constexpr std::uint8_t kBought = 8;
  Stage at() const { return static_cast<Stage>(stage & 7U); }
};

// Marks of posts, the newest first; 0 is an empty place.
struct alignas(32) SeenBucket {
  std::array<std::uint16_t, 16> mark{};
};

// First bucket within the block's list (24 bits) and number of buckets (8 bits).
struct SeenRow {
  std::uint32_t packed = 0;
  std::uint32_t first() const { return packed >> 8; }
  std::uint32_t buckets() const { return packed & 255U; }
  static SeenRow of(std::uint32_t first, std::uint32_t buckets) { return {first << 8 | buckets}; }
};

// Two seconds, so that 16 bits hold more than a day.
inline constexpr double kTimeUnit = 2;

struct AccountState {
  Column<TopicRow> interest;
  Column<std::uint8_t> sessions_rate;    // sessions per active day, 1/16
  Column<std::uint8_t> items_rate;       // items per session, 1/2
  Column<std::uint8_t> chronotype;       // hours the day is shifted, 0 … 23
  Column<std::uint8_t> appeal_baseline;  // own habitual appeal, (appeal + 4) · 32
  Column<std::uint8_t> mood;             // recent appeal, same scale
  Column<std::uint8_t> collectivism;     // 0 … 1 in 1/255
  Column<std::uint8_t> price_sensitivity;  // elasticity 0 … 8 in 1/32
  Column<std::uint8_t> ad_scepticism;    // 0 … 1 in 1/255
  Column<std::uint8_t> impulsiveness;    // 0 … 1 in 1/255
  Column<std::uint8_t> flags;            // AccountFlags, age band in the high 4 bits
  Column<std::uint8_t> segment;          // community folded to a byte
  Column<std::uint8_t> posting_rate;     // posts per day, logarithmic: see posting_rate_per_day()
  Column<std::int32_t> wallet;           // cents of one person
  Column<std::uint16_t> observed;        // interactions the platform has seen, saturating
  Column<std::uint16_t> time_today;      // in the app since midnight, in kTimeUnit seconds, saturating
  Column<FandomSlot> fandom;             // × kFandomSlots
  Column<SeenRow> seen_row;              // where in its block's list its marks stand
  BlockLists<SeenBucket> seen;           // marks of the posts it was shown: see feed/seen.h
  Column<BrandBond> bond;                // × brands
  Column<LastTouch> touch;               // × brands
  Column<std::uint8_t> frequency;        // × campaigns: exposures to a campaign, saturating
  Column<std::uint8_t> category_days;    // × categories: days since a category purchase, saturating; 255 = never

  std::span<SeenBucket> seen_by(AccountId a) {
    const SeenRow row = seen_row[a];
    return std::span(seen[BlockId(a.value / kBlockRows)]).subspan(row.first(), row.buckets());
  }
  std::span<const SeenBucket> seen_by(AccountId a) const {
    const SeenRow row = seen_row[a];
    return std::span(seen[BlockId(a.value / kBlockRows)]).subspan(row.first(), row.buckets());
  }
};

// An order on its way: delivered, then perhaps returned. Its terms are those of the day it was made, whatever
// prices and parameters do later.
struct Order {
  Cents commission = 0;             // paid for it, of all people
  std::uint32_t account = 0;
  std::uint32_t price = 0;          // cents, one person
  std::uint32_t cost = 0;           // of the product, cents, one person
  std::uint32_t contract = kNobody; // credited, or kNobody
  std::uint16_t due_day = 0;        // day on which it is delivered or returned
  std::uint16_t ordered_day = 0;
  std::uint16_t take = 0;           // of the platform, basis points
  std::uint8_t brand = 0;
  std::uint8_t offer = 0xff;        // index in Market::offers, or kNoOffer
  std::uint8_t flags = 0;
  std::uint8_t days = 0;            // category_days before it
  std::int8_t pleased = 0;          // how it will please, −100 … 100
  std::uint8_t reserved[5] = {};

  static constexpr std::uint8_t kReturning = 1;  // a return is due, else the delivery
  static constexpr std::uint8_t kGoesBack = 2;   // will be sent back
  static constexpr std::uint8_t kOfWarmup = 4;   // made in the warm-up: what comes of it is not counted after it
};
static_assert(sizeof(Order) == 40);

// A post that a customer is yet to write about a purchase.
struct PendingPost {
  std::uint32_t account;
  std::uint8_t brand;
  std::int8_t tone;         // −100 … 100
  std::uint16_t reserved = 0;
};

// --- Shared: the same on every rank, changed only in replicated and exchange phases ----------------

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
  std::uint8_t k = 0;
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
  std::uint32_t likes = 0;          // accounts

  static constexpr std::uint8_t kOffLadder = 0xff;
  PostKey key() const { return {author, tick, k}; }
};
static_assert(sizeof(PostScore) == 64);

struct PostFlags {
  static constexpr std::uint8_t kSponsored = 1;  // paid for: by a brand, or by nobody in a placebo arm
  static constexpr std::uint8_t kDisclosed = 2;
  static constexpr std::uint8_t kVideo = 4;
  static constexpr std::uint8_t kPurchase = 8;   // a customer's post about a purchase
  static constexpr std::uint8_t kSampled = 16;   // kept in full: see sample/post_sample.h
};

// Counters of a post, in accounts. The order is that of kPostCounters tallies.
// Neighbours share an atomic add, so what nearly every impression counts stands first. The second half counts
// the same of impressions that a traffic pool gave, since a post climbs by them alone.
enum class Counter : std::uint8_t {
  impressions, views, likes, comments, shares, follows, clicks, hides,
  discovery, pool_views, pool_likes, pool_comments, pool_shares, pool_follows, pool_clicks, pool_hides
};
inline constexpr int kPostCounters = 16;
constexpr std::size_t in_pool(Counter what) { return static_cast<std::size_t>(what) + kPostCounters / 2; }
using PostCounts = std::array<std::uint32_t, kPostCounters>;

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

// A line of a timeline: an original post or a share of one.
struct Entry {
  std::uint32_t account = 0;   // whose timeline
  std::uint32_t tick = 0;
  std::uint32_t post = 0;      // number of the root post
  std::uint32_t previous = kNobody;  // this account's entry before this one
  std::uint32_t parent = kNobody;    // entry the sharer saw; kNobody for the root itself or when seen elsewhere
  std::uint32_t depth = 0;
};

struct Creator {
  std::uint32_t account = 0;
  CreatorKind kind = CreatorKind::koc;
  std::uint8_t active = 1;          // 0: stopped or left
  std::uint8_t role = 0;            // index of the role (`creators:`) that selected it
  std::uint8_t careers = 0;         // times it changed kind
  TopicRow niche{};
  float skill = 0;                  // 0 … 1
  float trust = 0;                  // 0 … 1
  float effort = 1;                 // multiplies the posting rate
  float sponsored_share = 0;        // of its recent posts, 0 … 1
  float posts_recent = 0;           // decayed count of its posts
  std::uint32_t replies_left = 0;   // today, accounts
  std::int64_t income = 0;          // cents since the start
  std::int64_t income_recent = 0;   // cents, decayed daily
  std::int64_t price = 0;           // asked for a post, cents
  std::uint32_t organic_debt = 0;   // organic posts that sponsored ones still replace
  std::uint32_t engagements = 0;    // likes, comments, shares of recent posts, accounts
  std::uint32_t impressions = 0;    // of recent posts, accounts
  float stain = 0;                  // share of its trust that scandals have cost it, 0 … 1
};

// A brand as all see it.
struct Brand {
  std::int64_t price = 0;        // cents, the list price
  std::int64_t stock = -1;       // units left; −1: unlimited
  float quality = 0;
  float equity = 0;              // attitude to which accounts decay
  float margin = 0;
  std::uint32_t book = 0;
  std::uint8_t topic = 0;
  std::uint8_t category = 0;
  std::uint16_t reserved[3] = {};
};

}  // namespace fanfare::fan_economy
