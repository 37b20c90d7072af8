// What a platform calls a view, an engagement, reach and the steps to a friend of the brand: the same run,
// counted in each dialect.
#include <gtest/gtest.h>

#include <map>

#include "models/fan_economy/keys/dialects.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::kpi_dialects_test {
namespace {

using testing::LiveWorld;

std::string counted_in(const std::string& kpis) {
  return R"(schema: 1
kind: scenario
name: dialects
question: What is a view?
run: {until: 4d, tick: 2h, start: 2026-03-02, seed: 7}
population:
  accounts: 1_200
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators: [{id: koc, kind: koc, select: {followers: [2_000, 1_000_000]}}]
platforms: [{id: notes, feed: {preset: xiaohongshu}}]
brands: [{id: aurora, topic: beauty, price: 129 CNY, margin: 60%, awareness: 0.4}]
campaigns:
  - {id: launch, brand: aurora, budget: 90_000 CNY, flight: [0d, 3d], lines: [{hire: {by: fit}, posts: 3, contract: flat}]}
outputs: {every: 4d, kpis: )" +
         kpis + "}\n";
}

struct Counted {
  std::map<std::string, double> last;
  std::map<std::string, std::string> formula;
  std::vector<std::string> steps;
};

Counted count(const std::string& kpis) {
  LiveWorld world(counted_in(kpis));
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  world.step(48);
  recorder.begin_row(47);
  world.economy().record(recorder, 47);
  recorder.end_row();
  Counted counted;
  for (const char* name : {"views", "engagements", "saves", "reach", "impressions", "campaign_spend",
                           "cost_per_engagement", "brand_steps"})
    if (const Variable* v = recorder.data().variable(name)) {
      counted.last[name] = v->data.back();
      counted.formula[name] = v->formula;
    }
  if (const auto* axis = recorder.data().dimension("step")) counted.steps = axis->labels;
  return counted;
}

TEST(KpiDialectsFacts, count_the_same_run_by_their_own_formulas) {
  Counted generic = count("generic"), douyin = count("douyin"), notes = count("xiaohongshu"),
          photos = count("instagram");
  for (Counted* other : {&douyin, &notes, &photos})
    EXPECT_EQ(other->last["impressions"], generic.last["impressions"]) << "the run itself changed";
  EXPECT_EQ(douyin.last["views"], generic.last["impressions"]);
  EXPECT_LT(generic.last["views"], 0.9 * generic.last["impressions"]);
  EXPECT_GT(douyin.last["reach"], 1.05 * generic.last["reach"]) << "who was shown it and did not watch";
  EXPECT_EQ(douyin.last["engagements"], generic.last["engagements"]);
  EXPECT_GT(notes.last["saves"], 0);
  EXPECT_EQ(notes.last["engagements"], generic.last["engagements"] + notes.last["saves"]);
  EXPECT_EQ(notes.last["reach"], generic.last["reach"]);
  EXPECT_EQ(photos.last["engagements"], notes.last["engagements"]);
  EXPECT_NEAR(notes.last["cost_per_engagement"], notes.last["campaign_spend"] / notes.last["engagements"],
              1e-9);
  EXPECT_EQ(generic.last.contains("saves"), false);
  EXPECT_NE(notes.formula["engagements"], generic.formula["engagements"]) << "stored with the numbers";
  EXPECT_NE(douyin.formula["reach"], generic.formula["reach"]);
}

TEST(KpiDialectsFacts, name_the_steps_to_a_friend_of_the_brand) {
  EXPECT_TRUE(count("generic").steps.empty());
  EXPECT_EQ(count("douyin").steps, (std::vector<std::string>{"aware", "appeal", "ask", "act", "advocate"}));
  EXPECT_EQ(count("xiaohongshu").steps[2], "true_interest");
}

TEST(KpiDialects, are_those_of_the_catalogue_and_others_are_refused) {
  std::vector<std::string> words;
  for (const Dialect& dialect : dialects()) words.emplace_back(dialect.word);
  EXPECT_EQ(words, (std::vector<std::string>{"generic", "douyin", "xiaohongshu", "bilibili", "weibo",
                                             "instagram", "youtube"}));
  Problems problems;
  load_scenario_text("test", counted_in("duoyin"), {}, problems);
  EXPECT_NE(problems.render().find("did you mean 'douyin'"), std::string::npos) << problems.render();
}

}  // namespace
}  // namespace fanfare::fan_economy::kpi_dialects_test
