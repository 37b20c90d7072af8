// Every generator gives the same bits on any workers and ranks, and other bits for another seed.
#include <gtest/gtest.h>

#include <functional>

#include "fanfare/rng.h"
#include "tests/graph/graph_testing.h"
#include "tests/graph/thread_parallel.h"

namespace fanfare::generators_exactness_test {
namespace {

using test::Edges;
using test::edges_of;

constexpr std::uint32_t kAccounts = 7 * kBlockRows + 100;

struct Generator {
  const char* name;
  std::function<BuiltGraph(const GraphRequest&)> make;
};
void PrintTo(const Generator& g, std::ostream* out) { *out << g.name; }

const std::vector<std::uint8_t>& two_camps() {
  static const std::vector<std::uint8_t> interests = [] {
    std::vector<std::uint8_t> rows;
    for (std::uint32_t a = 0; a < kAccounts; ++a)
      for (std::uint32_t k = 0; k < 2; ++k) rows.push_back(a % 2 == k ? 255 : 0);
    return rows;
  }();
  return interests;
}

const std::vector<Generator> kGenerators = {
    {"chung_lu", [](const GraphRequest& r) { return chung_lu(r, {.mean_follows = 20}); }},
    {"chung_lu_by_size",
     [](const GraphRequest& r) {
       return chung_lu(r, {.mean_follows = 20, .reciprocity = -1, .reciprocity_size = 300});
     }},
    {"chung_lu_alike",
     [](const GraphRequest& r) {
       return chung_lu(r, {.mean_follows = 20, .homophily = 2, .topics = 2, .interests = two_camps()});
     }},
    {"barabasi_albert", [](const GraphRequest& r) { return barabasi_albert(r, 8); }},
    {"watts_strogatz", [](const GraphRequest& r) { return watts_strogatz(r, 10, 0.2); }},
    {"erdos_renyi", [](const GraphRequest& r) { return erdos_renyi(r, 12, false); }},
    {"erdos_renyi_mutual", [](const GraphRequest& r) { return erdos_renyi(r, 12, true); }},
    {"rmat", [](const GraphRequest& r) { return rmat(r, 12, .57, .19, .19); }},
};

class AnyGenerator : public testing::TestWithParam<Generator> {
 protected:
  static BuiltGraph make(Parallel& parallel, std::uint32_t seed = 5, int rank = 0, int ranks = 1) {
    return GetParam().make({kAccounts, seed, rank, ranks, parallel});
  }
};

TEST_P(AnyGenerator, gives_the_same_graph_on_any_workers) {
  Serial serial;
  const BuiltGraph expected = make(serial);
  for (const int workers : {2, 3, 7}) {
    test::ThreadParallel threads(workers);
    const BuiltGraph built = make(threads);
    EXPECT_GT(threads.used(), 1) << "this test needs more than one worker at work";
    EXPECT_EQ(edges_of(built.graph), edges_of(expected.graph)) << workers << " workers";
    EXPECT_EQ(built.followers, expected.followers);
    EXPECT_EQ(built.edges, expected.edges);
  }
}

TEST_P(AnyGenerator, gives_the_same_graph_on_any_ranks) {
  test::ThreadParallel threads(2);
  const BuiltGraph expected = make(threads);
  for (const int ranks : {2, 3, 5}) {
    Edges joined;
    for (int rank = 0; rank < ranks; ++rank) {
      const BuiltGraph part = make(threads, 5, rank, ranks);
      const Edges own = edges_of(part.graph);
      joined.insert(joined.end(), own.begin(), own.end());
      EXPECT_EQ(part.followers, expected.followers);
      EXPECT_EQ(part.edges, expected.edges);
    }
    EXPECT_EQ(joined, edges_of(expected.graph)) << ranks << " ranks";
  }
}

TEST_P(AnyGenerator, gives_another_graph_for_another_seed) {
  Serial serial;
  EXPECT_NE(edges_of(make(serial, 5).graph), edges_of(make(serial, 6).graph));
}

TEST_P(AnyGenerator, counts_the_followers_that_the_rows_hold) {
  test::ThreadParallel threads(3);
  const BuiltGraph built = make(threads);
  std::vector<std::uint32_t> counted(kAccounts, 0);
  for (const auto& [reader, author] : edges_of(built.graph)) {
    ++counted[author];
    ASSERT_NE(reader, author);
  }
  EXPECT_EQ(built.followers, counted);
  EXPECT_EQ(built.edges, built.graph.edges());
}

INSTANTIATE_TEST_SUITE_P(Graphs, AnyGenerator, testing::ValuesIn(kGenerators),
                         [](const auto& param) { return std::string(param.param.name); });

TEST(Generators, the_default_graph_keeps_its_bits) {
  Serial serial;
  const BuiltGraph built = chung_lu({5000, 42, 0, 1, serial}, {});
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a over the ids of all edges
  for (const auto& [reader, author] : edges_of(built.graph))
    for (const std::uint32_t word : {reader, author}) hash = (hash ^ word) * 0x100000001b3U;
  EXPECT_EQ(hash, 17872606621725873795U) << "results: the default follow graph has changed";
}

}  // namespace
}  // namespace fanfare::generators_exactness_test
