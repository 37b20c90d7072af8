// summary.txt as it is read: tables with n, interval, digest and the word simulated; exact numbers in
// summary.json.
#include "sim/say/summary_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "sim/judge/unfinished.h"
#include "sim/words/titles.h"

namespace fanfare::summary_test {
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
  revenue.better = Better::more;
  for (const double end : {1000.0, 2000.0, 3000.0, 1500.0, 2520.0, 3480.0})
    for (const double share : {0.5, 1.0})
      for (const double brand : {1.0, 0.0}) revenue.data.push_back(end * share * brand);
  Variable rate;
  rate.name = "engagement_rate";
  rate.dimensions = {"arm", "replicate"};
  rate.units = "share";
  rate.better = Better::more;
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
  // Differences 500, 520, 480: mean 500, sd 20, half 4.3027 · 20 / √3 = 49.68; variance ÷ (10⁶ + 980,400) /
  // 400.
  const std::string text = summary_text(summary({"net_revenue", {"engagement_rate"}, Pairing::paired}));
  EXPECT_EQ(text.substr(0, kGolden.size()), kGolden);
  EXPECT_TRUE(text.ends_with(
      "Every number here is simulated: it holds for this scenario's world, not by itself for yours.\n"));
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

TEST(Summary, keeps_its_notes_apart_from_the_legend) {
  StudySummary s = summary({"net_revenue", {"net_revenue"}, Pairing::paired});
  const std::string legend = "\n\n" + label("text.legend_variance", Language::english);
  EXPECT_NE(summary_text(s).find(legend), std::string::npos) << summary_text(s);
  s.notes = {{"note.not_paired"}};
  EXPECT_NE(summary_text(s).find(legend), std::string::npos) << summary_text(s);
}

TEST(Summary, says_of_a_run_that_failed_why) {
  std::vector<StudyRun> runs(3);
  runs[0].state = RunState::complete;
  runs[1] = {1, 4, RunState::failed, 0, "", "out of memory", 0, {}};
  runs[2] = {0, 2, RunState::missing, 0, "", "", 0, {}};
  StudySummary s;
  s.unfinished = unfinished_runs({"none", "kol"}, runs);
  s.notes = {{"note.not_paired"}};
  EXPECT_EQ(in_english(s.unfinished), (std::vector<std::string>{"kol, replicate 4: failed (out of memory)",
                                                                "none, replicate 2: missing"}));
  EXPECT_EQ(in_words(s.unfinished[0], Language::chinese), "kol，第 4 次重复：失败（out of memory）");
  EXPECT_EQ(s.remarks().size(), 3U);
}

TEST(Summary, keeps_its_tables_tables_on_a_narrow_terminal) {
  const std::string text = summary_text(summary({"net_revenue", {"net_revenue"}, Pairing::paired}), 60);
  EXPECT_NE(text.find("  arm     mean  95 % interval  n  against none\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  arm   95 % interval  variance ÷  best in\n"), std::string::npos) << text;
}

TEST(Summary, calls_arms_by_their_labels) {
  Dataset data = study();
  data.attributes[kArmLabels] = std::string(R"({"kol": "少数大号", "none": "no campaign"})");
  StudySummary s = summary({"", {}, Pairing::paired});
  s.comparisons.clear();
  s.series.clear();
  s.primary = "net_revenue";
  compare_all(s, data, {"net_revenue", {"net_revenue"}, Pairing::paired}, 1);
  const std::string text = summary_text(s);
  EXPECT_NE(text.find("Choose “少数大号”"), std::string::npos) << text;
  EXPECT_NE(text.find("ahead of “no campaign”"), std::string::npos) << text;
  EXPECT_NE(text.find("against no campaign"), std::string::npos) << text;
  EXPECT_EQ(text.find("kol"), std::string::npos) << text;
  const auto arm = nlohmann::json::parse(summary_json(s))["comparisons"][0]["arms"][1];
  EXPECT_EQ(arm["arm"], "kol");
  EXPECT_EQ(arm["title"], "少数大号");
}

TEST(Summary, calls_arms_by_their_labels_in_remarks_too) {
  StudySummary s = summary({"net_revenue", {"net_revenue"}, Pairing::paired});
  s.titles = {"no campaign", "kol"};
  const Said nobody{"degenerate.nobody_bought", {{"of", std::vector<Said>{}}}};
  const std::vector<Said> all = {{"degenerate.arm", {{"arm", "none"}, {"what", std::vector<Said>{nobody}}}},
                                 {"note.lacking", {{"arm", "kol"}}}};
  EXPECT_EQ(remarks_in(all, s, Language::english)[0], "no campaign: nobody bought anything");
  EXPECT_EQ(remarks_in(all, s, Language::chinese)[1], "「kol」");
  s.titles = s.arms;
  EXPECT_EQ(remarks_in(all, s, Language::chinese)[0], "空白组：没有人购买任何商品");
}

TEST(Summary, speaks_chinese) {
  const std::string text =
      summary_text(summary({"net_revenue", {"net_revenue"}, Pairing::paired}), 110, Language::chinese);
  EXPECT_NE(text.find("结论（模拟结果）：建议选择「kol」"), std::string::npos) << text;
  EXPECT_NE(text.find("净收入"), std::string::npos) << text;
  EXPECT_NE(text.find(" · n = 3 · 重复运行的 95% t 区间 · 情景 0123456789ab\n"), std::string::npos) << text;
  EXPECT_NE(text.find("相对空白组"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("不能直接套用于现实。\n")) << text;
  EXPECT_EQ(text.find("simulated"), std::string::npos) << text;
}

TEST(Titles, are_names_where_labels_are_none_or_no_object) {
  Dataset data = study();
  const std::vector<std::string> names = {"none", "kol"};
  EXPECT_EQ(titles_of(data), names);
  for (const char* odd : {"", "[1]", "{\"kol\": 3}", "no json"}) {
    data.attributes[kArmLabels] = std::string(odd);
    EXPECT_EQ(titles_of(data), names) << odd;
  }
  EXPECT_EQ(labels_text(names, names), "");
  EXPECT_EQ(labels_text(names, std::vector<std::string>{"none", "大号"}), "{\"kol\":\"大号\"}");
}

TEST(LeftOut, is_each_world_that_one_arm_lacks) {
  std::vector<StudyRun> runs;
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t r = 0; r < 4; ++r) {
      StudyRun& run = runs.emplace_back();
      run.row = row;
      run.replicate = r;
      run.state =
          row < 2 ? RunState::complete : RunState::failed;  // an arm without any run takes nothing away
    }
  EXPECT_TRUE(left_out({"none", "kol", "bad"}, 4, runs).notes.empty());
  runs[3].state = RunState::failed;
  runs[4 + 1].state = RunState::missing;
  const LeftOut left = left_out({"none", "少数大号", "bad"}, 4, runs);
  EXPECT_EQ(left.replicates, (std::vector<std::size_t>{1, 3}));
  ASSERT_EQ(left.notes.size(), 1U);
  EXPECT_EQ(
      in_english(left.notes[0]),
      "compared on the 2 simulated worlds that all of them have; left out of all: replicate 1 (none of "
      "“少数大号”), replicate 3 (none of “none”)");
  EXPECT_EQ(in_words(left.notes[0], Language::chinese),
            "仅比较全部共有的 2 个模拟世界；均不计入：第 1 次重复（缺「少数大号」）、第 3 次重复（缺「none」）");
  runs[0].state = runs[4 + 2].state = RunState::failed;
  EXPECT_TRUE(left_out({"none", "kol", "bad"}, 4, runs).replicates.empty());
  EXPECT_NE(in_english(left_out({"none", "kol", "bad"}, 4, runs).notes.at(0)).find("no simulated world"),
            std::string::npos);
}

TEST(Summary, compares_arms_on_the_worlds_that_all_of_them_have) {
  StudySummary s = summary({"net_revenue", {"net_revenue"}, Pairing::paired, {1}});
  for (const ArmOutcome& arm : s.comparisons[0].arms) EXPECT_EQ(arm.value.n, 2U) << arm.arm;
  EXPECT_DOUBLE_EQ(s.comparisons[0].arms[0].value.mean, 2000);   // of 1000 and 3000
  EXPECT_DOUBLE_EQ(s.comparisons[0].arms[1].value.mean, 2490);   // of 1500 and 3480
  EXPECT_DOUBLE_EQ(s.comparisons[0].arms[1].effect->mean, 490);  // of 500 and 480
  EXPECT_NE(summary_text(s).find("n = 2 "), std::string::npos);
}

TEST(RunSummary, gives_the_ends_of_the_series_of_a_model_without_headlines) {
  Dataset data;
  data.dimensions = {
      {"time", {}, {0, 1}, "", ""}, {"camp", {"a", "b"}, {}, "", ""}, {"size", {}, {1, 2}, "", ""}};
  const auto add = [&](const char* name, std::vector<std::string> axes, std::vector<double> values) {
    Variable& v = data.variables.emplace_back();
    v.name = name;
    v.dimensions = std::move(axes);
    v.data = std::move(values);
    v.units = "1";
  };
  add("ignorant", {"time"}, {1, 0.203});
  add("share", {"time", "camp"}, {0.5, 0.5, 0.25, 0.75});
  add("sizes", {"size"}, {3, 4});
  add("bulk/x", {"time"}, {3, 4});
  const std::vector<Headline> found = last_values(data);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].name, "ignorant");
  EXPECT_EQ(found[0].value, 0.203);
  EXPECT_EQ(found[2].name, "share(b)");
  EXPECT_EQ(found[2].value, 0.75);
}

TEST(Summary, keeps_exact_numbers_for_programs_and_null_for_missing) {
  const auto json =
      nlohmann::json::parse(summary_json(summary({"net_revenue", {"engagement_rate"}, Pairing::paired})));
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

TEST(Measures, of_a_single_run_are_refused) {
  EXPECT_THROW(measures_of(Dataset{}, "reach", no_report()), std::runtime_error);
}

}  // namespace
}  // namespace fanfare::summary_test
