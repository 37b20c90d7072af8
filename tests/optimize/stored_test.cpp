// How often the best of thirty mixes of the fan economy is found, without running any again: mixes.csv has
// what each left in each of many worlds, and how it was made. Worlds of a try are drawn from them with
// replacement, all mixes of a world together, so what the stored worlds say on average is the truth of all
// tries.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "fanfare/rng.h"
#include "sim/optimize/allocation.h"

namespace fanfare::stored_test {
namespace {

using Table = std::vector<std::vector<double>>;  // [mix][world]
constexpr std::size_t kTries = 400, kStart = 4, kMostEach = 240;

// Lines are worlds, columns mixes.
const Table& stored() {
  static const Table kTable = [] {
    std::ifstream in("tests/optimize/mixes.csv");  // tests run in the checkout
    Table table;
    for (std::string line; std::getline(in, line);) {
      if (line.empty() || line[0] == '#') continue;
      std::istringstream cells(line);
      std::size_t mix = 0;
      for (std::string cell; std::getline(cells, cell, ','); ++mix) {
        if (table.size() <= mix) table.emplace_back();
        table[mix].push_back(std::stod(cell));
      }
    }
    return table;
  }();
  return kTable;
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> truths() {
  std::vector<double> means;
  for (const std::vector<double>& values : stored()) means.push_back(mean_of(values));
  return means;
}

std::size_t best_of(const std::vector<double>& means) {
  return static_cast<std::size_t>(std::max_element(means.begin(), means.end()) - means.begin());
}

// The world of each replicate of a try.
std::vector<std::size_t> worlds_of(std::uint32_t attempt) {
  const Draws draws(20261130, purpose(9, 7));
  std::vector<std::size_t> worlds;
  for (std::uint32_t r = 0; r < kMostEach; ++r)
    worlds.push_back(draws.below(static_cast<std::uint32_t>(stored()[0].size()), {attempt}, r));
  return worlds;
}

std::size_t found_by_equal(const std::vector<std::size_t>& worlds, std::size_t each) {
  std::vector<double> sums(stored().size(), 0);
  for (std::size_t mix = 0; mix < sums.size(); ++mix)
    for (std::size_t r = 0; r < each; ++r) sums[mix] += stored()[mix][worlds[r]];
  return best_of(sums);
}

std::size_t found_by_allocation(const std::vector<std::size_t>& worlds, std::size_t runs) {
  std::vector<Alternative> all(stored().size());
  std::size_t done = 0;
  const auto run = [&](std::size_t mix, std::size_t more) {
    for (; more > 0; --more, ++done) all[mix].values.push_back(stored()[mix][worlds[all[mix].values.size()]]);
  };
  for (std::size_t mix = 0; mix < all.size(); ++mix) run(mix, kStart);
  const std::size_t batch = std::max<std::size_t>(1, (runs - done) / 10);  // as optimize looks
  while (done < runs) {
    const auto more = allocate(all, rank_alternatives(all), std::min(batch, runs - done), worlds.size());
    if (std::accumulate(more.begin(), more.end(), std::size_t{0}) == 0) break;
    for (std::size_t mix = 0; mix < all.size(); ++mix) run(mix, more[mix]);
  }
  EXPECT_EQ(done, runs);
  return rank_alternatives(all).best;
}

// Of kTries.
template <class By>
std::size_t times_found(const By& found_by) {
  const std::size_t best = best_of(truths());
  std::size_t times = 0;
  for (std::uint32_t attempt = 0; attempt < kTries; ++attempt)
    times += found_by(worlds_of(attempt)) == best ? 1 : 0;
  return times;
}

TEST(StoredMixes, the_best_is_found_at_a_fifth_of_the_runs_of_equal_shares) {
  constexpr std::size_t kEach = 40;
  ASSERT_EQ(stored().size(), 30U);
  const std::size_t equal = times_found([](const auto& worlds) { return found_by_equal(worlds, kEach); });
  const std::size_t at_a_fifth =
      times_found([](const auto& worlds) { return found_by_equal(worlds, kEach / 5); });
  const std::size_t allocated = times_found(
      [](const auto& worlds) { return found_by_allocation(worlds, stored().size() * kEach / 5); });
  std::printf("of %zu tries: equal %zu, equal at a fifth %zu, allocated at a fifth %zu\n", kTries, equal,
              at_a_fifth, allocated);
  EXPECT_GE(equal, kTries * 9 / 10);
  EXPECT_GE(allocated, kTries * 9 / 10);
  EXPECT_LT(at_a_fifth, kTries * 8 / 10);  // else the mixes would be too easy to tell apart to show anything
}

}  // namespace
}  // namespace fanfare::stored_test
