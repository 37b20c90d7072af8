// Objects of parts, each something of one recorded variable.
#include <algorithm>
#include <cmath>

#include "sim/report/exhibits.h"

namespace fanfare {
namespace {

using PartDraw = exhibits::Part::Draw;

// A part with its variable, and of a list of cells the cell.
struct PartOf {
  const exhibits::Part& part;
  const Stacked& s;
  std::size_t cell;
};

Json entries_json(const Dimension& axis) {
  Json names = Json::array();
  for (std::size_t i = 0; i < axis.size(); ++i) names.push_back(entry_name(axis, i));
  return names;
}

double mean_of_last(const Stacked& s, std::size_t row, std::size_t cell) {
  const Interval x = s.last(row, cell);
  return x.n == 0 ? NAN : x.mean;
}

Json means_json(const Stacked& s) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) {
    std::vector<double> means;
    for (std::size_t cell = 0; cell < s.cells(); ++cell) means.push_back(mean_of_last(s, row, cell));
    rows.push_back(numbers_json(means));
  }
  return rows;
}

Json intervals_json(const Stacked& s) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) {
    Json cells = Json::array();
    for (std::size_t cell = 0; cell < s.cells(); ++cell) cells.push_back(interval_json(s.last(row, cell)));
    rows.push_back(std::move(cells));
  }
  return rows;
}

Json cell_means_json(const Stacked& s, std::size_t cell) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) rows.push_back(number_json(mean_of_last(s, row, cell)));
  return rows;
}

Json cell_intervals_json(const Stacked& s, std::size_t cell) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) rows.push_back(interval_json(s.last(row, cell)));
  return rows;
}

// Counts begin again at the end of the warm-up: there, and nowhere else, a step would be negative and is
// missing.
std::vector<double> steps_of(const Stacked& s, std::size_t row, std::size_t cell) {
  std::vector<double> steps;
  for (std::size_t time = 0; time < s.times(); ++time) {
    const double before = time == 0 ? 0 : s.interval(row, time - 1, cell).mean;
    const double step = s.interval(row, time, cell).mean - before;
    steps.push_back(step < 0 ? NAN : step);
  }
  return steps;
}

Json steps_json(const Stacked& s) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) {
    Json cells = Json::array();
    for (std::size_t cell = 0; cell < s.cells(); ++cell)
      cells.push_back(numbers_json(steps_of(s, row, cell)));
    rows.push_back(std::move(cells));
  }
  return rows;
}

// Counts of one arm, added over its replicates.
std::vector<double> totals_of(const Stacked& s, std::size_t row) {
  std::vector<double> sums(s.cells());
  for (std::size_t cell = 0; cell < s.cells(); ++cell)
    for (std::size_t r = 0; r < s.replicates(); ++r)
      if (const double n = s.at(row, r, 0, cell); std::isfinite(n)) sums[cell] += n;
  return sums;
}

Json tails_json(const Stacked& s) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row)
    rows.push_back(tail_curve_json(s.rest()[0]->values, totals_of(s, row)));
  return rows;
}

// In the run in which it is most; missing if nothing tells.
double most_of_baseline(const std::optional<Stacked>& s, const ReportSource& source, std::size_t cell) {
  const auto& arms = arms_of(source.gathered.results.data).labels;
  const auto found = std::ranges::find(arms, source.gathered.summary.baseline);
  if (!s || found == arms.end() || cell >= s->cells()) return NAN;
  double most = NAN;
  const auto row = static_cast<std::size_t>(found - arms.begin());
  for (const double x : s->over_replicates(row, s->times() - 1, cell)) most = std::fmax(most, x);
  return most;
}

Json part_json(const PartOf& p) {
  const Stacked& s = p.s;
  switch (p.part.draw) {
    case PartDraw::name: return s.variable().name;
    case PartDraw::unit: return s.variable().units;
    case PartDraw::help: return s.variable().long_name;
    case PartDraw::formula: return s.variable().formula;
    case PartDraw::entries: return entries_json(*s.rest()[p.part.at]);
    case PartDraw::positions: return numbers_json(s.rest()[p.part.at]->values);
    case PartDraw::means: return means_json(s);
    case PartDraw::intervals: return intervals_json(s);
    case PartDraw::steps: return steps_json(s);
    case PartDraw::tail: return tails_json(s);
    case PartDraw::cell: return s.cell_name(p.cell);
    case PartDraw::cell_means: return cell_means_json(s, p.cell);
    case PartDraw::cell_intervals: return cell_intervals_json(s, p.cell);
    case PartDraw::cell_most_of_baseline: return nullptr;
  }
  return nullptr;
}

// Whether the variable is one that can be drawn so.
bool fits(const exhibits::Parts& parts, const exhibits::Part& part, const std::optional<Stacked>& s,
          const Stacked& first) {
  if (part.draw == PartDraw::cell_most_of_baseline) return true;
  if (!s || (parts.is_by_cell && s->cells() != first.cells())) return false;
  const bool is_of_axis =
      part.draw == PartDraw::entries || part.draw == PartDraw::positions || part.draw == PartDraw::tail;
  if (is_of_axis && part.at >= s->rest().size()) return false;
  return part.draw != PartDraw::tail || !s->rest()[0]->values.empty();
}

}  // namespace

Json parts_json(const exhibits::Parts& parts, const ReportSource& source) {
  const Recorded study = recorded(source);
  std::vector<std::optional<Stacked>> of;
  for (const exhibits::Part& part : parts.parts) of.push_back(Stacked::of(study, part.of));
  if (of.empty() || !of[0] || (parts.axes > 0 && of[0]->rest().size() != parts.axes)) return nullptr;
  for (std::size_t i = 0; i < of.size(); ++i)
    if (!fits(parts, parts.parts[i], of[i], *of[0])) return nullptr;
  const auto object = [&](std::size_t cell) {
    Json json;
    for (std::size_t i = 0; i < of.size(); ++i)
      json[std::string(parts.parts[i].key)] = parts.parts[i].draw == PartDraw::cell_most_of_baseline
                                                  ? number_json(most_of_baseline(of[i], source, cell))
                                                  : part_json({parts.parts[i], *of[i], cell});
    return json;
  };
  if (!parts.is_by_cell) return object(0);
  Json list = Json::array();
  for (std::size_t cell = 0; cell < of[0]->cells(); ++cell) list.push_back(object(cell));
  return list;
}

}  // namespace fanfare
