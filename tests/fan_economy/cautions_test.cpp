// Each caution: a world that has it, and the same world without the cause.
#include "models/fan_economy/measure/cautions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/yaml_reader.h"
#include "sim/words/said.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::cautions_test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::Recipe;
using testing::TestWorld;

// 1,300 accounts of 10 people: 8 KOLs with 6,000 followers, 80 KOCs with 200, who can take the budget.
Recipe calm() {
  Recipe r;
  r.accounts = 1300;
  r.p.population.authors = 0.1;  // one of the ten that an account stands for
  r.brand().price = 100;
  r.role("kol", CreatorKind::kol, 0, 8, 600);
  r.role("koc", CreatorKind::koc, 10, 80, 20);
  LineParameters line;
  line.hire.kind = KindFilter::koc;
  r.campaign(1'000'000).lines = {line};
  r.p.publishing.median_per_day = 0.02;  // pools owe what readers take
  return r;
}

std::vector<std::string> said(const Recipe& recipe, Language language = Language::english) {
  TestWorld world(recipe);
  std::vector<std::string> lines;
  for (const Caution& caution : cautions(*world)) lines.push_back(in_words(said_of(caution), language));
  return lines;
}

// Who stands on which tier is always said first; the rest warns.
std::vector<std::string> warnings(const Recipe& recipe) {
  std::vector<std::string> lines = said(recipe);
  EXPECT_THAT(lines.front(), StartsWith("accounts by followers: "));
  lines.erase(lines.begin());
  return lines;
}
std::string tiers(const Recipe& recipe) {
  return said(recipe).front();
}

TEST(Cautions, of_a_scenario_without_faults_are_none) { EXPECT_THAT(warnings(calm()), ElementsAre()); }

TEST(Cautions, say_how_many_accounts_stand_on_each_tier) {
  EXPECT_EQ(tiers(calm()),
            "accounts by followers: under 1k 1,292 · nano (1k) 8 · micro (10k) 0 · mid (100k) 0 · "
            "macro (500k) 0 · mega (1M) 0");
  Recipe larger = calm();
  larger.p.population.scale = 5000;  // KOLs 3 million, KOCs 100,000 followers
  EXPECT_EQ(tiers(larger),
            "accounts by followers: under 1k 1,212 · nano (1k) 0 · micro (10k) 0 · mid (100k) 80 · "
            "macro (500k) 0 · mega (1M) 8");
}

TEST(Cautions, tell_a_first_rung_of_a_few_accounts) {
  Recipe r = calm();
  auto& feed = r.p.platforms.emplace_back().feed;
  feed.pools.ladder.front() = 199;
  EXPECT_THAT(
      warnings(r),
      ElementsAre("the pools' first rung of 199 impressions is 20 accounts: chance decides who climbs "
                  "(lower population.scale or raise feed.pools.ladder)"));
  feed.pools.ladder.front() = 200;
  EXPECT_THAT(warnings(r), ElementsAre());
  feed.pools.ladder.front() = 25;
  feed.sources.discovery = 0;
  EXPECT_THAT(warnings(r), ElementsAre()) << "without pools nobody climbs";
}

// In a day readers take 1,300 · .58 · 66.6 · 24/68 impressions from the pools. They post 1,300 · median
// · 11.2 times, and a post is owed (300 + .1 · 3,000) / 10.
TEST(Cautions, tell_pools_that_readers_empty_or_never_finish) {
  Recipe scarce = calm();
  scarce.p.publishing.median_per_day = 0.01;
  EXPECT_THAT(
      warnings(scarce),
      ElementsAre(
          "pools owe about 8,772 impressions a day and readers take about 17,719 (accounts): sessions end "
          "for lack of posts (lower population.scale, or raise publishing or feed.pools.ladder)"));
  Recipe flooded = calm();
  flooded.p.publishing.median_per_day = 0.1;
  EXPECT_THAT(
      warnings(flooded),
      ElementsAre(
          "pools owe about 87,718 impressions a day and readers take about 17,719 (accounts): many posts "
          "leave before they were shown (lower feed.pools.ladder, or raise sources.discovery)"));
  for (Recipe* r : {&scarce, &flooded}) r->p.platforms.emplace_back().feed.sources.discovery = 0;
  EXPECT_THAT(warnings(scarce), ElementsAre());
  EXPECT_THAT(warnings(flooded), ElementsAre());
}

// 10,000.00 of budget, 60 % of the price earned an order, 10 people an account.
TEST(Cautions, tell_a_campaign_that_few_orders_would_pay_for) {
  Recipe r = calm();
  r.p.brands[0].price = 10'000;
  EXPECT_THAT(
      warnings(r),
      ElementsAre(
          "campaigns.launch breaks even at 17 orders by accounts of this world: single orders weigh much "
          "(lower population.scale or add replicates)"));
  r.p.brands[0].price = 40'000;
  EXPECT_THAT(warnings(r), ElementsAre(StartsWith("campaigns.launch breaks even at 4.2 orders ")));
  r.p.brands[0].price = 830;  // 200.8 orders
  EXPECT_THAT(warnings(r), ElementsAre());
  r.p.brands[0].margin = 0;
  EXPECT_THAT(warnings(r), ElementsAre()) << "nothing is earned, so nothing breaks even";
  r.p.brands[0].price = 10'000;
  r.p.campaigns[0].brand = "none";
  EXPECT_THAT(warnings(r), ElementsAre()) << "a placebo has no brand to earn";
}

TEST(Cautions, tell_a_budget_that_the_selected_creators_can_not_take) {
  Recipe r = calm();
  r.p.campaigns[0].budget = 10'000'000;
  EXPECT_THAT(warnings(r), ElementsAre(StartsWith("campaigns.launch can spend at most ")));
  r.p.campaigns[0].lines[0].contract = ContractKind::commission;
  EXPECT_THAT(warnings(r), ElementsAre()) << "what commissions take is known only later";
}

// The run is 30 days.
TEST(Cautions, tell_a_flight_that_the_run_does_not_see_or_cuts_off) {
  const auto flight = [](double from, double until) {
    Recipe r = calm();
    r.p.campaigns[0].flight = {from, until};
    return warnings(r);
  };
  EXPECT_THAT(
      flight(30, 40),
      ElementsAre(
          "campaigns.launch.flight begins after the run's end: the campaign does nothing (a later run.until, "
          "or an earlier flight)"));
  EXPECT_THAT(
      flight(20, 31),
      ElementsAre("campaigns.launch.flight goes on after the run's end: the rest is not seen (a later "
                  "run.until, or an earlier flight)"));
  EXPECT_THAT(flight(20, 30), ElementsAre());
}

TEST(Cautions, tell_a_line_whose_creators_suit_the_brand_little) {
  Recipe r = calm();
  r.p.topics = {"beauty", "games", "food", "music", "tech", "sport", "travel", "fashion"};
  r.p.brands[0].topic = "games";  // of which everyone's interests hold little
  EXPECT_THAT(warnings(r), ElementsAre(StartsWith("campaigns.launch.lines[0] would hire ")));
  r.p.brands[0].topic = "beauty";
  EXPECT_THAT(warnings(r), ElementsAre());
}

TEST(Cautions, are_said_in_chinese_too) {
  Recipe r = calm();
  r.p.publishing.median_per_day = 0.01;
  r.p.brands[0].price = 40'000;
  r.p.campaigns[0].flight = {20, 31};
  EXPECT_THAT(
      said(r, Language::chinese),
      ElementsAre("按粉丝数的账号：不足 1 千 1,292 · 1 千起 8 · 1 万起 0 · 10 万起 0 · 50 万起 0 · 100 万起 0",
                  "流量池每天约提供 8,772 次曝光，而读者约取 1.77 万次（按账号计）：会话因内容不足而结束（降低 "
                  "population.scale，或提高 publishing 或 feed.pools.ladder）",
                  StartsWith("campaigns.launch 的盈亏平衡点是本世界中账号的 4.2 单"),
                  StartsWith("campaigns.launch.flight 延续到运行结束之后")));
}

TEST(Cautions, tell_a_flight_that_begins_in_the_warm_up) {
  Recipe r = calm();
  r.warmup_ticks = 3;
  r.p.campaigns[0].flight = {2, 11};
  EXPECT_THAT(warnings(r), ElementsAre(StartsWith("campaigns.launch.flight begins in the warm-up")));
  r.p.campaigns[0].flight = {3, 11};
  EXPECT_THAT(warnings(r), ElementsAre());
}

TEST(Cautions, tell_accounts_that_stand_for_several_who_publish) {
  Recipe r = calm();
  r.p.population.authors = 0.4;  // four of ten
  EXPECT_THAT(warnings(r), Contains(StartsWith("an account stands for 4 who publish but posts as one")));
  r.p.population.graph.kind = GraphKind::file;
  EXPECT_THAT(warnings(r), Not(Contains(StartsWith("an account stands for"))))
      << "its accounts are what they are";
}

TEST(Cautions, tell_a_price_that_an_arm_or_an_event_changes_where_no_usual_price_is_stated) {
  testing::LiveWorld world("schema: 1\nkind: scenario\nname: prices\nquestion: What is usual?\n"
                           "run: {until: 5d}\npopulation: {accounts: 200}\n");
  const auto now = [&] {
    std::vector<std::string> lines;
    for (const Caution& caution : cautions(*world))
      lines.push_back(in_words(said_of(caution), Language::english));
    return lines;
  };
  const auto said_with = [&](const std::string& price, const std::string& layer) {
    Problems problems;
    const std::string text =
        "platforms: [{id: app}]\nbrands: [{id: aurora, topic: beauty, price: 99 CNY" + price + "}]\n";
    world->parameter_set.parse(read_yaml_text("arms.yaml", text, layer, problems), problems);
    EXPECT_TRUE(problems.empty()) << problems.render();
    return now();
  };
  const auto about_price = Contains(HasSubstr("brands.aurora.price"));
  EXPECT_THAT(said_with("", "arm dear"), about_price);
  EXPECT_THAT(said_with("", "point price=99"), about_price);
  EXPECT_THAT(said_with(", usual_price: 90 CNY", "arm dear"), Not(about_price));
  EXPECT_THAT(said_with("", "scenario"), Not(about_price));
  EventParameters rise;
  rise.id = "rise";
  rise.set = {{"brands.aurora.price", "120 CNY"}};
  world->p.events = {rise};
  EXPECT_THAT(now(), about_price);
}

}  // namespace
}  // namespace fanfare::fan_economy::cautions_test
