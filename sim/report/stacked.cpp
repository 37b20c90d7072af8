#include "sim/report/stacked.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "sim/judge/measure.h"

namespace fanfare {

std::optional<Stacked> Stacked::of(const Recorded& study, std::string_view name) {
  const Variable* v = study.variable(name);
  if (v == nullptr || v->dimensions.size() < 2 || v->dimensions[1] != "replicate" ||
      v->dimensions[0] != arms_of(study.data).name)
    return std::nullopt;
  Stacked s;
  s.variable_ = v;
  s.rows_ = study.dimension(v->dimensions[0])->size();
  s.replicates_ = study.dimension("replicate")->size();
  for (std::size_t i = 2; i < v->dimensions.size(); ++i) {
    const Dimension* d = study.dimension(v->dimensions[i]);
    if (i == 2 && d->name == "time") {
      s.is_series_ = true;
      s.times_ = d->size();
      continue;
    }
    s.rest_.push_back(d);
    s.cells_ *= d->size();
  }
  if (s.times_ == 0 || s.cells_ == 0 || v->data.empty()) return std::nullopt;
  const Bounds range = range_of(v->name, v->units, study.spec);
  const auto outside = [&](double x) { return x < range.low || x > range.high; };
  if (std::none_of(v->data.begin(), v->data.end(), outside)) s.range_ = range;
  return s;
}

std::string entry_name(const Dimension& axis, std::size_t i) {
  return axis.labels.empty() ? fmt::format("{:g}", axis.values[i]) : axis.labels[i];
}

std::string Stacked::cell_name(std::size_t cell) const {
  std::string name;
  for (std::size_t i = rest_.size(); i-- > 0;) {
    name = entry_name(*rest_[i], cell % rest_[i]->size()) + (name.empty() ? "" : "/") + name;
    cell /= rest_[i]->size();
  }
  return name;
}

std::vector<double> Stacked::over_replicates(std::size_t row, std::size_t time, std::size_t cell) const {
  std::vector<double> values(replicates_);
  for (std::size_t r = 0; r < replicates_; ++r) values[r] = at(row, r, time, cell);
  return values;
}

Interval Stacked::interval(std::size_t row, std::size_t time, std::size_t cell) const {
  const Interval found = t_interval(over_replicates(row, time, cell));
  return within(found, range_);
}

bool Stacked::is_missing(std::size_t cell) const {
  for (std::size_t i = cell; i < variable_->data.size(); i += cells_)
    if (std::isfinite(variable_->data[i])) return false;
  return true;
}

Json number_json(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == std::floor(value) && std::fabs(value) < 1e15) return static_cast<std::int64_t>(value);
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.begin(), text.end(), value, std::chars_format::general, 7).ptr;
  double rounded = 0;
  std::from_chars(text.data(), end, rounded);
  return rounded;
}

Json numbers_json(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double value : values) list.push_back(number_json(value));
  return list;
}

Json interval_json(const Interval& x) {
  return {
      {"mean", number_json(x.mean)}, {"low", number_json(x.low)}, {"high", number_json(x.high)}, {"n", x.n}};
}

Band band_of(const Stacked& s, std::size_t row, const std::vector<std::size_t>& times, std::size_t cell) {
  Band band;
  for (const std::size_t time : times) {
    const Interval x = s.interval(row, time, cell);
    band.mean.push_back(x.n == 0 ? NAN : x.mean);
    band.low.push_back(x.low);
    band.high.push_back(x.high);
  }
  return band;
}

Json heading_json(const Variable& v) {
  return {{"name", v.name}, {"unit", v.units}, {"help", v.long_name}, {"formula", v.formula}};
}

}  // namespace fanfare
