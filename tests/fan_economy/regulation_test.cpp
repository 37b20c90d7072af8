// Rules: nothing outside them for those who do not evade, what leaks through those who do, what they cost.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::regulation_test {
namespace {

using testing::LiveWorld;

// Many minors who use the app much, so that few accounts can tell.
std::string world_of(const std::string& more, const std::string& until = "5d") {
  return R"(schema: 1
kind: scenario
name: rules
question: Whom does a rule cost what?
run: {until: )" +
         until + R"(, tick: 1h, warmup: 0d, start: 2026-03-02, seed: 7}
population: {accounts: 600, scale: 400, minors: 30%, graph: {mean_follows: 20, follower_exponent: 2.3}}
creators:
  - {id: kol, kind: kol, select: {followers: [20_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [4_000, 20_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
attention: {active_share: 1, items: 200}
publishing: {median_per_day: 1}
careers: {ad_share: 20}
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, awareness: 60%}]
campaigns:
  - {id: launch, brand: aurora, budget: 90_000 CNY, flight: [0d, 4d], disclosure: 0,
     lines: [{hire: {by: fit}, contract: flat}]}
)" + more;
}
std::string rules(const std::string& rest) { return "regulation: {rules: [{id: youth, " + rest + "}]}\n"; }

// All that minors are shown, as a trace sees it: independent of what the mechanism counts.
struct Watch final : Trace {
  explicit Watch(const World& of) : world(of) {}
  void reacted(const ReactionRecord& r) override {
    if ((world.accounts.flags[r.reader] & AccountFlags::kMinor) == 0) return;
    const int hour = world.calendar.hour_of_day(world.tick);
    ++items;
    if (hour >= 22 || hour < 6) ++at_night;
    if (r.comments || r.shares) ++said;
    ++today[r.reader.value];
    most = std::max(most, today[r.reader.value]);
    for (const PostScore& post : world.posts.score)
      if (post.key() == r.post &&
          (post.brand != kNoBrand || (post.flags & PostFlags::kSponsored) != 0 || post.quality < 0.4F))
        ++uncurated;
  }
  const World& world;
  std::map<std::uint32_t, int> today;
  int items = 0, at_night = 0, said = 0, uncurated = 0, most = 0;
};

struct Life {
  explicit Life(const std::string& more) : world(world_of(more)), watch(*world) {
    world->trace = &watch;
    for (int day = 0; day < 5; ++day) world.step(24), watch.today.clear();
    for (const PostScore& post : world->posts.score)
      by_minors += (world->accounts.flags[AccountId(post.author)] & AccountFlags::kMinor) != 0 &&
                           (post.flags & PostFlags::kSponsored) == 0
                       ? 1
                       : 0;
  }
  std::int64_t cell(const char* name) { return world->measures[world->measures.named(name)]; }

  LiveWorld world;
  Watch watch;
  int by_minors = 0;
};

// Run once for all who ask.
Life& free_life() {
  static Life life("");
  return life;
}
Life& ruled_life() {
  static Life life(rules("evades: 0"));
  return life;
}

TEST(RegulationFacts, shows_nothing_outside_the_rule_to_those_who_do_not_evade) {
  Life &off = free_life(), &on = ruled_life();
  EXPECT_GT(off.watch.at_night, 200);
  EXPECT_GT(off.watch.most, 134);
  EXPECT_GT(off.watch.said, 5);
  EXPECT_GT(off.watch.uncurated, 1000);
  EXPECT_GT(off.by_minors, 20);
  EXPECT_GT(on.watch.items, 1000) << "they still watch";
  EXPECT_EQ(on.watch.at_night, 0);
  EXPECT_LE(on.watch.most, 134) << "40 minutes are 133 items of 18 s and a part of one";
  EXPECT_EQ(on.watch.said, 0);
  EXPECT_EQ(on.watch.uncurated, 0);
  EXPECT_EQ(on.by_minors, 0);
  EXPECT_EQ(on.cell("outside_impressions"), 0);
  EXPECT_EQ(on.cell("leaked_impressions"), 0);
  EXPECT_EQ(on.cell("ruled_impressions"), on.watch.items) << "each is counted";
  EXPECT_EQ(on.world.economy().breach(), "");
}

// One day's minutes, wherever they are spent.
TEST(Regulation, holds_on_all_platforms_together) {
  std::string text = world_of(rules("evades: 0"));
  const std::string one = "platforms: [{id: app, feed: {preset: douyin}}]";
  text.replace(text.find(one), one.size(),
               "platforms: [{id: app, feed: {preset: douyin}}, {id: other, feed: {preset: chronological}}]");
  LiveWorld world(text);
  Watch watch(*world);
  world->trace = &watch;
  for (int day = 0; day < 2; ++day) world.step(24), watch.today.clear();
  EXPECT_GT(watch.items, 500);
  EXPECT_EQ(watch.at_night, 0);
  EXPECT_LE(watch.most, 135) << "a part of an item where each session ends";
  EXPECT_EQ(watch.said, 0);
  EXPECT_EQ(world->measures[world->measures.named("outside_impressions")], 0);
}

TEST(RegulationFacts, leaks_through_those_who_evade_in_proportion) {
  Life few(rules("evades: 20%")), many(rules("evades: 80%"));
  EXPECT_EQ(few.cell("outside_impressions") + many.cell("outside_impressions"), 0);
  EXPECT_GT(few.cell("leaked_impressions"), 0);
  EXPECT_GT(many.cell("leaked_impressions"), 2 * few.cell("leaked_impressions"));
  EXPECT_GT(many.watch.at_night, 2 * few.watch.at_night);
  EXPECT_GT(few.watch.at_night, 0) << "a curfew that leaks";
}

TEST(RegulationFacts, costs_the_platform_time_and_creators_income) {
  Life &off = free_life(), &on = ruled_life();
  EXPECT_LT(on.world.total(RunCell::seconds), 0.95 * off.world.total(RunCell::seconds));
  EXPECT_GT(on.world.total(RunCell::seconds), 0.6 * off.world.total(RunCell::seconds))
      << "grown-ups are free";
  EXPECT_LT(on.world.total(RunCell::creator_income), off.world.total(RunCell::creator_income));
}

TEST(Regulation, holds_in_its_time_and_for_its_group) {
  std::string text = world_of(
      "attributes: [{id: age, levels: [under_14, teen, grown], shares: [20%, 20%, 60%], minors: [under_14, "
      "teen]}]\n"
      "segments: [{id: children, where: age == under_14}]\n" +
      rules("segment: children, from: 1d, until: 3d, evades: 0"));
  text.replace(text.find(" minors: 30%,"), 13, "");
  LiveWorld world(text);
  for (std::uint32_t day = 0; day < 4; ++day) {
    world.step(23);  // within 22:00
    for (std::uint32_t a = 0; a < 600; ++a) {
      const bool child = world->accounts.attribute.row(AccountId(a))[0] == 0;
      EXPECT_EQ(world->permit(AccountId(a)).opens, !(child && day >= 1 && day < 3)) << a << " on day " << day;
    }
    world.step(1);
  }
}

TEST(Regulation, forgets_and_lets_refuse) {
  LiveWorld off(world_of("")),
      on(world_of("regulation: {rules: [], opt_out: {share: 100%}, forget: {from: 1d}}\n"));
  off.step(48), on.step(48);
  double known = 0, forgotten = 0;
  for (std::uint32_t a = 0; a < 600; ++a) {
    EXPECT_FALSE(on->may_target(AccountId(a)));
    known += off->accounts.observed[AccountId(a)], forgotten += on->accounts.observed[AccountId(a)];
  }
  EXPECT_LT(forgotten, 0.5 * known);
  EXPECT_EQ(on->measures[on->measures.named("data_deleted")], 600);
  EXPECT_GT(on->measures[on->measures.named("opted_out")], 500) << "but for those who had before";
}

struct Ads {
  double disclosed, hidden, fines;
};
Ads ads_under(const std::string& mandate) {
  LiveWorld world(world_of("regulation: {rules: [], disclosure: {" + mandate + "}}\n"));
  world.step(5 * 24);
  Ads ads{0, 0, static_cast<double>(world->measures[world->measures.named("fines")])};
  for (const PostScore& post : world->posts.score)
    if ((post.flags & PostFlags::kSponsored) != 0)
      ((post.flags & PostFlags::kDisclosed) != 0 ? ads.disclosed : ads.hidden) += 1;
  EXPECT_EQ(world.economy().breach(), "");
  return ads;
}

TEST(RegulationFacts, mandate_is_obeyed_where_it_is_enforced) {
  const Ads toothless = ads_under("audit: 0"),
            mild = ads_under("fine: 100 CNY, audit: 100%, found_after: 0.5"),
            strict = ads_under("fine: 1_000_000 CNY, audit: 100%");
  EXPECT_EQ(toothless.disclosed, 0);
  EXPECT_GT(toothless.hidden, 5);
  EXPECT_EQ(strict.hidden, 0);
  EXPECT_EQ(strict.fines, 0) << "who obeys pays nothing";
  EXPECT_GT(mild.fines, 0) << "hiding is worth more than the fine";
  EXPECT_GT(mild.disclosed, 0) << "what is found is labelled";
}

TEST(RegulationFacts, licences_and_bans_are_heeded) {
  const std::string live =
      "virtual_gifts: {hosts: 100, audience: {notice: 0, feed: 0, fandom_at: 0.001, enter: 1}}\n";
  const auto visits = [&](const std::string& more) {
    LiveWorld world(world_of(live + more));
    world.step(72);
    return world->measures[world->measures.named("show_visits")];
  };
  const auto free = visits("");
  EXPECT_GT(free, 50);
  EXPECT_EQ(visits("regulation: {rules: [], licensed: 0%}\n"), 0);
  const auto half = visits("regulation: {rules: [], licensed: 50%}\n");
  EXPECT_GT(half, 0);
  EXPECT_LT(half, free);
  EXPECT_LT(visits(rules("evades: 0, minutes: 0, closes: 0, opens: 0, curated: false, posting: true")), free);

  const auto acts = [&](const std::string& more) {
    LiveWorld world(
        world_of("fan_groups: {groups: 4, fandom_at: 0.01, join: 1, collectivism: 1.5}\n" + more));
    world.step(96);
    return world->measures[world->measures.named("fan_group_acts")];
  };
  EXPECT_LT(2 * acts("regulation: {rules: [], bans: [rankings]}\n"), acts(""));
}

TEST(Regulation, law_is_known_to_whoever_asks) {
  LiveWorld world(
      world_of("regulation: {gifts_a_month: 500 CNY, gift_tax: 6%, live_tax: 1%, bans: [pooled_funds], "
               "bans_from: 1d}\n"));
  world.step(12);
  EXPECT_EQ(world->law.gift_tax.value, 600);
  EXPECT_EQ(world->law.live_tax.value, 100);
  EXPECT_TRUE(world->law.pooled_funds);
  for (std::uint32_t a = 0; a < 600; ++a) {
    const Cents most = world->permit(AccountId(a)).gifts_a_month;
    const bool minor = (world->accounts.flags[AccountId(a)] & AccountFlags::kMinor) != 0;
    EXPECT_TRUE(most == 500'00 || (minor && most == 0)) << a;
  }
  world.step(24);
  EXPECT_FALSE(world->law.pooled_funds);
}

std::string said(const std::string& more) {
  try {
    LiveWorld world(world_of(more));
    return "";
  } catch (const ScenarioError& error) {
    return error.what();
  }
}

TEST(Regulation, refuses_what_cannot_be) {
  const auto has = [](const std::string& more, const std::string& part) {
    const std::string text = said(more);
    EXPECT_NE(text.find(part), std::string::npos) << more << "\n" << text;
  };
  has(rules("closes: 25"), "regulation.rules.youth.closes");
  has(rules("segment: nobody"), "no segment 'nobody'");
  has("segments: [{id: rich, where: wallet > 10}]\n" + rules("segment: rich"),
      "not known of an account from the start");
  has("segments: [{id: none, where: minor and not minor}]\n" + rules("segment: none"), "nobody is in 'none'");
  has(rules("from: 3d, until: 2d"), "ends before it begins");
  has(rules("minutes: 0, closes: 6, curated: false, posting: true, gifts: true, live: true"),
      "forbids nothing");
  has(rules("curated_topics: [chess]"), "no topic 'chess'");
  has("regulation: {bans: [songs]}\n", "nothing that can be banned");
  std::string coarse = world_of(rules("evades: 0"));
  coarse.replace(coarse.find("tick: 1h"), 8, "tick: 8h");
  EXPECT_THROW(LiveWorld{coarse}, ScenarioError);
  std::string ageless = world_of(rules("evades: 0"));
  ageless.replace(ageless.find("minors: 30%"), 11, "minors: 0%");
  EXPECT_THROW(LiveWorld{ageless}, ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::regulation_test
