// What sets platforms apart beside ranking: who is on them, walls, pushes, windows, friends, what brands are
// told.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "fanfare/catalogue.h"
#include "models/fan_economy/attention/persuasion.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::platform_rules_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;

struct Asked {
  std::string platforms, more, brand, line;
  int seed = 7;
  std::string outputs = "";
};

std::string scenario(const Asked& asked) {
  return R"(schema: 1
kind: scenario
name: rules
question: What sets platforms apart?
run: {until: 6d, tick: 2h, warmup: 0d, start: 2026-03-02, seed: )" +
         std::to_string(asked.seed) + R"(}
population:
  accounts: 1_500
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: kol, kind: kol, select: {followers: [20_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [2_000, 20_000]}}
platforms:
)" + asked.platforms +
         R"(
purchase: {order_per_click: 20%}
attention: {click: {rate: 5%}}
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, awareness: 0.4)" +
         asked.brand + R"(}]
campaigns:
  - {id: launch, brand: aurora, budget: 90_000 CNY, flight: [0d, 5d], lines: [{hire: {by: fit}, posts: 3, contract: flat)" +
         asked.line + "}]}\n" + asked.outputs + asked.more;
}

const std::string kTwo =
    "  - {id: video, feed: {preset: douyin}, cross_post: 100%}\n"
    "  - {id: notes, feed: {preset: xiaohongshu}, members: 70%, cross_post: 100%}\n";

std::string problems_of(const Asked& asked) {
  Problems problems;
  load_scenario_text("test", scenario(asked), {}, problems);
  return problems.render();
}

TEST(PlatformPresets, are_those_of_the_catalogue_and_each_says_what_is_folk) {
  std::set<std::string_view> names;
  for (const auto& preset : feed_presets()) {
    names.insert(preset.name);
    EXPECT_FALSE(preset.source.empty()) << preset.name;
  }
  for (const char* name :
       {"douyin", "tiktok", "kuaishou", "xiaohongshu", "weibo", "wechat-moments", "wechat-official",
        "bilibili", "instagram", "youtube", "twitter-2023", "facebook", "pinterest", "bereal"})
    EXPECT_TRUE(names.contains(name)) << name;
  FeedParameters notes;
  for (const auto& preset : feed_presets())
    if (preset.name == "xiaohongshu") preset.apply(notes);
  const ValueParameters& v = notes.value;
  EXPECT_EQ(std::vector<double>({v.like, v.save, v.comment, v.share, v.follow}),
            std::vector<double>({1, 1, 4, 4, 8}));
}

// Eight at once, with everything that a preset may ask for.
TEST(PlatformPresets, live_side_by_side) {
  std::string all;
  for (const char* name : {"xiaohongshu", "kuaishou", "wechat-official", "bilibili", "instagram", "youtube",
                           "pinterest", "bereal"})
    all += std::string("  - {id: ") + name + ", members: 60%, feed: {preset: " + name + "}}\n";
  LiveWorld world(scenario({.platforms = all}));
  world.step(14);
  EXPECT_EQ(world.economy().breach(), "");
  for (std::size_t p = 0; p < 8; ++p)
    EXPECT_GT(world->measures[world->platform_cells.impressions + p], 0) << p;
  EXPECT_GT(world->measures[world->saves], 0) << "nobody saves";
}

TEST(PlatformMembers, are_by_attribute_as_many_as_the_table_says) {
  const std::string by =
      "  - {id: video, feed: {preset: douyin}}\n"
      "  - {id: photos, feed: {preset: instagram}, by: {attribute: age, shares: [71.4%, 47.9%, 29.2%, "
      "12.9%]}}\n";
  LiveWorld world(
      scenario({.platforms = by,
                .more = "attributes:\n  - {id: age, levels: ['18_29', '30_49', '50_64', '65_up'], "
                        "shares: [20%, 33%, 25%, 22%]}\n"}));
  std::array<double, 4> all{}, on{};
  for (std::uint32_t a = 0; a < world->part.accounts; ++a) {
    const std::uint8_t level = world->accounts.attribute.row(AccountId(a))[0];
    ++all[level];
    on[level] += world->is_member(AccountId(a), 1) ? 1 : 0;
  }
  const std::array<double, 4> pew{0.714, 0.479, 0.292, 0.129};
  for (std::size_t l = 0; l < 4; ++l)
    EXPECT_NEAR(on[l] / all[l], pew[l], 3.5 * std::sqrt(pew[l] * (1 - pew[l]) / all[l])) << l;
}

// Who was reached on the second was reached on the first as well: nobody comes twice, so together they are
// the first.
TEST(PlatformReach, of_nested_audiences_is_that_of_the_largest) {
  LiveWorld world(scenario({.platforms = kTwo}));
  PostScore post;
  post.author = 1'499;
  post.brand = 0;
  post.campaign = 0;
  post.tone = 80;
  const BlockScope scope = world.block(0);
  for (const std::uint32_t platform : {0U, 1U}) {
    world->enter(platform);
    for (std::uint32_t a = 0; a < (platform == 0 ? 100U : 40U); ++a)
      expose(*world, scope, AccountId(a), post, kNobody);
  }
  world->enter(0);
  const auto counted = [&](std::size_t cell) { return world->measure_tally.sums()[cell]; };
  std::vector<std::byte> sent;
  world->measure_tally.merge_workers();
  world->measure_tally.pack(sent);
  world->measure_tally.receive(sent);
  const std::size_t both = world->platform_cells.both;
  EXPECT_EQ(counted(world->measures.reach_at_least(0, 1)), 100);
  EXPECT_EQ(counted(world->platform_cells.reach), 100);
  EXPECT_EQ(counted(world->platform_cells.reach + 1), 40);
  EXPECT_EQ(counted(both + 1), 40) << "of the first and the second";
  EXPECT_EQ(counted(both + 2), 40) << "of the second and the first";
}

double clicks(LiveWorld& world, std::size_t platform) {
  return static_cast<double>(world->measures[world->platform_cells.clicks + platform]);
}

TEST(PlatformLinksFacts, opened_let_three_times_the_clicks_through_and_move_sales) {
  double walled_clicks = 0, open_clicks = 0;
  const Interval sales = over_seeds([&](int seed) {
    const auto with = [&](const std::string& is) {
      return scenario({.platforms = kTwo,
                       .more = "links: [{from: video, to: notes, is: " + is + "}]\n",
                       .brand = ", shop: notes",
                       .line = ", platform: video",
                       .seed = seed});
    };
    LiveWorld walled(with("walled")), open(with("open"));
    walled.step(60), open.step(60);
    walled_clicks += clicks(walled, 0), open_clicks += clicks(open, 0);
    return open.total(BrandCell::orders) - walled.total(BrandCell::orders);
  });
  EXPECT_GT(sales.low, 0) << testing::told(sales);
  EXPECT_GT(open_clicks, 100);
  EXPECT_NEAR(open_clicks / walled_clicks, 3, 0.9);
}

TEST(PlatformLinks, are_one_way_where_they_say_so) {
  EconomyParameters p;
  for (const char* id : {"video", "notes", "shop"}) p.platforms.emplace_back().id = id;
  p.links.push_back({.from = "video", .to = "notes", .is = LinkKind::one_way, .detour = 3});
  EXPECT_EQ(clicks_across(p, 0, 1), 1);
  EXPECT_NEAR(clicks_across(p, 1, 0), 1.0 / 3, 1e-12);
  EXPECT_EQ(clicks_across(p, 0, 2), 1);
}

// The market is the same, only the books of credit are not.
TEST(PlatformReports, keep_orders_from_brands_and_change_none) {
  const auto with = [](const std::string& share) {
    return scenario({.platforms = "  - {id: video, feed: {preset: douyin, rules: {reported: " + share +
                                  "}}, cross_post: 100%}\n  - {id: notes, members: 50%}\n",
                     .line = ", platform: video"});
  };
  LiveWorld told(with("100%")), half(with("50%"));
  told.step(60), half.step(60);
  const auto cell = [](LiveWorld& world, std::size_t first) { return double(world->measures[first]); };
  EXPECT_EQ(told.total(BrandCell::orders), half.total(BrandCell::orders));
  const double orders = cell(half, half->platform_cells.orders);
  EXPECT_GT(orders, 15);
  EXPECT_EQ(cell(told, told->platform_cells.told_orders), orders);
  EXPECT_NEAR(cell(half, half->platform_cells.told_orders), orders / 2, 3 * std::sqrt(orders / 4));
  EXPECT_NEAR(cell(half, half->platform_cells.told) / clicks(half, 0), 0.5, 0.1);
  EXPECT_LT(half.total(BrandCell::last_touch_orders), 0.7 * told.total(BrandCell::last_touch_orders));
}

TEST(PlatformFriends, follow_back_each_other) {
  LiveWorld world(
      scenario({.platforms = "  - {id: video, feed: {preset: douyin}}\n"
                             "  - {id: friends, feed: {preset: wechat-moments}, members: 80%}\n"}));
  world->enter(1);
  std::size_t follows = 0;
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    for (const std::uint32_t b : world->graph.follows(AccountId(a))) {
      ++follows;
      EXPECT_TRUE(world->graph.is_following(AccountId(b), AccountId(a))) << a << " " << b;
    }
  EXPECT_GT(follows, 1'000U);
}

TEST(PlatformWindow, holds_one_post_a_day_and_nothing_else) {
  LiveWorld world(scenario(
      {.platforms = "  - {id: video, feed: {preset: douyin}}\n"
                    "  - {id: moment, feed: {preset: bereal, rules: {daily_window: 6}}, members: 80%}\n",
       .line = ", platform: video"}));
  std::map<std::uint32_t, std::set<std::uint32_t>> hours;                   // of each day
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> of_one;  // author and day
  for (int t = 0; t < 36; ++t) {
    world.step();
    for (const PostScore& post : world->on(1).posts.score)
      if (post.tick == world->tick) {
        hours[post.tick / 12].insert(post.tick % 12);
        ++of_one[{post.author, post.tick / 12}];
        EXPECT_EQ(post.flags & PostFlags::kSponsored, 0);
      }
  }
  ASSERT_EQ(hours.size(), 3U);
  for (const auto& [day, ticks] : hours)
    EXPECT_EQ(ticks.size(), 3U) << "a window of six hours is three ticks";
  for (const auto& [who, posts] : of_one) EXPECT_EQ(posts, 1U) << who.first;
  EXPECT_NEAR(static_cast<double>(of_one.size()), 3 * 0.8 * 0.4 * 1'500, 200);
}

TEST(PlatformPushes, open_the_app_of_subscribers) {
  const auto with = [](const std::string& push) {
    return scenario({.platforms = "  - {id: video, feed: {preset: douyin}, cross_post: 100%}\n"
                                  "  - {id: letters, feed: {preset: wechat-official, rules: {push: " +
                                  push + "}}, cross_post: 100%, appeal: 0.2}\n"});
  };
  LiveWorld silent(with("0%")), loud(with("2%"));
  silent.step(36), loud.step(36);
  const auto sessions = [](LiveWorld& world) {
    return double(world->measures[world->platform_cells.sessions + 1]);
  };
  const double pushed = static_cast<double>(loud->measures[loud->platform_cells.pushed + 1]);
  EXPECT_EQ(silent->measures[silent->platform_cells.pushed + 1], 0);
  EXPECT_GT(pushed, 100);
  EXPECT_GT(sessions(loud) - sessions(silent), 0.7 * pushed);
}

TEST(PlatformCrossing, costs_a_post_quality_where_it_was_not_made_for) {
  LiveWorld world(scenario({.platforms = kTwo}));
  world.step(6);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::array<float, 2>> quality;
  for (const std::uint32_t p : {0U, 1U})
    for (const PostScore& post : world->on(p).posts.score)
      quality[{post.author, post.tick * 16 + post.k()}][p] = post.quality;
  std::size_t both = 0;
  for (const auto& [key, of] : quality) {
    if (of[0] <= 0 || of[1] <= 0) continue;
    ++both;
    const std::uint32_t home = world->homes[key.first];
    EXPECT_NEAR(of[1 - home] / of[home], 0.85, 1e-4) << key.first;
  }
  EXPECT_GT(both, 50U);
}

TEST(Platforms, say_what_is_wrong_with_them) {
  const auto says = [](const Asked& asked, const std::string& text) {
    const std::string found = problems_of(asked);
    EXPECT_NE(found.find(text), std::string::npos) << text << "\n" << found;
  };
  says({.platforms = "  - {id: a, members: 120%}\n  - {id: b}\n"}, "platforms.a.members");
  says({.platforms = "  - {id: a}\n  - {id: b, cross_post: 101%}\n"}, "cross_post");
  says({.platforms = kTwo, .more = "links: [{from: video, to: shop}]\n"}, "'shop' is no platform");
  says({.platforms = kTwo, .more = "links: [{from: video, to: video}]\n"}, "itself");
  says({.platforms = kTwo, .brand = ", shop: taobao"}, "'taobao' is no platform");
  says({.platforms = "  - {id: a}\n  - {id: b, by: {attribute: age, shares: [1]}}\n"}, "no attribute 'age'");
  const std::string age = "attributes: [{id: age, levels: [young, old], shares: [40%, 60%]}]\n";
  says({.platforms = "  - {id: a}\n  - {id: b, by: {attribute: age, shares: [10%]}}\n", .more = age},
       "1 shares for 2 levels");
  says({.platforms = "  - {id: a}\n  - {id: b, by: {attribute: age, shares: [0%, 0%]}}\n", .more = age},
       "nobody is on 'b'");
  says({.platforms = "  - {id: a}\n  - {id: b, feed: {preset: bereal}}\n", .line = ", platform: b"},
       "post once a day");
}

}  // namespace
}  // namespace fanfare::fan_economy::platform_rules_test
