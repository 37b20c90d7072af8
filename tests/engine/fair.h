// A fair: a model made of messages, groups and rooms, in which the order of everything that is read matters.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "fanfare/archive.h"
#include "fanfare/groups.h"
#include "fanfare/messages.h"
#include "fanfare/model.h"
#include "fanfare/rng.h"
#include "fanfare/rooms.h"

namespace fanfare::test {

class Fair final : public Model {
 public:
  static constexpr std::uint32_t kAccounts = 5 * kBlockRows + 77;  // the last block is ragged
  enum Kind : std::uint8_t { invitation, gift };
  enum Counter : int { cheers, coins };

  explicit Fair(const Partition& part, std::uint32_t seed = 7) : part_(part), seed_(seed) {
    mood.resize(part);
    messages.open(part);
    messages.add_kind({.name = "invitation", .life = 3, .keep = 2});
    messages.add_kind({.name = "gift", .life = 2});
    groups.open(part, draws(lot));
    rooms.open(part);
    if (part.accounts == 0) return;
    for (std::uint32_t g = 0; g < 6; ++g)
      groups.found({.name = "club", .leader = person(g, 0), .most = g < 4 ? 40 * (g + 1) : 0}, {}, 0);
  }

  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{
        replicated<&Fair::prepare>("prepare", "rooms are scheduled and opened"),
        local<&Fair::act>("act", "read, join, cheer, enter, write"),
        exchange<&Fair::settle>("settle", "members, crowds, totals"),
        local<&Fair::rest>("rest", "write again, after the last exchange"),
    };
    return kTick;
  }
  void mail(Mail& mail) override { messages.mail(mail), groups.mail(mail), rooms.mail(mail); }
  void state(Archive& archive) override {
    archive.owned({"mood", "1", "what was read, in order"}, mood);
    messages.state(archive), groups.state(archive), rooms.state(archive);
  }
  void restore() override { groups.restore(), rooms.restore(); }
  void declare(Recorder&) override {}
  void record(Recorder&, Tick) override {}
  void finish(Recorder&, Tick) override {}
  std::size_t bytes_beside_state() const override {
    return messages.bytes_beside_state() + groups.bytes_beside_state() + rooms.bytes_beside_state();
  }

  Column<std::uint32_t> mood;
  Messages messages;
  Groups groups;
  Rooms rooms;

 private:
  enum Number : std::uint16_t { lot = 1, open_app, write, choose, visit, quit };
  Draws draws(Number number) const { return {seed_, purpose(902, number)}; }
  AccountId person(std::uint32_t about, std::uint32_t tick) const {
    return AccountId(draws(choose).below(part_.accounts, {about, tick, 1}));
  }

  void prepare(const StepScope& scope) {
    if (part_.accounts > 0 && scope.tick % 2 == 0)
      rooms.schedule({.name = "stage",
                      .host = person(99, scope.tick),
                      .opens = scope.tick + 1,
                      .closes = scope.tick + 3 + scope.tick % 3},
                     scope.tick);
    rooms.prepare(scope.tick);
  }

  void act(const BlockScope& scope) {
    messages.file(scope);
    for (std::uint32_t a = scope.first; a < scope.last; ++a) act_one(scope, AccountId(a));
  }
  void act_one(const BlockScope& scope, AccountId a) {
    const Words luck = draws(open_app).words({a.value, scope.tick, 0});
    if (luck[0] % 2 == 0) read(scope, a);
    for (const Groups::Membership& m : groups.groups_of(a)) take_part(scope, a, GroupId(m.group));
    if (luck[1] % 8 == 0) tell(scope, a, luck[2]);
    walk_about(scope, a);
  }
  void read(const BlockScope& scope, AccountId a) {
    std::uint32_t looked_at = 0;
    messages.read(scope, a, [&](const Message& message) {
      if (++looked_at > 3) return false;  // the rest lies there until next time
      mood[a] = mood[a] * 31 + message.from + message.number;
      if (message.kind == invitation)
        groups.ask_to_join(scope, a, GroupId(static_cast<std::uint32_t>(message.what)));
      return true;
    });
  }
  void take_part(const BlockScope& scope, AccountId a, GroupId group) {
    if (groups.last_share(group, cheers) > 0.3 || mood[a] % 3 == 0) groups.count(scope, group, cheers);
    groups.count(scope, group, coins, mood[a] % 5);
    if (draws(quit).chance(0.05, {a.value, group.value, scope.tick})) groups.ask_to_leave(scope, a, group);
  }
  // Some are asked twice in the same words.
  void tell(const BlockScope& scope, AccountId a, std::uint32_t luck) {
    const std::uint32_t to = draws(write).below(part_.accounts, {a.value, scope.tick, 0});
    const std::uint64_t group = luck % groups.size();
    messages.send(scope, {.to = to, .from = a.value, .what = group, .kind = invitation});
    if (luck % 16 == 0) messages.send(scope, {.to = to, .from = a.value, .what = group, .kind = invitation});
    if (luck % 4 == 0) messages.send(scope, {.to = luck % 50, .from = a.value, .what = 100, .kind = gift});
  }
  void walk_about(const BlockScope& scope, AccountId a) {
    const std::uint32_t luck = draws(visit).words({a.value, scope.tick, 0})[0];
    if (luck % 10 == 0) rooms.leave(scope, a);
    for (const RoomId room : rooms.open_now())
      if (luck % (20 - std::min(10U, rooms[room].crowd / 40)) == 0) rooms.enter(scope, a, room);
  }

  void settle(const StepScope& scope) {
    messages.settle();
    groups.settle(scope);
    rooms.settle(scope);
    if (part_.accounts == 0) return;
    if (scope.tick == 3) groups.dissolve(GroupId(1), scope.tick);
    if (scope.tick % 4 == 1) {
      const std::array<AccountId, 3> founders{person(7, scope.tick), person(8, scope.tick),
                                              person(9, scope.tick)};
      groups.found({.name = "team", .most = 5}, founders, scope.tick);
    }
  }
  void rest(const BlockScope& scope) {
    newsletter(scope, GroupId(5));
    for (std::uint32_t a = scope.first; a < scope.last; a += 37)
      if (mood[AccountId(a)] > 0)
        messages.send(scope, {.to = (a + 1000) % part_.accounts, .from = a, .what = 1, .kind = gift});
  }

  void newsletter(const BlockScope& scope, GroupId group) {
    std::uint64_t number = 0;  // in the block
    if (part_.accounts == 0) return;
    for (const Groups::Membership& member : groups.members_in(scope.block, group))
      if (++number % 5 == scope.tick % 5)
        messages.send(scope,
                      {.to = member.account, .from = groups[group].leader, .what = number, .kind = gift});
  }

  Partition part_;
  std::uint32_t seed_;
};

}  // namespace fanfare::test
