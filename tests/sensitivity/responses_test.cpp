#include "sim/sensitivity/responses.h"

#include <gtest/gtest.h>

#include "sim/sensitivity/factorial.h"
#include "sim/sensitivity/flips.h"
#include "tests/sensitivity/known_functions.h"

namespace fanfare::sensitivity::test::responses_test {
namespace {

// points × replicates of a + shared luck + own luck, with variances 4, 2.25 and 1.
Responses made(std::size_t points, std::size_t replicates, std::uint32_t seed) {
  const Draws draws(seed, purpose(900, 5));
  Responses all(points);
  for (std::uint32_t p = 0; p < points; ++p)
    for (std::uint32_t r = 0; r < replicates; ++r)
      all[p].push_back(2 * draws.normal({1, p}) + 1.5 * draws.normal({2, r}) + draws.normal({3, p, r}));
  return all;
}

TEST(Luck, the_parts_of_the_variance_are_told_apart) {
  Luck mean{0, 0, 0, 0};
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const Responses all = made(40, 12, seed);
    const Luck luck = luck_of(all, complete_of(all));
    mean.points += luck.points / 60, mean.shared += luck.shared / 60, mean.own += luck.own / 60;
  }
  EXPECT_NEAR(mean.points, 4, 0.4);
  EXPECT_NEAR(mean.shared, 2.25, 0.4);
  EXPECT_NEAR(mean.own, 1, 0.03);
}

TEST(Luck, its_interval_holds_its_share_of_the_variance) {
  int held = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    const Responses all = made(200, 16, seed);
    held += luck_index(all, complete_of(all)).holds(3.25 / 7.25);
  }
  EXPECT_GE(held, 48);
}

TEST(Luck, one_replicate_tells_nothing_of_it) {
  const Responses all = made(10, 1, 1);
  EXPECT_FALSE(luck_index(all, complete_of(all)).exists());
  EXPECT_EQ(luck_of(all, complete_of(all)).of_mean(), 0);
}

TEST(Complete, a_point_without_values_goes_and_a_replicate_that_one_lacks_goes_for_all) {
  const double no = kUnknown;
  const Complete c = complete_of({{1, 2, 3}, {no, no, no}, {4, no, 8}});
  EXPECT_EQ(c.points, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(c.replicates, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(c.means, (std::vector<double>{2, 6}));
  const Complete apart = complete_of({{1, no}, {no, 5}});
  EXPECT_TRUE(apart.replicates.empty());
  EXPECT_EQ(apart.means, (std::vector<double>{1, 5}));
}

// y = x1 + 2 x2 + x1 x2 on {−1, 0, 1}²: variances 2/3, 8/3 and 4/9.
std::vector<FactorColumn> small_grid() {
  return {{{-1, -1, -1, 0, 0, 0, 1, 1, 1}, true}, {{-1, 0, 1, -1, 0, 1, -1, 0, 1}, true}};
}
Responses on_grid(double luck, std::size_t replicates, std::uint32_t seed) {
  const Draws draws(seed, purpose(900, 6));
  const auto x = small_grid();
  Responses all(9);
  for (std::uint32_t p = 0; p < 9; ++p)
    for (std::uint32_t r = 0; r < replicates; ++r)
      all[p].push_back(x[0].at[p] + 2 * x[1].at[p] + x[0].at[p] * x[1].at[p] + luck * draws.normal({p, r}));
  return all;
}

TEST(Grid, indices_are_exact_without_luck) {
  const Responses all = on_grid(0, 1, 1);
  const SobolIndices found = grid_indices(small_grid(), all, complete_of(all));
  constexpr double v = 2.0 / 3 + 8.0 / 3 + 4.0 / 9;
  EXPECT_NEAR(found.first[0].value, 2.0 / 3 / v, 1e-12);
  EXPECT_NEAR(found.first[1].value, 8.0 / 3 / v, 1e-12);
  EXPECT_NEAR(found.total[0].value, (2.0 / 3 + 4.0 / 9) / v, 1e-12);
  EXPECT_NEAR(found.total[1].value, (8.0 / 3 + 4.0 / 9) / v, 1e-12);
}

TEST(Grid, luck_is_taken_out_and_the_interval_holds_the_index) {
  constexpr double v = 2.0 / 3 + 8.0 / 3 + 4.0 / 9;
  double mean = 0;
  int held = 0;
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const Responses all = on_grid(2, 8, seed);
    const SobolIndices found = grid_indices(small_grid(), all, complete_of(all));
    mean += found.total[0].value / 100;
    held += found.total[0].holds((2.0 / 3 + 4.0 / 9) / v);
  }
  EXPECT_NEAR(mean, (2.0 / 3 + 4.0 / 9) / v, 0.02);  // .36 if luck is left in
  EXPECT_GE(held, 85);
}

TEST(Flips, the_leader_is_who_wins_over_all_settings) {
  const Alternatives values = {{{3, 3, 3}, {1, 1, 4}}, {{1, 2, 3}, {2, 2, 2}}};
  const Flips found = flips_of(values, true);
  EXPECT_EQ(found.leader, 0U);
  EXPECT_EQ(found.flipped, (Responses{{0, 0, 1}, {1, 0.5, 0}}));
  EXPECT_NEAR(found.chance, 2.5 / 6, 1e-12);
  EXPECT_EQ(flips_of(values, false).leader, 1U);
}

TEST(Flips, a_missing_run_is_no_flip) {
  const Flips found = flips_of({{{3, 1}, {kUnknown, 0}}}, true);
  EXPECT_TRUE(std::isnan(found.flipped[0][0]));
  EXPECT_EQ(found.chance, 0);
}

}  // namespace
}  // namespace fanfare::sensitivity::test::responses_test
