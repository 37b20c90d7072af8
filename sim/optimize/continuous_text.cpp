// An optimum between ends for people and programs.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/optimize/continuous.h"
#include "sim/results/export.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

using BetweenJson = nlohmann::ordered_json;

std::string at_best(const ContinuousOptimum& o) {
  std::string text;
  for (std::size_t f = 0; f < o.best.size(); ++f)
    text += (f == 0 ? "" : ", ") + o.factors[f].path + " = " + o.best[f];
  return text;
}

std::string level_of(const VariedFactor& factor, double value) {
  return written_number(value / factor.scale(), 3) + factor.suffix;
}

}  // namespace

std::string continuous_json(const ContinuousOptimum& o) {
  BetweenJson factors = BetweenJson::array(), tried = BetweenJson::array();
  for (std::size_t f = 0; f < o.factors.size(); ++f) {
    const VariedFactor& factor = o.factors[f];
    BetweenJson one = {
        {"path", factor.path}, {"low", factor.low}, {"high", factor.high}, {"suffix", factor.suffix}};
    if (f < o.along.size()) {
      const auto& a = o.along[f];
      one["best"] = o.best[f];
      one["nearly_as_good"] = {a.nearly_low, a.nearly_high};
      one["gain_per_unit"] = {{"mean", a.slope}, {"error", a.slope_error}};
      one["curve"] = {{"at", a.at}, {"mean", a.mean}, {"error", a.error}};
    }
    factors.push_back(std::move(one));
  }
  for (const TriedPoint& p : o.tried)
    tried.push_back({{"levels", p.levels},
                     {"values", p.values},
                     {"mean", p.mean},
                     {"error", p.error},
                     {"first", p.is_first}});
  return BetweenJson{{"simulated", true},
                     {"status", o.is_stopped ? "stopped" : "complete"},
                     {"study", o.study},
                     {"question", o.question},
                     {"measure", o.measure},
                     {"label", o.label},
                     {"unit", o.unit},
                     {"better", better_word(o.better)},
                     {"where", o.where},
                     {"runs", o.runs},
                     {"replicates", o.replicates},
                     {"best", o.best},
                     {"mean", o.mean},
                     {"error", o.error},
                     {"factors", factors},
                     {"tried", tried}}
             .dump(1, ' ', false, BetweenJson::error_handler_t::replace) +
         "\n";
}

std::string continuous_csv(const ContinuousOptimum& o) {
  std::string text;
  for (const VariedFactor& factor : o.factors) text += csv_cell(factor.path) + ",";
  text += "mean,error,n,unit,first,origin\r\n";
  for (const TriedPoint& p : o.tried) {
    for (const double v : p.values) text += fmt::format("{},", v);
    text += fmt::format("{},{},{},{},{},simulated\r\n", p.mean, p.error, o.replicates, csv_cell(o.unit),
                        p.is_first ? 1 : 0);
  }
  return text;
}

std::string continuous_text(const ContinuousOptimum& o, Language language, std::size_t width) {
  const auto amount = [&](double x) { return people_quantity_in(language, x, o.unit); };
  const std::string measure = o.label.empty() ? o.measure : o.measure + " (" + o.label + ")";
  std::string text = sentence("optimize.title", language, {{"name", o.study}, {"measure", measure}}) + "\n";
  if (!o.question.empty()) text += "  " + o.question + "\n";
  if (o.is_stopped || o.tried.empty())
    return text + "\n" + sentence("optimize.stopped", language, {{"runs", std::to_string(o.runs)}}) + "\n";
  text += "\n" +
          wrapped(sentence("optimize.between", language,
                           {{"best", at_best(o)},
                            {"measure", measure},
                            {"value", amount(o.mean)},
                            {"error", amount(1.96 * o.error)},
                            {"runs", std::to_string(o.runs)},
                            {"points", std::to_string(o.tried.size())}}),
                  width) +
          "\n";
  for (std::size_t f = 0; f < o.along.size(); ++f) {
    const auto& a = o.along[f];
    text += "  " +
            sentence("optimize.along", language,
                     {{"factor", o.factors[f].path},
                      {"low", level_of(o.factors[f], a.nearly_low)},
                      {"high", level_of(o.factors[f], a.nearly_high)},
                      {"slope", fmt::format("{:.3g}", a.slope)},
                      {"error", fmt::format("{:.3g}", 1.96 * a.slope_error)},
                      {"unit", o.unit}}) +
            "\n  " + sparkline(a.mean) + "\n";
  }
  return text;
}

}  // namespace fanfare
