// Priors and targets from YAML and CSV.
#include "sim/calibrate/calibration_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "fanfare/table_file.h"
#include "sim/calibrate/calibration_keys.h"
#include "sim/scenario/leaf.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/path.h"
#include "sim/scenario/yaml_reader.h"
#include "sim/study/load.h"

namespace fanfare {
namespace {

// "campaigns.*.lines.*.share" of both "campaigns.<id>.lines[].share" and "campaigns.launch.lines[0].share".
std::vector<std::string> steps_of(std::string_view path) {
  std::vector<std::string> steps(1);
  for (const char c : path) {
    if (c == '.' || c == '[') steps.emplace_back();
    if (c != '.' && c != ']' && c != '[') steps.back() += c;
  }
  return steps;
}

bool leads_to(std::string_view pattern, std::string_view path) {
  const std::vector<std::string> a = steps_of(pattern), b = steps_of(path);
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](const std::string& x, const std::string& y) {
           return x == y || x.empty() || x.starts_with('<');
         });
}

class FactorReader {
 public:
  FactorReader(const Scenario& scenario, Problems& problems)
      : parameters_(*scenario.parameters), fields_(parameters_.fields()), problems_(problems) {}

  void read(const ConfigEntry& entry, std::vector<CalibratedParameter>& out) {
    const std::size_t before = problems_.size();
    FactorKeys keys;
    const StructSpec& spec = struct_spec<FactorKeys>();
    std::string currency = parameters_.currency();
    where_ = join_path("factors", entry.key);
    reread_struct(spec, &keys, spec.defaults.get(), &entry.value, where_, currency, problems_);
    if (problems_.size() != before) return;
    CalibratedParameter p;
    p.name = entry.key, p.path = keys.path, p.currency = currency;
    node_ = &entry.value;
    const FieldInfo* info = info_of(keys.path);
    if (info == nullptr) return;
    take_unit(*info->field, p);
    p.prior = keys.prior == "normal"        ? CalibratedParameter::Prior::normal
              : keys.prior == "log_uniform" ? CalibratedParameter::Prior::log_uniform
                                            : CalibratedParameter::Prior::uniform;
    read_range(keys, *info->field, p);
    if (problems_.size() == before) check(p);
    if (problems_.size() == before) out.push_back(std::move(p));
  }

 private:
  Mark mark_of(const char* key) const {
    const ConfigNode* found = node_->find(key);
    return found ? found->mark : node_->mark;
  }
  void add(const char* key, const std::string& what, const std::string& suggestion) {
    problems_.add(mark_of(key), join_path(where_, key), what, suggestion);
  }

  const FieldInfo* info_of(const std::string& path) {
    for (const FieldInfo& f : fields_)
      if (leads_to(f.path, path)) {
        if (f.field->form == Form::number || f.field->form == Form::integer) return &f;
        add("path", fmt::format("'{}' is a {}, not a number", path, f.type),
            "a factor to calibrate is one number");
        return nullptr;
      }
    std::vector<std::string> names;
    for (const FieldInfo& f : fields_) names.push_back(f.path);
    const std::string near = nearest(path, names);
    add("path", fmt::format("there is no parameter '{}'", path),
        near.empty() ? "`fanfare list params` names all" : "did you mean '" + near + "'?");
    return nullptr;
  }

  static void take_unit(const FieldSpec& field, CalibratedParameter& p) {
    p.unit = field.unit, p.word = field.word;
    const bool cents = field.unit == Unit::money && field.storage == Storage::i64;
    p.step = cents                         ? CalibratedParameter::Step::cents
             : field.form == Form::integer ? CalibratedParameter::Step::whole
                                           : CalibratedParameter::Step::none;
  }

  double number(const char* key, const std::string& text, CalibratedParameter& p) {
    QuantityError error;
    const auto value = read_quantity(text, {p.unit, p.word, &p.currency}, error);
    if (!value) add(key, error.what, error.suggestion);
    return value.value_or(std::numeric_limits<double>::quiet_NaN());
  }

  void read_range(const FactorKeys& keys, const FieldSpec& field, CalibratedParameter& p) {
    const bool normal = p.prior == CalibratedParameter::Prior::normal;
    p.low = normal ? field.lo : 0, p.high = normal ? field.hi : 1;
    if (!keys.range.empty())
      p.low = number("range", keys.range[0], p), p.high = number("range", keys.range[1], p);
    if (normal) p.mean = number("mean", keys.mean, p), p.sd = number("sd", keys.sd, p);
    if (std::isnan(p.low) || std::isnan(p.high) || std::isnan(p.mean) || std::isnan(p.sd)) return;
    if (!(p.low < p.high)) add("range", "is empty", "write [least, greatest]");
    if (p.prior == CalibratedParameter::Prior::log_uniform && !(p.low > 0))
      add("range", "begins at " + keys.range[0], "a logarithm takes values above 0");
    if (normal && !(p.sd > 0)) add("sd", "is not above 0", "the prior's standard deviation");
  }

  // Both ends must be values that the scenario takes; what else is wrong its parts say.
  void check(const CalibratedParameter& p) {
    for (const double u : {1e-6, 0.5, 1 - 1e-6}) {
      Problems found;
      parameters_.clone()->set(p.path, p.written(p.value(u)), found);
      for (const Problem& problem : found.sorted())
        return add("path", fmt::format("{} is refused: {}", p.written(p.value(u)), problem.what),
                   problem.suggestion);
    }
  }

  const ParameterSet& parameters_;
  std::vector<FieldInfo> fields_;
  Problems& problems_;
  const ConfigNode* node_ = nullptr;
  std::string where_;
};

// "5%" of the value, or a number in its unit. NaN if it is neither.
double sigma_of(const std::string& text, double& relative) {
  std::string digits = text;
  std::erase(digits, '_');
  std::erase(digits, ' ');
  const bool share = digits.ends_with('%');
  if (share) digits.pop_back();
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !(value >= 0) || !std::isfinite(value))
    return std::numeric_limits<double>::quiet_NaN();
  if (share) relative = value / 100;
  return share ? 0 : value;
}

class TargetReader {
 public:
  TargetReader(const ConfigNode* list, Problems& problems) : list_(list), problems_(problems) {}

  void read(std::size_t index, const ObservedKeys& keys, std::vector<CalibratedTarget>& out) {
    index_ = index;
    CalibratedTarget t;
    t.measure = {keys.measure, keys.label, keys.time};
    t.mark = mark("measure");
    t.observed.name = keys.name.empty() ? name_of(keys) : keys.name;
    const bool tolerance = !keys.tolerance.empty();
    t.observed.error =
        sigma(tolerance ? "tolerance" : "error", tolerance ? keys.tolerance : keys.error, t.relative_error);
    if (tolerance) t.observed.error /= 1.96, t.relative_error /= 1.96;
    if (!keys.discrepancy.empty())
      t.observed.discrepancy = sigma("discrepancy", keys.discrepancy, t.relative_discrepancy);
    if (keys.file.empty())
      out.push_back(with_value(t, keys.value));
    else
      read_file_of(keys, t, out);
  }

 private:
  static CalibratedTarget with_value(CalibratedTarget t, double value) {
    return t.observed = t.of_value(value), t;
  }
  static std::string name_of(const ObservedKeys& keys) {
    return keys.measure + (keys.label.empty() ? "" : " (" + keys.label + ")") +
           (std::isnan(keys.time) ? "" : fmt::format(", day {}", keys.time));
  }
  Mark mark(const char* key) const {
    const ConfigNode* line = list_ != nullptr && index_ < list_->items.size() ? &list_->items[index_] : list_;
    const ConfigNode* node = line != nullptr ? line->find(key) : nullptr;
    return node ? node->mark : line != nullptr ? line->mark : Mark{};
  }
  double sigma(const char* key, const std::string& text, double& relative) {
    const double s = sigma_of(text, relative);
    if (std::isnan(s))
      problems_.add(mark(key), fmt::format("observed[{}].{}", index_, key),
                    "'" + text + "' is no standard deviation",
                    "write 5% (of the value) or a number in the measure's unit, 0 or more");
    return s;
  }

  void read_file_of(const ObservedKeys& keys, const CalibratedTarget& t, std::vector<CalibratedTarget>& out) {
    std::vector<std::string> columns = {keys.column.empty() ? "value" : keys.column};
    if (!keys.time_column.empty()) columns.push_back(keys.time_column);
    const auto number = [](const TableRow& row, std::string_view cell) {
      double value = 0;
      const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
      if (error != std::errc() || end != cell.data() + cell.size())
        row.fail("'" + std::string(cell) + "' is no number");
      return value;
    };
    try {
      read_table(keys.file, columns, [&](const TableRow& row) {
        CalibratedTarget one = with_value(t, number(row, row.cells()[0]));
        if (columns.size() > 1) {
          one.measure.day = number(row, row.cells()[1]);
          one.observed.name += fmt::format(", day {}", one.measure.day);
        }
        out.push_back(std::move(one));
      });
    } catch (const InputError& error) {
      problems_.add(
          {mark("file"), fmt::format("observed[{}].file", index_), error.what(), "", Problem::Kind::input});
    }
  }

  const ConfigNode* list_;
  Problems& problems_;
  std::size_t index_ = 0;
};

void check_targets(const std::vector<CalibratedTarget>& targets, const ConfigNode* node, Problems& problems) {
  for (std::size_t a = 0; a < targets.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (targets[a].observed.name == targets[b].observed.name)
        problems.add(node != nullptr ? node->mark : Mark{}, "observed",
                     "'" + targets[a].observed.name + "' stands twice",
                     "give each target a name: of its own");
}

}  // namespace

double CalibratedParameter::value(double u) const {
  if (prior == Prior::log_uniform) return low * std::pow(high / low, u);
  if (prior == Prior::uniform) return low + (high - low) * u;
  const double from = normal_below((low - mean) / sd), to = normal_below((high - mean) / sd);
  return std::clamp(mean + sd * normal_quantile(from + (to - from) * std::clamp(u, 1e-9, 1 - 1e-9)), low,
                    high);
}

double CalibratedParameter::quantile(double x) const {
  if (prior == Prior::log_uniform) return std::clamp(std::log(x / low) / std::log(high / low), 0.0, 1.0);
  if (prior == Prior::uniform) return std::clamp((x - low) / (high - low), 0.0, 1.0);
  const double from = normal_below((low - mean) / sd), to = normal_below((high - mean) / sd);
  return std::clamp((normal_below((x - mean) / sd) - from) / (to - from), 0.0, 1.0);
}

double CalibratedParameter::standard_deviation() const {
  constexpr int kSteps = 1'000;
  double sum = 0, squares = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double x = value((i + 0.5) / kSteps);
    sum += x / kSteps, squares += x * x / kSteps;
  }
  return std::sqrt(std::max(squares - sum * sum, 0.0));
}

std::string CalibratedParameter::written(double x) const {
  if (step == Step::whole) return fmt::format("{:.0f}", x);
  if (step == Step::cents) return fmt::format("{:.2f}", x);
  return written_number(x);
}

std::string CalibratedParameter::shown(double x) const {
  std::string money = currency;
  const double rounded =
      step == Step::whole ? std::round(x) : std::strtod(written_number(x, 3).c_str(), nullptr);
  return format_quantity(rounded, {unit, word, &money});
}

Observed CalibratedTarget::of_value(double value) const {
  Observed o = observed;
  o.value = value;
  if (relative_error > 0) o.error = relative_error * std::fabs(value);
  if (relative_discrepancy > 0) o.discrepancy = relative_discrepancy * std::fabs(value);
  return o;
}

std::vector<Observed> Calibration::observed() const {
  std::vector<Observed> all;
  for (const CalibratedTarget& t : targets) all.push_back(t.observed);
  return all;
}

std::vector<std::string> Calibration::paths() const {
  std::vector<std::string> all;
  for (const CalibratedParameter& p : parameters) all.push_back(p.path);
  return all;
}

std::vector<std::vector<std::string>> Calibration::written(const std::vector<Point>& points) const {
  std::vector<std::vector<std::string>> rows;
  for (const Point& point : points) {
    std::vector<std::string> row;
    for (std::size_t c = 0; c < parameters.size(); ++c)
      row.push_back(parameters[c].written(parameters[c].value(point[c])));
    if (std::find(rows.begin(), rows.end(), row) == rows.end())
      rows.push_back(std::move(row));  // whole numbers meet
  }
  return rows;
}

Point Calibration::unit_point(const std::vector<std::string>& row) const {
  Point point;
  for (std::size_t c = 0; c < parameters.size(); ++c)
    point.push_back(parameters[c].quantile(std::strtod(row.at(c).c_str(), nullptr)));
  return point;
}

Wave Calibration::wave(const std::string& wave_name, std::size_t number,
                       const std::vector<Point>& points) const {
  Wave wave;
  wave.name = wave_name, wave.question = question, wave.scenario = scenario;
  wave.paths = paths(), wave.points = written(points), wave.replicates = replicates;
  for (std::size_t i = 0; i < wave.points.size(); ++i)
    wave.seeds.push_back(seed % 1'000'000 + 100'000 * (number + 1) + i);
  for (const CalibratedTarget& t : targets)
    if (std::find(wave.measures.begin(), wave.measures.end(), t.measure.name) == wave.measures.end() &&
        t.measure.name.find('/') == std::string::npos)
      wave.measures.push_back(t.measure.name);
  return wave;
}

PlannedStudy first_wave(const Calibration& study, std::span<const SetOption> given, Problems& problems) {
  std::vector<SetOption> sets(given.begin(), given.end());
  std::erase_if(sets, [](const SetOption& set) { return set.path == "run.seed"; });
  const std::filesystem::path folder = std::filesystem::path(study.path).parent_path();
  const std::string text =
      wave_yaml(study.wave(study.name, 0, first_points(study.match)), folder.empty() ? "." : folder);
  PlannedStudy plan{load_study_text(study.path, text, sets, problems), {}, study.replicates};
  if (!problems.empty()) return plan;
  for (std::size_t i = 0; i < plan.study.arms.size(); ++i)
    plan.scenarios.push_back(scenario_of(plan.study, i, sets, problems));
  Problems found;
  check_measures(plan, found);
  for (Problem problem : found.sorted()) {
    for (const CalibratedTarget& t : study.targets)
      if (problem.what.find("'" + t.measure.name + "'") != std::string::npos) problem.mark = t.mark;
    problem.path = "observed";
    problems.add(std::move(problem));
  }
  return plan;
}

bool is_calibration(const std::string& path) {
  Problems ignored;
  return std::filesystem::is_regular_file(path) &&
         read_yaml_file(path, "study", ignored).find("observed") != nullptr;
}

Calibration load_calibration(const std::string& path, std::span<const SetOption> sets,
                             std::uint32_t replicates, Problems& problems) {
  Calibration c;
  c.path = path;
  ConfigNode tree = read_yaml_file(path, "study", problems);
  if (!problems.empty()) return c;
  if (tree.mark.source) c.text = tree.mark.source->text;
  const ConfigNode factors = tree.find("factors") ? *tree.find("factors") : ConfigNode{};
  ConfigNode own = tree;
  own.erase("factors");
  Parameters<CalibrationKeys> keys;
  const std::vector<std::string> others = {"factors"};
  keys.parse(own, problems, others);
  const CalibrationKeys& k = keys.value();
  if (k.scenario.empty()) return c;
  c.name = k.name.empty() ? std::filesystem::path(path).stem().string() : k.name;
  c.replicates = replicates > 0 ? replicates : k.replicates;
  c.scenario = (std::filesystem::path(path).parent_path() / k.scenario).lexically_normal().string();
  const Scenario scenario = load_scenario(c.scenario, sets, problems);
  c.seed = scenario.run.seed;
  c.question = k.question.empty() ? scenario.question : k.question;
  if (!factors.is_map() || factors.entries.empty())
    problems.add(factors.is_null() ? tree.mark : factors.mark, "factors", "has no factors",
                 "write factors: {name: {path: …, range: [least, greatest]}}");
  if (problems.empty()) {
    FactorReader reader(scenario, problems);
    for (const ConfigEntry& entry : factors.entries) reader.read(entry, c.parameters);
  }
  TargetReader targets(tree.find("observed"), problems);
  for (std::size_t i = 0; i < k.observed.size(); ++i) targets.read(i, k.observed[i], c.targets);
  check_targets(c.targets, tree.find("observed"), problems);
  c.match = {c.parameters.size(), k.calibrate.waves, k.calibrate.points, k.calibrate.cutoff,
             k.calibrate.seed};
  c.posterior = {k.calibrate.particles, k.calibrate.seed};
  c.draws = k.calibrate.draws;
  return c;
}

}  // namespace fanfare
