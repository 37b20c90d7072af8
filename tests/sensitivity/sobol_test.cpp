#include "sim/sensitivity/sobol.h"

#include <gtest/gtest.h>

#include "tests/sensitivity/known_functions.h"

namespace fanfare::sensitivity::test::sobol_test {
namespace {

// How often 95 % intervals hold the exact index, by index: of `tries` samples.
struct Held {
  std::vector<int> first, total;
};
Held held(const Known& known, int tries, std::size_t bases, double luck = 0, double taken_out = 0) {
  Held out{std::vector<int>(known.factors, 0), std::vector<int>(known.factors, 0)};
  for (int t = 0; t < tries; ++t) {
    const auto seed = static_cast<std::uint32_t>(t);
    const SobolIndices found = sobol_indices(pick_freeze_of(known, bases, seed, luck), taken_out, seed, 200);
    for (std::size_t f = 0; f < known.factors; ++f) {
      out.first[f] += found.first[f].holds(known.first[f]);
      out.total[f] += found.total[f].holds(known.total[f]);
    }
  }
  return out;
}

void expect_held(const Known& known, const Held& held, int least) {
  for (std::size_t f = 0; f < known.factors; ++f) {
    EXPECT_GE(held.first[f], least) << "first index of factor " << f + 1;
    EXPECT_GE(held.total[f], least) << "total index of factor " << f + 1;
  }
}

TEST(Sobol, intervals_hold_the_exact_indices_of_ishigami) {
  const Known known = ishigami();
  EXPECT_NEAR(known.first[0], 0.3139, 5e-5);  // as published
  EXPECT_NEAR(known.first[1], 0.4424, 5e-5);
  EXPECT_NEAR(known.total[0], 0.5576, 5e-5);
  EXPECT_NEAR(known.total[2], 0.2437, 5e-5);
  expect_held(known, held(known, 60, 512), 51);  // 95 % of 60 is 57; 51 has a chance of 2 %
}

TEST(Sobol, intervals_hold_the_exact_indices_of_sobols_g) {
  const Known known = sobol_g({0, 1, 4.5, 9, 99, 99});
  expect_held(known, held(known, 40, 1024), 33);
}

TEST(Sobol, a_large_sample_comes_close) {
  const Known known = ishigami();
  const SobolIndices found = sobol_indices(pick_freeze_of(known, 16384, 1), 0, 1, 0);
  for (std::size_t f = 0; f < 3; ++f) {
    EXPECT_NEAR(found.first[f].value, known.first[f], 0.02);
    EXPECT_NEAR(found.total[f].value, known.total[f], 0.02);
  }
  EXPECT_NEAR(found.variance, 13.8446, 0.2);
}

TEST(Sobol, luck_is_taken_out_of_total_indices_and_the_variance) {
  const Known known = ishigami();
  constexpr double sd = 3;
  expect_held(known, held(known, 40, 1024, sd, sd * sd), 33);
  const SobolIndices blind = sobol_indices(pick_freeze_of(known, 8192, 3, sd), 0, 3, 100);
  EXPECT_GT(blind.total[2].low, known.total[2]) << "what is not taken out is counted to every factor";
}

TEST(Sobol, a_base_with_a_missing_run_is_left_out) {
  const Known known = ishigami();
  PickFreeze sample = pick_freeze_of(known, 64, 5), fewer = pick_freeze_of(known, 63, 5);
  sample.ab[1][63] = kUnknown;
  const SobolIndices with = sobol_indices(sample, 0, 1, 50), without = sobol_indices(fewer, 0, 1, 50);
  EXPECT_EQ(with.bases, 63U);
  EXPECT_EQ(with.first[0].value, without.first[0].value);
  EXPECT_EQ(with.total[2].low, without.total[2].low);
}

TEST(Sobol, nothing_is_said_where_nothing_varies_or_bases_are_few) {
  const PickFreeze still{{1, 1, 1, 1, 1}, {1, 1, 1, 1, 1}, {{1, 1, 1, 1, 1}}};
  EXPECT_FALSE(sobol_indices(still, 0, 1).first[0].exists());
  EXPECT_FALSE(sobol_indices(pick_freeze_of(ishigami(), 3, 1), 0, 1).total[0].exists());
}

}  // namespace
}  // namespace fanfare::sensitivity::test::sobol_test
