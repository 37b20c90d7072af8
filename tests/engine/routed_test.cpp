// Routed records: each to the rank of its receiver, to nobody else, in an order that no rank can change.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <tuple>

#include "fanfare/messages.h"
#include "fanfare/routed.h"
#include "sim/simulation.h"
#include "tests/engine/fair.h"

namespace fanfare::test::routed_test {
namespace {

struct Letter {
  std::uint32_t to = 0;
  std::uint32_t text = 0;
  friend bool operator==(const Letter&, const Letter&) = default;
};

BlockScope block_scope(std::uint32_t block) { return {.block = BlockId(block)}; }

RC_GTEST_PROP(Partition, knows_who_owns_an_account, ()) {
  const auto accounts = *rc::gen::inRange<std::uint32_t>(1, 40 * kBlockRows);
  const int ranks = *rc::gen::inRange(1, 70);
  const AccountId account(*rc::gen::inRange<std::uint32_t>(0, accounts));
  const int owner = Partition::rank_of(account, accounts, ranks);
  for (int rank = 0; rank < ranks; ++rank)
    RC_ASSERT(Partition::of(accounts, rank, ranks).owns(account) == (rank == owner));
}

// What every block has received, on so many ranks, with the blocks run from the last to the first.
std::map<std::uint32_t, std::vector<Letter>> delivered(const std::vector<std::vector<Letter>>& by_block,
                                                       std::uint32_t accounts, int ranks) {
  std::vector<std::vector<RoutedBase::Bytes>> sent;  // from, to
  for (int rank = 0; rank < ranks; ++rank) {
    const Partition part = Partition::of(accounts, rank, ranks);
    Routed<Letter> box;
    box.resize(part);
    for (std::uint32_t b = part.last_block; b-- > part.first_block;)
      for (const Letter& letter : by_block[b]) box.push(block_scope(b), letter);
    box.pack(sent.emplace_back(static_cast<std::size_t>(ranks)));
  }
  std::map<std::uint32_t, std::vector<Letter>> all;
  for (int rank = 0; rank < ranks; ++rank) {
    const Partition part = Partition::of(accounts, rank, ranks);
    Routed<Letter> box;
    box.resize(part);
    for (const auto& from : sent) box.receive(from[static_cast<std::size_t>(rank)]);
    for (std::uint32_t b = part.first_block; b < part.last_block; ++b) {
      const auto row = box.received(BlockId(b));
      all[b] = {row.begin(), row.end()};
    }
  }
  return all;
}

RC_GTEST_PROP(Routed, gives_every_block_the_same_records_in_the_same_order_on_any_ranks, ()) {
  constexpr std::uint32_t kPeople = 6 * kBlockRows + 5;
  std::vector<std::vector<Letter>> by_block(block_count(kPeople));
  std::map<std::uint32_t, std::vector<Letter>> expected;
  for (std::uint32_t b = 0; b < by_block.size(); ++b) {
    expected[b];
    for (const std::uint32_t to :
         *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange(0U, kPeople)))
      by_block[b].push_back({to, b * 1000 + static_cast<std::uint32_t>(by_block[b].size())});
  }
  for (const auto& block : by_block)
    for (const Letter& letter : block) expected[letter.to / kBlockRows].push_back(letter);
  RC_ASSERT(delivered(by_block, kPeople, *rc::gen::inRange(1, 9)) == expected);
}

TEST(Routed, one_rank_collects_what_many_would_pack) {
  Routed<Letter> box;
  box.resize(Partition::whole(3000));
  box.push(block_scope(1), {5, 1});
  box.push(block_scope(0), {2999, 2});
  box.push(block_scope(0), {5, 3});
  box.collect();
  box.clear_own();
  ASSERT_EQ(box.received(BlockId(0)).size(), 2U);
  EXPECT_EQ(box.received(BlockId(0))[0], (Letter{5, 3}));
  EXPECT_EQ(box.received(BlockId(2)).size(), 1U);
  EXPECT_EQ(box.waiting(), 3U);
  box.clear_received(BlockId(0));
  EXPECT_EQ(box.waiting(), 1U);
}

TEST(Routed, refuses_a_receiver_who_is_not_of_the_run) {
  Routed<Letter> box;
  box.resize(Partition::whole(3000));
  EXPECT_THROW(box.push(block_scope(0), {3000, 0}), LogicError);
}

// Passes calls on, and looks into what is sent.
class Watcher final : public Comm {
 public:
  Watcher(Comm& inner, std::uint32_t accounts) : inner_(inner), accounts_(accounts) {}
  int rank() const override { return inner_.rank(); }
  int size() const override { return inner_.size(); }
  std::vector<Bytes> gather_all(std::span<const std::byte> mine) override { return inner_.gather_all(mine); }
  std::vector<Bytes> gather(std::span<const std::byte> mine, int root) override {
    return inner_.gather(mine, root);
  }
  std::vector<Bytes> all_to_all(std::span<const Bytes> to) override {
    for (std::size_t r = 0; r < to.size(); ++r) look_at(to[r], static_cast<int>(r));
    return inner_.all_to_all(to);
  }
  void broadcast(Bytes& data, int root) override { inner_.broadcast(data, root); }
  [[noreturn]] void abort(int) override { throw RankLost("a rank gave up"); }

  std::uint64_t to_owners = 0, to_others = 0;

 private:
  // Parcels of messages: 8 bytes number of the box, 8 bytes length, records.
  void look_at(std::span<const std::byte> parcels, int rank) {
    while (!parcels.empty()) {
      std::uint64_t length = 0;
      std::memcpy(&length, parcels.data() + 8, 8);
      for (std::size_t at = 16; at < 16 + length; at += sizeof(Message)) {
        Message message;
        std::memcpy(&message, parcels.data() + at, sizeof message);
        const bool owns = Partition::of(accounts_, rank, size()).owns(AccountId(message.to));
        (owns ? to_owners : to_others) += sizeof message;
      }
      parcels = parcels.subspan(16 + length);
    }
  }
  Comm& inner_;
  std::uint32_t accounts_;
};

TEST(Routed, sends_not_one_byte_to_a_rank_that_does_not_own_the_receiver) {
  std::mutex mutex;
  std::uint64_t to_owners = 0, to_others = 0;
  run_ranks(4, [&](Comm& comm) {
    Watcher watcher(comm, Fair::kAccounts);
    Serial serial;
    Fair model(Partition::of(Fair::kAccounts, comm.rank(), comm.size()));
    Simulation simulation(model, watcher, serial);
    for (Tick t = 0; t < 4; ++t) simulation.step();
    const std::lock_guard lock(mutex);
    to_owners += watcher.to_owners;
    to_others += watcher.to_others;
  });
  EXPECT_GT(to_owners, 50'000U);
  EXPECT_EQ(to_others, 0U);
}

// Everyone writes to somebody anywhere, once by a box that is routed and once by one that all read.
class Writers final : public Model {
 public:
  static constexpr std::uint32_t kPeople = 16 * kBlockRows;
  Writers(const Partition& part, bool routed) : routed_(routed), part_(part) {
    box_.resize(part), outbox_.resize(part);
  }
  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{local<&Writers::write>("write", ""),
                                      exchange<&Writers::read>("read", "")};
    return kTick;
  }
  void mail(Mail& mail) override {
    if (routed_) mail.routed = {&box_};
    if (!routed_) mail.outboxes = {&outbox_};
  }
  void state(Archive&) override {}
  void declare(Recorder&) override {}
  void record(Recorder&, Tick) override {}
  void finish(Recorder&, Tick) override {}
  std::uint64_t heard = 0;

 private:
  void write(const BlockScope& scope) {
    for (std::uint32_t a = scope.first; a < scope.last; ++a) {
      const Message message{.to = (a * 7919U + 5) % kPeople, .from = a};
      if (routed_) box_.push(scope, message);
      if (!routed_) outbox_.push(scope, message);
    }
  }
  void read(const StepScope&) {
    for (const Message& message : outbox_.received()) heard += part_.owns(AccountId(message.to)) ? 1 : 0;
    outbox_.clear_received();
    for (std::uint32_t b = part_.first_block; b < part_.last_block; ++b) {
      heard += box_.received(BlockId(b)).size();
      box_.clear_received(BlockId(b));
    }
  }
  bool routed_;
  Partition part_;
  Routed<Message> box_;
  Outbox<Message> outbox_;
};

struct Sent {
  std::uint64_t bytes = 0;
  std::uint64_t heard = 0;
};
Sent written_on_four_ranks(bool routed) {
  std::mutex mutex;
  Sent sent;
  run_ranks(4, [&](Comm& comm) {
    Writers model(Partition::of(Writers::kPeople, comm.rank(), comm.size()), routed);
    Serial serial;
    Simulation simulation(model, comm, serial);
    simulation.step();
    const std::lock_guard lock(mutex);
    sent.bytes += simulation.mail_bytes().to_all + simulation.mail_bytes().to_owners;
    sent.heard += model.heard;
  });
  return sent;
}

// 16,384 letters of 24 bytes: three in four cross, against each to three other ranks.
TEST(Routed, costs_a_quarter_of_what_telling_all_four_ranks_costs) {
  const Sent to_owners = written_on_four_ranks(true), to_all = written_on_four_ranks(false);
  EXPECT_EQ(to_owners.heard, Writers::kPeople);
  EXPECT_EQ(to_all.heard, Writers::kPeople);
  RecordProperty("bytes_to_owners", std::to_string(to_owners.bytes));
  RecordProperty("bytes_to_all", std::to_string(to_all.bytes));
  EXPECT_NEAR(static_cast<double>(to_owners.bytes) / static_cast<double>(to_all.bytes), 0.25, 0.005);
}

// What is routed and not read is said, like records of an outbox.
class Deaf final : public Model {
 public:
  Deaf() { box_.resize(part_); }
  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override {
    static constexpr std::array kTick{local<&Deaf::write>("write", "")};
    return kTick;
  }
  void mail(Mail& mail) override { mail.routed = {&box_}; }
  void state(Archive&) override {}
  void declare(Recorder&) override {}
  void record(Recorder&, Tick) override {}
  void finish(Recorder&, Tick) override {}

 private:
  void write(const BlockScope& scope) { box_.push(scope, {0, scope.tick}); }
  Partition part_ = Partition::whole(10);
  Routed<Letter> box_;
};

TEST(Routed, records_that_nobody_clears_stop_the_run_and_are_state_until_then) {
  Deaf model;
  const auto comm = local_comm();
  Serial serial;
  Simulation simulation(model, *comm, serial);
  const std::uint64_t before = simulation.fingerprint();
  simulation.step();
  EXPECT_NE(simulation.fingerprint(), before);
  simulation.step();
  try {
    simulation.step();
    FAIL() << "it went on";
  } catch (const LogicError& error) {
    EXPECT_NE(std::string(error.what()).find("3 records of routed box 0 wait since tick 0"),
              std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace fanfare::test::routed_test
