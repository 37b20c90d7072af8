// Remarks in two languages, and the table they are said from.
#include "sim/words/said.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "fanfare/expects.h"

namespace fanfare::said_test {
namespace {

std::set<std::string> blanks_of(const std::string& text) {
  static const std::regex kBlank(R"(\{(\w+)\})");
  return {std::sregex_token_iterator(text.begin(), text.end(), kBlank, 1), {}};
}

TEST(LabelTable, every_key_has_both_languages_with_the_same_blanks) {
  const auto table = nlohmann::json::parse(label_table());
  EXPECT_GT(table.size(), 150U);
  for (const auto& [key, words] : table.items()) {
    ASSERT_EQ(words.size(), 2U) << key;
    const auto english = words[0].get<std::string>(), chinese = words[1].get<std::string>();
    EXPECT_FALSE(english.empty() || chinese.empty()) << key;
    EXPECT_EQ(blanks_of(english), blanks_of(chinese)) << key;
  }
}

TEST(Said, remarks_stand_inside_remarks) {
  const std::vector<Said> of = {{"degenerate.of", {{"label", "launch"}}}};
  const std::vector<Said> what = {{"degenerate.nobody_bought", {{"of", of}}}};
  const Said said{"degenerate.arm_in",
                  {{"arm", "kol"}, {"what", what}, {"hits", std::size_t{3}}, {"replicates", std::size_t{8}}}};
  EXPECT_EQ(in_english(said), "kol: nobody bought anything (launch) in 3 of 8 replicates");
  EXPECT_EQ(in_words(said, Language::chinese), "kol：8 次重复中有 3 次没有人购买任何商品（launch）");
}

TEST(Said, counts_are_exact_in_english_and_in_wan_in_chinese) {
  const Said said{"name.runs", {{"runs", std::size_t{32000}}, {"arms", std::size_t{2000}}}};
  EXPECT_EQ(in_english(said), "32000 runs of 2000 arms");
  EXPECT_EQ(in_words(said, Language::chinese), "2000 个方案的 3.20 万次运行");
}

TEST(Said, cautions_of_a_model_of_ones_own_are_said_as_it_brings_them) {
  const Caution own{"only {n} of {of} agents have a tie", {{"n", 3.0}, {"of", 12'000.0}}};
  EXPECT_EQ(in_english(said_of(own)), "only 3 of 12,000 agents have a tie");
  EXPECT_EQ(in_words(said_of(own), Language::chinese), "only 3 of 12,000 agents have a tie");
}

TEST(Said, cautions_name_the_arms_that_have_them_unless_all_do) {
  const Caution all{"caution.flight_cut", {{"flight", "campaigns.launch.flight"}}};
  const Caution one{"caution.break_even", {{"campaign", "campaigns.launch"}, {"orders", 4.2}}};
  const std::vector<SharedCaution> told = shared({{all}, {all, one}, {all, one}});
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(
      in_english(said_of(told[0], {"a", "b", "c"})).starts_with("campaigns.launch.flight goes on after"));
  EXPECT_TRUE(
      in_english(said_of(told[1], {"a", "b", "c"})).starts_with("“b”, “c”: campaigns.launch breaks even"));
  EXPECT_TRUE(in_words(said_of(told[1], {"a", "b", "c"}), Language::chinese)
                  .starts_with("「b」、「c」：campaigns.launch"));
}

TEST(Said, cautions_are_kept_as_keys_and_amounts) {
  Dataset data;
  data.attributes[kCautions] =
      cautions_text(std::vector<Caution>{{"caution.break_even", {{"campaign", "c"}, {"orders", 4.2}}}});
  const std::vector<Caution> back = cautions_of(data);
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].key, "caution.break_even");
  EXPECT_EQ(std::get<double>(back[0].blanks[1].second), 4.2);
  EXPECT_EQ(cautions_text(std::vector<Caution>{}), "");
  for (const char* odd : {"", "{}", "[3]", R"([{"key": 1, "blanks": {}}])",
                          R"([{"key": "x", "blanks": {"a": []}}])", "no json"}) {
    data.attributes[kCautions] = std::string(odd);
    EXPECT_TRUE(cautions_of(data).empty()) << odd;
  }
}

TEST(Said, names_with_braces_stay_as_they_are) {
  EXPECT_EQ(in_english({"degenerate.of", {{"label", "{label}"}}}), " ({label})");
}

TEST(Said, a_key_that_is_not_in_the_table_is_a_mistake_of_ours) {
  EXPECT_THROW(in_english({"no.such.key"}), LogicError);
}

}  // namespace
}  // namespace fanfare::said_test
