// Mechanism `fan_groups`: a group round each of the largest creators. Fans join and write to those whom they
// follow, that they may come too; a member acts for the creator when enough of the group did in the last
// tick, and who acts grows fonder.
//
// A member acts in a tick if motive + collectivism · S > θ, with S the share of the group that acted in the
// last tick: the threshold model of Granovetter, Am. J. Sociol. 83 (1978) 1420.
#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "fanfare/groups.h"
#include "fanfare/messages.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct FanGroupKeys {
  std::uint32_t groups = 20;
  std::uint32_t places = 0;
  double fandom_at = 0.1;
  double join = 0.3;
  double invite = 0.05;
  double accept = 0.1;
  double patience = 7;
  double collectivism = 0.5;
  double motive = 0.3;
  double threshold = 0.55;
  double spread = 0.1;
  double gain = 0.002;
};

void describe(Schema<FanGroupKeys>& s) {
  s.value("groups", &FanGroupKeys::groups)
      .unit(Unit::count)
      .quantity_of("groups")
      .in(1, 10'000)
      .help("creators with a group, the most followed at the start");
  s.value("places", &FanGroupKeys::places)
      .unit(Unit::count)
      .quantity_of("accounts")
      .in(0, 1e6)
      .help("members that a group holds; 0: no limit");
  s.value("fandom_at", &FanGroupKeys::fandom_at)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("fandom from which an account may join uninvited; it leaves below half of it")
      .source("folk");
  s.value("join", &FanGroupKeys::join)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance a day that such a fan asks to join")
      .source("folk");
  s.value("invite", &FanGroupKeys::invite)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance a day that a member invites one of those whom it follows")
      .source("folk");
  s.value("accept", &FanGroupKeys::accept)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that who reads an invitation asks to join")
      .source("folk");
  s.value("patience", &FanGroupKeys::patience)
      .unit(Unit::days)
      .in(0, 1000)
      .mutable_at_run()
      .help("that a new member stays, whatever its fandom")
      .source("folk");
  s.value("collectivism", &FanGroupKeys::collectivism)
      .in(0, 10)
      .mutable_at_run()
      .help("how much the share of the group that acted counts")
      .source("folk");
  s.value("motive", &FanGroupKeys::motive)
      .in(-10, 10)
      .mutable_at_run()
      .help("mean of a member's own motive, new in each tick")
      .source("folk");
  s.value("threshold", &FanGroupKeys::threshold)
      .in(-10, 10)
      .mutable_at_run()
      .help("mean of a member's threshold, which stays")
      .source("folk");
  s.value("spread", &FanGroupKeys::spread).in(0, 10).help("sd of both").source("folk");
  s.value("gain", &FanGroupKeys::gain)
      .in(0, 1)
      .mutable_at_run()
      .help("fandom that an act adds")
      .source("folk");
}

class FanGroups final : public Mechanism {
 public:
  using Keys = FanGroupKeys;
  static double members(const World& world);
  static constexpr std::array kMeasures = {
      MeasureRule{"fan_group_acts", "people", "times a member acted for a creator",
                  "accounts × population.scale", true},
      MeasureRule{"fan_group_invitations", "people", "invitations to a fan group",
                  "accounts × population.scale", true},
      MeasureRule{"fan_group_members", "people", "members of fan groups, leaders included",
                  "accounts × population.scale", false, members}};

  FanGroups(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("fan_groups")) {}

  void open(World& world) override {
    acts_ = world.measures.named("fan_group_acts");
    invitations_ = world.measures.named("fan_group_invitations");
    messages_.open(world.part);
    kind_ = messages_.add_kind({.name = "invitation", .life = 7 * world.ticks_per_day(), .keep = 5});
    groups_.open(world.part, luck_.draws(lots));
    for (const std::uint32_t creator : most_followed(world)) {
      groups_.found({.leader = AccountId(world.creators[creator].account), .most = keys_.places}, {}, 0);
      led_.push_back({creator, static_cast<std::uint32_t>(led_.size())});
    }
    std::ranges::sort(led_, {}, &Led::creator);
  }
  void mail(Mail& mail) override { groups_.mail(mail), messages_.mail(mail); }
  void state(Archive& archive) override { groups_.state(archive), messages_.state(archive); }
  void restore(World&) override { groups_.restore(); }
  std::vector<Caution> cautions(const World&) const override {
    if (!led_.empty()) return {};
    return {{"caution.no_creators", {{"mechanism", "fan_groups"}}}};
  }
  std::size_t bytes_beside_state() const override {
    return groups_.bytes_beside_state() + messages_.bytes_beside_state();
  }

  // Invitations are read when the app is opened.
  void publish(World& world, const BlockScope& scope) {
    messages_.file(scope);
    for (std::uint32_t a = scope.first; a < scope.last; ++a)
      if (world.opens[AccountId(a)] == World::kFirstApp)
        messages_.read(scope, AccountId(a), [&](const Message& invitation) {
          const auto group = static_cast<std::uint32_t>(invitation.what);
          if (luck_.draws(accepts).chance(keys_.accept, {a, group, invitation.from}, invitation.sent))
            groups_.ask_to_join(scope, AccountId(a), GroupId(group));
          return true;
        });
  }

  void daily(World& world, const BlockScope& scope, AccountId account) {
    const double level = keys_.fandom_at;
    for (const FandomSlot& slot : world.accounts.fandom.row(account)) {
      const GroupId group = slot.empty() ? GroupId::none() : group_of(slot.creator());
      if (group.exists() && slot.level() >= level * FandomSlot::kMaxLevel &&
          luck_.draws(joins).chance(keys_.join, {account.value, group.value, world.day()}))
        groups_.ask_to_join(scope, account, group);
    }
    for (const Groups::Membership& member : groups_.groups_of(account)) {
      if (luck_.draws(invites).chance(keys_.invite, {account.value, member.group, world.day()}))
        invite(world, scope, account, GroupId(member.group));
      if (has_enough(world, member)) groups_.ask_to_leave(scope, account, GroupId(member.group));
    }
  }

  void relate(World& world, const BlockScope& scope) {
    for (const Led& led : led_) {
      const GroupId group(led.group);
      // Where no ranking may be shown, nobody sees what the others do.
      const double pressure = world.law.rankings ? keys_.collectivism * groups_.last_share(group, kActed) : 0;
      for (const Groups::Membership& member : groups_.members_in(scope.block, group))
        if (acts(world, member, pressure)) act(world, scope, AccountId(member.account), led.creator, group);
    }
  }
  void close(World&, const StepScope& scope) {
    groups_.settle(scope);
    messages_.settle();
  }

 private:
  enum Purpose : std::uint32_t { lots, joins, motives, thresholds, steps, invites, friends, accepts };
  static constexpr int kActed = 0;
  struct Led {
    std::uint32_t creator = 0;
    std::uint32_t group = 0;
  };

  std::vector<std::uint32_t> most_followed(const World& world) const {
    std::vector<std::uint32_t> creators(world.creators.size());
    std::iota(creators.begin(), creators.end(), 0);
    const auto key = [&](std::uint32_t creator) {
      return std::pair(~world.followers[world.creators[creator].account], creator);
    };
    std::ranges::sort(creators, {}, key);
    creators.resize(std::min<std::size_t>(creators.size(), keys_.groups));
    return creators;
  }
  GroupId group_of(std::uint32_t creator) const {
    const auto led = std::ranges::lower_bound(led_, creator, {}, &Led::creator);
    return led == led_.end() || led->creator != creator ? GroupId::none() : GroupId(led->group);
  }
  void invite(World& world, const BlockScope& scope, AccountId account, GroupId group) {
    const auto follows = world.graph.follows(account);
    if (follows.empty()) return;
    const auto count = static_cast<std::uint32_t>(follows.size());
    const std::uint32_t to =
        follows[luck_.draws(friends).below(count, {account.value, group.value, world.day()})];
    if (to == groups_[group].leader) return;
    messages_.send(scope, {.to = to, .from = account.value, .what = group.value, .kind = kind_});
    world.measure_tally.add(scope.worker, invitations_, 1);
  }
  bool has_enough(const World& world, const Groups::Membership& member) const {
    const std::uint32_t leader = groups_[GroupId(member.group)].leader;
    if (member.account == leader || world.tick - member.since <= keys_.patience * world.ticks_per_day())
      return false;
    const std::uint32_t creator = world.creator_index(AccountId(leader));
    return fandom_of(world, AccountId(member.account), creator) < keys_.fandom_at / 2;
  }
  // The leader does not act for itself.
  bool acts(const World& world, const Groups::Membership& member, double pressure) const {
    if (member.account == groups_[GroupId(member.group)].leader) return false;
    const double motive =
        keys_.motive + keys_.spread * luck_.draws(motives).normal({member.account, member.group, world.tick});
    const double threshold =
        keys_.threshold + keys_.spread * luck_.draws(thresholds).normal({member.account, member.group, 0});
    return motive + pressure > threshold;
  }
  void act(World& world, const BlockScope& scope, AccountId account, std::uint32_t creator, GroupId group) {
    groups_.count(scope, group, kActed);
    world.measure_tally.add(scope.worker, acts_, 1);
    const double u = luck_.draws(steps).uniform({account.value, group.value, world.tick});
    deepen_fandom(world, scope, account, creator,
                  static_cast<std::uint32_t>(keys_.gain * FandomSlot::kMaxLevel + u));
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::size_t acts_ = 0, invitations_ = 0;
  std::uint8_t kind_ = 0;
  Messages messages_{"fan_groups"};
  Groups groups_{"fan_groups"};
  std::vector<Led> led_;  // by creator; those of the start
};

double FanGroups::members(const World& world) {
  const Groups& groups = world.find<FanGroups>()->groups_;
  double members = 0;
  for (std::uint32_t g = 0; g < groups.size(); ++g) members += groups[GroupId(g)].members;
  return world.people(members);
}

}  // namespace

extern constinit const MechanismEntry fan_groups =
    mechanism<FanGroups>("fan_groups", "groups round creators, whose members act when enough of them did");

}  // namespace fanfare::fan_economy
