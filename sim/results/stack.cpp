// stack() of results_file.h: the runs of a study laid side by side on common axes.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <span>

#include "fanfare/expects.h"
#include "sim/results/results_file.h"

namespace fanfare {

namespace {

// Runs with numbers, in the order of the study, whatever order they finished in.
std::vector<const StudyRun*> ordered_runs(const StudyDataset& study) {
  std::vector<const StudyRun*> runs;
  for (const StudyRun& run : study.runs) {
    expects(run.row < study.arms.size() && run.replicate < study.replicates, "a run lies inside its study");
    if (!run.shape().variables.empty()) runs.push_back(&run);
  }
  std::sort(runs.begin(), runs.end(), [](const StudyRun* a, const StudyRun* b) {
    return std::pair(a->row, a->replicate) < std::pair(b->row, b->replicate);
  });
  return runs;
}

// Of the runs, each once, as they first occur: what many have alike is looked at once.
std::vector<const Dataset*> shapes_of(const std::vector<const StudyRun*>& runs) {
  std::vector<const Dataset*> shapes;
  std::set<const Dataset*> known;
  for (const StudyRun* run : runs)
    if (known.insert(&run->shape()).second) shapes.push_back(&run->shape());
  return shapes;
}

void join(Dimension& axis, const Dimension& other) {
  if (!axis.labels.empty() && axis.labels == other.labels) return;
  std::set<std::string> known(axis.labels.begin(), axis.labels.end());
  for (const std::string& label : other.labels)
    if (known.insert(label).second) axis.labels.push_back(label);
  std::set<double> values(axis.values.begin(), axis.values.end());
  values.insert(other.values.begin(), other.values.end());
  axis.values.assign(values.begin(), values.end());
  axis.integral = axis.integral && other.integral;
  expects(axis.labels.empty() || axis.values.empty(),
          ("axis '" + axis.name + "' is of words in one run, of numbers in another").c_str());
}

std::vector<Dimension> joined_axes(const StudyDataset& study, const std::vector<const Dataset*>& shapes) {
  std::vector<Dimension> axes(2);
  axes[0].name = study.row_dimension();
  axes[1].name = "replicate";
  axes[1].integral = true;
  axes[0].labels = study.arms;
  for (std::size_t i = 0; i < study.replicates; ++i) axes[1].values.push_back(static_cast<double>(i));
  axes[0].long_name = study.factors.empty() ? "arm of the study" : "design point";
  axes[1].long_name = "replicate: equal numbers share graph, population and luck";
  for (const Dataset* shape : shapes)
    for (const Dimension& dimension : shape->dimensions) {
      expects(dimension.name != axes[0].name && dimension.name != "replicate",
              "a run has no axis of the study");
      const auto known = std::find_if(axes.begin(), axes.end(),
                                      [&](const Dimension& d) { return d.name == dimension.name; });
      if (known == axes.end()) {
        axes.push_back(dimension);
        if (!dimension.values.empty()) join(axes.back(), dimension);  // ascending, as after any join
      } else {
        join(*known, dimension);
      }
    }
  return axes;
}

// positions[i]: where cell i of a run's axis lies on the joined axis.
std::vector<std::size_t> positions(const Dimension& from, const Dimension& to) {
  std::vector<std::size_t> out(from.size());
  std::map<double, std::size_t> numbers;
  std::map<std::string_view, std::size_t> words;
  for (std::size_t i = 0; i < to.values.size(); ++i) numbers.emplace(to.values[i], i);
  for (std::size_t i = 0; i < to.labels.size(); ++i) words.emplace(to.labels[i], i);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = from.labels.empty() ? numbers.at(from.values[i]) : words.at(from.labels[i]);
  expects(std::set(out.begin(), out.end()).size() == out.size(),
          ("axis '" + from.name + "' has equal entries").c_str());
  return out;
}

// One run's variable on its way into the stacked one: an odometer over the run's cells.
class Scatter {
 public:
  Scatter(const Dataset& run, const Dataset& stacked, const Variable& variable) {
    std::size_t stride = 1;
    for (std::size_t i = variable.dimensions.size(); i-- > 0;) {
      const Dimension& to = *stacked.dimension(variable.dimensions[i]);
      auto at = positions(*run.dimension(variable.dimensions[i]), to);
      for (std::size_t& p : at) p *= stride;
      stride *= to.size();
      offsets_.insert(offsets_.begin(), std::move(at));
    }
  }
  std::size_t size() const {
    std::size_t n = 1;
    for (const auto& axis : offsets_) n *= axis.size();
    return n;
  }
  void copy(std::span<const double> from, double* to) const {
    std::vector<std::size_t> digit(offsets_.size(), 0);
    for (const double value : from) {
      std::size_t at = 0;
      for (std::size_t i = 0; i < digit.size(); ++i) at += offsets_[i][digit[i]];
      to[at] = value;
      for (std::size_t i = digit.size(); i-- > 0 && ++digit[i] == offsets_[i].size();) digit[i] = 0;
    }
  }

 private:
  std::vector<std::vector<std::size_t>> offsets_;
};

std::size_t cells(const Dataset& data, const std::vector<std::string>& dimensions) {
  std::size_t n = 1;
  for (const std::string& name : dimensions) n *= data.dimension(name)->size();
  return n;
}

bool of_one_replicate(const Variable& variable) { return variable.cell_methods == kOneReplicate; }
// Axes that a study puts in front of a run's.
std::size_t study_axes(const Variable& variable) { return of_one_replicate(variable) ? 1 : 2; }

// The variable of the runs that `first` describes, NaN everywhere.
Variable empty_like(const Variable& first, const Dataset& stacked) {
  Variable out = first;
  for (std::size_t axis = study_axes(first); axis-- > 0;)
    out.dimensions.insert(out.dimensions.begin(), stacked.dimensions[axis].name);
  out.data.assign(cells(stacked, out.dimensions), std::numeric_limits<double>::quiet_NaN());
  return out;
}

// Where the variables of runs of one shape lie in the stacked study.
class Ways {
 public:
  // Adds the variables that no earlier run had.
  Ways(const Dataset& shape, Dataset& stacked, std::map<std::string, std::size_t>& index) {
    for (const Variable& from : shape.variables) {
      const auto [at, is_new] = index.emplace(from.name, stacked.variables.size());
      if (is_new) stacked.variables.push_back(empty_like(from, stacked));
      Variable& to = stacked.variables[at->second];
      const auto axes = to.dimensions.begin() + static_cast<std::ptrdiff_t>(study_axes(to));
      expects(std::equal(from.dimensions.begin(), from.dimensions.end(), axes, to.dimensions.end()),
              ("variable '" + from.name + "' lies on other axes in another run").c_str());
      to.integral = to.integral && from.integral;
      ways_.push_back({at->second, cells(stacked, from.dimensions), Scatter(shape, stacked, from)});
    }
  }

  void fill(Dataset& stacked, const StudyRun& run) const {
    const double* next = run.numbers.data();
    for (std::size_t i = 0; i < ways_.size(); ++i) {
      const Way& way = ways_[i];
      std::span<const double> from(next, run.form ? way.scatter.size() : 0);
      next += from.size();
      if (!run.form) from = run.data.variables[i].data;
      Variable& to = stacked.variables[way.variable];
      const bool once = of_one_replicate(to);
      if (once && run.replicate > 0) continue;
      const std::size_t place = once ? run.row : run.row * stacked.dimensions[1].size() + run.replicate;
      way.scatter.copy(from, to.data.data() + place * way.cells);
    }
  }

 private:
  struct Way {
    std::size_t variable = 0, cells = 0;
    Scatter scatter;
  };
  std::vector<Way> ways_;
};

// What all runs say alike, and what the study adds.
std::map<std::string, Attribute> joined_attributes(const StudyDataset& study,
                                                   const std::vector<const Dataset*>& shapes) {
  std::map<std::string, Attribute> out;
  if (!shapes.empty()) out = shapes.front()->attributes;
  for (const Dataset* shape : shapes)
    std::erase_if(out, [&](const auto& said) {
      const auto here = shape->attributes.find(said.first);
      return here == shape->attributes.end() || here->second != said.second;
    });
  for (const auto& [name, value] : study.attributes) out[name] = value;
  return out;
}

}  // namespace

Dataset stack(const StudyDataset& study) {
  const auto runs = ordered_runs(study);
  Dataset out;
  const auto shapes = shapes_of(runs);
  out.attributes = joined_attributes(study, shapes);
  out.dimensions = joined_axes(study, shapes);
  std::map<std::string, std::size_t> index;  // of a variable, in order of first occurrence
  std::map<const Dataset*, Ways> ways;       // of shapes that several runs may have
  for (const StudyRun* run : runs) {
    if (run->form)
      ways.try_emplace(run->form.get(), *run->form, out, index).first->second.fill(out, *run);
    else
      Ways(run->data, out, index).fill(out, *run);
  }
  out.dimensions.insert(out.dimensions.end(), study.further.begin(), study.further.end());
  out.variables.insert(out.variables.end(), study.derived.begin(), study.derived.end());
  return out;
}

namespace {

bool is_of_runs(const Dataset& study, const Variable& v, std::size_t replicate) {
  if (v.dimensions.empty() || v.dimensions[0] != study.dimensions[0].name) return false;
  if (of_one_replicate(v)) return replicate == 0;
  return v.dimensions.size() > 1 && v.dimensions[1] == "replicate";
}

// The variables of one run as they lie in the study, the axes of the study taken off.
Dataset slice(const Dataset& study, std::size_t row, std::size_t replicate) {
  Dataset out;
  out.attributes = study.attributes;
  out.dimensions.assign(study.dimensions.begin() + 2, study.dimensions.end());
  for (const Variable& v : study.variables) {
    if (!is_of_runs(study, v, replicate)) continue;
    const std::size_t place = of_one_replicate(v) ? row : row * study.dimensions[1].size() + replicate;
    Variable one = v;
    const auto own = one.dimensions.begin() + static_cast<std::ptrdiff_t>(study_axes(v));
    one.dimensions.erase(one.dimensions.begin(), own);
    const auto size = static_cast<std::ptrdiff_t>(cells(out, one.dimensions));
    const auto from = v.data.begin() + static_cast<std::ptrdiff_t>(place) * size;
    one.data.assign(from, from + size);
    out.variables.push_back(std::move(one));
  }
  return out;
}

// For each entry of an axis whether to keep it: it has a value, or nothing could have one.
std::vector<bool> used_entries(const Dataset& run, const Dimension& axis) {
  std::vector<bool> has_cell(axis.size(), false), has_value(axis.size(), false);
  for (const Variable& v : run.variables) {
    const auto at = std::find(v.dimensions.begin(), v.dimensions.end(), axis.name);
    if (at == v.dimensions.end() || v.data.empty()) continue;
    const std::size_t inner = cells(run, {at + 1, v.dimensions.end()});
    for (std::size_t i = 0; i < v.data.size(); ++i) {
      const std::size_t entry = i / inner % axis.size();
      has_cell[entry] = true;
      if (!std::isnan(v.data[i])) has_value[entry] = true;
    }
  }
  for (std::size_t i = 0; i < has_value.size(); ++i) has_value[i] = has_value[i] || !has_cell[i];
  return has_value;
}

template <class T>
void keep_only(std::vector<T>& entries, const std::vector<bool>& kept) {
  std::size_t at = 0;
  std::erase_if(entries, [&](const T&) { return !kept[at++]; });
}

// `inner`: cells behind one entry of the axis.
void trim(Variable& v, std::size_t inner, const std::vector<bool>& kept) {
  std::vector<double> data;
  for (std::size_t i = 0; i < v.data.size(); ++i)
    if (kept[i / inner % kept.size()]) data.push_back(v.data[i]);
  v.data = std::move(data);
}

}  // namespace

Dataset unstack(const Dataset& study, std::size_t row, std::size_t replicate) {
  Dataset run = slice(study, row, replicate);
  std::vector<std::vector<bool>> kept;
  for (const Dimension& axis : run.dimensions) kept.push_back(used_entries(run, axis));
  for (std::size_t d = 0; d < run.dimensions.size(); ++d) {
    Dimension& axis = run.dimensions[d];
    for (Variable& v : run.variables) {
      const auto at = std::find(v.dimensions.begin(), v.dimensions.end(), axis.name);
      if (at != v.dimensions.end() && !v.data.empty())
        trim(v, cells(run, {at + 1, v.dimensions.end()}), kept[d]);
    }
    if (axis.labels.empty())
      keep_only(axis.values, kept[d]);
    else
      keep_only(axis.labels, kept[d]);
  }
  return run;
}

}  // namespace fanfare
