#include "models/fan_economy/people/relations.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "fanfare/fmath.h"
#include "fanfare/sampling.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

double fandom_of(const World& world, AccountId reader, std::uint32_t creator) {
  for (const FandomSlot& slot : world.accounts.fandom.row(reader))
    if (!slot.empty() && slot.creator() == creator)
      return slot.level() / static_cast<double>(FandomSlot::kMaxLevel);
  return 0;
}

void deepen_fandom(World& world, const BlockScope&, AccountId reader, std::uint32_t creator,
                   std::uint32_t amount) {
  if (creator == kNobody || amount == 0) return;
  static_assert(kFandomSlots == 4);
  const auto slots = world.accounts.fandom.row(reader);
  const auto is_at = [&](std::uint32_t i) { return static_cast<std::uint32_t>(slots[i].creator() == creator) << i; };
  if (const std::uint32_t at = is_at(0) | is_at(1) | is_at(2) | is_at(3); at != 0) {
    FandomSlot& slot = slots[static_cast<std::size_t>(std::countr_zero(at))];
    slot = FandomSlot::of(creator, std::min(FandomSlot::kMaxLevel, slot.level() + amount));
    return;
  }
  // The first of the weakest: an empty slot is weaker than any level.
  const auto strength = [&](std::uint32_t i) { return (slots[i].empty() ? 0 : slots[i].level() + 1) << 2 | i; };
  const std::uint32_t least = std::min(std::min(strength(0), strength(1)), std::min(strength(2), strength(3)));
  if (least >> 2 <= amount + 1)
    slots[least & 3U] = FandomSlot::of(creator, std::min(FandomSlot::kMaxLevel, amount));
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

void learn_taste(World& world, AccountId reader, std::uint8_t topic, Taste taste, const Words& words) {
  TopicRow& interest = world.accounts.interest[reader];
  const std::size_t other = other_interest(interest, topic, words[1]);
  if (other == kTopics) return;
  std::uint8_t& from = interest[taste == Taste::liked ? other : topic];
  std::uint8_t& to = interest[taste == Taste::liked ? topic : other];
  const auto asked =
      static_cast<std::uint32_t>(stochastic_round(world.p.relations.interest_drift, to_unit(words[0])));
  const auto moved = static_cast<std::uint8_t>(std::min<std::uint32_t>(asked, from));
  from = static_cast<std::uint8_t>(from - moved);
  to = static_cast<std::uint8_t>(to + moved);
}

void comment(World& world, const BlockScope& scope, AccountId reader, const PostScore& post) {
  if (post.creator != kNobody)
    world.comments.push(scope, {reader.value, post.creator, post.author, post.tick * 16 + post.k()});
}

void unfollow(World& world, const BlockScope& scope, AccountId reader, AccountId author) {
  if (world.graph.unfollow(reader, author)) world.follows_here().add(scope.worker, author.value, 1, 1);
}

void hear_replies(World& world, const BlockScope& scope) {
  const auto amount = static_cast<std::uint32_t>(world.p.relations.reply_gain * FandomSlot::kMaxLevel + 0.5);
  const auto& replies = world.market.replies;
  auto reply = std::lower_bound(replies.begin(), replies.end(), scope.first,
                                [](const Reply& r, std::uint32_t account) { return r.account < account; });
  for (; reply != replies.end() && reply->account < scope.last; ++reply)
    deepen_fandom(world, scope, AccountId(reply->account), reply->creator, amount);
}

void fade_fandom(World& world, AccountId account, double loss) {
  const Words words = world.words(draw::fandom_fading(account, world.day()));
  std::size_t word = 0;
  for (FandomSlot& slot : world.accounts.fandom.row(account)) {
    const double u = to_unit(words[word++ % words.size()]);
    if (slot.empty()) continue;
    const auto level = static_cast<std::uint32_t>(stochastic_round(slot.level() * (1 - loss), u));
    slot = level == 0 ? FandomSlot{} : FandomSlot::of(slot.creator(), level);
  }
}

namespace {

double unfollow_rate(const World& world, AccountId reader, AccountId author) {
  const RelationParameters& p = world.p.relations;
  const std::uint32_t index = world.is_creator(author) ? world.creator_index(author) : kNobody;
  if (index == kNobody) return p.unfollow_rate;
  const Creator& creator = world.creators[index];
  const double dislike = p.unfollow_rate + p.unfollow_ads * static_cast<double>(creator.sponsored_share) +
                         (creator.active ? 0 : p.unfollow_silence);
  return dislike * (1 - fandom_of(world, reader, index));
}

}  // namespace

// Each follow is looked at once a week, for a week's chance: the day falls by (reader, author).
void review_follows(World& world, const BlockScope& scope, AccountId reader) {
  constexpr std::uint32_t kWeek = 7;
  for (const std::uint32_t author : world.graph.follows(reader)) {
    if ((author * 2654435761U + reader.value + world.day()) % kWeek != 0) continue;
    const double chance = kWeek * unfollow_rate(world, reader, AccountId(author));
    if (world.chance(chance, draw::unfollowing(reader, AccountId(author), world.day())))
      unfollow(world, scope, reader, AccountId(author));
  }
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

}  // namespace fanfare::fan_economy
