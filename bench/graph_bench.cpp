// How long graphs take to build, by generator: follows made per second on one core.
#include <benchmark/benchmark.h>

#include "fanfare/graph_build.h"

namespace fanfare {
namespace {

constexpr double kFollows = 50;

template <class Make>
void build(benchmark::State& state, const Make& make) {
  Serial serial;
  std::uint64_t follows = 0;
  for (auto _ : state) {
    const BuiltGraph built = make(GraphRequest{static_cast<std::uint32_t>(state.range(0)), 1, 0, 1, serial});
    follows += built.edges;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(follows));
}

void chung_lu_graph(benchmark::State& state) {
  build(state, [](const GraphRequest& request) { return chung_lu(request, {.mean_follows = kFollows}); });
}
BENCHMARK(chung_lu_graph)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void chung_lu_graph_without_answers(benchmark::State& state) {
  build(state, [](const GraphRequest& request) {
    return chung_lu(request, {.mean_follows = kFollows, .reciprocity = 0});
  });
}
BENCHMARK(chung_lu_graph_without_answers)->Arg(100'000)->Unit(benchmark::kMillisecond);

void barabasi_albert_graph(benchmark::State& state) {
  build(state, [](const GraphRequest& request) { return barabasi_albert(request, 50); });
}
BENCHMARK(barabasi_albert_graph)->Arg(100'000)->Unit(benchmark::kMillisecond);

void watts_strogatz_graph(benchmark::State& state) {
  build(state, [](const GraphRequest& request) { return watts_strogatz(request, 50, 0.1); });
}
BENCHMARK(watts_strogatz_graph)->Arg(100'000)->Unit(benchmark::kMillisecond);

void erdos_renyi_graph(benchmark::State& state) {
  build(state, [](const GraphRequest& request) { return erdos_renyi(request, kFollows, false); });
}
BENCHMARK(erdos_renyi_graph)->Arg(100'000)->Unit(benchmark::kMillisecond);

void rmat_graph(benchmark::State& state) {
  build(state, [](const GraphRequest& request) { return rmat(request, kFollows, .57, .19, .19); });
}
BENCHMARK(rmat_graph)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fanfare
