// Measures over time: means and 95 % bands by arm; single replicates where they are few.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/report/document.h"

namespace fanfare {
namespace {

constexpr std::array kSeries = {"reach",     "sales",          "net_revenue",     "new_buyers", "sentiment",
                                "share_of_voice", "engagement_rate", "impressions", "awareness", "campaign_spend"};
constexpr std::size_t kFewArms = 24;        // beyond, bands are left out: nobody reads 200 of them
constexpr std::size_t kFewRuns = 40;        // beyond, single replicates are left out
constexpr std::size_t kMostSeries = 16;     // of a model whose measures are not known here
constexpr std::size_t kMostCells = 12;

// One line of a chart: a measure for one brand, campaign, …
Json line_json(const Stacked& s, std::size_t cell) {
  Json json = heading_json(s.variable());
  json["label"] = s.cell_name(cell);
  const bool bands = s.rows() <= kFewArms && s.replicates() > 1;
  const bool runs = s.rows() * s.replicates() <= kFewRuns && s.replicates() > 1;
  for (const char* part : {"mean", "low", "high", "runs"}) json[part] = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) {
    std::vector<double> mean, low, high;
    for (std::size_t time = 0; time < s.times(); ++time) {
      const Interval x = s.interval(row, time, cell);
      mean.push_back(x.n == 0 ? NAN : x.mean), low.push_back(x.low), high.push_back(x.high);
    }
    json["mean"].push_back(numbers_json(mean));
    if (bands) json["low"].push_back(numbers_json(low)), json["high"].push_back(numbers_json(high));
    if (!runs) continue;
    Json lines = Json::array();
    for (std::size_t r = 0; r < s.replicates(); ++r) {
      std::vector<double> line;
      for (std::size_t time = 0; time < s.times(); ++time) line.push_back(s.at(row, r, time, cell));
      lines.push_back(numbers_json(line));
    }
    json["runs"].push_back(std::move(lines));
  }
  return json;
}

void add(Json& list, const Dataset& study, std::string_view name) {
  const auto s = Stacked::of(study, name);
  if (!s || !s->is_series() || s->cells() > kMostCells) return;
  for (std::size_t cell = 0; cell < s->cells(); ++cell)
    if (!s->is_missing(cell)) list.push_back(line_json(*s, cell));
}

Json time_json(const Dataset& study) {
  const Dimension* time = study.dimension("time");
  if (time == nullptr) return nullptr;
  return {{"days", numbers_json(time->values)}, {"unit", time->units}};
}

}  // namespace

Json series_json(const Dataset& study) {
  Json out = {{"time", time_json(study)}, {"lines", Json::array()}};
  for (const char* name : kSeries) add(out["lines"], study, name);
  if (!out["lines"].empty()) return out;
  for (const Variable& v : study.variables)
    if (out["lines"].size() < kMostSeries) add(out["lines"], study, v.name);
  return out;
}

}  // namespace fanfare
