// After browsing: the counters of posts are summed, what ranking reads of them is refreshed, shares come
// in, rungs are settled, the trending list is made.
#include <algorithm>

#include "fanfare/fmath.h"
#include "models/fan_economy/feed/index.h"
#include "models/fan_economy/feed/pools.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/sample/sample.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::size_t kTrending = 64;

std::uint32_t at(const PostCounts& counts, Counter c) { return counts[static_cast<std::size_t>(c)]; }

std::uint32_t engagements(const PostCounts& delta) {
  return at(delta, Counter::likes) + at(delta, Counter::comments) + at(delta, Counter::shares);
}

void refresh(const World& world, PostScore& post, std::uint32_t likes, bool likes_changed) {
  const double scale = world.p.population.scale;
  const double impressions = post.impressions * scale;
  post.item_error = static_cast<float>(world.p.feed().personalisation.item_noise / std::sqrt(1 + impressions / 300)) * post.error_draw;
  if (!likes_changed) return;
  const AttentionParameters& a = world.p.attention;
  post.visible = static_cast<float>(a.social_weight * fmath::log1p(likes * scale) / a.social_scale);
}

void add_counts(World& world, std::uint32_t row, const PostCounts& delta) {
  PostCounts& counts = world.posts.counts[row];
  for (std::size_t c = 0; c < counts.size(); ++c) counts[c] += delta[c];
  PostScore& post = world.posts.score[row];
  post.impressions += at(delta, Counter::impressions);
  refresh(world, post, at(counts, Counter::likes), at(delta, Counter::likes) > 0);
  if (post.rung != PostScore::kOffLadder && at(delta, Counter::discovery) > 0) {
    post.rung_impressions += at(delta, Counter::discovery);
    if (owed(world, post) == 0) world.index.finished.push_back(world.posts.first + row);
  }
  if (const std::uint32_t number = world.posts.contract[row]; number != kNobody) {
    Contract& contract = world.market.contracts[number];
    contract.impressions += at(delta, Counter::impressions);
    contract.engagements += engagements(delta);
  }
  world.measures.count_post(post, delta);
  count_attention(world, post, delta);
}

struct Heat {
  std::uint32_t engagements;
  Trending post;
};

bool comes_first(const Trending& a, const Trending& b) {
  return a.place != b.place ? a.place < b.place : a.post < b.post;
}

void keep_hottest(std::vector<Heat>& heat) {
  const auto hotter = [](const Heat& a, const Heat& b) {
    return a.engagements != b.engagements ? a.engagements > b.engagements : comes_first(a.post, b.post);
  };
  const std::size_t kept = std::min(heat.size(), kTrending);
  std::partial_sort(heat.begin(), heat.begin() + static_cast<std::ptrdiff_t>(kept), heat.end(), hotter);
  heat.resize(kept);
}

// Readers find them by place, not by rank: one that drops out moves none of the others.
void publish_trending(FeedIndex& index, const std::vector<Heat>& heat) {
  index.trending.clear();
  for (const Heat& h : heat) index.trending.push_back(h.post);
  std::sort(index.trending.begin(), index.trending.end(), comes_first);
}

}  // namespace

void take_in_shares(World& world);

void count_reactions(World& world, const StepScope&) {
  std::vector<Heat> heat;
  world.post_tally.drain([&](std::uint32_t row, const PostCounts& delta) {
    add_counts(world, row, delta);
    const std::uint32_t engaged = engagements(delta);
    if (engaged == 0) return;
    const PostScore& post = world.posts.score[row];
    heat.push_back({engaged, {world.words(draw::trending_place(post.key()))[0], world.posts.first + row}});
    if (heat.size() > 16 * kTrending) keep_hottest(heat);
  });
  keep_hottest(heat);
  publish_trending(world.index, heat);
  count_sampled_posts(world);
  settle_rungs(world);
  take_in_shares(world);
}

}  // namespace fanfare::fan_economy
