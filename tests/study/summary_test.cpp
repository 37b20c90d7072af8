// summary.txt as it is read: tables with n, interval, digest and the word simulated; exact numbers in summary.json.
#include "sim/study/summary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "sim/study/unfinished.h"

namespace fanfare {
namespace {

// (arm, replicate, time, brand) and (arm, replicate): two arms, three replicates, two times, two brands.
Dataset study() {
  Dataset data;
  data.dimensions = {{"arm", {"none", "kol"}, {}, "", ""}, {"replicate", {}, {0, 1, 2}, "", ""},
                     {"time", {}, {0, 1}, "", ""}, {"brand", {"aurora", "rival"}, {}, "", ""}};
  Variable revenue;
  revenue.name = "net_revenue";
  revenue.dimensions = {"arm", "replicate", "time", "brand"};
  revenue.units = "CNY";
  for (const double end : {1000.0, 2000.0, 3000.0, 1500.0, 2520.0, 3480.0})
    for (const double share : {0.5, 1.0})
      for (const double brand : {1.0, 0.0}) revenue.data.push_back(end * share * brand);
  Variable rate;
  rate.name = "engagement_rate";
  rate.dimensions = {"arm", "replicate"};
  rate.units = "share";
  rate.data = {0.02, 0.03, 0.025, 0.04, std::nan(""), 0.05};
  Variable bulk = rate;
  bulk.name = "ledger/balance";
  data.variables = {revenue, rate, bulk};
  return data;
}

StudySummary summary(const StudyQuestion& question) {
  StudySummary s;
  s.name = "plan";
  s.question = "Which?";
  s.digest = "0123456789abcdef";
  s.baseline = "none";
  s.replicates = 3;
  s.arms = {"none", "kol"};
  s.primary = question.primary;
  compare_all(s, study(), question, 1);
  return s;
}

constexpr std::string_view kGolden = R"(plan
Which?

Verdict (simulated). Choose “kol”: net revenue (aurora) of 2.50 k CNY (95 % interval 40.3 … 4.96 k),
1.50 k CNY in the worst of 3 simulated worlds. It is 500 CNY ahead of “none”, the next best of 2
arms (95 % interval 450 … 550; n = 3, paired; simulated).

net_revenue (aurora), CNY · simulated · n = 3 · 95 % t-interval over replicates · scenario 0123456789ab
  arm     mean  95 % interval  n  against none  95 % interval  variance ÷  best in
  ────  ──────  ─────────────  ─  ────────────  ─────────────  ──────────  ───────
  none  2.00 k  −484 … 4.48 k  3             –              –           –      0 %
  kol   2.50 k  40.3 … 4.96 k  3           500      450 … 550      4.95 k    100 %

net_revenue (rival), CNY · simulated · n = 3 · 95 % t-interval over replicates · scenario 0123456789ab
  arm   mean  95 % interval  n  against none  95 % interval  best in
  ────  ────  ─────────────  ─  ────────────  ─────────────  ───────
  none     0          0 … 0  3             –              –     50 %
  kol      0          0 … 0  3             0          0 … 0     50 %
)";

TEST(Summary, is_a_verdict_and_tables_that_say_what_they_stand_on) {
  // Differences 500, 520, 480: mean 500, sd 20, half 4.3027 · 20 / √3 = 49.68; variance ÷ (10⁶ + 980,400) / 400.
  const std::string text = summary_text(summary({"net_revenue", {"engagement_rate"}, Pairing::paired}));
  EXPECT_EQ(text.substr(0, kGolden.size()), kGolden);
  EXPECT_TRUE(text.ends_with("Every number here is simulated: it holds for this scenario's world, not by itself for yours.\n"));
}

TEST(Summary, puts_the_primary_first_and_leaves_bulk_out) {
  const StudySummary s = summary({"engagement_rate", {}, Pairing::paired});
  ASSERT_EQ(s.comparisons.size(), 3U);
  EXPECT_EQ(s.comparisons[0].measure.name, "engagement_rate");
  EXPECT_EQ(s.comparisons[1].measure.title(), "net_revenue (aurora)");
}

TEST(Summary, leaves_out_a_pair_with_a_missing_half) {
  const StudySummary s = summary({"engagement_rate", {"engagement_rate"}, Pairing::paired});
  EXPECT_EQ(s.comparisons[0].arms[1].value.n, 2U);
  EXPECT_EQ(s.comparisons[0].arms[1].effect->n, 2U);
  EXPECT_NE(summary_text(s).find("n = 2 to 3"), std::string::npos);
  EXPECT_NE(summary_text(s).find("4.50 %"), std::string::npos);
}

TEST(Summary, notes_a_measure_that_is_not_there) {
  const StudySummary s = summary({"", {"net_revenu"}, Pairing::paired});
  ASSERT_EQ(s.notes.size(), 1U);
  EXPECT_NE(in_english(s.notes[0]).find("did you mean 'net_revenue'?"), std::string::npos);
}

TEST(Summary, says_of_a_run_that_failed_why) {
  std::vector<StudyRun> runs(3);
  runs[0].state = RunState::complete;
  runs[1] = {1, 4, RunState::failed, 0, "", "out of memory", 0, {}};
  runs[2] = {0, 2, RunState::missing, 0, "", "", 0, {}};
  StudySummary s;
  s.unfinished = unfinished_runs({"none", "kol"}, runs);
  s.notes = {{"note.not_paired"}};
  EXPECT_EQ(in_english(s.unfinished), (std::vector<std::string>{"kol, replicate 4: failed (out of memory)", "none, replicate 2: missing"}));
  EXPECT_EQ(in_words(s.unfinished[0], Language::chinese), "kol，第 4 次重复：失败（out of memory）");
  EXPECT_EQ(s.remarks().size(), 3U);
}

TEST(Summary, lays_its_tables_out_in_blocks_on_a_narrow_terminal) {
  const std::string text = summary_text(summary({"net_revenue", {"net_revenue"}, Pairing::paired}), 60);
  EXPECT_NE(text.find("  kol\n    mean           2.50 k\n    95 % interval  40.3 … 4.96 k\n"), std::string::npos) << text;
}

TEST(Summary, keeps_exact_numbers_for_programs_and_null_for_missing) {
  const auto json = nlohmann::json::parse(summary_json(summary({"net_revenue", {"engagement_rate"}, Pairing::paired})));
  EXPECT_EQ(json["simulated"], true);
  EXPECT_EQ(json["comparisons"][0]["arms"][1]["by_replicate"], (std::vector<double>{1500, 2520, 3480}));
  EXPECT_DOUBLE_EQ(json["comparisons"][0]["arms"][1]["against_baseline"]["mean"], 500);
  EXPECT_TRUE(json["comparisons"][2]["arms"][1]["by_replicate"][1].is_null());
  EXPECT_NE(json["verdict"].get<std::string>().find("Choose “kol”"), std::string::npos);
}

TEST(RunSummary, shows_the_series_behind_a_labelled_headline) {
  Dataset data;
  data.dimensions = {{"time", {}, {0, 1, 2}, "", ""}, {"campaign", {"launch", "second"}, {}, "", ""}};
  Variable reach;
  reach.name = "reach";
  reach.dimensions = {"time", "campaign"};
  reach.data = {0, 9, 1, 9, 7, 9};
  data.variables = {reach};
  const RunSummary s{"tiny", "", "0123456789abcdef", "00ff", data, {{"reach(launch)", 7, "people"}}};
  EXPECT_NE(summary_text(s).find("reach(launch)  7 people        ▁▂█"), std::string::npos) << summary_text(s);
  EXPECT_NE(summary_text(s).find("n = 1: no interval"), std::string::npos);
}

TEST(Measures, of_a_single_run_are_refused) { EXPECT_THROW(measures_of(Dataset{}, "reach"), std::runtime_error); }

}  // namespace
}  // namespace fanfare
