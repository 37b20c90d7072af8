// Run in the checkout: a study names a scenario beside it.
#include <cstdlib>
#include <string>

#include "sim/scenario/dictionary.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/study.h"
#include "sim/scenario/yaml_reader.h"
#include "sim/scenario/yaml_text.h"
#include "tests/attack/fuzz/memory_file.h"

namespace fanfare::fuzz {
namespace {

constexpr const char* kName = "scenarios/studies/input.yaml";
constexpr std::size_t kMostSaid = 200'000;  // bytes of errors

void expect_brief(const Problems& problems) {
  expects(problems.render().size() < kMostSaid, "errors are brief");
}

// What was read and is written as YAML reads as the same.
void expect_tree_comes_back(const std::string& text) {
  Problems problems;
  const ConfigNode tree = read_yaml_text(kName, text, "scenario", problems);
  expect_brief(problems);
  if (!problems.empty() || !tree.is_map()) return;
  const std::string written = yaml_block(tree, [](const ConfigNode&) { return std::string(); });
  const ConfigNode again = read_yaml_text("written", written, "scenario", problems);
  expects(problems.empty() && same_values(tree, again), "a tree comes back from its YAML");
}

void expect_scenario_comes_back(const std::string& text) {
  Problems problems;
  const Scenario scenario = load_scenario_text(kName, text, {}, problems);
  expect_brief(problems);
  if (!problems.empty()) return;
  const Scenario again = load_scenario_text(kName, effective_yaml_plain(scenario), {}, problems);
  expects(problems.empty(), "an effective scenario is a scenario");
  expects(again.digest() == scenario.digest(), "an effective scenario has the same values");
}

void expect_study_is_read(const std::string& text) {
  Problems problems;
  const Study study = load_study_text(kName, text, {}, problems);
  expect_brief(problems);
  for (std::size_t arm = 0; problems.empty() && arm < study.arms.size(); ++arm) {
    scenario_of(study, arm, {}, problems);
    expects(problems.empty(), "an arm of a study that was read is a scenario");
  }
}

}  // namespace

void yaml(Bytes bytes) {
  ::setenv("FANFARE_DATA", "/nonexistent", 1);  // no real data is read by chance
  const std::string text(bytes.begin(), bytes.end());
  read([&] { expect_tree_comes_back(text); });
  if (text.find("kind: study") != std::string::npos) read([&] { expect_study_is_read(text); });
  else read([&] { expect_scenario_comes_back(text); });
}

}  // namespace fanfare::fuzz
