// The first screen on numbers that can be worked out by hand: two plans and doing nothing, four worlds.
#include "sim/report/brief.h"

#include <gmock/gmock.h>

#include <cmath>

#include "sim/judge/variations.h"
#include "sim/report/markdown.h"
#include "sim/words/titles.h"

namespace fanfare::brief_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Values = std::vector<std::vector<double>>;  // [arm][replicate]

// What is left over, and a return on what was put in.
const ReportSpec& spec_of_gains() {
  static const ReportSpec kSpec = [] {
    ReportSpec spec;
    spec.derived = {{.name = "profit", .sum = {{.name = "balance", .is_beyond_baseline = true}}},
                    {.name = "rate", .sum = {{.name = "profit"}}}};
    spec.gains = {{.name = "profit"}, {.name = "rate", .is_return = true}};
    spec.never_negative = {};
    return spec;
  }();
  return kSpec;
}

class BriefTest : public testing::Test {
 protected:
  BriefTest() {
    data_.dimensions = {{"arm", {"none", "a", "b"}, {}, "", "", false}, {"replicate", {}, {0, 1, 2, 3}, "", "", true}};
  }
  void add(const std::string& name, const Values& values, const std::string& unit = "CNY") {
    Variable v{name, {"arm", "replicate"}, unit, "", "", "", false, {}, "", Better::more};
    for (const auto& arm : values) v.data.insert(v.data.end(), arm.begin(), arm.end());
    data_.variables.push_back(std::move(v));
  }
  void make_neutral() { data_.variables.back().better = Better::neither; }
  // `worlds` holds for each the values of all arms, the one as written first.
  void add_worlds(const std::vector<Values>& worlds, const std::vector<VariationEntry>& entries) {
    Variable v{"plausible/profit", {std::string(kPlausibleAxis), "arm", "replicate"}, "CNY", "", "", "", false, {}, "", Better::more};
    Dimension axis{std::string(kPlausibleAxis), {}, {}, "", "", false};
    for (const Values& world : worlds) {
      axis.labels.push_back("w" + std::to_string(axis.labels.size()));
      for (const auto& arm : world) v.data.insert(v.data.end(), arm.begin(), arm.end());
    }
    data_.dimensions.push_back(axis);
    data_.variables.push_back(std::move(v));
    data_.attributes[std::string(kPlausible)] = entries_text(entries);
  }
  ReportSource source(const std::string& primary, const ReportSpec& spec = spec_of_gains()) {
    ReportSource out;
    StudySummary& s = out.gathered.summary;
    s.arms = {"none", "a", "b"};
    s.baseline = "none";
    s.replicates = 4;
    s.spec = &spec;
    compare_all(s, data_, {.primary = primary, .measures = {}}, 1);
    out.gathered.results.data = data_;
    return out;
  }
  // Two plans in two markets: a leads in one by 3, b in the other by 2. `choices`: as a study's file keeps
  // them.
  ReportSource in_markets(const std::string& choices = "") {
    ReportSource of_design;
    StudySummary& s = of_design.gathered.summary;
    s.arms = {"a, market=home", "b, market=home", "a, market=away", "b, market=away"};
    s.replicates = 4;
    s.spec = &spec_of_gains();
    s.factors = {{"plan", "", {}, {"a", "b", "a", "b"}},
                 {"market", "", {}, {"home", "home", "away", "away"}}};
    data_.dimensions[0] = {"point", s.arms, {}, "", "", false};
    Variable v{"balance", {"point", "replicate"}, "CNY", "", "", "", false, {}, "", Better::more};
    for (const double mean : {5.0, 2.0, 1.0, 3.0})
      for (const double luck : {0.0, 0.1, 0.2, 0.3}) v.data.push_back(mean + luck);
    data_.variables.push_back(v);
    data_.attributes["primary"] = std::string("balance");
    if (!choices.empty()) data_.attributes[kChoices] = choices;
    compare_all(s, data_, {.primary = "balance", .measures = {}}, 1);
    of_design.gathered.results.kind = ResultsKind::study;
    of_design.gathered.results.arms = s.arms;
    of_design.gathered.results.factors = s.factors;
    of_design.gathered.results.data = data_;
    return of_design;
  }
  static BriefItem item(const ReportSource& source, const std::string& id, Language language = Language::english) {
    for (BriefItem& one : brief_items(source, language))
      if (one.id == id) return one;
    return {};
  }

  Dataset data_;
};

const Values kProfit = {{0, 0, 0, 0}, {-10, 20, 30, 40}, {-50, -60, -40, -50}};

TEST_F(BriefTest, shows_what_changes_most_where_neither_more_nor_less_is_better) {
  add("hours", {{10, 11, 12, 13}, {9, 10, 11, 12.1}, {7, 8, 9, 10.1}}, "h");
  make_neutral();
  const auto figures = brief_figures(source("hours"));
  ASSERT_TRUE(figures);
  EXPECT_EQ(figures->row, 2U);
  EXPECT_NEAR(figures->interval.mean, -2.975, 1e-12);
  EXPECT_EQ(brief_items(source("hours"), Language::english)[0].heading, "What changes most");
}

TEST_F(BriefTest, says_what_the_best_brings_and_how_often_it_loses) {
  add("profit", kProfit);
  const ReportSource s = source("profit");
  EXPECT_EQ(item(s, "brings").figure, "20 CNY");
  EXPECT_THAT(item(s, "brings").notes, ElementsAre("“a”: profit", "95 % interval −14.4 … 54.4, n = 4"));
  EXPECT_EQ(item(s, "bad_case").figure, "−10 CNY");
  EXPECT_THAT(item(s, "bad_case").notes,
              ElementsAre("in the worst of 4 simulated worlds",
                          "money was lost in 1 of 4: chance of loss 25 % (95 % interval 0.631 … 80.6 %)"));
  EXPECT_THAT(item(s, "turns").notes, testing::Contains("With 20 CNY less it loses money."));
}

TEST_F(BriefTest, speaks_of_money_where_a_return_decides) {
  add("rate", {{NAN, NAN, NAN, NAN}, {.1, .2, .3, .4}, {-.1, -.2, -.3, -.4}}, "1");
  add("profit", kProfit);
  EXPECT_EQ(item(source("rate"), "brings").figure, "20 CNY");
}

TEST_F(BriefTest, holds_a_level_against_the_baseline) {
  add("reach", {{100, 110, 120, 130}, {101, 112, 123, 134}, {90, 90, 90, 90}}, "people");
  const ReportSource s = source("reach", no_report());
  EXPECT_EQ(item(s, "brings").figure, "2.50 people");
  EXPECT_EQ(item(s, "brings").notes[0], "“a”: reach beyond “none”");
  EXPECT_EQ(item(s, "bad_case").figure, "1 people");
  EXPECT_THAT(item(s, "bad_case").notes[1], HasSubstr("below “none” in 0 of 4: a chance of 0 % (95 % interval 0 … 60.2 %)"));
}

TEST_F(BriefTest, says_that_nothing_else_was_tried_and_how_to) {
  add("profit", kProfit);
  EXPECT_EQ(item(source("profit"), "holds").figure, "not tried");
  EXPECT_EQ(item(source("profit"), "holds", Language::chinese).figure, "未检验");
  EXPECT_THAT(item(source("profit"), "holds").notes[0], HasSubstr("“plausible:”"));
}

TEST_F(BriefTest, counts_plausible_worlds_and_names_what_turns_the_answer) {
  const Values good = {{0, 0, 0, 0}, {20, 21, 22, 23}, {1, 2, 3, 4}}, turned = {good[0], good[2], good[1]};
  add("profit", good);
  add_worlds({good, good, turned}, {{"p=1", "p", {{"x", "1"}}}, {"p=2", "p", {{"x", "2"}}}});
  const ReportSource s = source("profit");
  EXPECT_EQ(item(s, "holds").figure, "1 of 2");
  EXPECT_THAT(item(s, "holds").notes, testing::Contains("under nine of ten, so it is not called best"));
  EXPECT_EQ(item(s, "turns").notes[0], "With p = 2, “b” is best.");
  EXPECT_EQ(brief_standing(s.gathered.summary.comparisons[0]), "open");
  EXPECT_EQ(brief_json(s, moves_of(s))["advice"]["en"], "“a” leads, but in too few plausible worlds to be called best.");
}

TEST_F(BriefTest, names_the_setting_that_moves_most_where_none_turns_it) {
  const Values good = {{0, 0, 0, 0}, {20, 21, 22, 23}, {1, 2, 3, 4}}, near = {good[0], {5, 6, 7, 8}, good[2]};
  add("profit", good);
  add_worlds({good, near}, {{"p=1", "p", {{"x", "1"}}}});
  const ReportSource s = source("profit");
  EXPECT_EQ(item(s, "turns").notes[0], "No setting alone. “p” moves the lead most: by 15 CNY; the lead is 19 CNY.");
  EXPECT_EQ(brief_standing(s.gathered.summary.comparisons[0]), "go");
  EXPECT_EQ(brief_json(s, moves_of(s))["advice"]["en"], "Choose “a”.");
}

TEST_F(BriefTest, says_of_a_design_in_how_many_points_the_order_turns_and_what_turns_it) {
  const ReportSource of_design = in_markets();
  EXPECT_THAT(
      item(of_design, "turns").notes,
      testing::Contains("Chance that another than a has the best balance: 50 %. “market” moves that most."));
  EXPECT_THAT(item(of_design, "turns", Language::chinese).notes,
              testing::Contains(HasSubstr("「market」对此影响最大。")));
}

// The same two plans; nobody chooses the market: a is ahead in one of two, by half on average.
TEST_F(BriefTest, speaks_of_choices_where_nobody_chooses_the_market) {
  const ReportSource s =
      in_markets(R"({"factors": [1], "at": [0, 2], "of": 4, "choices": [{"name": "a", "rows": [0, 2]},
                                        {"name": "b", "rows": [1, 3]}]})");
  EXPECT_EQ(item(s, "brings").figure, "3.15 CNY");
  EXPECT_EQ(item(s, "brings").notes[0], "“plan a”: balance");
  EXPECT_EQ(item(s, "holds").figure, "1 of 2");
  EXPECT_THAT(item(s, "holds").notes, testing::Contains("under nine of ten, so it is not called best"));
  EXPECT_EQ(item(s, "turns").notes[0],
            "With “market away” another choice is ahead, on average over the rest.");
  EXPECT_EQ(brief_standing(s.gathered.summary.comparisons[0]), "open");
  EXPECT_EQ(brief_json(s, moves_of(s))["arm"], 0);
}

TEST_F(BriefTest, advises_against_what_loses) {
  add("profit", {{0, 0, 0, 0}, {-20, -21, -22, -23}, {-30, -31, -32, -33}});
  const ReportSource s = source("profit");
  EXPECT_EQ(brief_standing(s.gathered.summary.comparisons[0]), "stop");
  EXPECT_EQ(brief_json(s, moves_of(s))["advice"]["en"], "Choose none of the 2 arms: all lose money.");
  EXPECT_THAT(item(s, "turns").notes, testing::Contains("With 21.5 CNY more it pays."));
  EXPECT_THAT(report_markdown(s, Language::english), HasSubstr("- What it brings: **−21.5 CNY**; “a”: profit; 95 % interval"));
}

TEST_F(BriefTest, is_not_there_where_nothing_is_compared) {
  EXPECT_TRUE(brief_json(source("profit"), std::nullopt).is_null());
  EXPECT_TRUE(brief_items(source("profit"), Language::english).empty());
}

TEST(ExactShare, is_clopper_and_pearsons) {  // scipy.stats.binomtest(k, n).proportion_ci()
  EXPECT_NEAR(exact_share(0, 8).high, 0.369417, 1e-6);
  EXPECT_EQ(exact_share(0, 8).low, 0);
  EXPECT_NEAR(exact_share(3, 8).low, 0.0852334, 1e-6);
  EXPECT_NEAR(exact_share(3, 8).high, 0.7551368, 1e-6);
  EXPECT_EQ(exact_share(8, 8).high, 1);
}

}  // namespace
}  // namespace fanfare::brief_test
