// Measures over time: means and 95 % bands by arm; single replicates where they are few.
#include <algorithm>
#include <cmath>

#include "sim/report/exhibits.h"
#include "sim/report/times.h"

namespace fanfare {
namespace {

constexpr std::size_t kMostNumbers =
    150'000;  // of all lines of many arms, about 1.2 MB; beyond, times are thinned
constexpr std::size_t kFewRuns = 40;        // beyond, single replicates are left out
constexpr std::size_t kMostSeries = 16;     // of a model that names none
constexpr std::size_t kMostCells = 12;

using Times = std::vector<std::size_t>;

// One line of a chart: a measure for one entry of its axes
Json line_json(const Stacked& s, std::size_t cell, const Times& times) {
  Json json = heading_json(s.variable());
  json["label"] = s.cell_name(cell);
  const bool bands = s.rows() <= kFewArms && s.replicates() > 1;
  const bool runs = s.rows() * s.replicates() <= kFewRuns && s.replicates() > 1;
  for (const char* part : {"mean", "low", "high", "runs"}) json[part] = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) {
    const Band band = band_of(s, row, times, cell);
    json["mean"].push_back(numbers_json(band.mean));
    if (bands) json["low"].push_back(numbers_json(band.low)), json["high"].push_back(numbers_json(band.high));
    if (!runs) continue;
    Json lines = Json::array();
    for (std::size_t r = 0; r < s.replicates(); ++r) {
      std::vector<double> line;
      for (const std::size_t time : times) line.push_back(s.at(row, r, time, cell));
      lines.push_back(numbers_json(line));
    }
    json["runs"].push_back(std::move(lines));
  }
  return json;
}

// One line to be: which variable, which of its cells.
struct Line {
  Stacked of;
  std::size_t cell;
};

void add(std::vector<Line>& lines, const Recorded& study, std::string_view name) {
  const auto s = Stacked::of(study, name);
  if (!s || !s->is_series() || s->cells() > kMostCells) return;
  for (std::size_t cell = 0; cell < s->cells(); ++cell)
    if (!s->is_missing(cell)) lines.push_back({*s, cell});
}

std::vector<Line> lines_named(const Recorded& study, const std::vector<std::string_view>& names) {
  std::vector<Line> lines;
  for (const std::string_view name : names) add(lines, study, name);
  return lines;
}

std::vector<Line> lines_of(const Recorded& study) {
  std::vector<Line> lines = lines_named(study, study.spec.series);
  if (!lines.empty()) return lines;
  for (const Variable& v : study.data.variables)
    if (lines.size() < kMostSeries) add(lines, study, v.name);
  return lines;
}

// All of few arms; of many, so many that the lines together stay small.
Times times_of(const Dimension& time, const std::vector<Line>& lines) {
  if (lines.empty() || lines[0].of.rows() <= kFewArms) return times_drawn(time.size(), time.size());
  return times_drawn(time.size(), kMostNumbers / (lines.size() * lines[0].of.rows()));
}

Json time_json(const Dimension& time, const Times& times) {
  std::vector<double> days;
  for (const std::size_t i : times) days.push_back(time.values[i]);
  return {{"days", numbers_json(days)}, {"unit", time.units}, {"total", time.size()}};
}

Json drawn_json(const Recorded& study, const std::vector<Line>& lines) {
  const Dimension* time = study.dimension("time");
  if (time == nullptr) return {{"time", nullptr}, {"lines", Json::array()}};
  const Times times = times_of(*time, lines);
  Json out = {{"time", time_json(*time, times)}, {"lines", Json::array()}};
  for (const Line& line : lines) out["lines"].push_back(line_json(line.of, line.cell, times));
  return out;
}

}  // namespace

Json series_json(const Recorded& study) { return drawn_json(study, lines_of(study)); }

Json lines_json(const exhibits::Lines& lines, const ReportSource& source) {
  const Recorded study = recorded(source);
  const std::vector<Line> found = lines_named(study, lines.names);
  return found.empty() ? Json(nullptr) : drawn_json(study, found);
}

}  // namespace fanfare
