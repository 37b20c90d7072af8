// A folder of its own for a test, with a stall's scenario and study in it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "sim/results/atomic_file.h"
#include "sim/study/load.h"
#include "sim/study/single_run.h"
#include "sim/study/study_runner.h"

namespace fanfare::test {

inline const std::string kStall = R"(schema: 1
kind: scenario
name: stall
model: stall
run: {until: 4d, tick: 6h, start: 2026-03-02, seed: 5}
outputs: {every: 1d}
)";
inline const std::string kStallStudy = R"(schema: 1
kind: study
name: flyers
scenario: scenario.yaml
baseline: none
arms:
  none: {}
  some: {flyers: 500}
  many: {flyers: 2000}
replicates: 3
primary: incremental_contribution_per_yuan
measure: [incremental_revenue, reach]
)";

class StudyFolder : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder = std::filesystem::temp_directory_path() /
             ("fanfare-study-" + std::to_string(::getpid()) + "-" + info->name());
    std::filesystem::remove_all(folder);
    write_file(folder / "scenario.yaml", kStall);
    write_file(folder / "study.yaml", kStallStudy);
    options.out = (folder / "out").string();
    options.threads = 2;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  // Runs scenario.yaml or study.yaml with `options`.
  Outcome run(const std::string& file) {
    const auto comm = local_comm();
    return run_on(file, *comm);
  }
  Outcome run_on(const std::string& file, Comm& comm) {
    Problems problems;
    Work work = load_work((folder / file).string(), options, problems);
    if (!problems.empty()) throw ScenarioError(problems.render());
    NoProgress silent;
    const RunContext context{options, comm, silent, Verbosity::normal};
    return work.scenario ? run_scenario(*work.scenario, context) : run_study(*work.study, context);
  }
  void edit(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = read_file(folder / file);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    write_file(folder / file, text.replace(at, from.size(), to));
  }
  Results study() const { return read_results(folder / "out" / "study.h5"); }

  std::filesystem::path folder;
  ComputeOptions options;
};

}  // namespace fanfare::test
