// What is made of plausible worlds, shut-offs and units left out, on numbers that can be worked out by hand.
#include "sim/judge/variations.h"

#include <gtest/gtest.h>

#include "sim/judge/measure.h"
#include "sim/say/verdict.h"
#include "sim/study/forks.h"

namespace fanfare::test::variations_test {
namespace {

// Two plans, two replicates; `worlds` holds for each world the mean of a and of b.
Dataset study_of(const std::vector<std::pair<double, double>>& worlds, std::string_view group,
                 std::string_view axis, const std::vector<VariationEntry>& entries) {
  Dataset study;
  study.dimensions = {{"arm", {"none", "a", "b"}, {}, "", "", false}, {"replicate", {}, {0, 1}, "", "", true},
                      {std::string(axis), {}, {}, "", "", false}};
  Variable own{"profit", {"arm", "replicate"}, "CNY", "", "", "", false, {}, "", Better::more};
  Variable all = own;
  all.name = std::string(group) + "/profit";
  all.dimensions.insert(all.dimensions.begin(), std::string(axis));
  for (const auto& [a, b] : worlds) {
    study.dimensions[2].labels.push_back("w" + std::to_string(study.dimensions[2].labels.size()));
    all.data.insert(all.data.end(), {0, 0, a - 1, a + 1, b - 1, b + 1});
  }
  own.data.assign(all.data.begin(), all.data.begin() + 6);
  study.variables = {own, all};
  study.attributes[std::string(group)] = entries_text(entries);
  return study;
}

Comparison compared(const Dataset& study) {
  const std::vector<std::string> arms = {"none", "a", "b"};
  return compare(measures_of(study, "profit", no_report())[0], arms, "none", Pairing::paired, 1, std::vector<std::string>{"none"});
}

// Of n worlds, `turned` make b the best.
Held held_in(std::size_t n, std::size_t turned) {
  std::vector<std::pair<double, double>> worlds = {{10, 5}};
  std::vector<VariationEntry> entries;
  for (std::size_t i = 0; i < n; ++i) {
    worlds.push_back(i < turned ? std::pair(5.0, 10.0) : std::pair(10.0, 5.0));
    entries.push_back({"s" + std::to_string(i) + "=1", "s" + std::to_string(i), {{"x.y", "1"}}});
  }
  const Dataset study = study_of(worlds, kPlausible, kPlausibleAxis, entries);
  return robustness_of(study, compared(study), {"none"}, 1)->held();
}

TEST(Plausible, counts_the_worlds_in_which_the_same_plan_is_best_and_names_what_turns_it) {
  const Held held = held_in(20, 2);
  EXPECT_EQ(held.worlds, 20U);
  EXPECT_EQ(held.holds, 18U);
  EXPECT_EQ(held.turned_by, (std::vector<std::string>{"s0", "s1"}));
}

TEST(Plausible, calls_nothing_best_that_is_best_in_under_nine_of_ten_worlds) {
  EXPECT_TRUE(held_in(20, 2).is_enough());
  EXPECT_FALSE(held_in(20, 3).is_enough());
  for (const std::size_t turned : {2U, 3U}) {
    std::vector<std::pair<double, double>> worlds = {{10, 5}};
    const Dataset study = study_of(worlds, kPlausible, kPlausibleAxis, {});
    Comparison c = compared(study);
    c.measure.values = {{0, 0, 0}, {10, 10.1, 10.2}, {5, 5.1, 5.2}};
    c = compare(c.measure, std::vector<std::string>{"none", "a", "b"}, "none", Pairing::paired, 1,
                std::vector<std::string>{"none"});
    c.held = held_in(20, turned);
    const std::string said = verdict(c, Language::english);
    EXPECT_EQ(said.starts_with("Choose"), turned == 2) << said;
    EXPECT_NE(said.find(std::to_string(20 - turned) + " of 20 plausible worlds"), std::string::npos) << said;
  }
}

TEST(Plausible, measures_how_far_the_lead_moves_with_one_setting) {
  const Dataset study = study_of({{10, 5}, {10, 9}, {5, 10}}, kPlausible, kPlausibleAxis,
                                 {{"p=1", "p", {{"x", "1"}}}, {"together 1", "", {{"x", "2"}}}});
  const auto r = robustness_of(study, compared(study), {"none"}, 1);
  ASSERT_EQ(r->settings.size(), 1U);
  EXPECT_DOUBLE_EQ(r->settings[0].swing, 4);  // a lead of 5 becomes 1
  EXPECT_FALSE(r->settings[0].turns);
  EXPECT_FALSE(r->worlds[1].holds);  // all at once turns it, and no setting is blamed
  EXPECT_TRUE(r->held().turned_by.empty());
}

TEST(Why, parts_and_rest_are_the_whole) {
  const Dataset study = study_of({{10, 5}, {4, 5}, {9, 1}}, kWhy, kWhyAxis, {{"one", "", {}}, {"two", "", {}}});
  const std::vector<Waterfall> all = waterfalls_of(study, compared(study));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_DOUBLE_EQ(all[0].whole.mean, 10);
  EXPECT_DOUBLE_EQ(all[0].steps[0].part.mean, 6);
  EXPECT_DOUBLE_EQ(all[0].steps[0].part.sd, 0);  // paired: both moved alike
  EXPECT_DOUBLE_EQ(all[0].steps[1].part.mean, 1);
  EXPECT_DOUBLE_EQ(all[0].rest.mean, 3);
}

TEST(Entries, come_back_as_they_were_written) {
  const std::vector<VariationEntry> entries = {{"a=1", "a", {{"x.y", "k=v"}}}, {"together 2", "", {{"p", "1"}, {"q", "2 d"}}}};
  Dataset study;
  study.attributes["why"] = entries_text(entries);
  const auto back = entries_of(study, "why");
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].changes, entries[0].changes);
  EXPECT_EQ(back[1].name, "together 2");
  EXPECT_EQ(back[1].changes, entries[1].changes);
}

TEST(Forks, the_first_makes_the_common_part_and_another_does_where_it_fails) {
  Forks forks;
  for (std::size_t row = 0; row < 3; ++row) forks.expect({row, 0});
  {
    const Forks::Turn failing = forks.turn({0, 0});
    EXPECT_TRUE(failing.is_first());
  }
  const Forks::Turn second = forks.turn({1, 0});
  EXPECT_TRUE(second.is_first());
  second.done();
  EXPECT_FALSE(forks.turn({2, 0}).is_first());
  EXPECT_FALSE(forks.over({0, 0}));
  EXPECT_FALSE(forks.over({1, 0}));
  EXPECT_TRUE(forks.over({2, 0}));
}

}  // namespace
}  // namespace fanfare::test::variations_test
