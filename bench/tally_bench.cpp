// Adds to the tally of posts: spread over all rows, and on a few hot ones.
#include <benchmark/benchmark.h>

#include "fanfare/rng.h"
#include "fanfare/tally.h"

namespace fanfare {
namespace {

constexpr std::uint32_t kRows = 1 << 17;
constexpr std::uint32_t kAdds = 1 << 14;

// `hot` rows share all adds.
void add_to_posts(benchmark::State& state) {
  const auto hot = static_cast<std::uint32_t>(state.range(0));
  WideTally<8> tally;
  tally.resize(kRows);
  tally.set_workers(1);
  std::vector<std::uint32_t> rows(kAdds);
  const Draws draws(1, purpose(0, 0));
  for (std::uint32_t i = 0; i < kAdds; ++i) rows[i] = draws.below(hot, {i, 0, 0}) * (kRows / hot);
  for (auto _ : state)
    for (const std::uint32_t row : rows) tally.add(0, row, static_cast<int>(row % 8), 1);
  state.SetItemsProcessed(kAdds * state.iterations());
}
BENCHMARK(add_to_posts)->Arg(16)->Arg(1024)->Arg(kRows);

void deliver_posts(benchmark::State& state) {
  WideTally<8> tally;
  tally.resize(kRows);
  tally.set_workers(1);
  for (auto _ : state) {
    for (std::uint32_t row = 0; row < kRows; row += 4) tally.add(0, row, 0, 1);
    tally.merge_workers();
    tally.collect();
    benchmark::DoNotOptimize(tally.delivered().data());
    tally.clear();
  }
  state.SetItemsProcessed(kRows / 4 * state.iterations());
}
BENCHMARK(deliver_posts)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace fanfare
