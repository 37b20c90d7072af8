// Mechanism `fan_club`: clubs round idols. Fans join by fandom and by friends; the twentieth of them with the
// most fandom is the core. When a call goes out, a member is in if
//   motive + collectivism · S > θ,   S = ½ (share of members in) + ½ (share of the core in)
// of the last tick: the threshold model of Granovetter, Am. J. Sociol. 83 (1978) 1420, in which some are
// looked at more. Who is in boosts (likes, comments and shares what the idol posts: labour that the feed
// counts), buys, gives, pays into a treasury, or defends. Others hate the idol. Long: six acts of one crowd.
#include "models/fan_economy/mechanisms/fan_club.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fanfare/groups.h"
#include "fanfare/messages.h"
#include "models/fan_economy/mechanisms/fan_club_crowd.h"
#include "models/fan_economy/mechanisms/fan_club_keys.h"
#include "models/fan_economy/mechanisms/fan_club_purse.h"
#include "models/fan_economy/mechanisms/named.h"
#include "models/fan_economy/mechanisms/own_orders.h"
#include "models/fan_economy/mechanisms/scandals.h"
#include "models/fan_economy/people/daily.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::uint32_t kNoClub = 0xffffffffU;

class FanClub final : public Mechanism {
 public:
  using Keys = FanClubKeys;
  static double members(const World& world);
  static double in(const World& world);
  static double most_in(const World& world);
  static constexpr std::array kMeasures = {
      MeasureRule{"club_acts", "people", "days that members spent in a call", "accounts × population.scale",
                  true},
      MeasureRule{"club_boosts", "people", "likes of members who boost", "accounts × population.scale", true},
      MeasureRule{"club_orders", "people", "orders of members on a call to buy",
                  "accounts × population.scale", true},
      MeasureRule{"club_defences", "people", "posts of members for brands tied to their idol",
                  "accounts × population.scale", true},
      MeasureRule{"club_attacks", "people", "posts of those who hate it against such brands",
                  "accounts × population.scale", true},
      MeasureRule{"club_given", "CNY", "given to idols by members, the treasury's part included", "Σ gifts",
                  false},
      MeasureRule{"club_raised", "CNY", "paid into treasuries", "Σ payments", false},
      MeasureRule{"club_embezzled", "CNY", "taken from treasuries, and never found", "Σ takings", false},
      MeasureRule{"club_members", "people", "members of fan clubs", "accounts × population.scale", false,
                  members},
      MeasureRule{"club_in", "1", "of a club's members, those who follow a call now",
                  "the best followed call, mean over clubs", false, in},
      MeasureRule{"club_most_in", "1", "of a club's members, those who followed a call when most did",
                  "mean over clubs, since the start", false, most_in}};

  FanClub(World& world, const Keys& keys)
      : keys_(keys), luck_(world.luck("fan_club")), crowd_(keys, luck_), purse_(keys, luck_) {}

  void open(World& world) override {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = world.measures.named(kMeasures[i].name);
    messages_.open(world.part);
    kind_ = messages_.add_kind({.name = "invitation", .life = 7 * world.ticks_per_day(), .keep = 5});
    groups_.open(world.part, luck_.draws(kClubLots));
    own_.resize(world.part);
    find_idols(world);
    for (std::size_t club = 0; club < idols_.size(); ++club)
      groups_.found({.name = "club", .may_start_empty = true}, {}, 0);
    purse_.open(world, idols_.size(), {cells_[kGiven], cells_[kRaised], cells_[kEmbezzled]});
    std::vector<ClubCrowd::Call> calls;
    for (const ClubCallKeys& call : keys_.calls) {
      open_call(world, call);
      calls.push_back({calls_.back().hash, call.win_core});
    }
    calls_.push_back({.hash = hash_of_name("defence")});
    calls.push_back({calls_.back().hash, 0});
    crowd_.open(idols_, std::move(calls));
    find_first_fans(world);
  }
  void mail(Mail& mail) override { groups_.mail(mail), messages_.mail(mail), crowd_.mail(mail); }
  void state(Archive& archive) override {
    groups_.state(archive), messages_.state(archive), crowd_.state(archive), purse_.state(archive);
  }
  void restore(World&) override { groups_.restore(); }
  std::vector<Caution> cautions(const World&) const override {
    if (!idols_.empty()) return {};
    return {{"caution.no_creators", {{"mechanism", "fan_club"}}}};
  }
  std::size_t bytes_beside_state() const override {
    return groups_.bytes_beside_state() + messages_.bytes_beside_state();
  }

  // --- On all ranks -------------------------------------------------------------------------------------

  // Where no ranking may be shown, nobody sees what the others do.
  void campaign(World& world, const StepScope& scope) {
    crowd_.begin_tick();
    for (std::size_t club = 0; club < idols_.size(); ++club)
      for (std::size_t c = 0; c < calls_.size(); ++c) {
        if (!is_on(world, calls_[c], idols_[club])) continue;
        crowd_.call(club, c, world.law.rankings);
        if (scope.tick == calls_[c].from) win_core(world, club, calls_[c]);
      }
  }
  void close(World&, const StepScope& scope) {
    groups_.settle(scope);
    messages_.settle();
    crowd_.end_tick(defence_call());
  }
  void adapt(World& world, const StepScope& scope) {
    for (std::size_t club = 0; club < idols_.size(); ++club) {
      purse_.hand_on(world, club, idols_[club]);
      for (const ClubCall& call : calls_)
        if (call.act == ClubAct::fund && scope.tick + 1 == call.until)
          purse_.spend(world, club, idols_[club], call.hash);
    }
  }
  void published(World&, std::uint32_t, PostScore& post) {
    if (club_of(post.creator) != kNoClub) post.flags |= PostFlags::kMarked;
  }

  // --- In a block -----------------------------------------------------------------------------------------

  // At the start all who love an idol come; later invitations are read when the app is opened.
  void publish(World& world, const BlockScope& scope) {
    messages_.file(scope);
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const AccountId account(a);
      if (world.tick == 0) come(world, scope, account, 1);
      if (world.opens[account] != World::kFirstApp) continue;
      messages_.read(scope, account, [&](const Message& invitation) {
        const auto club = static_cast<std::uint32_t>(invitation.what);
        const Subject about{a, idols_[club], invitation.from};
        if (luck_.draws(kClubAccepts).chance(keys_.accept, about, invitation.sent))
          groups_.ask_to_join(scope, account, GroupId(club));
        return true;
      });
    }
  }
  void daily(World& world, const BlockScope& scope, AccountId account) {
    if (world.day() % 30 == 0) purse_.begin_month(account);
    come(world, scope, account, keys_.join);
    for (const Groups::Membership& member : groups_.groups_of(account)) {
      const Subject today{account.value, idols_[member.group], world.day()};
      if (luck_.draws(kClubInvites).chance(keys_.invite, today)) invite(world, scope, account, member.group);
      if (leaves(world, member)) groups_.ask_to_leave(scope, account, GroupId(member.group));
    }
  }
  // What who is in does on a day, and what those do who hate an idol.
  void shop(World& world, const BlockScope& scope) {
    for_each_daily(world, scope, [&](AccountId account) {
      for (const Groups::Membership& member : groups_.groups_of(account))
        for (std::size_t c = 0; c < calls_.size(); ++c)
          if (crowd_.is_called(member.group, c) && is_in(world, account, member.group, c))
            act(world, scope, account, member.group, calls_[c]);
      for (std::uint32_t club = 0; club < idols_.size(); ++club)
        if (crowd_.is_called(club, defence_call()) && hates(world, account, club))
          speak(world, scope, account, club, -100);
    });
  }
  void settle(World& world, const BlockScope& scope) {
    own_.settle(world, scope, [&](const OwnOrder&, const TradedOrder&) {
      world.measure_tally.add(scope.worker, cells_[kOrders], 1);
    });
  }
  void relate(World& world, const BlockScope& scope) {
    for (std::uint32_t club = 0; club < idols_.size(); ++club)
      for (const Groups::Membership& member : groups_.members_in(scope.block, GroupId(club))) {
        const AccountId account(member.account);
        crowd_.count(scope, account, club, fandom_of(world, account, idols_[club]));
      }
  }

  // --- In a session ---------------------------------------------------------------------------------------

  void chances(const World& world, AccountId reader, std::uint32_t row, ReactionThresholds& chance) {
    const std::uint32_t club = club_of(world.posts.score[row].creator);
    if (club == kNoClub) return;
    const auto at_least = [](std::uint32_t& threshold, double share) {
      threshold = std::max(threshold, static_cast<std::uint32_t>(std::min(0x1p32 - 1, share * 0x1p32)));
    };
    if (boosts(world, reader, club)) {
      at_least(chance.like, keys_.boost_like);
      at_least(chance.comment, keys_.boost_comment);
      at_least(chance.share, keys_.boost_share);
    } else if (hates(world, reader, club)) {
      chance.like = chance.share = 0;
      at_least(chance.comment, keys_.anti_comment);
      at_least(chance.hide, keys_.anti_hide);
    }
  }
  void viewed(World& world, const BlockScope& scope, const Viewed& seen) {
    const std::uint32_t club = seen.liked ? club_of(seen.post.creator) : kNoClub;
    if (club != kNoClub && boosts(world, seen.reader, club))
      world.measure_tally.add(scope.worker, cells_[kBoosts], 1);
  }

  double defence(const World& world, std::uint32_t creator) const {
    const std::uint32_t club = club_of(creator);
    if (club == kNoClub) return 0;
    return crowd_.in(club, defence_call()) / std::max(1U, world.followers[world.creators[creator].account]);
  }

 private:
  enum Cell : std::size_t { kActs, kBoosts, kOrders, kDefences, kAttacks, kGiven, kRaised, kEmbezzled };

  std::size_t defence_call() const { return calls_.size() - 1; }
  std::uint32_t club_of(std::uint32_t creator) const {
    const auto at = std::ranges::lower_bound(idols_, creator);
    return at == idols_.end() || *at != creator ? kNoClub : static_cast<std::uint32_t>(at - idols_.begin());
  }

  // --- Set-up -------------------------------------------------------------------------------------------

  void find_idols(const World& world) {
    if (keys_.select.kind != KindFilter::any)
      expect_kind(world, kind_of(keys_.select.kind), "fan_club.select.kind");
    if (is_known_later(world, keys_.select))
      throw ScenarioError(
          "fan_club.select: whom it selects is known only in the run (select by what is known "
          "at the start)");
    idols_ = select_creators(world, keys_.select, std::nullopt);
    idols_.resize(std::min<std::size_t>(idols_.size(), keys_.clubs));
    std::ranges::sort(idols_);
  }
  void win_core(World& world, std::size_t club, const ClubCall& call) const {
    if (call.cost == 0) return;
    const auto won = static_cast<Cents>(call.keys->win_core * crowd_.core(club) + 0.5);
    const Cents paid = won * call.keys->core_cost * scale_of(world);
    world.ledger.transfer(BookId(world.market.brands[call.brand].book), world.market.outside, paid);
    world.measures.add(call.cost, paid);
  }
  void open_call(World& world, const ClubCallKeys& keys) {
    ClubCall call{.keys = &keys, .hash = hash_of_name(keys.id), .act = keys.act};
    call.from = static_cast<Tick>(keys.days.lo * world.ticks_per_day() + 0.5);
    call.until = static_cast<Tick>(std::min(4e9, keys.days.hi * world.ticks_per_day() + 0.5));
    if (!keys.brand.empty())
      call.brand = brand_named(world, keys.brand, "fan_club.calls." + keys.id + ".brand");
    if (keys.core_cost > 0) {
      call.cost = world.measures.open("core of " + keys.id);
      world.market.costs.push_back({call.brand, call.cost});
    }
    calls_.push_back(call);
  }
  // Love is of before the run: a share of the followers, most of them mildly.
  void find_first_fans(World& world) {
    const double at = world.p.relations.fan_at;
    for (std::uint32_t a = world.part.first(); a < world.part.last(); ++a)
      for (const std::uint32_t author : world.graph.follows(AccountId(a))) {
        const std::uint32_t creator = world.creator_index(AccountId(author));
        if (club_of(creator) == kNoClub || !luck_.draws(kClubFirsts).chance(keys_.fans, {a, author, 0}))
          continue;
        const double u = luck_.draws(kClubLevels).uniform({a, author, 0});
        const double level = at + (1 - at) * u * u;
        deepen_fandom(world, {}, AccountId(a), creator,
                      static_cast<std::uint32_t>(level * FandomSlot::kMaxLevel + 1));
      }
  }

  // --- Who is in ------------------------------------------------------------------------------------------

  static bool is_on(const World& world, const ClubCall& call, std::uint32_t creator) {
    if (world.creators[creator].active == 0) return false;
    if (call.keys == nullptr) return has_scandal(world, creator);
    if (call.act == ClubAct::fund && !world.law.pooled_funds) return false;
    return world.tick >= call.from && world.tick < call.until;
  }
  bool is_in(const World& world, AccountId account, std::uint32_t club, std::size_t call) const {
    return crowd_.is_in(account, club, call, fandom_of(world, account, idols_[club]));
  }
  bool boosts(const World& world, AccountId reader, std::uint32_t club) const {
    if (!groups_.is_member(reader, GroupId(club))) return false;
    for (std::size_t c = 0; c < calls_.size(); ++c)
      if (calls_[c].act == ClubAct::boost && crowd_.is_called(club, c) && is_in(world, reader, club, c))
        return true;
    return false;
  }
  bool hates(const World& world, AccountId reader, std::uint32_t club) const {
    return luck_.draws(kClubHates).chance(keys_.anti_fans, {reader.value, idols_[club], 0}) &&
           fandom_of(world, reader, idols_[club]) == 0 && !groups_.is_member(reader, GroupId(club));
  }

  // --- Coming and going
  // -------------------------------------------------------------------------------------

  void come(World& world, const BlockScope& scope, AccountId account, double chance) {
    for (const FandomSlot& slot : world.accounts.fandom.row(account)) {
      if (slot.empty() || slot.level() < keys_.fandom_at * FandomSlot::kMaxLevel) continue;
      const std::uint32_t club = club_of(slot.creator());
      const Subject today{account.value, slot.creator(), world.day()};
      if (club != kNoClub && luck_.draws(kClubJoins).chance(chance, today))
        groups_.ask_to_join(scope, account, GroupId(club));
    }
  }
  void invite(World& world, const BlockScope& scope, AccountId account, std::uint32_t club) {
    const auto follows = world.graph.follows(account);
    if (follows.empty()) return;
    const auto size = static_cast<std::uint32_t>(follows.size());
    const Subject today{account.value, idols_[club], world.day()};
    const std::uint32_t to = follows[luck_.draws(kClubFriends).below(size, today)];
    if (to != world.creators[idols_[club]].account)
      messages_.send(scope, {.to = to, .from = account.value, .what = club, .kind = kind_});
  }
  bool leaves(const World& world, const Groups::Membership& member) const {
    const AccountId account(member.account);
    if (purse_.is_betrayed(world, account, member.group)) return true;
    if (world.tick - member.since <= keys_.patience * world.ticks_per_day()) return false;
    return fandom_of(world, account, idols_[member.group]) < keys_.fandom_at / 2;
  }

  // --- Doing ----------------------------------------------------------------------------------------------

  void act(World& world, const BlockScope& scope, AccountId account, std::uint32_t club,
           const ClubCall& call) {
    const Subject today{account.value, call.hash, world.day()};
    world.measure_tally.add(scope.worker, cells_[kActs], 1);
    const double step = keys_.gain * FandomSlot::kMaxLevel + luck_.draws(kClubSteps).uniform(today);
    deepen_fandom(world, scope, account, idols_[club], static_cast<std::uint32_t>(step));
    if (call.act == ClubAct::defend) speak(world, scope, account, club, 100);
    if (call.act == ClubAct::defend || call.act == ClubAct::boost) return;
    if (!luck_.draws(kClubDoes).chance(call.keys->chance, today)) return;
    if (call.act == ClubAct::buy)
      buy(world, scope, account, call);
    else
      purse_.give(world, scope, account, club, call.keys->amount, call.act == ClubAct::fund);
  }
  // Once in a call, needed or not.
  void buy(World& world, const BlockScope& scope, AccountId account, const ClubCall& call) {
    const std::uint32_t days = world.day() - call.from / world.ticks_per_day();
    const std::uint8_t category = world.market.brands[call.brand].category;
    if (world.accounts.category_days.row(account)[category] > days)
      own_.order(world, scope, account, call.brand, false, 0);
  }
  // About brands that are tied to the idol, if there are any: posts carry a brand.
  void speak(World& world, const BlockScope& scope, AccountId account, std::uint32_t club, int tone) {
    const double chance = tone > 0 ? keys_.defence_post : keys_.anti_post;
    for (std::uint32_t brand = 0; brand < world.market.brands.size(); ++brand) {
      const Subject about{account.value, idols_[club] * 256 + brand, world.day()};
      if (!is_brand_tied(world, idols_[club], brand) || !luck_.draws(kClubPosts).chance(chance, about))
        continue;
      world.pending_posts[scope.block].push_back(
          {account.value, static_cast<std::uint8_t>(brand), static_cast<std::int8_t>(tone), 0});
      world.measure_tally.add(scope.worker, cells_[tone > 0 ? kDefences : kAttacks], 1);
    }
  }
  // Mean over clubs that have members.
  template <class Value>
  double over_clubs(const Value& value) const {
    double sum = 0, clubs = 0;
    for (std::size_t club = 0; club < idols_.size(); ++club)
      if (crowd_.members(club) > 0) sum += value(club), ++clubs;
    return clubs == 0 ? 0 : sum / clubs;
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::array<std::size_t, 8> cells_{};
  std::uint8_t kind_ = 0;
  Messages messages_{"fan_club"};
  Groups groups_{"fan_club"};
  OwnOrders own_;
  std::vector<std::uint32_t> idols_;  // by club, ascending: creators
  std::vector<ClubCall> calls_;       // those of the scenario, then the defence
  ClubCrowd crowd_;
  ClubPurse purse_;
};

double FanClub::members(const World& world) {
  const FanClub& fans = *world.find<FanClub>();
  double members = 0;
  for (std::size_t club = 0; club < fans.idols_.size(); ++club) members += fans.crowd_.members(club);
  return world.people(members);
}
double FanClub::in(const World& world) {
  const FanClub& fans = *world.find<FanClub>();
  return fans.over_clubs([&](std::size_t club) {
    double most = 0;
    for (std::size_t c = 0; c < fans.calls_.size(); ++c) most = std::max(most, fans.crowd_.share_in(club, c));
    return most;
  });
}
double FanClub::most_in(const World& world) {
  const FanClub& fans = *world.find<FanClub>();
  return fans.over_clubs([&](std::size_t club) { return fans.crowd_.most_in(club); });
}

}  // namespace

double club_defence(const World& world, std::uint32_t creator) {
  const FanClub* fans = world.find<FanClub>();
  return fans == nullptr ? 0 : fans->defence(world, creator);
}

extern constinit const MechanismEntry fan_club = mechanism<FanClub>(
    "fan_club",
    "clubs round idols: calls to boost, buy, give and defend, a core that is looked to, a treasury");

}  // namespace fanfare::fan_economy
