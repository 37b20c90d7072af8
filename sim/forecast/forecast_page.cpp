#include "sim/forecast/forecast_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/judge/measure.h"
#include "sim/report/small_page.h"

namespace fanfare {
namespace {

constexpr double kHasNotCome = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFewestDays = 3;  // two are no course

class ForecastPage {
 public:
  ForecastPage(const Opened& opened, const std::vector<Score>& scores, Language language)
      : f_(opened.forecast), seal_(opened.seal), scores_(scores), language_(language) {}

  std::string page() const {
    std::string body = scores_.empty() ? "" : small_tiles(goodness());
    for (const auto& [measure, label] : measures()) body += at_end(measure, label) + by_day(measure, label);
    body += small_figure(word("forecast.page.all"), table(),
                         line("forecast.from", {{"version", f_.version},
                                                {"commit", f_.commit},
                                                {"scenario", f_.scenario_digest},
                                                {"fingerprint", f_.fingerprint}}) +
                             " · " + line("forecast.unchanged", {{"seal", seal_}}));
    const std::string said = line("forecast.of", {{"name", f_.name}, {"made", f_.made}, {"n", std::to_string(f_.replicates)}});
    return small_page(f_.question.empty() ? f_.name : f_.question, said, body, language_);
  }

 private:
  std::string word(const char* key) const { return label(key, language_); }
  std::string line(const char* key, const Blanks& blanks) const { return sentence(key, language_, blanks); }
  static bool is_of(const Foretold& f, const std::string& measure, const std::string& label) {
    return f.measure == measure && f.label == label;
  }
  std::string name_of(const Foretold& f) const { return measure_name(Measure{f.measure, f.label, f.unit, {}}, language_); }
  SayNumber say(const std::string& unit) const {
    return [this, unit](double x) { return people_quantity_in(language_, x, unit); };
  }

  std::vector<std::pair<std::string, std::string>> measures() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const Foretold& f : f_.series)
      if (std::find(all.begin(), all.end(), std::pair{f.measure, f.label}) == all.end()) all.emplace_back(f.measure, f.label);
    return all;
  }
  double came(const Foretold& f) const {
    for (const Score& s : scores_)
      if (is_of(s.foretold, f.measure, f.label) && s.foretold.arm == f.arm &&
          (s.foretold.day == f.day || (std::isnan(s.foretold.day) && std::isnan(f.day))))
        return s.observed;
    return kHasNotCome;
  }

  // The last of each arm.
  std::string at_end(const std::string& measure, const std::string& label) const {
    std::vector<const Foretold*> last;
    for (const Foretold& f : f_.series) {
      if (!is_of(f, measure, label)) continue;
      const auto same = std::find_if(last.begin(), last.end(), [&](auto* l) { return l->arm == f.arm; });
      if (same == last.end())
        last.push_back(&f);
      else if (std::isnan(f.day) || f.day > (*same)->day)
        *same = &f;
    }
    std::vector<SmallRow> rows;
    for (const Foretold* f : last) {
      const double middle = quantile(f->values, .5);
      rows.push_back({f->arm, say(f->unit)(middle), middle, quantile(f->values, .05), quantile(f->values, .95), came(*f),
                      false, f->arm == f_.baseline});
    }
    const std::string heading = line("forecast.page.at_end", {{"measure", name_of(*last[0])}});
    return small_figure(heading, small_rows(rows, say(last[0]->unit)), word("forecast.page.read"), heading);
  }

  std::string by_day(const std::string& measure, const std::string& label) const {
    std::string text;
    for (const std::string& arm : f_.arms) {
      SmallCurve curve;
      curve.level = kHasNotCome;
      const Foretold* one = nullptr;
      for (const Foretold& f : f_.series) {
        if (!is_of(f, measure, label) || f.arm != arm || std::isnan(f.day)) continue;
        one = &f;
        curve.at.push_back(f.day), curve.mean.push_back(quantile(f.values, .5));
        curve.low.push_back(quantile(f.values, .05)), curve.high.push_back(quantile(f.values, .95));
        if (const double y = came(f); !std::isnan(y)) curve.dots_at.push_back(f.day), curve.dots.push_back(y);
      }
      if (curve.at.size() < kFewestDays) continue;
      const std::string heading = line("forecast.page.by_day", {{"measure", name_of(*one)}, {"arm", arm}});
      text += small_figure(
          heading, small_curve(curve, [this](double x) { return people_number_in(language_, x); }, say(one->unit)),
          word("forecast.page.read_days"), heading);
    }
    return text;
  }

  std::vector<SmallTile> goodness() const {
    std::vector<SmallTile> tiles;
    for (const ScoreTotal& t : totals(scores_)) {
      const auto of = [&](const char* key, std::size_t n, double expected) {
        return word(key) + ": " + line("forecast.of_expected", {{"n", std::to_string(n)}, {"expected", fmt::format("{:.1f}", expected)}});
      };
      tiles.push_back({measure_name(Measure{t.measure, "", t.unit, {}}, language_),
                       line("forecast.page.within", {{"n", std::to_string(t.in_wide)}, {"all", std::to_string(t.n)}}),
                       {of("forecast.within_wide", t.in_wide, t.wide_holds), of("forecast.within_half", t.in_half, t.half_holds),
                        word("forecast.mean_crps") + ": " + say(t.unit)(t.crps),
                        word("forecast.skill") + ": " + people_number_in(language_, t.skill)}});
    }
    return tiles;
  }

  std::string table() const {
    std::vector<std::vector<std::string>> rows;
    for (const Foretold& f : f_.series) {
      const SayNumber amount = say(f.unit);
      const double y = came(f);
      rows.push_back({name_of(f), f.arm, std::isnan(f.day) ? word("forecast.end") : fmt::format("{}", f.day),
                      std::to_string(f.values.size()), amount(quantile(f.values, .05)), amount(quantile(f.values, .5)),
                      amount(quantile(f.values, .95)), std::isnan(y) ? "–" : amount(y)});
    }
    return small_table({word("forecast.measure"), word("forecast.arm"), word("forecast.day"), "n", "5 %",
                        word("forecast.median"), "95 %", word("forecast.came")},
                       rows);
  }

  const Forecast& f_;
  const std::string& seal_;
  const std::vector<Score>& scores_;
  Language language_;
};

}  // namespace

std::string forecast_page(const Opened& opened, const std::vector<Score>& scores, Language language) {
  return ForecastPage(opened, scores, language).page();
}

}  // namespace fanfare
