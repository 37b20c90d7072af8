// Timelines: new posts and shares come in at the end of the window, old ones leave at its start.
#include <algorithm>
#include <bit>

#include "fanfare/expects.h"
#include "fanfare/fmath.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/feed/index.h"
#include "models/fan_economy/sample/sample.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

void append_entry(FeedIndex& index, const Entry& entry) {
  const auto number = index.first_entry + static_cast<std::uint32_t>(index.entries.size());
  index.entries.push_back(entry);
  if (index.has_recent(entry.account)) index.entries.back().previous = index.newest[entry.account];
  index.newest[entry.account] = number;
  index.recent[entry.account >> 6] |= std::uint64_t{1} << (entry.account & 63);
}

// Log-normal with mean 1.
float spread_of(const World& world, const PostKey& key) {
  const double sigma = world.p.attention.share_spread;
  if (sigma <= 0) return 1;
  return static_cast<float>(fmath::exp(sigma * (world.normal(draw::spread(key)) - sigma / 2)));
}

// Written for another place and put here as well.
bool is_crossing(const World& world, const NewPost& from) {
  if (!world.has_several()) return false;
  const std::uint32_t home = world.homes[from.author];
  return home != world.platform && ((from.platforms >> home) & 1U) != 0;
}

PostScore publish_post(const World& world, const NewPost& from) {
  PostScore post;
  post.topics = from.topics;
  post.quality = from.quality;
  post.author = from.author;
  post.tick = world.tick;
  post.k_and_format = static_cast<std::uint8_t>(from.k | from.format << 4);
  post.brand = from.brand;
  post.campaign = from.campaign;
  post.flags = from.flags;
  post.tone = from.tone;
  post.topic = strongest(from.topics);
  post.creator = world.creator_index(AccountId(from.author));
  const bool known = post.creator != kNobody;
  post.trust = known ? world.creators[post.creator].trust : static_cast<float>(world.p.careers.trust_prior);
  const TopicRow& niche = known ? world.creators[post.creator].niche : from.topics;
  post.fit = from.brand == kNoBrand ? 0 : fit(niche, world.market.brands[from.brand].topic);
  if (is_crossing(world, from)) {
    const double kept = 1 - world.p.platforms[world.platform].cross_loss;
    post.quality = static_cast<float>(static_cast<double>(post.quality) * kept);
    post.fit = static_cast<std::uint8_t>(post.fit * kept);
  }
  post.spread = spread_of(world, post.key());
  post.error_draw = static_cast<float>(world.normal(draw::item_error(post.key())));
  return post;
}

// A sponsored post takes the place of an organic one: the next organic post of its author is left out.
bool gives_way(World& world, const NewPost& post) {
  const std::uint32_t index = world.creator_index(AccountId(post.author));
  if (index == kNobody) return false;
  Creator& creator = world.creators[index];
  if ((post.flags & PostFlags::kSponsored) != 0) {
    ++creator.organic_debt;
    return false;
  }
  if (creator.organic_debt == 0) return false;
  --creator.organic_debt;
  return true;
}

// Posts stand in order of (tick, author, k); on timelines those of one tick stand in keyed order, so that
// "newest first" does not favour large ids.
void append_in_keyed_order(World& world, std::uint32_t from, std::uint32_t end) {
  const Posts& posts = world.posts;
  std::vector<std::uint64_t> order;
  for (std::uint32_t number = from; number < end; ++number) {
    const PostKey key = posts.score[number - posts.first].key();
    order.push_back(static_cast<std::uint64_t>(world.words(draw::timeline_place(key))[0]) << 32 | number);
  }
  // A second author's line has a place of its own; its number is beyond those of the posts.
  const auto further = std::span(world.further_authors);
  for (std::uint32_t i = 0; i < further.size(); ++i) {
    const PostKey key = posts.score[further[i].post - posts.first].key();
    order.push_back(static_cast<std::uint64_t>(world.words(draw::further_place(key))[0]) << 32 | (end + i));
  }
  std::sort(order.begin(), order.end());
  for (const std::uint64_t at : order) {
    const auto number = static_cast<std::uint32_t>(at);
    const bool is_first = number < end;
    const std::uint32_t post = is_first ? number : further[number - end].post;
    const std::uint32_t author = is_first ? posts.score[post - posts.first].author : further[number - end].account;
    append_entry(world.index, {author, world.tick, post, kNobody, kNobody, 0});
  }
  world.further_authors.clear();
}

// Decided once for all platforms.
void find_withdrawn(World& world) {
  world.withdrawn.clear();
  for (const NewPost& post : world.new_posts.received())
    world.withdrawn.push_back(gives_way(world, post) ? 1 : 0);
}

bool appears_here(const World& world, const NewPost& post) {
  return !world.has_several() || ((post.platforms >> world.platform) & 1U) != 0;
}

void take_in_posts(World& world) {
  Posts& posts = world.posts;
  const auto first_new = posts.first + static_cast<std::uint32_t>(posts.score.size());
  const std::size_t most = posts.score.size() + world.new_posts.received().size();
  make_room(posts.score, most);
  make_room(posts.counts, most);
  make_room(posts.cascade, most);
  make_room(posts.contract, most);
  make_room(world.index.entries, world.index.entries.size() + 2 * world.new_posts.received().size());
  if (world.platform == 0) find_withdrawn(world);
  std::size_t next = 0;
  for (const NewPost& from : world.new_posts.received()) {
    if (world.withdrawn[next++] != 0 || !appears_here(world, from)) continue;
    const auto number = posts.first + static_cast<std::uint32_t>(posts.score.size());
    posts.score.push_back(publish_post(world, from));
    const bool is_first =
        !world.has_several() || std::countr_zero(from.platforms) == static_cast<int>(world.platform);
    if (is_first) world.scoresheet.count_post(from.author);
    posts.counts.push_back({});
    posts.cascade.push_back({});
    posts.contract.push_back(from.contract);
    PostScore& post = posts.score.back();
    world.at.published(world, number, post);
    if (is_first && post.creator != kNobody) count_new_post(world, post);
  }
  if (world.platform + 1 == world.platform_count()) world.new_posts.clear_received();
  const auto end = posts.first + static_cast<std::uint32_t>(posts.score.size());
  append_in_keyed_order(world, first_new, end);
  if (world.platform == 0) choose_posts(world, first_new, end);
}

std::uint32_t window_ticks(const World& world) {
  return static_cast<std::uint32_t>(world.feed().window * world.ticks_per_day() / 24 + 0.5);
}

// Entries older than the window no longer make their account "recent".
void expire_entries(World& world) {
  FeedIndex& index = world.index;
  const std::uint32_t window = window_ticks(world);
  const auto end = index.first_entry + static_cast<std::uint32_t>(index.entries.size());
  while (index.live_entry < end && index.entry(index.live_entry).tick + window <= world.tick) {
    const std::uint32_t account = index.entry(index.live_entry).account;
    if (index.newest[account] == index.live_entry) index.recent[account >> 6] &= ~(std::uint64_t{1} << (account & 63));
    ++index.live_entry;
  }
}

void expire_posts(World& world) {
  FeedIndex& index = world.index;
  Posts& posts = world.posts;
  const std::uint32_t window = window_ticks(world);
  const auto end = posts.first + static_cast<std::uint32_t>(posts.score.size());
  while (index.live_post < end && posts.score[index.live_post - posts.first].tick + window <= world.tick) {
    index.cascades.count(posts.cascade[index.live_post - posts.first]);
    ++index.live_post;
  }
}

template <class T>
void drop_front(HugeVector<T>& values, std::uint32_t count) {
  values.erase(values.begin(), values.begin() + count);
}

// The dead front is dropped when it makes up a quarter, so that a post is moved a few times at most.
void compact(World& world) {
  FeedIndex& index = world.index;
  if (const std::uint32_t dead = index.live_entry - index.first_entry; dead > 1024 + index.entries.size() / 4) {
    drop_front(index.entries, dead);
    index.first_entry = index.live_entry;
  }
  Posts& posts = world.posts;
  if (const std::uint32_t dead = index.live_post - posts.first; dead > 1024 + posts.score.size() / 4) {
    drop_front(posts.score, dead);
    drop_front(posts.counts, dead);
    drop_front(posts.cascade, dead);
    drop_front(posts.contract, dead);
    posts.first = index.live_post;
  }
}

void link_timelines(FeedIndex& index, std::uint32_t accounts) {
  index.newest.assign(accounts, 0);
  index.recent.assign((accounts + 63) / 64, 0);
  for (std::uint32_t number = index.live_entry; number < index.first_entry + index.entries.size(); ++number) {
    const std::uint32_t account = index.entry(number).account;
    index.newest[account] = number;
    index.recent[account >> 6] |= std::uint64_t{1} << (account & 63);
  }
}

}  // namespace

void CascadeTotals::count(const Cascade& cascade) {
  ++sizes[size_bin(cascade.size)];
  ++depths[std::min<std::size_t>(cascade.depth, depths.size() - 1)];
  shares += cascade.size - 1;
  first_hop_shares += cascade.first_hop;
}

std::size_t CascadeTotals::size_bin(std::uint32_t size) {
  if (size <= kExactSizes) return size - 1;
  const auto octave = static_cast<std::size_t>(std::bit_width(size / (kExactSizes + 1)));  // 1 for 65 … 129, …
  return std::min(kExactSizes + octave - 1, kSizeBins - 1);
}

void open_index(World& world) {
  const auto accounts = static_cast<std::uint32_t>(world.followers.size());
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    world.enter(p);
    link_timelines(world.index, accounts);
  }
  world.enter(0);
  world.follow_tally.resize(accounts);
}

void index_posts(World& world, const StepScope& scope) {
  expire_entries(world);
  expire_posts(world);
  compact(world);
  take_in_posts(world);
  world.at.index(world, scope);
  world.post_tally.resize(world.posts.score.size());
}

void take_in_shares(World& world) {
  make_room(world.index.entries, world.index.entries.size() + world.new_shares.received().size());
  for (const NewShare& share : world.new_shares.received()) {
    append_entry(world.index, {share.sharer, world.tick, share.post, kNobody, share.parent, share.depth});
    Cascade& cascade = world.posts.cascade[share.post - world.posts.first];
    ++cascade.size;
    cascade.first_hop += share.depth == 1 ? 1U : 0U;
    cascade.depth = std::max(cascade.depth, share.depth);
    watch_share(world, share, world.index.first_entry + static_cast<std::uint32_t>(world.index.entries.size()) - 1);
  }
  world.new_shares.clear_received();
}

void restore_index(World& world) {
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    world.enter(p);
    link_timelines(world.index, static_cast<std::uint32_t>(world.followers.size()));
  }
  world.enter(0);
  world.post_tally.resize(world.posts.score.size());
}

}  // namespace fanfare::fan_economy
