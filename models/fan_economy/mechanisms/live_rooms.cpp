// Mechanism `live_rooms`: each of the largest creators holds a live show at an hour of every day. Fans who
// have the app open come, the more the fuller it was, stay for a while, and grow fonder.
#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "fanfare/rooms.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct LiveRoomKeys {
  std::uint32_t hosts = 10;
  std::uint32_t hour = 20;
  double length = 2;
  double fandom_at = 0.05;
  double enter = 0.2;
  double crowd = 1;
  double stay = 0.5;
  double gain = 0.01;
};

void describe(Schema<LiveRoomKeys>& s) {
  s.value("hosts", &LiveRoomKeys::hosts)
      .unit(Unit::count)
      .quantity_of("creators")
      .in(1, 10'000)
      .help("creators with a show, the most followed at the start");
  s.value("hour", &LiveRoomKeys::hour)
      .unit(Unit::count)
      .quantity_of("hours after midnight")
      .in(0, 23)
      .mutable_at_run()
      .help("of the day at which shows open");
  s.value("length", &LiveRoomKeys::length)
      .unit(Unit::hours)
      .in(0.1, 24)
      .mutable_at_run()
      .help("of a show, one tick at least");
  s.value("fandom_at", &LiveRoomKeys::fandom_at)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("fandom from which an account may come")
      .source("folk");
  s.value("enter", &LiveRoomKeys::enter)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance in a tick that such a fan, with the app open, enters an empty room")
      .source("folk");
  s.value("crowd", &LiveRoomKeys::crowd)
      .in(0, 10)
      .mutable_at_run()
      .help(
          "added to the chance, in times, by a full room: one that held a hundredth of the host's followers")
      .source("folk");
  s.value("stay", &LiveRoomKeys::stay)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance to be there in the next tick as well")
      .source("folk");
  s.value("gain", &LiveRoomKeys::gain)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("fandom that a tick in the room adds")
      .source("folk");
}

class LiveRooms final : public Mechanism {
 public:
  using Keys = LiveRoomKeys;
  static double present(const World& world);
  static constexpr std::array kMeasures = {
      MeasureRule{"live_visits", "people", "times somebody came to a live show",
                  "accounts × population.scale", true},
      MeasureRule{"live_present", "people", "in live shows at the tick's end", "accounts × population.scale",
                  false, present}};

  LiveRooms(World& world, const Keys& keys) : keys_(keys), luck_(world.luck("live_rooms")) {}

  void open(World& world) override {
    visits_ = world.measures.named("live_visits");
    rooms_.open(world.part);
    hosts_.resize(world.creators.size());
    std::iota(hosts_.begin(), hosts_.end(), 0);
    std::ranges::sort(hosts_, {}, [&](std::uint32_t creator) {
      return std::pair(~world.followers[world.creators[creator].account], creator);
    });
    hosts_.resize(std::min<std::size_t>(hosts_.size(), keys_.hosts));
  }
  void mail(Mail& mail) override { rooms_.mail(mail); }
  void state(Archive& archive) override { rooms_.state(archive); }
  void restore(World&) override { rooms_.restore(); }
  std::vector<Caution> cautions(const World&) const override {
    if (!hosts_.empty()) return {};
    return {{"caution.no_creators", {{"mechanism", "live_rooms"}}}};
  }
  std::size_t bytes_beside_state() const override { return rooms_.bytes_beside_state(); }

  void campaign(World& world, const StepScope& scope) {
    const std::uint32_t ticks = world.ticks_per_day();
    if (scope.tick % ticks == keys_.hour * ticks / 24) schedule(world, scope.tick);
    rooms_.prepare(scope.tick);
    room_of_.assign(world.creators.size(), RoomId::none());
    for (const RoomId room : rooms_.open_now()) room_of_[rooms_[room].offer] = room;
  }

  void shop(World& world, const BlockScope& scope) {
    if (rooms_.open_now().empty()) return;
    const std::vector<std::uint32_t> tired = see_off(scope);
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const AccountId account(a);
      if (world.opens[account] != kHasItOpen || std::ranges::binary_search(tired, a)) continue;
      if (!rooms_.room_of(account, scope.tick).exists()) come(world, scope, account);
    }
    for (const Rooms::Visit& visit : rooms_.visits_in(scope.block))
      if (rooms_.is_open(RoomId(visit.room), scope.tick)) watch(world, scope, visit);
  }
  void trade(World&, const StepScope& scope) { rooms_.settle(scope); }

 private:
  enum Purpose : std::uint32_t { enters, stays, steps };
  static constexpr std::uint8_t kHasItOpen = 1;  // World::opens: the first platform, where shows are held

  // The room's offer is its host's number among the creators.
  void schedule(World& world, Tick tick) {
    const auto length = static_cast<Tick>(std::max(1.0, keys_.length * world.ticks_per_day() / 24));
    for (const std::uint32_t creator : hosts_)
      if (world.creators[creator].active != 0 && world.may_host(creator))
        rooms_.schedule({.host = AccountId(world.creators[creator].account),
                         .opens = tick,
                         .closes = tick + length,
                         .offer = creator},
                        tick);
  }

  // The show of the first creator, by place of fandom, that draws it.
  void come(World& world, const BlockScope& scope, AccountId account) {
    for (const FandomSlot& slot : world.accounts.fandom.row(account)) {
      if (slot.empty() || slot.level() < keys_.fandom_at * FandomSlot::kMaxLevel) continue;
      const RoomId room = room_of_[slot.creator()];
      if (!room.exists() || rooms_[room].host == account.value) continue;
      if (!world.permit(account).watches_live) return;
      const double chance = keys_.enter * (1 + keys_.crowd * fullness(world, room));
      if (!luck_.draws(enters).chance(chance, {account.value, rooms_[room].host, scope.tick})) continue;
      if (rooms_.enter(scope, account, room)) world.measure_tally.add(scope.worker, visits_, 1);
      return;
    }
  }
  // Of the last tick, against a hundredth of the followers.
  double fullness(const World& world, RoomId room) const {
    const double fame = std::max(1.0, world.followers[rooms_[room].host] / 100.0);
    return std::min(1.0, rooms_[room].crowd / fame);
  }

  // Those who have been there for a tick, and have enough of it; ascending.
  std::vector<std::uint32_t> see_off(const BlockScope& scope) {
    std::vector<std::uint32_t> tired;
    for (const Rooms::Visit& visit : rooms_.visits_in(scope.block))
      if (!luck_.draws(stays).chance(keys_.stay,
                                     {visit.account, rooms_[RoomId(visit.room)].host, scope.tick}))
        tired.push_back(visit.account);
    for (const std::uint32_t account : tired) rooms_.leave(scope, AccountId(account));
    return tired;
  }
  void watch(World& world, const BlockScope& scope, const Rooms::Visit& visit) {
    const Rooms::Room& room = rooms_[RoomId(visit.room)];
    const double u = luck_.draws(steps).uniform({visit.account, room.host, scope.tick});
    const auto gain = static_cast<std::uint32_t>(keys_.gain * FandomSlot::kMaxLevel + u);
    deepen_fandom(world, scope, AccountId(visit.account), room.offer, gain);
  }

  const Keys& keys_;
  MechanismLuck luck_;
  std::size_t visits_ = 0;
  std::vector<std::uint32_t> hosts_;  // creators, the most followed first
  Rooms rooms_{"live_rooms"};
  std::vector<RoomId> room_of_;  // within a tick: the open room of each creator
};

double LiveRooms::present(const World& world) {
  const Rooms& rooms = world.find<LiveRooms>()->rooms_;
  double present = 0;
  for (std::uint32_t r = 0; r < rooms.size(); ++r) present += rooms[RoomId(r)].crowd;
  return world.people(present);
}

}  // namespace

extern constinit const MechanismEntry live_rooms =
    mechanism<LiveRooms>("live_rooms", "creators hold live shows that fans come to");

}  // namespace fanfare::fan_economy
