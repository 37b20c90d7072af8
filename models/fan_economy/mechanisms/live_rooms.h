// Live rooms, of whatever kind: who is told that one opens, who comes and from where, how long they stay, who
// chats. What is sold or given in them is for those who hold them to say. Mechanisms `live_commerce` and
// `virtual_gifts` hold rooms; somebody is in one room at a time, of either.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fanfare/rooms.h"
#include "fanfare/schema.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

// Who comes to rooms of a kind.
struct AudienceKeys {
  double notice = 0.05;
  double fandom_at = 0.05;
  double enter = 0.2;
  double group = 0.2;
  double feed = 0.05;
  double crowd = 1;
  double stay = 0.5;
  double chat = 0.1;
  double gain = 0.01;
};
void describe(Schema<AudienceKeys>& s);

// Where somebody came from; then what else is counted of a kind of room.
enum class LiveCell : std::uint8_t { visits, from_feed, from_notice, from_groups, chats };
inline constexpr std::size_t kLiveCells = 5;
using LiveCells = std::array<std::size_t, kLiveCells>;

class LiveRooms final : public Mechanism {
 public:
  struct Show {
    std::uint32_t creator = 0;  // the host
    std::uint32_t kind = 0;     // add_kind()
    std::uint32_t what = 0;     // of the kind
    std::int32_t told = -1;     // a segment whose members are told in groups; −1: none
  };

  explicit LiveRooms(World& world);

  // --- For those who hold rooms

  // Set-up. `audience` lives as long as the run; `cells` of the measures.
  std::uint32_t add_kind(World& world, const AudienceKeys& audience, const LiveCells& cells);
  // At `intervene`: a room that opens in this tick.
  void hold(World& world, const Show& show, Tick closes);
  // At `intervene`: is this creator on air?
  bool holds(const World& world, std::uint32_t creator) const;
  const Rooms& rooms() const { return rooms_; }
  const Show& show(RoomId room) const { return shows_[room.value]; }
  // The crowd of the last tick against a hundredth of the host's followers, at most 1.
  double fullness(const World& world, RoomId room) const;
  // In rooms of a kind at the last tick's end, people.
  double present(const World& world, std::uint32_t kind) const;
  // visit(account, room): those of a block who are in an open room of the kind.
  template <class Visit>
  void each_present(const BlockScope& scope, std::uint32_t kind, const Visit& visit) const {
    if (rooms_.open_now().empty()) return;
    for (const Rooms::Visit& there : rooms_.visits_in(scope.block)) {
      const RoomId room(there.room);
      if (shows_[there.room].kind == kind && rooms_.is_open(room, scope.tick))
        visit(AccountId(there.account), room);
    }
  }

  // --- The run

  void mail(Mail& mail) override { rooms_.mail(mail); }
  void state(Archive& archive) override;
  void restore(World&) override { rooms_.restore(); }
  std::size_t bytes_beside_state() const override { return rooms_.bytes_beside_state(); }
  void campaign(World& world, const StepScope& scope);
  void publish(World& world, const BlockScope& scope);
  void shop(World& world, const BlockScope& scope);
  void trade(World& world, const StepScope& scope);

 private:
  enum Purpose : std::uint32_t { notices, enters, groups, feeds, finds, stays, chats, steps };
  struct Kind {
    const AudienceKeys* audience;
    LiveCells cells;
  };
  struct Coming {
    RoomId room;
    LiveCell from;
  };
  const AudienceKeys& audience(RoomId room) const { return *kinds_[shows_[room.value].kind].audience; }
  double appeal(const World& world, AccountId account, RoomId room) const;
  double in_tick(double an_hour, double times) const;
  bool may_watch(const World& world, AccountId account) const;
  RoomId called_to(const World& world, AccountId account) const;
  RoomId loved_by(const World& world, AccountId account) const;
  RoomId told_of(const World& world, AccountId account) const;
  RoomId met_by(const World& world, AccountId account) const;
  Coming coming(const World& world, AccountId account) const;
  std::vector<std::uint32_t> see_off(const World& world, const BlockScope& scope);
  void watch(World& world, const BlockScope& scope, const Rooms::Visit& visit);

  MechanismLuck luck_;
  std::vector<Kind> kinds_;
  Rooms rooms_{"live_rooms"};
  std::vector<Show> shows_;  // by room

  // Within a tick.
  double hours_ = 1;                   // of it
  bool any_opens_ = false;             // a room opens in it
  bool any_told_ = false;              // an open room is told of in groups
  std::vector<RoomId> room_of_;        // the open room of each creator
  std::vector<std::uint32_t> weight_;  // Σ crowd + 1 up to each open room: how the feed finds them
};

}  // namespace fanfare::fan_economy
