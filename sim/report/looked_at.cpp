#include "sim/report/looked_at.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

namespace fanfare {
namespace {

const Comparison* primary_of(const StudySummary& summary) {
  for (const Comparison& c : summary.comparisons)
    if (c.measure.name == summary.primary) return &c;
  return nullptr;
}

// Missing last; the smaller the better where less is.
double rank_of(const Comparison& c, std::size_t row) {
  const double mean = c.arms[row].value.mean;
  if (c.arms[row].value.n == 0 || std::isnan(mean)) return INFINITY;
  return c.measure.better == Better::less ? mean : -mean;
}

}  // namespace

std::vector<std::size_t> looked_at_rows(const ReportSource& source) {
  std::vector<std::size_t> rows(source.gathered.results.arms.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (rows.size() <= kFewArms) return rows;
  if (const Comparison* c = primary_of(source.gathered.summary))
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::size_t a, std::size_t b) { return rank_of(*c, a) < rank_of(*c, b); });
  rows.resize(kFewArms);
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::optional<OneReplicate> OneReplicate::of(const Recorded& study, std::string_view name) {
  const Variable* v = study.variable(name);
  if (v == nullptr || v->cell_methods != kOneReplicate || v->dimensions.empty() || v->data.empty() ||
      v->dimensions[0] != arms_of(study.data).name)
    return std::nullopt;
  OneReplicate out;
  out.variable_ = v;
  for (std::size_t i = 1; i < v->dimensions.size(); ++i) {
    out.sizes_.push_back(study.dimension(v->dimensions[i])->size());
    out.cells_ *= out.sizes_.back();
  }
  return out;
}

Json OneReplicate::word(std::size_t row, std::size_t cell) const {
  constexpr std::string_view kFlags = "flags: ";
  const double value = at(row, cell);
  if (std::isnan(value) || !variable_->formula.starts_with(kFlags)) return nullptr;
  std::istringstream words(variable_->formula.substr(kFlags.size()));
  std::string word;
  for (auto left = static_cast<std::size_t>(value) + 1; left > 0; --left)
    if (!(words >> word)) return nullptr;
  return word;
}

std::vector<std::string> labels_of(const Recorded& study, std::string_view axis) {
  const Dimension* d = study.dimension(axis);
  return d == nullptr ? std::vector<std::string>{} : d->labels;
}

}  // namespace fanfare
