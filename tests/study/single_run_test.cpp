// One run into its folder: files, checkpoints, going on.
#include <unistd.h>

#include "sim/study/reproduce.h"
#include "tests/study/study_folder.h"

namespace fanfare::test::single_run_test {
namespace {

using SingleRunTest = StudyFolder;

TEST_F(SingleRunTest, leaves_a_complete_file_and_no_partial_one) {
  const Outcome outcome = run("scenario.yaml");
  EXPECT_EQ(outcome.status, "complete");
  EXPECT_TRUE(std::filesystem::exists(folder / "out" / "run.h5"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out" / "run.h5.partial"));
  const Results results = read_results(folder / "out");
  EXPECT_EQ(results.provenance.fingerprint, outcome.fingerprint);
  EXPECT_EQ(results.last_complete_tick, 16U);
}

TEST_F(SingleRunTest, goes_on_from_a_checkpoint_to_the_same_fingerprint) {
  const std::string unbroken = run("scenario.yaml").fingerprint;
  const Dataset rows = read_results(folder / "out").data;
  options.on_exists = OnExists::replace;
  options.checkpoint_every = 1;
  options.sets = {{"run.until", "2d"}};
  run("scenario.yaml");
  options.sets.clear();
  options.on_exists = OnExists::resume;
  const Outcome resumed = run("scenario.yaml");
  EXPECT_EQ(resumed.fingerprint, unbroken);
  ASSERT_FALSE(resumed.notes.empty());
  EXPECT_NE(resumed.notes.front().find("went on from tick"), std::string::npos);
  const Dataset resumed_rows = read_results(folder / "out").data;
  EXPECT_EQ(resumed_rows.dimension("time")->values, rows.dimension("time")->values);
  EXPECT_EQ(resumed_rows.variable("reach")->data, rows.variable("reach")->data);
}

TEST_F(SingleRunTest, keeps_the_checkpoints_that_were_asked_for_and_no_others) {
  options.checkpoint_every = 1;
  options.sets = {{"run.until", "2d"}};
  run("scenario.yaml");
  EXPECT_TRUE(std::filesystem::exists(folder / "out" / "checkpoint"));
  options.checkpoint_every = 0;
  options.sets.clear();
  options.on_exists = OnExists::resume;
  run("scenario.yaml");
  EXPECT_FALSE(std::filesystem::exists(folder / "out" / "checkpoint"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out" / "run.h5.partial"));
}

TEST_F(SingleRunTest, goes_on_with_other_ranks_and_threads) {
  const std::string unbroken = run("scenario.yaml").fingerprint;
  options.on_exists = OnExists::replace;
  options.checkpoint_every = 1;
  options.sets = {{"run.until", "2d"}};
  run("scenario.yaml");
  options.sets.clear();
  options.on_exists = OnExists::resume;
  options.threads = 1;
  std::string resumed;
  run_ranks(2, [&](Comm& comm) {
    const Outcome outcome = run_on("scenario.yaml", comm);
    if (comm.is_root()) resumed = outcome.fingerprint;
  });
  EXPECT_EQ(resumed, unbroken);
}

TEST_F(SingleRunTest, refuses_to_go_on_with_another_value_by_name) {
  options.checkpoint_every = 1;
  run("scenario.yaml");
  options.on_exists = OnExists::resume;
  options.sets = {{"run.until", "6d"}, {"appeal", "0.5"}};
  try {
    run("scenario.yaml");
    FAIL() << "no error";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("appeal"), std::string::npos) << error.what();
  }
}

TEST_F(SingleRunTest, does_nothing_where_all_is_done) {
  const std::string first = run("scenario.yaml").fingerprint;
  options.on_exists = OnExists::resume;
  const Outcome again = run("scenario.yaml");
  EXPECT_EQ(again.fingerprint, first);
  EXPECT_NE(again.notes.front().find("complete already"), std::string::npos);
}

TEST_F(SingleRunTest, is_refused_a_folder_that_another_process_writes_to) {
  std::filesystem::create_directories(options.out);
  const FolderLock held(options.out);
  EXPECT_THROW(run("scenario.yaml"), InputError);
}

TEST_F(SingleRunTest, names_the_folder_that_is_a_file) {
  write_file(options.out, std::string("not a folder"));
  EXPECT_THROW(run("scenario.yaml"), InputError);
  EXPECT_EQ(read_file(options.out), "not a folder");
}

TEST_F(SingleRunTest, fails_on_all_ranks_if_rank_zero_can_not_write) {
  write_file(options.out, std::string("not a folder"));
  EXPECT_THROW(run_ranks(3, [&](Comm& comm) { run_on("scenario.yaml", comm); }), InputError);
}

TEST_F(SingleRunTest, comes_out_the_same_from_its_results_file_alone) {
  run("scenario.yaml");
  std::filesystem::remove(folder / "scenario.yaml");
  NoProgress silent;
  const std::vector<Reproduced> runs = reproduce(read_results(folder / "out"), 1, silent);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_TRUE(runs[0].same());
}

}  // namespace
}  // namespace fanfare::test::single_run_test
