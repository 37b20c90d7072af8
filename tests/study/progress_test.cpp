// How far runs have come and how long they will take, by a clock that stands still.
#include "sim/study/progress.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/study/declared.h"
#include "tests/study/study_folder.h"

namespace fanfare::test::progress_test {
namespace {

class Kept final : public ProgressSink {
 public:
  double pause() const override { return 0; }
  bool is_silent() const override { return true; }  // the board starts no thread of its own
  void show(const Progress& p) override { seen.push_back(p); }
  void close() override { closed = true; }
  std::vector<Progress> seen;
  bool closed = false;
};

class ProgressTest : public StudyFolder {
 protected:
  // A model to ask for headlines.
  void SetUp() override {
    StudyFolder::SetUp();
    Problems problems;
    scenario = load_scenario((folder / "scenario.yaml").string(), {}, problems);
    built.emplace(scenario);
  }
  void tick(ProgressBoard& board, std::size_t run, Tick done, Tick ticks, double at) {
    now = at;
    WorkDone work;
    work.impressions = done * 100;
    board.tick(run,
               {.ticks_done = done,
                .ticks = ticks,
                .days = 1.0 * done,
                .wall_seconds = 0,
                .work = work,
                .model = built->model()},
               ticks, "run");
  }
  double now = 0;
  Kept kept;
  Scenario scenario;
  std::optional<BuiltModel> built;
};

TEST_F(ProgressTest, building_a_world_is_shown_and_is_no_speed) {
  ProgressBoard board(kept, 1, 1, [this] { return now; });
  board.begin(0, 10, "");
  now = 1800;
  board.look();
  ASSERT_EQ(kept.seen.size(), 1U);
  EXPECT_TRUE(kept.seen[0].building);
  EXPECT_EQ(kept.seen[0].building_seconds, 1800);
  EXPECT_TRUE(std::isnan(kept.seen[0].seconds_left));
  tick(board, 0, 1, 10, 1802);
  tick(board, 0, 2, 10, 1804);
  EXPECT_FALSE(kept.seen.back().building);
  EXPECT_DOUBLE_EQ(kept.seen.back().seconds_left, 16);  // eight ticks of two seconds, not of 900
  EXPECT_DOUBLE_EQ(kept.seen.back().impressions_per_second, 50);
  board.look();
  EXPECT_FALSE(kept.seen.back().building);
  board.close();
  EXPECT_TRUE(kept.closed);
}

TEST_F(ProgressTest, the_worlds_that_are_still_to_be_built_take_as_long_as_those_that_were) {
  ProgressBoard board(kept, 2, 1, [this] { return now; });
  board.begin(0, 10, "a");
  tick(board, 0, 1, 11, 100);
  tick(board, 0, 6, 11, 105);
  EXPECT_DOUBLE_EQ(kept.seen.back().seconds_left, 5 + 100 + 11);
  tick(board, 0, 11, 11, 110);
  board.done(0);
  board.begin(1, 10, "b");
  now = 170;
  board.look();
  EXPECT_EQ(kept.seen.back().run, "b");
  EXPECT_DOUBLE_EQ(kept.seen.back().seconds_left, 40 + 11);
}

TEST_F(ProgressTest, runs_side_by_side_share_what_is_left) {
  ProgressBoard board(kept, 4, 1, [this] { return now; });
  for (const std::size_t run : {0U, 1U}) board.begin(run, 10, "");
  for (const std::size_t run : {0U, 1U}) tick(board, run, 1, 11, 0);
  for (const std::size_t run : {0U, 1U}) tick(board, run, 6, 11, 5);
  EXPECT_DOUBLE_EQ(kept.seen.back().seconds_left, (5 + 5 + 11 + 11) / 2.0);
}

TEST_F(ProgressTest, what_was_done_before_is_no_speed) {
  ProgressBoard board(kept, 2, 1, [this] { return now; });
  board.done(0);
  board.begin(1, 100, "");
  tick(board, 1, 91, 101, 10);  // goes on from a checkpoint
  tick(board, 1, 96, 101, 15);
  EXPECT_NEAR(kept.seen.back().seconds_left, 5, 1e-9);
}

TEST_F(ProgressTest, a_run_that_failed_half_way_is_not_twice_as_fast) {
  ProgressBoard board(kept, 2, 1, [this] { return now; });
  board.begin(0, 10, "");
  tick(board, 0, 1, 11, 0);
  tick(board, 0, 6, 11, 5);
  board.done(0);
  board.begin(1, 10, "");
  now = 5;
  board.look();
  EXPECT_DOUBLE_EQ(kept.seen.back().seconds_left, 11);
}

}  // namespace
}  // namespace fanfare::test::progress_test
