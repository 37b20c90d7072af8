// The table of kinds of creators: what a line says is what a creator does, whoever brings the line.
#include <gtest/gtest.h>

#include <algorithm>

#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/people/careers.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::kinds_test {
namespace {

using testing::LiveWorld;

constexpr CreatorKind kTipster{200};  // of tests/install/outside/tips.cpp

std::string town(const std::string& kind, const std::string& more) {
  return R"(schema: 1
kind: scenario
name: town
question: Who works how?
run: {until: 6d, tick: 2h, start: 2026-03-02, seed: 7}
population:
  accounts: 1_200
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
  - {id: some, kind: )" +
         kind + R"(, select: {followers: [8_000, 1_000_000]}}
platforms: [{id: app, feed: {preset: douyin}}]
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, awareness: 0.4}]
campaigns:
  - {id: launch, brand: aurora, budget: 200_000 CNY, flight: [1d, 5d], least_spendable: 0, lines: [{hire: {by: random}}]}
)" + more;
}

// What the creators of a world have posted themselves within six days.
std::size_t posts_of(LiveWorld& world) {
  std::size_t posts = 0;
  for (int tick = 0; tick < 72; ++tick) {
    world.step();
    const auto& all = world->posts.score;
    for (std::size_t row = all.size(); row-- > 0 && all[row].tick == world->tick;)
      posts += all[row].creator != kNobody && (all[row].flags & PostFlags::kSponsored) == 0 ? 1 : 0;
  }
  return posts;
}

TEST(Kinds, have_numbers_of_their_own_and_places_in_the_table) {
  ASSERT_GE(kind_rules().size(), kCreatorKinds + 2);
  for (std::size_t place = 0; place < kCreatorKinds; ++place) {
    EXPECT_EQ(place_of(static_cast<CreatorKind>(place)), place);
    EXPECT_EQ(kind_rules()[place].word, kKinds[place].word);
  }
  // Tips stand first in this catalogue, and still the kinds of the others have the numbers they have
  // elsewhere.
  EXPECT_EQ(rule_of(kTipster).word, "tipster");
  EXPECT_EQ(rule_of(CreatorKind{6}).word, "amateur");
  EXPECT_EQ(rule_of(CreatorKind{7}).word, "b2b");
  EXPECT_LT(place_of(kTipster), place_of(CreatorKind{6}));
}

TEST(KindsFacts, brought_from_outside_work_by_their_line) {
  LiveWorld plain(town("koc", "tips: {}\n")), ours(town("tipster", "tips: {}\n"));
  ASSERT_EQ(plain->creators.size(), ours->creators.size());
  std::size_t refusing = 0;
  for (std::uint32_t i = 0; i < ours->creators.size(); ++i) {
    EXPECT_EQ(ours->creators[i].kind, kTipster);
    EXPECT_NEAR(static_cast<double>(ours->creators[i].price),
                0.5 * static_cast<double>(plain->creators[i].price), 1);
    EXPECT_EQ(ours->creators[i].trust, plain->creators[i].trust) << "one prior for all";
    EXPECT_TRUE(takes_offer(*plain, 0, i));
    refusing += takes_offer(*ours, 0, i) ? 0 : 1;
  }
  EXPECT_GT(refusing, 0U);
  EXPECT_LT(refusing, ours->creators.size());
  const double usual = static_cast<double>(posts_of(plain)), more = static_cast<double>(posts_of(ours));
  EXPECT_GT(more, 1.3 * usual);
  ASSERT_GT(ours->market.contracts.size(), 0U);
  for (const Contract& contract : ours->market.contracts)
    EXPECT_GT(fit(ours->creators[contract.creator].niche, ours->market.brands[0].topic), 0.75 * 255)
        << "niches drift a little once posts were paid";
  EXPECT_EQ(ours.economy().breach(), "");
}

TEST(Kinds, of_a_mechanism_that_is_off_are_refused_where_they_are_named) {
  try {
    LiveWorld world(town("tipster", ""));
    FAIL() << "a role";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find("creators.some.kind: 'tipster' belongs to tips, which is off"),
              std::string::npos)
        << error.what();
  }
  std::string hired = town("koc", "");
  hired.replace(hired.find("by: random"), 10, "kind: b2b");
  try {
    LiveWorld world(hired);
    FAIL() << "a line";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find("lines[0].hire.kind: 'b2b' belongs to creator_kinds"),
              std::string::npos)
        << error.what();
  }
}

TEST(Kinds, are_words_of_segments_and_results) {
  LiveWorld world(town("tipster", "tips: {}\nsegments:\n  - {id: theirs, where: 'kind == tipster'}\n"));
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  world.step();
  recorder.begin_row(0);
  world.economy().record(recorder, 0);
  recorder.end_row();
  const auto& labels = recorder.data().dimension("creator_kind")->labels;
  const auto at =
      static_cast<std::size_t>(std::find(labels.begin(), labels.end(), "tipster") - labels.begin());
  EXPECT_EQ(at, place_of(kTipster));
  EXPECT_EQ(recorder.data().variable("creators_by_kind")->data[at],
            static_cast<double>(world->creators.size()));
}

}  // namespace
}  // namespace fanfare::fan_economy::kinds_test
