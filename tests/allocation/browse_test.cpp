// Nothing is allocated inside a block while accounts browse: counted by a global operator new of this
// program.
#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "models/fan_economy/phases/phases.h"
#include "tests/fan_economy/live_world.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

void* counted(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
  ++allocations;
  const std::size_t whole = (bytes / alignment + 1) * alignment;
  if (void* p = std::aligned_alloc(alignment, whole)) return p;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes); }
void* operator new[](std::size_t bytes) { return counted(bytes); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }

namespace fanfare::fan_economy::browse_test {
namespace {

using testing::LiveWorld;

constexpr const char* kMarket = R"(schema: 1
kind: scenario
name: busy
question: Does browsing allocate?
run: {until: 30d, tick: 1h, seed: 3}
population: {accounts: 5_000, scale: 100}
creators:
  - {id: koc, kind: koc, select: {by: followers, top: 200}}
brands:
  - {id: aurora, topic: beauty}
campaigns:
  - {id: launch, brand: aurora, budget: 1_000_000 CNY, least_spendable: 0, flight: [0d, 30d], lines: [{hire: {kind: koc, by: fit}, posts: 3}]}
)";

// Browses all blocks once; what was allocated meanwhile.
std::uint64_t browse_all(LiveWorld& world) {
  const std::uint64_t before = allocations;
  for (std::uint32_t b = 0; b < world.economy().partition().blocks(); ++b)
    browse(*world, world.block(b));
  return allocations - before;
}

TEST(Allocation, the_counter_counts) {
  const std::uint64_t before = allocations;
  delete new int(3);
  EXPECT_EQ(allocations - before, 1U);
}

// Outboxes and the day's follows keep their capacity and grow by doubling, so growth dies out: over days it
// may happen, per session it may not.
TEST(Allocation, browsing_allocates_only_where_a_list_grows_beyond_all_days_before) {
  LiveWorld world(kMarket);
  world.step(7 * 24);
  const std::uint64_t impressions = world.economy().work().impressions;
  std::uint64_t allocated = 0;
  for (int repeat = 0; repeat < 24; ++repeat) {
    world.step();
    allocated += browse_all(world);  // again, with the readers of this tick
  }
  const auto browsed = static_cast<double>(world.economy().work().impressions - impressions);
  RecordProperty("allocations", std::to_string(allocated));
  EXPECT_GT(browsed, 20'000);
  EXPECT_LE(allocated, 10U);
}

}  // namespace
}  // namespace fanfare::fan_economy::browse_test
