// Rooms: live shows and the like. A host, a time, an offer, and a crowd that all know as it was in the last
// tick. Who is in one is known to the visitor's block alone. Why an account comes, stays or buys is a model's
// rule.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/block_lists.h"
#include "fanfare/model.h"
#include "fanfare/tally.h"

namespace fanfare {

struct RoomTerms {
  std::string_view name;  // for messages to the user
  AccountId host = {};
  Tick opens = 0;   // first tick
  Tick closes = 0;  // first tick in which nobody is there any more
  std::uint32_t offer = std::numeric_limits<std::uint32_t>::max();  // of the model; none: the greatest
};

class Rooms {
 public:
  struct Room {
    std::uint32_t host = 0;
    std::uint32_t offer = 0;
    Tick opens = 0;
    Tick closes = 0;
    std::uint32_t crowd = 0;  // in it at the last settle()
    std::uint32_t peak = 0;   // the greatest crowd
    std::int64_t visits = 0;  // times somebody came in
    friend bool operator==(const Room&, const Room&) = default;
  };
  struct Visit {
    std::uint32_t account = 0;
    std::uint32_t room = 0;
    Tick since = 0;
  };

  // `name` begins the names of its state, so that a model may have several kinds.
  explicit Rooms(std::string name = "rooms") : name_(std::move(name)) {}

  // Set-up, on every rank alike.
  void open(const Partition& part);
  bool in_use() const { return in_use_; }

  // Set-up, replicated and exchange phases, on every rank alike. Errors: ScenarioError for a room without a
  // host of the run, or that closes before it opens, or is over.
  RoomId schedule(const RoomTerms& terms, Tick now);

  std::size_t size() const { return rooms_.size(); }
  const Room& operator[](RoomId room) const { return rooms_[room.value]; }
  bool is_open(RoomId room, Tick now) const {
    const Room& r = rooms_[room.value];
    return r.opens <= now && now < r.closes;
  }

  // A replicated or exchange phase, at the start of a tick: which rooms are open in it, ascending.
  void prepare(Tick now);
  std::span<const RoomId> open_now() const { return open_; }

  // Local phases, of owned accounts. An account is in one room at a time: coming into another, it leaves the
  // first. False if the room is not open, or it is there already.
  bool enter(const BlockScope& scope, AccountId account, RoomId room);
  // False if it is in none.
  bool leave(const BlockScope& scope, AccountId account);
  // The open room in which an account is, or none.
  RoomId room_of(AccountId account, Tick now) const;
  // Who of a block is in some room, ascending by account; those of a room that has just closed stay until
  // settle().
  std::span<const Visit> visits_in(BlockId block) const { return visits_[block]; }

  // An exchange phase, once a tick: comings and goings become the crowd, closed rooms are emptied.
  void settle(const StepScope& scope);

  // For the model's functions of these names; they do nothing while it is not open.
  void mail(Mail& mail);
  void state(Archive& archive);
  void restore();
  std::size_t bytes_beside_state() const;

 private:
  enum Counter : int { came, went };
  // Rooms that are not over.
  bool is_live(RoomId room, Tick now) const { return now < rooms_[room.value].closes; }

  std::string name_;
  bool in_use_ = false;
  Partition part_;
  std::vector<Room> rooms_;
  BlockLists<Visit> visits_;  // by account
  WideTally<2> counts_;
  std::vector<RoomId> live_;  // derived: scheduled and not emptied yet
  std::vector<RoomId> open_;  // derived: open in this tick
};

}  // namespace fanfare
