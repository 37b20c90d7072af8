// The words of a verdict, for each thing that can come out.
#include <gtest/gtest.h>

#include <cmath>

#include "models/fan_economy/measure/report.h"
#include "sim/say/verdict.h"
#include "sim/words/called.h"

namespace fanfare::verdict_test {
namespace {

using Values = std::vector<std::vector<double>>;
const ReportSpec& kSpec = fan_economy::report();

std::string verdict_of(const std::string& measure, const std::vector<std::string>& arms, Values values,
                       Pairing pairing = Pairing::paired, Better better = Better::more) {
  return verdict(
      compare({measure, "aurora", "1", std::move(values), better, &kSpec}, arms, "none", pairing, 1));
}
const double kNone = std::nan("");
const std::string kReturn = "incremental_contribution_per_yuan";

TEST(Verdict, recommends_with_the_amount_its_interval_and_the_bad_case) {
  EXPECT_EQ(
      verdict_of(kReturn, {"none", "kol", "koc"},
                 {{kNone, kNone, kNone, kNone}, {0.10, 0.20, 0.05, 0.15}, {0.50, 0.62, 0.44, 0.56}}),
      "Choose “koc”: incremental contribution per yuan (aurora) of 0.530 CNY (95 % interval 0.407 … 0.653), "
      "0.440 CNY in the worst of 4 simulated worlds; money was lost in 0 of 4. It is 0.405 CNY "
      "ahead of “kol”, the next best of 2 arms (95 % interval 0.384 … 0.426; n = 4, paired; simulated).");
}

TEST(Verdict, says_in_chinese_what_it_says_in_english) {
  Comparison c =
      compare({"reach", "aurora", "people", {{1, 2, 3}, {12'000, 13'000, 14'000}}, Better::more, &kSpec},
              std::vector<std::string>{"kol", "koc"}, "none", Pairing::paired, 1);
  c.arms[1].title = "素人";
  const std::string text = verdict(c, Language::chinese);
  EXPECT_TRUE(text.starts_with("建议选择「素人」：触达（aurora）为 1.30 万人")) << text;
  EXPECT_NE(text.find("领先 2 个方案中次优的「kol」"), std::string::npos) << text;
}

TEST(Verdict, says_in_chinese_what_a_yuan_brings) {
  const std::vector<std::string> arms = {"kol", "koc"};
  const auto chinese = [&](Values values, const char* label) {
    return verdict(compare({kReturn, label, "1", std::move(values), Better::more, &kSpec}, arms, "none",
                           Pairing::paired, 1),
                   Language::chinese);
  };
  EXPECT_TRUE(chinese({{0.1, 0.2, 0.15}, {1.90, 1.96, 1.93}}, "")
                  .starts_with("建议选择「koc」：每元支出增加 1.93 元（95% 区间 "));
  const std::string lost = chinese({{-0.80, -0.75, -0.85}, {-0.60, -0.52, -0.66}}, "aurora");
  EXPECT_NE(lost.find("「koc」亏得最少：aurora 每元支出亏损 0.593 元（95% 区间 −0.768 … −0.419）"), std::string::npos) << lost;
}

TEST(Verdict, advises_nobody_to_choose_a_placebo) {
  const std::vector<std::string> arms = {"none", "fake", "kol", "koc"}, placebos = {"fake"};
  const Values values = {{1, 2, 3, 2}, {90, 91, 92, 93}, {10, 12, 9, 13}, {21, 21, 23, 20}};
  const Comparison c = compare({"reach", "", "people", values, Better::more, &kSpec}, arms, "none",
                               Pairing::paired, 1, placebos);
  EXPECT_TRUE(verdict(c).starts_with("Choose “koc”")) << verdict(c);
  EXPECT_TRUE(std::isnan(c.arms[1].chance_best));
  EXPECT_EQ(c.arms[1].value.mean, 91.5);  // it is measured all the same
}

TEST(Verdict, calls_points_by_their_factors) {
  Comparison c =
      compare({"reach", "", "people", {{1, 2, 3}, {12, 13, 14}}, Better::more, &kSpec},
              std::vector<std::string>{"budget=20_000 CNY, price=99 CNY", "budget=60_000 CNY, price=99 CNY"},
              "", Pairing::paired, 1);
  const std::vector<FactorValues> factors = {
      {"campaigns.launch.budget", "", {}, {"20_000 CNY", "60_000 CNY"}},
      {"brands.aurora.price", "", {}, {"99 CNY", "99 CNY"}}};
  EXPECT_EQ(called(c.arms[1].arm, factors, 1, Language::english), "budget 60,000 CNY, price 99 CNY");
  EXPECT_EQ(called(c.arms[1].arm, factors, 1, Language::chinese), "预算 60,000 元，价格 99 元");
  c.arms[1].title_in_chinese = called(c.arms[1].arm, factors, 1, Language::chinese);
  EXPECT_NE(verdict(c, Language::chinese).find("建议选择「预算 60,000 元，价格 99 元」"), std::string::npos);
}

TEST(Called, tells_factors_with_like_names_apart_and_leaves_what_is_no_quantity) {
  const std::vector<FactorValues> factors = {{"campaigns.launch.budget", "", {1234567.5, 2}, {}},
                                             {"campaigns.second.budget", "", {}, {"5%", "[10d, 24d]"}}};
  EXPECT_EQ(called("x", factors, 0, Language::english), "launch budget 1,234,567.5, second budget 5%");
  EXPECT_EQ(called("x", factors, 1, Language::english), "launch budget 2, second budget [10d, 24d]");
  EXPECT_EQ(called("koc, price=99 CNY", {{"arms", "", {}, {"koc"}}, {"price", "", {}, {"99 CNY"}}}, 0,
                   Language::chinese),
            "koc，价格 99 元");
  EXPECT_EQ(called("none", {}, 0, Language::chinese), "空白组");
  EXPECT_EQ(called("koc", {}, 0, Language::chinese), "koc");
}

TEST(Verdict, counts_points_of_a_design_as_points) {
  Comparison c = compare({"reach", "", "people", {{1, 2, 3}, {12, 13, 14}}, Better::more, &kSpec},
                         std::vector<std::string>{"a", "b"}, "", Pairing::paired, 1);
  c.of_points = true;
  EXPECT_NE(verdict(c).find("the next best of 2 points"), std::string::npos) << verdict(c);
  EXPECT_EQ(verdict(c).find("arms"), std::string::npos);
}

TEST(Verdict, says_when_arms_cannot_be_told_apart_and_what_it_would_take) {
  const std::string text =
      verdict_of("new_buyers", {"none", "kol", "koc"}, {{1, 2, 3, 2}, {10, 12, 9, 13}, {11, 11, 13, 10}});
  EXPECT_TRUE(
      text.starts_with("“koc” and “kol” can’t be told apart, so let other grounds decide between them."))
      << text;
  EXPECT_NE(text.find("It is 0.250 ahead of “kol”, but the 95 % interval −5.99 … 6.49 contains zero (n = 4, "
                      "allowing for 2 comparisons, paired; simulated). About "),
            std::string::npos)
      << text;
}

TEST(Verdict, never_asks_for_as_many_replicates_as_there_are) {
  // Told from zero at 95 %, not where three rivals share the 5 %.
  const Values values = {{0, 0, 0, 0}, {1, 1.1, 0.9, 1}, {1, 1, 1, 1.2}, {2, 1.6, 3, 2.4}};
  const Finding finding = find(compare({"new_buyers", "", "1", values, Better::more, &kSpec},
                                       std::vector<std::string>{"a", "b", "c", "d"}, "", Pairing::paired, 1));
  ASSERT_EQ(finding.kind, Finding::Kind::not_told_apart);
  ASSERT_TRUE(finding.needed);
  EXPECT_GT(*finding.needed, finding.lead.n);
}

TEST(Verdict, makes_no_guess_at_replicates_from_two_or_three) {
  for (const Values& values : {Values{{10, 12}, {11, 14}}, Values{{10, 12, 9}, {11, 14, 9}}}) {
    const std::string text = verdict_of("new_buyers", {"kol", "koc"}, values);
    EXPECT_NE(text.find("can’t be told apart"), std::string::npos) << text;
    EXPECT_NE(text.find(" replicates are too few to say how many would settle it: run 8 or more."),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find(" About "), std::string::npos) << text;
  }
}

TEST(Verdict, chooses_none_where_all_lose) {
  const std::string text =
      verdict_of(kReturn, {"kol", "koc"}, {{-0.80, -0.75, -0.85}, {-0.60, -0.52, -0.66}});
  EXPECT_TRUE(text.starts_with("Choose none of the 2 arms: all lose money, “koc” least:")) << text;
  EXPECT_NE(text.find("money was lost in 3 of 3"), std::string::npos) << text;
}

TEST(Verdict, speaks_of_money_where_the_measure_is_an_amount) {
  const std::string text =
      verdict(compare({"incremental_contribution",
                       "aurora",
                       "CNY",
                       {{1000, 2000, 1500}, {212'000, 250'000, 230'000}},
                       Better::more, &kSpec},
                      std::vector<std::string>{"kol", "koc"}, "none", Pairing::paired, 1));
  EXPECT_NE(text.find(" of 231 k CNY (95 % interval "), std::string::npos) << text;
  EXPECT_NE(text.find("212 k CNY in the worst of 3 simulated worlds; money was lost in 0 of 3"),
            std::string::npos)
      << text;
}

TEST(Verdict, says_that_a_best_arm_is_not_shown_to_earn) {
  EXPECT_TRUE(verdict_of(kReturn, {"kol", "koc"}, {{-0.80, -0.75, -0.85}, {0.00, 0.22, 0.06}})
                  .starts_with("“koc” is not shown to earn money:"));
}

TEST(Verdict, makes_no_choice_from_one_replicate) {
  const std::string text = verdict_of(kReturn, {"kol", "koc"}, {{0.3}, {0.6}});
  EXPECT_TRUE(text.starts_with("No choice yet: in one simulated world “koc” came out at 0.600 CNY of"))
      << text;
  EXPECT_EQ(text.find("luck"), std::string::npos);
}

TEST(Verdict, says_why_a_return_has_no_value) {
  EXPECT_NE(verdict_of(kReturn, {"none", "placebo"}, {{kNone, kNone}, {kNone, kNone}})
                .find("none of the arms spends more than the baseline “none”"),
            std::string::npos);
}

TEST(Verdict, says_when_arms_do_not_differ_at_all) {
  EXPECT_TRUE(verdict_of("reach", {"kol", "koc"}, {{5, 7, 9}, {5, 7, 9}})
                  .starts_with("“kol” and “koc” came out the same in every replicate"));
}

TEST(Verdict, prefers_low_costs) {
  const std::string text = verdict_of("cost_per_engagement", {"kol", "koc"}, {{9, 10, 11}, {1, 2, 3.1}},
                                      Pairing::paired, Better::less);
  EXPECT_TRUE(text.starts_with("Choose “koc”")) << text;
  EXPECT_NE(text.find("3.10 in the worst of 3"), std::string::npos) << text;
}

TEST(Verdict, goes_by_what_is_declared_and_not_by_the_name) {
  const Values values = {{9, 10, 11}, {1, 2, 3.1}};
  const std::vector<std::string> arms = {"kol", "koc"};
  EXPECT_TRUE(verdict_of("cost_of_nothing", arms, values).starts_with("Choose “kol”"));
  EXPECT_TRUE(
      verdict_of("returned", arms, values, Pairing::paired, Better::less).starts_with("Choose “koc”"));
}

TEST(Verdict, says_what_changes_against_the_baseline_where_neither_is_better) {
  const auto text_of = [](const std::vector<std::string>& arms, const Values& values) {
    return verdict(compare({"attention_gini", "", "1", values, Better::neither, &kSpec}, arms, "free",
                           Pairing::paired, 1));
  };
  EXPECT_EQ(text_of({"free", "night", "writing", "hours"}, {{9, 10, 11}, {7, 8, 9.1}, {10, 11.1, 12}, {5, 6, 7.1}}),
            "Against “free”, which has inequality of attention (Gini) of 10 (95 % interval 7.52 … 12.5), 3 arms "
            "change it by −3.97 (“hours”, 95 % interval −4.11 … −3.82) to +1.03 (“writing”, 0.890 … 1.18; each "
            "interval by itself; n = 3, paired; simulated). Neither more nor less of it is declared better, so this "
            "recommends nothing.");
  EXPECT_TRUE(text_of({"night", "free"}, {{7, 8, 9.1}, {9, 10, 11}})
                  .find("“night” changes it by −1.97 (95 % interval −2.11 … −1.82; n = 3, paired") !=
              std::string::npos);
}

TEST(Verdict, says_that_the_best_is_neither_shown_to_earn_nor_told_from_its_rival) {
  const std::string text = verdict_of(kReturn, {"none", "kol", "koc"},
                                      {{kNone, kNone, kNone}, {-0.5, 0.3, 0.1}, {0.4, -0.5, 0.1}});
  EXPECT_TRUE(text.starts_with("“koc” is not shown to earn money, nor can it be told apart from “kol”: ")) << text;
  EXPECT_EQ(text.find("let other grounds"), std::string::npos) << text;
}

TEST(Verdict, recommends_nothing_where_neither_is_better) {
  const std::string text = verdict_of("attention_gini", {"kol", "koc"}, {{9, 10, 11}, {1, 2, 3.1}},
                                      Pairing::paired, Better::neither);
  EXPECT_EQ(
      text,
      "“kol” has the highest inequality of attention (Gini) (aurora) of 10 (95 % interval 7.52 … 12.5). "
      "Neither more nor less of it is declared better, so this recommends nothing. It is 7.97 above “koc”, "
      "the next of 2 arms (95 % interval 7.82 … 8.11; n = 3, paired; simulated).");
  const std::string near = verdict_of("attention_gini", {"kol", "koc"}, {{9, 10, 11}, {8, 11, 10}},
                                      Pairing::paired, Better::neither);
  EXPECT_EQ(near.find("ahead"), std::string::npos) << near;
  EXPECT_NE(near.find(" above “koc”, but the 95 % interval"), std::string::npos) << near;
  const Comparison c = compare({"attention_gini", "", "1", {{9, 10}, {1, 2}}, Better::neither, &kSpec},
                               std::vector<std::string>{"kol", "koc"}, "", Pairing::paired, 1);
  EXPECT_TRUE(std::isnan(c.arms[0].chance_best) && std::isnan(c.arms[0].bad_case));
  EXPECT_EQ(verdict(c, Language::chinese).find("建议"), std::string::npos) << verdict(c, Language::chinese);
}

TEST(Verdict, never_leads_by_nothing) {
  const std::string text = verdict_of("reach", {"kol", "koc"}, {{5, 7}, {7, 5}});
  EXPECT_EQ(text.find("0 ahead"), std::string::npos) << text;
  EXPECT_NE(text.find("On average they came out the same: the 95 % interval of their difference is"),
            std::string::npos) << text;
}

TEST(Verdict, of_unpaired_arms_says_so) {
  EXPECT_NE(
      verdict_of("reach", {"kol", "koc"}, {{9, 10, 11}, {1, 2, 3}}, Pairing::unpaired).find("not paired"),
      std::string::npos);
}

TEST(Verdict, looks_past_the_runner_up) {
  // koc leads kol by a steady 1, and mix by 1.5 on average but unsteadily: mix is the one that can't be told
  // apart.
  const Values values = {{10, 20, 30, 40}, {11, 21, 31, 41.2}, {1, 28, 20, 49}};
  EXPECT_TRUE(
      verdict_of("reach", {"kol", "koc", "mix"}, values).starts_with("“koc” and “mix” can’t be told apart"));
}

TEST(Comparison, has_no_interval_where_nothing_can_be) {
  const Comparison c = compare({"reach", "", "people", {{0, 1, 40'000}}, Better::more, &kSpec},
                               std::vector<std::string>{"kol"}, "", Pairing::paired, 1);
  EXPECT_EQ(c.arms[0].value.low, 0);
  const Comparison share = compare({"awareness", "", "share", {{0.99, 0.6, 0.95}}, Better::more, &kSpec},
                                   std::vector<std::string>{"kol"}, "", Pairing::paired, 1);
  EXPECT_EQ(share.arms[0].value.high, 1);
  const Comparison gain = compare({"incremental_revenue", "", "CNY", {{0, 1, 40'000}}, Better::more, &kSpec},
                                  std::vector<std::string>{"kol"}, "", Pairing::paired, 1);
  EXPECT_LT(gain.arms[0].value.low, 0);
}

TEST(Comparison, leaves_the_baseline_of_an_incremental_measure_out_of_the_ranking) {
  const Comparison c = compare({"incremental_revenue", "", "CNY", {{0, 0}, {-5, -6}}, Better::more, &kSpec},
                               std::vector<std::string>{"none", "kol"}, "none", Pairing::paired, 1);
  EXPECT_FALSE(c.arms[0].candidate);
  EXPECT_TRUE(c.arms[1].candidate);
  EXPECT_FALSE(c.arms[1].effect);  // it is a difference already
}

TEST(Comparison, pairs_replicates_and_reports_the_gain) {
  const Comparison c = compare({"reach", "", "people", {{1, 2, 3, 4}, {2, 3, 5, 6}}, Better::more, &kSpec},
                               std::vector<std::string>{"none", "kol"}, "none", Pairing::paired, 1);
  ASSERT_TRUE(c.arms[1].effect);
  EXPECT_DOUBLE_EQ(c.arms[1].effect->mean, 1.5);
  EXPECT_NEAR(c.arms[1].variance_reduction, 15, 1e-9);
  EXPECT_FALSE(c.arms[0].effect);
}

}  // namespace
}  // namespace fanfare::verdict_test
