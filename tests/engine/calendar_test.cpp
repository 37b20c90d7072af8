// Dates, hours and daily ticks.
#include <gtest/gtest.h>

#include <set>

#include "fanfare/calendar.h"
#include "fanfare/expects.h"

namespace fanfare::test::calendar_test {
namespace {

Calendar from(const char* start, double tick = 1.0 / 24) {
  RunParameters run;
  run.start = start;
  run.tick = tick;
  return Calendar(run);
}

TEST(Calendar, a_tick_has_a_date_an_hour_and_a_weekday) {
  const Calendar calendar = from("2026-03-02");  // a Monday
  EXPECT_EQ(calendar.weekday(0), Weekday::monday);
  EXPECT_EQ(calendar.hour_of_day(0), 0);
  EXPECT_EQ(calendar.hour_of_day(24 * 5 + 13), 13);
  EXPECT_EQ(calendar.weekday(24 * 5 + 13), Weekday::saturday);
  EXPECT_TRUE(calendar.is_weekend(24 * 6 + 23));
  EXPECT_FALSE(calendar.is_weekend(24 * 7));
  EXPECT_EQ(calendar.day(47), 1U);
  EXPECT_DOUBLE_EQ(calendar.days(36), 1.5);
  EXPECT_EQ(calendar.date_text(0), "2026-03-02");
  EXPECT_EQ(calendar.date_text(24 * 30 - 1), "2026-03-31");
  EXPECT_TRUE(calendar.is_last_of_day(23));
  EXPECT_TRUE(calendar.is_first_of_day(24));
}

TEST(Calendar, leap_days_and_years_pass) {
  EXPECT_EQ(from("2028-02-28").date_text(24), "2028-02-29");
  EXPECT_EQ(from("2026-02-28").date_text(24), "2026-03-01");
  EXPECT_EQ(from("2026-12-31").date_text(24), "2027-01-01");
}

TEST(Calendar, a_date_is_a_day_of_the_run) {
  const Calendar calendar = from("2026-03-02");
  EXPECT_EQ(calendar.day_of({2026, 3, 2}), 0);
  EXPECT_EQ(calendar.day_of({2026, 4, 1}), 30);
  EXPECT_EQ(calendar.day_of({2027, 3, 2}), 365);
  EXPECT_EQ(calendar.day_of({2026, 2, 28}), -2);
}

TEST(Calendar, ticks_of_other_lengths_keep_the_hour) {
  const Calendar quarter_hours = from("2026-03-02", 1.0 / 96);
  EXPECT_EQ(quarter_hours.hour_of_day(95), 23);
  EXPECT_DOUBLE_EQ(quarter_hours.hour(6), 1.5);
  const Calendar whole_days = from("2026-03-02", 1);
  EXPECT_EQ(whole_days.weekday(6), Weekday::sunday);
  EXPECT_TRUE(whole_days.is_daily_tick(AccountId(5), 3));
}

TEST(Calendar, each_account_has_one_daily_tick_a_day_and_they_are_spread_evenly) {
  const Calendar calendar = from("2026-03-02");
  for (Tick tick = 48; tick < 72; ++tick) {
    int accounts = 0;
    for (std::uint32_t a = 0; a < 240; ++a) accounts += calendar.is_daily_tick(AccountId(a), tick) ? 1 : 0;
    EXPECT_EQ(accounts, 10);
  }
}

TEST(Calendar, what_is_no_date_is_refused_by_name) {
  for (const char* text : {"", "tomorrow", "2026-3-2", "2026-02-30", "2026-13-01", "02-03-2026",
                           "2026-03-02 ", "2026/03/02", "0000-01-01", "20x6-01-01"})
    EXPECT_THROW(from(text), ScenarioError) << text;
}

}  // namespace
}  // namespace fanfare::test::calendar_test
