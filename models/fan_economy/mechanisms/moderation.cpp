// Mechanism `moderation`: some accounts attack creators, who lose heart; filters, reports, blocks and bans
// keep abuse from them and cost harmless talk and audience; who is banned may come back with a new account
// and finds a part of what it was cut off from. Creators may be banned too (event `ban`). Forgeries:
// forgeries.cpp.
#include "models/fan_economy/mechanisms/moderation.h"

#include <algorithm>
#include <array>
#include <vector>

#include "fanfare/fmath.h"
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/people/careers.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Abuse that reached a creator.
struct Abuse {
  std::uint32_t creator;
};
// Who is not shown whose posts; in the reader's block, in order.
struct BlockedPair {
  std::uint32_t reader, author;
  friend auto operator<=>(const BlockedPair&, const BlockedPair&) = default;
};
// A follow that a ban cut.
struct CutFollow {
  std::uint32_t reader, author;
};
// A creator that was banned.
struct Exile {
  std::uint32_t creator = 0;
  Tick since = 0, returns = 0;
  std::uint32_t is_back = 0;
};

void ban_creators(World& world, const EventParameters& event, std::size_t number);
void begin_forgeries(World& world, const EventParameters& event, std::size_t number);

class Moderation final : public Mechanism {
 public:
  using Keys = ModerationKeys;
  static double faked_trust(const World& world);
  static constexpr std::array kEvents = {
      EventRule{"ban", "creators are banned: follows of them are cut, and they may come back", ban_creators},
      EventRule{"deepfake", "a fake of each creator goes round, of this severity", begin_forgeries}};
  static constexpr std::string_view kAccounts = "accounts × population.scale";
  static constexpr std::array kMeasures = {
      MeasureRule{"abuse", "people", "abusive comments that creators read", kAccounts, true},
      MeasureRule{"abuse_filtered", "people", "abusive comments that were caught before", kAccounts, true},
      MeasureRule{"comments_held_back", "people", "harmless comments that were caught as well", kAccounts,
                  true},
      MeasureRule{"blocks", "people", "pairs of a reader and a creator that blocked it", kAccounts, true},
      MeasureRule{"bans", "people", "people who were banned", kAccounts, true},
      MeasureRule{"wrong_bans", "people", "of them, people who attacked nobody", kAccounts, true},
      MeasureRule{"evasions", "people", "people who came back with a new account", kAccounts, true},
      MeasureRule{"audience_lost", "people", "follows of creators cut by bans, of either side", kAccounts,
                  true},
      MeasureRule{"audience_regained", "people", "of them, taken up again with a new account", kAccounts,
                  true},
      MeasureRule{"forgery_believers", "people", "times somebody believed a fake of a creator", kAccounts,
                  true},
      MeasureRule{"faked_trust", "1", "mean trust in creators that a fake was made of", "Σ trust / creators",
                  false, faked_trust}};

  Moderation(World& world, const Keys& keys)
      : keys_(keys), luck_(world.luck("moderation")), forgeries_(keys.forgery, luck_) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    strikes_.resize(world.part);
    banned_.resize(world.part);
    blocked_.resize(world.part);
    cut_.resize(world.part);
    abuse_box_.resize(world.part);
    forgeries_.open(world);
  }
  void mail(Mail& mail) override {
    mail.outboxes.push_back(&abuse_box_);
    forgeries_.mail(mail);
  }
  void state(Archive& archive) override {
    archive.owned({"moderation.strikes", "1", "strikes of an account, saturating"}, strikes_);
    archive.owned({"moderation.banned", "ticks", "tick after that of its ban; 0: not banned"}, banned_);
    archive.lists({"moderation.blocked", "1", "who is not shown whose posts"}, blocked_);
    archive.lists({"moderation.cut", "1", "follows that bans cut"}, cut_);
    archive.shared({"moderation.exiles", "1", "creators that were banned"}, exiles_);
    archive.shared({"moderation.abuse", "1", "abuse and impressions since midnight, by creator"}, today_);
    forgeries_.state(archive);
  }

  void published(World&, std::uint32_t, PostScore& post) {
    if (post.creator != kNobody) post.flags |= PostFlags::kMarked;
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    if (seen.post.creator == kNobody) return;
    const Subject subject = seen.post.key().seen_by(seen.reader);
    if (seen.watched && is_hostile(world, seen.reader) && luck_.draws(attacks).chance(keys_.attack, subject))
      abuse(world, scope, seen, subject);
    else if (seen.commented)
      talk(world, scope, seen, subject);
  }
  // Who is blocked is not shown the posts.
  void ranked(const World& world, AccountId reader, SessionScratch& scratch) {
    const auto& pairs = blocked_[BlockId(reader.value / kBlockRows)];
    auto pair = std::lower_bound(pairs.begin(), pairs.end(), BlockedPair{reader.value, 0});
    Candidates& c = scratch.candidates;
    for (; pair != pairs.end() && pair->reader == reader.value; ++pair)
      for (std::uint32_t n = 0; n < c.eligible; ++n)
        if (world.posts.score[c.row[c.chosen[n]]].author == pair->author) c.key[n] = 0;
  }

  // Who is banned opens nothing; some are back.
  void publish(World& world, const BlockScope& scope) {
    const auto after = static_cast<Tick>(std::max(1.0, keys_.evade_after * world.ticks_per_day()));
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const Tick banned = banned_[AccountId(a)];
      if (banned == 0) continue;
      if (scope.tick + 1 == banned + after && luck_.draws(evades).chance(keys_.evade, {a, banned, 0}))
        come_back(world, scope, AccountId(a));
      else
        world.opens[AccountId(a)] = 0;
    }
  }
  void intervene(World& world, const StepScope& scope) {
    for (Exile& exile : exiles_) {
      if (exile.is_back != 0 || exile.returns == 0 || scope.tick < exile.returns) continue;
      exile.is_back = 1;
      Creator& creator = world.creators[exile.creator];
      creator.active = 1;
      creator.trust = static_cast<float>(trust_prior(world, creator.kind));
    }
  }
  void counted(World& world, std::uint32_t row, const PostCounts& delta) {
    const std::uint32_t creator = world.posts.score[row].creator;
    if (creator == kNobody) return;
    today_.resize(std::max<std::size_t>(today_.size(), 2 * (creator + std::size_t{1})));
    today_[2 * creator + 1] += delta[static_cast<std::size_t>(Counter::impressions)];
  }
  void reacted(World& world, const StepScope&) {
    today_.resize(2 * world.creators.size());
    for (const Abuse& abuse : abuse_box_.received()) ++today_[2 * abuse.creator];
    abuse_box_.clear_received();
  }
  void relate(World& world, const BlockScope& scope) {
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      if (banned_[AccountId(a)] == scope.tick + 1) cut_all(world, scope, AccountId(a));
    for (const Exile& exile : exiles_) {
      if (exile.since == scope.tick) cut_followers(world, scope, exile);
      if (exile.is_back != 0 && exile.returns == scope.tick) find_again(world, scope, exile);
    }
  }
  void daily(World& world, const BlockScope& scope, AccountId account) {
    forgeries_.meet(world, scope, account);
  }
  // Abuse takes heart, which comes back as effort does (people/careers.cpp).
  void adapt(World& world, const StepScope& scope) {
    forgeries_.take_in(world);
    if (!world.calendar.is_last_of_day(scope.tick)) return;
    for (std::size_t c = 0; 2 * c < today_.size(); ++c) {
      if (today_[2 * c] == 0 || today_[2 * c + 1] == 0) continue;
      const double per_thousand = 1000.0 * today_[2 * c] / today_[2 * c + 1];
      float& effort = world.creators[c].effort;
      effort = std::max(kLeastEffort, effort * static_cast<float>(fmath::exp(-keys_.chill * per_thousand)));
    }
    std::fill(today_.begin(), today_.end(), 0U);
  }

  void ban(World& world, std::uint32_t creator) {
    world.creators[creator].active = 0;
    Exile exile{creator, world.tick, 0, 0};
    const auto after = static_cast<Tick>(std::max(1.0, keys_.evade_after * world.ticks_per_day()));
    const Subject subject{world.creators[creator].account, world.tick, 1};
    if (luck_.draws(evades).chance(keys_.evade, subject)) exile.returns = world.tick + after;
    exiles_.push_back(exile);
  }
  Forgeries& forgeries() { return forgeries_; }

 private:
  enum Purpose : std::uint32_t {
    hostile,
    attacks,
    filters,
    blocks,
    strikes,
    evades,
    finds
  };  // 40 on: forgeries
  enum Cell : std::size_t {
    kAbuse,
    kFiltered,
    kHeldBack,
    kBlocks,
    kBans,
    kWrongBans,
    kEvasions,
    kLost,
    kRegained
  };
  static constexpr float kLeastEffort = 0.1F;

  bool is_hostile(const World& world, AccountId a) const {
    return luck_.draws(hostile).chance(keys_.hostile, {a.value, 0, 0}) && !world.is_creator(a);
  }
  void count(World& world, const BlockScope& scope, Cell what, std::int64_t times = 1) {
    world.measure_tally.add(scope.worker, cells_[what], times);
  }

  void abuse(World& world, const BlockScope& scope, const Viewed& seen, Subject subject) {
    const Words words = luck_.draws(filters).words(subject);
    if (to_unit(words[0]) < keys_.filter) return count(world, scope, kFiltered);
    count(world, scope, kAbuse);
    abuse_box_.push(scope, {seen.post.creator});
    if (luck_.draws(blocks).chance(keys_.block, subject)) block(world, scope, seen.reader, seen.post.author);
    if (luck_.draws(strikes).chance(keys_.report, subject)) strike(world, scope, seen.reader);
  }
  // A harmless comment.
  void talk(World& world, const BlockScope& scope, const Viewed& seen, Subject subject) {
    if (to_unit(luck_.draws(filters).words(subject)[1]) < keys_.filter_error) {
      count(world, scope, kHeldBack);
      cool(world, seen.reader, seen.post.creator);
    }
    if (luck_.draws(strikes).chance(keys_.error, subject)) strike(world, scope, seen.reader);
  }
  // What a comment that nobody saw had brought.
  static void cool(World& world, AccountId reader, std::uint32_t creator) {
    const auto gain =
        static_cast<std::uint32_t>(world.p.relations.comment_gain * FandomSlot::kMaxLevel + 0.5);
    for (FandomSlot& slot : world.accounts.fandom.row(reader))
      if (!slot.empty() && slot.creator() == creator)
        slot = slot.level() <= gain ? FandomSlot{} : FandomSlot::of(creator, slot.level() - gain);
  }
  void block(World& world, const BlockScope& scope, AccountId reader, std::uint32_t author) {
    auto& pairs = blocked_[scope.block];
    const BlockedPair pair{reader.value, author};
    const auto at = std::lower_bound(pairs.begin(), pairs.end(), pair);
    if (at != pairs.end() && *at == pair) return;
    pairs.insert(at, pair);
    unfollow(world, scope, reader, AccountId(author));
    count(world, scope, kBlocks);
  }
  void strike(World& world, const BlockScope& scope, AccountId reader) {
    std::uint8_t& count_of = strikes_[reader];
    if (banned_[reader] != 0 || world.is_creator(reader)) return;
    if (count_of < 255) ++count_of;
    if (count_of < keys_.strikes) return;
    banned_[reader] = scope.tick + 1;
    count(world, scope, kBans);
    if (!is_hostile(world, reader)) count(world, scope, kWrongBans);
  }

  void cut(World& world, const BlockScope& scope, AccountId reader, AccountId author) {
    unfollow(world, scope, reader, author);
    cut_[scope.block].push_back({reader.value, author.value});
    if (world.is_creator(author)) count(world, scope, kLost);
  }
  void cut_all(World& world, const BlockScope& scope, AccountId account) {
    const auto follows = world.graph.follows(account);
    for (const std::uint32_t author : std::vector<std::uint32_t>(follows.begin(), follows.end()))
      cut(world, scope, account, AccountId(author));
  }
  void cut_followers(World& world, const BlockScope& scope, const Exile& exile) {
    const AccountId author(world.creators[exile.creator].account);
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      if (world.graph.is_following(AccountId(a), author)) cut(world, scope, AccountId(a), author);
  }

  // A new account knows nobody and nobody knows it.
  void come_back(World& world, const BlockScope& scope, AccountId account) {
    banned_[account] = 0;
    strikes_[account] = 0;
    world.accounts.observed[account] = 0;
    count(world, scope, kEvasions);
    take_up(world, scope, [&](const CutFollow& f) { return f.reader == account.value; });
  }
  void find_again(World& world, const BlockScope& scope, const Exile& exile) {
    const std::uint32_t author = world.creators[exile.creator].account;
    take_up(world, scope,
            [&](const CutFollow& f) { return f.author == author && banned_[AccountId(f.reader)] == 0; });
  }
  // Of the follows that were cut and are meant: some again, the rest never.
  template <class IsMeant>
  void take_up(World& world, const BlockScope& scope, const IsMeant& is_meant) {
    auto& cut = cut_[scope.block];
    for (const CutFollow& f : cut) {
      if (!is_meant(f)) continue;
      const std::uint32_t creator = world.creator_index(AccountId(f.author));
      const double fandom = creator == kNobody ? 0 : fandom_of(world, AccountId(f.reader), creator);
      const double chance = keys_.finds + (1 - keys_.finds) * fandom;
      if (!luck_.draws(finds).chance(chance, {f.reader, f.author, scope.tick})) continue;
      if (!world.graph.follow(AccountId(f.reader), AccountId(f.author))) continue;
      world.follows_here().add(scope.worker, f.author, 0, 1);
      if (creator != kNobody) count(world, scope, kRegained);
    }
    std::erase_if(cut, is_meant);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  Forgeries forgeries_;
  std::array<std::size_t, 9> cells_{};
  Column<std::uint8_t> strikes_;
  Column<Tick> banned_;
  BlockLists<BlockedPair> blocked_;
  BlockLists<CutFollow> cut_;
  std::vector<Exile> exiles_;
  std::vector<std::uint32_t> today_;  // by creator: abuse, impressions
  Outbox<Abuse> abuse_box_;
};

double Moderation::faked_trust(const World& world) {
  return world.find<Moderation>()->forgeries_.mean_trust(world);
}

void ban_creators(World& world, const EventParameters& event, std::size_t number) {
  for (const std::uint32_t creator :
       select_creators(world, event.target, std::nullopt, asking_of_event(world, number)))
    world.find<Moderation>()->ban(world, creator);
}
void begin_forgeries(World& world, const EventParameters& event, std::size_t number) {
  for (const std::uint32_t creator :
       select_creators(world, event.target, std::nullopt, asking_of_event(world, number)))
    world.find<Moderation>()->forgeries().begin(world, creator, event.severity);
}

}  // namespace

extern constinit const MechanismEntry moderation = mechanism<Moderation>(
    "moderation", "abuse, filters, reports, blocks, bans and their evasion; fakes of creators and labels");

}  // namespace fanfare::fan_economy
