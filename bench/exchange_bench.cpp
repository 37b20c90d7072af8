// What 64 to 4,096 ranks would receive of one another in a tick, by way of telling: posts, their authors' followers and
// their impressions by hour are those of a day of bench/plain_world.yaml (simulated); where viewers and followers live is
// drawn. Counters are bytes a rank and tick for each account of the world: times the accounts they hold for a larger
// world of the same kind, whose posts have each as many viewers. From the top folder:
//   fanfare_bench_micro --benchmark_filter=exchange
#include "bench/exchange.h"

#include <benchmark/benchmark.h>

#include <map>

#include "models/fan_economy/fan_economy.h"
#include "sim/bench/first_replicate.h"
#include "sim/comm.h"
#include "sim/parallel.h"
#include "sim/simulation.h"

namespace fanfare::telling {
namespace {

struct Day {
  std::uint32_t accounts = 0;
  std::vector<std::vector<Shown>> ticks;
};

using Views = std::map<std::uint32_t, std::uint32_t>;  // by number of the post
Views views_of(const fan_economy::World& world) {
  Views views;
  for (std::uint32_t row = 0; row < world.posts.score.size(); ++row)
    views[world.posts.first + row] = world.posts.score[row].impressions;
  return views;
}

// The third day: by then there are posts of two days, as always after that.
Day played_day() {
  Problems problems;
  Scenario scenario = load_scenario("bench/plain_world.yaml", {}, problems);
  if (!problems.empty()) throw ScenarioError(problems.render());
  const auto parallel = make_parallel(0);
  const auto comm = local_comm();
  Shelf shelf;
  const auto model = first_replicate(scenario, *parallel, shelf);
  const auto& world = dynamic_cast<fan_economy::FanEconomy&>(*model).world();
  Simulation simulation(*model, *comm, *parallel);
  Day day{model->partition().accounts, {}};
  for (int hour = 0; hour < 72; ++hour) {
    const Views before = views_of(world);
    simulation.step();
    if (hour < 48) continue;
    std::vector<Shown>& tick = day.ticks.emplace_back();
    for (const auto& [number, views] : views_of(world)) {
      const auto& post = world.posts.score[number - world.posts.first];
      const auto then = before.find(number);
      tick.push_back({.impressions = then == before.end() ? views : views - then->second,
                      .followers = world.followers[post.author],
                      .is_new = then == before.end(),
                      .is_pooled = post.rung != fan_economy::PostScore::kOffLadder});
    }
  }
  return day;
}

void exchange(benchmark::State& state) {
  static const Day day = played_day();
  const auto ranks = static_cast<std::uint32_t>(state.range(0));
  Exchange exchange(ranks);
  Received sum;
  for (auto _ : state)
    for (const std::vector<Shown>& tick : day.ticks) sum += exchange.tick(tick);
  std::uint64_t impressions = 0, shown = 0, fresh = 0;
  for (const std::vector<Shown>& tick : day.ticks)
    for (const Shown& post : tick)
      impressions += post.impressions, shown += post.impressions > 0 ? 1 : 0, fresh += post.is_new ? 1 : 0;
  const auto ticks = static_cast<double>(day.ticks.size());
  const auto a_rank = [&](std::uint64_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(state.iterations()) / ranks / ticks / day.accounts;
  };
  state.counters["to_all"] = a_rank(sum.to_all);
  state.counters["owner_to_all"] = a_rank(sum.counts_to_owner + sum.owner_to_all);
  state.counters["owner_to_finders"] = a_rank(sum.counts_to_owner + sum.owner_to_finders);
  state.counters["counts_to_owner"] = a_rank(sum.counts_to_owner);
  state.counters["impressions"] = static_cast<double>(impressions) / ticks / day.accounts;
  state.counters["posts_shown"] = static_cast<double>(shown) / ticks / day.accounts;
  state.counters["posts_new"] = static_cast<double>(fresh) / ticks / day.accounts;
}
BENCHMARK(exchange)->Arg(2)->Arg(4)->Arg(16)->Arg(64)->Arg(256)->Arg(1024)->Arg(4096)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace fanfare::telling
