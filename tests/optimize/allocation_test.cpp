// How often the best of thirty is found, by chance that is the same everywhere: many tries on noise that is
// known.
#include "sim/optimize/allocation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace fanfare::allocation_test {
namespace {

// Standard normal of a key: SplitMix64 (Steele et al. 2014) and the sum of twelve uniforms.
double noise(std::uint64_t key) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) {
    key += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = key;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    sum += static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }
  return sum;
}

constexpr std::size_t kMixes = 30;

// Thirty mixes along a flat optimum, in worlds whose luck is shared and that differ by mix, too.
struct Market {
  std::uint64_t world;
  std::size_t best;
  double share(std::size_t mix) const { return static_cast<double>(mix) / (kMixes - 1); }
  double truth(std::size_t mix) const {
    const double off = share(mix) - share(best);
    return -60 * off * off;
  }
  double run(std::size_t mix, std::size_t replicate) const {
    const std::uint64_t of_world = world * 1'000'003 + replicate;
    return truth(mix) + 2 * noise(of_world * 7919) + 0.3 * noise((of_world * 64 + mix + 1) * 104'729);
  }
};

Market market(std::uint64_t attempt) { return {attempt + 17, 3 + (attempt * 11) % 24}; }

std::size_t found_by_equal(const Market& m, std::size_t each) {
  std::size_t best = 0;
  double most = -1e300;
  for (std::size_t mix = 0; mix < kMixes; ++mix) {
    double sum = 0;
    for (std::size_t r = 0; r < each; ++r) sum += m.run(mix, r);
    if (sum > most) most = sum, best = mix;
  }
  return best;
}

struct Found {
  std::size_t best, runs;
  double chance;
};

Found found_by_allocation(const Market& m, std::size_t start, std::size_t batch, std::size_t runs) {
  std::vector<Alternative> all(kMixes);
  std::size_t done = 0;
  const auto run = [&](std::size_t mix, std::size_t more) {
    for (; more > 0; --more, ++done) all[mix].values.push_back(m.run(mix, all[mix].values.size()));
  };
  for (std::size_t mix = 0; mix < kMixes; ++mix) run(mix, start);
  while (done < runs) {
    const auto more = allocate(all, rank_alternatives(all), std::min(batch, runs - done), 100'000);
    if (std::accumulate(more.begin(), more.end(), std::size_t{0}) == 0) break;
    for (std::size_t mix = 0; mix < kMixes; ++mix) run(mix, more[mix]);
  }
  const Ranking ranking = rank_alternatives(all);
  return {ranking.best, done, ranking.chance};
}

TEST(Allocation, the_best_of_thirty_is_found_at_a_fifth_of_the_runs) {
  constexpr std::size_t kTries = 400, kEach = 100, kRuns = kMixes * kEach / 5;
  std::size_t by_equal = 0, by_equal_at_a_fifth = 0, by_allocation = 0;
  for (std::size_t attempt = 0; attempt < kTries; ++attempt) {
    const Market m = market(attempt);
    by_equal += found_by_equal(m, kEach) == m.best ? 1 : 0;
    by_equal_at_a_fifth += found_by_equal(m, kEach / 5) == m.best ? 1 : 0;
    const Found found = found_by_allocation(m, 4, 20, kRuns);
    EXPECT_EQ(found.runs, kRuns);
    by_allocation += found.best == m.best ? 1 : 0;
  }
  RecordProperty("by_equal", static_cast<int>(by_equal));
  RecordProperty("by_equal_at_a_fifth", static_cast<int>(by_equal_at_a_fifth));
  RecordProperty("by_allocation", static_cast<int>(by_allocation));
  std::printf("of %zu tries: equal %zu, equal at a fifth %zu, allocated at a fifth %zu\n", kTries, by_equal,
              by_equal_at_a_fifth, by_allocation);
  EXPECT_GE(by_allocation, kTries * 9 / 10);
  EXPECT_LT(by_equal_at_a_fifth, kTries * 8 / 10);  // else the problem would be too easy to show anything
}

TEST(Allocation, the_chance_that_is_said_is_kept) {
  double said = 0;
  std::size_t kept = 0;
  constexpr std::size_t kTries = 200;
  for (std::size_t attempt = 0; attempt < kTries; ++attempt) {
    const Market m = market(attempt + 5'000);
    const Found found = found_by_allocation(m, 4, 20, 240);
    said += found.chance;
    kept += found.best == m.best ? 1 : 0;
  }
  std::printf("chance said %.3f, kept %.3f\n", said / kTries, static_cast<double>(kept) / kTries);
  EXPECT_GE(static_cast<double>(kept) / kTries, said / kTries - 0.05);
}

std::vector<double> series(double mean, double sd, std::size_t n, std::uint64_t key) {
  std::vector<double> out;
  for (std::size_t r = 0; r < n; ++r) out.push_back(mean + sd * noise(key * 1'000 + r));
  return out;
}

TEST(Allocation, rivals_get_the_runs_and_the_hopeless_none) {
  std::vector<Alternative> all = {
      {series(10, 1, 6, 1), {}}, {series(9.5, 1, 6, 2), {}}, {series(0, 1, 6, 3), {}}};
  const Ranking ranking = rank_alternatives(all);
  const auto more = allocate(all, ranking, 30, 1'000);
  EXPECT_EQ(more[0] + more[1] + more[2], 30U);
  EXPECT_EQ(more[2], 0U);
  EXPECT_GT(more[0], 9U);
  EXPECT_GT(more[1], 9U);
}

TEST(Allocation, no_one_is_given_more_than_the_most) {
  std::vector<Alternative> all = {
      {series(10, 1, 6, 1), {}}, {series(9.9, 1, 6, 2), {}}, {series(0, 1, 6, 3), {}}};
  const auto more = allocate(all, rank_alternatives(all), 1'000, 10);
  for (const std::size_t n : more) EXPECT_LE(n, 4U);
}

TEST(Allocation, what_a_limit_forbids_is_not_best) {
  std::vector<Alternative> all = {{series(10, 1, 20, 1), {{series(-1, 1, 20, 4)}}},
                                  {series(8, 1, 20, 2), {{series(1, 1, 20, 5)}}}};
  const Ranking ranking = rank_alternatives(all);
  EXPECT_EQ(ranking.best, 1U);
  EXPECT_FALSE(ranking.standings[0].is_allowed);
  all[1].limits[0].margins = series(-1, 1, 20, 6);
  EXPECT_EQ(rank_alternatives(all).best, kNoAlternative);
}

TEST(Allocation, a_chance_that_was_not_seen_is_not_known_to_be_none) {
  const std::vector<double> never(5, 0.1);  // in none of five a loss, one in ten allowed
  const std::vector<Alternative> all = {{series(10, 1, 5, 1), {{never, true}}},
                                        {series(0, 1, 5, 2), {{never, true}}}};
  const Ranking ranking = rank_alternatives(all);
  EXPECT_EQ(ranking.best, 0U);
  EXPECT_LT(ranking.chance, 0.9);
}

TEST(Allocation, the_indifferent_are_those_that_can_not_be_told_from_the_best) {
  const std::vector<Alternative> all = {
      {series(10, 1, 30, 1), {}}, {series(9.9, 1, 30, 2), {}}, {series(5, 1, 30, 3), {}}};
  const std::vector<std::size_t> set = indifferent(rank_alternatives(all));
  EXPECT_EQ(set, (std::vector<std::size_t>{0, 1}));
}

TEST(Allocation, failed_runs_are_left_out) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<Alternative> all = {
      {series(10, 1, 6, 1), {}}, {series(9, 1, 6, 2), {}}, {{kNone, kNone, kNone}, {}}};
  all[0].values[2] = kNone;
  const Ranking ranking = rank_alternatives(all);
  EXPECT_EQ(ranking.best, 0U);
  EXPECT_EQ(ranking.standings[0].n, 5U);
  EXPECT_EQ(ranking.standings[1].pairs, 5U);
  EXPECT_EQ(allocate(all, ranking, 20, 100)[2], 0U);
}

TEST(Allocation, the_same_world_twice_is_no_riddle) {
  const std::vector<Alternative> all = {{series(10, 1, 6, 1), {}}, {series(10, 1, 6, 1), {}}};
  const Ranking ranking = rank_alternatives(all);
  EXPECT_EQ(ranking.best, 0U);
  EXPECT_DOUBLE_EQ(ranking.chance, 1);
  EXPECT_EQ(indifferent(ranking).size(), 2U);
}

}  // namespace
}  // namespace fanfare::allocation_test
