// Rows of series, and variables without time.
#include "sim/recorder.h"

#include <algorithm>
#include <limits>
#include <set>

#include "fanfare/expects.h"

namespace fanfare {

namespace {

constexpr double kNotRecorded = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kTime = "time";

void check(bool holds, std::string_view name, const char* what) {
  if (!holds) throw LogicError("recorder: '" + std::string(name) + "': " + what);
}

}  // namespace

DatasetRecorder::DatasetRecorder(const RunParameters& run) {
  data_.dimensions.push_back({.name = std::string(kTime),
                              .labels = {},
                              .values = {},
                              .units = "days since " + run.start + " 00:00:00",
                              .long_name = "simulated time"});
}

void DatasetRecorder::dimension(Dimension dimension) {
  check(data_.dimension(dimension.name) == nullptr, dimension.name, "an axis is declared once");
  check(dimension.labels.empty() || dimension.values.empty(), dimension.name,
        "an axis has labels or numbers, not both");
  check(std::set(dimension.labels.begin(), dimension.labels.end()).size() == dimension.labels.size(),
        dimension.name, "labels of an axis differ");
  data_.dimensions.push_back(std::move(dimension));
}

std::size_t DatasetRecorder::cells_of(const Variable& variable) const {
  std::size_t cells = 1;
  for (const std::string& name : variable.dimensions) {
    const Dimension* dimension = data_.dimension(name);
    check(dimension != nullptr, variable.name, ("no axis '" + name + "' is declared").c_str());
    if (name != kTime) cells *= dimension->size();
  }
  return cells;
}

void DatasetRecorder::variable(Variable variable) {
  check(!slots_.contains(variable.name), variable.name, "a variable is declared once");
  const auto at = std::find(variable.dimensions.begin(), variable.dimensions.end(), kTime);
  const bool series = !variable.dimensions.empty() && at == variable.dimensions.begin();
  check(series || at == variable.dimensions.end(), variable.name, "time is the first axis");
  // What is known at the end only (a table of contracts) may be declared then.
  check(!series || (rows() == 0 && !in_row_), variable.name, "a series is declared before the first row");
  const Slot slot{
      .index = data_.variables.size(), .cells = cells_of(variable), .series = series, .put_in_row = false};
  variable.data.assign(series ? 0 : slot.cells, kNotRecorded);
  slots_.emplace(variable.name, slot);
  data_.variables.push_back(std::move(variable));
}

void DatasetRecorder::put(std::string_view variable, std::span<const double> values) {
  const auto found = slots_.find(variable);
  check(found != slots_.end(), variable, "no such variable is declared");
  Slot& slot = found->second;
  check(values.size() == slot.cells, variable,
        (std::to_string(values.size()) + " values for " + std::to_string(slot.cells) + " cells").c_str());
  check(!slot.series || in_row_, variable, "a series is written while a row is recorded");
  check(!slot.series || !slot.put_in_row, variable, "a series is written once a row");
  std::vector<double>& data = data_.variables[slot.index].data;
  if (!slot.series) data.clear();
  data.insert(data.end(), values.begin(), values.end());
  slot.put_in_row = slot.series;
}

void DatasetRecorder::begin_row(double days) {
  expects(!in_row_, "a row ends before the next begins");
  expects(rows() == 0 || time().values.back() < days, "rows are recorded in order of time");
  data_.dimensions.front().values.push_back(days);
  in_row_ = true;
}

void DatasetRecorder::end_row() {
  expects(in_row_, "a row ends that has begun");
  for (auto& [name, slot] : slots_) {
    auto& data = data_.variables[slot.index].data;
    if (slot.series && !slot.put_in_row) data.insert(data.end(), slot.cells, kNotRecorded);
    slot.put_in_row = false;
  }
  in_row_ = false;
}

void DatasetRecorder::restore(Dataset recorded) {
  expects(!in_row_ && rows() == 0, "rows are restored before the first");
  const std::size_t rows_before =
      recorded.dimension(kTime) != nullptr ? recorded.dimension(kTime)->values.size() : 0;
  for (const auto& [name, slot] : slots_) {
    Variable* from = recorded.variable(name);
    check(from != nullptr, name, "it is not among what was recorded");
    check(from->data.size() == slot.cells * (slot.series ? rows_before : 1), name,
          "it was recorded in another shape");
    data_.variables[slot.index].data = std::move(from->data);
  }
  check(recorded.variables.size() == slots_.size(), kTime, "more was recorded than is declared");
  if (rows_before > 0) data_.dimensions.front().values = recorded.dimension(kTime)->values;
  for (auto& [name, value] : recorded.attributes) data_.attributes.insert_or_assign(name, value);
}

}  // namespace fanfare
