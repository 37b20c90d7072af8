// Rooms: open when they should be, with the crowd that is there.
#include "fanfare/rooms.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/engine/post_office.h"

namespace fanfare::test::rooms_test {
namespace {

constexpr std::uint32_t kPeople = 3000;

struct House {
  House() {
    rooms.open(Partition::whole(kPeople));
    post.emplace(rooms);
  }
  RoomId schedule(Tick opens, Tick closes, std::uint32_t offer = 0) {
    return rooms.schedule(
        {.name = "show", .host = AccountId(7), .opens = opens, .closes = closes, .offer = offer}, 0);
  }
  bool enter(std::uint32_t account, RoomId room, Tick tick) {
    return rooms.enter(scope_at(account, tick), AccountId(account), room);
  }
  bool leave(std::uint32_t account, Tick tick) {
    return rooms.leave(scope_at(account, tick), AccountId(account));
  }
  void settle(Tick tick) {
    post->deliver();
    rooms.settle({.tick = tick, .parallel = serial});
  }
  std::size_t inside() const {
    std::size_t count = 0;
    for (std::uint32_t b = 0; b < block_count(kPeople); ++b) count += rooms.visits_in(BlockId(b)).size();
    return count;
  }
  Rooms rooms;
  std::optional<PostOffice<Rooms>> post;
  Serial serial;
};

TEST(Rooms, are_open_from_their_first_tick_to_before_their_last) {
  House house;
  const RoomId late = house.schedule(5, 7, 33), early = house.schedule(1, 6);
  EXPECT_EQ(house.rooms[late].offer, 33U);
  EXPECT_EQ(house.rooms[late].host, 7U);
  const auto open_at = [&](Tick tick) {
    house.rooms.prepare(tick);
    return std::vector<RoomId>(house.rooms.open_now().begin(), house.rooms.open_now().end());
  };
  EXPECT_EQ(open_at(0), std::vector<RoomId>{});
  EXPECT_EQ(open_at(1), std::vector<RoomId>{early});
  EXPECT_EQ(open_at(5), (std::vector<RoomId>{late, early}));
  EXPECT_EQ(open_at(6), std::vector<RoomId>{late});
  EXPECT_EQ(open_at(7), std::vector<RoomId>{});
}

TEST(Rooms, show_the_crowd_of_the_last_tick) {
  House house;
  const RoomId show = house.schedule(0, 9);
  EXPECT_TRUE(house.enter(1, show, 0));
  EXPECT_TRUE(house.enter(2500, show, 0));
  EXPECT_FALSE(house.enter(1, show, 0)) << "is there already";
  EXPECT_EQ(house.rooms[show].crowd, 0U) << "not before the tick is over";
  house.settle(0);
  EXPECT_EQ(house.rooms[show].crowd, 2U);
  EXPECT_TRUE(house.leave(1, 1));
  EXPECT_FALSE(house.leave(1, 1));
  EXPECT_TRUE(house.enter(1, show, 1)) << "back again";
  EXPECT_TRUE(house.leave(2500, 1));
  house.settle(1);
  EXPECT_EQ(house.rooms[show].crowd, 1U);
  EXPECT_EQ(house.rooms[show].peak, 2U);
  EXPECT_EQ(house.rooms[show].visits, 3);
  EXPECT_EQ(house.rooms.room_of(AccountId(1), 2), show);
  EXPECT_FALSE(house.rooms.room_of(AccountId(2500), 2).exists());
}

TEST(Rooms, hold_an_account_one_at_a_time) {
  House house;
  const RoomId first = house.schedule(0, 9), second = house.schedule(0, 9);
  house.enter(4, first, 0);
  house.settle(0);
  EXPECT_TRUE(house.enter(4, second, 1));
  house.settle(1);
  EXPECT_EQ(house.rooms[first].crowd, 0U);
  EXPECT_EQ(house.rooms[second].crowd, 1U);
  EXPECT_EQ(house.inside(), 1U);
}

TEST(Rooms, that_close_are_emptied_and_let_nobody_in) {
  House house;
  const RoomId show = house.schedule(0, 2), other = house.schedule(0, 9);
  house.enter(4, show, 0);
  house.enter(5, show, 1);
  house.enter(6, other, 1);
  house.settle(1);
  EXPECT_EQ(house.rooms[show].crowd, 2U);
  EXPECT_FALSE(house.enter(8, show, 2));
  EXPECT_FALSE(house.rooms.room_of(AccountId(4), 2).exists());
  EXPECT_TRUE(house.enter(5, other, 2)) << "from a room that is over";
  house.settle(2);
  EXPECT_EQ(house.rooms[show].crowd, 0U);
  EXPECT_EQ(house.rooms[show].peak, 2U);
  EXPECT_EQ(house.rooms[other].crowd, 2U);
  EXPECT_EQ(house.inside(), 2U);
}

TEST(Rooms, refuse_to_be_without_a_host_or_without_time) {
  House house;
  const auto said = [&](const RoomTerms& terms) {
    return said_by<ScenarioError>([&] { house.rooms.schedule(terms, 3); });
  };
  EXPECT_EQ(said({.name = "evening show", .opens = 5, .closes = 8}),
            "room 0 'evening show' has no host: name the account that holds it");
  EXPECT_EQ(said({.host = AccountId(kPeople), .opens = 5, .closes = 8}),
            "room 0 has host 3000, but the run has 3000 accounts (0 is the first): name one of them");
  EXPECT_EQ(said({.host = AccountId(1), .opens = 8, .closes = 5}),
            "room 0 opens at tick 8 and closes at tick 5, so nobody could enter: let it close later");
  EXPECT_EQ(said({.host = AccountId(1), .opens = 1, .closes = 3}),
            "room 0 closes at tick 3, which is over (it is tick 3): schedule it for later");
  EXPECT_EQ(house.rooms.size(), 0U) << "what was refused is not there";
}

}  // namespace
}  // namespace fanfare::test::rooms_test
