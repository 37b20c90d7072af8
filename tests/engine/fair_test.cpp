// Messages, groups and rooms at work together: the same bits on any ranks, threads and schedules, through a
// checkpoint on other ranks, and in an empty world.
#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "sim/fingerprint.h"
#include "sim/parallel.h"
#include "sim/results/checkpoint.h"
#include "sim/simulation.h"
#include "tests/engine/fair.h"
#include "tests/engine/schedules.h"
#include "tests/results/samples.h"

namespace fanfare::test::fair_test {
namespace {

constexpr Tick kFairTicks = 10;

std::unique_ptr<Parallel> threads(int count) { return make_parallel(count); }
std::unique_ptr<Parallel> scrambled(std::uint32_t lot) { return std::make_unique<Scrambled>(lot, 7); }

// Fingerprints after each tick.
template <class MakeParallel>
std::vector<std::uint64_t> fair_on(int ranks, MakeParallel&& make, std::uint32_t accounts = Fair::kAccounts,
                                   std::uint32_t seed = 7) {
  std::vector<std::uint64_t> first;
  run_ranks(ranks, [&](Comm& comm) {
    const std::unique_ptr<Parallel> parallel = make();
    Fair model(Partition::of(accounts, comm.rank(), comm.size()), seed);
    Simulation simulation(model, comm, *parallel);
    std::vector<std::uint64_t> seen;
    for (Tick t = 0; t < kFairTicks; ++t) {
      simulation.step();
      seen.push_back(simulation.fingerprint());
    }
    if (comm.is_root()) first = std::move(seen);
  });
  return first;
}
const std::vector<std::uint64_t>& alone() {
  static const auto fingerprints = fair_on(1, [] { return threads(1); });
  return fingerprints;
}

TEST(Fair, has_the_same_bits_on_any_ranks_and_threads) {
  for (const auto& [ranks, count] : {std::pair{2, 1}, {1, 3}, {3, 3}, {5, 2}})
    EXPECT_EQ(fair_on(ranks, [count = count] { return threads(count); }), alone())
        << ranks << " ranks, " << count;
}

TEST(Fair, has_the_same_bits_on_any_schedule) {
  for (const int ranks : {1, 2, 5}) {
    const auto lot = static_cast<std::uint32_t>(ranks);
    EXPECT_EQ(fair_on(ranks, [&] { return scrambled(lot); }), alone()) << ranks << " ranks";
  }
}

// Another value is another result: say so in the title of the commit that changes it.
TEST(Fair, has_bits_that_do_not_depend_on_the_build) {
  EXPECT_EQ(fingerprint_text(alone().back()), "2e51ea8092f86485");
}

TEST(Fair, has_other_bits_with_another_seed) {
  EXPECT_NE(fair_on(
                1, [] { return threads(1); }, Fair::kAccounts, 8)
                .back(),
            alone().back());
}

TEST(Fair, has_something_to_get_wrong) {
  const auto comm = local_comm();
  Serial serial;
  Fair model(Partition::whole(Fair::kAccounts));
  Simulation simulation(model, *comm, serial);
  for (Tick t = 0; t < kFairTicks; ++t) simulation.step();
  using Fate = Messages::Fate;
  for (const Fate fate : {Fate::sent, Fate::read, Fate::expired})
    for (const Fair::Kind kind : {Fair::invitation, Fair::gift})
      EXPECT_GT(model.messages.total(kind, fate), 50) << kind << " " << static_cast<int>(fate);
  EXPECT_GT(model.messages.total(Fair::invitation, Fate::crowded_out), 10);
  EXPECT_EQ(model.messages.total(Fair::gift, Fate::crowded_out), 0);
  EXPECT_TRUE(model.groups.is_full(GroupId(0)));
  EXPECT_GT(model.groups[GroupId(0)].turned_away, 5U);
  EXPECT_GT(model.groups[GroupId(5)].members, 200U);
  EXPECT_GT(model.groups.last(GroupId(5), Fair::cheers), 20U);
  EXPECT_GT(model.rooms[RoomId(0)].peak, 100U);
}

// Saved on some ranks after some ticks, loaded on others.
std::uint64_t through_a_checkpoint(int before, Tick ticks, int after) {
  const samples::Folder folder;
  const RunIdentity identity = {{"model", "fair"}};
  std::uint64_t fingerprint = 0;
  run_ranks(before, [&](Comm& comm) {
    Serial serial;
    Fair model(Partition::of(Fair::kAccounts, comm.rank(), comm.size()));
    Simulation simulation(model, comm, serial);
    for (Tick t = 0; t < ticks; ++t) simulation.step();
    save_checkpoint(
        folder.path(), {identity, ticks, {}}, [&](Archive& a) { simulation.state(a); }, model.partition(),
        comm);
  });
  run_ranks(after, [&](Comm& comm) {
    Serial serial;
    Fair model(Partition::of(Fair::kAccounts, comm.rank(), comm.size()));
    Simulation simulation(model, comm, serial);
    load_checkpoint(
        folder.path(), identity, [&](Archive& a) { simulation.state(a); }, model.partition(), comm);
    simulation.resume(ticks);
    for (Tick t = ticks; t < kFairTicks; ++t) simulation.step();
    const std::uint64_t here = simulation.fingerprint();
    if (comm.is_root()) fingerprint = here;
  });
  return fingerprint;
}

TEST(Fair, goes_on_from_a_checkpoint_on_other_ranks) {
  EXPECT_EQ(through_a_checkpoint(1, 4, 3), alone().back());
  EXPECT_EQ(through_a_checkpoint(3, 5, 2), alone().back());
}

TEST(Fair, runs_in_a_world_without_people) {
  for (const int ranks : {1, 3})
    EXPECT_EQ(fair_on(
                  ranks, [] { return threads(2); }, 0)
                  .size(),
              std::size_t{kFairTicks});
}

// Every byte that a noun holds is either state or said beside it, and what is off holds nothing.
TEST(Fair, knows_what_it_holds) {
  const auto comm = local_comm();
  Serial serial;
  Fair model(Partition::whole(Fair::kAccounts));
  Simulation simulation(model, *comm, serial);
  for (Tick t = 0; t < kFairTicks; ++t) simulation.step();
  const StateWeight weight = weigh([&](Archive& a) { simulation.state(a); }, model.partition());
  std::size_t unread = 0, members = 0, visits = 0;
  for (std::uint32_t a = 0; a < Fair::kAccounts; ++a) {
    unread += model.messages.inbox(AccountId(a)).size();
    members += model.groups.groups_of(AccountId(a)).size();
  }
  for (std::uint32_t b = 0; b < model.partition().blocks(); ++b)
    visits += model.rooms.visits_in(BlockId(b)).size();
  const auto held = [&](const std::string& name) {
    for (const auto& entry : weight.owned)
      if (entry.name == name) return entry.bytes;
    return std::uint64_t{0};
  };
  EXPECT_EQ(held("messages.inbox"), unread * sizeof(Message));
  EXPECT_EQ(held("groups.members"), members * sizeof(Groups::Membership));
  EXPECT_EQ(held("rooms.visits"), visits * sizeof(Rooms::Visit));
  EXPECT_GE(model.groups.bytes_beside_state(), members * sizeof(Groups::Membership));  // the rows by group
  EXPECT_GT(model.messages.bytes_beside_state(), 0U);
}

TEST(Nouns, that_are_off_hold_nothing_and_are_no_state) {
  Messages messages;
  Groups groups;
  Rooms rooms;
  Mail mail;
  messages.mail(mail), groups.mail(mail), rooms.mail(mail);
  EXPECT_TRUE(mail.outboxes.empty() && mail.tallies.empty() && mail.routed.empty());
  const StateWeight weight =
      weigh([&](Archive& a) { messages.state(a), groups.state(a), rooms.state(a); }, Partition::whole(3000));
  EXPECT_TRUE(weight.owned.empty() && weight.shared.empty());
  EXPECT_EQ(messages.bytes_beside_state() + groups.bytes_beside_state() + rooms.bytes_beside_state(), 0U);
  EXPECT_TRUE(messages.inbox(AccountId(5)).empty());
  EXPECT_TRUE(groups.groups_of(AccountId(5)).empty());
  EXPECT_FALSE(rooms.room_of(AccountId(5), 0).exists());
}

}  // namespace
}  // namespace fanfare::test::fair_test
