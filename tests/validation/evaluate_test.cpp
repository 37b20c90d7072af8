// Whether a finished study is what its file expects: values, bands, pairs, and what is not there.
#include "sim/validation/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>

namespace fanfare::evaluate_test {
namespace {

constexpr double kMissing = kNotGiven;

// Three arms, four replicates: a scalar, a series of days 0 and 1, and a measure with labels.
Dataset study() {
  Dataset d;
  d.dimensions = {{.name = "arm", .labels = {"low", "high", "empty"}},
                  {.name = "replicate", .values = {0, 1, 2, 3}},
                  {.name = "time", .values = {0, 1}},
                  {.name = "kind", .labels = {"kol", "koc"}}};
  d.variables.push_back({.name = "size",
                         .dimensions = {"arm", "replicate"},
                         .units = "1",
                         .data = {1, 2, 3, 4, 2.5, 3.5, 4.5, 5.5, kMissing, kMissing, kMissing, kMissing}});
  d.variables.push_back({.name = "adopted", .dimensions = {"arm", "replicate", "time"}, .units = "share"});
  for (int i = 0; i < 24; ++i) d.variables.back().data.push_back(i % 2 == 0 ? 0.1 : 0.9);
  d.variables.push_back({.name = "views", .dimensions = {"arm", "replicate", "kind"}, .units = "views"});
  for (int i = 0; i < 24; ++i) d.variables.back().data.push_back(i % 2 == 0 ? 10 : 20);
  return d;
}

// The same where all replicates of "low" give 2.5.
Dataset without_spread() {
  Dataset d = study();
  for (std::size_t r = 0; r < 4; ++r) d.variables[0].data[r] = 2.5;
  return d;
}

Judged judged(const Expectation& e, const Dataset& data, const std::string& category = "V1",
               ValidationForm form = ValidationForm::full) {
  Validation v;
  v.category = category;
  v.expect = {e};
  return evaluate(v, data, form).at(0);
}

Expectation value(double published, double tolerance) {
  return {.arm = "low", .measure = "size", .published = published, .tolerance = tolerance};
}

TEST(Evaluation, ours_is_the_mean_with_a_t_interval) {
  const Judged f = judged(value(2.5, 2.1), study());
  EXPECT_EQ(f.judgement, Judgement::pass);
  EXPECT_EQ(f.ours.mean, 2.5);
  EXPECT_EQ(f.ours.n, 4U);
  EXPECT_EQ(f.replicates, 4U);
  // 3.182446 is Student's 97.5 % point with 3 degrees of freedom; sd = sqrt(5/3).
  EXPECT_NEAR(f.ours.high - 2.5, 3.182446 * std::sqrt(5.0 / 3) / 2, 1e-5);
}

TEST(Evaluation, a_wrong_published_number_fails) {
  EXPECT_EQ(judged(value(2.7, 0.1), study()).judgement, Judgement::fail);
  EXPECT_EQ(judged(value(2.3, 0.1), study()).judgement, Judgement::fail);
  EXPECT_EQ(judged(value(2.7, 0.1), study()).reason, "2.5 is not 2.7 ± 0.1");
}

TEST(Evaluation, the_edge_of_the_tolerance_passes) {
  const Dataset exact = without_spread();
  EXPECT_EQ(judged(value(2.4, 0.1), exact).judgement, Judgement::pass);
  EXPECT_EQ(judged(value(2.6, 0.1), exact).judgement, Judgement::pass);
}

// Values 1 to 4: mean 2.5, half an interval 2.054.
TEST(Evaluation, what_decides_passes_only_with_its_whole_interval) {
  for (const char* category : {"V1", "V2"}) {
    EXPECT_EQ(judged(value(2.5, 2.1), study(), category).judgement, Judgement::pass);
    EXPECT_EQ(judged(value(2.5, 2.0), study(), category).judgement, Judgement::fail);
    EXPECT_EQ(judged(value(2.6, 2.1), study(), category).judgement, Judgement::fail);
    EXPECT_EQ(judged(value(2.4, 2.1), study(), category).judgement, Judgement::fail);
  }
  const std::string reason = judged(value(2.5, 2.0), study()).reason;
  EXPECT_EQ(reason, "0.44574 to 4.5543 reaches beyond 2.5 ± 2 (its mean does not: run more replicates)");
  EXPECT_EQ(judged(value(2.5, 0.1), study(), "V4").judgement, Judgement::pass);  // by its mean
}
TEST(Evaluation, bands_and_differences_decide_by_the_interval_too) {
  Expectation band{.arm = "low", .measure = "size", .between = {0.4, 4.6}};
  EXPECT_EQ(judged(band, study()).judgement, Judgement::pass);
  band.between = {0.5, 4.6};
  EXPECT_EQ(judged(band, study()).judgement, Judgement::fail);
  band.between = {0.4, 4.5};
  EXPECT_EQ(judged(band, study()).judgement, Judgement::fail);
  Dataset uneven = study();  // differences 0.1, 0.1, 0.1, 5.7: mean 1.5, but three of four have next to none
  for (std::size_t r = 0; r < 4; ++r)
    uneven.variables[0].data[4 + r] = uneven.variables[0].data[r] + (r == 3 ? 5.7 : 0.1);
  const Expectation above{.arm = "high", .measure = "size", .above = "low"};
  EXPECT_EQ(judged(above, study()).judgement, Judgement::pass);
  EXPECT_EQ(judged(above, uneven).judgement, Judgement::fail);
  EXPECT_EQ(judged(above, uneven, "V3").judgement, Judgement::pass);
}
TEST(Evaluation, one_replicate_decides_nothing) {
  Dataset one = without_spread();
  for (std::size_t r = 1; r < 4; ++r) one.variables[0].data[r] = kMissing;
  EXPECT_EQ(judged(value(2.5, 1), one).judgement, Judgement::fail);
  EXPECT_NE(judged(value(2.5, 1), one).reason.find("one replicate has no interval"), std::string::npos);
  EXPECT_EQ(judged(value(2.5, 1), one, "V4").judgement, Judgement::pass);
}

TEST(Evaluation, only_exact_and_model_against_model_decide) {
  for (const char* category : {"V1", "V2"})
    EXPECT_EQ(judged(value(9, 0.1), study(), category).judgement, Judgement::fail) << category;
  for (const char* category : {"V3", "V4", "V5"})
    EXPECT_EQ(judged(value(9, 0.1), study(), category).judgement, Judgement::warn) << category;
}

TEST(Evaluation, the_quick_form_has_a_tolerance_of_its_own) {
  Expectation e = value(2.7, 0.1);
  e.quick_tolerance = 0.3;
  EXPECT_EQ(judged(e, without_spread(), "V1", ValidationForm::quick).judgement, Judgement::pass);
  EXPECT_EQ(judged(e, without_spread(), "V1", ValidationForm::full).judgement, Judgement::fail);
  e.quick_tolerance = kNotGiven;
  EXPECT_EQ(judged(e, without_spread(), "V1", ValidationForm::quick).judgement, Judgement::fail);
}

TEST(Evaluation, a_band_holds_the_value) {
  Expectation e{.arm = "low", .measure = "size", .between = {2, 3}};
  EXPECT_EQ(judged(e, without_spread()).judgement, Judgement::pass);
  e.between = {2.6, 3};
  EXPECT_EQ(judged(e, without_spread()).judgement, Judgement::fail);
  e.between = {2, INFINITY};
  EXPECT_EQ(judged(e, without_spread()).judgement, Judgement::pass);
  EXPECT_EQ(judged(e, study()).published, "at least 2");
}

TEST(Evaluation, arms_are_compared_by_replicate) {
  const Expectation above{.arm = "high", .measure = "size", .above = "low"};
  const Judged f = judged(above, study());
  EXPECT_EQ(f.judgement, Judgement::pass);
  EXPECT_EQ(f.ours.mean, 1.5);
  EXPECT_EQ(f.ours.sd, 0);  // each pair differs by 1.5, however much the replicates differ
  const Expectation below{.arm = "low", .measure = "size", .below = "high"};
  EXPECT_EQ(judged(below, study()).ours.mean, 1.5);
  EXPECT_EQ(judged(below, study()).judgement, Judgement::pass);
}

TEST(Evaluation, a_difference_of_the_wrong_sign_or_too_small_fails) {
  EXPECT_EQ(judged({.arm = "high", .measure = "size", .below = "low"}, study()).judgement, Judgement::fail);
  EXPECT_EQ(judged({.arm = "high", .measure = "size", .above = "low", .by = 1.6}, study()).judgement,
            Judgement::fail);
  EXPECT_EQ(judged({.arm = "high", .measure = "size", .above = "low", .by = 1.5}, study()).judgement,
            Judgement::pass);
}

TEST(Evaluation, no_difference_is_neither_above_nor_below) {
  Dataset same = study();
  for (std::size_t r = 0; r < 4; ++r) same.variables[0].data[4 + r] = same.variables[0].data[r];
  EXPECT_EQ(judged({.arm = "high", .measure = "size", .above = "low"}, same).judgement, Judgement::fail);
  EXPECT_EQ(judged({.arm = "high", .measure = "size", .below = "low"}, same).judgement, Judgement::fail);
}

TEST(Evaluation, missing_values_are_counted_and_no_value_fails_in_any_class) {
  Dataset holes = without_spread();
  holes.variables[0].data[0] = kMissing;
  const Judged some = judged(value(2.5, 0.1), holes);
  EXPECT_EQ(some.judgement, Judgement::pass);
  EXPECT_EQ(some.ours.n, 3U);
  EXPECT_EQ(some.replicates, 4U);
  const Judged none = judged({.arm = "empty", .measure = "size", .between = {0, 9}}, study(), "V4");
  EXPECT_EQ(none.judgement, Judgement::fail);
  EXPECT_EQ(none.reason, "has no value in any replicate");
}

TEST(Evaluation, a_series_is_read_at_its_end_or_at_a_day) {
  Expectation e{.arm = "low", .measure = "adopted", .published = 0.9, .tolerance = 0.01};
  EXPECT_EQ(judged(e, study()).judgement, Judgement::pass);
  e.time = 0;
  EXPECT_EQ(judged(e, study()).ours.mean, 0.1);
  e.time = 0.5;
  EXPECT_NE(judged(e, study()).reason.find("no row at day 0.5"), std::string::npos);
}

TEST(Evaluation, a_measure_with_labels_needs_one) {
  Expectation e{.arm = "low", .measure = "views", .label = "koc", .published = 20, .tolerance = 0};
  EXPECT_EQ(judged(e, study()).judgement, Judgement::pass);
  e.label = "";
  EXPECT_EQ(judged(e, study()).reason, "views has several labels (write label: kol, koc)");
  e.label = "kox";
  EXPECT_NE(judged(e, study()).reason.find("views has no label 'kox' (did you mean"), std::string::npos);
}

TEST(Evaluation, a_measure_that_is_not_there_fails_with_the_nearest_name) {
  const Judged f = judged({.arm = "low", .measure = "sice", .between = {0, 9}}, study(), "V4");
  EXPECT_EQ(f.judgement, Judgement::fail);
  EXPECT_NE(f.reason.find("did you mean 'size'"), std::string::npos);
}

}  // namespace
}  // namespace fanfare::evaluate_test
