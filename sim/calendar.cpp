// Dates of ticks: the one place that knows how long months are.
#include "fanfare/calendar.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "fanfare/expects.h"

namespace fanfare {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

std::optional<int> read_number(std::string_view digits) {
  int value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || stop != digits.data() + digits.size() || value <= 0) return {};
  return value;
}

year_month_day in_chrono(const Date& date) {
  return {std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
}

std::int32_t since_1970(const Date& date) {
  return static_cast<std::int32_t>(sys_days{in_chrono(date)}.time_since_epoch().count());
}

sys_days day_since_1970(std::int64_t days) { return sys_days{std::chrono::days{days}}; }

std::int32_t start_of(const RunParameters& run) {
  if (const auto date = read_date(run.start)) return since_1970(*date);
  throw ScenarioError("run.start: '" + run.start + "' is no date (year-month-day), e.g. 2026-03-02");
}

}  // namespace

std::optional<Date> read_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  const auto year = read_number(text.substr(0, 4)), month = read_number(text.substr(5, 2)),
             day = read_number(text.substr(8, 2));
  if (!year || !month || !day) return {};
  const Date date{*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)};
  if (!in_chrono(date).ok()) return {};
  return date;
}

Calendar::Calendar(const RunParameters& run) : start_(start_of(run)), ticks_per_day_(run.ticks_per_day()) {
  expects(ticks_per_day_ > 0, "a day holds at least one tick");
}

Weekday Calendar::weekday(Tick tick) const {
  const std::chrono::weekday of{day_since_1970(std::int64_t{start_} + day(tick))};
  return static_cast<Weekday>(of.iso_encoding() - 1);
}

Date Calendar::date(Tick tick) const {
  const year_month_day of{day_since_1970(std::int64_t{start_} + day(tick))};
  return {static_cast<int>(of.year()), static_cast<unsigned>(of.month()), static_cast<unsigned>(of.day())};
}

std::string Calendar::date_text(Tick tick) const {
  const Date of = date(tick);
  return fmt::format("{:04}-{:02}-{:02}", of.year, of.month, of.day);
}

std::int32_t Calendar::day_of(const Date& date) const { return since_1970(date) - start_; }

}  // namespace fanfare
