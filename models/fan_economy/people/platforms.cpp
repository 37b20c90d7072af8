#include "models/fan_economy/people/platforms.h"

#include <algorithm>
#include <memory>
#include <string>

#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/people/attributes.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Chances of being on a platform: of everyone, or by the level of an attribute. An account's word is the same
// in both, so that shares alone decide who comes and who goes.
class PlatformMembers {
 public:
  PlatformMembers(const World& world, const PlatformParameters& platform)
      : world_(world), of_(platform), id_(hash_of_name(platform.id)) {
    if (of_.by) attribute_ = static_cast<std::size_t>(attribute_number(world.p, of_.by->attribute));
  }
  bool holds(AccountId account) const {
    const double share = of_.by ? of_.by->shares[attribute_of(world_, account, attribute_)] : of_.members;
    return world_.chance(share, draw::membership(account, id_));
  }

 private:
  const World& world_;
  const PlatformParameters& of_;
  std::uint32_t id_;
  std::size_t attribute_ = 0;
};

void draw_memberships(World& world) {
  world.memberships.assign(world.part.accounts, 0);
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    const PlatformParameters& platform = world.p.platforms[p];
    const PlatformMembers membership(world, platform);
    std::uint32_t members = 0;
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
      if (!membership.holds(AccountId(a))) continue;
      world.memberships[a] = static_cast<std::uint8_t>(world.memberships[a] | 1U << p);
      ++members;
    }
    if (members == 0)
      throw ScenarioError("platforms." + platform.id + (platform.by ? ".by" : ".members") + ": none of " +
                          std::to_string(world.part.accounts) +
                          " accounts is on it; raise it or enlarge population.accounts");
  }
}

bool follows_back(const FollowGraph& graph, AccountId who, AccountId whom) {
  const auto row = graph.follows(who);
  return std::binary_search(row.begin(), row.end(), whom.value);
}

// The owned rows of some blocks with what a follow keeps: a block's ids lie together. `friends`: of the whole
// graph, where only those are kept who follow back.
std::shared_ptr<const FollowGraph::Segment> filtered(const World& world, const FollowGraph::Segment& from,
                                                     std::uint32_t first, std::uint32_t platform,
                                                     const FollowGraph* friends) {
  auto ids = std::make_shared<std::vector<std::uint32_t>>();
  auto segment = std::make_shared<FollowGraph::Segment>();
  segment->offsets.push_back(0);
  for (std::size_t row = 0; row + 1 < from.offsets.size(); ++row) {
    const auto reader = AccountId(first + static_cast<std::uint32_t>(row));
    if (world.is_member(reader, platform))
      for (std::uint32_t i = from.offsets[row]; i < from.offsets[row + 1]; ++i)
        if (world.is_member(AccountId(from.ids[i]), platform) &&
            (friends == nullptr || follows_back(*friends, AccountId(from.ids[i]), reader)))
          ids->push_back(from.ids[i]);
    segment->offsets.push_back(static_cast<std::uint32_t>(ids->size()));
  }
  segment->ids = *ids;
  segment->storage = ids;
  return segment;
}

// Everyone publishes where most follow; where as many do, on the first of those. Not where one posts in a
// window of the day alone, unless one is nowhere else.
void find_homes(World& world) {
  world.homes.assign(world.part.accounts, 0);
  std::vector<std::uint32_t> most(world.part.accounts, 0);
  std::vector<std::uint8_t> found(world.part.accounts, 0);
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    world.enter(p);
    for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
      const std::uint32_t followers = p == world.daily_platform ? 0 : world.followers[a];
      if (!world.is_member(AccountId(a), p) || (found[a] != 0 && followers <= most[a])) continue;
      found[a] = 1;
      most[a] = followers;
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
  const FollowGraph* friends = world.feed_of(platform).rules.friends_only ? &whole.graph : nullptr;
  for (std::uint32_t b = 0; b < block_count(world.part.accounts); ++b) {
    auto segment = filtered(world, whole.graph.segment(BlockId(b)), b * kBlockRows, platform, friends);
    for (const std::uint32_t author : segment->ids) ++kept.followers[author];
    kept.edges += segment->ids.size();
    if (b >= world.part.first_block && b < world.part.last_block) owned.push_back(std::move(segment));
  }
  kept.graph = FollowGraph(world.part, std::move(owned));
  return kept;
}

namespace {

// Everyone's follows on a platform, without those that its members or its rules leave out.
void filter_follows(World& world, std::uint32_t platform) {
  const BuiltGraph built = keep_members(world, *whole_graph_of(world, platform), platform);
  world.enter(platform);
  world.graph = built.graph;
  world.followers = built.followers;
}

}  // namespace

void tabulate_crossing(World& world) {
  const std::size_t brands = world.p.brands.size();
  world.crossing.assign(world.platform_count() * brands, 1.0F);
  for (std::size_t p = 0; p < world.platform_count(); ++p)
    for (std::size_t b = 0; b < brands; ++b)
      if (const int shop = platform_number(world.p, world.p.brands[b].shop); shop >= 0)
        world.crossing[p * brands + b] =
            static_cast<float>(clicks_across(world.p, p, static_cast<std::size_t>(shop)));
  const auto is_open = [](float left) { return left >= 1; };
  if (std::all_of(world.crossing.begin(), world.crossing.end(), is_open)) world.crossing.clear();
}

void open_platforms(World& world) {
  for (std::uint32_t p = 0; p < world.platform_count(); ++p)
    if (world.feed_of(p).rules.daily_window > 0) world.daily_platform = p;
  if (!world.has_several()) {
    if (world.feed().rules.friends_only) filter_follows(world, 0);
    return;
  }
  draw_memberships(world);
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) filter_follows(world, p);
  world.enter(0);
  find_homes(world);
  for (std::uint32_t p = 1; p < world.platform_count(); ++p) {
    world.further_follows.push_back(std::make_unique<WideTally<2>>());
    world.further_follows.back()->resize(world.part.accounts);
  }
}

}  // namespace fanfare::fan_economy
