// Search: what the feed forgot still sells, the young find brands by it, rivals bid, new categories are
// learnt.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::search_test {
namespace {

using testing::LiveWorld;
using testing::told;

std::string market(const std::string& more, int seed = 1) {
  return R"(schema: 1
kind: scenario
name: search
question: What does search bring?
run: {until: 40d, tick: 12h, start: 2026-03-02, seed: )" +
         std::to_string(seed) + R"(}
population: {accounts: 1_000, scale: 100, authors: 5%, graph: {mean_follows: 10}}
attributes: [{id: age, levels: [young, old], shares: [50%, 50%]}]
creators: [{id: koc, kind: koc, select: {followers: [100, 100_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
purchase: {need_days: 15, start: fresh}
brands:
  - {id: aurora, topic: beauty, price: 50 CNY, awareness: 5%}
  - {id: rival, topic: beauty, price: 50 CNY, awareness: 60%}
)" + more;
}
std::string search(const std::string& keys) {
  return "search: {attribute: age, by_level: [{level: young, share: 80%}, {level: old, share: 10%}]" +
         (keys.empty() ? "" : ", " + keys) + "}\n";
}
const std::string kReviews =
    "campaigns:\n  - {id: reviews, brand: aurora, budget: 100_000 CNY, least_spendable: 0, flight: [2d, "
    "5d],\n"
    "     lines: [{hire: {kind: koc}, contract: flat}]}\n";

TEST(SearchFacts, reviews_sell_long_after_the_feed_forgot_them) {
  std::vector<double> differences, young;
  for (int seed = 1; seed <= 4; ++seed) {
    const auto old_orders = [&](const std::string& campaigns, bool ages) {
      LiveWorld world(market(campaigns + search("occasion: 0.3, order_per_search: 0.06"), seed));
      world.step(20);  // ten days: the last review is out of the feed for three
      const double before = world.recorded("search_old_orders")[0];
      world.step(40);
      EXPECT_EQ(world.economy().breach(), "");
      if (ages) young.push_back(world.recorded("search_discovery")[0] - world.recorded("search_discovery")[1]);
      return world.recorded("search_old_orders")[0] - before;
    };
    differences.push_back(old_orders(kReviews, true) - old_orders("", false));
  }
  const Interval effect = t_interval(differences), by_age = t_interval(young);
  EXPECT_GT(effect.low, 0) << told(effect) << " people";
  EXPECT_GT(by_age.low, 0)
      << "the young find more by search: " << told(by_age);
}

TEST(SearchFacts, keeps_no_more_posts_than_it_may) {
  LiveWorld world(market(kReviews + search("occasion: 0.3, kept: 5"))), off(market(kReviews));
  world.step(30);
  EXPECT_EQ(world.recorded("search_findable")[0], 5);
  off.step(1);
  EXPECT_TRUE(off.recorded("searches").empty());
}

// A rival's advertisement on one's name takes orders; one's own bid is the better and, against it, dear.
TEST(SearchFacts, bids_take_orders_and_pay_the_second_price) {
  const std::string attack = "{id: attack, brand: aurora, on: rival, most: 8 CNY, budget: 1_000_000 CNY}";
  const std::string defence = "{id: defence, brand: rival, on: rival, most: 5 CNY, budget: 1_000_000 CNY}";
  const std::string kOften = "occasion: 0.5, by_name: 1, open_ad: 1, order_per_search: 0.06";
  std::vector<double> won;
  for (int seed = 1; seed <= 5; ++seed) {
    LiveWorld quiet(market(search(kOften), seed)),
        attacked(market(search(kOften + ", bids: [" + attack + "]"), seed));
    quiet.step(16), attacked.step(16);
    won.push_back(attacked.recorded("search_orders")[0] - quiet.recorded("search_orders")[0]);
    EXPECT_GT(attacked.recorded("search_spend")[0], 0);
    EXPECT_NEAR(attacked.recorded("spend")[0], attacked.recorded("search_spend")[0], 1e-6) << "part of spend";
    EXPECT_EQ(attacked.economy().breach(), "");
  }
  const Interval effect = t_interval(won);
  EXPECT_GT(effect.low, 0) << told(effect);
  LiveWorld defended(market(search(kOften + ", bids: [" + attack + ", " + defence + "]")));
  defended.step(20);
  EXPECT_EQ(defended.recorded("search_ad_clicks")[0], 0) << "5 CNY at full quality beat 8 at a half";
  const double price = defended.recorded("search_spend")[1] / defended.recorded("search_ad_clicks")[1];
  EXPECT_NEAR(price, 4.01, 1e-9) << "what just beats 8 CNY at a half";
}

// More clicks come in a tick than there is money for: those beyond it are the platform's loss.
TEST(Search, never_passes_a_budget) {
  LiveWorld world(
      market(search("occasion: 0.5, open_ad: 1, bids: [{id: b, brand: aurora, on: beauty, most: "
                    "8 CNY, budget: 5_100 CNY}]")));
  world.step(8);
  EXPECT_EQ(world.recorded("search_spend")[0], 5'100);
  EXPECT_EQ(world.economy().breach(), "");
}

// Nobody understands the category: understanding comes before orders, and without lessons there are none.
TEST(SearchFacts, new_category_is_understood_before_it_is_bought) {
  const std::string new_one =
      "occasion: 0.3, order_per_search: 0.06, taught_by_creators: 0, new_categories: [{topic: beauty, known: "
      "0}]";
  LiveWorld praised(market(kReviews + search(new_one))),
      taught(market(kReviews + search(new_one + ", teaching: [reviews]")));
  praised.step(80);
  EXPECT_EQ(praised.total(BrandCell::orders), 0);
  std::vector<double> learners, orders;
  for (int tick = 0; tick < 80; ++tick) {
    taught.step();
    learners.push_back(taught.recorded("category_learners")[0]);
    orders.push_back(taught.total(BrandCell::orders));
  }
  EXPECT_GT(orders.back(), 0);
  // When half of what there is at the end was there.
  const auto half = [](const std::vector<double>& of) {
    return std::lower_bound(of.begin(), of.end(), of.back() / 2) - of.begin();
  };
  EXPECT_LT(half(learners), half(orders));
  EXPECT_GT(taught.recorded("category_learners")[0], 20 * 100);
}

std::string refusal(const std::string& keys) {
  try {
    LiveWorld world(market("search: {" + keys + "}\n"));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

TEST(Search, refuses_what_makes_no_sense) {
  const auto says = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  says(refusal("bids: [{id: x, brand: aurora, on: rival, most: 9 CNY, budget: 8 CNY}]"),
       "search.bids.x.most");
  says(refusal("bids: [{id: x, brand: nobody, on: rival, budget: 80 CNY}]"), "search.bids.x.brand");
  says(refusal("bids: [{id: x, brand: aurora, on: cheese, budget: 80 CNY}]"), "search.bids.x.on");
  says(refusal("bids: [{id: x, brand: aurora, on: rival, budget: 80 CNY, dates: [9d, 8d]}]"),
       "search.bids.x");
  says(refusal("attribute: height"), "search.attribute");
  says(refusal("by_level: [{level: young, share: 1}]"), "search.by_level");
  says(refusal("attribute: age, by_level: [{level: yuong, share: 1}]"), "did you mean 'young'");
  says(refusal("new_categories: [{topic: cheese}]"), "search.new_categories");
  says(refusal("new_categories: [{topic: beauty}], teaching: [nothing]"), "search.teaching");
}

}  // namespace
}  // namespace fanfare::fan_economy::search_test
