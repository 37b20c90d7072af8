// The key `validation` of a study: what it may say, and where its mistakes are told.
#include "sim/scenario/expectation.h"

#include <gtest/gtest.h>

#include "market.h"
#include "sim/scenario/study.h"

namespace market {
namespace {

const std::string kHead =
    "schema: 1\nkind: study\nscenario: ../s.yaml\nbaseline: a\narms: {a: {}, b: {population.scale: 2}}\n"
    "validation:\n  row: A3\n  class: V1\n  citation: Bass (1969)\n";

class Expectations : public testing::Test {
 protected:
  Expectations() { folder.write("s.yaml", "schema: 1\nkind: scenario\n"); }

  Study load(const std::string& rest) {
    return load_study(folder.write("studies/t.yaml", kHead + rest), {}, problems);
  }
  // What is wrong with a study of these lines; "line:column path: what (suggestion)".
  std::string said(const std::string& rest) {
    load(rest);
    std::string out;
    for (const Problem& p : problems.sorted())
      out += std::to_string(p.mark.line) + ":" + std::to_string(p.mark.column) + " " + p.path + ": " +
             p.what + (p.suggestion.empty() ? "" : " (" + p.suggestion + ")") + "\n";
    problems = {};
    return out;
  }
  static std::string line(const std::string& keys) { return "  expect:\n    - {" + keys + "}\n"; }

  Folder folder;
  Problems problems;
};

TEST_F(Expectations, all_of_the_key_is_read) {
  const Study study = load(
      "  note: On the whole.\n  quick: {replicates: 3, set: {population.accounts: 2_000}}\n  expect:\n"
      "    - {arm: a, measure: roi, published: 0.5828, tolerance: 0.01, quick_tolerance: 0.02, time: 3d}\n"
      "    - {arm: b, measure: reach, label: aurora, between: [0.1, inf], class: V4, source: computed}\n"
      "    - {arm: b, measure: reach, below: a, by: 0.05, name: slower}\n");
  EXPECT_EQ(problems.render(), "");
  ASSERT_TRUE(study.validation.has_value());
  const Validation& v = *study.validation;
  EXPECT_EQ(v.row + v.category + v.citation + v.note, "A3V1Bass (1969)On the whole.");
  EXPECT_EQ(v.quick.replicates, 3U);
  EXPECT_EQ(v.quick.set.at(0).path + "=" + v.quick.set.at(0).value, "population.accounts=2_000");
  ASSERT_EQ(v.expect.size(), 3U);
  EXPECT_EQ(v.expect[0].kind(), Expectation::Kind::published);
  EXPECT_EQ(v.expect[0].published, 0.5828);
  EXPECT_EQ(v.expect[0].quick_tolerance, 0.02);
  EXPECT_EQ(v.expect[0].time, 3);
  EXPECT_EQ(v.expect[1].kind(), Expectation::Kind::between);
  EXPECT_EQ(v.expect[1].between.lo, 0.1);
  EXPECT_TRUE(std::isinf(v.expect[1].between.hi));
  EXPECT_EQ(v.category_of(v.expect[0]) + v.category_of(v.expect[1]), "V1V4");
  EXPECT_EQ(v.expect[2].kind(), Expectation::Kind::below);
  EXPECT_EQ(v.expect[2].other(), "a");
  EXPECT_EQ(v.expect[2].name, "slower");
  EXPECT_EQ(v.expect[2].measure_mark.line, 15);
}

TEST_F(Expectations, an_unknown_arm_is_refused_in_its_place) {
  EXPECT_EQ(said(line("arm: aa, measure: roi, published: 1, tolerance: 1")),
            "11:13 validation.expect[0].arm: there is no arm 'aa' (did you mean 'a'?)\n");
  EXPECT_EQ(said(line("arm: a, measure: roi, below: bb")),
            "11:37 validation.expect[0].below: there is no arm 'bb' (did you mean 'b'?)\n");
}

TEST_F(Expectations, a_line_says_one_value_to_compare_with) {
  const std::string forms = "one of published (with tolerance), between, below, above";
  EXPECT_EQ(said(line("arm: a, measure: roi")),
            "11:7 validation.expect[0]: says no value to compare with (" + forms + ")\n");
  EXPECT_EQ(said(line("arm: a, measure: roi, published: 1, tolerance: 1, between: [0, 1]")),
            "11:67 validation.expect[0].between: stands beside published (" + forms + ")\n");
  EXPECT_EQ(said(line("arm: a, measure: roi, between: [0, 1], above: b")),
            "11:54 validation.expect[0].above: stands beside between (" + forms + ")\n");
}

TEST_F(Expectations, a_published_value_has_a_tolerance) {
  EXPECT_EQ(said(line("arm: a, measure: roi, published: 1")),
            "11:41 validation.expect[0].published: has no tolerance (write tolerance: the largest |ours − "
            "published| that passes)\n");
  EXPECT_EQ(said(line("arm: a, measure: roi, between: [1, 2], tolerance: 1")),
            "11:58 validation.expect[0].tolerance: goes with published (a band has its own width)\n");
  EXPECT_EQ(said(line("arm: a, measure: roi, published: 1, tolerance: -1")),
            "11:55 validation.expect[0].tolerance: -1 is outside [0, inf)\n");
}

TEST_F(Expectations, an_arm_is_not_compared_with_itself) {
  EXPECT_EQ(said(line("arm: a, measure: roi, above: a")),
            "11:37 validation.expect[0].above: 'a' is compared with itself (name another arm)\n");
}

TEST_F(Expectations, the_head_is_checked) {
  EXPECT_EQ(said("  expect: []\n"), "10:11 validation.expect: has 0 items (at least 1 are needed)\n");
  EXPECT_EQ(said(""), "7:3 validation.expect: is missing (what must come out, a line each)\n");
  EXPECT_EQ(said("  exptect: []\n" + line("arm: a, measure: roi, below: b")),
            "10:3 validation.exptect: unknown key (did you mean 'expect'?)\n");
  EXPECT_EQ(said(line("arm: a, measure: roi, below: b, class: V6")),
            "11:47 validation.expect[0].class: 'V6' is not a choice (did you mean 'V1'?)\n");
}

TEST_F(Expectations, what_the_quick_form_sets_is_checked_in_its_place) {
  const std::string rest = line("arm: a, measure: roi, below: b");
  EXPECT_EQ(said("  quick: {set: {population.acounts: 3}}\n" + rest),
            "10:17 validation.quick.set: 'population.acounts': unknown key (did you mean 'accounts'?)\n");
  EXPECT_EQ(
      said("  quick: {set: {population.scale: 3}}\n" + rest),
      "10:17 validation.quick.set: 'population.scale': arm 'b' sets population.scale (a study's --set is "
      "for what its arms and factors leave alone)\n");
}

}  // namespace
}  // namespace market
