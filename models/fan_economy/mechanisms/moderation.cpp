// Mechanism `moderation`: some accounts attack creators, who lose heart; filters, reports, blocks and bans
// keep abuse from them and cost harmless talk and audience; who is banned may come back with a new account
// and finds a part of what it was cut off from. Creators may be banned too (event `ban`). Forgeries:
// forgeries.cpp.
#include "models/fan_economy/mechanisms/moderation.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/fmath.h"
#include "fanfare/nearest.h"
#include "models/fan_economy/events/events.h"
#include "models/fan_economy/keys/name_hash.h"
#include "models/fan_economy/mechanisms/elsewhere.h"
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
  static constexpr bool kOnEveryPlatform = true;
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
    for (const PlatformParameters& platform : world.p.platforms) there_.push_back({platform.id});
    for (There& there : there_) there.open(world);
    give_rules();
    abuse_box_.resize(world.part);
    forgeries_.open(world);
  }
  void mail(Mail& mail) override {
    mail.outboxes.push_back(&abuse_box_);
    forgeries_.mail(mail);
  }
  void state(Archive& archive) override {
    there_[0].state(archive);
    archive.shared({"moderation.exiles", "1", "creators that were banned"}, exiles_);
    archive.shared({"moderation.abuse", "1", "abuse and impressions since midnight, by creator"}, today_);
    forgeries_.state(archive);
    for (std::size_t p = 1; p < there_.size(); ++p) there_[p].state(archive);
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
    const auto& pairs = there_[world.platform].blocked[BlockId(reader.value / kBlockRows)];
    auto pair = std::lower_bound(pairs.begin(), pairs.end(), BlockedPair{reader.value, 0});
    Candidates& c = scratch.candidates;
    for (; pair != pairs.end() && pair->reader == reader.value; ++pair)
      for (std::uint32_t n = 0; n < c.eligible; ++n)
        if (world.posts.score[c.row[c.chosen[n]]].author == pair->author) c.key[n] = 0;
  }

  // Of several platforms those where one is banned are not chosen.
  void doors(const World& world, AccountId account, std::uint8_t& open) {
    if (!world.has_several()) return;
    for (std::size_t p = 0; p < there_.size(); ++p)
      if (there_[p].banned[account] != 0) open = static_cast<std::uint8_t>(open & ~(1U << p));
  }
  // Where one is banned one opens nothing; some are back.
  void publish(World& world, const BlockScope& scope) {
    const auto after = static_cast<Tick>(std::max(1.0, keys_.evade_after * world.ticks_per_day()));
    for (std::uint32_t p = 0; p < there_.size(); ++p)
      for (std::uint32_t a = scope.first; a < scope.last; ++a) {
        const Tick banned = there_[p].banned[AccountId(a)];
        if (banned == 0) continue;
        const Subject subject{a, banned, there_[p].luck};
        if (scope.tick + 1 == banned + after && luck_.draws(evades).chance(keys_.evade, subject))
          come_back(world, scope, p, AccountId(a));
        else if (world.opens[AccountId(a)] == p + 1)
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
    for (std::uint32_t p = 0; p < there_.size(); ++p) {
      for (std::uint32_t a = scope.first; a < scope.last; ++a)
        if (there_[p].banned[AccountId(a)] == scope.tick + 1) cut_all(world, scope, p, AccountId(a));
      for (const Exile& exile : exiles_) {
        if (exile.since == scope.tick) cut_followers(world, scope, p, exile);
        if (exile.is_back != 0 && exile.returns == scope.tick) find_again(world, scope, p, exile);
      }
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

  // What is kept of each platform.
  struct There {
    std::string id;
    std::uint32_t luck = 0;                // what tells its draws from others'; 0: the first
    const ModerationRule* rule = nullptr;  // its own, if it has one
    Column<std::uint8_t> strikes;
    Column<Tick> banned;
    BlockLists<BlockedPair> blocked;
    BlockLists<CutFollow> cut;
    std::array<std::string, 4> names;  // of its state

    void open(const World& world) {
      const bool is_first = id == world.p.platforms.front().id;
      if (!is_first) luck = hash_of_name(id);
      names = {"moderation.strikes", "moderation.banned", "moderation.blocked", "moderation.cut"};
      for (std::string& name : names) name += is_first ? "" : "." + id;
      strikes.resize(world.part);
      banned.resize(world.part);
      blocked.resize(world.part);
      cut.resize(world.part);
    }
    void state(Archive& archive) {
      archive.owned({names[0], "1", "strikes of an account, saturating"}, strikes);
      archive.owned({names[1], "ticks", "tick after that of its ban; 0: not banned"}, banned);
      archive.lists({names[2], "1", "who is not shown whose posts"}, blocked);
      archive.lists({names[3], "1", "follows that bans cut"}, cut);
    }
  };
  void give_rules() {
    for (const ModerationRule& rule : keys_.rules) {
      const auto there =
          std::find_if(there_.begin(), there_.end(), [&](const There& t) { return t.id == rule.platform; });
      std::vector<std::string> known;
      for (const There& t : there_) known.push_back(t.id);
      if (there == there_.end())
        throw ScenarioError("moderation.rules: no platform '" + rule.platform + "' (" +
                            did_you_mean(rule.platform, known, "platforms are") + ")");
      if (there->rule != nullptr)
        throw ScenarioError("moderation.rules: '" + rule.platform + "' has two rules (merge them)");
      there->rule = &rule;
    }
  }
  // What views are judged by where one is: numbers alone, as it is asked at each.
  struct Rates {
    double filter, filter_error, report, error;
    std::uint32_t strikes;
    double block;
  };
  Rates rates(const World& world) const {
    const auto of = [](const auto& k) {
      return Rates{k.filter, k.filter_error, k.report, k.error, k.strikes, k.block};
    };
    const ModerationRule* const own = there_[world.platform].rule;
    return own != nullptr ? of(*own) : of(keys_);
  }

  bool is_hostile(const World& world, AccountId a) const {
    return luck_.draws(hostile).chance(keys_.hostile, {a.value, 0, 0}) && !world.is_creator(a);
  }
  void count(World& world, const BlockScope& scope, Cell what, std::int64_t times = 1) {
    world.measure_tally.add(scope.worker, cells_[what], times);
  }

  void abuse(World& world, const BlockScope& scope, const Viewed& seen, Subject subject) {
    const Words words = luck_.draws(filters).words(subject);
    const Rates is = rates(world);
    if (to_unit(words[0]) < is.filter) return count(world, scope, kFiltered);
    count(world, scope, kAbuse);
    abuse_box_.push(scope, {seen.post.creator});
    if (luck_.draws(blocks).chance(is.block, subject)) block(world, scope, seen.reader, seen.post.author);
    if (luck_.draws(strikes).chance(is.report, subject)) strike(world, scope, seen.reader, is);
  }
  // A harmless comment.
  void talk(World& world, const BlockScope& scope, const Viewed& seen, Subject subject) {
    const Rates is = rates(world);
    if (to_unit(luck_.draws(filters).words(subject)[1]) < is.filter_error) {
      count(world, scope, kHeldBack);
      cool(world, seen.reader, seen.post.creator);
    }
    if (luck_.draws(strikes).chance(is.error, subject)) strike(world, scope, seen.reader, is);
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
    auto& pairs = there_[world.platform].blocked[scope.block];
    const BlockedPair pair{reader.value, author};
    const auto at = std::lower_bound(pairs.begin(), pairs.end(), pair);
    if (at != pairs.end() && *at == pair) return;
    pairs.insert(at, pair);
    unfollow(world, scope, reader, AccountId(author));
    count(world, scope, kBlocks);
  }
  void strike(World& world, const BlockScope& scope, AccountId reader, const Rates& is) {
    There& there = there_[world.platform];
    std::uint8_t& count_of = there.strikes[reader];
    if (there.banned[reader] != 0 || world.is_creator(reader)) return;
    if (count_of < 255) ++count_of;
    if (count_of < is.strikes) return;
    there.banned[reader] = scope.tick + 1;
    count(world, scope, kBans);
    if (!is_hostile(world, reader)) count(world, scope, kWrongBans);
  }

  void cut(World& world, const BlockScope& scope, std::uint32_t p, AccountId reader, AccountId author) {
    unfollow_on(world, scope, p, reader, author);
    there_[p].cut[scope.block].push_back({reader.value, author.value});
    if (world.is_creator(author)) count(world, scope, kLost);
  }
  void cut_all(World& world, const BlockScope& scope, std::uint32_t p, AccountId account) {
    const auto follows = world.on(p).graph.follows(account);
    for (const std::uint32_t author : std::vector<std::uint32_t>(follows.begin(), follows.end()))
      cut(world, scope, p, account, AccountId(author));
  }
  void cut_followers(World& world, const BlockScope& scope, std::uint32_t p, const Exile& exile) {
    const AccountId author(world.creators[exile.creator].account);
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      if (world.on(p).graph.is_following(AccountId(a), author)) cut(world, scope, p, AccountId(a), author);
  }

  // A new account knows nobody and nobody knows it.
  void come_back(World& world, const BlockScope& scope, std::uint32_t p, AccountId account) {
    there_[p].banned[account] = 0;
    there_[p].strikes[account] = 0;
    world.accounts.observed[account] = 0;
    count(world, scope, kEvasions);
    take_up(world, scope, p, [&](const CutFollow& f) { return f.reader == account.value; });
  }
  void find_again(World& world, const BlockScope& scope, std::uint32_t p, const Exile& exile) {
    const std::uint32_t author = world.creators[exile.creator].account;
    take_up(world, scope, p, [&](const CutFollow& f) {
      return f.author == author && there_[p].banned[AccountId(f.reader)] == 0;
    });
  }
  // Of the follows that were cut and are meant: some again, the rest never.
  template <class IsMeant>
  void take_up(World& world, const BlockScope& scope, std::uint32_t p, const IsMeant& is_meant) {
    auto& cut = there_[p].cut[scope.block];
    for (const CutFollow& f : cut) {
      if (!is_meant(f)) continue;
      const std::uint32_t creator = world.creator_index(AccountId(f.author));
      const double fandom = creator == kNobody ? 0 : fandom_of(world, AccountId(f.reader), creator);
      const double chance = keys_.finds + (1 - keys_.finds) * fandom;
      if (!luck_.draws(finds).chance(chance, {f.reader, f.author, scope.tick ^ there_[p].luck})) continue;
      if (!follow_on(world, scope, p, AccountId(f.reader), AccountId(f.author))) continue;
      if (creator != kNobody) count(world, scope, kRegained);
    }
    std::erase_if(cut, is_meant);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  Forgeries forgeries_;
  std::array<std::size_t, 9> cells_{};
  std::vector<There> there_;  // by platform
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
