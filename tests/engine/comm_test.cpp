// Ranks in one process and threads: what is gathered, and that no failure hangs or hides.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <numeric>
#include <set>

#include "sim/comm.h"
#include "sim/parallel.h"
#include "tests/engine/comm_checks.h"
#include "tests/engine/schedules.h"

namespace fanfare::test::comm_test {
namespace {

class OnRanks : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Ranks, OnRanks, testing::Values(1, 2, 3, 5), testing::PrintToStringParamName());

TEST_P(OnRanks, collective_calls_do_what_they_say) {
  run_ranks(GetParam(), [](Comm& comm) { EXPECT_EQ(what_is_wrong_with(comm), ""); });
}

TEST(LocalComm, is_one_rank) { EXPECT_EQ(what_is_wrong_with(*local_comm()), ""); }

TEST(RunRanks, a_rank_that_throws_ends_the_others_and_its_error_comes_out) {
  std::atomic<int> lost = 0;
  try {
    run_ranks(3, [&](Comm& comm) {
      if (comm.rank() == 2) throw InputError("disk is full");
      try {
        comm.barrier();
      } catch (const RankLost&) {
        ++lost;
        throw;
      }
    });
    FAIL() << "nothing was thrown";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "disk is full");
  }
  EXPECT_EQ(lost, 2);
}

TEST(RunRanks, ranks_that_make_different_calls_are_told) {
  EXPECT_THROW(run_ranks(2,
                         [](Comm& comm) {
                           Comm::Bytes data;
                           if (comm.rank() == 0) comm.barrier();
                           if (comm.rank() == 1) comm.broadcast(data);
                         }),
               LogicError);
}

TEST(RunRanks, a_rank_that_leaves_early_does_not_hang_the_others) {
  EXPECT_THROW(run_ranks(2, [](Comm& comm) { if (comm.rank() == 0) comm.barrier(); }), RankLost);
}

TEST(World, is_one_rank_without_a_launcher_and_refuses_to_pretend_with_one) {
  if (launched_by_mpi()) GTEST_SKIP() << "this test itself runs under an MPI launcher";
  EXPECT_EQ(world_comm(0, nullptr)->size(), 1);
  ::setenv("OMPI_COMM_WORLD_SIZE", "3", 1);
  EXPECT_TRUE(launched_by_mpi());
  if (!built_with_mpi()) {
    EXPECT_THROW(world_comm(0, nullptr), InputError);
  }
  ::unsetenv("OMPI_COMM_WORLD_SIZE");
}

TEST(Parallel, visits_every_index_once) {
  for (const int threads : {1, 2, 7}) {
    const auto parallel = make_parallel(threads);
    EXPECT_EQ(parallel->workers(), threads);
    std::vector<std::atomic<int>> visits(1000);
    parallel->for_each(visits.size(), [&](std::size_t i, int worker) {
      if (worker >= 0 && worker < threads) ++visits[i];
    });
    EXPECT_TRUE(std::all_of(visits.begin(), visits.end(), [](const auto& n) { return n == 1; })) << threads;
  }
}

TEST(Parallel, runs_seven_threads_on_any_machine) {
  Watched watched(make_parallel(7));
  watched.for_each(200, [](std::size_t, int) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); });
  EXPECT_GE(watched.threads_seen(), 3U);
}

TEST(Parallel, a_worker_that_loops_inside_is_not_given_another_outer_index) {
  const auto parallel = make_parallel(4);
  std::vector<std::atomic<int>> inside(4);
  std::atomic<bool> entered_twice = false;
  parallel->for_each(64, [&](std::size_t i, int worker) {
    if (++inside[static_cast<std::size_t>(worker)] > 1) entered_twice = true;
    // Uneven, so that a worker that is done waits for the last of its inner bodies on another.
    parallel->for_each(8, [&](std::size_t j, int) {
      std::this_thread::sleep_for(std::chrono::microseconds(50 * ((i + j) % 8)));
    });
    --inside[static_cast<std::size_t>(worker)];
  });
  EXPECT_FALSE(entered_twice);
}

TEST(Parallel, what_a_body_throws_reaches_the_caller) {
  for (const int threads : {1, 3})
    EXPECT_THROW(make_parallel(threads)->for_each(100,
                                                  [](std::size_t i, int) {
                                                    if (i == 57) throw InputError("x");
                                                  }),
                 InputError);
}

TEST(Threads, follow_slurm_and_else_the_machine) {
  ::setenv("SLURM_CPUS_PER_TASK", "13", 1);
  EXPECT_EQ(default_threads(), 13);
  for (const char* nonsense : {"0", "-2", "many", "3x", ""}) {
    ::setenv("SLURM_CPUS_PER_TASK", nonsense, 1);
    const int machine = default_threads();
    EXPECT_GE(machine, 1);
    EXPECT_LE(machine, static_cast<int>(std::thread::hardware_concurrency())) << nonsense;
  }
  ::unsetenv("SLURM_CPUS_PER_TASK");
}

}  // namespace
}  // namespace fanfare::test::comm_test
