// A run from parameters to dataset: rows, stopping, going on, and seeds.
#include <gtest/gtest.h>

#include <mutex>
#include <set>

#include "sim/parallel.h"
#include "sim/run.h"
#include "tests/engine/memory_archive.h"
#include "tests/engine/rumour.h"

namespace fanfare::test::run_test {
namespace {

const ModelEntry kRumour = entry<RumourParameters, Rumour>("rumour", "a rumour");

RunResult run_rumour(Comm& comm, RunHooks hooks = {}, double until = 2, double every = 0.5) {
  Parameters<RumourParameters> parameters;
  parameters.value().accounts = 3000;
  Shelf shelf;
  Serial serial;
  return run({.model = kRumour,
              .parameters = parameters,
              .run = {.until = until, .tick = 1.0 / 8, .start = "2026-03-02"},
              .outputs = {.every = every},
              .seed = derive_seed(1, 0),
              .comm = comm,
              .parallel = serial,
              .shelf = shelf,
              .hooks = std::move(hooks)});
}
RunResult run_rumour(RunHooks hooks = {}, double until = 2, double every = 0.5) {
  return run_rumour(*local_comm(), std::move(hooks), until, every);
}

void expect_same(const RunResult& a, const RunResult& b) {
  EXPECT_EQ(a.fingerprint, b.fingerprint);
  EXPECT_EQ(a.data.dimensions.front().values, b.data.dimensions.front().values);
  for (const Variable& v : a.data.variables) EXPECT_EQ(v.data, b.data.variable(v.name)->data) << v.name;
}

TEST(Run, records_a_row_at_each_interval_and_one_at_the_end) {
  const RunResult result = run_rumour({}, 1.75);
  EXPECT_EQ(result.data.dimension("time")->values, (std::vector<double>{0.5, 1, 1.5, 1.75}));
  EXPECT_EQ(result.data.variable("mood")->data.size(), 4U);
  EXPECT_GT(result.data.variable("fame")->data[0], 0) << "finish() was called";
  EXPECT_EQ(result.ticks_done, 14U);
  EXPECT_FALSE(result.stopped);
  EXPECT_EQ(result.work.impressions, 3000U);
  EXPECT_EQ(result.phase_times.size(), 6U);
  EXPECT_GT(result.state_bytes, 3000U * 8);
}

TEST(Run, tells_how_far_it_is_after_each_tick) {
  std::vector<double> days;
  RunHooks hooks;
  hooks.on_tick = [&](const RunStatus& status) {
    days.push_back(status.days);
    EXPECT_EQ(status.ticks, 16U);
    return AfterTick::go_on;
  };
  run_rumour(std::move(hooks));
  ASSERT_EQ(days.size(), 16U);
  EXPECT_EQ(days.front(), 0.125);
  EXPECT_EQ(days.back(), 2);
}

struct Kept {
  Saved state;
  Dataset rows;
  Tick ticks = 0;
};
RunHooks saving(Kept& kept) {
  RunHooks hooks;
  hooks.save = [&kept](Simulation& simulation, const DatasetRecorder& recorder) {
    MemoryArchive archive(kept.state, MemoryArchive::Does::save);
    simulation.state(archive);
    kept.rows = recorder.data();
    kept.ticks = simulation.tick();
  };
  return hooks;
}
RunHooks loading(Kept& kept) {
  RunHooks hooks;
  hooks.load = [&kept](Simulation& simulation, DatasetRecorder& recorder) {
    MemoryArchive archive(kept.state, MemoryArchive::Does::load);
    simulation.state(archive);
    recorder.restore(kept.rows);
    return kept.ticks;
  };
  return hooks;
}

TEST(Run, a_stopped_run_goes_on_to_the_same_bits_at_every_tick) {
  const RunResult unbroken = run_rumour();
  for (Tick last = 1; last < 16; ++last) {
    Kept kept;
    RunHooks hooks = saving(kept);
    hooks.on_tick = [&](const RunStatus& s) {
      return s.ticks_done == last ? AfterTick::stop : AfterTick::go_on;
    };
    const RunResult stopped = run_rumour(std::move(hooks));
    EXPECT_TRUE(stopped.stopped);
    EXPECT_EQ(stopped.ticks_done, last);
    EXPECT_EQ(kept.ticks, last);
    expect_same(run_rumour(loading(kept)), unbroken);
  }
}

TEST(Run, checkpoints_by_the_clock_and_goes_on_to_a_later_end) {
  Kept kept;
  RunHooks hooks = saving(kept);
  hooks.checkpoint_every = 0.75;
  run_rumour(std::move(hooks));
  EXPECT_EQ(kept.ticks, 12U);
  expect_same(run_rumour(loading(kept), 3), run_rumour({}, 3));
}

TEST(Run, saves_nothing_when_not_asked) {
  Kept kept;
  run_rumour(saving(kept));
  EXPECT_EQ(kept.ticks, 0U);
}

TEST(Run, one_rank_that_asks_to_stop_stops_all_after_the_same_tick) {
  std::mutex mutex;
  std::vector<Tick> done;
  run_ranks(3, [&](Comm& comm) {
    RunHooks hooks;
    hooks.on_tick = [&](const RunStatus& s) {
      return comm.rank() == 2 && s.ticks_done == 5 ? AfterTick::stop : AfterTick::go_on;
    };
    const RunResult result = run_rumour(comm, std::move(hooks));
    const std::lock_guard lock(mutex);
    done.push_back(result.ticks_done);
  });
  EXPECT_EQ(done, (std::vector<Tick>{5, 5, 5}));
}

TEST(Run, every_rank_returns_the_same) {
  const RunResult alone = run_rumour();
  run_ranks(3, [&](Comm& comm) {
    const RunResult result = run_rumour(comm);
    expect_same(result, alone);
    EXPECT_EQ(result.work.impressions, 3000U);
  });
}

TEST(DeriveSeed, is_fixed_and_differs_by_seed_and_replicate) {
  std::set<std::uint32_t> keys;
  for (const std::uint64_t seed :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32, std::uint64_t{20261122}})
    for (std::uint32_t replicate = 0; replicate < 250; ++replicate) keys.insert(derive_seed(seed, replicate));
  EXPECT_EQ(keys.size(), 1000U);
  EXPECT_EQ(derive_seed(1, 0), 0x071946d8U) << "results change with it";
}

}  // namespace
}  // namespace fanfare::test::run_test
