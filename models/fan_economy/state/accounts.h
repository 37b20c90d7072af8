// What accounts own: one row each, written only by the account's block. No rules here.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "fanfare/column_table.h"
#include "fanfare/ids.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct AccountFlags {
  static constexpr std::uint8_t kMinor = 1;
  static constexpr std::uint8_t kOptOut =
      2;  // targeted ads refused: scored with its community's mean interest
  static constexpr std::uint8_t kGone = 4;     // left the platform
  static constexpr std::uint8_t kReader = 8;   // publishes nothing, unless it becomes a creator
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

// Under which contract an account was last touched for a brand: its index (24 bits) and the day (8 bits,
// modulo 256).
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

// Widths of rows that a scenario decides.
// Platforms' two are 0 where there is one platform.
enum class RowOf : std::uint32_t {
  brand,
  campaign,
  category,
  platform,
  campaign_of_platforms,
  attribute,
  segment,
  counted_brand,
  brand_of_platforms,
  campaign_shown,
  persona_brand
};
inline constexpr std::size_t kRowsOf = 11;
constexpr RowWidth by(RowOf what) { return RowWidth::by(static_cast<std::uint32_t>(what)); }
constexpr RowWidth if_any(RowOf what) { return RowWidth::if_any(static_cast<std::uint32_t>(what)); }

// A line a column: that is all it takes.
struct AccountState {
  ColumnTable table;

  Described<TopicRow> interest{table, {"interest", "1/255", "interest in each topic"}};
  Described<std::uint8_t> sessions_rate{table,
                                        {"sessions_rate", "1/16 per day", "sessions on an active day"}};
  Described<std::uint8_t> items_rate{table, {"items_rate", "1/2", "items a session"}};
  Described<std::uint8_t> chronotype{table, {"chronotype", "h", "shift of the account's day, 0 … 23"}};
  Described<std::uint8_t> appeal_baseline{table, {"appeal_baseline", "1/32", "habitual appeal + 4"}};
  Described<std::uint8_t> mood{table, {"mood", "1/32", "recent appeal + 4"}};
  Described<std::uint8_t> collectivism{table, {"collectivism", "1/255", "weight of others' choices"}};
  Described<std::uint8_t> price_sensitivity{table, {"price_sensitivity", "1/32", "price elasticity, 0 … 8"}};
  Described<std::uint8_t> ad_scepticism{table, {"ad_scepticism", "1/255", "distrust of ads"}};
  Described<std::uint8_t> impulsiveness{table, {"impulsiveness", "1/255", "buying on the spot"}};
  // AccountFlags
  Described<std::uint8_t> flags{table,
                                {"flags", "bits", "minor, opt-out, gone; age band in the high 4 bits"}};
  // The name is part of fingerprints, and older than segments.
  Described<std::uint8_t> community{table, {"segment", "1", "community, folded to a byte"}};
  // Logarithmic: see posting_rate_per_day().
  Described<std::uint8_t> posting_rate{table, {"posting_rate", "log", "posts a day"}};
  Described<std::int32_t> wallet{table, {"wallet", "cents", "of one person"}};
  Described<std::uint16_t> observed{table,
                                    {"observed", "1", "interactions the platform has seen, saturating"}};
  // In kTimeUnit.
  Described<std::uint16_t> time_today{table,
                                      {"time_today", "2 s", "time in the app since midnight, saturating"}};
  Described<FandomSlot> fandom{
      table, {"fandom", "1/1023", "creators loved and how much"}, RowWidth::of(kFandomSlots)};
  Described<SeenRow> seen_row{table, {"seen_row", "1", "place and number of the buckets of marks"}};
  DescribedLists<SeenBucket> seen{table, {"seen", "1", "marks of the posts shown: see feed/seen.h"}};
  Described<BrandBond> bond{
      table, {"bond", "1", "attitude, exposures and stage, by brand"}, by(RowOf::brand)};
  Described<LastTouch> touch{
      table, {"touch", "1", "last creator that reached the account, by brand"}, by(RowOf::brand)};
  Described<std::uint8_t> frequency{
      table, {"frequency", "1", "exposures, by campaign, saturating"}, by(RowOf::campaign)};
  // 255: never.
  Described<std::uint8_t> category_days{
      table, {"category_days", "d", "since the last purchase, by category, saturating"}, by(RowOf::category)};

  Described<std::uint8_t> platform_mood{
      table, {"platform_mood", "1/32", "recent appeal + 4, by platform"}, if_any(RowOf::platform)};
  Described<std::uint8_t> reached_on{
      table,
      {"reached_on", "bits", "platforms on which a campaign reached the account"},
      if_any(RowOf::campaign_of_platforms)};
  Described<std::uint8_t> attribute{
      table, {"attribute", "1", "level of each attribute of the scenario"}, if_any(RowOf::attribute)};
  // See Segments.
  DescribedLists<std::uint64_t> members{
      table, {"members", "bits", "who is in each segment that is kept, by block"}, if_any(RowOf::segment)};
  Described<std::uint8_t> orders{
      table,
      {"orders_made", "1", "orders, by brand, saturating, where a segment asks"},
      if_any(RowOf::counted_brand)};
  Described<std::uint8_t> touched_on{
      table,
      {"touched_on", "1", "platform + 1 on which the account met a brand last; 0: none"},
      if_any(RowOf::brand_of_platforms)};
  Described<std::uint8_t> shown{table,
                                {"shown", "1", "1: a post of a campaign was shown, where reach counts that"},
                                if_any(RowOf::campaign_shown)};
  // A place in kPersonaWords.
  Described<std::uint8_t> persona{
      table, {"persona", "1", "what it is to each brand, where that is kept"}, if_any(RowOf::persona_brand)};

  std::span<SeenBucket> seen_by(AccountId a) {
    const SeenRow row = seen_row[a];
    return std::span(seen[BlockId(a.value / kBlockRows)]).subspan(row.first(), row.buckets());
  }
  std::span<const SeenBucket> seen_by(AccountId a) const {
    const SeenRow row = seen_row[a];
    return std::span(seen[BlockId(a.value / kBlockRows)]).subspan(row.first(), row.buckets());
  }
};

inline constexpr std::uint8_t kNeverBought = 255;  // of AccountState::category_days

inline constexpr double kAttitudeUnit = 32767;     // of BrandBond::attitude

// Appeal kept in a byte: (appeal + 4) · 32.
inline constexpr float kAppealZero = 4;
inline constexpr float kAppealSteps = 32;

// The logarithmic byte of AccountState::posting_rate: 0 never, else 2^((q − 160)/16) posts a day.
float posting_rate_per_day(std::uint8_t quantised);
std::uint8_t quantise_posting_rate(double per_day);

}  // namespace fanfare::fan_economy
