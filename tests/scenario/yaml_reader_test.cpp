// Files as trees: places, quotes, tags, aliases, and everything that is not YAML.
#include "sim/scenario/yaml_reader.h"

#include <gtest/gtest.h>

#include "fanfare/expects.h"
#include "market.h"

namespace fanfare::yaml_reader_test {
namespace {

ConfigNode tree(const std::string& text) {
  Problems problems;
  ConfigNode node = read_yaml_text("t.yaml", text, "", problems);
  EXPECT_EQ(problems.render(), "");
  return node;
}

std::string said(const std::string& text) {
  Problems problems;
  read_yaml_text("t.yaml", text, "", problems);
  std::string out;
  for (const Problem& p : problems.sorted())
    out += std::to_string(p.mark.line) + ":" + std::to_string(p.mark.column) + " " +
           (p.path.empty() ? "" : p.path + ": ") + p.what + "|" + p.suggestion;
  return out;
}

TEST(YamlReader, places_of_keys_and_values_count_from_one) {
  const ConfigNode node = tree("a: 1\nb:\n  c: [x, y]\n");
  EXPECT_EQ(node.entries[1].mark.line, 2);
  EXPECT_EQ(node.entries[1].mark.column, 1);
  const ConfigNode& list = *node.find("b")->find("c");
  EXPECT_EQ(list.items[1].mark.line, 3);
  EXPECT_EQ(list.items[1].mark.column, 10);
}

TEST(YamlReader, columns_count_characters_not_bytes) {
  EXPECT_EQ(tree("{美妆: 1, b: 2}\n").entries[1].mark.column, 9);
}

TEST(YamlReader, quoted_words_stay_words) {
  const ConfigNode node = tree("a: \"null\"\nb: null\nc: ~\nd: \"\"\n");
  EXPECT_TRUE(node.find("a")->is_scalar() && node.find("a")->quoted);
  EXPECT_TRUE(node.find("b")->is_null() && node.find("c")->is_null());
  EXPECT_TRUE(node.find("d")->is_scalar());
}

TEST(YamlReader, tags_and_aliases_are_read) {
  const ConfigNode node = tree("a: &x {p: 1}\nb: *x\nc: !append [1]\n");
  EXPECT_TRUE(same_values(*node.find("a"), *node.find("b")));
  EXPECT_EQ(node.find("c")->tag, "!append");
}

TEST(YamlReader, a_byte_order_mark_and_windows_lines_are_fine) {
  EXPECT_EQ(tree("\xEF\xBB\xBFlength: 3\r\nb: 4\r\n").find("length")->text, "3");
  EXPECT_EQ(tree("\xEF\xBB\xBFlength: 3\r\nb: 4\r\n").entries[1].mark.line, 2);
}

TEST(YamlReader, repeated_keys_merge_keys_and_odd_keys_are_refused) {
  EXPECT_EQ(said("a: 1\nb: 2\na: 3\n"), "3:1 a: repeated key|first at line 1");
  EXPECT_EQ(said("a: &x {b: 1}\nc: {<<: *x}\n"),
            "2:5 <<: merge keys are not read|use extends, or an alias for the whole value");
  EXPECT_EQ(said("[1, 2]: 3\n"), "1:1 a key is a word|lists, maps and nothing can't be keys");
  EXPECT_EQ(said("a: !!int 3\n"),
            "1:4 unknown tag tag:yaml.org,2002:int|the only tag is !append, before a list");
}

TEST(YamlReader, broken_yaml_has_a_place) {
  EXPECT_EQ(said("a: [1, 2\nb: 3\n"), "2:2 not YAML: end of sequence flow not found|");
  EXPECT_EQ(said("a: *nobody\n").substr(0, 13), "1:4 not YAML:");
  EXPECT_EQ(said("a:\n\t- b\n").substr(0, 13), "2:2 not YAML:");
}

TEST(YamlReader, a_second_document_is_refused) {
  EXPECT_EQ(said("a: 1\n---\nb: 2\n"), "2:1 a second document starts here|one file holds one document");
}

TEST(YamlReader, what_is_not_text_is_refused) {
  EXPECT_EQ(said(std::string("a: \x00\x01", 5)),
            "1:4 a control character; is this a binary file?|a scenario is UTF-8 text");
  EXPECT_EQ(said("a: 1\nb: \xff\xfe\n"), "2:4 not UTF-8 text|a scenario is UTF-8 text");
}

TEST(YamlReader, depth_and_aliases_have_a_limit) {
  EXPECT_EQ(said(std::string(200, '[') + std::string(200, ']')), "1:65 nested deeper than 64 levels|");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int k = 0; k < 9; ++k) bomb += ", " + last;
    bomb += "]\n";
  }
  EXPECT_NE(said(bomb).find("more than a million values"), std::string::npos);
}

TEST(YamlReader, files_that_cannot_be_read_are_input_errors) {
  const market::Folder folder;
  Problems problems;
  EXPECT_THROW(read_yaml_file(folder.path("absent.yaml"), "", problems), InputError);
  EXPECT_THROW(read_yaml_file(folder.path(""), "", problems), InputError);
  EXPECT_TRUE(problems.empty());
}

TEST(YamlReader, an_empty_file_says_how_to_start) {
  EXPECT_EQ(market::said_about(""),
            "bad.yaml:1:1: error: the file is empty (a scenario starts with schema: 1)\n");
  EXPECT_EQ(market::said_about("# nothing yet\n"),
            "bad.yaml:1:1: error: the file is empty (a scenario starts with schema: 1)\n"
            "    # nothing yet\n    ^\n");
  EXPECT_EQ(
      market::said_about("hello\n"),
      "bad.yaml:1:1: error: is not a map of keys (a scenario starts with schema: 1)\n    hello\n    ^\n");
}

}  // namespace
}  // namespace fanfare::yaml_reader_test
