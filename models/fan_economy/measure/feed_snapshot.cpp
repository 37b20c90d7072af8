#include "models/fan_economy/measure/feed_snapshot.h"

#include <algorithm>

#include "models/fan_economy/feed/known_interest.h"
#include "models/fan_economy/feed/rank.h"
#include "models/fan_economy/feed/seen.h"
#include "models/fan_economy/keys/actions.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

using Act = FeedSnapshot::Act;
static_assert(FeedSnapshot::kTopics == kTopics && FeedSnapshot::kActs == kActionCount && FeedSnapshot::kNone == kNobody);

float single(double x) { return static_cast<float>(x); }

void lay_out_weights(const World& world, FeedSnapshot::Rules& rules) {
  const AttentionParameters& a = world.p.attention;
  rules.interest_weight = single(a.interest_weight);
  rules.quality_weight = single(a.quality_weight);
  rules.tie_weight = single(a.tie_weight);
  rules.follow_tie = kFollowTie;
  rules.centre = single(a.appeal_centre);
  rules.ad_weight = single(a.ad_weight);
  rules.boredom = single(a.repetition_weight / a.repetition_full);
  rules.boredom_most = single(a.repetition_weight);
  rules.going_on_gain = single(a.continue_gain);
  rules.share_again = single(a.share_again);
  rules.seconds_an_item = single(a.seconds_per_item);
  for (std::size_t i = 0; i < kActionCount; ++i) {
    const ReactionParameters& act = a.*kActions[i].chance;
    rules.acts[i] = {single(calibrate_alpha(act.rate, act.gamma, a.appeal_spread)), single(act.gamma),
                     single(world.feed().value.*kActions[i].worth)};
  }
}

void lay_out_feed_rules(const World& world, FeedSnapshot::Rules& rules) {
  const FeedParameters& f = world.feed();
  const double ticks_an_hour = world.ticks_per_day() / 24.0;
  rules.noise = single(f.personalisation.noise);
  rules.half_data = single(f.personalisation.half_data);
  rules.freshness = single(f.value.freshness);
  rules.freshness_half_life = single(f.value.freshness_half_life * ticks_an_hour);
  rules.chronological = single(f.value.chronological / ticks_an_hour);
  rules.bonus_tie = single(f.value.tie);
  rules.bonus_popularity = world.rank_constants.bonus_popularity;
  rules.bonus_random = single(f.value.random);
  rules.exploration = single(f.policies.exploration);
  rules.topic_share = single(f.policies.topic_share);
  rules.paid_share = single(f.policies.sponsored_cap);
  rules.per_author = f.policies.per_author;
  rules.length = f.length;
  rules.following = f.sources.following;
  rules.discovery = f.sources.discovery;
  rules.trending = f.sources.trending;
}

void lay_out_relations(const World& world, FeedSnapshot::Rules& rules) {
  const RelationParameters& r = world.p.relations;
  rules.drift = single(r.interest_drift);
  rules.unfollow_on_hide = single(r.unfollow_hide);
  rules.fandom_gain[Act::watch] = single(r.watch_gain);
  rules.fandom_gain[Act::like] = single(r.like_gain);
  rules.fandom_gain[Act::comment] = single(r.comment_gain);
  rules.fandom_gain[Act::share] = single(r.share_gain);
  rules.fandom_gain[Act::follow] = single(r.follow_gain);
  rules.strength = single(world.p.persuasion.strength);
  rules.wear_peak = single(world.p.persuasion.wear_peak);
}

FeedSnapshot::Post lay_out_post(const World& world, const PostScore& score) {
  const SeenMark mark(score.key());
  FeedSnapshot::Post post;
  post.topics = score.topics;
  post.topic = score.topic;
  post.is_paid = (score.flags & PostFlags::kSponsored) != 0;
  post.notice = single((score.flags & PostFlags::kDisclosed) != 0 ? world.p.persuasion.notice_disclosed
                                                                   : world.p.persuasion.notice_hidden);
  post.quality = score.quality;
  post.visible = score.visible;
  post.error = score.item_error;
  post.spread = score.spread;
  post.tone = static_cast<float>(score.tone) / 100;
  post.author = score.author;
  post.tick = score.tick;
  post.creator = score.creator;
  post.brand = score.brand == kNoBrand ? FeedSnapshot::kNone : score.brand;
  post.place = mark.place;
  post.mark = mark.mark;
  return post;
}

void lay_out_index(const World& world, FeedSnapshot& snapshot) {
  const FeedIndex& index = world.index;
  const auto accounts = static_cast<std::uint32_t>(world.followers.size());
  snapshot.timelines.resize(accounts);
  for (std::uint32_t a = 0; a < accounts; ++a) {
    if (!index.has_recent(a)) continue;
    for (std::uint32_t n = index.newest[a]; n != kNobody && n >= index.live_entry; n = index.entry(n).previous) {
      const Entry& entry = index.entry(n);
      if (entry.post < index.live_post) continue;  // a share may outlive its root
      snapshot.timelines[a].push_back({n, entry.post - world.posts.first, entry.tick, entry.depth > 0});
    }
  }
  const std::size_t stride = index.slot_mask + std::size_t{1};
  for (std::size_t t = 0; t < kTopics; ++t)
    for (std::size_t slot = 0; slot < stride; ++slot) {
      const std::uint32_t number = index.slots.post[t * stride + slot];
      snapshot.slots[t].push_back(number == kNobody ? FeedSnapshot::kNone : number - world.posts.first);
    }
  for (const Trending& t : index.trending)
    if (t.post >= index.live_post) snapshot.trending.push_back(t.post - world.posts.first);
}

FeedSnapshot::Reader lay_out_reader(const World& world, AccountId a) {
  const AccountState& s = world.accounts;
  FeedSnapshot::Reader reader;
  reader.interest = s.interest[a];
  reader.known = known_interest(world, a);
  reader.ad_scepticism = static_cast<float>(s.ad_scepticism[a]) / 255;
  reader.observed = s.observed[a];
  reader.going_on = world.activity.continue_base[s.items_rate[a]];
  reader.mood = s.mood[a];
  reader.seconds_today = single(s.time_today[a] * kTimeUnit);
  const auto follows = world.graph.follows(a);
  reader.follows.assign(follows.begin(), follows.end());
  for (const SeenBucket& bucket : s.seen_by(a)) reader.seen.push_back(bucket.mark);
  for (const FandomSlot& slot : s.fandom.row(a))
    if (!slot.empty()) reader.fandom.push_back({slot.creator(), single(slot.level() / double{FandomSlot::kMaxLevel})});
  for (const BrandBond& bond : s.bond.row(a))
    reader.bonds.push_back({single(bond.attitude / kAttitudeUnit), single(bond.exposures / 16.0)});
  return reader;
}

}  // namespace

std::string lay_out_feed(const World& world, FeedSnapshot& snapshot) {
  if (world.has_several()) return "several platforms";
  if (world.formats.on()) return "formats";
  if (!world.at.terms.empty() || !world.at.gates.empty()) return "mechanisms that rank";
  if (world.part.last() - world.part.first() < world.part.accounts) return "several ranks";
  snapshot = {};
  snapshot.tick = world.tick + 1;
  lay_out_weights(world, snapshot.rules);
  lay_out_feed_rules(world, snapshot.rules);
  lay_out_relations(world, snapshot.rules);
  for (const PostScore& score : world.posts.score) snapshot.posts.push_back(lay_out_post(world, score));
  lay_out_index(world, snapshot);
  snapshot.readers.reserve(world.part.accounts);
  for (std::uint32_t a = 0; a < world.part.accounts; ++a) snapshot.readers.push_back(lay_out_reader(world, AccountId(a)));
  return {};
}

}  // namespace fanfare::fan_economy
