// Tables of words: what is read, and what is refused with its line.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "fanfare/expects.h"
#include "fanfare/table_file.h"

namespace fanfare::read_table_test {
namespace {

std::string written(const std::string& text) {
  const std::string path = testing::TempDir() + "fanfare_table.csv";
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

// Cells of columns b and a, "b1|a1 b2|a2".
std::string read(const std::string& text) {
  std::string out;
  const std::vector<std::string> columns{"b", "a"};
  const auto rows = read_table(written(text), columns, [&](const TableRow& row) {
    out += (out.empty() ? "" : " ") + std::string(row.cells()[0]) + "|" + std::string(row.cells()[1]);
  });
  return out + " = " + std::to_string(rows);
}

std::string refused(const std::string& text) {
  try {
    return read(text);
  } catch (const InputError& error) {
    return std::string(error.what())
        .substr(testing::TempDir().size() + std::string("fanfare_table.csv").size());
  }
}

TEST(TableFile, gives_the_columns_that_are_asked_for) {
  EXPECT_EQ(read("a,x,b\n1,2,3\n4,5,6"), "3|1 6|4 = 2");
  EXPECT_EQ(read("a\tb\n1\t\n\t2\n"), "|1 2| = 2");
}

TEST(TableFile, knows_quotes_blanks_comments_marks_and_either_end_of_line) {
  EXPECT_EQ(read("\xef\xbb\xbf# people\r\na, b\r\n\r\n 1 ,\"x, \"\"y\"\"\"\r\n\"2\" ,\"\"\r\n"),
            "x, \"y\"|1 |2 = 2");
  EXPECT_EQ(read("a,b\n一线,上海\n"), "上海|一线 = 1");
}

TEST(TableFile, refuses_what_is_no_whole_table) {
  EXPECT_EQ(refused("a,bb\n1,2\n"), ":1: no column 'b' (did you mean 'a'?)");
  EXPECT_EQ(refused("a,b\n1,2\n3\n"), ":3: 1 cells, and the headings have 2");
  EXPECT_EQ(refused("a,b\n1,2,3\n"), ":2: 3 cells, and the headings have 2");
  EXPECT_EQ(refused("a,b\n1,\"2\n"), ":2: a quote that is not closed on its line");
  EXPECT_EQ(refused("a,b\n1,\"2\"x\n"), ":2: text after a closing quote (write \"\" for a quote within one)");
  EXPECT_EQ(refused("a,b\n"), ":1: headings, and no row below them");
  EXPECT_EQ(refused("# nothing\n"), ":1: no line of headings");
  EXPECT_EQ(refused("a,b\n1,\x01\n"), ":2: binary data, not text; this is no table");
  EXPECT_EQ(refused(""), ": is empty");
}

}  // namespace
}  // namespace fanfare::read_table_test
