#include "models/fan_economy/people/platforms.h"

#include <algorithm>
#include <memory>
#include <string>

#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

void draw_memberships(World& world) {
  world.memberships.assign(world.part.accounts, 0);
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    const PlatformParameters& platform = world.p.platforms[p];
    const std::uint32_t id = hash_of_name(platform.id);
    std::uint32_t members = 0;
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
      if (!world.chance(platform.members, draw::membership(AccountId(a), id))) continue;
      world.memberships[a] = static_cast<std::uint8_t>(world.memberships[a] | 1U << p);
      ++members;
    }
    if (members == 0)
      throw ScenarioError("platforms." + platform.id + ".members: none of " +
                          std::to_string(world.part.accounts) +
                          " accounts is on it; raise it or enlarge population.accounts");
  }
}

// The owned rows of some blocks with what a follow keeps: a block's ids lie together.
std::shared_ptr<const FollowGraph::Segment> filtered(const World& world, const FollowGraph::Segment& from,
                                                     std::uint32_t first, std::uint32_t platform) {
  auto ids = std::make_shared<std::vector<std::uint32_t>>();
  auto segment = std::make_shared<FollowGraph::Segment>();
  segment->offsets.push_back(0);
  for (std::size_t row = 0; row + 1 < from.offsets.size(); ++row) {
    const auto reader = AccountId(first + static_cast<std::uint32_t>(row));
    if (world.is_member(reader, platform))
      for (std::uint32_t i = from.offsets[row]; i < from.offsets[row + 1]; ++i)
        if (world.is_member(AccountId(from.ids[i]), platform)) ids->push_back(from.ids[i]);
    segment->offsets.push_back(static_cast<std::uint32_t>(ids->size()));
  }
  segment->ids = *ids;
  segment->storage = ids;
  return segment;
}

// Everyone publishes where most follow; where as many do, on the first of those.
void find_homes(World& world) {
  world.homes.assign(world.part.accounts, 0);
  std::vector<std::uint32_t> most(world.part.accounts, 0);
  std::vector<std::uint8_t> found(world.part.accounts, 0);
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    world.enter(p);
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
      if (!world.is_member(AccountId(a), p) || (found[a] != 0 && world.followers[a] <= most[a])) continue;
      found[a] = 1;
      most[a] = world.followers[a];
      world.homes[a] = static_cast<std::uint8_t>(p);
    }
  }
  world.enter(0);
}

}  // namespace

BuiltGraph keep_members(const World& world, const BuiltGraph& whole, std::uint32_t platform) {
  BuiltGraph kept;
  kept.followers.assign(world.part.accounts, 0);
  std::vector<std::shared_ptr<const FollowGraph::Segment>> owned;
  for (std::uint32_t b = 0; b < block_count(world.part.accounts); ++b) {
    auto segment = filtered(world, whole.graph.segment(BlockId(b)), b * kBlockRows, platform);
    for (const std::uint32_t author : segment->ids) ++kept.followers[author];
    kept.edges += segment->ids.size();
    if (b >= world.part.first_block && b < world.part.last_block) owned.push_back(std::move(segment));
  }
  kept.graph = FollowGraph(world.part, std::move(owned));
  return kept;
}

void open_platforms(World& world) {
  if (!world.has_several()) return;
  draw_memberships(world);
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    const BuiltGraph built = keep_members(world, *whole_graph_of(world, p), p);
    world.enter(p);
    world.graph = built.graph;
    world.followers = built.followers;
  }
  world.enter(0);
  find_homes(world);
  for (std::uint32_t p = 1; p < world.platform_count(); ++p) {
    world.further_follows.push_back(std::make_unique<WideTally<2>>());
    world.further_follows.back()->resize(world.part.accounts);
  }
}

}  // namespace fanfare::fan_economy
