// The dataset that a recorder collects, and its mistakes.
#include <gtest/gtest.h>

#include <cmath>

#include "fanfare/expects.h"
#include "sim/recorder.h"

namespace fanfare::test::recorder_test {
namespace {

Variable variable(std::string name, std::vector<std::string> dimensions) {
  Variable v;
  v.name = std::move(name);
  v.dimensions = std::move(dimensions);
  return v;
}

struct DatasetRecorderTest : testing::Test {
  DatasetRecorderTest() : recorder(RunParameters{.start = "2026-03-02"}) { declare(recorder); }
  static void declare(DatasetRecorder& r) {
    r.dimension({.name = "brand", .labels = {"aurora", "rival"}, .values = {}, .units = "", .long_name = ""});
    r.variable(variable("reach", {"time", "brand"}));
    r.variable(variable("mood", {"time"}));
    r.variable(variable("margin", {"brand"}));
  }
  void row(double days) {
    recorder.begin_row(days);
    recorder.put("reach", std::array{days, days + 1});
    recorder.end_row();
  }
  DatasetRecorder recorder;
};
using Doubles = std::vector<double>;

TEST_F(DatasetRecorderTest, rows_grow_along_time_and_what_is_not_put_is_missing) {
  row(1);
  row(2);
  recorder.put("margin", std::array{0.5, 0.6});
  const Dataset& data = recorder.data();
  EXPECT_EQ(data.dimension("time")->units, "days since 2026-03-02 00:00:00");
  EXPECT_EQ(data.dimension("time")->values, (Doubles{1, 2}));
  EXPECT_EQ(data.variable("reach")->data, (Doubles{1, 2, 2, 3}));
  EXPECT_EQ(data.variable("margin")->data, (Doubles{0.5, 0.6}));
  ASSERT_EQ(data.variable("mood")->data.size(), 2U);
  EXPECT_TRUE(std::isnan(data.variable("mood")->data[1]));
}

TEST_F(DatasetRecorderTest, a_variable_without_time_is_missing_until_it_is_put_and_may_be_put_again) {
  EXPECT_TRUE(std::isnan(recorder.data().variable("margin")->data.at(1)));
  recorder.put("margin", std::array{1.0, 2.0});
  recorder.put("margin", std::array{3.0, 4.0});
  EXPECT_EQ(recorder.data().variable("margin")->data, (Doubles{3, 4}));
}

TEST_F(DatasetRecorderTest, mistakes_are_named) {
  EXPECT_THROW(recorder.variable(variable("mood", {"time"})), LogicError);
  EXPECT_THROW(recorder.variable(variable("x", {"campaign"})), LogicError);
  EXPECT_THROW(recorder.variable(variable("x", {"brand", "time"})), LogicError);
  EXPECT_THROW(
      recorder.dimension({.name = "brand", .labels = {}, .values = {}, .units = "", .long_name = ""}),
      LogicError);
  EXPECT_THROW(
      recorder.dimension({.name = "deal", .labels = {"a", "a"}, .values = {}, .units = "", .long_name = ""}),
      LogicError);
  EXPECT_THROW(recorder.put("nobody", 1.0), LogicError);
  EXPECT_THROW(recorder.put("mood", 1.0), LogicError) << "outside a row";
  recorder.begin_row(1);
  EXPECT_THROW(recorder.put("reach", 1.0), LogicError) << "wrong length";
  recorder.put("mood", 1.0);
  EXPECT_THROW(recorder.put("mood", 1.0), LogicError) << "twice";
  recorder.end_row();
  EXPECT_THROW(recorder.begin_row(1), LogicError) << "time stands still";
}

TEST_F(DatasetRecorderTest, goes_on_from_restored_rows) {
  row(1);
  DatasetRecorder other(RunParameters{.start = "2026-03-02"});
  declare(other);
  other.restore(recorder.data());
  EXPECT_EQ(other.rows(), 1U);
  other.begin_row(2);
  other.put("reach", std::array{8.0, 9.0});
  other.end_row();
  EXPECT_EQ(other.data().variable("reach")->data, (Doubles{1, 2, 8, 9}));
  EXPECT_EQ(other.data().variable("mood")->data.size(), 2U);
}

TEST_F(DatasetRecorderTest, rows_of_other_variables_or_shapes_are_not_restored) {
  row(1);
  Dataset fewer = recorder.data();
  fewer.variables.pop_back();
  Dataset shorter = recorder.data();
  shorter.variable("reach")->data.pop_back();
  for (const Dataset& wrong : {fewer, shorter}) {
    DatasetRecorder other(RunParameters{});
    declare(other);
    EXPECT_THROW(other.restore(wrong), LogicError);
  }
}

}  // namespace
}  // namespace fanfare::test::recorder_test
