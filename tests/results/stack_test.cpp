// Runs of a study on common axes, by hand.
#include <gtest/gtest.h>

#include <set>

#include "fanfare/expects.h"
#include "sim/results/run_form.h"
#include "tests/results/samples.h"

namespace fanfare::stack_test {
namespace {

using samples::missing;
using samples::same;

TEST(Stack, the_campaign_axis_is_the_union_over_arms) {
  const Dataset data = stack(samples::study());
  EXPECT_EQ(data.dimension("campaign")->labels, (std::vector<std::string>{"launch", "second"}));
  const Variable& reach = *data.variable("reach");
  EXPECT_EQ(reach.dimensions, (std::vector<std::string>{"arm", "replicate", "time", "campaign"}));
  const auto of = [&](std::size_t run) {
    return std::vector<double>(reach.data.begin() + static_cast<std::ptrdiff_t>(run * 6),
                               reach.data.begin() + static_cast<std::ptrdiff_t>(run * 6 + 6));
  };
  const double x = missing();
  EXPECT_TRUE(same(of(0), {x, x, x, x, x, x}));              // none has no campaign
  EXPECT_TRUE(same(of(2), {100, x, 110, x, 120, x}));        // kol has only the first
  EXPECT_TRUE(same(of(3), {101, x, 111, x, x, x}));          // stopped a day early
  EXPECT_TRUE(same(of(4), {200, 210, 220, 230, 240, 250}));  // koc has both
  EXPECT_TRUE(same(of(5), {x, x, x, x, x, x}));              // failed
}

TEST(Stack, a_campaign_stands_at_its_name_not_at_its_number) {
  StudyDataset study = samples::study();
  study.runs[0].data = samples::run(1, 5, {"second"});            // kol, 0
  study.runs[1].data = samples::run(1, 7, {"launch", "second"});  // none, 0
  const Dataset data = stack(study);
  EXPECT_EQ(data.dimension("campaign")->labels, (std::vector<std::string>{"launch", "second"}));
  const std::vector<double>& reach = data.variable("reach")->data;
  EXPECT_TRUE(std::isnan(reach[2 * 6]));
  EXPECT_EQ(reach[2 * 6 + 1], 5);
}

TEST(Stack, the_order_in_which_runs_finished_does_not_show) {
  StudyDataset study = samples::study();
  study.runs[0].data = samples::run(3, 100, {"second", "launch"});
  const Dataset before = stack(study);
  std::reverse(study.runs.begin(), study.runs.end());
  const Dataset after = stack(study);
  ASSERT_EQ(before.variables.size(), after.variables.size());
  EXPECT_EQ(before.dimension("campaign")->labels, after.dimension("campaign")->labels);
  for (std::size_t i = 0; i < before.variables.size(); ++i) {
    EXPECT_EQ(before.variables[i].name, after.variables[i].name);
    EXPECT_TRUE(same(before.variables[i].data, after.variables[i].data)) << before.variables[i].name;
  }
}

TEST(Stack, runs_that_share_their_form_stack_to_the_same) {
  StudyDataset study = samples::study();
  study.runs[0].data = samples::run(3, 100, {"second", "launch"});
  const Dataset before = stack(study);
  RunForms forms;
  std::set<const Dataset*> kept;
  for (StudyRun& run : study.runs) {
    const Dataset own = run.data;
    forms.share(run);
    kept.insert(run.form.get());
    EXPECT_TRUE(run.data.variables.empty());
    const Dataset whole = whole_data(run);
    ASSERT_EQ(whole.variables.size(), own.variables.size());
    for (std::size_t i = 0; i < own.variables.size(); ++i)
      EXPECT_TRUE(same(whole.variables[i].data, own.variables[i].data)) << own.variables[i].name;
    EXPECT_EQ(forms.form(form_bytes(*run.form)), run.form);
  }
  EXPECT_LT(kept.size(), study.runs.size());
  const Dataset after = stack(study);
  EXPECT_EQ(before.attributes, after.attributes);
  ASSERT_EQ(before.variables.size(), after.variables.size());
  for (std::size_t i = 0; i < before.variables.size(); ++i) {
    EXPECT_EQ(before.variables[i].name, after.variables[i].name);
    EXPECT_EQ(before.variables[i].integral, after.variables[i].integral);
    EXPECT_TRUE(same(before.variables[i].data, after.variables[i].data)) << before.variables[i].name;
  }
}

TEST(Stack, what_is_no_form_is_refused) {
  RunForms forms;
  EXPECT_THROW(forms.form(""), InputError);
  EXPECT_THROW(forms.form("nothing"), InputError);
  Dataset lost;
  lost.variables.push_back({"reach", {"campaign"}, "people", "", "", "", true, {}, ""});
  EXPECT_THROW(forms.form(form_bytes(lost)), InputError);
}

TEST(Stack, runs_taken_out_of_a_study_stack_to_the_same_again) {
  StudyDataset study = samples::study();
  study.derived.clear();
  const Dataset before = stack(study);
  for (StudyRun& run : study.runs)
    if (!run.data.variables.empty()) run.data = unstack(before, run.row, run.replicate);
  const Dataset after = stack(study);
  ASSERT_EQ(before.variables.size(), after.variables.size());
  for (const Dimension& axis : before.dimensions) {
    EXPECT_EQ(axis.labels, after.dimension(axis.name)->labels) << axis.name;
    EXPECT_EQ(axis.values, after.dimension(axis.name)->values) << axis.name;
  }
  for (std::size_t i = 0; i < before.variables.size(); ++i)
    EXPECT_TRUE(same(before.variables[i].data, after.variables[i].data)) << before.variables[i].name;
}

TEST(Stack, a_run_taken_out_of_a_study_has_no_entries_of_other_runs) {
  const StudyDataset study = samples::study();
  const Dataset run = unstack(stack(study), 1, 0);  // kol, 0: only the first campaign
  EXPECT_EQ(run.dimension("campaign")->labels, std::vector<std::string>{"launch"});
  EXPECT_EQ(run.variable("reach")->dimensions, (std::vector<std::string>{"time", "campaign"}));
  EXPECT_TRUE(same(run.variable("reach")->data, {100, 110, 120}));
  const Dataset stopped = unstack(stack(study), 1, 1);
  EXPECT_EQ(stopped.dimension("time")->values, (std::vector<double>{1, 2}));
}

TEST(Stack, numeric_axes_join_ascending) {
  StudyDataset study = samples::study();
  study.runs[0].data.dimensions[3].values = {1, 3, 10};
  EXPECT_EQ(stack(study).dimension("frequency")->values, (std::vector<double>{1, 2, 3, 5, 10}));
}

// Two sampled things in one run, three in another.
StudyDataset with_samples() {
  StudyDataset study = samples::study();
  for (StudyRun& run : study.runs) {
    if (run.data.variables.empty()) continue;
    const double n = run.row == 1 ? 3 : 2;
    Dimension axis{"post", {}, {}, "1", "sampled post"};
    Variable seen{"posts/seen", {"post"}, "people", "", "", std::string(kOneReplicate), true, {}, ""};
    for (double i = 0; i < n; ++i) axis.values.push_back(i), seen.data.push_back(100 * static_cast<double>(run.row) + 10 * static_cast<double>(run.replicate) + i);
    run.data.dimensions.push_back(axis);
    run.data.variables.push_back(seen);
  }
  return study;
}

TEST(Stack, a_sample_is_kept_of_the_first_replicate_alone) {
  const Dataset data = stack(with_samples());
  const Variable& seen = *data.variable("posts/seen");
  EXPECT_EQ(seen.dimensions, (std::vector<std::string>{"arm", "post"}));
  EXPECT_TRUE(same(seen.data, {0, 1, missing(), 100, 101, 102, 200, 201, missing()}));
}

TEST(Stack, a_sample_comes_back_with_its_run) {
  const Dataset data = stack(with_samples());
  EXPECT_TRUE(same(unstack(data, 1, 0).variable("posts/seen")->data, {100, 101, 102}));
  EXPECT_TRUE(same(unstack(data, 0, 0).variable("posts/seen")->data, {0, 1}));
  EXPECT_EQ(unstack(data, 1, 1).variable("posts/seen"), nullptr);
}

TEST(Stack, attributes_that_runs_share_stay) {
  StudyDataset study = samples::study();
  study.runs[1].data.attributes["scale"] = std::int64_t{11};
  study.attributes["replicates"] = std::int64_t{2};
  const Dataset data = stack(study);
  EXPECT_TRUE(data.attributes.contains("currency"));
  EXPECT_FALSE(data.attributes.contains("scale"));
  EXPECT_TRUE(data.attributes.contains("replicates"));
}

TEST(Stack, one_variable_with_two_shapes_is_our_mistake) {
  StudyDataset study = samples::study();
  study.runs[0].data.variables[4].dimensions = {"creator"};
  study.runs[0].data.variables[4].data = {1, 2, 3};
  EXPECT_THROW(stack(study), LogicError);
}

TEST(Stack, a_study_without_a_single_finished_run_still_has_its_axes) {
  StudyDataset study = samples::study();
  study.runs = {{0, 0, RunState::failed, 1, "", "why", 0, {}}};
  const Dataset data = stack(study);
  EXPECT_EQ(data.dimensions.size(), 2U);
  EXPECT_TRUE(data.variables.empty());
}

}  // namespace
}  // namespace fanfare::stack_test
