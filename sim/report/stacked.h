// One variable of a study, seen as numbers over its replicates. Reads arrays, no files.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/report_spec.h"
#include "sim/judge/statistics.h"

namespace fanfare {

using Json = nlohmann::ordered_json;

// Results with what their model says of them.
struct Recorded {
  const Dataset& data;
  const ReportSpec& spec;

  const Dimension* dimension(std::string_view name) const { return data.dimension(name); }
  const Variable* variable(std::string_view name) const { return data.variable(name); }
};

// Laid out (row, replicate, time, rest…) or (row, replicate, rest…), row-major.
class Stacked {
 public:
  // Nothing if the study has no such variable, or if it lacks the axes of a study.
  static std::optional<Stacked> of(const Recorded& study, std::string_view name);

  const Variable& variable() const { return *variable_; }
  std::size_t rows() const { return rows_; }
  std::size_t replicates() const { return replicates_; }
  std::size_t times() const { return times_; }
  bool is_series() const { return is_series_; }
  std::size_t cells() const { return cells_; }                           // of the rest
  const std::vector<const Dimension*>& rest() const { return rest_; }    // its axes
  std::string cell_name(std::size_t cell) const;                         // "aurora", "aurora/buyer"

  double at(std::size_t row, std::size_t replicate, std::size_t time, std::size_t cell) const {
    return variable_->data[((row * replicates_ + replicate) * times_ + time) * cells_ + cell];
  }
  std::vector<double> over_replicates(std::size_t row, std::size_t time, std::size_t cell) const;
  Interval interval(std::size_t row, std::size_t time, std::size_t cell) const;
  // At the end.
  Interval last(std::size_t row, std::size_t cell) const { return interval(row, times_ - 1, cell); }
  bool is_missing(std::size_t cell) const;  // in every row at every time

 private:
  const Variable* variable_ = nullptr;
  std::size_t rows_ = 0, replicates_ = 0, times_ = 1, cells_ = 1;
  bool is_series_ = false;
  std::vector<const Dimension*> rest_;
  Bounds range_;  // what its values can be, and are
};

// The labels of an axis, or its numbers as text.
std::string entry_name(const Dimension& axis, std::size_t i);

// A number as JSON: missing is null, and digits after the seventh are dropped, for the page shows three.
Json number_json(double value);
Json numbers_json(const std::vector<double>& values);
// {mean, low, high, n}; low and high are null under two replicates.
Json interval_json(const Interval& interval);
// Beyond, a report leaves single replicates and the bands of charts out, and samples of all but the best.
inline constexpr std::size_t kFewArms = 24;

// A row's means over replicates with their intervals, at some times.
struct Band {
  std::vector<double> mean, low, high;
};
Band band_of(const Stacked& stacked, std::size_t row, const std::vector<std::size_t>& times, std::size_t cell);

// {name, label, unit, help, formula}
Json heading_json(const Variable& variable);

}  // namespace fanfare
