#include "models/fan_economy/mechanisms/live_rooms.h"

#include <algorithm>

#include "fanfare/fmath.h"
#include "models/fan_economy/content/openings.h"
#include "models/fan_economy/people/relations.h"
#include "models/fan_economy/people/segments.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void describe(Schema<AudienceKeys>& s) {
  s.value("notice", &AudienceKeys::notice)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that a follower of the host comes when told that the room opens, opening the app for it")
      .source("folk");
  s.value("fandom_at", &AudienceKeys::fandom_at)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("fandom from which an account looks for the host's room by itself")
      .source("folk");
  s.value("enter", &AudienceKeys::enter)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance in an hour that such a fan, with the app open, enters an empty room")
      .source("folk");
  s.value("group", &AudienceKeys::group)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("the same of whoever is told of it in groups")
      .source("folk");
  s.value("feed", &AudienceKeys::feed)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help(
          "chance in an hour that anyone with the app open enters a room that the feed shows; of mean appeal")
      .source("folk");
  s.value("crowd", &AudienceKeys::crowd)
      .in(0, 10)
      .mutable_at_run()
      .help("added to coming and staying, in times, by a full room: a hundredth of the host's followers")
      .source("folk");
  s.value("stay", &AudienceKeys::stay)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance to be there an hour later, of mean appeal in an empty room")
      .source("folk");
  s.value("chat", &AudienceKeys::chat)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of those there who chat in an hour")
      .source("folk");
  s.value("gain", &AudienceKeys::gain)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("fandom that an hour in the room adds, and chatting once more")
      .source("folk");
}

LiveRooms::LiveRooms(World& world) : luck_(world.luck("live_rooms")) {}

std::uint32_t LiveRooms::add_kind(World& world, const AudienceKeys& audience, const LiveCells& cells) {
  if (kinds_.empty()) rooms_.open(world.part);
  kinds_.push_back({&audience, cells});
  return static_cast<std::uint32_t>(kinds_.size() - 1);
}

void LiveRooms::hold(World& world, const Show& show, Tick closes) {
  rooms_.schedule({.name = "live room",
                   .host = AccountId(world.creators[show.creator].account),
                   .opens = world.tick,
                   .closes = closes},
                  world.tick);
  shows_.push_back(show);
}

// Rooms stand in the order in which they opened, and none is longer than a day.
bool LiveRooms::holds(const World& world, std::uint32_t creator) const {
  for (auto r = static_cast<std::uint32_t>(rooms_.size()); r-- > 0;) {
    const RoomId room(r);
    if (rooms_[room].opens + world.ticks_per_day() < world.tick) return false;
    if (show(room).creator == creator && rooms_.is_open(room, world.tick)) return true;
  }
  return false;
}

double LiveRooms::fullness(const World& world, RoomId room) const {
  const double fame = std::max(1.0, world.followers[rooms_[room].host] / 100.0);
  return std::min(1.0, rooms_[room].crowd / fame);
}

double LiveRooms::present(const World& world, std::uint32_t kind) const {
  double present = 0;
  for (std::uint32_t r = 0; r < rooms_.size(); ++r)
    if (shows_[r].kind == kind) present += rooms_[RoomId(r)].crowd;
  return world.people(present);
}

void LiveRooms::state(Archive& archive) {
  if (kinds_.empty()) return;
  rooms_.state(archive);
  archive.shared({"live_rooms.shows", "1", "whose each room is, and what for"}, shows_);
}

void LiveRooms::campaign(World& world, const StepScope& scope) {
  if (kinds_.empty()) return;
  rooms_.prepare(scope.tick);
  hours_ = 24.0 / world.ticks_per_day();
  any_opens_ = any_told_ = false;
  room_of_.assign(world.creators.size(), RoomId::none());
  weight_.clear();
  std::uint32_t sum = 0;
  for (const RoomId room : rooms_.open_now()) {
    room_of_[show(room).creator] = room;
    any_opens_ |= rooms_[room].opens == scope.tick;
    any_told_ |= show(room).told >= 0;
    weight_.push_back(sum += rooms_[room].crowd + 1);
  }
}

// Right after accounts have decided by themselves who opens the app.
void LiveRooms::publish(World& world, const BlockScope& scope) {
  if (!any_opens_) return;
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const AccountId account(a);
    if (world.opens[account] != 0 || !world.is_member(account, 0)) continue;
    if (called_to(world, account).exists() && may_watch(world, account) && may_open_app(world, account, 0))
      world.opens[account] = World::kFirstApp;
  }
}

void LiveRooms::shop(World& world, const BlockScope& scope) {
  if (rooms_.open_now().empty()) return;
  const std::vector<std::uint32_t> tired = see_off(world, scope);
  for (std::uint32_t a = scope.first; a < scope.last; ++a) {
    const AccountId account(a);
    if (world.opens[account] != World::kFirstApp || std::ranges::binary_search(tired, a)) continue;
    if (rooms_.room_of(account, scope.tick).exists()) continue;
    const Coming come = coming(world, account);
    if (!come.room.exists() || rooms_[come.room].host == a || !may_watch(world, account)) continue;
    if (!rooms_.enter(scope, account, come.room)) continue;
    const LiveCells& cells = kinds_[show(come.room).kind].cells;
    world.measure_tally.add(scope.worker, cells[static_cast<std::size_t>(LiveCell::visits)], 1);
    if (come.from != LiveCell::visits)
      world.measure_tally.add(scope.worker, cells[static_cast<std::size_t>(come.from)], 1);
  }
  for (const Rooms::Visit& visit : rooms_.visits_in(scope.block))
    if (rooms_.is_open(RoomId(visit.room), scope.tick)) watch(world, scope, visit);
}

void LiveRooms::trade(World&, const StepScope& scope) {
  if (!kinds_.empty()) rooms_.settle(scope);
}

// --- Who comes ------------------------------------------------------------------------------------------

// How the host's topics suit the account: 1 for even interests, at most 2.
double LiveRooms::appeal(const World& world, AccountId account, RoomId room) const {
  const TopicRow& niche = world.creators[show(room).creator].niche;
  const TopicRow& interest = world.accounts.interest[account];
  std::uint32_t sum = 0;
  for (std::size_t t = 0; t < kTopics; ++t) sum += std::uint32_t{niche[t]} * interest[t];
  return std::min(2.0, sum * static_cast<double>(world.p.topics.size()) / (255.0 * 255.0));
}

// Of what has a chance in an hour, as much oftener: the chance in this tick.
double LiveRooms::in_tick(double an_hour, double times) const {
  if (an_hour <= 0 || times <= 0) return 0;
  return 1 - fmath::pow(1 - an_hour, hours_ * times);
}

bool LiveRooms::may_watch(const World& world, AccountId account) const {
  return (world.accounts.flags[account] & AccountFlags::kGone) == 0 && world.permit(account).watches_live;
}

// The first of those whom it follows that opens a room now and whose notice is heeded.
RoomId LiveRooms::called_to(const World& world, AccountId account) const {
  if (!any_opens_) return RoomId::none();
  for (const std::uint32_t host : world.graph.follows(account)) {
    if (!world.is_creator(AccountId(host))) continue;
    const std::uint32_t creator = world.creator_index(AccountId(host));
    const RoomId room = creator < room_of_.size() ? room_of_[creator] : RoomId::none();
    if (!room.exists() || rooms_[room].opens != world.tick) continue;
    if (luck_.draws(notices).chance(audience(room).notice, {account.value, host, world.tick})) return room;
  }
  return RoomId::none();
}

// The first, by place of fandom, that draws it.
RoomId LiveRooms::loved_by(const World& world, AccountId account) const {
  for (const FandomSlot& slot : world.accounts.fandom.row(account)) {
    if (slot.empty() || slot.creator() >= room_of_.size()) continue;
    const RoomId room = room_of_[slot.creator()];
    if (!room.exists() || slot.level() < audience(room).fandom_at * FandomSlot::kMaxLevel) continue;
    const double chance = in_tick(audience(room).enter, 1 + audience(room).crowd * fullness(world, room));
    if (luck_.draws(enters).chance(chance, {account.value, rooms_[room].host, world.tick})) return room;
  }
  return RoomId::none();
}

RoomId LiveRooms::told_of(const World& world, AccountId account) const {
  if (!any_told_) return RoomId::none();
  for (const RoomId room : rooms_.open_now()) {
    if (show(room).told < 0 || !in_segment(world, account, static_cast<std::size_t>(show(room).told)))
      continue;
    const double chance = in_tick(audience(room).group, 1 + audience(room).crowd * fullness(world, room));
    if (luck_.draws(groups).chance(chance, {account.value, rooms_[room].host, world.tick})) return room;
  }
  return RoomId::none();
}

// The feed shows one open room in a tick, the fuller the likelier.
RoomId LiveRooms::met_by(const World& world, AccountId account) const {
  const Subject about{account.value, 0, world.tick};
  const std::uint32_t at = luck_.draws(finds).below(weight_.back(), about);
  const auto found = std::ranges::upper_bound(weight_, at);
  const RoomId room = rooms_.open_now()[static_cast<std::size_t>(found - weight_.begin())];
  const double times = appeal(world, account, room) * (1 + audience(room).crowd * fullness(world, room));
  return luck_.draws(feeds).chance(in_tick(audience(room).feed, times), about) ? room : RoomId::none();
}

LiveRooms::Coming LiveRooms::coming(const World& world, AccountId account) const {
  if (const RoomId room = called_to(world, account); room.exists()) return {room, LiveCell::from_notice};
  if (const RoomId room = loved_by(world, account); room.exists()) return {room, LiveCell::visits};
  if (const RoomId room = told_of(world, account); room.exists()) return {room, LiveCell::from_groups};
  return {met_by(world, account), LiveCell::from_feed};
}

// --- Who stays ------------------------------------------------------------------------------------------

// Those who have been there for a tick, and have enough of it; ascending.
std::vector<std::uint32_t> LiveRooms::see_off(const World& world, const BlockScope& scope) {
  std::vector<std::uint32_t> tired;
  for (const Rooms::Visit& visit : rooms_.visits_in(scope.block)) {
    const RoomId room(visit.room);
    if (!rooms_.is_open(room, scope.tick)) continue;
    const AccountId account(visit.account);
    const AudienceKeys& keys = audience(room);
    const double pull =
        (0.5 + 0.5 * appeal(world, account, room) + fandom_of(world, account, show(room).creator)) *
        (1 + keys.crowd * fullness(world, room));
    const double chance = keys.stay > 0 ? fmath::pow(keys.stay, hours_ / pull) : 0;
    if (!luck_.draws(stays).chance(chance, {visit.account, rooms_[room].host, scope.tick}))
      tired.push_back(visit.account);
  }
  for (const std::uint32_t account : tired) rooms_.leave(scope, AccountId(account));
  return tired;
}

void LiveRooms::watch(World& world, const BlockScope& scope, const Rooms::Visit& visit) {
  const RoomId room(visit.room);
  const AudienceKeys& keys = audience(room);
  const Subject about{visit.account, rooms_[room].host, scope.tick};
  const bool talks = luck_.draws(chats).chance(in_tick(keys.chat, 1), about);
  if (talks)
    world.measure_tally.add(scope.worker,
                            kinds_[show(room).kind].cells[static_cast<std::size_t>(LiveCell::chats)], 1);
  const double gain = keys.gain * (hours_ + (talks ? 1 : 0));
  const auto steps_up =
      static_cast<std::uint32_t>(gain * FandomSlot::kMaxLevel + luck_.draws(steps).uniform(about));
  deepen_fandom(world, scope, AccountId(visit.account), show(room).creator, steps_up);
}

extern constinit const MechanismEntry live_rooms =
    mechanism<LiveRooms>("live_rooms", "rooms that creators and brands hold live: who comes, stays, chats");

}  // namespace fanfare::fan_economy
