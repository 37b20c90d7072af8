// The stream of follow edges against the bits of accounts with something recent: the first thing a session
// does.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "fanfare/graph_build.h"
#include "fanfare/rng.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kAccounts = 200'000;

const BuiltGraph& built() {
  static Serial serial;
  static const BuiltGraph graph =
      erdos_renyi({.accounts = kAccounts, .seed = 1, .parallel = serial}, 50, false);
  return graph;
}

// One in `range` accounts has posted.
void scan_follows(benchmark::State& state) {
  const FollowGraph& graph = built().graph;
  const auto one_in = static_cast<std::uint32_t>(state.range(0));
  std::vector<std::uint64_t> recent(kAccounts / 64 + 1);
  const Draws draws(2, purpose(0, 0));
  for (std::uint32_t a = 0; a < kAccounts; ++a)
    if (draws.below(one_in, {a, 0, 0}) == 0) recent[a / 64] |= std::uint64_t{1} << (a % 64);
  std::vector<std::uint32_t> hits(8192);
  std::int64_t edges = 0;
  std::uint32_t reader = 0;
  for (auto _ : state) {
    const auto row = graph.follows(AccountId(reader));
    std::size_t n = 0;
    for (const std::uint32_t author : row) {
      hits[n] = author;
      n += recent[author / 64] >> (author % 64) & 1U;
    }
    benchmark::DoNotOptimize(hits.data());
    edges += static_cast<std::int64_t>(row.size());
    reader = reader + 7 < kAccounts ? reader + 7 : 0;
  }
  state.SetItemsProcessed(edges);
}
BENCHMARK(scan_follows)->Arg(4)->Arg(30);

}  // namespace
}  // namespace fanfare
