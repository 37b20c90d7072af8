// Trials that customers give to friends: whom they reach, who buys later, what a customer costs.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"
#include "tests/fan_economy/refused.h"

namespace fanfare::fan_economy::gift_a_friend_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

std::string market(const std::string& more, int seed = 7, const std::string& accounts = "900",
                   const char* days = "24d") {
  return R"(schema: 1
kind: scenario
name: gifts
question: Do friends bring customers?
run: {tick: 8h, start: 2026-03-02, until: )" +
         std::string(days) + ", seed: " + std::to_string(seed) + R"(}
population: {accounts: )" +
         accounts +
         R"(, scale: 10, authors: 60%, income: 20_000, 
             graph: {mean_follows: 12, reciprocity: 40%, homophily: 0.5}}
purchase: {need_days: 10, order_ceiling: 60%}
brands: [{id: aurora, topic: beauty, rate: 0.02, awareness: 30%, quality: 0.8,
          price: 125 CNY, usual_price: 125 CNY, returns: 0}]
)" + more;
}
std::string gifts(const std::string& offer = "", const std::string& keys = "", const char* give = "0.3") {
  return std::string("gift_a_friend: {give: ") + give + ", accept: 0.9, worth: 20" + keys +
         ", offers: [{id: try, brand: aurora" + offer + "}]}\n";
}
double count(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}

double by_tie(LiveWorld& world, const char* name, std::size_t tie) {
  return static_cast<double>(world->measures[world->measures.named(name) + tie]);
}
// Of trials from friends who follow each other, or who do not.
double converted(LiveWorld& world, bool mutual) {
  const std::size_t first = mutual ? 2 : 0;
  double taken = 0, bought = 0;
  for (std::size_t tie = first; tie < first + 2; ++tie) {
    taken += by_tie(world, "trials by closeness", tie);
    bought += by_tie(world, "orders after trials by closeness", tie);
  }
  return bought / taken;
}

TEST(GiftAFriendFacts, trials_bring_customers_along_ties_the_more_the_closer) {
  std::vector<double> closer, alike, cost;
  const Interval more = over_seeds([&](int seed) {
    LiveWorld none(market("", seed)), given(market(gifts(", to: anyone", ", mutual: 8, same: 2"), seed));
    LiveWorld same(market(gifts(", to: anyone", ", mutual: 1, same: 1"), seed));
    none.step(54), given.step(54), same.step(54);
    closer.push_back(converted(given, true) - converted(given, false));
    alike.push_back(converted(same, true) - converted(same, false));
    cost.push_back(given.recorded("gift_customer_cost")[0]);
    return given.total(BrandCell::new_buyers) - none.total(BrandCell::new_buyers);
  });
  RecordProperty("new_buyers", told(more));
  RecordProperty("close_less_distant", told(t_interval(closer)));
  RecordProperty("the_same_without_weights", told(t_interval(alike)));
  RecordProperty("customer_cost", told(t_interval(cost)));
  EXPECT_GT(more.low, 0) << told(more);
  EXPECT_GT(t_interval(closer).low, 0) << told(t_interval(closer));
}

TEST(GiftAFriend, nobody_gives_more_than_it_has_and_there_is) {
  LiveWorld world(market(gifts(", each: 2, trials: 300, cost: 7.77 CNY", "", "1")));
  for (int tick = 0; tick < 45; ++tick) {
    world.step();
    ASSERT_EQ(world.economy().breach(), "") << tick;
  }
  EXPECT_EQ(count(world, "gifts_accepted"), 30) << "accounts of ten people";
  EXPECT_EQ(count(world, "gift_cost"), 30 * 10 * 777);
  LiveWorld one(market(gifts(", each: 1", "", "1")));
  one.step(45);
  double givers = 0;
  for (std::uint32_t a = 0; a < 900; ++a)
    givers += (one->accounts.bond.row(AccountId(a))[0].stage & BrandBond::kBought) != 0 ? 1 : 0;
  EXPECT_LE(count(one, "gifts_sent"), givers);
  EXPECT_GT(count(one, "gifts_sent"), 30);
}

TEST(GiftAFriend, goes_to_the_closest_who_comes_to_mind) {
  const auto share_of_close = [](const char* to) {
    LiveWorld world(market(gifts(std::string(", to: ") + to)));
    world.step(45);
    const auto of = [&](std::size_t tie) { return by_tie(world, "trials by closeness", tie); };
    return (of(2) + of(3)) / (of(0) + of(1) + of(2) + of(3));
  };
  EXPECT_GT(share_of_close("closest"), share_of_close("anyone") + 0.1);
}

TEST(GiftAFriend, is_exact_over_threads_and_ranks) {
  const std::string text = market(gifts(", trials: 400"), 7, "1_500", "6d");
  testing::expect_exact(text);
}

TEST(GiftAFriend, refuses_what_cannot_be) {
  const auto says = [](const std::string& text, const std::string& what) {
    testing::expect_refused(market(text), what);
  };
  says(gifts(", trials: 5"), "less than one for an account");
  says(gifts(", flight: [3d, 3d]"), "ends before it begins");
  says("gift_a_friend: {offers: [{id: x, brand: nobody}]}\n", "nobody");
}

}  // namespace
}  // namespace fanfare::fan_economy::gift_a_friend_test
