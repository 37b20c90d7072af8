// Choices over circumstances: averaged replicate by replicate, counted circumstance by circumstance.
#include "sim/judge/choices.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/say/verdict.h"
#include "sim/words/titles.h"

namespace fanfare::choices_test {
namespace {

// Two plans in four markets; the rows of a market stand side by side. b is ahead by 1 in three of them, and
// by 9 behind in the last; what a market gives is 100 times its number.
Comparison rows() {
  std::vector<std::vector<double>> values;
  for (const double market : {0, 1, 2, 3})
    for (const double plan : {0.0, market == 3 ? -9.0 : 1.0})
      values.push_back({100 * market + plan, 100 * market + plan + 10.5, 100 * market + plan + 21});
  const std::vector<std::string> names = {"a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3"};
  return compare({"reach", "", "people", std::move(values), Better::more}, names, "a", Pairing::paired, 1);
}

const std::vector<FactorValues> kFactors = {
    {"arms", "", {}, {"a", "b", "a", "b", "a", "b", "a", "b"}},
    {"feed", "", {}, {"pools", "pools", "pools", "pools", "pools", "pools", "follows", "follows"}},
    {"season", "", {}, {"low", "low", "high", "high", "low", "low", "high", "high"}}};

Choices choices() { return {{1, 2}, {0, 2, 4, 6}, {{"a", {0, 2, 4, 6}}, {"b", {1, 3, 5, 7}}}, 8}; }

TEST(Choices, are_compared_by_their_means_over_circumstances) {
  const Comparison c = compare_choices(rows(), choices(), kFactors, 1);
  ASSERT_EQ(c.arms.size(), 2U);
  EXPECT_DOUBLE_EQ(c.arms[0].value.mean, 160.5);
  EXPECT_DOUBLE_EQ(c.arms[1].value.mean, 159);
  ASSERT_TRUE(c.arms[1].effect);
  EXPECT_DOUBLE_EQ(c.arms[1].effect->mean, -1.5);  // paired: of all three replicates the same
  EXPECT_EQ(c.arms[1].title, "b");
}

TEST(Choices, who_leads_on_average_may_lead_in_few_circumstances) {
  const Comparison c = compare_choices(rows(), choices(), kFactors, 1);
  ASSERT_TRUE(c.ahead);
  EXPECT_EQ(c.ahead->leads, 1U);
  EXPECT_EQ(c.ahead->circumstances, 4U);
  const std::string said = verdict(c);
  EXPECT_TRUE(said.starts_with("“a” leads on average, but in too few circumstances to be called best:"))
      << said;
  EXPECT_NE(
      said.find("“a” is ahead in 1 of 4; another choice is with “feed pools”, “season low”, on average"),
      std::string::npos)
      << said;
}

TEST(Choices, a_row_speaks_for_them_where_it_has_them) {
  Comparison c = rows();
  EXPECT_EQ(verdict(c).find("choice"), std::string::npos);
  c.choices = std::make_shared<Comparison>(compare_choices(c, choices(), kFactors, 1));
  EXPECT_EQ(verdict(c), verdict(*c.choices));
  EXPECT_EQ(advice(c, Language::chinese), "「a」平均领先，但能保持领先的情形太少，不能称为最优。");
}

TEST(Choices, a_chance_is_that_of_being_best_in_its_own_circumstance) {
  Comparison c = rows();
  set_chances_within(c, choices(), 1);
  const std::vector<double> expected = {0, 1, 0, 1, 0, 1, 1, 0};
  for (std::size_t row = 0; row < expected.size(); ++row)
    EXPECT_EQ(c.arms[row].chance_best, expected[row]) << row;
  Choices shared = choices();  // a's worlds are the same in the first two: one row
  shared.all[0].rows[1] = 0;
  set_chances_within(c, shared, 1);
  EXPECT_TRUE(std::isnan(c.arms[0].chance_best));
  EXPECT_TRUE(std::isnan(c.arms[2].chance_best));
}

TEST(Choices, are_kept_in_words_that_must_fit_the_rows) {
  Dataset data;
  data.dimensions = {{"point", {"a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3"}, {}, "", ""}};
  data.attributes[kChoices] = choices_text(choices());
  const auto read = choices_of(data);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->all[1].rows, choices().all[1].rows);
  EXPECT_EQ(read->circumstances, choices().circumstances);
  EXPECT_EQ(read->where(5), 2U);
  data.dimensions[0].labels.pop_back();
  EXPECT_FALSE(choices_of(data));
  data.attributes[kChoices] = std::string("{\"at\": 3}");
  EXPECT_FALSE(choices_of(data));
}

}  // namespace
}  // namespace fanfare::choices_test
