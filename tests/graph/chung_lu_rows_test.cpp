// Rows are drawn in batches, most attempts accepted unseen, ids sorted by digits: all of it must give what
// the plain way gives, to the bit.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>

#include "fanfare/fmath.h"
#include "sim/graph/chung_lu_rows.h"
#include "sim/graph/sort_ids.h"
#include "tests/graph/graph_testing.h"
#include "tests/graph/thread_parallel.h"

namespace fanfare::chung_lu_rows_test {
namespace {

constexpr std::uint32_t kAccounts = 3000;
constexpr std::uint32_t kTopics = 5;

struct Any {
  std::uint32_t seed;
  std::uint32_t number = 0;
  std::uint32_t operator()() { return Draws(seed, purpose(9, 9)).words({number++})[0]; }
};

TEST(WordsRun, gives_the_words_of_each_index) {
  const Draws draws(7, purpose(3, 9));
  const Subject subject{11, 12, 13};
  WordBatch<64> batch;
  for (const std::uint32_t first : {0U, 5U, 0xfffffff8U})  // the last run goes on at 0
    for (const std::size_t count : {16U, 48U, 64U}) {
      words_run(draws, subject, first, count, batch);
      for (std::uint32_t i = 0; i < count; ++i)
        for (std::size_t w = 0; w < 4; ++w)
          ASSERT_EQ(batch.word[w][i], draws.words(subject, first + i)[w]) << first << " + " << i;
    }
}

TEST(SortIds, sorts_like_the_library) {
  Any any{1};
  std::vector<std::uint32_t> spare;
  for (const std::uint32_t most : {1U, 200U, 70'000U, 0xffffffffU})
    for (const std::size_t size : {0U, 1U, 63U, 64U, 65U, 5000U}) {
      std::vector<std::uint32_t> row(size);
      for (std::uint32_t& id : row) id = any() % most;
      std::vector<std::uint32_t> expected = row;
      std::ranges::sort(expected);
      sort_ids(row, spare);
      EXPECT_EQ(row, expected) << size << " ids below " << most;
    }
}

TEST(TargetTable, finds_what_a_search_from_the_start_finds) {
  Any any{1};
  for (const std::size_t size : {1U, 7U, 9U, 300U, 5000U}) {
    std::vector<double> weights(size);
    for (double& w : weights) w = any() % 3 == 0 ? 0 : std::pow((any() % 1000) / 1000.0, 9);  // stars and dust
    weights[size / 2] = 0.5;
    const TargetTable table(weights);
    const double unit = 0x1p32 / std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<std::uint32_t> ends;
    std::uint32_t last = 0;
    double cumulative = 0;
    for (std::uint32_t i = 0; i < size; ++i) {
      cumulative += weights[i];
      ends.push_back(static_cast<std::uint32_t>(std::min(std::floor(cumulative * unit), 0x1p32 - 1)));
      if (weights[i] > 0) last = i;
    }
    const auto search = [&](std::uint32_t word) {
      std::uint32_t i = 0;
      while (ends[i] <= word && i < last) ++i;
      return i;
    };
    for (int k = 0; k < 3000; ++k) {
      const std::uint32_t word = k < 2 ? 0U - static_cast<std::uint32_t>(k) : any();
      ASSERT_EQ(table.draw(word), search(word)) << size << " accounts, word " << word;
    }
  }
}

// Everything that may bend the path of a draw.
struct Case {
  const char* name;
  ChungLu graph;
  bool some_only_read = false;
};

std::vector<std::uint8_t> mixed_interests() {
  Any any{2};
  std::vector<std::uint8_t> rows(kAccounts * kTopics);
  for (std::uint32_t a = 0; a < kAccounts; ++a) {
    const auto most = static_cast<std::uint8_t>(any() % 256);
    rows[a * kTopics + a % kTopics] = most;
    rows[a * kTopics + any() % kTopics] += static_cast<std::uint8_t>(255 - most);
  }
  return rows;
}

std::vector<std::uint8_t> every_third() {
  std::vector<std::uint8_t> authors(kAccounts);
  for (std::uint32_t a = 0; a < kAccounts; ++a) authors[a] = a % 3 == 0 ? 1 : 0;
  return authors;
}

// docs/ODD.md, attempt by attempt.
std::map<std::uint32_t, bool> plain_row(const GraphRequest& request, const ChungLu& graph,
                                        const ChungLuPlan& plan, const TargetTable& targets,
                                        std::uint32_t reader) {
  const Draws draws(request.seed, graph_purpose::kTarget);
  std::map<std::uint32_t, bool> row;
  for (std::uint32_t attempt = 0; row.size() < plan.follows[reader]; ++attempt) {
    const Words words = draws.words({reader}, attempt);
    const std::uint32_t author = targets.draw(words[0]);
    if (graph.homophily != 0) {
      const double strength =
          graph.homophily / (1 + fmath::log10(std::max(1.0, plan.followers[author] * graph.scale)));
      std::uint32_t dot = 0;
      for (std::uint32_t k = 0; k < kTopics; ++k)
        dot += std::uint32_t{graph.interests[reader * kTopics + k]} * graph.interests[author * kTopics + k];
      const double exponent = strength * (dot / (255.0 * 255.0)) - std::max(0.0, strength);
      if (!(to_unit(words[1]) < fmath::exp(exponent))) continue;
    }
    if (author == reader) continue;
    row.try_emplace(author, graph.is_author(reader) && words[2] < plan.answers_below[author]);
  }
  return row;
}

TEST(ChungLuRows, are_those_of_plain_draws) {
  const std::vector<std::uint8_t> interests = mixed_interests();
  const std::vector<std::uint8_t> authors = every_third();
  const std::vector<Case> cases = {
      {"without likeness", {.mean_follows = 40}},
      {"a little alike", {.mean_follows = 40, .homophily = 0.3}},
      {"much alike", {.mean_follows = 40, .homophily = 4}},
      {"unlike", {.mean_follows = 40, .homophily = -2}},
      {"some only read", {.mean_follows = 20, .scale = 30, .homophily = 1}, true},
      {"answers by size", {.mean_follows = 20, .reciprocity = -1, .reciprocity_size = 100}},
  };
  test::ThreadParallel threads(2);
  const GraphRequest request{kAccounts, 6, 0, 1, threads};
  for (const Case& one : cases) {
    ChungLu graph = one.graph;
    graph.follows_cap = 300;
    if (graph.homophily != 0) graph.topics = kTopics, graph.interests = interests;
    if (one.some_only_read) graph.authors = authors;
    const ChungLuPlan plan = plan_chung_lu(request, graph);
    std::vector<double> weights = plan.weights;
    for (std::uint32_t a = 0; a < kAccounts; ++a)
      if (graph.homophily != 0)
        weights[a] *= fmath::exp(std::max(
            0.0, graph.homophily / (1 + fmath::log10(std::max(1.0, plan.followers[a] * graph.scale)))));
    const TargetTable targets(weights);
    ChungLuRows rows(request, graph);
    std::uint64_t follows = 0;
    for (std::uint32_t reader = 0; reader < kAccounts; ++reader) {
      std::map<std::uint32_t, bool> row;
      rows.draw(reader, 0, [&](std::uint32_t author, bool answers) { row[author] = answers; });
      ASSERT_EQ(row, plain_row(request, graph, plan, targets, reader)) << one.name << ", reader " << reader;
      follows += row.size();
    }
    EXPECT_GT(follows, 10 * kAccounts) << one.name;
  }
}

}  // namespace
}  // namespace fanfare::chung_lu_rows_test
