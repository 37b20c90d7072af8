// Numbers and tables as people read them.
#include "sim/words/text.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace fanfare::text_test {
namespace {

TEST(PeopleNumber, keeps_three_significant_figures) {
  EXPECT_EQ(people_number(1'234'567), "1.23 M");
  EXPECT_EQ(people_number(13'400), "13.4 k");
  EXPECT_EQ(people_number(0.20421), "0.204");
  EXPECT_EQ(people_number(0.001234), "0.00123");
  EXPECT_EQ(people_number(12.345), "12.3");
  EXPECT_EQ(people_number(5e9), "5.00 G");
}

TEST(PeopleNumber, shows_small_whole_numbers_whole) {
  EXPECT_EQ(people_number(0), "0");
  EXPECT_EQ(people_number(7), "7");
  EXPECT_EQ(people_number(999), "999");
}

TEST(PeopleNumber, rounds_over_the_edge_of_a_scale) {
  EXPECT_EQ(people_number(999.7), "1.00 k");
  EXPECT_EQ(people_number(999'999), "1.00 M");
  EXPECT_EQ(people_number(9.999), "10.0");
}

TEST(PeopleNumber, shows_what_is_no_number) {
  EXPECT_EQ(people_number(std::numeric_limits<double>::quiet_NaN()), "–");
  EXPECT_EQ(people_number(INFINITY), "∞");
  EXPECT_EQ(people_number(-0.31), "−0.310");
  EXPECT_EQ(people_number(1.5e-6), "1.50e-06");
}

TEST(PeopleQuantity, knows_shares_money_and_pure_numbers) {
  EXPECT_EQ(people_quantity(0.04213, "share"), "4.21 %");
  EXPECT_EQ(people_quantity(150'000, "CNY"), "150 k CNY");
  EXPECT_EQ(people_quantity(0.31, "1"), "0.310");
  EXPECT_EQ(people_quantity(std::nan(""), "CNY"), "–");
}

TEST(PeopleDuration, grows_with_the_time) {
  EXPECT_EQ(people_duration(0.42), "0.4 s");
  EXPECT_EQ(people_duration(59), "59 s");
  EXPECT_EQ(people_duration(200), "3 min 20 s");
  EXPECT_EQ(people_duration(3900), "1 h 05 min");
  EXPECT_EQ(people_duration(INFINITY), "–");
}

TEST(PeopleBytes, are_powers_of_a_thousand) {
  EXPECT_EQ(people_bytes(1.3e9), "1.30 GB");
  EXPECT_EQ(people_bytes(512), "512 B");
}

TEST(Sparkline, spans_its_own_range) {
  EXPECT_EQ(sparkline(std::array{0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(sparkline(std::array{2.0, 2.0}), "▁▁");
  EXPECT_EQ(sparkline(std::array{0.0, std::nan(""), 1.0}), "▁ █");
  EXPECT_EQ(sparkline(std::array{std::nan("")}), "");
}

TEST(Sparkline, ends_where_the_series_ends) {
  EXPECT_EQ(sparkline(std::array{0.0, 0.1, 2.0, 9.0}, 2), "▁█");
}

TEST(Table, aligns_columns_by_what_is_seen_not_by_bytes) {
  Table table({"arm", "roi"});
  table.add({"kol", "−0.310"});
  table.add({"品", "1.2 M"});
  EXPECT_EQ(table.render(),
            "  arm     roi\n"
            "  ───  ──────\n"
            "  kol  −0.310\n"
            "  品    1.2 M\n");
}

TEST(Table, puts_the_columns_that_do_not_fit_below) {
  Table table({"arm", "incremental revenue", "roi", "n"});
  table.add({"kol", "1.2 M CNY", "0.3", "8"});
  EXPECT_EQ(table.render(30),
            "  arm  incremental revenue\n"
            "  ───  ───────────────────\n"
            "  kol            1.2 M CNY\n"
            "\n"
            "  arm  roi  n\n"
            "  ───  ───  ─\n"
            "  kol  0.3  8\n");
}

TEST(Table, breaks_a_wide_first_column_at_its_blanks) {
  Table table({"point", "roi"});
  table.add({"budget=75000 CNY, share=50%", "0.3"});
  table.add({"a_word_that_is_too_long", "1"});
  EXPECT_EQ(table.render(31, 0),
            "point         roi\n"
            "────────────  ───\n"
            "budget=75000  0.3\n"
            "CNY,\n"
            "share=50%\n"
            "a_word_that_    1\n"
            "is_too_long\n");
}

TEST(Table, never_is_wider_than_the_terminal_while_a_column_fits) {
  Table table({"arm", "mean", "95 % interval", "n", "against none", "best in"});
  table.add({"一个名字很长的投放方案，用中文写成", "1.20 M", "1.10 M … 1.30 M", "16", "200 k", "98 %"});
  for (const std::size_t width : {200U, 110U, 80U, 50U, 33U}) {
    const std::string text = table.render(width);
    for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
      end = text.find('\n', at);
      EXPECT_LE(display_width(text.substr(at, end - at)), width) << text;
    }
    EXPECT_NE(text.find("1.10 M … 1.30 M"), std::string::npos);
    EXPECT_NE(text.find("98 %"), std::string::npos);
  }
}

TEST(Table, refuses_a_row_of_another_length) {
  Table table({"a", "b"});
  EXPECT_ANY_THROW(table.add({"1"}));
}

TEST(Wrapped, breaks_between_chinese_marks_but_not_before_one_that_closes) {
  EXPECT_EQ(wrapped("建议选择「kol」：净收入为 2.5 万元。", 12, 0), "建议选择\n「kol」：净\n收入为 2.5\n万元。");
}

TEST(Wrapped, breaks_at_blanks) { EXPECT_EQ(wrapped("one two three", 7, 2), "one two\n  three"); }

}  // namespace
}  // namespace fanfare::text_test
