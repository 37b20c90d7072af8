// Simulated time: dates, hours and days of the week of ticks. Knows no clock.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "fanfare/expects.h"
#include "fanfare/ids.h"
#include "fanfare/run_parameters.h"

namespace fanfare {

enum class Weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

// "2026-03-02". Errors: ScenarioError if it is no date of that form.
inline std::chrono::sys_days parse_date(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = -1;
    const char* end = text.data() + at + length;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc{} && stop == end ? value : -1;
  };
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (number(0, 4) > 0 && date.ok()) return date;
  }
  throw ScenarioError("run.start: '" + std::string(text) + "' is no date (year-month-day), e.g. 2026-03-02");
}

class Calendar {
 public:
  // Errors: ScenarioError if run.start is no date.
  explicit Calendar(const RunParameters& run)
      : start_(parse_date(run.start)), ticks_per_day_(run.ticks_per_day()) {
    expects(ticks_per_day_ > 0, "a day holds at least one tick");
  }

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
  Weekday weekday(Tick tick) const {
    return static_cast<Weekday>(std::chrono::weekday{date(tick)}.iso_encoding() - 1);
  }
  bool is_weekend(Tick tick) const { return weekday(tick) >= Weekday::saturday; }
  std::chrono::sys_days date(Tick tick) const { return start_ + std::chrono::days{day(tick)}; }
  // 1 … 12
  unsigned month(Tick tick) const {
    return static_cast<unsigned>(std::chrono::year_month_day{date(tick)}.month());
  }
  // "2026-03-02"
  std::string date_text(Tick tick) const { return text(std::chrono::year_month_day{date(tick)}); }

  // Once a day for each account, spread evenly over the day's ticks, so that daily work is too.
  bool is_daily_tick(AccountId account, Tick tick) const {
    return account.value % ticks_per_day_ == tick % ticks_per_day_;
  }

 private:
  static std::string text(std::chrono::year_month_day date) {
    const auto padded = [](std::string digits, std::size_t width) {
      return std::string(width - std::min(width, digits.size()), '0') + digits;
    };
    return padded(std::to_string(static_cast<int>(date.year())), 4) + '-' +
           padded(std::to_string(static_cast<unsigned>(date.month())), 2) + '-' +
           padded(std::to_string(static_cast<unsigned>(date.day())), 2);
  }

  std::chrono::sys_days start_;
  std::uint32_t ticks_per_day_;
};

}  // namespace fanfare
