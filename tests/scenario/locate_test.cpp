// Errors of models are shown where the scenario's files say what they are about.
#include <gtest/gtest.h>

#include "sim/scenario/locate.h"

namespace fanfare::locate_test {
namespace {

Scenario scenario(const std::string& text) {
  Problems problems;
  return load_scenario_text("market.yaml", "schema: 1\nkind: scenario\nname: m\n" + text, {}, problems);
}

constexpr const char* kCampaigns =
    "campaigns:\n  - {id: launch, brand: aurora, budget: 500,\n     lines: [{share: 50%}, {share: 20%}]}\n";

TEST(Located, is_the_value_of_the_key_that_the_error_begins_with) {
  const Problem p =
      located(scenario(kCampaigns), ScenarioError("campaigns.launch.budget: 500 is too little (raise it)"));
  EXPECT_EQ(p.mark.line, 5);
  EXPECT_EQ(p.mark.column, 41);
  EXPECT_EQ(p.path, "campaigns.launch.budget");
  EXPECT_EQ(p.what, "500 is too little (raise it)");
}

TEST(Located, counts_items_that_have_no_id) {
  EXPECT_EQ(located(scenario(kCampaigns), ScenarioError("campaigns.launch.lines[1].share: no")).mark.column,
            36);
}

TEST(Located, is_what_holds_a_key_that_was_not_written) {
  EXPECT_EQ(located(scenario(kCampaigns), ScenarioError("campaigns.launch.flight: ends too late")).mark.line,
            5);
}

TEST(Located, is_nowhere_if_the_error_names_no_key) {
  const Problem p = located(scenario(kCampaigns), ScenarioError("there are no accounts: why?"));
  EXPECT_FALSE(p.mark.exists());
  EXPECT_EQ(p.what, "there are no accounts: why?");
  EXPECT_EQ(p.path, "");
}

TEST(Located, finds_all_that_an_error_says_line_by_line) {
  const auto all =
      all_located(scenario(kCampaigns), ScenarioError("campaigns.launch.flight: ends too late\nwhy?\n"
                                                      "error: campaigns.launch.budget: too little\n"))
          .sorted();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].what, "ends too late");
  EXPECT_EQ(all[1].path, "campaigns.launch.budget");
  EXPECT_EQ(all[1].mark.column, 41);
  EXPECT_EQ(all[2].what, "why?");
}

}  // namespace
}  // namespace fanfare::locate_test
