#include <algorithm>
#include <cmath>
#include <limits>

#include "models/fan_economy/sample/sample.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr int kNoon = 12;

std::uint32_t luck(const World& world, const PostScore& post) {
  return world.words(draw::sampled(post.key()))[0];
}

// A campaign of many posts is sampled evenly: each campaign has an equal part of the room.
bool draws_a_place(const World& world, const PostScore& post) {
  const std::size_t room = (PostSample::kMostPosts - PostSample::kMostUnpaid) / world.market.campaigns.size();
  const auto posts =
      std::count_if(world.market.scheduled.begin(), world.market.scheduled.end(),
                    [&](const ScheduledPost& planned) { return planned.campaign == post.campaign; });
  return static_cast<std::size_t>(posts) <= room ||
         to_unit(luck(world, post)) * static_cast<double>(posts) < static_cast<double>(room);
}

void take(World& world, std::uint32_t number) {
  PostSample& sample = world.sample.posts;
  if (sample.posts.size() == PostSample::kMostPosts) return;
  PostScore& post = world.posts.score[number - world.posts.first];
  post.flags |= PostFlags::kSampled;
  SampledPost kept;
  kept.number = number;
  kept.author = post.author;
  kept.tick = post.tick;
  kept.creator = post.creator;
  kept.followers = world.followers[post.author];
  kept.quality = post.quality;
  kept.k = post.k();
  kept.brand = post.brand;
  kept.campaign = post.campaign;
  kept.flags = post.flags;
  kept.topic = post.topic;
  sample.posts.push_back(kept);
  sample.totals.resize(sample.posts.size() * sample.cells.count());
  sample.hours.resize(sample.posts.size() * sample.window_hours * sample.cells.sources);
  sample.tally.resize(sample.totals.size());
}

// The unpaid post of the day, if it is time for one and a creator wrote any; kNobody if not.
std::uint32_t unpaid_of_the_day(const World& world, std::uint32_t from, std::uint32_t end) {
  const PostSample& sample = world.sample.posts;
  if (world.tick < world.setup.run.warmup_ticks() || world.day() < sample.next_unpaid_day) return kNobody;
  const auto taken = std::count_if(sample.posts.begin(), sample.posts.end(),
                                   [](const SampledPost& post) { return !post.is_sponsored(); });
  if (taken >= PostSample::kMostUnpaid) return kNobody;
  if (world.calendar.hour_of_day(world.tick) < kNoon && world.ticks_per_day() > 1) return kNobody;
  std::uint64_t best = std::numeric_limits<std::uint64_t>::max();
  for (std::uint32_t number = from; number < end; ++number) {
    const PostScore& post = world.posts.score[number - world.posts.first];
    if (post.creator == kNobody || (post.flags & PostFlags::kSponsored) != 0) continue;
    best = std::min(best, std::uint64_t{luck(world, post)} << 32 | number);
  }
  return static_cast<std::uint32_t>(best);
}

}  // namespace

void choose_posts(World& world, std::uint32_t from, std::uint32_t end) {
  if (world.p.sample.posts == 0) return;
  const std::uint32_t unpaid = unpaid_of_the_day(world, from, end);
  if (unpaid != kNobody) world.sample.posts.next_unpaid_day = world.day() + 1;
  for (std::uint32_t number = from; number < end; ++number) {
    const PostScore& post = world.posts.score[number - world.posts.first];
    const bool paid = (post.flags & PostFlags::kSponsored) != 0 && post.campaign != kNoCampaign;
    if (number == unpaid || (paid && draws_a_place(world, post))) take(world, number);
  }
}

void watch_share(World& world, const NewShare& share, std::uint32_t entry) {
  PostSample& sample = world.sample.posts;
  const PostScore& post = world.posts.score[share.post - world.posts.first];
  if ((post.flags & PostFlags::kSampled) == 0 || sample.shares.size() == PostSample::kMostShares) return;
  SampledShare kept;
  kept.post = static_cast<std::uint32_t>(sample.row_of(share.post));
  kept.entry = entry;
  kept.parent = share.parent == kNobody ? kNobody : sample.share_of(share.parent);
  kept.account = share.sharer;
  kept.tick = world.tick;
  kept.depth = share.depth;
  kept.followers = world.followers[share.sharer];
  kept.source = share.source;
  sample.shares.push_back(kept);
  sample.share_tally.resize(sample.shares.size());
}

void watch_climb(World& world, std::uint32_t number, std::uint8_t rung) {
  const PostScore& post = world.posts.score[number - world.posts.first];
  if ((post.flags & PostFlags::kSampled) == 0 || rung >= SampledPost::kMostRungs) return;
  PostSample& sample = world.sample.posts;
  sample.posts[sample.row_of(number)].climbed[rung] = world.tick + 1 - post.tick;
}

void count_sampled_posts(World& world) {
  PostSample& sample = world.sample.posts;
  if (sample.posts.empty()) return;
  const std::uint32_t per_day = world.ticks_per_day();
  for (std::size_t row = 0; row < sample.posts.size(); ++row) {
    const std::uint32_t age = (world.tick - sample.posts[row].tick) * 24 / per_day;
    for (std::size_t s = 0; s < sample.cells.sources && age < sample.window_hours; ++s)
      sample.hours[(row * sample.window_hours + age) * sample.cells.sources + s] +=
          static_cast<std::uint32_t>(sample.tally[row * sample.cells.count() + s]);
  }
  for (std::size_t cell = 0; cell < sample.totals.size(); ++cell) sample.totals[cell] += sample.tally[cell];
  sample.tally.clear();
  sample.share_tally.drain(
      [&](std::uint32_t share, const auto& counts) { sample.shares[share].impressions += counts[0]; });
}

}  // namespace fanfare::fan_economy
