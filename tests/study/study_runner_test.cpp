// Studies of a stall: what is run, in which order, what is kept, what happens when runs fail.
#include <unistd.h>

#include "sim/judge/gather.h"
#include "sim/judge/valid_range.h"
#include "sim/say/summary_text.h"
#include "sim/study/reproduce.h"
#include "sim/study/study_files.h"
#include "sim/words/text.h"
#include "sim/words/titles.h"
#include "tests/study/stall.h"
#include "tests/study/study_folder.h"

namespace fanfare::test::study_runner_test {
namespace {

class StudyRunnerTest : public StudyFolder {
 protected:
  // As a whole study stands just before its parts are put together.
  void leave_only_parts() {
    Problems problems;
    const Work work = load_work((folder / "study.yaml").string(), options, problems);
    const RunFolder out(folder / "out");
    restore_parts(out, *work.study, options);
    std::filesystem::remove(out.study_file());
  }
};

const Variable& variable(const Results& results, const std::string& name) {
  const Variable* v = results.data.variable(name);
  if (v == nullptr) throw std::runtime_error("no variable " + name);
  return *v;
}

TEST_F(StudyRunnerTest, writes_the_study_and_its_summary) {
  const Outcome outcome = run("study.yaml");
  EXPECT_EQ(outcome.code, ExitCode::ok);
  for (const char* name : {"study.h5", "summary.txt", "summary.json", "effective.yaml", "log.txt"})
    EXPECT_TRUE(std::filesystem::exists(folder / "out" / name)) << name;
  const Results results = study();
  EXPECT_EQ(results.arms, (std::vector<std::string>{"none", "some", "many"}));
  EXPECT_EQ(results.state, RunState::complete);
  EXPECT_EQ(results.runs.size(), 9U);
  EXPECT_EQ(results.provenance.fingerprint, outcome.fingerprint);
  EXPECT_NE(outcome.summary.find("simulated"), std::string::npos);
}

TEST_F(StudyRunnerTest, gives_the_same_study_on_any_threads_and_ranks) {
  const std::string one = run("study.yaml").fingerprint;
  for (const int threads : {1, 3, 7}) {
    options.threads = threads;
    options.on_exists = OnExists::replace;
    EXPECT_EQ(run("study.yaml").fingerprint, one) << threads << " threads";
  }
  std::string over_ranks;
  run_ranks(2, [&](Comm& comm) {
    const Outcome outcome = run_on("study.yaml", comm);
    if (comm.is_root()) over_ranks = outcome.fingerprint;
  });
  EXPECT_EQ(over_ranks, one);
}

TEST_F(StudyRunnerTest, pairs_the_arms_of_a_replicate_and_redraws_between_replicates) {
  run("study.yaml");
  const Results results = study();
  const Variable& revenue = variable(results, "net_revenue");  // (arm, replicate, time, brand)
  const std::size_t times = results.data.dimension("time")->size();
  const auto end = [&](std::size_t arm, std::size_t replicate) {
    return revenue.data[((arm * 3 + replicate) * times + times - 1) * 2];
  };
  EXPECT_NE(end(0, 0), end(0, 1));
  for (std::size_t r = 0; r < 3; ++r) {
    EXPECT_EQ(results.runs[r].seed, derive_seed(5, static_cast<std::uint32_t>(r)));
    // The same luck: who buys without flyers buys with them too.
    EXPECT_GE(end(1, r), end(0, r));
    EXPECT_GE(end(2, r), end(1, r));
  }
}

TEST_F(StudyRunnerTest, computes_what_an_arm_adds_by_hand) {
  run("study.yaml");
  const Results results = study();
  const Variable& revenue = variable(results, "net_revenue");
  const Variable& added = variable(results, "incremental_revenue");
  const Variable& gain = variable(results, "incremental_contribution");
  const Variable& per_yuan = variable(results, "incremental_contribution_per_yuan");
  const std::size_t times = results.data.dimension("time")->size();
  for (std::size_t r = 0; r < 3; ++r) {
    const double none = revenue.data[(r * times + times - 1) * 2];
    const double many = revenue.data[((6 + r) * times + times - 1) * 2];
    EXPECT_DOUBLE_EQ(added.data[(6 + r) * 2], many - none);
    EXPECT_DOUBLE_EQ(gain.data[(6 + r) * 2], 0.5 * (many - none) - 2000);
    EXPECT_DOUBLE_EQ(per_yuan.data[(6 + r) * 2], (0.5 * (many - none) - 2000) / 2000);
    EXPECT_TRUE(std::isnan(per_yuan.data[r * 2])) << "the baseline spends nothing";
    EXPECT_TRUE(std::isnan(per_yuan.data[(6 + r) * 2 + 1])) << "the rival spends nothing";
    EXPECT_DOUBLE_EQ(added.data[r * 2], 0);
  }
}

TEST_F(StudyRunnerTest, builds_what_arms_share_once_a_replicate) {
  // One thread, so that a replicate's runs follow each other: what they share must outlive each of them.
  options.threads = 1;
  Problems problems;
  Work work = load_work((folder / "study.yaml").string(), options, problems);
  const auto comm = local_comm();
  NoProgress silent;
  const int before = Stall::builds();
  run_study(*work.study, {options, *comm, silent, Verbosity::normal});
  EXPECT_EQ(Stall::builds() - before, 3);
}

TEST_F(StudyRunnerTest, goes_on_with_the_runs_that_are_left) {
  const std::string whole = run("study.yaml").fingerprint;
  leave_only_parts();
  std::filesystem::remove(folder / "out" / "parts" / "001-some.r0001.h5");
  options.on_exists = OnExists::resume;
  const Outcome outcome = run("study.yaml");
  EXPECT_EQ(outcome.fingerprint, whole);
  EXPECT_EQ(outcome.notes.front(), "8 of 9 runs were done before");
}

TEST_F(StudyRunnerTest, runs_again_what_was_done_with_other_values) {
  run("study.yaml");
  edit("study.yaml", "flyers: 500", "flyers: 600");
  options.on_exists = OnExists::resume;
  EXPECT_EQ(run("study.yaml").notes.front(), "6 of 9 runs were done before");
}

TEST_F(StudyRunnerTest, adds_replicates_to_those_it_has) {
  run("study.yaml");
  options.on_exists = OnExists::resume;
  options.replicates = 4;
  const Outcome added = run("study.yaml");
  EXPECT_EQ(added.notes.front(), "9 of 12 runs were done before");
  const Results grown = study();
  options.on_exists = OnExists::replace;
  EXPECT_EQ(run("study.yaml").fingerprint, added.fingerprint);
  const Results fresh = study();
  ASSERT_EQ(grown.data.variables.size(), fresh.data.variables.size());
  for (std::size_t i = 0; i < fresh.data.variables.size(); ++i) {
    const std::vector<double>&a = grown.data.variables[i].data, &b = fresh.data.variables[i].data;
    EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end(),
                           [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); }))
        << fresh.data.variables[i].name;
  }
}

TEST_F(StudyRunnerTest, keeps_no_parts_of_a_study_that_is_whole_and_runs_none_of_it_again) {
  const std::string whole = run("study.yaml").fingerprint;
  EXPECT_FALSE(std::filesystem::exists(folder / "out" / "parts"));
  options.on_exists = OnExists::resume;
  const Outcome again = run("study.yaml");
  EXPECT_EQ(again.notes.front(), "9 of 9 runs were done before");
  EXPECT_EQ(again.fingerprint, whole);
  EXPECT_FALSE(std::filesystem::exists(folder / "out" / "parts"));
}

TEST_F(StudyRunnerTest, runs_a_damaged_part_again) {
  const std::string whole = run("study.yaml").fingerprint;
  leave_only_parts();
  std::filesystem::resize_file(folder / "out" / "parts" / "002-many.r0002.h5", 500);
  options.on_exists = OnExists::resume;
  const Outcome outcome = run("study.yaml");
  EXPECT_EQ(outcome.notes.front(), "8 of 9 runs were done before");
  EXPECT_EQ(outcome.fingerprint, whole);
}

TEST_F(StudyRunnerTest, overwrites_nothing_unasked) {
  run("study.yaml");
  const auto written = std::filesystem::last_write_time(folder / "out" / "study.h5");
  EXPECT_THROW(run("study.yaml"), InputError);
  EXPECT_EQ(std::filesystem::last_write_time(folder / "out" / "study.h5"), written);
}

TEST_F(StudyRunnerTest, records_failed_runs_and_goes_on) {
  edit("study.yaml", "some: {flyers: 500}", "some: {breaks_at: 3}");
  const Outcome outcome = run("study.yaml");
  EXPECT_EQ(outcome.code, ExitCode::some_failed);
  EXPECT_EQ(outcome.status, "failed");
  const Results results = study();
  const Variable& revenue = variable(results, "net_revenue");
  std::size_t failed = 0;
  for (const StudyRun& run : results.runs)
    if (run.state == RunState::failed) {
      ++failed;
      EXPECT_NE(run.reason.find("account 7"), std::string::npos) << run.reason;
    }
  EXPECT_EQ(failed, 3U);
  const std::size_t times = results.data.dimension("time")->size();
  EXPECT_TRUE(std::isnan(revenue.data[3 * times * 2]));
  EXPECT_FALSE(std::isnan(revenue.data[0]));
  EXPECT_NE(outcome.summary.find("some, replicate 0: failed"), std::string::npos);
}

TEST_F(StudyRunnerTest, says_a_failure_once_and_compares_what_is_left) {
  edit("study.yaml", "some: {flyers: 500}", "some: {breaks_at: 3}");
  const Outcome outcome = run("study.yaml");
  EXPECT_TRUE(outcome.notes.empty());  // the summary names them
  ASSERT_EQ(outcome.said.size(), 3U);
  EXPECT_EQ(outcome.said[0].find("some, replicate 0 failed: "), 0U);
  EXPECT_EQ(outcome.summary.find("left out"), std::string::npos)
      << "an arm without any run takes no world away";
  EXPECT_EQ(outcome.next, "fanfare report " + (folder / "out").string());
}

TEST_F(StudyRunnerTest, fits_what_it_shows_to_the_terminal_and_not_its_file) {
  options.width = 60;
  const std::string shown = run("study.yaml").summary;
  for (std::size_t at = 0, end = 0; at < shown.size(); at = end + 1) {
    end = shown.find('\n', at);
    const std::string line = shown.substr(at, end - at);
    const bool is_of_a_table = line.starts_with("  ") && !line.starts_with("  (var");
    EXPECT_TRUE(!is_of_a_table || display_width(line) <= 60) << line;
  }
  const std::string wide = "against none  95 % interval  variance ÷  over time";
  EXPECT_EQ(shown.find(wide), std::string::npos);
  EXPECT_NE(read_file(folder / "out" / "summary.txt").find(wide), std::string::npos);
}

TEST_F(StudyRunnerTest, shows_arms_by_their_labels_and_keeps_their_names) {
  edit("study.yaml", "many: {flyers: 2000}", "many: {flyers: 2000, label: 很多传单}");
  const Outcome outcome = run("study.yaml");
  EXPECT_NE(outcome.summary.find("“很多传单”"), std::string::npos) << outcome.summary;
  EXPECT_EQ(outcome.summary.find("  many "), std::string::npos) << outcome.summary;
  EXPECT_EQ(study().arms[2], "many");
  EXPECT_EQ(titles_of(study().data)[2], "很多传单");
  EXPECT_NE(summary_text(compare_files({{options.out}, "", "", {}})).find("“很多传单”"), std::string::npos);
  const std::string fingerprint = outcome.fingerprint;
  edit("study.yaml", "很多传单", "no end of them");
  options.on_exists = OnExists::resume;
  const Outcome renamed = run("study.yaml");
  EXPECT_EQ(renamed.notes.front(), "9 of 9 runs were done before") << "a label changes no result";
  EXPECT_EQ(renamed.fingerprint, fingerprint);
  EXPECT_NE(renamed.summary.find("“no end of them”"), std::string::npos);
}

TEST_F(StudyRunnerTest, leaves_a_world_that_failed_in_one_arm_out_of_all) {
  run("study.yaml");
  leave_only_parts();
  const auto part = folder / "out" / "parts" / "001-some.r0001.h5";
  write_failed_part(part, read_results(part).provenance, "a disk was full");
  Problems problems;
  const Work work = load_work((folder / "study.yaml").string(), options, problems);
  const StudyDataset data = collect_parts(RunFolder(folder / "out"), *work.study);
  const StudySummary s = summarise(*work.study, data, describe_study(*work.study, data, options, 1, 1));
  for (const Comparison& c : s.comparisons)
    for (const ArmOutcome& arm : c.arms)
      EXPECT_TRUE(arm.value.n == 2 || arm.value.n == 0) << c.measure.name << arm.arm;
  ASSERT_EQ(s.notes.size(), 1U);
  EXPECT_NE(in_english(s.notes[0]).find("replicate 1 (none of “some”)"), std::string::npos)
      << in_english(s.notes[0]);
}

TEST(ValidRange, is_that_of_the_measure_unless_its_values_lie_outside) {
  Variable v;
  v.name = "reach";
  v.units = "people";
  v.data = {0, 5, std::nan("")};
  EXPECT_EQ(valid_range(v, no_report()).low, 0);
  EXPECT_TRUE(std::isinf(valid_range(v, no_report()).high));
  v.units = "share";
  EXPECT_TRUE(std::isinf(valid_range(v, no_report()).low)) << "5 is no share";
  v.data = {0.5};
  EXPECT_EQ(valid_range(v, no_report()).high, 1);
}

TEST_F(StudyRunnerTest, ends_with_the_reason_of_the_first_run_in_the_studys_order) {
  edit("study.yaml", "none: {}", "none: {nobody: true}");          // a mistake of the scenario
  edit("study.yaml", "some: {flyers: 500}", "some: {breaks_at: 1}");  // a fault
  edit("study.yaml", "many: {flyers: 2000}", "many: {breaks_at: 1}");
  for (const int threads : {1, 4, 4, 4}) {
    options.threads = threads;
    options.on_exists = OnExists::replace;
    EXPECT_EQ(run("study.yaml").code, ExitCode::scenario) << threads;
  }
}

TEST_F(StudyRunnerTest, stops_at_the_first_failure_if_asked_to) {
  edit("study.yaml", "none: {}", "none: {breaks_at: 3}");
  options.fail = FailPolicy::fast;
  options.threads = 1;
  const Outcome outcome = run("study.yaml");
  EXPECT_NE(outcome.code, ExitCode::ok);
  EXPECT_EQ(outcome.runs_done, 1U);
}

TEST_F(StudyRunnerTest, forgives_failures_if_asked_to) {
  edit("study.yaml", "some: {flyers: 500}", "some: {breaks_at: 3}");
  options.fail = FailPolicy::never;
  EXPECT_EQ(run("study.yaml").code, ExitCode::ok);
}

TEST_F(StudyRunnerTest, says_why_if_nothing_could_be_run) {
  edit("scenario.yaml", "model: stall", "model: stall\nnobody: true");
  const Outcome outcome = run("study.yaml");
  EXPECT_EQ(outcome.code, ExitCode::scenario);
  EXPECT_FALSE(std::filesystem::exists(folder / "out" / "study.h5"));
  ASSERT_FALSE(outcome.notes.empty());
  EXPECT_NE(outcome.notes.front().find("selects nobody"), std::string::npos);
}

TEST_F(StudyRunnerTest, refuses_a_measure_that_the_runs_will_not_have) {
  edit("study.yaml", "reach]", "reech]");
  try {
    run("study.yaml");
    FAIL() << "no error";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'reach'?"), std::string::npos) << error.what();
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_F(StudyRunnerTest, names_the_nearest_measure_and_what_there_is) {
  edit("study.yaml", "primary: incremental_contribution_per_yuan", "primary: books/sold");
  edit("study.yaml", "reach]", "reech]");
  Problems problems;
  load_work((folder / "study.yaml").string(), options, problems);
  const std::string said = problems.render();
  EXPECT_NE(said.find("did you mean 'reach'? there are net_revenue, spend, contribution, reach, "
                      "incremental_revenue, incremental_contribution"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("read it from the results file"), std::string::npos) << said;
}

TEST_F(StudyRunnerTest, holds_measures_in_groups_against_published_values) {
  const std::string expect = "\nvalidation:\n  row: X1\n  class: V1\n  citation: none\n  expect:\n"
                             "    - {arm: none, measure: MEASURE, label: tea, between: [1, 1e9]}\n";
  const auto problems_of = [&](const std::string& measure) {
    std::string text = kStallStudy + expect;
    write_file(folder / "study.yaml", text.replace(text.find("MEASURE"), 7, measure));
    Problems problems;
    load_work((folder / "study.yaml").string(), options, problems);
    return problems.render();
  };
  EXPECT_EQ(problems_of("books/sold"), "");
  EXPECT_NE(problems_of("books/sald").find("did you mean 'books/sold'?"), std::string::npos);
}

TEST_F(StudyRunnerTest, runs_a_scenario_several_times_as_a_study_of_one_arm) {
  options.replicates = 4;
  EXPECT_EQ(run("scenario.yaml").code, ExitCode::ok);
  EXPECT_EQ(study().arms, std::vector<std::string>{"stall"});
  EXPECT_EQ(study().replicates, 4U);
}

TEST_F(StudyRunnerTest, comes_out_the_same_from_its_results_file_alone) {
  run("study.yaml");
  std::filesystem::remove(folder / "study.yaml");
  std::filesystem::remove(folder / "scenario.yaml");
  NoProgress silent;
  const std::vector<Reproduced> runs = reproduce(study(), 2, silent);
  ASSERT_EQ(runs.size(), 9U);
  for (const Reproduced& run : runs) EXPECT_TRUE(run.same()) << run.run << " " << run.now;
}

TEST_F(StudyRunnerTest, is_found_out_if_its_fingerprint_is_another) {
  run("study.yaml");
  Results results = study();
  results.runs[4].fingerprint = "0123456789abcdef";
  NoProgress silent;
  std::size_t different = 0;
  for (const Reproduced& run : reproduce(results, 2, silent)) different += run.same() ? 0 : 1;
  EXPECT_EQ(different, 1U);
}

}  // namespace
}  // namespace fanfare::test::study_runner_test
