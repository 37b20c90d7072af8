// Pieces of a session: a set of rows, marks of what was seen, the value table, the best of the scored.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/feed/rank.h"
#include "models/fan_economy/feed/seen.h"

namespace fanfare::fan_economy {
namespace {

const Draws kDraws(3, purpose(0, 0));
constexpr std::uint32_t kCandidates = 64;

void meet_rows(benchmark::State& state) {
  const auto met = std::make_unique<RowSet>();
  for (auto _ : state) {
    met->clear();
    std::uint32_t fresh = 0;
    for (std::uint32_t i = 0; i < kCandidates; ++i) fresh += met->insert(i * 977 % 50'000);
    benchmark::DoNotOptimize(fresh);
  }
  state.SetItemsProcessed(kCandidates * state.iterations());
}
BENCHMARK(meet_rows);

void look_up_seen(benchmark::State& state) {
  std::vector<SeenBucket> row(15);  // at the default habits
  for (std::uint32_t i = 0; i < 130; ++i) remember_seen(row, SeenMark(PostKey{i * 31, 5, 0}));
  std::uint32_t i = 0, seen = 0;
  for (auto _ : state) seen += was_seen(row, SeenMark(PostKey{i++, 5, 0}));
  benchmark::DoNotOptimize(seen);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(look_up_seen);

// Twenty items out of 64 candidates.
void pop_a_slate(benchmark::State& state) {
  const auto candidates = std::make_unique<Candidates>();
  for (auto _ : state) {
    candidates->eligible = kCandidates;
    for (std::uint32_t n = 0; n < kCandidates; ++n)
      candidates->key[n] = static_cast<std::uint64_t>(n * 0x9E3779B1U) << 32 | n;
    std::uint32_t sum = 0;
    BestFirst best(*candidates);
    for (int item = 0; item < 20; ++item) sum += best.pop();
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(20 * state.iterations());
}
BENCHMARK(pop_a_slate);

}  // namespace
}  // namespace fanfare::fan_economy
