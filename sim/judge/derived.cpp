// Sums of terms, and ratios of sums, at the last time of each run.
#include "sim/judge/derived.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "fanfare/expects.h"
#include "sim/judge/measure.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

// Runs × cells of one term, at the end of the runs.
struct Ends {
  const Variable* of = nullptr;
  const Term* term = nullptr;
  bool is_derived = false;
  std::vector<std::string> axes;  // beside arm, replicate and time
  std::size_t cells = 1;
  std::vector<double> values;

  double at(std::size_t run, std::size_t cell) const { return values[run * cells + cell]; }
};

struct CellShape {
  std::size_t rows = 0, replicates = 0;
  std::size_t runs() const { return rows * replicates; }
};

CellShape shape_of(const Dataset& study) {
  return {arms_of(study).size(), study.dimension("replicate")->size()};
}

std::optional<Ends> ends_of(const Dataset& study, const Variable& v, const Term& term, bool is_derived) {
  const auto& d = v.dimensions;
  if (d.size() < 2 || d[0] != arms_of(study).name || d[1] != "replicate") return std::nullopt;
  Ends ends{&v, &term, is_derived, {}, 1, {}};
  std::size_t times = 1;
  for (std::size_t i = 2; i < d.size(); ++i) {
    const std::size_t size = study.dimension(d[i])->size();
    if (i == 2 && d[i] == "time")
      times = size;
    else
      ends.axes.push_back(d[i]), ends.cells *= size;
  }
  if (times == 0) return std::nullopt;
  for (std::size_t run = 0; run < shape_of(study).runs(); ++run) {
    const auto last = v.data.begin() + static_cast<std::ptrdiff_t>((run * times + times - 1) * ends.cells);
    ends.values.insert(ends.values.end(), last, last + static_cast<std::ptrdiff_t>(ends.cells));
  }
  return ends;
}

// All terms, or nothing if one is missing or has other axes.
std::optional<std::vector<Ends>> terms_of(const Dataset& study, const std::vector<Variable>& derived,
                                          const std::vector<Term>& terms) {
  std::vector<Ends> all;
  for (const Term& term : terms) {
    const auto before =
        std::ranges::find_if(derived, [&](const Variable& v) { return v.name == term.name; });
    const bool is_derived = before != derived.end();
    const Variable* v = is_derived ? &*before : study.variable(term.name);
    auto ends = v == nullptr ? std::nullopt : ends_of(study, *v, term, is_derived);
    if (!ends || (!all.empty() && ends->axes != all[0].axes)) return std::nullopt;
    all.push_back(std::move(*ends));
  }
  return all;
}

std::size_t row_named(const Dataset& study, std::string_view baseline) {
  const auto& labels = arms_of(study).labels;
  const auto found = std::find(labels.begin(), labels.end(), baseline);
  if (found == labels.end())
    throw InputError("no arm is named '" + std::string(baseline) + "' (the baseline)");
  return static_cast<std::size_t>(found - labels.begin());
}

double sum_of(const std::vector<Ends>& terms, std::size_t run, std::size_t base_run, std::size_t cell) {
  double sum = 0;
  for (const Ends& e : terms) {
    const double beyond = e.term->is_beyond_baseline ? e.at(base_run, cell) : 0;
    sum += e.term->times * (e.at(run, cell) - beyond);
  }
  return sum;
}

double plain_sum_of(const std::vector<Ends>& terms, std::size_t run, std::size_t cell) {
  double sum = 0;
  for (const Ends& e : terms) sum += e.term->times * e.at(run, cell);
  return sum;
}

std::string formula_of(const std::vector<Ends>& terms) {
  std::string text;
  for (const Ends& e : terms) {
    const std::string_view name = e.term->name;
    const std::string times = e.term->times == 1 ? "" : fmt::format("{} · ", e.term->times);
    const std::string value = e.is_derived ? std::string(name)
                              : e.term->is_beyond_baseline
                                  ? fmt::format("{0}(end) - {0}(baseline, end)", name)
                                  : fmt::format("{}(end)", name);
    text += (text.empty() ? "" : " + ") + (times.empty() ? value : times + "(" + value + ")");
  }
  return text;
}

std::string in_brackets(const std::string& formula) {
  return formula.find(' ') == std::string::npos ? formula : "(" + formula + ")";
}

// What is the same in all its cells.
Variable named(const Dataset& study, const DerivedMeasure& d, const std::vector<Ends>& sum,
               const std::vector<Ends>& over) {
  Variable v;
  v.name = d.name;
  v.long_name = d.help;
  v.dimensions = {arms_of(study).name, "replicate"};
  v.dimensions.insert(v.dimensions.end(), sum[0].axes.begin(), sum[0].axes.end());
  v.units = d.unit.empty() ? sum[0].of->units : std::string(d.unit);
  v.better = sum[0].of->better;  // what follows from it is good the same way
  v.cell_methods = "time: point (end)";
  v.formula =
      over.empty() ? formula_of(sum) : in_brackets(formula_of(sum)) + " / " + in_brackets(formula_of(over));
  return v;
}

std::optional<Variable> derive(const Dataset& study, const std::vector<Variable>& before,
                               const DerivedMeasure& d, std::string_view baseline) {
  const auto sum = terms_of(study, before, d.sum), over = terms_of(study, before, d.over);
  if (!sum || sum->empty() || !over || (!over->empty() && over->front().axes != sum->front().axes))
    return std::nullopt;
  const CellShape shape = shape_of(study);
  const std::vector<std::size_t> bases = base_rows(study, baseline);
  Variable v = named(study, d, *sum, *over);
  for (std::size_t run = 0; run < shape.runs(); ++run)
    for (std::size_t cell = 0; cell < sum->front().cells; ++cell) {
      const std::size_t base = bases.empty() ? 0 : bases[run / shape.replicates];
      const std::size_t base_run = base * shape.replicates + run % shape.replicates;
      const double value = sum_of(*sum, run, base_run, cell);
      const double part = over->empty() ? 1 : sum_of(*over, run, base_run, cell);
      const bool is_missing =
          !(part > 0) || (!over->empty() && part < d.least_over * plain_sum_of(*over, run, cell));
      v.data.push_back(is_missing ? kNoValue : over->empty() ? value : value / part);
    }
  return v;
}

}  // namespace

std::vector<std::string_view> recorded_needs(const ReportSpec& spec, const DerivedMeasure& measure) {
  std::vector<std::string_view> needs;
  for (const auto* terms : {&measure.sum, &measure.over})
    for (const Term& term : *terms) {
      const DerivedMeasure* before = spec.derived_named(term.name);
      const auto more = before ? recorded_needs(spec, *before) : std::vector{term.name};
      for (const std::string_view name : more)
        if (std::ranges::find(needs, name) == needs.end()) needs.push_back(name);
    }
  return needs;
}

std::vector<Variable> derived_variables(const Dataset& study, const ReportSpec& spec,
                                        std::string_view baseline) {
  std::vector<Variable> found;
  for (const DerivedMeasure& d : spec.derived)
    if (!baseline.empty() || !spec.is_difference(d.name))
      if (auto v = derive(study, found, d, baseline)) found.push_back(std::move(*v));
  return found;
}

std::vector<std::size_t> base_rows(const Dataset& study, std::string_view baseline) {
  const std::size_t rows = arms_of(study).size();
  if (baseline.empty()) return {};
  const std::vector<std::size_t> twins = twins_of(study);
  const auto& labels = arms_of(study).labels;
  if (!twins.empty() && std::find(labels.begin(), labels.end(), baseline) == labels.end()) return twins;
  return std::vector<std::size_t>(rows, row_named(study, baseline));
}

void drop_derived(Dataset& study, const ReportSpec& spec) {
  std::erase_if(study.variables, [&](const Variable& v) { return spec.derived_named(v.name) != nullptr; });
}

}  // namespace fanfare
