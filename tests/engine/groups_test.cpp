// Groups: who is in, how many are, who gets the last place.
#include "fanfare/groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "tests/engine/post_office.h"

namespace fanfare::test::groups_test {
namespace {

constexpr std::uint32_t kPeople = 3000;

struct Clubs {
  explicit Clubs(std::uint32_t seed = 1) {
    groups.open(Partition::whole(kPeople), Draws(seed, purpose(903, 1)));
    post.emplace(groups);
  }
  GroupId found(const GroupTerms& terms, std::vector<std::uint32_t> members = {}, Tick now = 0) {
    std::vector<AccountId> ids;
    for (const std::uint32_t member : members) ids.emplace_back(member);
    return groups.found(terms, ids, now);
  }
  void settle(Tick tick) {
    post->deliver();
    groups.settle({.tick = tick, .parallel = serial});
  }
  bool join(std::uint32_t account, GroupId group, Tick tick) {
    return groups.ask_to_join(scope_at(account, tick), AccountId(account), group);
  }
  bool leave(std::uint32_t account, GroupId group, Tick tick) {
    return groups.ask_to_leave(scope_at(account, tick), AccountId(account), group);
  }
  // By both rows, which must agree.
  std::vector<std::uint32_t> members(GroupId group) const {
    std::vector<std::uint32_t> by_group, by_account;
    for (std::uint32_t b = 0; b < block_count(kPeople); ++b)
      for (const auto& row : groups.members_in(BlockId(b), group)) by_group.push_back(row.account);
    for (std::uint32_t a = 0; a < kPeople; ++a)
      if (groups.is_member(AccountId(a), group)) by_account.push_back(a);
    EXPECT_EQ(by_group, by_account);
    EXPECT_EQ(by_account.size(), groups[group].members);
    return by_account;
  }
  Groups groups;
  std::optional<PostOffice<Groups>> post;
  Serial serial;
};
using People = std::vector<std::uint32_t>;

TEST(Groups, begin_with_their_leader_and_members_each_once) {
  Clubs clubs;
  const GroupId club = clubs.found({.name = "club", .leader = AccountId(2000)}, {5, 2999, 5, 2000, 7}, 3);
  EXPECT_EQ(clubs.members(club), (People{5, 7, 2000, 2999}));
  EXPECT_EQ(clubs.groups[club].leader, 2000U);
  EXPECT_EQ(clubs.groups.groups_of(AccountId(7)).front(), (Groups::Membership{7, club.value, 3}));
}

TEST(Groups, are_joined_and_left_when_they_are_settled) {
  Clubs clubs;
  const GroupId first = clubs.found({}, {1}), second = clubs.found({}, {1, 2});
  EXPECT_TRUE(clubs.join(2500, first, 4));
  EXPECT_TRUE(clubs.join(2500, first, 4)) << "asking twice is asking once";
  EXPECT_TRUE(clubs.join(2, first, 4));
  EXPECT_TRUE(clubs.leave(1, second, 4));
  EXPECT_FALSE(clubs.join(1, first, 4)) << "is a member";
  EXPECT_FALSE(clubs.leave(3, first, 4)) << "is none";
  EXPECT_EQ(clubs.members(first), People{1});
  clubs.settle(4);
  EXPECT_EQ(clubs.members(first), (People{1, 2, 2500}));
  EXPECT_EQ(clubs.members(second), People{2});
  const auto rows = clubs.groups.groups_of(AccountId(2));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0], (Groups::Membership{2, first.value, 4}));
  EXPECT_EQ(rows[1], (Groups::Membership{2, second.value, 0}));
}

TEST(Groups, that_are_full_give_places_by_lot_and_to_those_who_leave_room) {
  std::set<People> outcomes;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    Clubs clubs(seed);
    const GroupId team = clubs.found({.most = 3}, {1, 2});
    for (const std::uint32_t account : {10U, 1500U, 2900U}) clubs.join(account, team, 0);
    clubs.leave(1, team, 0);
    clubs.settle(0);
    const People members = clubs.members(team);
    EXPECT_EQ(members.size(), 3U);
    EXPECT_EQ(members.front(), 2U);
    EXPECT_TRUE(clubs.groups.is_full(team));
    EXPECT_EQ(clubs.groups[team].turned_away, 1U);
    outcomes.insert(members);
  }
  EXPECT_EQ(outcomes.size(), 3U) << "no id is always lucky";
}

TEST(Groups, give_the_last_place_to_the_same_account_whoever_asks_first) {
  const auto winner = [](People order) {
    Clubs clubs;
    const GroupId team = clubs.found({.most = 2}, {1});
    for (const std::uint32_t account : order) clubs.join(account, team, 0);
    clubs.settle(0);
    return clubs.members(team).back();
  };
  EXPECT_EQ(winner({10, 20, 30, 40}), winner({40, 30, 10, 20}));
}

TEST(Groups, show_what_members_did_in_the_last_tick_and_no_longer) {
  Clubs clubs;
  const GroupId club = clubs.found({}, {1, 2, 3, 4});
  clubs.groups.count(scope_at(1, 0), club, 0);
  clubs.groups.count(scope_at(2, 0), club, 0);
  clubs.groups.count(scope_at(2, 0), club, 3, 500);
  EXPECT_EQ(clubs.groups.last(club, 0), 0U) << "not before the tick is over";
  clubs.settle(0);
  EXPECT_EQ(clubs.groups.last(club, 0), 2U);
  EXPECT_EQ(clubs.groups.last(club, 3), 500U);
  EXPECT_EQ(clubs.groups.last_share(club, 0), 0.5);
  clubs.settle(1);
  EXPECT_EQ(clubs.groups.last(club, 0), 0U);
}

TEST(Groups, that_are_dissolved_free_their_members_and_take_nobody) {
  Clubs clubs;
  const GroupId team = clubs.found({}, {1, 2000}), club = clubs.found({}, {1, 5});
  clubs.join(7, team, 1);
  clubs.leave(1, team, 1);
  clubs.groups.dissolve(team, 1);
  clubs.settle(1);
  EXPECT_EQ(clubs.members(team), People{});
  EXPECT_EQ(clubs.members(club), (People{1, 5}));
  EXPECT_FALSE(clubs.join(9, team, 2));
  EXPECT_THROW(clubs.groups.dissolve(team, 2), LogicError);
  EXPECT_EQ(clubs.groups.last_share(team, 0), 0);
}

TEST(Groups, refuse_to_be_founded_without_members_or_with_too_many) {
  Clubs clubs;
  clubs.found({.name = "open list", .may_start_empty = true});
  const auto said = [&](const GroupTerms& terms, std::vector<std::uint32_t> members) {
    return said_by<ScenarioError>([&] { clubs.found(terms, std::move(members)); });
  };
  EXPECT_EQ(said({.name = "aurora fans"}, {}),
            "group 1 'aurora fans' has no members: give it a leader or members, or let it start empty and be "
            "joined");
  EXPECT_EQ(said({}, {1, kPeople}),
            "group 1 has member 3000, but the run has 3000 accounts (0 is the first): name one of them");
  EXPECT_EQ(said({.name = "team", .most = 2}, {1, 2, 3}),
            "group 1 'team' starts with 3 members and holds 2: raise the limit or start with fewer");
  EXPECT_EQ(clubs.groups.size(), 1U) << "what was refused is not there";
}

}  // namespace
}  // namespace fanfare::test::groups_test
