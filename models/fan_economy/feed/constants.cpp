#include "models/fan_economy/feed/constants.h"

#include <algorithm>

#include "fanfare/fmath.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// A share of a session so far, of at least ten items: the first item of a topic must be possible.
std::uint8_t allowed_after(std::size_t shown, double share) {
  return static_cast<std::uint8_t>(
      std::max(1.0, static_cast<double>(std::max<std::size_t>(shown + 1, 10)) * share));
}

void fill_rank_constants(RankConstants& k, const AttentionParameters& a, const FeedParameters& f,
                         const ValueTable& values) {
  k.interest_weight = static_cast<float>(a.interest_weight);
  k.quality_weight = static_cast<float>(a.quality_weight);
  k.tie_weight = static_cast<float>(a.tie_weight);
  k.ad_weight = static_cast<float>(a.ad_weight);
  k.repetition =
      static_cast<float>(a.repetition_weight / (16 * a.repetition_full));  // of a sixteenth of an exposure
  k.repetition_most = static_cast<float>(a.repetition_weight);
  k.centre = static_cast<float>(a.appeal_centre);
  k.user_noise = static_cast<float>(f.personalisation.noise);
  k.per_half_data = static_cast<float>(1 / f.personalisation.half_data);
  k.bonus_tie = static_cast<float>(f.value.tie);
  k.bonus_popularity =
      static_cast<float>(a.social_weight > 0 ? f.value.popularity / a.social_weight * a.social_scale : 0);
  k.bonus_random = static_cast<float>(f.value.random);
  k.explore_below = static_cast<float>(f.policies.exploration * 512);
  k.explore_low = values.value(-1);
  k.explore_step = (values.value(2) - values.value(-1)) / 512;
  for (std::size_t shown = 0; shown < RankConstants::kPlaces; ++shown) {
    k.of_topic[shown] = allowed_after(shown, f.policies.topic_share);
    k.sponsored[shown] = allowed_after(shown, f.policies.sponsored_cap);
  }
}

}  // namespace

float appeal_of_likes(const World& world, std::uint32_t likes) {
  const AttentionParameters& a = world.p.attention;
  const double people = likes * world.p.population.scale;
  return static_cast<float>(a.social_weight * fmath::log1p(people) / a.social_scale);
}

void tabulate_ranking(World& world) {
  world.values.build(world.p.attention, world.feed(), world.ticks_per_day(), world.formats.rules);
  fill_rank_constants(world.rank_constants, world.p.attention, world.feed(), world.values);
}

}  // namespace fanfare::fan_economy
