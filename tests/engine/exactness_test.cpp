// The exactness contract: the same bits on any ranks, threads and schedules, and for each rule a mutant that
// breaks it and is caught.
#include <gtest/gtest.h>

#include <mutex>

#include "sim/fingerprint.h"
#include "sim/parallel.h"
#include "sim/recorder.h"
#include "sim/simulation.h"
#include "tests/engine/rumour.h"
#include "tests/engine/schedules.h"

namespace fanfare::test::exactness_test {
namespace {

constexpr Tick kTicks = 12;
constexpr std::array kRanks{1, 2, 3, 5};
constexpr std::array kThreads{1, 2, 7};

struct Outcome {
  std::vector<std::uint64_t> fingerprints;  // after each tick
  std::vector<double> recorded;
  std::size_t threads_seen = 0;  // the fewest of any rank
  friend bool same(const Outcome& a, const Outcome& b) {
    return a.fingerprints == b.fingerprints && a.recorded == b.recorded;
  }
};

std::vector<double> all_values(const Dataset& data) {
  std::vector<double> values = data.dimensions.front().values;
  for (const Variable& v : data.variables) values.insert(values.end(), v.data.begin(), v.data.end());
  return values;
}

Outcome run_rank(Comm& comm, Parallel& parallel, Mutant mutant) {
  const RumourParameters parameters;
  Rumour model(parameters, 7, Partition::of(parameters.accounts, comm.rank(), comm.size()), mutant);
  Simulation simulation(model, comm, parallel);
  DatasetRecorder recorder{RunParameters{}};
  model.declare(recorder);
  Outcome outcome;
  for (Tick t = 0; t < kTicks; ++t) {
    simulation.step();
    recorder.begin_row(t);
    model.record(recorder, t);
    recorder.end_row();
    outcome.fingerprints.push_back(simulation.fingerprint());
  }
  model.finish(recorder, kTicks);
  outcome.recorded = all_values(recorder.data());
  return outcome;
}

template <class MakeParallel>
Outcome run_on(int ranks, Mutant mutant, MakeParallel&& make) {
  Outcome first;
  std::mutex mutex;
  std::size_t fewest = 1000;
  run_ranks(ranks, [&](Comm& comm) {
    const std::unique_ptr<Parallel> parallel = make();
    Outcome outcome = run_rank(comm, *parallel, mutant);
    const auto* watched = dynamic_cast<const Watched*>(parallel.get());
    const std::lock_guard lock(mutex);
    fewest = std::min(fewest, watched != nullptr ? watched->threads_seen() : 1);
    if (comm.rank() == 0) first = std::move(outcome);
  });
  first.threads_seen = fewest;
  return first;
}

Outcome run_threads(int ranks, int threads, Mutant mutant = Mutant::none) {
  return run_on(ranks, mutant, [&] { return std::make_unique<Watched>(make_parallel(threads)); });
}

// One thread, so that mutants that would race don't.
Outcome run_scrambled(int ranks, std::uint32_t lot, Mutant mutant) {
  return run_on(ranks, mutant, [&]() -> std::unique_ptr<Parallel> {
    return std::make_unique<Scrambled>(lot, 7);
  });
}

const Outcome& reference() {
  static const Outcome outcome = run_threads(1, 1);
  return outcome;
}

class OnRanksAndThreads : public testing::TestWithParam<std::tuple<int, int>> {};

TEST_P(OnRanksAndThreads, the_bits_are_the_same_and_several_threads_ran) {
  const auto [ranks, threads] = GetParam();
  const Outcome outcome = run_threads(ranks, threads);
  EXPECT_EQ(outcome.fingerprints, reference().fingerprints);
  EXPECT_EQ(outcome.recorded, reference().recorded);
  if (threads > 1) {
    EXPECT_GE(outcome.threads_seen, 2U) << "only one worker really ran on some rank";
  }
}

INSTANTIATE_TEST_SUITE_P(Matrix, OnRanksAndThreads,
                         testing::Combine(testing::ValuesIn(kRanks), testing::ValuesIn(kThreads)),
                         [](const auto& given) {
                           return std::to_string(std::get<0>(given.param)) + "_ranks_" +
                                  std::to_string(std::get<1>(given.param)) + "_threads";
                         });

// Whatever compiler, optimisation and processor built this test. Another value is another result: say so in
// the title of the commit that changes it.
TEST(Exactness, the_bits_do_not_depend_on_the_build) {
  EXPECT_EQ(fingerprint_text(reference().fingerprints.back()), "6f3cd0ece18b2f78");
}

TEST(Exactness, any_schedule_gives_the_same_bits) {
  for (const int ranks : kRanks)
    for (std::uint32_t lot = 0; lot < 3; ++lot)
      EXPECT_TRUE(same(run_scrambled(ranks, lot, Mutant::none), reference()))
          << ranks << " ranks, lot " << lot;
}

TEST(Exactness, the_rumour_has_something_to_get_wrong) {
  run_ranks(1, [](Comm& comm) {
    Serial serial;
    const RumourParameters parameters;
    Rumour model(parameters, 7, Partition::whole(parameters.accounts));
    Simulation simulation(model, comm, serial);
    for (Tick t = 0; t < kTicks; ++t) simulation.step();
    EXPECT_GT(model.adopters.size(), 500U);
    EXPECT_GT(model.thanks.size(), 1000U);
    EXPECT_GT(model.winners.size(), 20U);
    EXPECT_GT(model.mood, 0);
    EXPECT_GT(std::set<float>(model.attitude.data(), model.attitude.data() + 2000).size(), 1900U);
  });
}

class EachMutant : public testing::TestWithParam<Mutant> {};

// What the matrix compares, on schedules that are the same at every run of this test.
bool matrix_is_the_same(Mutant mutant) {
  const Outcome one = run_scrambled(1, 0, mutant);
  for (const int ranks : kRanks)
    for (std::uint32_t lot = 0; lot < 3; ++lot)
      if (!same(run_scrambled(ranks, lot, mutant), one)) return false;
  return true;
}

TEST_P(EachMutant, is_caught_by_the_matrix) {
  try {
    EXPECT_FALSE(matrix_is_the_same(GetParam())) << to_string(GetParam()) << " passes unseen";
  } catch (const LogicError& error) {
    // Ranks that no longer agree are caught sooner, by the fingerprint itself.
    EXPECT_NE(std::string(error.what()).find("not the same on all ranks"), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Contract, EachMutant, testing::ValuesIn(kMutants),
                         [](const auto& given) { return to_string(given.param); });

TEST(Exactness, another_seed_is_another_result) {
  Serial serial;
  const auto comm = local_comm();
  const RumourParameters parameters;
  std::set<std::uint64_t> fingerprints;
  for (std::uint32_t seed = 0; seed < 5; ++seed) {
    Rumour model(parameters, seed, Partition::whole(parameters.accounts));
    Simulation simulation(model, *comm, serial);
    for (Tick t = 0; t < 3; ++t) simulation.step();
    fingerprints.insert(simulation.fingerprint());
  }
  EXPECT_EQ(fingerprints.size(), 5U);
}

}  // namespace
}  // namespace fanfare::test::exactness_test
