// The response to one number, on studies whose numbers can be worked out by hand.
#include <gmock/gmock.h>

#include "sim/report/document.h"
#include "tests/results/samples.h"

namespace fanfare::response_test {
namespace {

// Of three replicates that share their luck the reach ends at mean + 0, 1, 2.
StudyDataset study_over(std::vector<std::string> arms, const std::vector<double>& means) {
  StudyDataset study;
  study.arms = std::move(arms);
  study.replicates = 3;
  study.attributes["primary"] = std::string("reach");
  study.attributes["measure"] = std::string("reach");
  for (std::size_t row = 0; row < study.arms.size(); ++row)
    for (std::size_t r = 0; r < 3; ++r) {
      StudyRun run{row, r, RunState::complete, r, "0000000000000000", "", 1, {}};
      run.data.dimensions = {{"time", {}, {1}, "days since 2026-03-02 00:00:00", ""}};
      run.data.variables = {{"reach", {"time"}, "people", "", "", "", false, {means[row] + static_cast<double>(r)}, "", Better::more}};
      study.runs.push_back(std::move(run));
    }
  return study;
}

class Response : public testing::Test {
 protected:
  Json of(const StudyDataset& study, const std::vector<std::string>& texts = {}) {
    Provenance p;
    p.name = "plan";
    p.model = "fan_economy";
    p.scenario_digest = std::string(64, 'a');
    for (std::size_t row = 0; row < texts.size(); ++row)
      p.files.push_back({"arms/00" + std::to_string(row) + "-x.yaml", "", texts[row]});
    write_study(folder_ / "study.h5", study, p, RunState::complete);
    return report_document(read_report_source({(folder_ / "study.h5").string()}, "", ""))["response"];
  }
  samples::Folder folder_;
};

TEST_F(Response, has_points_by_size_and_what_one_more_unit_brings) {
  StudyDataset study = study_over({"b=30 CNY", "b=10 CNY", "b=20 CNY"}, {150, 100, 140});
  study.factors = {{"campaigns.launch.budget", "", {}, {"30 CNY", "10 CNY", "20 CNY"}}};
  const Json r = of(study);
  EXPECT_EQ(r["factor_unit"], "CNY");
  EXPECT_EQ(r["name"]["zh"], "预算");
  ASSERT_EQ(r["points"].size(), 3U);
  EXPECT_EQ(r["points"][0]["at"], 10);
  EXPECT_EQ(r["points"][2]["mean"], 151);
  EXPECT_EQ(r["best"], 0);
  EXPECT_EQ(r["steps"][0]["mean"], 4);  // 40 people for 10 CNY, in every replicate
  EXPECT_EQ(r["steps"][0]["low"], 4);
  EXPECT_EQ(r["steps"][1]["mean"], 1);
  EXPECT_EQ(r["points"][1]["near_best"], false);  // 10 behind in every pair, though their intervals overlap
}

TEST_F(Response, is_read_off_arms_that_differ_in_one_number) {
  const auto with = [](const std::string& budget, const std::string& brand) {
    return "campaigns:\n  - {id: launch, brand: " + brand + ", budget: " + budget + " CNY}\n";
  };
  StudyDataset study = study_over({"none", "low", "mid", "high"}, {0, 100, 90, 80});
  study.baseline = "none";
  const Json r = of(study, {"campaigns: []\n", with("1_000", "aurora"), with("2_000", "aurora"), with("4_000", "aurora")});
  EXPECT_EQ(r["path"], "campaigns.launch.budget");
  EXPECT_EQ(r["points"].size(), 3U);
  EXPECT_EQ(r["points"][2]["level"]["en"], "4,000 CNY");
  EXPECT_EQ(r["steps"][1]["mean"], -0.005);
  EXPECT_TRUE(of(study, {"campaigns: []\n", with("1_000", "aurora"), with("2_000", "rival"), with("4_000", "aurora")}).is_null());
}

TEST_F(Response, is_not_there_for_words_or_two_levels) {
  StudyDataset words = study_over({"f=a", "f=b", "f=c"}, {1, 2, 3}), two = study_over({"b=1", "b=2"}, {1, 2});
  words.factors = {{"x.feed", "", {}, {"a", "b", "c"}}};
  two.factors = {{"x.b", "CNY", {1, 2}, {}}};
  EXPECT_TRUE(of(words).is_null());
  EXPECT_TRUE(of(two).is_null());
}

}  // namespace
}  // namespace fanfare::response_test
