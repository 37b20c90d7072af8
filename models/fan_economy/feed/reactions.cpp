// After browsing: the counters of posts are summed, what ranking reads of them is refreshed, mechanisms draw
// their conclusions, shares come in.
#include <cmath>

#include "models/fan_economy/feed/constants.h"
#include "models/fan_economy/feed/index.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/sample/sample.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::uint32_t at(const PostCounts& counts, Counter c) { return counts[static_cast<std::size_t>(c)]; }

void refresh(const World& world, PostScore& post, std::uint32_t likes, bool likes_changed) {
  const double scale = world.p.population.scale;
  const double impressions = post.impressions * scale;
  post.item_error =
      static_cast<float>(world.feed().personalisation.item_noise / std::sqrt(1 + impressions / 300)) *
      post.error_draw;
  if (likes_changed) post.visible = appeal_of_likes(world, likes);
}

void count_format(World& world, std::uint8_t format, const PostCounts& delta) {
  const std::size_t formats = world.formats.rules.size();
  for (std::size_t row = 0; row < kFormatCounts.size(); ++row)
    world.measures.add(world.format_cells + row * formats + format - 1, at(delta, kFormatCounts[row]));
}

void add_counts(World& world, std::uint32_t row, const PostCounts& delta) {
  PostCounts& counts = world.posts.counts[row];
  for (std::size_t c = 0; c < counts.size(); ++c) counts[c] += delta[c];
  PostScore& post = world.posts.score[row];
  post.impressions += at(delta, Counter::impressions);
  refresh(world, post, at(counts, Counter::likes), at(delta, Counter::likes) > 0);
  if (const std::uint32_t number = world.posts.contract[row]; number != kNobody) {
    Contract& contract = world.market.contracts[number];
    contract.impressions += at(delta, Counter::impressions);
    contract.engagements += engagements_of(delta);
  }
  world.measures.count_post(post, delta);
  if (post.has_format()) count_format(world, post.format(), delta);
  count_attention(world, post, delta);
}

}  // namespace

void take_in_shares(World& world);

void count_reactions(World& world, const StepScope& scope) {
  world.post_tally.drain([&](std::uint32_t row, const PostCounts& delta) {
    add_counts(world, row, delta);
    world.at.counted(world, row, delta);
  });
  count_sampled_posts(world);
  world.at.reacted(world, scope);
  take_in_shares(world);
}

}  // namespace fanfare::fan_economy
