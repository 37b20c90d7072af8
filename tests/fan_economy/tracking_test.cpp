// What a brand sees of how its buyers came to it, and what rules make of that, held against what channels
// caused.
#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "models/fan_economy/mechanisms/credit_rules.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::tracking_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

const std::string kPosts =
    "campaigns:\n  - {id: posts, brand: aurora, budget: 40_000 CNY, least_spendable: 0, flight: [0d, 6d], "
    "lines: [{hire: {by: random}, posts: 3, contract: flat}]}\n";
const std::string kVideo =
    "    - {id: video, brand: aurora, goal: impressions, bid: 30, budget: 4_000 CNY, flight: [0d, 5d], pace: "
    "even}\n";
const std::string kRetarget =
    "    - {id: retarget, brand: aurora, goal: impressions, bid: 60, budget: 4_000 CNY, flight: [2d, 12d], "
    "segment: "
    "keen, pace: even}\n";

// Posts of creators and an ad for everyone early, ads for those who think well of the brand already later.
std::string bazaar(const std::string& tracking, const std::string& channels, int seed = 3,
                   const std::string& accounts = "1_200") {
  return R"(schema: 1
kind: scenario
name: tracking
question: Who sold it?
run: {until: 12d, tick: 6h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + "}\npopulation: {accounts: " + accounts +
         R"(, scale: 10, income: 20_000, graph: {mean_follows: 10}}
creators: [{id: koc, kind: koc, select: {followers: [150, 10_000]}}]
segments: [{id: keen, where: attitude(aurora) > 0.12}]
platforms: [{id: app, feed: {preset: douyin}}]
purchase: {need_days: 10}
attention: {click: {rate: 5%}}
brands:
  - {id: aurora, topic: beauty, awareness: 60%, equity: 0.1, returns: 0, price: 100 CNY, rate: 0.03}
)" + channels + tracking;
}
std::string ads(const std::string& lines) { return "ads:\n  lines:\n" + lines; }
const std::string kAll = kPosts + ads(kVideo + kRetarget);
std::string track(const std::string& keys) {
  return "tracking: {channels: [posts, video, retarget], " + keys + "}\n";
}
const std::string kSeesAll = "cookies_lost: 0, offline: 0, cookie_life: 1000d";

TEST(TrackingFacts, last_touch_overstates_what_a_retargeting_placement_caused) {
  double matched = 0, truth = 0;
  const auto beyond = over_seeds([&](int seed) {
    LiveWorld with(bazaar(track(kSeesAll), kAll, seed)),
        without(
            bazaar("tracking: {channels: [posts, video], " + kSeesAll + "}\n", kPosts + ads(kVideo), seed));
    with.step(48), without.step(48);
    const double caused = 10 * (with.total(BrandCell::orders) - without.total(BrandCell::orders));
    const double credited = with.recorded("credit_last")[2];
    EXPECT_GT(credited, 0);
    matched += with.recorded("credit_matched")[2];
    truth += caused;
    return (credited - caused) / 10;
  });
  EXPECT_GT(beyond.low, 0) << told(beyond) << " orders of accounts";
  EXPECT_GT(matched, truth) << "so does a comparison with those who stood where they stood";
}

TEST(TrackingFacts, what_is_unseen_hurts_early_channels_most) {
  const auto kept = over_seeds([](int seed) {
    LiveWorld all(bazaar(track(kSeesAll), kAll, seed)),
        few(bazaar(track("cookies_lost: 0, offline: 0, cookie_life: 2d"), kAll, seed));
    all.step(48), few.step(48);
    EXPECT_EQ(all.total(BrandCell::orders), few.total(BrandCell::orders)) << "watching changes nothing";
    const auto seen = all.recorded("credit_linear"), left = few.recorded("credit_linear");
    return left[2] / seen[2] - (left[0] + left[1]) / (seen[0] + seen[1]);
  });
  EXPECT_GT(kept.low, 0) << told(kept) << ": share of credit kept, retargeting less the others";
}

TEST(Tracking, sees_what_it_is_told) {
  LiveWorld all(bazaar(track(kSeesAll), kAll)),
      half(bazaar(track("clicks_seen: 50%, views_seen: 20%"), kAll)),
      walled(bazaar(track("walled: [app]"), kAll));
  for (LiveWorld* world : {&all, &half, &walled}) world->step(24);
  EXPECT_EQ(all.recorded("channel_touches"), half.recorded("channel_touches"));
  EXPECT_EQ(all.recorded("channel_seen"), (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(all.recorded("clicks_tracked")[0], 1);
  EXPECT_EQ(all.recorded("sales_tracked")[0], 1);
  EXPECT_NEAR(half.recorded("clicks_tracked")[0], 0.5, 0.12);
  EXPECT_NEAR(half.recorded("sales_tracked")[0], 0.8 * 0.9, 0.1);
  EXPECT_LT(walled.recorded("channel_seen")[1], 0.3) << "clicks alone";
  EXPECT_EQ(walled.recorded("clicks_tracked")[0], 1);
}

TEST(Tracking, gives_whole_orders_away) {
  LiveWorld world(bazaar(track(kSeesAll), kAll));
  world.step(40);
  const auto sum = [&](const char* name) {
    const auto credit = world.recorded(name);
    return std::accumulate(credit.begin(), credit.end(), 0.0);
  };
  EXPECT_GT(sum("credit_last"), 0);
  EXPECT_LE(sum("credit_last"), 10 * world.total(BrandCell::orders));
  for (const char* name : {"credit_first", "credit_linear", "credit_position"})
    EXPECT_NEAR(sum(name), sum("credit_last"), 1e-6) << name;
}

TEST(Tracking, is_exact_over_threads_and_ranks) {
  const std::string text = bazaar(track("cookies_lost: 20%"), kAll, 3, "2_100");
  const std::string brief = std::string(text).replace(text.find("until: 12d"), 10, "until: 5d");
  const testing::Outcome alone = testing::run_on(brief, 1, 1);
  EXPECT_EQ(alone, testing::run_on(brief, 1, 3));
  EXPECT_EQ(alone, testing::run_on(brief, 3, 1));
  const testing::CheckpointFolder folder;
  testing::run_on(brief, 1, 1, folder.path(), 7);
  EXPECT_EQ(alone, testing::run_on(brief, 2, 1, folder.path()));
}

// --- The rules

std::array<double, 3> divided(CreditRule rule, const std::vector<std::uint8_t>& path) {
  std::array<std::int64_t, 3> parts{};
  divide_credit(rule, path, 0.4, parts);
  std::array<double, 3> shares{};
  for (std::size_t c = 0; c < 3; ++c) shares[c] = static_cast<double>(parts[c]) / kWholeOrder;
  return shares;
}
using Shares = std::array<double, 3>;

TEST(CreditRules, divide_a_path_as_they_say) {
  EXPECT_EQ(divided(CreditRule::last, {0, 1, 2}), (Shares{0, 0, 1}));
  EXPECT_EQ(divided(CreditRule::first, {0, 1, 2}), (Shares{1, 0, 0}));
  EXPECT_EQ(divided(CreditRule::linear, {0, 1, 1, 2}), (Shares{0.25, 0.5, 0.25}));
  EXPECT_EQ(divided(CreditRule::position, {0, 1, 1, 2}), (Shares{0.4, 0.2, 0.4}));
  EXPECT_EQ(divided(CreditRule::position, {2}), (Shares{0, 0, 1}));
  EXPECT_EQ(divided(CreditRule::position, {0, 2}), (Shares{0.5, 0, 0.5}));
  for (std::size_t n = 1; n <= 8; ++n)
    for (const CreditRule rule : {CreditRule::linear, CreditRule::position}) {
      const Shares shares = divided(rule, std::vector<std::uint8_t>(n, 1));
      EXPECT_EQ(shares[1], 1) << n;
    }
}

// Two channels that add 1 and 2 % of orders a day to 3 % of their own, whether alone or together.
TEST(CreditRules, shapley_finds_what_adds_up) {
  const std::vector<double> days{1000, 200, 300, 100}, orders{30, 8, 15, 6};
  const std::vector<double> credit = shapley_credit(2, days, orders);
  EXPECT_NEAR(credit[0], 0.01 * 300, 1e-9);
  EXPECT_NEAR(credit[1], 0.02 * 400, 1e-9);
}

TEST(CreditRules, regression_finds_a_line) {
  std::vector<std::int64_t> rows;
  double stock = 0, caused = 0;
  for (int d = 0; d < 40; ++d) {
    const std::int64_t a = 100 * ((d * 7) % 5), b = 60 * ((d * 3) % 4);
    stock = 0.5 * stock + static_cast<double>(a);
    caused += 0.2 * stock;
    rows.insert(rows.end(), {a, b, static_cast<std::int64_t>(50 + 0.2 * stock + 0.5)});
  }
  const std::vector<double> credit = regression_credit(2, rows, 0.5);
  EXPECT_NEAR(credit[0], caused, 0.05 * caused);
  EXPECT_NEAR(credit[1], 0, 0.03 * caused);
  EXPECT_EQ(regression_credit(2, std::vector<std::int64_t>{1, 2, 3}, 0.5), (std::vector<double>{0, 0}));
}

TEST(Tracking, refuses_what_cannot_be) {
  const auto says = [](const std::string& tracking, const std::string& channels, const std::string& what) {
    testing::expect_refused(bazaar(tracking, channels), what);
  };
  says("tracking: {brand: nobody}\n", kAll, "no brand 'nobody'");
  says("tracking: {channels: [vidoe]}\n", kAll, "did you mean 'video'");
  says("tracking: {walled: [garden]}\n", kAll, "no platform 'garden'");
  std::string many;
  for (int i = 0; i < 9; ++i)
    many += "    - {id: line" + std::to_string(i) + ", brand: aurora, budget: 1_000 CNY}\n";
  says("tracking: {}\n", ads(many), "are too many");
  says("tracking: {}\n", kPosts + ads("    - {id: posts, brand: aurora, budget: 1_000 CNY}\n"),
       "two are named");
}

}  // namespace
}  // namespace fanfare::fan_economy::tracking_test
