// A game that carries a brand: it bursts by friends, and dies of boredom.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"
#include "tests/fan_economy/paired.h"

namespace fanfare::fan_economy::mini_game_test {
namespace {

using testing::LiveWorld;
using testing::over_seeds;
using testing::told;

std::string arcade(const std::string& more, int seed = 5, const std::string& until = "30d") {
  return R"(schema: 1
kind: scenario
name: mini_game
question: How far does a game go?
run: {until: )" + until +
         R"(, tick: 12h, start: 2026-03-02, seed: )" + std::to_string(seed) + R"(}
population: {accounts: 1_500, scale: 10, graph: {mean_follows: 8}}
brands: [{id: aurora, topic: games, price: 99 CNY, rate: 0.002, awareness: 10%}]
)" + more;
}
std::string game(const std::string& more = "") { return "mini_game: {placed: [2d, 7d]" + more + "}\n"; }

double counted(LiveWorld& world, const char* name) {
  return static_cast<double>(world->measures[world->measures.named(name)]);
}

// Plays by day.
std::vector<double> plays(const std::string& text, int days) {
  LiveWorld world(text);
  std::vector<double> by_day;
  double before = 0;
  for (int day = 0; day < days; ++day) {
    world.step(2);
    EXPECT_EQ(world.economy().breach(), "");
    const double now = counted(world, "game_plays");
    by_day.push_back(now - before);
    before = now;
  }
  return by_day;
}
double sum(const std::vector<double>& of, std::size_t from, std::size_t until) {
  double all = 0;
  for (std::size_t i = from; i < until; ++i) all += of[i];
  return all;
}

TEST(MiniGameFacts, bursts_and_decays) {
  const auto of = [](int seed) {
    const std::vector<double> by_day = plays(arcade(game(), seed), 30);
    EXPECT_EQ(sum(by_day, 0, 2), 0) << "before it is placed";
    const double burst = sum(by_day, 3, 8) / 5, end = sum(by_day, 20, 30) / 10;
    EXPECT_GT(burst, 0);
    return end / burst;
  };
  const auto left = over_seeds(of);
  EXPECT_LT(left.high, 0.6) << told(left);
}

TEST(MiniGameFacts, friends_and_boredom_decide_how_far_it_goes) {
  const auto more = [](const char* than, const char* keys) {
    return over_seeds([&](int seed) {
      LiveWorld one(arcade(game(than), seed)), other(arcade(game(keys), seed));
      one.step(40), other.step(40);
      return counted(other, "game_plays") / counted(one, "game_plays");
    });
  };
  const auto alone = more("", ", invite: 0");
  EXPECT_LT(alone.high, 1) << told(alone) << ": nobody was told";
  const auto endless = more("", ", bored: 0.05");
  EXPECT_GT(endless.low, 1.3) << told(endless);
}

TEST(MiniGame, is_paid_by_the_day_and_known_afterwards) {
  LiveWorld without(arcade("")), with(arcade(game(", invite: 0, fee: 1_234.56 CNY")));
  without.step(30), with.step(30);
  EXPECT_EQ(counted(with, "game_spend"), 5 * 123'456);
  EXPECT_EQ(counted(with, "game_told_players") + counted(with, "game_invitations"), 0);
  const auto aware = [](LiveWorld& world) {
    double all = 0;
    for (std::uint32_t a = 0; a < world->part.accounts; ++a)
      all += world->accounts.bond.row(AccountId(a))[0].at() != Stage::unaware ? 1 : 0;
    return all;
  };
  EXPECT_GT(aware(with), 1.2 * aware(without));
  EXPECT_GE(counted(with, "game_plays"), counted(with, "game_players"));
}

TEST(MiniGame, is_exact_over_threads_and_ranks) {
  const std::string text = arcade(game(", invite: 1, accept: 1"), 5, "6d");
  const testing::Outcome alone = testing::run_on(text, 1, 1);
  EXPECT_EQ(alone, testing::run_on(text, 1, 3));
  EXPECT_EQ(alone, testing::run_on(text, 3, 1));
}

TEST(MiniGame, refuses_what_cannot_be) {
  EXPECT_THROW(LiveWorld(arcade("mini_game: {brand: nobody}\n")), ScenarioError);
  EXPECT_THROW(LiveWorld(arcade("mini_game: {placed: [7d, 7d]}\n")), ScenarioError);
  EXPECT_THROW(LiveWorld(arcade("mini_game: {fee: -1}\n")), ScenarioError);
}

}  // namespace
}  // namespace fanfare::fan_economy::mini_game_test
