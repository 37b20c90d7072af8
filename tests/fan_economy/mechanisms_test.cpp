// What every mechanism of the catalogue must keep, tried on each by itself.
#include <gtest/gtest.h>

#include <set>

#include "models/fan_economy/market/offers.h"
#include "tests/fan_economy/live_world.h"
#include "tests/fan_economy/on_ranks.h"

namespace fanfare::fan_economy::mechanisms_test {
namespace {

using testing::LiveWorld;
using testing::Outcome;
using testing::run_on;

// Three blocks, the last one not full; everything moves within three days.
std::string scenario(const std::string& more, const std::string& accounts = "2_300") {
  return R"(schema: 1
kind: scenario
name: mechanisms
question: Does it keep what it promised?
run: {until: 3d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: 7}
population:
  accounts: )" +
         accounts + R"(
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: kol, kind: kol, select: {followers: [40_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [4_000, 40_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, awareness: 0.4}]
campaigns:
  - {id: launch, brand: aurora, budget: 90_000 CNY, flight: [1d, 3d], lines: [{hire: {by: fit}, contract: both}]}
)" + more;
}

// Those that a scenario turns on.
std::vector<const MechanismEntry*> keyed() {
  std::vector<const MechanismEntry*> entries;
  for (const MechanismEntry* entry : mechanisms())
    if (entry->keys != nullptr) entries.push_back(entry);
  return entries;
}
std::string on(const MechanismEntry& entry) { return std::string(entry.id) + ": {}\n"; }

std::string problems_of(const std::string& text) {
  Problems problems;
  load_scenario_text("test", text, {}, problems);
  return problems.render();
}

// One test each, so that both halves of the program (tests/CMakeLists.txt) have their part.
class EachMechanism : public ::testing::TestWithParam<const MechanismEntry*> {};

TEST_P(EachMechanism, is_exact_over_threads_and_ranks_and_checkpoints) {
  static const Outcome kOff = run_on(scenario(""), 1, 1);
  const std::string text = scenario(on(*GetParam()));
  const Outcome alone = testing::expect_exact(text, 17);
  EXPECT_NE(alone.fingerprint, kOff.fingerprint) << "does nothing here";
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EachMechanism, ::testing::ValuesIn(keyed()),
                         [](const auto& each) { return std::string(each.param->id); });

TEST(Mechanisms, keep_the_books_and_live_in_an_empty_world) {
  for (const MechanismEntry* entry : keyed()) {
    LiveWorld market(scenario(on(*entry)));
    for (int tick = 0; tick < 36; ++tick) {
      market.step();
      ASSERT_EQ(market.economy().breach(), "") << entry->id << " at tick " << tick;
    }
    LiveWorld empty(
        "schema: 1\nkind: scenario\nname: empty\nquestion: Alone?\nrun: {until: 2d, tick: 2h}\n"
        "population: {accounts: 2, graph: {kind: erdos_renyi, mean_follows: 0.1}}\n" +
        on(*entry));
    empty.step(24);
    EXPECT_EQ(empty.economy().breach(), "") << entry->id;
  }
}

TEST(Mechanisms, refuse_what_is_out_of_range_at_its_place) {
  for (const MechanismEntry* entry : keyed()) {
    EXPECT_EQ(problems_of(scenario(on(*entry))), "") << entry->id << " at its defaults";
    for (const FieldSpec& field : entry->keys().fields) {
      const std::string key = std::string(entry->id) + "." + field.name;
      EXPECT_FALSE(field.help.empty()) << key;
      if (field.form != Form::number && field.form != Form::integer) continue;
      ASSERT_TRUE(std::isfinite(field.lo) && std::isfinite(field.hi)) << key << " has no range";
      const std::string text = scenario(std::string(entry->id) + ": {" + field.name + ": 1e15}\n");
      EXPECT_NE(problems_of(text).find(key), std::string::npos) << key << "\n" << problems_of(text);
    }
    const std::string unknown =
        problems_of(scenario(std::string(entry->id) + ": {nothing_of_the_sort: 1}\n"));
    EXPECT_NE(unknown.find("nothing_of_the_sort"), std::string::npos) << entry->id;
  }
}

// The fingerprint of a world that does not name it hangs neither on its being there nor on its place.
TEST(Mechanisms, change_no_bit_while_off) {
  LiveWorld world(scenario(""));
  EXPECT_EQ(world->entries.size(), mechanisms().size() - keyed().size());
  EXPECT_EQ(world->source("discovery"), Source::discovery);
  EXPECT_EQ(world->measures.source(world->source("trending")),
            world->measures.cell(RunCell::impressions_trending));
}

// One that is not of this tree: its source, term, column, event, condition, contract, offer, message and
// measure.
TEST(Mechanisms, bring_lines_to_every_table) {
  LiveWorld world(scenario("tips: {weight: 3}\n"
                           "events:\n"
                           "  - {id: forget, at: 2d, do: forget_tips}\n"
                           "  - {id: busy, when: 'tips(aurora) > 1e6', do: forget_tips}\n"));
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  std::uint64_t offered = 0;
  for (Tick t = 0; t < 24; ++t) {
    world.step();
    recorder.begin_row(t);
    world.economy().record(recorder, t);
    recorder.end_row();
    offered = static_cast<std::uint64_t>(world->measures[world->measures.source(world->source("tips"))]);
  }
  EXPECT_GT(recorder.data().variable("tips")->data.back(), 0);
  EXPECT_GT(offered, 0U);
  EXPECT_EQ(recorder.data().variable("tip_orders")->data.size(), 24U);
  EXPECT_EQ(offer_rules()[1].word, "thanks");
  EXPECT_EQ(recorder.data().dimension("source")->labels.back(), "tips");
  const std::string misspelt = problems_of(scenario("tips: {}\nevents: [{at: 1d, do: forget_tip}]\n"));
  EXPECT_NE(misspelt.find("forget_tips"), std::string::npos) << misspelt;
}

TEST(Mechanisms, that_are_off_are_named_where_their_words_are_used) {
  try {
    LiveWorld world(scenario("events: [{id: forget, at: 1d, do: forget_tips}]\n"));
    FAIL() << "an event of a mechanism that is off";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find("tips: {}"), std::string::npos) << error.what();
  }
  std::string paid = scenario("");
  paid.replace(paid.find("contract: both"), 14, "contract: barter");
  try {
    LiveWorld world(paid);
    FAIL() << "a contract of a mechanism that is off";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find("campaigns.launch.lines[0].contract"), std::string::npos)
        << error.what();
  }
  LiveWorld on(paid + "tips: {}\n");
  EXPECT_EQ(on->entries.size(), mechanisms().size() - keyed().size() + 1);
}

// No two purposes of any two mechanisms share a stream of luck.
TEST(Mechanisms, draw_from_streams_of_their_own) {
  std::set<std::uint32_t> streams;
  for (const MechanismEntry* entry : mechanisms())
    for (std::uint32_t purpose = 0; purpose < 64; ++purpose)
      EXPECT_TRUE(streams.insert(MechanismLuck(1, entry->id).draws(purpose).purpose_number()).second)
          << entry->id;
}

}  // namespace
}  // namespace fanfare::fan_economy::mechanisms_test
