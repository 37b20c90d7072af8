// From what is written of factors to points of the scenario.
#include "sim/scenario/design.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "fanfare/fmath.h"
#include "fanfare/quantity.h"
#include "sim/design/arms_factor.h"
#include "sim/design/point_set.h"
#include "sim/scenario/arms.h"
#include "sim/scenario/leaf.h"
#include "sim/scenario/path.h"

namespace fanfare {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostDesigned = 100'000;

std::string level_text(const ConfigNode& node) { return node.is_scalar() ? node.text : flow_text(node); }

// The field at a dotted path, through lists with ids; nullptr where it leads nowhere.
const FieldSpec* field_at(const StructSpec& spec, const std::string& path) {
  const StructSpec* inner = &spec;
  const FieldSpec* found = nullptr;
  for (const std::string& part : split_path(path)) {
    if (found && found->form == Form::list) {  // the part is an id
      found = nullptr;
      continue;
    }
    found = inner ? inner->find(part) : nullptr;
    if (!found) return nullptr;
    inner = found->inner;
  }
  return found;
}

bool takes_numbers(const FieldSpec* field) {
  return field && (field->form == Form::number || field->form == Form::integer ||
                   field->form == Form::distribution);
}

std::optional<double> number_of(const FieldSpec* field, const std::string& text) {
  if (!takes_numbers(field)) return std::nullopt;
  QuantityError error;
  const auto value = read_quantity(text, kind_of(*field, nullptr), error);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

// Shares are coordinates in per cent, as people write them.
double coordinate(const FieldSpec& field, double value) {
  return field.unit == Unit::share ? std::strtod(fmt::format("{:.12g}", value * 100).c_str(), nullptr) : value;
}
std::string coordinate_unit(const FieldSpec& field) {
  return field.unit == Unit::share ? "%" : unit_name(kind_of(field, nullptr));
}

ConfigNode patch_of(const std::string& path, const Mark& mark, const ConfigNode& value) {
  ConfigNode patch = ConfigNode::map(mark);
  patch.at(path, mark) = value;
  return patch;
}

DesignFactor::Level level_of(const DesignFactor& f, std::string text, const ConfigNode& value) {
  return {std::move(text), patch_of(f.path, value.mark, value), number_of(f.field, level_text(value)).value_or(kNoNumber)};
}

void read_values(DesignFactor& f, const ConfigNode& values, const std::string& at, Problems& problems) {
  if (values.is_list())
    for (const ConfigNode& item : values.items) f.levels.push_back(level_of(f, level_text(item), item));
  if (values.is_map())
    for (const ConfigEntry& e : values.entries) f.levels.push_back(level_of(f, e.key, e.value)), f.levels.back().number = kNoNumber;
  if (f.levels.empty())
    problems.add(values.mark, at, "has no values", "expected [value, …] or {name: value, …}");
}

void read_range(DesignFactor& f, const ConfigNode& range, const std::string& at, Problems& problems) {
  f.is_range = true;
  if (!range.is_list() || range.items.size() != 2 || !range.items[0].is_scalar() || !range.items[1].is_scalar())
    return problems.add(range.mark, at, "is no range", "write [low, high]");
  if (f.field && !takes_numbers(f.field))
    return problems.add(range.mark, at, "'" + f.path + "' takes no numbers", "list its values: values: [a, b]");
  double ends[2] = {0, 0};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string& text = range.items[i].text;
    const auto value = number_of(f.field, text);
    if (f.field && !value)
      problems.add(range.items[i].mark, at, "'" + text + "' is not a number of " + f.path + "'s unit",
                   "write [low, high], as in [10%, 50%] or [1_000 CNY, 5_000 CNY]");
    ends[i] = value.value_or(static_cast<double>(i + 1));
    f.levels.push_back({text, patch_of(f.path, range.items[i].mark, range.items[i]), ends[i]});
  }
  f.low = ends[0], f.high = ends[1];
  if (f.low >= f.high)
    problems.add(range.mark, at, "is empty", "its low end stands first, below its high end");
  else if (f.is_log && f.low <= 0)
    problems.add(range.mark, at, "begins at or below 0 on a log scale", "begin above 0, or use scale: linear");
}

void read_patches(DesignFactor& f, const ConfigNode& arms, const std::string& at, Problems& problems) {
  if (!arms.is_map() || arms.entries.empty())
    return problems.add(arms.mark, at, "has no levels", "expected {name: {path: value, …}, …}");
  for (const ConfigEntry& e : arms.entries) {
    if (!e.value.is_map() && !e.value.is_null())
      problems.add(e.value.mark, join_path(at, e.key), "is not a map",
                   "expected {path: value, …}, or {} for the scenario as it stands");
    ConfigNode patch = e.value;
    patch.kind = ConfigNode::Kind::map;
    f.levels.push_back({e.key, std::move(patch), kNoNumber});
  }
}

void refuse_unknown(const ConfigNode& map, const std::string& at, Problems& problems) {
  const std::vector<std::string> known = {"path", "arms", "range", "values", "scale", "steps"};
  for (const ConfigEntry& e : map.entries)
    if (std::find(known.begin(), known.end(), e.key) == known.end())
      problems.add(e.mark, join_path(at, e.key), "unknown key", "a factor has path or arms, range or values, scale, steps");
}

void read_scale(DesignFactor& f, const ConfigNode& map, const std::string& at, Problems& problems) {
  if (const ConfigNode* scale = map.find("scale")) {
    f.is_log = scale->text == "log";
    if (!f.is_log && scale->text != "linear")
      problems.add(scale->mark, join_path(at, "scale"), "is no scale", "write linear or log");
  }
  if (const ConfigNode* steps = map.find("steps")) {
    const double n = std::strtod(steps->text.c_str(), nullptr);
    if (!(n >= 2 && n <= 10'000 && n == std::floor(n)))
      return problems.add(steps->mark, join_path(at, "steps"), "is not a number of steps", "write 2 to 10,000");
    f.steps = static_cast<std::size_t>(n);
  }
}

void read_map(DesignFactor& f, const ConfigNode& map, const std::string& at, const StructSpec& spec,
              Problems& problems) {
  refuse_unknown(map, at, problems);
  const ConfigNode *path = map.find("path"), *arms = map.find("arms"), *range = map.find("range"),
                   *values = map.find("values");
  if (arms) {
    if (path || range || values)
      problems.add(arms->mark, join_path(at, "arms"), "stands beside path, range or values",
                   "a factor is a path with values, or patches by name");
    return read_patches(f, *arms, join_path(at, "arms"), problems);
  }
  if (!path || !path->is_scalar() || path->text.empty())
    return problems.add(map.mark, at, "has neither path nor arms",
                        "write {path: a.b, range: [low, high]}, {path: a.b, values: [x, y]} or {arms: {name: {}}}");
  f.path = path->text;
  f.field = field_at(spec, f.path);
  read_scale(f, map, at, problems);
  if ((range != nullptr) == (values != nullptr))
    return problems.add(map.mark, at, range ? "has a range and values" : "has neither range nor values",
                        "write range: [low, high] or values: [x, y]");
  if (range) read_range(f, *range, join_path(at, "range"), problems);
  else read_values(f, *values, join_path(at, "values"), problems);
}

}  // namespace

std::vector<DesignFactor> read_design_factors(const ConfigNode& factors, const StructSpec& spec,
                                              Problems& problems) {
  std::vector<DesignFactor> out;
  if (!factors.is_map() || factors.entries.empty()) {
    problems.add(factors.mark, "factors", "has no factors", "expected {name: {path: a.b, range: [low, high]}, …}");
    return out;
  }
  for (const ConfigEntry& e : factors.entries) {
    DesignFactor f;
    f.name = e.key, f.mark = e.mark;
    const std::string at = join_path("factors", e.key);
    for (const char* taken : {"arm", "point", "replicate", "time"})
      if (f.name == taken) problems.add(e.mark, at, "is the name of an axis of the results", "give it another");
    if (e.value.is_map()) {
      read_map(f, e.value, at, spec, problems);
    } else {
      f.path = e.key, f.field = field_at(spec, f.path);
      read_values(f, e.value, at, problems);
    }
    out.push_back(std::move(f));
  }
  return out;
}

namespace {

// A value of a range at u of [0, 1], as it would be written: five digits, whole where only whole ones go.
DesignFactor::Level level_at(const DesignFactor& f, double u) {
  double value = f.is_log ? fmath::exp(fmath::log(f.low) + u * (fmath::log(f.high) - fmath::log(f.low)))
                          : f.low + u * (f.high - f.low);
  if (f.field && f.field->form == Form::integer && f.field->unit != Unit::money) value = std::floor(value + 0.5);
  else value = std::strtod(fmt::format("{:.5g}", value).c_str(), nullptr);
  if (f.field && f.field->unit == Unit::money) value = std::floor(value * 100 + 0.5) / 100;
  value = std::clamp(value, f.low, f.high);
  std::string text = f.field ? format_quantity(value, kind_of(*f.field, nullptr)) : format_number(value);
  const Mark mark = f.levels.front().patch.mark;
  return {text, patch_of(f.path, mark, ConfigNode::scalar(text, mark)), value};
}

DesignFactor::Level level_in_cube(const DesignFactor& f, double u) {
  if (f.is_range) return level_at(f, u);
  const auto n = f.levels.size();
  return f.levels[std::min(n - 1, static_cast<std::size_t>(u * static_cast<double>(n)))];
}

using Levels = std::vector<DesignFactor::Level>;  // of a point, a factor each

std::size_t count_of(const DesignFactor& f) { return f.is_range ? f.steps : f.levels.size(); }

DesignFactor::Level level_of_grid(const DesignFactor& f, std::size_t i) {
  return f.is_range ? level_at(f, static_cast<double>(i) / static_cast<double>(f.steps - 1)) : f.levels[i];
}

std::vector<Levels> crossed(const std::vector<DesignFactor>& factors, bool is_grid, Problems& problems) {
  std::vector<Levels> out;
  std::size_t all = is_grid ? 1 : count_of(factors[0]);
  const std::size_t before = problems.size();
  for (const DesignFactor& f : factors) {
    if (f.is_range && f.steps == 0)
      problems.add(f.mark, join_path("factors", f.name), "is a range, which a grid or list can't take as it is",
                   "say in how many steps (steps: 5), list values, or use latin_hypercube, sobol, …");
    else if (!is_grid && count_of(f) != all)
      problems.add(f.mark, join_path("factors", f.name), fmt::format("has {} values, the first factor {}", count_of(f), all),
                   "in a list design all factors have as many; did you mean grid?");
    if (is_grid) all = std::min(all * std::max<std::size_t>(1, count_of(f)), kMostDesigned + 1);
  }
  if (problems.size() != before) return out;
  for (std::size_t i = 0; i < std::min(all, kMostDesigned + 1); ++i) {
    Levels levels(factors.size());
    std::size_t rest = i;
    for (std::size_t f = factors.size(); f-- > 0;) {
      levels[f] = level_of_grid(factors[f], is_grid ? rest % count_of(factors[f]) : i);
      rest /= count_of(factors[f]);
    }
    out.push_back(std::move(levels));
  }
  return out;
}

PointSet cube_of(const DesignKeys& d, std::size_t k, const Mark& mark, Problems& problems) {
  const std::size_t block = d.kind == "morris" ? k + 1 : d.kind == "saltelli" ? k + 2 : 1;
  if (d.points < block) {
    problems.add(mark, "design.points",
                 fmt::format("{} is too few ({} takes them by {}: {} factors)", d.points, d.kind, block, k),
                 fmt::format("give at least {}; a few dozen times that say something", block));
    return {};
  }
  if (d.kind == "sobol") return sobol_points(d.points, k);
  if (d.kind == "halton") return halton_points(d.points, k);
  if (d.kind == "morris") return morris_trajectories(d.points / block, k, d.seed);
  if (d.kind == "saltelli") return saltelli_points(d.points / block, k, d.seed);
  return latin_hypercube(d.points, k, d.seed);
}

std::vector<Levels> sampled(const DesignKeys& d, const std::vector<DesignFactor>& factors, const Mark& mark,
                            Problems& problems) {
  std::vector<Levels> out;
  const PointSet cube = cube_of(d, factors.size(), mark, problems);
  for (std::size_t i = 0; i < cube.points; ++i) {
    Levels& levels = out.emplace_back();
    for (std::size_t f = 0; f < factors.size(); ++f) levels.push_back(level_in_cube(factors[f], cube(i, f)));
  }
  return out;
}

// "budget" of a path, where no other factor ends so.
std::string short_name(const std::vector<DesignFactor>& factors, const DesignFactor& f) {
  const std::string last = split_path(f.name).back();
  const auto same = std::count_if(factors.begin(), factors.end(), [&](const DesignFactor& other) {
    return split_path(other.name).back() == last;
  });
  return same > 1 ? f.name : last;
}

Arm point_of(const std::vector<DesignFactor>& factors, const Levels& levels, std::string name) {
  Arm point;
  const bool is_numbered = !name.empty();
  for (std::size_t f = 0; f < factors.size(); ++f) {
    if (!is_numbered) name += (name.empty() ? "" : ", ") + short_name(factors, factors[f]) + "=" + levels[f].text;
    point.levels.push_back(levels[f].text);
    const FieldSpec* field = factors[f].field;
    point.numbers.push_back(field && takes_numbers(field) ? coordinate(*field, levels[f].number) : kNoNumber);
  }
  point.name = std::move(name);
  point.mark = factors.front().mark;
  point.patch = ConfigNode::map(point.mark);
  for (const DesignFactor::Level& level : levels) {
    if (touches_population(level.patch)) point.shares_population = false;
    point.over.push_back(relabelled(level.patch, "point " + point.name));
  }
  return point;
}

std::vector<Arm> lattice(const std::vector<Arm>& points, const std::vector<Arm>& arms) {
  std::vector<Arm> out;
  for (const Arm& point : points)
    for (const Arm& arm : arms) {
      Arm& both = out.emplace_back(point);
      both.name = arm.name + ", " + point.name;
      both.levels.insert(both.levels.begin(), arm.name);
      both.numbers.insert(both.numbers.begin(), kNoNumber);
      both.over.push_back(arm.patch);
      both.shares_population = point.shares_population && arm.shares_population;
    }
  return out;
}

}  // namespace

std::vector<Arm> design_points(const DesignKeys& design, const std::vector<DesignFactor>& factors,
                               const std::vector<Arm>& arms, const Mark& mark, Problems& problems) {
  const bool is_crossed = design.kind == "grid" || design.kind == "list";
  const auto all = is_crossed ? crossed(factors, design.kind == "grid", problems)
                              : sampled(design, factors, mark, problems);
  if (all.size() * std::max<std::size_t>(1, arms.size()) > kMostDesigned) {
    problems.add(mark, "factors", "gives more than 100,000 points", "take fewer values");
    return {};
  }
  std::vector<Arm> points;
  for (std::size_t i = 0; i < all.size(); ++i)
    points.push_back(point_of(factors, all[i], is_crossed ? "" : fmt::format("p{}", i)));
  return arms.empty() ? points : lattice(points, arms);
}

std::vector<Factor> coordinates_of(const std::vector<DesignFactor>& factors, bool has_arms) {
  std::vector<Factor> out;
  if (has_arms) out.push_back({kArmsFactor, {}});
  for (const DesignFactor& f : factors) {
    Factor& factor = out.emplace_back(Factor{f.name, {}});
    factor.sets = f.path;
    for (const DesignFactor::Level& level : f.levels) factor.values.push_back(level.text);
    factor.is_number = std::none_of(f.levels.begin(), f.levels.end(),
                                    [](const DesignFactor::Level& l) { return std::isnan(l.number); });
    if (factor.is_number && f.field) factor.unit = coordinate_unit(*f.field);
  }
  return out;
}

// "5%" of the mean, or an amount in the measure's own unit: "2_000 CNY", "0.1".
Growth growth_of(const GrowthKeys& keys, const ConfigNode& node, Problems& problems) {
  Growth growth{keys.at_least, keys.at_most, keys.until.of, 0, keys.until.half_width.ends_with('%')};
  QuantityError error;
  std::string amount = keys.until.half_width;
  if (const auto blank = amount.find(' '); blank != std::string::npos) amount.resize(blank);
  const Unit unit = growth.is_relative ? Unit::share : Unit::none;
  growth.half_width = read_quantity(amount, {unit, {}, nullptr}, error).value_or(0);
  if (!(growth.half_width > 0) && !keys.until.half_width.empty())
    problems.add(node.mark, "replicates.until.half_width", "'" + keys.until.half_width + "' is no width above 0",
                 "write a share of the mean (5%), or an amount (2_000 CNY)");
  return growth;
}

}  // namespace fanfare
