// Numbers with units: what they read as, what is refused, and that writing loses nothing.
#include "fanfare/quantity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>

namespace fanfare::quantity_test {
namespace {

double read(std::string_view text, Unit unit, std::string_view word = {}) {
  QuantityError error;
  const auto value = read_quantity(text, {unit, word, nullptr}, error);
  EXPECT_TRUE(value) << text << ": " << error.what;
  return value.value_or(NAN);
}

std::string refused(std::string_view text, Unit unit, std::string_view word = {}) {
  QuantityError error;
  EXPECT_FALSE(read_quantity(text, {unit, word, nullptr}, error)) << text;
  return error.what + " (" + error.suggestion + ")";
}

TEST(Quantity, times_are_read_in_the_unit_asked_for) {
  EXPECT_EQ(read("7d", Unit::days), 7);
  EXPECT_EQ(read("36 h", Unit::days), 1.5);
  EXPECT_EQ(read("90 min", Unit::hours), 1.5);
  EXPECT_EQ(read("1 h", Unit::days), 1.0 / 24);
  EXPECT_EQ(read("2 weeks", Unit::days), 14);
  EXPECT_EQ(read("2d", Unit::hours), 48);
  EXPECT_EQ(read("30 s", Unit::hours), 30.0 / 3600);
  EXPECT_EQ(read("6", Unit::hours), 6);
}

TEST(Quantity, shares_rates_money_and_people_are_read) {
  EXPECT_EQ(read("3%", Unit::share), 0.03);
  EXPECT_EQ(read("0.1 %", Unit::share), 0.001);
  EXPECT_EQ(read("0.15", Unit::share), 0.15);
  EXPECT_EQ(read("2/h", Unit::per_day), 48);
  EXPECT_EQ(read("7 per week", Unit::per_day), 1);
  EXPECT_EQ(read("25.5 CNY", Unit::money), 25.5);
  EXPECT_EQ(read("500 people", Unit::people), 500);
  EXPECT_EQ(read("1 post", Unit::count, "posts"), 1);
}

TEST(Quantity, numbers_may_have_underscores_and_exponents) {
  EXPECT_EQ(read("1_000_000", Unit::none), 1e6);
  EXPECT_EQ(read("1e6", Unit::none), 1e6);
  EXPECT_EQ(read("-2.5e-3", Unit::none), -0.0025);
  EXPECT_EQ(read("+.5", Unit::none), 0.5);
  EXPECT_TRUE(std::isinf(read("inf", Unit::none)));
}

TEST(Quantity, are_read_as_they_are_written_in_chinese) {
  EXPECT_EQ(read("60万", Unit::count, "accounts"), 600'000);
  EXPECT_EQ(read("1.2 亿 people", Unit::people), 120'000'000);
  EXPECT_EQ(read("3万亿", Unit::none), 3e12);
  EXPECT_EQ(read("5万人", Unit::people), 50'000);
  EXPECT_EQ(read("¥89", Unit::money), 89);
  EXPECT_EQ(read("￥ 15万", Unit::money), 150'000);
  EXPECT_EQ(read("-15 万元", Unit::money), -150'000);
  QuantityError error;
  std::string currency;
  EXPECT_EQ(read_whole("¥89.50", {Unit::money, {}, &currency}, error)->magnitude, 8950U);
  EXPECT_EQ(currency, "CNY");
  EXPECT_EQ(read_whole("60万", {Unit::count, "accounts", nullptr}, error)->magnitude, 600'000U);
  EXPECT_NE(refused("万", Unit::none).find("is not a number"), std::string::npos);
  EXPECT_NE(refused("¥89 USD", Unit::money).find("has the unit"), std::string::npos);
  EXPECT_NE(refused("¥89", Unit::days).find("has the unit 'CNY'"), std::string::npos);
  EXPECT_NE(refused("¥inf", Unit::money).find("is not a number"), std::string::npos);
}

TEST(Quantity, a_wrong_unit_says_what_is_expected) {
  EXPECT_EQ(refused("7 km", Unit::days),
            "'7 km' has the unit 'km' (expected a time: 7d, 36 h or 90 min; a bare number is in days)");
  EXPECT_EQ(refused("25 CNY", Unit::hours),
            "'25 CNY' has the unit 'CNY' (expected a time: 6 h, 90 min or 2d; a bare number is in hours)");
  EXPECT_EQ(refused("7d", Unit::money), "'7d' has the unit 'd' (expected an amount of money: 25 CNY or 25)");
  EXPECT_EQ(refused("3%", Unit::none), "'3%' has the unit '%' (expected a pure number)");
  EXPECT_EQ(refused("3 cats", Unit::count, "posts"),
            "'3 cats' has the unit 'cats' (expected a number of posts: 500 or 500 posts)");
  EXPECT_EQ(refused("5 d", Unit::per_day),
            "'5 d' has the unit 'd' (expected a rate: 0.5/d, 2/h or 3/week; a bare number is per day)");
}

TEST(Quantity, what_is_no_number_is_refused) {
  EXPECT_EQ(refused("many", Unit::none), "'many' is not a number (expected a pure number)");
  EXPECT_EQ(refused("", Unit::none), "'' is not a number (expected a pure number)");
  EXPECT_EQ(refused("1__0", Unit::none), "'1__0' is not a number ('_' stands between two digits: 1_000_000)");
  EXPECT_EQ(refused("1_", Unit::none), "'1_' is not a number ('_' stands between two digits: 1_000_000)");
  EXPECT_EQ(refused(",5", Unit::none), "',5' is not a number (write 1_000_000, without commas)");
  EXPECT_EQ(refused("nan", Unit::none), "'nan' is not a number (expected a pure number)");
  EXPECT_EQ(refused("1e999", Unit::none), "'1e999' is too large (the largest number is 1.8e308)");
  EXPECT_EQ(refused("0x10", Unit::none), "'0x10' has the unit 'x10' (expected a pure number)");
}

TEST(Quantity, a_scenario_has_one_currency) {
  std::string currency;
  QuantityError error;
  EXPECT_EQ(read_quantity("3 EUR", {Unit::money, {}, &currency}, error), 3);
  EXPECT_EQ(currency, "EUR");
  EXPECT_EQ(read_quantity("4", {Unit::money, {}, &currency}, error), 4);
  EXPECT_FALSE(read_quantity("3 CNY", {Unit::money, {}, &currency}, error));
  EXPECT_EQ(error.what, "'3 CNY' is in CNY, but other amounts are in EUR");
}

std::string whole(std::string_view text, Unit unit) {
  QuantityError error;
  const auto value = read_whole(text, {unit, {}, nullptr}, error);
  return value ? (value->negative ? "-" : "") + std::to_string(value->magnitude) : error.what;
}

TEST(Quantity, whole_numbers_are_exact_to_the_last_digit) {
  EXPECT_EQ(whole("18446744073709551615", Unit::none), "18446744073709551615");
  EXPECT_EQ(whole("-9223372036854775808", Unit::none), "-9223372036854775808");
  EXPECT_EQ(whole("1e3", Unit::none), "1000");
  EXPECT_EQ(whole("1.50e1", Unit::none), "15");
  EXPECT_EQ(whole("1.5", Unit::none), "'1.5' is not whole");
  EXPECT_EQ(whole("18446744073709551616", Unit::none), "'18446744073709551616' is too large");
  EXPECT_EQ(whole("1e9999999999", Unit::none), "'1e9999999999' is too large");
}

TEST(Quantity, money_is_exact_in_cents) {
  EXPECT_EQ(whole("19.99 CNY", Unit::money), "1999");
  EXPECT_EQ(whole("1e6", Unit::money), "100000000");
  EXPECT_EQ(whole("90071992547409.93 CNY", Unit::money), "9007199254740993");
  EXPECT_EQ(whole("0.005 CNY", Unit::money), "'0.005 CNY' has a part of a cent");
}

TEST(Quantity, what_is_written_is_what_people_write) {
  const auto written = [](double x, Unit unit) { return format_quantity(x, {unit, {}, nullptr}); };
  EXPECT_EQ(written(0.15, Unit::share), "15%");
  EXPECT_EQ(written(0.07, Unit::share), "7%");
  EXPECT_EQ(written(1.0 / 24, Unit::days), "1 h");
  EXPECT_EQ(written(1.0 / 1440, Unit::days), "1 min");
  EXPECT_EQ(written(6, Unit::hours), "6 h");
  EXPECT_EQ(written(129.5, Unit::money), "129.5 CNY");
  EXPECT_EQ(written(1e6, Unit::none), "1000000");
  EXPECT_EQ(format_whole({false, 12905}, {Unit::money, {}, nullptr}), "129.05 CNY");
}

constexpr Unit kUnits[] = {Unit::none,  Unit::share, Unit::days,   Unit::hours,
                           Unit::money, Unit::count, Unit::people, Unit::per_day};

RC_GTEST_PROP(Quantity, every_double_survives_writing_and_reading, (std::uint64_t bits)) {
  const double value = std::bit_cast<double>(bits);
  RC_PRE(std::isfinite(value));
  for (const Unit unit : kUnits) {
    QuantityError error;
    const auto again = read_quantity(format_quantity(value, {unit, {}, nullptr}), {unit, {}, nullptr}, error);
    RC_ASSERT(again.has_value());
    RC_ASSERT(std::bit_cast<std::uint64_t>(*again) == bits);
  }
}

RC_GTEST_PROP(Quantity, every_small_number_survives_too, (int mantissa, unsigned char power)) {
  const double value = mantissa / std::pow(10.0, power % 9);
  for (const Unit unit : kUnits) {
    QuantityError error;
    const auto again = read_quantity(format_quantity(value, {unit, {}, nullptr}), {unit, {}, nullptr}, error);
    RC_ASSERT(again == value);
  }
}

RC_GTEST_PROP(Quantity, every_whole_number_survives, (bool negative, std::uint64_t magnitude)) {
  const Whole value{negative && magnitude != 0, magnitude};
  for (const Unit unit : kUnits) {
    QuantityError error;
    RC_ASSERT(read_whole(format_whole(value, {unit, {}, nullptr}), {unit, {}, nullptr}, error) == value);
  }
}

RC_GTEST_PROP(Quantity, any_text_is_read_or_refused, (const std::string& text)) {
  for (const Unit unit : kUnits) {
    QuantityError error;
    const bool is_read = read_quantity(text, {unit, "posts", nullptr}, error).has_value();
    RC_ASSERT(is_read == error.what.empty());
  }
}

}  // namespace
}  // namespace fanfare::quantity_test
