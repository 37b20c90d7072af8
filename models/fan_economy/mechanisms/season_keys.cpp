#include "models/fan_economy/mechanisms/season_keys.h"

#include <algorithm>
#include <array>

#include "fanfare/problems.h"

namespace fanfare::fan_economy {

namespace {

struct SeasonDate {
  std::string_view word;
  unsigned month, day, length;  // length: days
};
// As platforms announce them: the main days.
constexpr std::array kFestivals = {SeasonDate{"new_year_goods", 1, 10, 14}, SeasonDate{"women", 3, 5, 4},
                                   SeasonDate{"618", 6, 16, 3}, SeasonDate{"double11", 11, 10, 2},
                                   SeasonDate{"double12", 12, 12, 1}};
// Free days of mainland China; the second by the moon: month 0.
constexpr std::array kHolidays = {SeasonDate{"new_year", 1, 1, 3}, SeasonDate{"spring_festival", 0, 0, 8},
                                  SeasonDate{"labour_day", 5, 1, 5}, SeasonDate{"national_day", 10, 1, 7}};
// First day of the lunar year, as the Hong Kong Observatory publishes it.
struct MoonYear {
  int year;
  unsigned month, day;
};
constexpr std::array kMoonYears = {MoonYear{2020, 1, 25}, MoonYear{2021, 2, 12}, MoonYear{2022, 2, 1},
                                   MoonYear{2023, 1, 22}, MoonYear{2024, 2, 10}, MoonYear{2025, 1, 29},
                                   MoonYear{2026, 2, 17}, MoonYear{2027, 2, 6},  MoonYear{2028, 1, 26},
                                   MoonYear{2029, 2, 13}, MoonYear{2030, 2, 3},  MoonYear{2031, 1, 23},
                                   MoonYear{2032, 2, 11}};

template <class Dates>
const SeasonDate* season_date(const Dates& dates, std::string_view word) {
  const auto at =
      std::find_if(dates.begin(), dates.end(), [&](const SeasonDate& d) { return d.word == word; });
  return at == dates.end() ? nullptr : &*at;
}

template <class Dates>
void check_season_words(const std::vector<std::string>& words, const Dates& dates, const char* key,
                        const char* what, const char* instead, Checker& c) {
  std::string known;
  for (const SeasonDate& date : dates) known += (known.empty() ? "" : ", ") + std::string(date.word);
  for (const std::string& word : words)
    if (season_date(dates, word) == nullptr)
      c.problem(key, "'" + word + "' is no " + what, "there are " + known + instead);
}

std::vector<SeasonDays> season_days_of(const SeasonDate& date, const Calendar& calendar, Tick end) {
  std::vector<SeasonDays> all;
  for (int y = calendar.date(0).year; y <= calendar.date(end).year; ++y) {
    unsigned m = date.month, d = date.day;
    if (m == 0) {
      const auto moon =
          std::find_if(kMoonYears.begin(), kMoonYears.end(), [&](const MoonYear& o) { return o.year == y; });
      if (moon == kMoonYears.end())
        throw ScenarioError("season.holidays: the spring festival of " + std::to_string(y) +
                            " is not in the table (it knows 2020 to 2032: name its days in events, or start "
                            "the run in another year)");
      m = moon->month, d = moon->day;
    }
    all.push_back({static_cast<double>(calendar.day_of({y, m, d})), static_cast<double>(date.length)});
  }
  return all;
}

}  // namespace

void describe(Schema<SaleKeys>& s) {
  s.id(&SaleKeys::id).help("name of the sale");
  s.value("from", &SaleKeys::from).unit(Unit::days).in(0, 1e5).help("first day");
  s.value("lasts", &SaleKeys::lasts).unit(Unit::days).in(0.01, 366).help("length");
  s.value("discount", &SaleKeys::discount)
      .unit(Unit::share)
      .in(0, 0.99)
      .help("off the list price")
      .source("folk");
  s.value("urgency", &SaleKeys::urgency).in(0, 1).help("how much \"now or never\" it says").source("folk");
  s.words("brands", &SaleKeys::brands).help("which take part; none: all");
}

void describe(Schema<PacketKeys>& s) {
  using K = PacketKeys;
  s.id(&K::id).help("name of the red packets");
  s.value("brand", &K::brand).required().help("who gives them away");
  s.value("from", &K::from).unit(Unit::days).in(0, 1e5).help("first day");
  s.value("lasts", &K::lasts).unit(Unit::days).in(0.01, 366).help("length: a part of the packets each tick");
  s.value("pot", &K::pot)
      .unit(Unit::money)
      .in(0, 1e12)
      .help("all of the money, of which the unclaimed stays");
  s.value("share", &K::share)
      .unit(Unit::share)
      .in(0, 1)
      .help("packets, as a share of all accounts; one an account")
      .source("folk");
  s.value("thanks", &K::thanks)
      .in(-1, 1)
      .help("way to full attitude that one who gets a packet goes; below 0: it annoys")
      .source("folk");
}

void describe(Schema<SeasonKeys>& s) {
  using K = SeasonKeys;
  s.words("festivals", &K::festivals)
      .help(
          "sales by the calendar: new_year_goods (10 January, 14 days), women (5 March, 4), 618 (16 June, "
          "3), "
          "double11 (10 November, 2), double12 (12 December)");
  s.value("festival_discount", &K::festival_discount).unit(Unit::share).in(0, 0.99)
      .help("off the list price in a festival").source("folk");
  s.value("announced", &K::announced).unit(Unit::days).in(0, 60)
      .help("before its first day that a sale is known").source("folk");
  s.value("waiting", &K::waiting).unit(Unit::share).in(0, 1)
      .help("of buyers, who wait for a sale on its eve; fewer, the longer it is to it").source("folk");
  s.list("sales", &K::sales).help("further sales");
  s.value("promise", &K::promise).unit(Unit::days).in(0, 90)
      .help("before a sale within which buyers are paid the difference; 0: no promise of prices")
      .source("15 to 30 days on large platforms");
  s.value("promise_claimed", &K::promise_claimed).unit(Unit::share).in(0, 1)
      .help("of those who may have the difference, who ask for it").source("folk");
  s.value("promise_trusted", &K::promise_trusted).unit(Unit::share).in(0, 1)
      .help("of those who would wait, who buy at once because of the promise").source("folk");
  s.value("payday", &K::payday).unit(Unit::count).quantity_of("days of the month").in(0, 28)
      .help("on which wages are paid; 0: none");
  s.value("payday_share", &K::payday_share).unit(Unit::share).in(0, 1)
      .help("accounts that live from payday to payday").source("folk");
  s.value("payday_lift", &K::payday_lift).in(0, 10)
      .help("more that such an account buys on payday than at the month's end")
      .source("Stephens, Am. Econ. Rev. 93 (2003) 406: spending peaks on payday; the size is folk");
  s.value("payday_half", &K::payday_half).unit(Unit::days).in(0.1, 60)
      .help("in which half of that is gone").source("folk");
  s.words("holidays", &K::holidays)
      .help("free days: new_year (1 January, 3 days), spring_festival (lunar, 8), labour_day (1 May, 5), "
            "national_day (1 October, 7)");
  s.value("holiday_lift", &K::holiday_lift).in(-0.9, 5)
      .help("more that is bought in holidays; below 0: less, people travel").source("folk, contested");
  s.list("red_packets", &K::red_packets).help("money that brands give away to who opens the app");
  s.check([](const K& keys, Checker& c) {
    check_season_words(keys.festivals, kFestivals, "festivals", "festival", "; others go into sales", c);
    check_season_words(keys.holidays, kHolidays, "holidays", "holiday", "", c);
  });
}

std::vector<SeasonDays> festival_days(std::string_view word, const Calendar& calendar, Tick end) {
  return season_days_of(*season_date(kFestivals, word), calendar, end);
}
std::vector<SeasonDays> holiday_days(std::string_view word, const Calendar& calendar, Tick end) {
  return season_days_of(*season_date(kHolidays, word), calendar, end);
}

}  // namespace fanfare::fan_economy
