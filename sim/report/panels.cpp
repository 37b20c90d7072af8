// The primary measure over time, arm by arm with its band: small multiples for more arms than one chart can
// hold.
#include <cmath>

#include "sim/report/document.h"
#include "sim/report/times.h"

namespace fanfare {
namespace {

constexpr std::size_t kArmsOfOneChart = 8;
constexpr std::size_t kMostTimes = 60;  // a panel is not a hundred pixels wide

// What is derived has one value, at the end; what it stands on has a course.
std::string behind(const std::string& measure, const ReportSpec& spec) {
  const DerivedMeasure* derived = spec.derived_named(measure);
  return derived == nullptr ? measure : std::string(derived->seen_in);
}

std::size_t cell_of(const Stacked& s, const std::string& label) {
  for (std::size_t cell = 0; cell < s.cells(); ++cell)
    if (s.cell_name(cell) == label) return cell;
  return 0;
}

Json drawn(const Stacked& s, const std::vector<std::size_t>& times, std::size_t cell) {
  Json json = {{"mean", Json::array()}, {"low", Json::array()}, {"high", Json::array()}};
  for (std::size_t row = 0; row < s.rows(); ++row) {
    const Band band = band_of(s, row, times, cell);
    json["mean"].push_back(numbers_json(band.mean));
    json["low"].push_back(numbers_json(band.low));
    json["high"].push_back(numbers_json(band.high));
  }
  return json;
}

std::vector<double> days_of(const Recorded& study, const std::vector<std::size_t>& times) {
  std::vector<double> days;
  for (const std::size_t time : times) days.push_back(study.dimension("time")->values[time]);
  return days;
}

}  // namespace

Json panels_json(const ReportSource& source) {
  const StudySummary& summary = source.gathered.summary;
  const Recorded study = recorded(source);
  if (summary.arms.size() <= kArmsOfOneChart) return nullptr;
  for (const Comparison& c : summary.comparisons) {
    if (c.measure.name != summary.primary || !c.exists()) continue;
    const auto s = Stacked::of(study, behind(c.measure.name, study.spec));
    if (!s || !s->is_series()) return nullptr;
    const std::vector<std::size_t> times = times_drawn(s->times(), kMostTimes);
    Json json = heading_json(s->variable());
    const std::size_t cell = cell_of(*s, c.measure.label);
    json["label"] = s->cell_name(cell);
    json["days"] = numbers_json(days_of(study, times));
    json.update(drawn(*s, times, cell));
    return json;
  }
  return nullptr;
}

}  // namespace fanfare
