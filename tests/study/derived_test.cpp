// Derived measures are what a model declares, whatever it is about.
#include "sim/judge/derived.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace fanfare::derived_test {
namespace {

const double kNone = std::nan("");

// Two arms, two replicates; a series over a harbour's quays, and one number of each run.
Dataset harbour() {
  Dataset d;
  d.dimensions = {{.name = "arm", .labels = {"calm", "storm"}},
                  {.name = "replicate", .values = {0, 1}},
                  {.name = "time", .values = {1, 2}},
                  {.name = "quay", .labels = {"north", "south"}}};
  const auto series = [&](const char* name, std::vector<double> ends) {
    Variable v{.name = name, .dimensions = {"arm", "replicate", "time", "quay"}, .units = "crates"};
    v.better = Better::less;
    for (std::size_t run = 0; run < 4; ++run)
      for (const double before : {0.5, 1.0})
        for (std::size_t q = 0; q < 2; ++q) v.data.push_back(before * ends[run * 2 + q]);
    d.variables.push_back(std::move(v));
  };
  series("lost", {1, 2, 3, 4, 11, 2, 13, kNone});
  series("landed", {10, 10, 10, 10, 20, 10, 40, 10});
  d.variables.push_back(
      {.name = "ships", .dimensions = {"arm", "replicate"}, .units = "ships", .data = {1, 2, 3, 4}});
  return d;
}

ReportSpec spec() {
  ReportSpec s;
  s.derived = {{.name = "lost_more", .help = "beyond calm", .sum = {beyond_baseline("lost")}},
               {.name = "lost_share",
                .help = "of all",
                .sum = {{"lost"}},
                .over = {{"lost"}, {"landed", 2}},
                .unit = "share"},
               {.name = "lost_more_each",
                .help = "of each landed more",
                .sum = {{"lost_more"}},
                .over = {beyond_baseline("landed")},
                .least_over = 0.6,
                .unit = "1"}};
  return s;
}

const Variable& named(const std::vector<Variable>& all, const std::string& name) {
  for (const Variable& v : all)
    if (v.name == name) return v;
  throw std::runtime_error("no " + name);
}

TEST(Derived, differences_are_taken_in_the_same_replicate_at_the_end) {
  const auto found = derived_variables(harbour(), spec(), "calm");
  const Variable& more = named(found, "lost_more");
  EXPECT_EQ(more.dimensions, (std::vector<std::string>{"arm", "replicate", "quay"}));
  for (const auto& [cell, value] :
       std::vector<std::pair<std::size_t, double>>{{0, 0}, {3, 0}, {4, 10}, {5, 0}, {6, 10}})
    EXPECT_EQ(more.data[cell], value) << cell;
  EXPECT_TRUE(std::isnan(more.data[7]));
  EXPECT_EQ(more.units, "crates");
  EXPECT_EQ(more.better, Better::less);
  EXPECT_EQ(more.formula, "lost(end) - lost(baseline, end)");
}

TEST(Derived, ratios_are_of_sums_and_name_their_formula) {
  const auto found = derived_variables(harbour(), spec(), "calm");
  const Variable& share = named(found, "lost_share");
  EXPECT_DOUBLE_EQ(share.data[0], 1.0 / 21);
  EXPECT_DOUBLE_EQ(share.data[4], 11.0 / 51);
  EXPECT_EQ(share.units, "share");
  EXPECT_EQ(share.formula, "lost(end) / (lost(end) + 2 · (landed(end)))");
}

TEST(Derived, is_missing_where_what_it_is_divided_by_is_too_little) {
  const auto found = derived_variables(harbour(), spec(), "calm");
  const Variable& each = named(found, "lost_more_each");
  EXPECT_TRUE(std::isnan(each.data[0]));  // the baseline lands nothing more than itself
  EXPECT_TRUE(std::isnan(each.data[4]));  // 10 of 20 is under 60 %
  EXPECT_DOUBLE_EQ(each.data[6], 10.0 / 30);
  EXPECT_EQ(each.formula, "lost_more / (landed(end) - landed(baseline, end))");
}

TEST(Derived, needs_its_terms_with_the_same_axes_and_a_baseline_only_for_differences) {
  Dataset without = harbour();
  without.variables.erase(without.variables.begin() + 1);  // landed
  EXPECT_EQ(derived_variables(without, spec(), "calm").size(), 1U);
  ReportSpec odd;
  odd.derived = {{.name = "odd", .help = "", .sum = {{"lost"}, {"ships"}}}};
  EXPECT_TRUE(derived_variables(harbour(), odd, "calm").empty());
  const auto alone = derived_variables(harbour(), spec(), "");
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_EQ(alone[0].name, "lost_share");
  EXPECT_THROW(derived_variables(harbour(), spec(), "gale"), std::runtime_error);
  EXPECT_TRUE(derived_variables(harbour(), no_report(), "calm").empty());
}

TEST(Derived, knows_what_it_takes_and_what_is_a_difference) {
  const ReportSpec s = spec();
  EXPECT_EQ(recorded_needs(s, s.derived[2]), (std::vector<std::string_view>{"lost", "landed"}));
  EXPECT_TRUE(s.is_difference("lost_more_each") && s.is_difference("lost_more"));
  EXPECT_FALSE(s.is_difference("lost_share") || s.is_difference("lost"));
}

}  // namespace
}  // namespace fanfare::derived_test
