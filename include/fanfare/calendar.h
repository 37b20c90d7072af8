// Simulated time: dates, hours and days of the week of ticks. Knows no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fanfare/ids.h"
#include "fanfare/run_parameters.h"

namespace fanfare {

enum class Weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

struct Date {
  int year;
  unsigned month, day;  // 1 … 12, 1 … 31
};

// "2026-03-02"; nothing if it is no date of that form.
std::optional<Date> read_date(std::string_view text);

class Calendar {
 public:
  // Errors: ScenarioError if run.start is no date.
  explicit Calendar(const RunParameters& run);

  std::uint32_t ticks_per_day() const { return ticks_per_day_; }
  // Since the start: at the beginning of the tick, in days and parts of days; in whole days.
  double days(Tick tick) const { return static_cast<double>(tick) / ticks_per_day_; }
  std::uint32_t day(Tick tick) const { return tick / ticks_per_day_; }
  bool is_first_of_day(Tick tick) const { return tick % ticks_per_day_ == 0; }
  bool is_last_of_day(Tick tick) const { return tick % ticks_per_day_ == ticks_per_day_ - 1; }

  // 0 … 24, at the beginning of the tick, and its whole part 0 … 23.
  double hour(Tick tick) const { return 24.0 * (tick % ticks_per_day_) / ticks_per_day_; }
  int hour_of_day(Tick tick) const {
    return static_cast<int>(std::uint64_t{24} * (tick % ticks_per_day_) / ticks_per_day_);
  }
  Weekday weekday(Tick tick) const;
  bool is_weekend(Tick tick) const { return weekday(tick) >= Weekday::saturday; }
  Date date(Tick tick) const;
  // 1 … 12
  unsigned month(Tick tick) const { return date(tick).month; }
  // "2026-03-02"
  std::string date_text(Tick tick) const;
  // The date as a day of the run; below 0 before its start.
  std::int32_t day_of(const Date& date) const;

  // Once a day for each account, spread evenly over the day's ticks, so that daily work is too.
  bool is_daily_tick(AccountId account, Tick tick) const {
    return account.value % ticks_per_day_ == tick % ticks_per_day_;
  }

 private:
  std::int32_t start_;  // days since 1970-01-01
  std::uint32_t ticks_per_day_;
};

}  // namespace fanfare
