// The words of a verdict, for each thing that can come out.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/study/comparison.h"

namespace fanfare {
namespace {

using Values = std::vector<std::vector<double>>;

std::string verdict_of(const std::string& measure, const std::vector<std::string>& arms, Values values,
                       Pairing pairing = Pairing::paired, const std::string& label = "aurora") {
  return verdict(compare({measure, label, "1", std::move(values)}, arms, "none", pairing, 1));
}
const double kNone = std::nan("");
const std::string kReturn = "incremental_contribution_per_yuan";

TEST(Verdict, names_a_clear_winner_and_whether_it_earns) {
  EXPECT_EQ(verdict_of(kReturn, {"none", "kol", "koc"},
                       {{kNone, kNone, kNone, kNone}, {0.10, 0.20, 0.05, 0.15}, {0.50, 0.62, 0.44, 0.56}}),
            "On incremental_contribution_per_yuan (aurora), koc is the best of 2 arms: 0.405 more than kol, the next "
            "(95 % interval 0.384 to 0.426, n = 4, paired). koc earns money: 0.530 per unit spent, 95 % interval "
            "0.407 to 0.653; it lost in 0 of 4 replicates.");
}

TEST(Verdict, says_when_arms_cannot_be_told_apart_and_what_it_would_take) {
  EXPECT_EQ(verdict_of("new_buyers", {"none", "kol", "koc"}, {{1, 2, 3, 2}, {10, 12, 9, 13}, {11, 11, 13, 10}}),
            "On new_buyers (aurora), koc and kol can't be told apart at n = 4: koc is ahead by 0.250 (95 % interval "
            "−5.99 to 6.49, allowing for 2 comparisons). About 1122 replicates would be needed to tell a difference of "
            "this size from none.");
}

TEST(Verdict, makes_no_guess_at_replicates_from_two_or_three) {
  for (const Values& values : {Values{{10, 12}, {11, 14}}, Values{{10, 12, 9}, {11, 14, 9}}}) {
    const std::string text = verdict_of("new_buyers", {"kol", "koc"}, values);
    EXPECT_NE(text.find("can't be told apart"), std::string::npos) << text;
    EXPECT_NE(text.find(" replicates are too few to say how many would tell: run 8 or more."), std::string::npos) << text;
    EXPECT_EQ(text.find("would be needed"), std::string::npos) << text;
  }
}

TEST(Verdict, says_that_all_lose) {
  EXPECT_EQ(verdict_of(kReturn, {"kol", "koc"}, {{-0.80, -0.75, -0.85}, {-0.60, -0.52, -0.66}}),
            "On incremental_contribution_per_yuan (aurora), koc is the best of 2 arms: 0.207 more than kol, the next "
            "(95 % interval 0.155 to 0.258, n = 3, paired). All 2 arms lose money; koc loses least (−0.593 per unit "
            "spent, 95 % interval −0.768 to −0.419).");
}

TEST(Verdict, says_that_a_best_arm_is_not_shown_to_earn) {
  EXPECT_NE(verdict_of(kReturn, {"kol", "koc"}, {{-0.80, -0.75, -0.85}, {-0.20, 0.32, 0.10}})
                .find("No arm is shown to earn money: koc has 0.0733 per unit spent"),
            std::string::npos);
}

TEST(Verdict, refuses_to_judge_one_replicate) {
  EXPECT_EQ(verdict_of(kReturn, {"kol", "koc"}, {{0.3}, {0.6}}),
            "One replicate of incremental_contribution_per_yuan (aurora): no interval, so no verdict. koc came out best "
            "(0.600), which may be luck. Run with --replicates 8 or more.");
}

TEST(Verdict, says_when_nothing_was_spent) {
  EXPECT_EQ(verdict_of(kReturn, {"none", "placebo"}, {{kNone, kNone}, {kNone, kNone}}),
            "No verdict: no arm has a value of incremental_contribution_per_yuan (aurora) (nothing was spent).");
}

TEST(Verdict, says_when_arms_do_not_differ_at_all) {
  EXPECT_EQ(verdict_of("reach", {"kol", "koc"}, {{5, 7, 9}, {5, 7, 9}}),
            "kol and koc gave the same reach (aurora) in every replicate (n = 3).");
}

TEST(Verdict, prefers_low_costs) {
  EXPECT_NE(verdict_of("cost_per_engagement", {"kol", "koc"}, {{9, 10, 11}, {1, 2, 3.1}}).find("koc is the best of 2 arms"),
            std::string::npos);
}

TEST(Verdict, of_unpaired_arms_says_so) {
  EXPECT_NE(verdict_of("reach", {"kol", "koc"}, {{9, 10, 11}, {1, 2, 3}}, Pairing::unpaired).find("not paired"),
            std::string::npos);
}

TEST(Verdict, looks_past_the_runner_up) {
  // koc leads kol by a steady 1, and mix by 1.5 on average but unsteadily: mix is the one that can't be told apart.
  const Values values = {{10, 20, 30, 40}, {11, 21, 31, 41.2}, {1, 28, 20, 49}};
  EXPECT_NE(verdict_of("reach", {"kol", "koc", "mix"}, values).find("koc and mix can't be told apart"), std::string::npos);
}

TEST(Comparison, leaves_the_baseline_of_an_incremental_measure_out_of_the_ranking) {
  const Comparison c = compare({"incremental_revenue", "", "CNY", {{0, 0}, {-5, -6}}}, std::vector<std::string>{"none", "kol"},
                               "none", Pairing::paired, 1);
  EXPECT_FALSE(c.arms[0].candidate);
  EXPECT_TRUE(c.arms[1].candidate);
  EXPECT_FALSE(c.arms[1].effect);  // it is a difference already
}

TEST(Comparison, pairs_replicates_and_reports_the_gain) {
  const Comparison c = compare({"reach", "", "people", {{1, 2, 3, 4}, {2, 3, 5, 6}}}, std::vector<std::string>{"none", "kol"},
                               "none", Pairing::paired, 1);
  ASSERT_TRUE(c.arms[1].effect);
  EXPECT_DOUBLE_EQ(c.arms[1].effect->mean, 1.5);
  EXPECT_NEAR(c.arms[1].variance_reduction, 15, 1e-9);
  EXPECT_FALSE(c.arms[0].effect);
}

}  // namespace
}  // namespace fanfare
