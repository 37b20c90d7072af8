// Conditions, changes of parameters, scandals.
#include <gtest/gtest.h>

#include "models/fan_economy/mechanisms/scandals.h"
#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::events_test {
namespace {

using testing::live;
using testing::Recipe;
using testing::TestWorld;

TEST(Condition, is_a_measure_of_an_id_below_or_above_a_number) {
  const auto c = parse_condition("sentiment(aurora) < -0.4");
  ASSERT_TRUE(c);
  EXPECT_EQ(c->measure, "sentiment");
  EXPECT_EQ(c->id, "aurora");
  EXPECT_TRUE(c->below);
  EXPECT_EQ(c->bound, -0.4);
  EXPECT_FALSE(parse_condition("reach( launch )>1e4")->below);
  for (const char* wrong :
       {"", "sentiment", "sentiment(aurora)", "sentiment(aurora) = 1", "sentiment(aurora) < x",
        "sentiment() < 1", "(aurora) < 1", "sentiment(aurora) < 1 2", "sentiment(aurora) x < 1"})
    EXPECT_FALSE(parse_condition(wrong)) << wrong;
}

Recipe market() {
  Recipe r;
  r.accounts = 2000;
  r.brand().awareness = 1;
  r.p.brands[0].rate = 0;
  r.p.brands[0].equity = 0;
  r.p.careers.stop_rate = 0;
  r.role("koc", CreatorKind::koc, 0, 1, 1500);
  r.campaign(10'000'000).lines.emplace_back();
  r.p.campaigns[0].flight = {0, 60};
  return r;
}

EventParameters& event(Recipe& r, EventKind kind, double at) {
  EventParameters e;
  e.kind = kind;
  e.at = at;
  r.p.events.push_back(e);
  return r.p.events.back();
}

TEST(Event, sets_a_parameter_at_its_time_and_brands_follow) {
  Recipe r = market();
  event(r, kSetEvent, 3).set = {{"brands.aurora.price", "80 CNY"}};
  TestWorld world(r);
  const auto version = world->parameters_version;
  live(world, 3);
  EXPECT_EQ(world->market.brands[0].price, 10'000);
  world.tick();
  EXPECT_EQ(world->market.brands[0].price, 8000);
  EXPECT_GT(world->parameters_version, version);
  EXPECT_EQ(world->market.events[0].times, 1U);
  world.tick();
  EXPECT_EQ(world->market.events[0].times, 1U);
}

TEST(Event, on_a_condition_fires_when_it_comes_true_and_again_only_if_asked) {
  for (const bool once : {true, false}) {
    Recipe r = market();
    EventParameters& e = event(r, kSetEvent, -1);
    e.when = "sentiment(aurora) < -0.4";
    e.once = once;
    e.set = {{"brands.aurora.price", "80 CNY"}};
    TestWorld world(r);
    const auto feel = [&](std::int16_t attitude) {
      for (std::uint32_t a = 0; a < 2000; ++a) world.accounts().bond.row(AccountId(a))[0].attitude = attitude;
      world.tick();
    };
    feel(0);
    feel(-30'000);
    EXPECT_EQ(world->market.events[0].times, 0U);  // published, but not yet read
    feel(-30'000);
    feel(-30'000);
    EXPECT_EQ(world->market.events[0].times, 1U);  // holds on, fires once
    feel(0);
    feel(-30'000);
    world.tick();
    EXPECT_EQ(world->market.events[0].times, once ? 1U : 2U);
  }
}

TEST(Event, whose_condition_names_what_is_not_there_is_refused) {
  for (const char* when : {"sentiment(nobody) < 0", "mood(aurora) < 0", "reach(nothing) > 1"}) {
    Recipe r = market();
    EventParameters& e = event(r, kSetEvent, -1);
    e.when = when;
    e.set = {{"brands.aurora.price", "80 CNY"}};
    EXPECT_THROW(TestWorld world(r), ScenarioError) << when;
  }
}

TEST(Event, parameters_are_restored_in_the_order_in_which_they_changed) {
  Recipe r = market();
  event(r, kSetEvent, 4).set = {{"brands.aurora.price", "70 CNY"}};
  event(r, kSetEvent, 2).set = {{"brands.aurora.price", "90 CNY"}};
  TestWorld world(r);
  live(world, 6);
  EXPECT_EQ(world->market.brands[0].price, 7000);
  world->p.brands[0].price = 10'000;
  restore_parameters(*world);
  EXPECT_EQ(world->p.brands[0].price, 7000);
}

// --- Scandals --------------------------------------------------------------------------------------

double mean_attitude(TestWorld& world, std::uint32_t first, std::uint32_t last) {
  double sum = 0;
  for (std::uint32_t a = first; a < last; ++a)
    sum += world.accounts().bond.row(AccountId(a))[0].attitude / kAttitudeUnit;
  return sum / (last - first);
}

Recipe scandalous(double severity) {
  Recipe r = market();
  EventParameters& e = event(r, event_kind("scandal"), 5);
  e.severity = severity;
  e.target.accounts = {0};
  return r;
}

TEST(Scandal, costs_trust_followers_and_the_tied_brand_among_those_who_notice) {
  TestWorld quiet(scandalous(0)), loud(scandalous(0.8));
  live(quiet, 10);
  live(loud, 10);
  EXPECT_LT(loud->creators[0].trust, quiet->creators[0].trust);
  EXPECT_LT(loud->followers[0], quiet->followers[0] * 3 / 4);
  EXPECT_LT(mean_attitude(loud, 600, 2000), mean_attitude(quiet, 600, 2000) - 0.1);   // followers
  EXPECT_NEAR(mean_attitude(loud, 100, 450), mean_attitude(quiet, 100, 450), 1e-9);   // the others
  EXPECT_GT(loud.total(RunCell::noticed), 1000);
}

TEST(Scandal, is_worse_the_more_severe) {
  TestWorld mild(scandalous(0.2)), severe(scandalous(1));
  live(mild, 10);
  live(severe, 10);
  EXPECT_LT(mean_attitude(severe, 600, 2000), mean_attitude(mild, 600, 2000));
  EXPECT_LT(severe->followers[0], mild->followers[0]);
}

TEST(Scandal, stops_hurting_the_brand_once_it_drops_the_creator) {
  Recipe dropped = scandalous(0.8);
  event(dropped, kDropEvent, 6).target.accounts = {0};
  TestWorld tied(scandalous(0.8)), free(dropped);
  live(tied, 20);
  live(free, 20);
  EXPECT_GT(mean_attitude(free, 600, 2000), mean_attitude(tied, 600, 2000) + 0.02);
  EXPECT_LT(mean_attitude(free, 600, 2000), -0.01);  // what was noticed before stays
  EXPECT_EQ(free->market.contracts[0].status, ContractStatus::dropped);
}

TEST(Scandal, makes_fans_stay_and_defend) {
  TestWorld world(scandalous(1));
  world->p.relations.scandal_post = 1;
  world->p.relations.fandom_half_life = 1e4;
  for (std::uint32_t a = 600; a < 1200; ++a)
    deepen_fandom(*world, world.block_of(AccountId(a)), AccountId(a), 0, 1023);
  live(world, 10);
  int fans = 0, others = 0;
  for (std::uint32_t a = 600; a < 1200; ++a) fans += world->graph.is_following(AccountId(a), AccountId(0));
  for (std::uint32_t a = 1200; a < 1800; ++a) others += world->graph.is_following(AccountId(a), AccountId(0));
  EXPECT_GT(fans, others + 200);
  int praise = 0, blame = 0;
  for (std::uint32_t b = 0; b < 2; ++b)
    for (const PendingPost& post : world->pending_posts[BlockId(b)]) (post.tone > 0 ? praise : blame) += 1;
  EXPECT_GT(praise, 300);
  EXPECT_GT(blame, 300);
}

TEST(Scandal, is_noticed_geometrically_and_once) {
  TestWorld world(scandalous(0.5));
  std::array<int, 20> days{};
  for (std::uint32_t a = 0; a < 2000; ++a) ++days[day_of_notice(*world, AccountId(a), {})];
  EXPECT_NEAR(days[0], 2000 * 0.4, 90);
  EXPECT_NEAR(days[1], 2000 * 0.24, 75);
  EXPECT_NEAR(days[2], 2000 * 0.144, 65);
}

TEST(Scandal, of_nobody_is_refused) {
  Recipe r = market();
  event(r, event_kind("scandal"), 5).target.kind = KindFilter::celebrity;
  EXPECT_THROW(TestWorld world(r), ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::events_test
