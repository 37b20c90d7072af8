#include "sim/sensitivity/layout.h"

#include <gtest/gtest.h>

#include "sim/sensitivity/sample.h"
#include "tests/sensitivity/known_functions.h"

namespace fanfare::sensitivity::test::layout_test {
namespace {

using Rows = std::vector<Point>;

std::vector<FactorColumn> columns(const Rows& rows) {
  std::vector<FactorColumn> out(rows[0].size());
  for (const Point& row : rows)
    for (std::size_t f = 0; f < row.size(); ++f) out[f].at.push_back(row[f]);
  return out;
}

const Rows kA = {{.1, .2, .3}, {.4, .5, .6}, {.15, .25, .35}},
           kB = {{.7, .8, .9}, {.75, .85, .95}, {.2, .1, 0}};

Point mixed(const Point& a, const Point& b, std::size_t f) {
  Point out = a;
  out[f] = b[f];
  return out;
}

void expect_pick_freeze(const Rows& rows, const std::string& order) {
  const auto factors = columns(rows);
  const Layout layout = layout_of(factors);
  ASSERT_EQ(layout.kind, LayoutKind::saltelli) << order;
  ASSERT_EQ(layout.a.size(), 3U) << order;
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_EQ(rows[layout.a[j]], kA[j]) << order;
    EXPECT_EQ(rows[layout.b[j]], kB[j]) << order;
    for (std::size_t f = 0; f < 3; ++f) EXPECT_EQ(rows[layout.ab[f][j]], mixed(kA[j], kB[j], f)) << order;
  }
}

TEST(Layout, pick_freeze_is_seen_in_every_order_in_use) {
  Rows ends, first, both;
  for (std::size_t j = 0; j < 3; ++j) {
    ends.push_back(kA[j]);
    first.push_back(kA[j]), first.push_back(kB[j]);
    both.push_back(kA[j]);
    for (std::size_t f = 0; f < 3; ++f) {
      ends.push_back(mixed(kA[j], kB[j], f));
      first.push_back(mixed(kA[j], kB[j], f));
      both.push_back(mixed(kA[j], kB[j], f));
    }
    for (std::size_t f = 0; f < 3; ++f) both.push_back(mixed(kB[j], kA[j], f));
    ends.push_back(kB[j]), both.push_back(kB[j]);
  }
  Rows blocks = kA;
  blocks.insert(blocks.end(), kB.begin(), kB.end());
  for (std::size_t f = 0; f < 3; ++f)
    for (std::size_t j = 0; j < 3; ++j) blocks.push_back(mixed(kA[j], kB[j], f));
  expect_pick_freeze(ends, "A, A with one of B, B");
  expect_pick_freeze(first, "A, B, A with one of B");
  expect_pick_freeze(both, "with B with one of A");
  expect_pick_freeze(blocks, "by blocks");
}

TEST(Layout, a_row_that_does_not_fit_makes_it_a_sample) {
  Rows rows;
  for (std::size_t j = 0; j < 3; ++j) {
    rows.push_back(kA[j]), rows.push_back(kB[j]);
    for (std::size_t f = 0; f < 3; ++f) rows.push_back(mixed(kA[j], kB[j], f));
  }
  rows[12][0] += 0.01;
  EXPECT_EQ(layout_of(columns(rows)).kind, LayoutKind::sample);
}

TEST(Layout, trajectories_are_seen_and_steps_are_in_units_of_the_range) {
  const Rows rows = {{0, 0}, {2, 0}, {2, 1}, {3, 0.5}, {3, 0}, {1, 0}};
  const auto factors = columns(rows);
  const Layout layout = layout_of(factors);
  ASSERT_EQ(layout.kind, LayoutKind::morris);
  const std::vector<double> y = {0, 6, 7, 9, 8, 4};  // 3 x1 + x2 but for the second trajectory
  const auto effects = effects_of(layout, factors, y);
  ASSERT_EQ(effects.size(), 2U);
  EXPECT_DOUBLE_EQ(effects[0][0], 9);  // 6 over two thirds of the range
  EXPECT_DOUBLE_EQ(effects[0][1], 1);
  EXPECT_DOUBLE_EQ(effects[1][1], 2);  // −1 over −½
  EXPECT_DOUBLE_EQ(effects[1][0], 6);
}

TEST(Layout, grids_are_seen_in_any_order) {
  EXPECT_EQ(layout_of(columns({{1, 5}, {0, 5}, {0, 6}, {1, 6}})).kind, LayoutKind::grid);
  EXPECT_NE(layout_of(columns({{1, 5}, {0, 5}, {0, 6}, {0, 5}})).kind, LayoutKind::grid);
}

TEST(Layout, one_point_or_none_that_differ_say_nothing) {
  EXPECT_EQ(layout_of({}).kind, LayoutKind::single);
  EXPECT_EQ(layout_of(columns({{1, 2}})).kind, LayoutKind::single);
  EXPECT_EQ(layout_of(columns({{1, 2}, {1, 2}})).kind, LayoutKind::single);
}

struct Sample {
  std::vector<FactorColumn> factors;
  std::vector<double> y;
};
Sample sample_of(const Known& known, std::uint32_t points, std::uint32_t seed) {
  Rows rows;
  Sample out;
  for (std::uint32_t p = 0; p < points; ++p) {
    rows.push_back(random_point(known.factors, seed, p));
    out.y.push_back(known.value(rows.back()));
  }
  out.factors = columns(rows);
  return out;
}

TEST(Sample, first_order_indices_of_ishigami_are_held) {
  const Known known = ishigami();
  std::vector<int> held(3);
  for (std::uint32_t t = 0; t < 40; ++t) {
    const Sample s = sample_of(known, 400, t);
    const auto found = first_order(s.factors, s.y);
    for (std::size_t f = 0; f < 3; ++f) held[f] += found[f].holds(known.first[f]);
  }
  for (std::size_t f = 0; f < 3; ++f) EXPECT_GE(held[f], 33) << "factor " << f + 1;
}

TEST(Sample, words_are_taken_by_their_means) {
  Sample s;
  s.factors = {{{}, false}};
  for (int p = 0; p < 60; ++p) {
    s.factors[0].at.push_back(p % 3);
    s.y.push_back(p % 3 == 1 ? 5 : 0);
  }
  EXPECT_NEAR(first_order(s.factors, s.y)[0].value, 1, 1e-12);
  EXPECT_FALSE(rank_correlations(s.factors, s.y)[0].partial.exists()) << "three words have no order";
}

TEST(Sample, what_does_not_vary_is_not_known) {
  Sample s = sample_of(ishigami(), 30, 1);
  s.y.assign(30, 1.0);
  EXPECT_FALSE(first_order(s.factors, s.y)[0].exists());
  EXPECT_FALSE(rank_correlations(s.factors, s.y)[0].partial.exists());
  s = sample_of(ishigami(), 5, 1);
  EXPECT_FALSE(first_order(s.factors, s.y)[0].exists()) << "five points";
}

TEST(Sample, rank_correlations_hold_the_other_factors) {
  Sample s;  // the second goes with the first and does nothing itself
  s.factors.resize(2);
  for (std::uint32_t p = 0; p < 400; ++p) {
    const Point u = random_point(3, 7, p);
    s.factors[0].at.push_back(u[0]);
    s.factors[1].at.push_back(u[0] + 0.3 * u[1]);
    s.y.push_back(std::exp(3 * u[0]) + u[2]);
  }
  const auto found = rank_correlations(s.factors, s.y);
  EXPECT_GT(found[0].partial.low, 0.5);
  EXPECT_TRUE(found[1].partial.holds(0)) << found[1].partial.value;
  EXPECT_LT(found[0].chance, 1e-6);
  EXPECT_GT(found[1].chance, 0.01);
}

}  // namespace
}  // namespace fanfare::sensitivity::test::layout_test
