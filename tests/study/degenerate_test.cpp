// Runs that teach nothing are told of, others are left in peace; the scorecard is read back as it was
// written.
#include "sim/judge/degenerate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "models/fan_economy/measure/report.h"
#include "sim/say/scorecard_text.h"

namespace fanfare::degenerate_test {
namespace {

const double kMissing = std::nan("");

Variable variable(const std::string& name, std::vector<std::string> dimensions, std::vector<double> data) {
  return {.name = name, .dimensions = std::move(dimensions), .data = std::move(data)};
}

// One run of two days and one campaign.
Dataset run(double seen, double sales, double spent, double unspent) {
  Dataset d;
  d.dimensions = {{.name = "time", .values = {1, 2}},
                  {.name = "source", .labels = {"following", "discovery"}},
                  {.name = "brand", .labels = {"aurora"}},
                  {.name = "campaign", .labels = {"launch"}}};
  d.variables = {variable("feed_impressions", {"time", "source"}, {0, 0, seen, 0}),
                 variable("impressions", {"time", "campaign"}, {0, seen}),
                 variable("sales", {"time", "brand"}, {0, sales}),
                 variable("campaign_spend", {"time", "campaign"}, {0, spent}),
                 variable("unspent", {"time", "campaign"}, {0, unspent})};
  return d;
}

using Lines = std::vector<std::string>;

Lines told(const Dataset& data, const std::string& baseline) {
  return in_english(degenerate_runs(data, baseline, fan_economy::report()));
}

TEST(Degenerate, a_run_that_works_is_left_in_peace) {
  EXPECT_EQ(told(run(10, 3, 95, 5), ""), Lines{});
}

TEST(Degenerate, each_way_of_teaching_nothing_is_told) {
  EXPECT_EQ(told(run(0, 3, 95, 5), ""),
            (Lines{"nobody saw anything", "nobody saw the campaign's posts (launch)"}));
  EXPECT_EQ(told(run(10, 0, 95, 5), ""), Lines{"nobody bought anything (aurora)"});
  EXPECT_EQ(told(run(10, 3, 0, 100), ""), Lines{"nothing of the budget was spent (launch)"});
  EXPECT_EQ(told(run(10, 3, 80, 20), ""),
            Lines{"a tenth or more of the budget stayed unspent (launch)"});
}

// A budget of nothing is the first point of many a curve: nobody was hired, so nobody had to see anything.
TEST(Degenerate, a_campaign_that_hired_nobody_had_nothing_to_show) {
  Dataset hired = run(10, 3, 0, 0);
  *std::find_if(hired.variables.begin(), hired.variables.end(),
                [](const Variable& v) { return v.name == "impressions"; }) =
      variable("impressions", {"time", "campaign"}, {0, 0});
  Dataset nobody = hired;
  hired.variables.push_back(variable("contracts", {"time", "campaign"}, {0, 2}));
  nobody.variables.push_back(variable("contracts", {"time", "campaign"}, {0, 0}));
  EXPECT_EQ(told(hired, ""), Lines{"nobody saw the campaign's posts (launch)"});
  EXPECT_EQ(told(nobody, ""), Lines{});
}

TEST(Degenerate, a_model_without_these_measures_is_not_judged) {
  Dataset other;
  other.dimensions = {{.name = "time", .values = {1}}};
  other.variables = {variable("infected", {"time"}, {0})};
  EXPECT_EQ(told(other, ""), Lines{});
}

// Arms base, same, other; two replicates of a number.
Dataset study(std::vector<double> sales) {
  Dataset d;
  d.dimensions = {{.name = "arm", .labels = {"base", "same", "other"}},
                  {.name = "replicate", .values = {0, 1}}};
  d.variables = {variable("sales", {"arm", "replicate"}, std::move(sales)),
                 variable("incremental_revenue", {"arm", "replicate"}, {0, 0, 0, 0, 9, 9})};
  return d;
}

TEST(Degenerate, an_arm_like_the_baseline_is_told_and_missing_values_count_as_equal) {
  const std::string said =
      "same: identical to the baseline base in every measure: what it changes does nothing here";
  EXPECT_EQ(told(study({1, 2, 1, 2, 1, 3}), "base"), Lines{said});
  EXPECT_EQ(told(study({1, kMissing, 1, kMissing, 1, 3}), "base"), Lines{said});
  EXPECT_EQ(told(study({1, 2, 1, 2.5, 1, 3}), "base"), Lines{});
}

TEST(Degenerate, a_study_names_arm_and_replicates) {
  EXPECT_EQ(told(study({1, 2, 0, 0, 0, 3}), "base"),
            (Lines{"same: nobody bought anything", "other: nobody bought anything in 1 of 2 replicates"}));
}

TEST(Degenerate, is_told_in_chinese_too) {
  EXPECT_EQ(in_words(degenerate_runs(run(10, 3, 80, 20), "", fan_economy::report()), Language::chinese),
            Lines{"预算有十分之一以上未花出（launch）"});
  EXPECT_EQ(
      in_words(degenerate_runs(study({1, 2, 0, 0, 0, 3}), "base", fan_economy::report()), Language::chinese),
      (Lines{"same：没有人购买任何商品", "other：2 次重复中有 1 次没有人购买任何商品"}));
}

// Facts a … d of arms base and other, two replicates: pass, warn, without a band, not to be had.
Dataset card() {
  Dataset d;
  d.dimensions = {{.name = "arm", .labels = {"base", "other"}},
                  {.name = "replicate", .values = {0, 1}},
                  {.name = "fact", .labels = {"a", "b", "c", "d"}}};
  const std::vector<std::string> axes = {"arm", "replicate", "fact"};
  const auto rows = [](std::vector<double> row) {
    std::vector<double> all;
    for (int i = 0; i < 4; ++i) all.insert(all.end(), row.begin(), row.end());
    return all;
  };
  d.variables = {variable("scorecard/value", axes, rows({1, 5, 3, kMissing})),
                 variable("scorecard/low", axes, rows({0, 0, kMissing, 0})),
                 variable("scorecard/high", axes, rows({2, INFINITY, kMissing, 1})),
                 variable("scorecard/standing", axes, rows({0, 1, 2, 3}))};
  d.variables[0].formula = "a: Author (2001); b: Other (2002): more; c: C; d: D";
  d.variables[0].data[8] = 3;  // fact a of the other arm: not shown, only judged
  d.variables[3].data[1] = 0;  // fact b passes in the first run
  return d;
}

TEST(ScorecardLines, show_the_baseline_and_count_all_runs) {
  const auto lines = read_scorecard(card(), "base");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].value, 1);
  EXPECT_EQ(in_english(lines[0].standing()), "pass");
  EXPECT_EQ(in_english(lines[1].standing()), "warn in 3 of 4 runs");
  EXPECT_EQ(in_english(lines[2].standing()), "no band");
  EXPECT_EQ(in_english(lines[3].standing()), "in no run");
  EXPECT_EQ(lines[1].citation, "Other (2002): more");
  EXPECT_EQ(read_scorecard(card(), "")[0].value, 1.5);
}

TEST(ScorecardLines, text_has_value_band_standing_and_citation) {
  const std::string text = scorecard_text(read_scorecard(card(), "base"), 110);
  EXPECT_NE(text.find("0 … 2                 pass  Author (2001)"), std::string::npos) << text;
  EXPECT_NE(text.find("above 0  warn in 3 of 4 runs  Other (2002): more"), std::string::npos) << text;
  EXPECT_EQ(scorecard_text({}, 110), "");
}

TEST(ScorecardLines, name_facts_and_sources_in_chinese) {
  Dataset data = card();
  data.dimensions[2].labels = {"reciprocity", "b", "c", "d"};
  data.variables[0].formula = "reciprocity: E1 Kwak et al. (2010) WWW: share of follows that are mutual";
  const auto lines = read_scorecard(data, "base");
  for (const std::size_t width : {110U, 60U}) {
    const std::string text = scorecard_text(lines, width, Language::chinese);
    EXPECT_NE(text.find("互相关注占比"), std::string::npos) << text;
    EXPECT_NE(text.find("E1 Kwak 等（2010）WWW：互相关注占关注的比例"), std::string::npos) << text;
    EXPECT_EQ(text.find("mutual"), std::string::npos) << text;
  }
  EXPECT_NE(scorecard_text(lines, 60).find("  reciprocity: E1 Kwak et al."), std::string::npos);
}

}  // namespace
}  // namespace fanfare::degenerate_test
