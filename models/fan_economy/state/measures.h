// Integer totals of a run and the layout of World::measure_tally. Counts are in accounts (× scale =
// people), money is in cents of the whole market. Rates and ratios are made from these when recorded.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/archive.h"
#include "models/fan_economy/keys/vocabulary.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

// Per run.
enum class RunCell : std::uint8_t {
  sessions,               // sessions begun
  seconds,                // spent in the app
  impressions_following,  // by Source, in its order
  impressions_discovery,
  impressions_trending,
  follows,
  unfollows,
  creator_income,         // cents
  debuts,                 // accounts that became creators
  stops,                  // creators that stopped
  promotions,             // KOC → KOL
  noticed,                // accounts that noticed a scandal
  sessions_by_hour,       // sessions begun in the hour from midnight, and 23 cells for those after it
  count_ = sessions_by_hour + 24
};
// Per brand.
enum class BrandCell : std::uint8_t {
  impressions, views, likes, comments, shares, clicks,
  orders, returned, revenue, refunds, new_buyers,
  last_touch_orders, last_touch_revenue,
  rejected,               // orders that found no stock
  product_cost,           // cents, of orders that did not come back
  platform_take,          // cents, of orders that did not come back
  returns_to_come,        // cents that the brand will lose by returns of orders under way
  last_touch_gain,        // cents: price without product cost and take, of last-touch orders
  count_
};
// Per campaign.
enum class CampaignCell : std::uint8_t {
  impressions, views, likes, comments, shares, clicks,
  last_touch_orders, last_touch_revenue,
  click_orders,           // at once after a click on one of its posts
  posts, contracts,
  fees, platform_fees, handling, product, commission,  // spend, cents
  unspent,
  count_
};
inline constexpr std::size_t kReachSteps = 10;  // reach_at_least 1 … 10
inline constexpr std::size_t kCommunities = 256;

// Totals, addressed by cell. Flows add up; levels are counted anew in each tick.
class Measures {
 public:
  void resize(std::size_t brands, std::size_t campaigns);

  std::size_t cell(RunCell c) const { return static_cast<std::size_t>(c); }
  std::size_t cell(BrandCell c, std::size_t brand) const {
    return brand_ + brand * kBrandCells + static_cast<std::size_t>(c);
  }
  std::size_t cell(CampaignCell c, std::size_t campaign) const {
    return campaign_ + campaign * kCampaignCells + static_cast<std::size_t>(c);
  }
  // Of the first sources the cells stand among those of the run; of the others where mechanisms' cells are.
  std::size_t source(Source s) const {
    const auto number = static_cast<std::size_t>(s);
    return number < kRunSources ? cell(RunCell::impressions_following) + number
                                : sources_ + number - kRunSources;
  }
  std::size_t sessions_at(int hour) const {
    return cell(RunCell::sessions_by_hour) + static_cast<std::size_t>(hour);
  }
  // Accounts exposed to a campaign at least `times` times, 1 … kReachSteps.
  std::size_t reach_at_least(std::size_t campaign, std::size_t times) const {
    return campaign_ + campaign * kCampaignCells + static_cast<std::size_t>(CampaignCell::count_) + times - 1;
  }
  // Accounts that went from one stage to another.
  std::size_t stage_flow(std::size_t brand, Stage from, Stage to) const {
    return brand_ + brand * kBrandCells + static_cast<std::size_t>(BrandCell::count_) +
           static_cast<std::size_t>(from) * kStages + static_cast<std::size_t>(to);
  }

  // Levels: as of the last tick's end.
  std::size_t wallets() const { return levels_; }                    // cents, one person each
  std::size_t present() const { return levels_ + 1; }                // accounts that have not left
  std::size_t fans() const { return levels_ + 2; }  // follows of creators by their fans, as of midnight
  std::size_t stage_count(std::size_t brand, Stage s) const {
    return level(brand) + static_cast<std::size_t>(s);
  }
  // Σ over aware accounts, 1/32767
  std::size_t attitude(std::size_t brand) const { return level(brand) + kStages; }
  std::size_t community_size(std::size_t community) const { return communities_ + community; }
  std::size_t community_buyers(std::size_t brand, std::size_t community) const {
    return communities_ + (brand + 1) * kCommunities + community;
  }

  // Cells that mechanisms ask for at set-up, after all others, so that they renumber none of them: flows.
  void open_sources(std::size_t sources);  // in all
  std::size_t open(std::string_view name);
  // Errors: LogicError if there is none.
  std::size_t named(std::string_view name) const;

  std::size_t size() const { return totals_.size(); }
  std::size_t first_level() const { return levels_; }
  std::int64_t operator[](std::size_t cell) const { return totals_[cell]; }
  // Without the warm-up; for flows only.
  std::int64_t since_warmup(std::size_t cell) const { return totals_[cell] - at_warmup_[cell]; }

  // In replicated and exchange phases.
  void add(std::size_t cell, std::int64_t delta) { totals_[cell] += delta; }
  // A post's counters of this tick, in accounts: to its brand and its campaign.
  void count_post(const PostScore& post, const PostCounts& delta);
  // At a tick's end: flows add up, levels are replaced, that of fans at a day's end.
  void absorb(std::span<const std::int64_t> tick, bool ends_day);
  void end_warmup() { at_warmup_ = totals_; }

  void walk(Archive& archive);

  static constexpr std::size_t kRunSources = 3;

 private:
  static constexpr std::size_t kBrandCells = static_cast<std::size_t>(BrandCell::count_) + kStages * kStages;
  static constexpr std::size_t kCampaignCells = static_cast<std::size_t>(CampaignCell::count_) + kReachSteps;
  std::size_t level(std::size_t brand) const { return levels_ + 3 + brand * (kStages + 1); }

  std::size_t brand_ = 0, campaign_ = 0, levels_ = 0, communities_ = 0;  // first cells of each group
  std::size_t added_ = 0, sources_ = 0;                               // of what mechanisms asked for
  std::vector<std::string> names_;                                    // of the cells from sources' on
  std::vector<std::int64_t> totals_, at_warmup_;
};

}  // namespace fanfare::fan_economy
