#include "models/fan_economy/relations.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fanfare/fmath.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/daily.h"
#include "models/fan_economy/persuasion.h"
#include "models/fan_economy/purchase.h"
#include "models/fan_economy/scandal.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<RelationParameters>& s) {
  using R = RelationParameters;
  const auto share = [&s](std::string_view name, double R::*member, std::string_view help) {
    s.value(name, member).unit(Unit::share).in(0, 1).mutable_at_run().help(help);
  };
  s.value("fandom_half_life", &R::fandom_half_life).unit(Unit::days).in(0.1, 1e4).mutable_at_run()
      .help("of a fan's bond to a creator");
  share("fan_at", &R::fan_at, "fandom from which an account counts as a fan, and from which one that stays through a "
        "scandal speaks up for the creator");
  share("watch_gain", &R::watch_gain, "fandom gained by watching a creator's post");
  share("like_gain", &R::like_gain, "… by liking it");
  share("comment_gain", &R::comment_gain, "… by commenting");
  share("share_gain", &R::share_gain, "… by sharing");
  share("follow_gain", &R::follow_gain, "… by following");
  share("reply_gain", &R::reply_gain, "… by an answer from the creator");
  s.value("reply_capacity", &R::reply_capacity).unit(Unit::people).in(0, 1e6).mutable_at_run()
      .help("people whom a creator answers a day");
  share("unfollow_rate", &R::unfollow_rate, "chance a day to unfollow an account without fandom");
  share("unfollow_hide", &R::unfollow_hide,
        "chance that one who hides a post of a followed author unfollows it");
  share("unfollow_ads", &R::unfollow_ads, "more of it, for a creator that only posts ads");
  share("unfollow_silence", &R::unfollow_silence, "more of it, for a creator that has stopped");
  s.value("scandal_days", &R::scandal_days).unit(Unit::days).in(1, 365).mutable_at_run()
      .help("in which a scandal is noticed");
  share("scandal_notice", &R::scandal_notice, "chance a day to notice it, for followers and fans");
  share("scandal_leave", &R::scandal_leave,
        "share of those who notice that leave, at severity 1 and without fandom");
  share("scandal_post", &R::scandal_post, "share of those who notice that post about it");
  share("scandal_brand", &R::scandal_brand,
        "how far tied brands fall in the eyes of those who notice, at severity 1");
  s.value("interest_drift", &R::interest_drift).in(0, 255).mutable_at_run()
      .help("of 255: how far a like moves interest toward the post's topic, and a hide away from it");
  s.value("wallet_days", &R::wallet_days).unit(Unit::days).in(1, 365).mutable_at_run()
      .help("between two refills of a wallet");
}

double fandom_of(const World& world, AccountId reader, std::uint32_t creator) {
  for (const FandomSlot& slot : world.accounts.fandom.row(reader))
    if (!slot.empty() && slot.creator() == creator)
      return slot.level() / static_cast<double>(FandomSlot::kMaxLevel);
  return 0;
}

std::uint32_t fandom_steps(const World& world, double gain, AccountId reader, const PostScore& post,
                           std::uint32_t index) {
  const double u = world.draws(Draw::fandom).uniform(post.key().seen_by(reader), index);
  return static_cast<std::uint32_t>(stochastic_round(gain * FandomSlot::kMaxLevel, u));
}

void deepen_fandom(World& world, const BlockScope&, AccountId reader, std::uint32_t creator,
                   std::uint32_t amount) {
  if (creator == kNobody || amount == 0) return;
  const auto slots = world.accounts.fandom.row(reader);
  for (FandomSlot& slot : slots)
    if (!slot.empty() && slot.creator() == creator) {
      slot = FandomSlot::of(creator, std::min(FandomSlot::kMaxLevel, slot.level() + amount));
      return;
    }
  FandomSlot& weakest =
      *std::min_element(slots.begin(), slots.end(), [](const FandomSlot& a, const FandomSlot& b) {
        return (a.empty() ? 0 : a.level() + 1) < (b.empty() ? 0 : b.level() + 1);
      });
  if (weakest.empty() || weakest.level() <= amount)
    weakest = FandomSlot::of(creator, std::min(FandomSlot::kMaxLevel, amount));
}

namespace {

// A topic other than this one, with the chances that interest gives it; kTopics if there is no other.
std::size_t other_interest(const TopicRow& interest, std::size_t topic, std::uint32_t word) {
  const std::uint32_t rest = 255U - interest[topic];
  auto at = static_cast<std::uint32_t>((std::uint64_t{word} * rest) >> 32);
  for (std::size_t t = 0; t < kTopics; ++t) {
    if (t == topic) continue;
    if (at < interest[t]) return t;
    at -= interest[t];
  }
  return kTopics;
}

}  // namespace

void learn_taste(World& world, AccountId reader, const PostScore& post, Taste taste) {
  const Words words = world.draws(Draw::reaction).words(post.key().seen_by(reader), 3);
  TopicRow& interest = world.accounts.interest[reader];
  const std::size_t other = other_interest(interest, post.topic, words[1]);
  if (other == kTopics) return;
  std::uint8_t& from = interest[taste == Taste::liked ? other : post.topic];
  std::uint8_t& to = interest[taste == Taste::liked ? post.topic : other];
  const auto asked =
      static_cast<std::uint32_t>(stochastic_round(world.p.relations.interest_drift, to_unit(words[0])));
  const auto moved = static_cast<std::uint8_t>(std::min<std::uint32_t>(asked, from));
  from = static_cast<std::uint8_t>(from - moved);
  to = static_cast<std::uint8_t>(to + moved);
}

void comment(World& world, const BlockScope& scope, AccountId reader, const PostScore& post) {
  if (post.creator != kNobody)
    world.comments.push(scope, {reader.value, post.creator, post.author, post.tick * 16 + post.k});
}

namespace {

// Share that a day takes of something with this half-life.
double daily_loss(double half_life_days) { return -fmath::expm1(-0.6931471805599453 / half_life_days); }

void hear_replies(World& world, const BlockScope& scope) {
  const auto amount = static_cast<std::uint32_t>(world.p.relations.reply_gain * FandomSlot::kMaxLevel + 0.5);
  const auto& replies = world.market.replies;
  auto reply = std::lower_bound(replies.begin(), replies.end(), scope.first,
                                [](const Reply& r, std::uint32_t account) { return r.account < account; });
  for (; reply != replies.end() && reply->account < scope.last; ++reply)
    deepen_fandom(world, scope, AccountId(reply->account), reply->creator, amount);
}

// What a day takes of everything that fades.
struct Fading {
  double attitude, exposures, fandom, awareness;
};

void fade_bond(World& world, AccountId account, std::size_t brand, const Fading& fading, const Words& words) {
  BrandBond& bond = world.accounts.bond.row(account)[brand];
  LastTouch& touch = world.accounts.touch.row(account)[brand];
  const double equity = static_cast<double>(world.market.brands[brand].equity) * kAttitudeUnit;
  if (bond.exposures == 0 && !touch.exists() && std::fabs(bond.attitude - equity) < 1) return;
  const double faded = bond.attitude + (equity - bond.attitude) * fading.attitude;
  bond.attitude = static_cast<std::int16_t>(stochastic_round(faded, to_unit(words[0])));
  bond.exposures =
      static_cast<std::uint8_t>(stochastic_round(bond.exposures * (1 - fading.exposures), to_unit(words[1])));
  const auto age = static_cast<std::uint8_t>(world.day() - touch.day());
  if (touch.exists() && age > world.p.purchase.attribution_days) touch = {};
}

// Who neither meets nor buys the brand forgets it; others hear of it elsewhere, as many as keep the share that knows
// it where it began, if there is no campaign.
void drift_awareness(World& world, const BlockScope& scope, AccountId account, std::size_t brand, double loss,
                     double u) {
  const double known = world.p.brands[brand].awareness;
  if (known >= 1) return;
  BrandBond& bond = world.accounts.bond.row(account)[brand];
  const Stage before = bond.at();
  const bool forgets = before == Stage::aware && bond.exposures == 0 && u < loss;
  const bool hears = before == Stage::unaware && u < loss * known / (1 - known);
  if (forgets || hears) set_stage(world, scope, account, brand, forgets ? Stage::unaware : Stage::aware);
}

// Draw::rounding, by word: 0 attitude, 1 exposures, 2 awareness.
void fade_brand(World& world, const BlockScope& scope, AccountId account, std::size_t brand,
                const Fading& fading) {
  const Words words = world.draws(Draw::rounding).words(about::brand_day(account, brand, world.day()));
  fade_bond(world, account, brand, fading, words);
  cool_stage(world, scope, account, brand);
  drift_awareness(world, scope, account, brand, fading.awareness, to_unit(words[2]));
}

void fade_fandom(World& world, AccountId account, const Fading& fading) {
  const Words words = world.draws(Draw::fading).words(about::day(account, world.day()));
  std::size_t word = 0;
  for (FandomSlot& slot : world.accounts.fandom.row(account)) {
    const double u = to_unit(words[word++ % words.size()]);
    if (slot.empty()) continue;
    const auto level = static_cast<std::uint32_t>(stochastic_round(slot.level() * (1 - fading.fandom), u));
    slot = level == 0 ? FandomSlot{} : FandomSlot::of(slot.creator(), level);
  }
}

// Income fills the wallet up; it does not pile up. Accounts take turns over the month.
void refill_wallet(World& world, const BlockScope& scope, AccountId account) {
  const auto period = static_cast<std::uint32_t>(world.p.relations.wallet_days);
  if ((world.day() + account.value) % period != 0) return;
  std::int32_t& wallet = world.accounts.wallet[account];
  const std::int32_t income = income_of(world, account) - wallet;
  if (income <= 0) return;
  wallet += income;
  world.ledger.transfer(scope.worker, world.market.outside, world.market.consumers,
                        Cents{income} * scale_of(world));
}

double unfollow_rate(const World& world, AccountId reader, AccountId author) {
  const RelationParameters& p = world.p.relations;
  const std::uint32_t index = world.is_creator(author) ? world.creator_index(author) : kNobody;
  if (index == kNobody) return p.unfollow_rate;
  const Creator& creator = world.creators[index];
  const double dislike = p.unfollow_rate + p.unfollow_ads * static_cast<double>(creator.sponsored_share) +
                         (creator.active ? 0 : p.unfollow_silence);
  return dislike * (1 - fandom_of(world, reader, index));
}

// Each follow is looked at once a week, for a week's chance: the day falls by (reader, author).
void review_follows(World& world, const BlockScope& scope, AccountId reader) {
  constexpr std::uint32_t kWeek = 7;
  const Draws draws = world.draws(Draw::relations);
  for (const std::uint32_t author : world.graph.follows(reader)) {
    if ((author * 2654435761U + reader.value + world.day()) % kWeek != 0) continue;
    const double chance = kWeek * unfollow_rate(world, reader, AccountId(author));
    if (draws.chance(chance, {reader.value, author, world.day()}))
      unfollow(world, scope, reader, AccountId(author));
  }
}

void do_chores(World& world, const BlockScope& scope, AccountId account, const Fading& fading) {
  for (std::size_t brand = 0; brand < world.market.brands.size(); ++brand)
    fade_brand(world, scope, account, brand, fading);
  fade_fandom(world, account, fading);
  for (std::uint8_t& days : world.accounts.category_days.row(account))
    if (days < kNeverBought - 1) ++days;
  refill_wallet(world, scope, account);
  review_follows(world, scope, account);
  notice_scandals(world, scope, account);
}

// Accounts whose audience has passed the tier show their interests.
void announce_debuts(World& world, const BlockScope& scope) {
  for (const std::uint32_t account : world.market.rising)
    if (account >= scope.first && account < scope.last && !world.is_creator(AccountId(account)))
      world.market.debuts.push(scope, {account, world.accounts.interest[AccountId(account)]});
}

// Creators that an account follows and is a fan of.
std::int64_t fan_follows(const World& world, AccountId account) {
  const auto least = static_cast<std::uint32_t>(world.p.relations.fan_at * FandomSlot::kMaxLevel + 0.5);
  std::int64_t count = 0;
  for (const FandomSlot& slot : world.accounts.fandom.row(account))
    if (!slot.empty() && slot.level() >= least)
      count += world.graph.is_following(account, AccountId(world.creators[slot.creator()].account)) ? 1 : 0;
  return count;
}

// Levels are counted anew each tick, so they can't drift from what accounts hold.
void count_wallets(World& world, const BlockScope& scope) {
  std::int64_t wallets = 0, present = 0, fans = 0;
  std::array<std::uint32_t, kSegments> segments{};
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const AccountId account(a);
    const std::int32_t wallet = world.accounts.wallet[account];
    wallets += wallet;
    present += (world.accounts.flags[account] & AccountFlags::kGone) == 0;
    if (wallet < 0) world.market.breaches.push(scope, {a, wallet});
    fans += fan_follows(world, account);
    ++segments[world.accounts.segment[account]];
  }
  world.measure_tally.add(scope.worker, world.measures.wallets(), wallets);
  world.measure_tally.add(scope.worker, world.measures.present(), present);
  world.measure_tally.add(scope.worker, world.measures.fans(), fans);
  for (std::size_t s = 0; s < kSegments; ++s)
    if (segments[s] > 0) world.measure_tally.add(scope.worker, world.measures.segment_size(s), segments[s]);
}

void count_bonds(World& world, const BlockScope& scope, std::size_t brand) {
  std::int64_t attitude = 0;
  std::array<std::uint32_t, 8> stages{};
  std::array<std::uint32_t, kSegments> buyers{};
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const BrandBond& bond = world.accounts.bond.row(AccountId(a))[brand];
    ++stages[bond.stage & 7U];
    attitude += bond.at() == Stage::unaware ? 0 : bond.attitude;
    buyers[world.accounts.segment[AccountId(a)]] += (bond.stage & BrandBond::kBought) != 0;
  }
  const Measures& m = world.measures;
  world.measure_tally.add(scope.worker, m.attitude(brand), attitude);
  for (std::size_t s = 0; s < kStages; ++s)
    world.measure_tally.add(scope.worker, m.stage_count(brand, static_cast<Stage>(s)), stages[s]);
  for (std::size_t s = 0; s < kSegments; ++s)
    if (buyers[s] > 0) world.measure_tally.add(scope.worker, m.segment_buyers(brand, s), buyers[s]);
}

void count_levels(World& world, const BlockScope& scope) {
  count_wallets(world, scope);
  for (std::size_t brand = 0; brand < world.market.brands.size(); ++brand) count_bonds(world, scope, brand);
}

}  // namespace

void unfollow(World& world, const BlockScope& scope, AccountId reader, AccountId author) {
  if (world.graph.unfollow(reader, author)) world.follow_tally.add(scope.worker, author.value, 1, 1);
}

void relate(World& world, const BlockScope& scope) {
  if (world.calendar.is_last_of_day(world.tick))
    for (std::uint32_t a = scope.first; a < scope.last; ++a) world.accounts.time_today[AccountId(a)] = 0;
  hear_replies(world, scope);
  const Fading fading{daily_loss(world.p.persuasion.attitude_half_life),
                      daily_loss(world.p.persuasion.wear_half_life),
                      daily_loss(world.p.relations.fandom_half_life),
                      daily_loss(world.p.persuasion.awareness_half_life)};
  for_each_daily(world, scope, [&](AccountId account) { do_chores(world, scope, account, fading); });
  announce_debuts(world, scope);
  if (is_daily_tick(world, scope.block)) world.graph.merge(scope.block);
  count_levels(world, scope);
  count_pairs(world, scope);
}

}  // namespace fanfare::fan_economy
