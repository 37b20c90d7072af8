// See export.h.
#include "sim/results/export.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <ostream>

#include "fanfare/catalogue.h"

namespace fanfare {

namespace {

std::string number_text(double value, bool integral) {
  std::array<char, 40> text{};
  const auto end = integral ? std::to_chars(text.begin(), text.end(), static_cast<std::int64_t>(value))
                            : std::to_chars(text.begin(), text.end(), value);
  return {text.data(), end.ptr};
}

std::string entry_text(const Dimension& axis, std::size_t i) {
  return axis.labels.empty() ? number_text(axis.values[i], false) : axis.labels[i];
}

// The axes that have a column of their own, in the order of the header: the model's after ours. Of a design,
// its factors stand after them.
std::vector<std::string> columns_of(const Results& results) {
  std::vector<std::string> columns = {"arm", "replicate", "time"};
  for (const std::string_view axis : report_of(results.provenance.model).table_axes)
    columns.emplace_back(axis);
  return columns;
}
constexpr std::size_t kArm = 0, kReplicate = 1;

struct Place {
  std::size_t column;  // the number of columns if the axis has none of its own
  std::vector<std::string> entries;
};

std::string level_text(const FactorValues& factor, std::size_t point) {
  if (factor.labels.empty() && std::isnan(factor.values[point])) return "";  // several points share this row
  return factor.labels.empty() ? number_text(factor.values[point], false) : factor.labels[point];
}

// The levels of a design's points as cells, by name of the point: "0.5,short,".
std::map<std::string, std::string> levels_of(const Results& results) {
  std::map<std::string, std::string> levels;
  for (std::size_t point = 0; point < results.arms.size(); ++point)
    for (const FactorValues& factor : results.factors)
      levels[results.arms[point]] += csv_cell(level_text(factor, point)) + ',';
  return levels;
}

Place place_of(const Dimension& axis, const std::vector<std::string>& columns) {
  const std::string name = axis.name == "point" ? "arm" : axis.name;
  const auto found = std::find(columns.begin(), columns.end(), name);
  Place out{static_cast<std::size_t>(found - columns.begin()), {}};
  for (std::size_t i = 0; i < axis.size(); ++i)
    out.entries.push_back(found == columns.end() ? axis.name + "=" + entry_text(axis, i)
                                                 : entry_text(axis, i));
  return out;
}

class Exporter {
 public:
  Exporter(const Results& results, std::ostream& out)
      : results_(results),
        out_(out),
        columns_(columns_of(results)),
        levels_(levels_of(results)),
        no_levels_(results.factors.size(), ',') {
    if (results.kind == ResultsKind::run) complete_[""] = results.state == RunState::complete ? 1 : 0;
    for (const StudyRun& run : results.runs)
      complete_[results.arms[run.row]] += run.state == RunState::complete ? 1 : 0;
  }

  void write(const Variable& variable) {
    std::vector<Place> places;
    for (const std::string& name : variable.dimensions)
      places.push_back(place_of(*results_.data.dimension(name), columns_));
    std::vector<std::size_t> digit(places.size(), 0);
    const bool is_bulk = variable.name.find('/') != std::string::npos;
    for (const double value : variable.data) {
      if (!std::isnan(value) || !is_bulk) write_row(variable, cells(variable, places, digit), value);
      for (std::size_t i = digit.size(); i-- > 0 && ++digit[i] == places[i].entries.size();) digit[i] = 0;
    }
  }

 private:
  using Cells = std::vector<std::string>;

  // Those of the axes' columns, then the metric.
  Cells cells(const Variable& variable, const std::vector<Place>& places,
              const std::vector<std::size_t>& digit) const {
    Cells out(columns_.size() + 1);
    if (results_.kind == ResultsKind::run) out[kReplicate] = std::to_string(results_.provenance.replicate);
    std::string further;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::string& entry = places[i].entries[digit[i]];
      if (places[i].column == columns_.size()) {
        further += (further.empty() ? "" : ",") + entry;
      } else {
        out[places[i].column] = entry;
      }
    }
    out.back() = variable.name + (further.empty() ? "" : "[" + further + "]");
    return out;
  }

  void write_row(const Variable& variable, const Cells& row, double value) {
    for (std::size_t column = 0; column < columns_.size(); ++column) out_ << csv_cell(row[column]) << ',';
    out_ << levels(row[kArm]) << csv_cell(row.back()) << ','
         << (std::isnan(value) ? "" : number_text(value, variable.integral)) << ','
         << csv_cell(variable.units) << ',' << n_of(row[kArm]) << ','
         << csv_cell(results_.provenance.scenario_digest) << ",simulated\r\n";
  }

  // Of a row of no point they are empty.
  const std::string& levels(const std::string& point) const {
    const auto found = levels_.find(point);
    return found == levels_.end() ? no_levels_ : found->second;
  }

  // Complete replicates of the arm that a row is of.
  std::size_t n_of(const std::string& name) const {
    const auto found = complete_.find(name);
    return found == complete_.end() ? 0 : found->second;
  }

  const Results& results_;
  std::ostream& out_;
  std::vector<std::string> columns_;
  std::map<std::string, std::string> levels_;
  std::string no_levels_;
  std::map<std::string, std::size_t> complete_;
};

std::size_t complete_runs(const Results& results) {
  if (results.kind == ResultsKind::run) return results.state == RunState::complete ? 1 : 0;
  std::size_t n = 0;
  for (const StudyRun& run : results.runs) n += run.state == RunState::complete ? 1 : 0;
  return n;
}

}  // namespace

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string export_name(const Results& results) {
  const Provenance& from = results.provenance;
  return (from.name.empty() ? "results" : from.name) + ".simulated.n" +
         std::to_string(complete_runs(results)) + "." + from.scenario_digest.substr(0, 8) + ".csv";
}

void export_csv(const Results& results, std::ostream& out) {
  for (const std::string& column : columns_of(results)) out << column << ',';
  for (const FactorValues& factor : results.factors) out << csv_cell(factor.name) << ',';
  out << "metric,value,unit,n,scenario,origin\r\n";
  Exporter exporter(results, out);
  for (const Variable& variable : results.data.variables) exporter.write(variable);
}

}  // namespace fanfare
