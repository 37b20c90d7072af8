// What a world weighs: the budget of the state at two brands and one campaign. Posts, tallies and outboxes
// are beside it.
#include <gtest/gtest.h>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::memory_test {
namespace {

using testing::LiveWorld;

constexpr std::uint32_t kAccounts = 20'000;

constexpr const char* kMarket = R"(schema: 1
kind: scenario
name: weight
question: What does an account weigh?
run: {until: 10d, tick: 1h}
population:
  accounts: 20_000
  graph: {kind: chung_lu, mean_follows: 50}
creators:
  - {id: kol, kind: kol, select: {by: followers, top: 20}}
brands:
  - {id: aurora, topic: beauty}
  - {id: rival, topic: beauty}
campaigns:
  - id: launch
    brand: aurora
    budget: 100_000 CNY
    least_spendable: 0
    flight: [0d, 3d]
    lines:
      - {hire: {kind: kol, by: followers, top: 10}, posts: 1, contract: flat}
)";

TEST(Memory, of_an_account_and_a_follow_keeps_to_the_budget_after_two_days) {
  LiveWorld world(kMarket);
  world.step(48);  // follows have been merged, orders are on their way
  const StateWeight weight = world.weight();
  const double account = static_cast<double>(weight.owned_bytes()) / kAccounts;
  const double edge = static_cast<double>(weight.graph_bytes()) / static_cast<double>(world->graph.edges());
  RecordProperty("bytes_per_account", std::to_string(account));
  RecordProperty("bytes_per_follow", std::to_string(edge));
  double seen = 0;
  for (std::uint32_t a = 0; a < kAccounts; ++a)
    seen += static_cast<double>(world->accounts.seen_by(AccountId(a)).size_bytes()) / kAccounts;
  EXPECT_LE(account - seen, 72);
  EXPECT_GE(account - seen, 50) << "is anything left off the list of state?";
  EXPECT_LE(seen, 640) << "marks of what the default habits view in a window";
  EXPECT_LE(edge, 4.5);
  EXPECT_GE(edge, 4) << "an id takes 4";
}

// The weight is of what is saved; this is of what is held: rows may have been merged into larger buffers.
TEST(Memory, of_the_graph_held_is_what_it_weighs) {
  LiveWorld world(kMarket);
  world.step(48);
  EXPECT_LE(static_cast<double>(world->graph.bytes()) / static_cast<double>(world->graph.edges()), 4.5);
}

}  // namespace
}  // namespace fanfare::fan_economy::memory_test
