#include "models/fan_economy/measure/scoresheet.h"

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Cells of the sketch: the standard error of reciprocity is about (1 + it) · √(2 / cells), .005 at 20 %.
constexpr std::uint32_t kPairCells = 1U << 17;

bool is_last_tick(const World& world) { return world.tick + 1 == world.setup.run.ticks(); }

// A mixer of 64 bits (splitmix64's finaliser): integers only, the same everywhere.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

void count_pair(World& world, int worker, std::uint32_t a, std::uint32_t b, int weight) {
  const std::uint64_t pair = std::uint64_t{std::min(a, b)} << 32 | std::max(a, b);
  const std::uint64_t hash = mixed(pair + 0x9e3779b97f4a7c15U);
  world.scoresheet.pairs.add(worker, hash & (kPairCells - 1), hash >> 63 ? weight : -weight);
  world.scoresheet.pairs.add(worker, kPairCells, weight);  // follows
}

}  // namespace

void open_scoresheet(World& world) {
  if (is_last_tick(world)) world.scoresheet.pairs.resize(kPairCells + 1);
}

void count_pairs(World& world, const BlockScope& scope) {
  if (world.scoresheet.pairs.size() == 0) return;
  for (std::uint32_t a = scope.first; a < scope.last; ++a)
    for (const std::uint32_t b : world.graph.follows(AccountId(a))) count_pair(world, scope.worker, a, b, 1);
  for (const FollowGraph::Delta& d : world.graph.deltas(scope.block))
    count_pair(world, scope.worker, d.reader, d.author, d.follow ? 1 : -1);
}

void close_scoresheet(World& world) {
  Scoresheet& sheet = world.scoresheet;
  if (sheet.pairs.size() == 0) return;
  sheet.follows = sheet.pairs[kPairCells];
  sheet.squares = 0;
  for (std::size_t cell = 0; cell < kPairCells; ++cell)
    sheet.squares += sheet.pairs[cell] * sheet.pairs[cell];
  sheet.pairs.clear();
  sheet.pairs.resize(0);
}

}  // namespace fanfare::fan_economy
