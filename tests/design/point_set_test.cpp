// What holds of point sets on any machine: exact strata, growth, the shape of the plans, and their bits.
#include "sim/design/point_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include "fanfare/expects.h"

namespace fanfare::point_set_test {
namespace {

// FNV-1a over the bits of all coordinates.
std::uint64_t bits_of(const PointSet& set) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const double x : set.at) hash = (hash ^ std::bit_cast<std::uint64_t>(x)) * 0x100000001b3U;
  return hash;
}

bool begins_with(const PointSet& large, const PointSet& small) {
  return large.points > small.points && std::equal(small.at.begin(), small.at.end(), large.at.begin());
}

TEST(PointSet, latin_hypercube_has_one_point_a_stratum) {
  for (const std::size_t n : {1U, 2U, 7U, 100U, 256U, 1000U, 4097U}) {
    const PointSet set = latin_hypercube(n, 5, 3);
    for (std::size_t f = 0; f < set.factors; ++f) {
      std::set<std::size_t> strata;
      for (std::size_t i = 0; i < n; ++i)  // exact: 32 bits times 13
        strata.insert(static_cast<std::size_t>(set(i, f) * static_cast<double>(n)));
      EXPECT_EQ(strata.size(), n);
      EXPECT_LT(*strata.rbegin(), n);
    }
  }
}

TEST(PointSet, latin_hypercube_depends_on_seed_and_factor) {
  const PointSet set = latin_hypercube(64, 2, 1), other = latin_hypercube(64, 2, 2);
  EXPECT_NE(set.at, other.at);
  double same = 0;
  for (std::size_t i = 0; i < 64; ++i) same += std::floor(set(i, 0) * 64) == std::floor(set(i, 1) * 64);
  EXPECT_LT(same, 16);  // one in expectation
}

TEST(PointSet, larger_ones_keep_the_smaller) {
  EXPECT_TRUE(begins_with(sobol_points(512, 6), sobol_points(256, 6)));
  EXPECT_TRUE(begins_with(sobol_points(300, 6), sobol_points(7, 6)));
  EXPECT_TRUE(begins_with(shifted_sobol_points(512, 6, 9), shifted_sobol_points(100, 6, 9)));
  EXPECT_TRUE(begins_with(halton_points(512, 6), halton_points(100, 6)));
  EXPECT_TRUE(begins_with(latin_hypercube(512, 6, 9), latin_hypercube(256, 6, 9)));
  EXPECT_TRUE(begins_with(latin_hypercube(600, 6, 9), latin_hypercube(75, 6, 9)));
  EXPECT_TRUE(begins_with(morris_trajectories(20, 6, 9), morris_trajectories(10, 6, 9)));
  EXPECT_TRUE(begins_with(saltelli_points(64, 6, 9), saltelli_points(32, 6, 9)));
}

TEST(PointSet, sobol_goes_on_where_it_was_left) {
  const PointSet all = sobol_points(40, 3), rest = sobol_points(15, 3, 25);
  EXPECT_TRUE(std::equal(rest.at.begin(), rest.at.end(), all.at.begin() + 25 * 3));
}

TEST(PointSet, morris_moves_one_factor_a_step) {
  const std::size_t k = 5;
  const PointSet set = morris_trajectories(50, k, 4);
  std::set<double> levels;
  std::vector<int> up(k, 0);
  for (std::size_t t = 0; t < 50; ++t) {
    std::set<std::size_t> moved;
    for (std::size_t step = 0; step < k; ++step)
      for (std::size_t f = 0; f < k; ++f) {
        const double by = set(t * (k + 1) + step + 1, f) - set(t * (k + 1) + step, f);
        levels.insert(set(t * (k + 1) + step, f));
        if (by == 0) continue;
        EXPECT_NEAR(std::abs(by), 2.0 / 3, 1e-15);
        EXPECT_TRUE(moved.insert(f).second) << "once each";
        up[f] += by > 0;
      }
    EXPECT_EQ(moved.size(), k);
  }
  EXPECT_EQ(levels.size(), 4U);
  for (const int n : up) EXPECT_TRUE(n > 10 && n < 40) << n << " of 50 up";
}

TEST(PointSet, saltelli_takes_one_column_of_the_other_matrix) {
  const std::size_t k = 4;
  const PointSet set = saltelli_points(16, k, 4);
  ASSERT_EQ(set.points, 16 * (k + 2));
  for (std::size_t i = 0; i < 16; ++i)
    for (std::size_t matrix = 0; matrix < k; ++matrix)
      for (std::size_t f = 0; f < k; ++f) {
        const std::size_t a = i * (k + 2);
        EXPECT_EQ(set(a + 2 + matrix, f), set(f == matrix ? a + 1 : a, f));
        EXPECT_NE(set(a, f), set(a + 1, f));
      }
}

// Results hang on these points: they are the same for any compiler, and stay what they are.
TEST(PointSet, keeps_its_bits) {
  EXPECT_EQ(bits_of(shifted_sobol_points(100, 7, 1)), 7397730573310393941U);
  EXPECT_EQ(bits_of(latin_hypercube(100, 7, 1)), 2515559574306389U);
  EXPECT_EQ(bits_of(morris_trajectories(10, 7, 1)), 11808675087945758683U);
  EXPECT_EQ(bits_of(halton_points(100, 7)), 11044269059979056767U);
}

TEST(PointSet, refuses_what_is_no_design) {
  EXPECT_THROW(sobol_points(0, 2), LogicError);
  EXPECT_THROW(latin_hypercube(8, 0, 1), LogicError);
  EXPECT_THROW(halton_points(kMostPoints + 1, 1), LogicError);
  EXPECT_THROW(morris_trajectories(4, 2, 1, 3), LogicError);
}

}  // namespace
}  // namespace fanfare::point_set_test
