// The step: order of phases, delivery of mail, invariants, and the fingerprint of all state.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "sim/fingerprint.h"
#include "sim/parallel.h"
#include "sim/simulation.h"
#include "tests/engine/rumour.h"
#include "tests/engine/schedules.h"

namespace fanfare::test::simulation_test {
namespace {

constexpr std::uint32_t kAccounts = 3 * kBlockRows + 10;

// Writes down what the engine calls; its phases, mail and invariants are as a test likes them.
class Script : public Model {
 public:
  explicit Script(const Partition& part = Partition::whole(kAccounts)) : part_(part) {
    rows.resize(part);
    box.resize(part);
    count.resize(1);
  }
  Partition partition() const override { return part_; }
  std::span<const Phase> phases() const override { return list; }
  void mail(Mail& mail) override { mail.outboxes = {&box}, mail.tallies = {&count}; }
  void state(Archive& a) override {
    a.owned({"rows", "", ""}, rows), a.shared({"public", "", ""}, published);
  }
  void declare(Recorder&) override {}
  void record(Recorder&, Tick) override {}
  void finish(Recorder&, Tick) override {}
  std::string breach() const override { return broken; }

  void write(const BlockScope& s) {
    note("write");
    accounts += s.rows();
    box.push(s, s.block.value);
    count.add(s.worker, 0, s.rows());
  }
  void read(const StepScope&) {
    note("read " + std::to_string(box.received().size()) + " " + std::to_string(count[0]));
    if (reads) box.clear_received();
  }
  void think(const StepScope& s) { note("think " + std::to_string(s.tick)); }

  static const Phase kWrite, kRead, kThink;

  std::vector<Phase> list{kThink, kWrite, kRead};
  std::vector<std::string> log;
  std::atomic<std::uint32_t> accounts = 0;
  bool reads = true;
  std::string broken;
  Column<std::uint32_t> rows;
  std::vector<std::uint32_t> published;
  Outbox<std::uint32_t> box;
  Tally count;

 private:
  void note(std::string line) {
    const std::lock_guard lock(mutex_);
    if (log.empty() || log.back() != line) log.push_back(std::move(line));
  }
  Partition part_;
  std::mutex mutex_;
};
constinit const Phase Script::kWrite = local<&Script::write>("write", "");
constinit const Phase Script::kRead = exchange<&Script::read>("read", "");
constinit const Phase Script::kThink = replicated<&Script::think>("think", "");
using Log = std::vector<std::string>;

TEST(Simulation, runs_the_list_in_order_over_all_accounts) {
  Script model;
  const auto comm = local_comm();
  const auto parallel = make_parallel(2);
  Simulation simulation(model, *comm, *parallel);
  simulation.step();
  simulation.step();
  EXPECT_EQ(model.log, (Log{"think 0", "write", "read 4 3082", "think 1", "write", "read 4 6164"}));
  EXPECT_EQ(model.accounts, 2 * kAccounts);
  EXPECT_EQ(simulation.tick(), 2U);
}

TEST(Simulation, several_ranks_hear_everything_in_block_order) {
  run_ranks(3, [](Comm& comm) {
    Script model(Partition::of(kAccounts, comm.rank(), comm.size()));
    Serial serial;
    model.reads = false;
    Simulation simulation(model, comm, serial);
    simulation.step();
    EXPECT_EQ(model.log.back(), "read 4 3082");
    const auto received = model.box.received();
    EXPECT_EQ(std::vector(received.begin(), received.end()), (std::vector<std::uint32_t>{0, 1, 2, 3}));
  });
}

TEST(Simulation, more_ranks_than_blocks_are_idle_but_agree) {
  run_ranks(6, [](Comm& comm) {
    Script model(Partition::of(kAccounts, comm.rank(), comm.size()));
    Serial serial;
    Simulation simulation(model, comm, serial);
    simulation.step();
    EXPECT_EQ(model.log.back(), "read 4 3082");
    EXPECT_NE(simulation.fingerprint(), 0U);
  });
}

TEST(Simulation, what_is_posted_after_the_last_exchange_is_delivered_at_the_ticks_end_and_is_state) {
  for (const int ranks : {1, 3})
    run_ranks(ranks, [](Comm& comm) {
      Script model(Partition::of(kAccounts, comm.rank(), comm.size()));
      model.list = {Script::kRead, Script::kWrite};
      Serial serial;
      Simulation simulation(model, comm, serial);
      const std::uint64_t before = simulation.fingerprint();
      simulation.step();
      EXPECT_EQ(model.box.waiting(), 4U);
      EXPECT_NE(simulation.fingerprint(), before);
      EXPECT_EQ(simulation.phase_times().back().name, "deliver");
      simulation.step();
      EXPECT_EQ(model.log[2], "read 4 3082");
    });
}

TEST(Simulation, records_that_nobody_clears_stop_the_run) {
  Script model;
  model.reads = false;
  const auto comm = local_comm();
  Serial serial;
  Simulation simulation(model, *comm, serial);
  simulation.step();
  simulation.step();
  EXPECT_THROW(simulation.step(), LogicError);
}

TEST(Simulation, a_breach_on_one_rank_stops_all_with_tick_account_and_amount) {
  std::atomic<int> stopped = 0;
  run_ranks(3, [&](Comm& comm) {
    const RumourParameters parameters;
    Rumour model(parameters, 7, Partition::of(parameters.accounts, comm.rank(), comm.size()));
    Serial serial;
    Simulation simulation(model, comm, serial);
    simulation.step();
    if (comm.rank() == 1) model.wallet[AccountId(model.partition().first() + 3)] = -100'000;
    try {
      simulation.step();
    } catch (const InvariantBroken& error) {
      const std::string text = error.what();
      EXPECT_NE(text.find("tick 1: account 3075 has -"), std::string::npos) << text;
      ++stopped;
    }
  });
  EXPECT_EQ(stopped, 3);
}

TEST(Simulation, times_every_phase) {
  Script model;
  const auto comm = local_comm();
  Serial serial;
  Simulation simulation(model, *comm, serial);
  simulation.step();
  simulation.step();
  ASSERT_EQ(simulation.phase_times().size(), 3U);
  for (const PhaseTime& time : simulation.phase_times()) {
    EXPECT_EQ(time.calls, 2U);
    EXPECT_GE(time.total, time.last);
    EXPECT_GT(time.last, 0);
    EXPECT_LE(time.delivery, time.total);
  }
  EXPECT_GT(simulation.phase_times()[2].delivery, 0);
}

std::uint64_t fingerprint_of(Script& model, int ranks = 1) {
  std::uint64_t result = 0;
  run_ranks(ranks, [&](Comm& comm) {
    Script part(Partition::of(kAccounts, comm.rank(), comm.size()));
    for (std::uint32_t a = part.partition().first(); a < part.partition().last(); ++a)
      part.rows[AccountId(a)] = model.rows[AccountId(a)];
    part.published = model.published;
    Serial serial;
    Simulation simulation(part, comm, serial);
    const std::uint64_t fingerprint = simulation.fingerprint();
    if (comm.rank() == 0) result = fingerprint;
  });
  return result;
}

TEST(Fingerprint, is_the_same_on_any_ranks_and_another_for_any_changed_value) {
  Script model;
  for (std::uint32_t a = 0; a < kAccounts; ++a) model.rows[AccountId(a)] = a * a;
  model.published = {1, 2, 3};
  const std::uint64_t fingerprint = fingerprint_of(model);
  for (const int ranks : {2, 3, 4, 7}) EXPECT_EQ(fingerprint_of(model, ranks), fingerprint);
  std::set<std::uint64_t> seen{fingerprint};
  for (const std::uint32_t a : {0U, 1U, 1023U, 1024U, kAccounts - 1})
    for (const std::uint32_t bit : {0U, 31U}) {
      model.rows[AccountId(a)] ^= 1U << bit;
      seen.insert(fingerprint_of(model));
      model.rows[AccountId(a)] ^= 1U << bit;
    }
  model.published.push_back(0);
  seen.insert(fingerprint_of(model));
  model.published = {1, 3, 2};
  seen.insert(fingerprint_of(model));
  EXPECT_EQ(seen.size(), 13U);
}

TEST(Fingerprint, two_blocks_that_trade_places_are_another_state) {
  Script model;
  for (std::uint32_t a = 0; a < kBlockRows; ++a) model.rows[AccountId(a)] = 1;
  const std::uint64_t first = fingerprint_of(model);
  for (std::uint32_t a = 0; a < 2 * kBlockRows; ++a) model.rows[AccountId(a)] ^= 1;
  EXPECT_NE(fingerprint_of(model), first);
}

TEST(Fingerprint, names_shared_state_that_ranks_do_not_share) {
  run_ranks(3, [](Comm& comm) {
    Script model(Partition::of(kAccounts, comm.rank(), comm.size()));
    Serial serial;
    Simulation simulation(model, comm, serial);
    const StateWalk walk = [&](Archive& a) { simulation.state(a); };
    EXPECT_TRUE(replicas_agree(walk, comm));
    if (comm.rank() == 2) model.published = {9};
    EXPECT_FALSE(replicas_agree(walk, comm));
    try {
      simulation.fingerprint();
      ADD_FAILURE() << "it passed";
    } catch (const LogicError& error) {
      EXPECT_NE(std::string(error.what()).find("'public' (ranks"), std::string::npos) << error.what();
    }
  });
}

TEST(Fingerprint, is_written_with_16_digits_and_read_back) {
  EXPECT_EQ(fingerprint_text(0x12ab), "00000000000012ab");
  EXPECT_EQ(fingerprint_from_text("00000000000012ab"), 0x12abU);
  for (const char* wrong : {"", "12ab", "00000000000012ag", "000000000000012ab"})
    EXPECT_THROW(fingerprint_from_text(wrong), LogicError) << wrong;
}

TEST(StateWeight, sums_bytes_by_kind) {
  Script model;
  model.published.resize(10);
  const StateWeight weight = weigh([&](Archive& a) { model.state(a); }, model.partition());
  EXPECT_EQ(weight.owned_bytes(), 4U * kAccounts);
  EXPECT_EQ(weight.shared_bytes(), 40U);
  EXPECT_EQ(weight.owned.at(0).name, "rows");
}

// Salmon et al. 2011, the vectors published with Random123 (philox4x32, 10 rounds).
TEST(Draws, are_philox_with_its_published_answers) {
  const auto words = [](std::uint32_t seed, std::uint32_t number, Subject s, std::uint32_t index) {
    return Draws(seed, Purpose{number}).words(s, index);
  };
  const std::uint32_t ones = 0xffffffffU;
  EXPECT_EQ(words(0, 0, {}, 0), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(words(ones, ones, {ones, ones, ones}, ones),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(words(0xa4093822, 0x299f31d0, {0x243f6a88, 0x85a308d3, 0x13198a2e}, 0x03707344),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

}  // namespace
}  // namespace fanfare::test::simulation_test
