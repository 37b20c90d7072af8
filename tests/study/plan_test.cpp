// Order, crews, shelves, progress, and runs set against each other.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "sim/judge/gather.h"
#include "sim/study/crew.h"
#include "tests/study/study_folder.h"

namespace fanfare::test::plan_test {
namespace {

TEST(ReplicateMajor, puts_the_arms_of_a_replicate_side_by_side) {
  std::string order;
  for (const PlannedRun& run : replicate_major(3, 2))
    order += std::to_string(run.replicate) + "ABC"[run.row] + " ";
  EXPECT_EQ(order, "0A 0B 0C 1A 1B 1C ");
}

TEST(Crew, gives_each_run_one_thread_while_there_are_enough_runs) {
  EXPECT_EQ(crew_for(40, 8).workers, 8);
  EXPECT_EQ(crew_for(40, 8).threads_each, 1);
  EXPECT_EQ(crew_for(8, 8).threads_each, 1);
  EXPECT_EQ(crew_for(2, 8).workers, 2);
  EXPECT_EQ(crew_for(2, 8).threads_each, 4);
  EXPECT_EQ(crew_for(0, 4).workers, 1);
}

TEST(SideBySide, does_each_thing_once_on_several_threads) {
  std::mutex mutex;
  std::multiset<std::size_t> done;
  std::set<std::thread::id> threads;
  std::atomic<int> waiting{0};
  side_by_side(20, 2, [&](std::size_t k, Comm&, Parallel& parallel) {
    EXPECT_EQ(parallel.workers(), 1);
    ++waiting;
    if (k < 2)
      while (waiting < 2) std::this_thread::yield();  // both workers really run
    const std::lock_guard lock(mutex);
    done.insert(k);
    threads.insert(std::this_thread::get_id());
  });
  EXPECT_EQ(done.size(), 20U);
  EXPECT_EQ(std::set<std::size_t>(done.begin(), done.end()).size(), 20U);
  EXPECT_EQ(threads.size(), 2U);
}

TEST(SideBySide, hands_on_what_a_body_throws_and_begins_no_more) {
  std::atomic<int> begun{0};
  EXPECT_THROW(side_by_side(1000, 1,
                            [&](std::size_t, Comm&, Parallel&) {
                              ++begun;
                              throw InputError("x");
                            }),
               InputError);
  EXPECT_EQ(begun, 1);
}

TEST(ReplicateShelves, keep_a_replicates_things_until_its_last_run_is_over) {
  ReplicateShelves shelves(replicate_major(2, 2));
  int builds = 0;
  const auto graph = [&](std::size_t replicate) {
    return shelves.of(replicate)->get<int>("graph", [&] { return std::make_shared<const int>(++builds); });
  };
  EXPECT_EQ(*graph(0), 1);
  shelves.over(0);
  EXPECT_EQ(*graph(0), 1);
  EXPECT_EQ(*graph(1), 2);
  EXPECT_EQ(shelves.live(), 2U);
  shelves.over(0);
  EXPECT_EQ(shelves.live(), 1U);
}

class Keeps final : public ProgressSink {
 public:
  double pause() const override { return 0; }
  void show(const Progress& p) override { seen.push_back(p); }
  std::vector<Progress> seen;
};

using GatherTest = StudyFolder;

TEST_F(GatherTest, pairs_runs_of_the_same_seeds) {
  for (const char* seed : {"1", "2", "3"})
    for (const char* flyers : {"0", "3000"}) {
      options.out = (folder / (std::string("f") + flyers + "s" + seed)).string();
      options.sets = {{"run.seed", seed}, {"flyers", flyers}};
      run("scenario.yaml");
    }
  CompareRequest request;
  for (const char* flyers : {"0", "3000"})
    for (const char* seed : {"1", "2", "3"})
      request.files.push_back((folder / (std::string("f") + flyers + "s" + seed)).string());
  request.primary = "incremental_revenue";
  const StudySummary summary = compare_files(request);
  EXPECT_EQ(summary.arms.size(), 2U);
  EXPECT_EQ(summary.replicates, 3U);
  ASSERT_FALSE(summary.comparisons.empty());
  EXPECT_EQ(summary.comparisons[0].pairing, Pairing::paired);
  EXPECT_GT(summary.comparisons[0].arms[1].value.low, 0);
}

TEST_F(GatherTest, says_that_runs_of_other_seeds_are_not_paired) {
  const std::vector<std::pair<std::string, std::string>> runs = {
      {"1", "0"}, {"2", "0"}, {"3", "3000"}, {"4", "3000"}};
  CompareRequest request;
  for (const auto& [seed, flyers] : runs) {
    options.out = (folder / ("s" + seed)).string();
    options.sets = {{"run.seed", seed}, {"flyers", flyers}};
    run("scenario.yaml");
    request.files.push_back(options.out);
  }
  request.primary = "reach";
  const StudySummary summary = compare_files(request);
  EXPECT_EQ(summary.comparisons[0].pairing, Pairing::unpaired);
  ASSERT_EQ(summary.notes.size(), 1U);
  EXPECT_NE(in_english(summary.notes[0]).find("not paired"), std::string::npos);
}

TEST_F(GatherTest, refuses_the_same_run_twice_and_a_study_among_runs) {
  run("scenario.yaml");
  EXPECT_THROW(compare_files({{options.out, options.out}, "", "", {}}), InputError);
  const std::string one = options.out;
  options.out = (folder / "study").string();
  run("study.yaml");
  EXPECT_THROW(compare_files({{one, options.out}, "", "", {}}), InputError);
}

// As a forged file may have it; it ended as a defect of ours.
TEST_F(GatherTest, refuses_a_run_that_has_an_axis_of_a_study) {
  run("scenario.yaml");
  const std::string file = (folder / "out" / "run.h5").string();
  EXPECT_NO_THROW(gather_results({read_results(file)}, {}));
  for (const char* axis : {"arm", "point", "replicate"}) {
    Results forged = read_results(file);
    forged.data.dimensions.push_back({.name = axis, .labels = {"one"}});
    forged.data.variables.push_back({.name = "size", .dimensions = {axis}, .units = "1", .data = {1}});
    try {
      gather_results({std::move(forged)}, {});
      ADD_FAILURE() << axis << " was taken";
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find(std::string("has an axis '") + axis + "'"), std::string::npos)
          << error.what();
    }
  }
}

TEST_F(GatherTest, takes_another_baseline_of_a_study) {
  run("study.yaml");
  const StudySummary summary = compare_files({{options.out}, "some", "incremental_revenue", {}});
  ASSERT_EQ(summary.baseline, "some");
  EXPECT_LT(summary.comparisons[0].arms[0].value.mean, 0);  // none, against some
  EXPECT_THROW(compare_files({{options.out}, "sone", "", {}}), ScenarioError);
}

TEST_F(GatherTest, shows_progress_that_ends_at_all) {
  Problems problems;
  Work work = load_work((folder / "study.yaml").string(), options, problems);
  const auto comm = local_comm();
  Keeps keeps;
  run_study(*work.study, {options, *comm, keeps, Verbosity::normal});
  ASSERT_FALSE(keeps.seen.empty());
  for (std::size_t i = 1; i < keeps.seen.size(); ++i)
    EXPECT_GE(keeps.seen[i].fraction, keeps.seen[i - 1].fraction);
  EXPECT_NEAR(keeps.seen.back().fraction, 1, 0.12);
  EXPECT_EQ(keeps.seen.back().runs, 9U);
  EXPECT_GT(keeps.seen.back().impressions, 0U);
  EXPECT_EQ(keeps.seen.back().headlines.at(0).name, "reach");
}

}  // namespace
}  // namespace fanfare::test::plan_test
