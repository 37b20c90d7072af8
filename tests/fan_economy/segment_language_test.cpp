// The language of segments: what it takes apart, and what it says of what it does not understand.
#include <gtest/gtest.h>

#include <string>

#include "fanfare/parameter_set.h"
#include "models/fan_economy/keys/economy.h"
#include "sim/scenario/scenario.h"

namespace fanfare::fan_economy::segment_language_test {
namespace {

// A whole scenario; line 9 of it holds the expression, from column 12.
std::string with(const std::string& where) {
  return "schema: 1\nkind: scenario\nname: words\nattributes:\n"
         "  - {id: age, levels: [young, middle, old], shares: [30%, 50%, 20%]}\n"
         "brands: [{id: aurora, topic: beauty}]\n"
         "segments:\n  - id: who\n    where: " +
         where + "\n";
}

Problems problems_of(const std::string& text) {
  Problems problems;
  load_scenario_text("words.yaml", text, {}, problems);
  return problems;
}

// "21: no brand 'aurara' (did you mean 'aurora'?)", counted from the expression's first character.
std::string said_of(const std::string& where) {
  const std::vector<Problem> all = problems_of(with(where)).sorted();
  if (all.empty()) return "";
  return std::to_string(all.front().mark.column - 11) + ": " + all.front().what + " (" +
         all.front().suggestion + ")";
}

// Steps in order: what is asked by its first letter, & | ! for what joins.
std::string steps_of(const std::string& where) {
  EconomyParameters p;
  p.attributes.push_back({});
  p.attributes[0].id = "age", p.attributes[0].levels = {"young", "middle", "old"};
  p.brands.emplace_back().id = "aurora";
  p.segments = {{"before", "author", false}, {"who", where, false}};
  SegmentError error;
  std::string out;
  for (const SegmentStep& step : parse_segment(p, 1, error).steps) {
    const char kDoes[] = {'?', '&', '|', '!'};
    const std::string word(question_of(step.what).word);
    out += step.does == SegmentStep::Does::ask ? (word.empty() ? 'A' : word[0])
                                               : kDoes[static_cast<int>(step.does)];
  }
  return error.exists() ? error.what : out;
}

TEST(SegmentLanguage, binds_not_before_and_before_or) {
  EXPECT_EQ(steps_of("minor or author and not opt_out"), "mao!&|");
  EXPECT_EQ(steps_of("(minor or author) and not opt_out"), "ma|o!&");
  EXPECT_EQ(steps_of("not (minor or author)"), "ma|!");
  EXPECT_EQ(steps_of("not not minor"), "m!!");
  EXPECT_EQ(steps_of("age == young and orders(aurora) > 0"), "Ao&");
}

TEST(SegmentLanguage, takes_lists_of_levels_as_one_question_and_of_numbers_as_several) {
  EXPECT_EQ(steps_of("age in [young, old]"), "A");
  EXPECT_EQ(steps_of("age not in [young]"), "A!");
  EXPECT_EQ(steps_of("orders(aurora) in [1, 2, 3]"), "oo|o|");
}

TEST(SegmentLanguage, takes_in_the_segments_that_it_names) {
  EXPECT_EQ(steps_of("segment(before) and minor"), "am&");
}

TEST(SegmentLanguage, understands_ranks_quotes_shares_and_text_over_several_lines) {
  for (const char* where :
       {"age >= middle and stage(aurora) < customer", "\"age == 'young'\"", "interest(beauty) > 20%",
        "kind == none or kind in [kol, koc]", "followers >= 10_000 and followers < 1e6",
        ">\n      age == young\n      and minor", "attitude(aurora) < -0.4"})
    EXPECT_EQ(said_of(where), "") << where;
}

TEST(SegmentLanguage, points_at_the_column_of_what_is_wrong) {
  EXPECT_EQ(problems_of(with("age == young and orders(aurara) > 0")).render(),
            "words.yaml:9:36: error: segments.who.where: no brand 'aurara' (did you mean 'aurora'?)\n"
            "        where: age == young and orders(aurara) > 0\n"
            "                                       ^\n");
  EXPECT_EQ(problems_of(with("\"age == young and orders(aurara) > 0\"")).sorted().front().mark.column, 37)
      << "behind the quote";
}

struct Mistake {
  const char* where;
  const char* said;
};
constexpr Mistake kMistakes[] = {
    {"agee == young", "1: no attribute or question 'agee' (did you mean 'age'?)"},
    {"age == yuong", "8: no level of age 'yuong' (did you mean 'young'?)"},
    {"age", "1: 'age' is compared with nothing (write age == young)"},
    {"age and minor", "5: 'age' is compared with nothing (write age == young)"},
    {"followers > many", "13: 'many' stands where a number should be (write 0.5, 20% or 10_000)"},
    {"minor == 1", "7: 'minor' holds or does not (write minor or not minor)"},
    {"kind > kol", "6: 'kind' has no order (write == or in […])"},
    {"orders > 0", "8: of which brand is not said (write orders(aurora))"},
    {"orders(aurora > 0", "15: '>' stands where ) should be (close it with ))"},
    {"minor(aurora)", "6: 'minor' is asked without parentheses (write it alone)"},
    {"(minor or author", "1: a ( that is not closed (close it with ))"},
    {"minor author",
     "7: 'author' stands where `and`, `or` or the end should be (join conditions with and, or)"},
    {"minor)", "6: ')' stands where `and`, `or` or the end should be (there is no ( before it)"},
    {"minor and",
     "10: the end stands where a condition should be (begin with what is asked, as in followers > 1000)"},
    {"age = young", "5: one = alone (write ==)"},
    {"5 < followers", "1: no attribute or question '5' (begin with what is asked: followers > 1000)"},
    {"age not young", "5: `not` stands behind a question (write not age, or age not in […])"},
    {"segment(who)", "9: segment 'who' does not stand before this one (list it first)"},
    {"segment(whom)", "9: no segment 'whom' (list it in segments first)"},
    {"age in [young, ald]", "16: no level of age 'ald' (did you mean 'old'?)"},
    {"age in [young", "14: the end stands where , or ] should be (close the list with ])"},
    {"minor && author",
     "7: '&' stands where `and`, `or` or the end should be (join conditions with and, or)"},
    {"interest(beuty) > 0", "10: no topic 'beuty' (did you mean 'beauty'?)"},
};

TEST(SegmentLanguage, says_what_is_wrong_where_and_what_to_do) {
  for (const Mistake& mistake : kMistakes) EXPECT_EQ(said_of(mistake.where), mistake.said) << mistake.where;
}

TEST(SegmentLanguage, refuses_what_is_nested_or_repeated_without_end) {
  EXPECT_NE(said_of(std::string(300, '(') + "minor" + std::string(300, ')')).find("nested too deep"),
            std::string::npos);
  std::string deep = "minor";
  for (int i = 0; i < 20; ++i) deep = "minor and (" + deep + ")";
  EXPECT_NE(said_of(deep).find("nested too deep"), std::string::npos);
  std::string text =
      "schema: 1\nkind: scenario\nname: words\nsegments:\n  - {id: s0, where: minor or author}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "segment(s" + std::to_string(i - 1) + ")";
    text += "  - {id: s" + std::to_string(i) + ", where: " + before + " and " + before + "}\n";
  }
  EXPECT_NE(problems_of(text).render().find("more than 1000 conditions"), std::string::npos);
}

TEST(SegmentLanguage, has_a_help_for_each_of_its_words) {
  for (const Question& question : segment_questions()) EXPECT_FALSE(question.help.empty()) << question.word;
  for (const SegmentWord& word : segment_words()) EXPECT_FALSE(word.help.empty()) << word.word;
}

}  // namespace
}  // namespace fanfare::fan_economy::segment_language_test
