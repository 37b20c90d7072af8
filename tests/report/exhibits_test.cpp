// A model's own report: its measures, a table and lines of its own, and nothing of another model's.
#include "sim/report/exhibits.h"

#include <gmock/gmock.h>

#include "fanfare/catalogue.h"
#include "sim/judge/derived.h"
#include "sim/report/markdown.h"
#include "tests/results/samples.h"

namespace fanfare::exhibits_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A run of SimSoM whose quality ends at `quality`.
Dataset run_of_feeds(double quality) {
  Dataset data;
  data.dimensions = {{"time", {}, {1, 2}, "days since 2026-03-02 00:00:00", ""}};
  for (const char* name : {"quality", "mean_quality", "system_quality", "diversity"})
    data.variables.push_back(
        {name, {"time"}, "1", "", "", "", false, {quality / 2, quality}, "", Better::neither});
  data.variables.push_back({"tau_b", {}, "1", "", "", "", false, {quality / 10}, "", Better::neither});
  return data;
}

class Exhibits : public testing::Test {
 protected:
  ReportSource source_of(const std::string& model) {
    StudyDataset study;
    study.arms = {"open", "closed"};
    study.baseline = "open";
    study.replicates = 3;
    for (std::size_t row = 0; row < 2; ++row)
      for (std::size_t r = 0; r < 3; ++r) {
        StudyRun run{row, r, RunState::complete, r, "0000000000000000", "", 2, {}};
        run.data = run_of_feeds(0.5 + 0.1 * static_cast<double>(row) + 0.01 * static_cast<double>(r));
        study.runs.push_back(std::move(run));
      }
    study.derived = derived_variables(stack(study), report_of(model), study.baseline);
    Provenance p;
    p.name = "feeds";
    p.model = model;
    p.scenario_digest = std::string(64, 'a');
    write_study(folder_ / (model + ".h5"), study, p, RunState::complete);
    return read_report_source({(folder_ / (model + ".h5")).string()}, "", "");
  }
  samples::Folder folder_;
};

TEST_F(Exhibits, a_reference_model_has_a_report_of_its_own) {
  const Json document = report_document(source_of("simsom"));
  EXPECT_EQ(document["primary"], "mean_quality");
  EXPECT_THAT(document["answer"]["en"][0].get<std::string>(), HasSubstr("“closed”"));
  ASSERT_EQ(document["exhibits"].size(), 2U);
  const Json& table = document["exhibits"][0];
  EXPECT_EQ(table["kind"], "table");
  EXPECT_THAT(table["title"]["en"].get<std::string>(), StartsWith("Discrimination"));
  EXPECT_THAT(table["title"]["zh"].get<std::string>(), StartsWith("辨别力"));
  ASSERT_EQ(table["rows"].size(), 1U);  // tau_program is not recorded here
  EXPECT_EQ(table["rows"][0]["name"], "tau_b");
  EXPECT_EQ(table["rows"][0]["arms"][1]["mean"], 0.061);
  const Json& lines = document["exhibits"][1];
  EXPECT_EQ(lines["kind"], "lines");
  EXPECT_THAT(lines["time"]["days"], ElementsAre(1, 2));
  EXPECT_EQ(lines["lines"][0]["name"], "system_quality");
  for (const char* other : {"market", "distributions", "posts", "network"})
    EXPECT_FALSE(document.contains(other)) << other;
}

TEST_F(Exhibits, derived_measures_of_a_reference_model_are_compared) {
  const Json document = report_document(source_of("simsom"));
  bool found = false;
  for (const Json& c : document["comparisons"])
    if (c["measure"] == "quality_beyond_baseline") {
      found = true;
      EXPECT_EQ(c["difference"], true);
      EXPECT_NEAR(c["arms"][1]["mean"].get<double>(), 0.1, 1e-6);
      EXPECT_EQ(c["formula"], "mean_quality(end) - mean_quality(baseline, end)");
    }
  EXPECT_TRUE(found);
}

TEST_F(Exhibits, markdown_has_the_tables_in_the_language) {
  const std::string english = report_markdown(source_of("simsom"), Language::english);
  EXPECT_THAT(english, HasSubstr("### Discrimination: does quality spread further? · simulated"));
  EXPECT_THAT(english, HasSubstr("| 0.0610 |"));
  EXPECT_THAT(report_markdown(source_of("simsom"), Language::chinese), HasSubstr("### 辨别力：质量更高的消息是否传播更广"));
}

TEST_F(Exhibits, a_model_that_declares_nothing_or_is_not_there_has_measures_and_lines) {
  for (const char* model : {"bass", "of_another_program"}) {
    const Json document = report_document(source_of(model));
    EXPECT_FALSE(document.contains("exhibits")) << model;
    EXPECT_EQ(document["comparisons"][0]["measure"], "quality");
    EXPECT_EQ(document["series"]["lines"].size(), 4U);
    EXPECT_EQ(document["primary"], "quality");
  }
}

}  // namespace
}  // namespace fanfare::exhibits_test
