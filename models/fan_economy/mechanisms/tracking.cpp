// Mechanism `tracking`: what a brand gets to see of its touches and orders, and how rules divide the credit
// for orders among channels. It watches and changes nothing, so that arms which differ in it alone are one
// world, and what a channel caused shows against an arm without that channel.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/nearest.h"
#include "fanfare/problems.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/mechanisms/ads.h"
#include "models/fan_economy/mechanisms/credit_rules.h"
#include "models/fan_economy/mechanisms/keys_of.h"
#include "models/fan_economy/mechanisms/matched_comparison.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/own_cells.h"
#include "models/fan_economy/mechanisms/search_keys.h"
#include "models/fan_economy/mechanisms/touches.h"
#include "models/fan_economy/mechanisms/tracking_keys.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// A touch that the brand saw; channel + 1, 0: none.
struct SeenTouch {
  std::uint8_t channel = 0;
  std::uint8_t day = 0;  // modulo 256
};

struct TrackedChannel {
  std::string id;
  std::uint32_t author = 0;              // of ads; 0: posts of a campaign
  std::uint8_t campaign = kNoCampaign;
};

// All that may be a channel of the brand: its campaigns, lines of ads, bids.
std::vector<TrackedChannel> channels_of(const World& world, std::uint8_t brand) {
  std::vector<TrackedChannel> all;
  const std::string& id = world.p.brands[brand].id;
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c)
    if (world.market.campaigns[c].brand == brand)
      all.push_back({world.p.campaigns[c].id, 0, static_cast<std::uint8_t>(c)});
  if (const auto* ads = keys_of_mechanism<AdKeys>(world, "ads"))
    for (const AdLineKeys& line : ad_lines(world, *ads))
      if (line.brand == id && line.placement != "boost")  // a boost shows posts of its campaign
        all.push_back({line.id, author_of_ad(hash_of_name(line.id))});
  if (const auto* search = keys_of_mechanism<SearchKeys>(world, "search"))
    for (const SearchBidKeys& bid : search->bids)
      if (bid.brand == id) all.push_back({bid.id, author_of_ad(hash_of_name(bid.id))});
  return all;
}

class Tracking final : public Mechanism, public WatchesTouches {
 public:
  using Keys = TrackingKeys;
  static constexpr bool kOnEveryPlatform = true;

  static std::vector<std::string> labels(const World& world) {
    std::vector<std::string> ids;
    for (const TrackedChannel& channel : world.find<Tracking>()->channels_) ids.push_back(channel.id);
    return ids;
  }
  static std::vector<std::string> platforms(const World& world) {
    std::vector<std::string> ids;
    for (const PlatformParameters& platform : world.p.platforms) ids.push_back(platform.id);
    return ids;
  }
  template <CreditRule rule>
  static std::vector<double> by_rule(const World& world) {
    const Tracking& t = *world.find<Tracking>();
    const std::size_t first = t.credit_ + static_cast<std::size_t>(rule) * t.channels_.size();
    return t.each([&](std::size_t c) { return world.people(of(world, first + c) / kWholeOrder); });
  }
  static std::vector<double> shapley(const World& world) {
    const Tracking& t = *world.find<Tracking>();
    std::vector<double> days, orders;
    for (std::size_t s = 0; s < std::size_t{1} << t.channels_.size(); ++s) {
      days.push_back(of(world, t.set_days_ + s));
      orders.push_back(of(world, t.set_orders_ + s));
    }
    const std::vector<double> credit = shapley_credit(t.channels_.size(), days, orders);
    return t.each([&](std::size_t c) { return world.people(credit[c]); });
  }
  static std::vector<double> regression(const World& world) {
    const Tracking& t = *world.find<Tracking>();
    const std::vector<double> credit = regression_credit(t.channels_.size(), t.rows_, t.keys_.carry);
    return t.each([&](std::size_t c) { return world.people(credit[c]); });
  }
  static std::vector<double> matched(const World& world) {
    const Tracking& t = *world.find<Tracking>();
    return t.each([&](std::size_t c) { return world.people(t.matched_.credit(world, c)); });
  }
  static std::vector<double> touches(const World& world) {
    const Tracking& t = *world.find<Tracking>();
    return t.each([&](std::size_t c) { return world.people(of(world, t.touches_ + c)); });
  }
  static std::vector<double> touches_seen(const World& world) {
    const Tracking& t = *world.find<Tracking>();
    return t.each([&](std::size_t c) { return t.share(world, t.seen_ + c, t.touches_ + c); });
  }
  static std::vector<double> clicks_seen(const World& world) {
    const Tracking& t = *world.find<Tracking>();
    return t.each_platform(world, t.clicks_told_, t.clicks_);
  }
  static std::vector<double> sales_seen(const World& world) {
    const Tracking& t = *world.find<Tracking>();
    return t.each_platform(world, t.sales_told_, t.sales_);
  }

  static constexpr std::string_view kAxis = "tracked_channel",
                                    kAxisHelp = "channels whose credit is asked for";
  static constexpr std::array kMeasures = {
      MeasureRule{"credit_last", "people", "orders credited by last touch, by channel",
                  "of orders that could be joined, to the last touch that was seen; credit, not effect",
                  false, nullptr, kAxis, kAxisHelp, labels, by_rule<CreditRule::last>},
      MeasureRule{"credit_first", "people", "orders credited by first touch, by channel",
                  "to the first touch in the window; credit, not effect", false, nullptr, kAxis, kAxisHelp,
                  labels, by_rule<CreditRule::first>},
      MeasureRule{"credit_linear", "people", "orders credited to all touches alike, by channel",
                  "equal parts to each touch in the window; credit, not effect", false, nullptr, kAxis,
                  kAxisHelp, labels, by_rule<CreditRule::linear>},
      MeasureRule{"credit_position", "people", "orders credited by position, by channel",
                  "tracking.ends to the first and to the last, the rest between; credit, not effect", false,
                  nullptr, kAxis, kAxisHelp, labels, by_rule<CreditRule::position>},
      MeasureRule{"credit_shapley", "people", "orders credited by Shapley values, by channel",
                  "Σ over accounts' days, of the Shapley value in orders a day by set of channels seen",
                  false, nullptr, kAxis, kAxisHelp, labels, shapley},
      MeasureRule{"credit_regression", "people", "orders credited by a regression on daily sums, by channel",
                  "least squares of a day's orders on touches told, carried over by tracking.carry", false,
                  nullptr, kAxis, kAxisHelp, labels, regression},
      MeasureRule{"credit_matched", "people", "orders credited by a matched comparison, by channel",
                  "days with a touch in the window against days without, of accounts at the same stage before "
                  "the first was counted; credit, not effect",
                  false, nullptr, kAxis, kAxisHelp, labels, matched},
      MeasureRule{"channel_touches", "people", "views and clicks of each channel",
                  "accounts × population.scale", true, nullptr, kAxis, kAxisHelp, labels, touches},
      MeasureRule{"channel_seen", "1", "share of them that the brand saw", "seen / all", false, nullptr,
                  kAxis, kAxisHelp, labels, touches_seen},
      MeasureRule{"clicks_tracked", "1", "share of clicks on the brand's channels that it saw, by platform",
                  "seen / all", false, nullptr, "tracked_platform", "where it happened", platforms,
                  clicks_seen},
      MeasureRule{"sales_tracked", "1", "share of the brand's orders that it could join, by platform",
                  "joined / all, by the platform on which the brand was met last", false, nullptr,
                  "tracked_platform", "where it happened", platforms, sales_seen}};

  Tracking(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("tracking")) {
    touched.join<&Tracking::meet>(*this);
  }

  void open(World& world) override {
    for (const std::string& id : keys_.walled) walled_ |= 1U << platform_named(world, id);
    if (!keys_.brand.empty()) brand_ = brand_named(world, keys_.brand, "tracking.brand");
    else if (!world.p.brands.empty()) brand_ = 0;
    if (brand_ != kNoBrand) choose_channels(world);
    const std::size_t n = channels_.size(), sets = std::size_t{1} << n;
    credit_ = open_cells(world, "tracked credit", kCreditRules * n);
    touches_ = open_cells(world, "tracked touches", n);
    told_ = open_cells(world, "told touches", n);
    seen_ = open_cells(world, "seen touches", n);
    set_days_ = open_cells(world, "days by set of channels", sets);
    set_orders_ = open_cells(world, "orders by set of channels", sets);
    for (std::size_t* cells : {&clicks_, &clicks_told_, &sales_, &sales_told_})
      *cells = open_cells(world, "tracked by platform", world.platform_count());
    path_.resize(world.part, kPath);
    matched_.open(world, n);
    before_.assign(n + 1, 0);
  }
  void state(Archive& archive) override {
    archive.owned({"tracking.path", "1", "touches that were seen, newest first: channel and day"}, path_);
    matched_.state(archive);
    archive.shared({"tracking.before", "1", "sums until yesterday"}, before_);
    archive.shared({"tracking.rows", "1", "sums of each day: touches told by channel, orders"}, rows_);
  }
  std::vector<Caution> cautions(const World&) const override { return {{"caution.tracking"}}; }

  // Posts of campaigns are met in the feed, where they carry a mark.
  void published(World&, std::uint32_t, PostScore& post) {
    if (post.campaign != kNoCampaign && post.brand == brand_ && brand_ != kNoBrand)
      post.flags |= PostFlags::kMarked;
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (seen.post.campaign == kNoCampaign) return;
    Touch touch{seen.reader, seen.post.author, seen.post.brand, seen.post.campaign, false};
    if (seen.watched) meet(world, scope, touch);
    touch.clicked = true;
    if (seen.clicked) meet(world, scope, touch);
  }
  void meet(World& world, const BlockScope& scope, const Touch& touch) {
    if (touch.brand != brand_) return;
    const std::size_t channel = channel_of(touch);
    if (channel == channels_.size()) return;
    const auto count = [&](std::size_t cell) { world.measure_tally.add(scope.worker, cell, 1); };
    count(touches_ + channel);
    const Subject about{touch.reader.value, touch.author, scope.tick * 2 + (touch.clicked ? 1 : 0)};
    const double reported = world.feed().rules.reported;
    const bool is_told = reported >= 1 || luck_.draws(tells).chance(reported, about);
    if (is_told) count(told_ + channel);
    if (touch.clicked) count(clicks_ + world.platform);
    if (!is_told || (!touch.clicked && ((walled_ >> world.platform) & 1U) != 0)) return;
    const double seen = touch.clicked ? keys_.clicks_seen : keys_.views_seen;
    if (!luck_.draws(tags).chance(seen, about)) return;
    if (touch.clicked) count(clicks_told_ + world.platform);
    count(seen_ + channel);
    note(world, touch.reader, channel);
  }

  void settle(World& world, const BlockScope& scope) {
    const auto& orders = world.market.orders;
    const auto before = [](const TradedOrder& order, std::uint32_t a) { return order.account < a; };
    for (auto o = std::lower_bound(orders.begin(), orders.end(), scope.first, before);
         o != orders.end() && o->account < scope.last; ++o)
      if (o->granted != 0 && o->brand == brand_) credit(world, scope, *o);
  }

  // One more day with these channels behind it.
  void daily(World& world, const BlockScope& scope, AccountId account) {
    if (brand_ == kNoBrand || world.platform != 0 || !can_be_joined(account)) return;
    if ((world.accounts.flags[account] & AccountFlags::kGone) != 0) return;
    std::array<std::uint8_t, kPath> path{};
    const std::size_t set = set_of(path_to(world, account, path));
    world.measure_tally.add(scope.worker, set_days_ + set, 1);
    matched_.day(world, scope, account, brand_, set);
  }

  // What the brand can export: sums of a day.
  void adapt(World& world, const StepScope& scope) {
    if (channels_.empty() || !world.calendar.is_last_of_day(scope.tick)) return;
    const bool counts = scope.tick >= world.setup.run.warmup_ticks();
    for (std::size_t c = 0; c <= channels_.size(); ++c) {
      const std::size_t cell =
          c < channels_.size() ? told_ + c : world.measures.cell(BrandCell::orders, brand_);
      const std::int64_t now = world.measures[cell];
      if (counts) rows_.push_back(now - before_[c]);
      before_[c] = now;
    }
  }

 private:
  enum Purpose : std::uint32_t { tells, tags, cookies, ages, shops };
  static constexpr std::uint32_t kPath = 8;

  static std::uint32_t platform_named(const World& world, const std::string& id) {
    std::vector<std::string> known;
    for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
      if (world.p.platforms[p].id == id) return p;
      known.push_back(world.p.platforms[p].id);
    }
    throw ScenarioError("tracking.walled: no platform '" + id + "' (" +
                        did_you_mean(id, known, "platforms are") + ")");
  }

  void choose_channels(const World& world) {
    const std::vector<TrackedChannel> all = channels_of(world, brand_);
    std::vector<std::string> known;
    for (const TrackedChannel& channel : all) known.push_back(channel.id);
    for (std::size_t i = 0; i < all.size(); ++i)
      if (std::find(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(i), known[i]) !=
          known.begin() + static_cast<std::ptrdiff_t>(i))
        throw ScenarioError("tracking.channels: two are named '" + known[i] +
                            "' (give each campaign, line of ads and bid a name of its own)");
    for (const std::string& id : keys_.channels) {
      const auto at = std::find(known.begin(), known.end(), id);
      if (at == known.end())
        throw ScenarioError("tracking.channels: '" + id + "' is no campaign, line of ads or bid of " +
                            world.p.brands[brand_].id + " (" + did_you_mean(id, known, "there are") + ")");
      channels_.push_back(all[static_cast<std::size_t>(at - known.begin())]);
    }
    if (keys_.channels.empty()) channels_ = all;
    if (channels_.size() > kMostChannels)
      throw ScenarioError("tracking.channels: " + std::to_string(channels_.size()) + " are too many (" +
                          std::to_string(kMostChannels) + " at most: name those that matter)");
  }

  std::size_t channel_of(const Touch& touch) const {
    std::size_t c = 0;
    while (c < channels_.size() && !(touch.author == channels_[c].author ||
                                     (channels_[c].author == 0 && touch.campaign == channels_[c].campaign &&
                                      touch.author < author_of_ad(0))))
      ++c;
    return c;
  }

  // Of one channel once a day.
  void note(const World& world, AccountId reader, std::size_t channel) {
    const std::span<SeenTouch> path = path_.row(reader);
    const SeenTouch touch{static_cast<std::uint8_t>(channel + 1), static_cast<std::uint8_t>(world.day())};
    if (path[0].channel == touch.channel && path[0].day == touch.day) return;
    std::copy_backward(path.begin(), path.end() - 1, path.end());
    path[0] = touch;
  }

  bool can_be_joined(AccountId account) const {
    return !luck_.draws(cookies).chance(keys_.cookies_lost, {account.value, 0, 0});
  }
  // A cookie's life begins on a day of the account's own.
  std::uint32_t cookie(AccountId account, std::uint32_t day) const {
    const auto life = static_cast<std::uint32_t>(keys_.cookie_life);
    return (day + luck_.draws(ages).below(life, {account.value, 0, 0})) / life;
  }
  // Channels of the touches that still count, oldest first.
  std::span<const std::uint8_t> path_to(const World& world, AccountId account,
                                        std::array<std::uint8_t, kPath>& path) const {
    std::size_t n = 0;
    const std::span<const SeenTouch> seen = path_.row(account);
    for (std::size_t i = kPath; i-- > 0;) {
      if (seen[i].channel == 0) continue;
      const auto age = static_cast<std::uint8_t>(world.day() - seen[i].day);
      if (age > keys_.window || age > world.day()) continue;
      if (cookie(account, world.day() - age) != cookie(account, world.day())) continue;
      path[n++] = static_cast<std::uint8_t>(seen[i].channel - 1);
    }
    return {path.data(), n};
  }
  static std::size_t set_of(std::span<const std::uint8_t> path) {
    std::size_t set = 0;
    for (const std::uint8_t channel : path) set |= std::size_t{1} << channel;
    return set;
  }

  void credit(World& world, const BlockScope& scope, const TradedOrder& order) {
    const AccountId account(order.account);
    const auto count = [&](std::size_t cell, std::int64_t n) {
      world.measure_tally.add(scope.worker, cell, n);
    };
    const std::uint32_t met = world.has_several() ? Clicked::platform(order.clicked) : 1;
    if (met != 0) count(sales_ + met - 1, 1);
    if ((order.clicked & Clicked::kHidden) != 0 || !can_be_joined(account)) return;
    if (luck_.draws(shops).chance(keys_.offline, {account.value, scope.tick, 0})) return;
    if (met != 0) count(sales_told_ + met - 1, 1);
    std::array<std::uint8_t, kPath> memory{};
    const std::span<const std::uint8_t> path = path_to(world, account, memory);
    count(set_orders_ + set_of(path), 1);
    matched_.order(world, scope, account, set_of(path));
    for (std::size_t rule = 0; rule < kCreditRules && !path.empty(); ++rule) {
      std::array<std::int64_t, kMostChannels> parts{};
      divide_credit(static_cast<CreditRule>(rule), path, keys_.ends, parts);
      for (std::size_t c = 0; c < channels_.size(); ++c)
        if (parts[c] != 0) count(credit_ + rule * channels_.size() + c, parts[c]);
    }
    std::fill(path_.row(account).begin(), path_.row(account).end(), SeenTouch{});  // the next way begins
  }

  static double of(const World& world, std::size_t cell) {
    return static_cast<double>(world.measures.since_warmup(cell));
  }
  static double share(const World& world, std::size_t part, std::size_t all) {
    return of(world, all) == 0 ? 0 : of(world, part) / of(world, all);
  }
  template <class Of>
  std::vector<double> each(const Of& of_channel) const {
    std::vector<double> values;
    for (std::size_t c = 0; c < channels_.size(); ++c) values.push_back(of_channel(c));
    return values;
  }
  static std::vector<double> each_platform(const World& world, std::size_t part, std::size_t all) {
    std::vector<double> values;
    for (std::size_t p = 0; p < world.p.platforms.size(); ++p)
      values.push_back(share(world, part + p, all + p));
    return values;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::uint8_t brand_ = kNoBrand;
  std::uint32_t walled_ = 0;  // platforms, a bit each
  std::vector<TrackedChannel> channels_;
  Column<SeenTouch> path_;
  MatchedComparison matched_;
  std::vector<std::int64_t> before_, rows_;
  std::size_t credit_ = 0, touches_ = 0, told_ = 0, seen_ = 0, set_days_ = 0, set_orders_ = 0;
  std::size_t clicks_ = 0, clicks_told_ = 0, sales_ = 0, sales_told_ = 0;  // by platform
};

}  // namespace

extern constinit const MechanismEntry tracking = mechanism<Tracking>(
    "tracking", "what a brand sees of clicks and sales, and whom rules credit with orders");

}  // namespace fanfare::fan_economy
