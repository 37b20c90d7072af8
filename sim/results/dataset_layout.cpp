// The half of layout.h that is about datasets.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "fanfare/expects.h"
#include "sim/results/layout.h"

namespace fanfare {

namespace {

StoredValues text_value(const std::string& text) { return std::vector<std::string>{text}; }

void add_text(StoredAttributes& attributes, const char* name, const std::string& text) {
  if (!text.empty()) attributes.emplace_back(name, text_value(text));
}

std::string group_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::vector<std::int64_t> integers(const std::vector<double>& values) {
  std::vector<std::int64_t> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), [](double v) {
    if (std::isnan(v)) return kMissingInteger;
    expects(std::floor(v) == v && std::fabs(v) < 0x1p63, "an integral variable holds whole numbers");
    return static_cast<std::int64_t>(v);
  });
  return out;
}

std::vector<double> doubles(const std::vector<std::int64_t>& values) {
  std::vector<double> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), [](std::int64_t v) {
    return v == kMissingInteger ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(v);
  });
  return out;
}

StoredValues number_values(const std::vector<double>& values, bool integral) {
  if (integral) return integers(values);
  return values;
}

StoredScale scale_of(const Dimension& dimension) {
  // An axis of nothing is of words, unless something says it is of numbers.
  const bool words = !dimension.labels.empty() ||
                     (dimension.values.empty() && dimension.units.empty() && !dimension.integral);
  StoredScale scale{
      dimension.name,
      words ? StoredValues(dimension.labels) : number_values(dimension.values, dimension.integral),
      dimension.name == "time",
      {}};
  add_text(scale.attributes, "units", dimension.units);
  if (dimension.units.find(" since ") != std::string::npos)
    scale.attributes.emplace_back("calendar", text_value("proleptic_gregorian"));
  add_text(scale.attributes, "long_name", dimension.long_name);
  return scale;
}

// A variable of flags says so in its formula, "flags: pass warn": their numbers, from 0, and their words.
void add_flags(StoredAttributes& attributes, const std::string& formula) {
  constexpr std::string_view kFlags = "flags: ";
  if (!formula.starts_with(kFlags)) return;
  const std::string words = formula.substr(kFlags.size());
  std::vector<std::int64_t> values(1 + static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')));
  std::iota(values.begin(), values.end(), 0);
  attributes.emplace_back("flag_values", values);
  attributes.emplace_back("flag_meanings", text_value(words));
}

// As CF has them: of the variable's own type.
void add_range(StoredAttributes& attributes, const ValidRange& range, bool integral) {
  if (std::isfinite(range.low)) attributes.emplace_back("valid_min", number_values({range.low}, integral));
  if (std::isfinite(range.high)) attributes.emplace_back("valid_max", number_values({range.high}, integral));
}

StoredArray array_of(const Variable& variable, const std::vector<AuxiliaryCoordinate>& coordinates,
                     const ValidRangeOf& range) {
  StoredArray array{variable.name, variable.dimensions, number_values(variable.data, variable.integral), {}};
  add_text(array.attributes, "units", variable.units);
  add_text(array.attributes, "long_name", variable.long_name);
  add_text(array.attributes, "formula", variable.formula);
  add_flags(array.attributes, variable.formula);
  add_text(array.attributes, "cell_methods", variable.cell_methods);
  add_text(array.attributes, "dialect", variable.dialect);
  if (variable.better != Better::neither)
    add_text(array.attributes, "better", better_word(variable.better));
  if (range) add_range(array.attributes, range(variable), variable.integral);
  std::string beside;
  for (const auto& coordinate : coordinates) {
    const auto& axes = variable.dimensions;
    if (group_of(variable.name).empty() &&
        std::find(axes.begin(), axes.end(), coordinate.dimension) != axes.end())
      beside += (beside.empty() ? "" : " ") + coordinate.name;
  }
  add_text(array.attributes, "coordinates", beside);
  if (variable.integral) {
    array.attributes.emplace_back("_FillValue", std::vector<std::int64_t>{kMissingInteger});
  } else {
    array.attributes.emplace_back("_FillValue",
                                  std::vector<double>{std::numeric_limits<double>::quiet_NaN()});
  }
  return array;
}

void check_shape(const Dataset& data, const Variable& variable) {
  std::size_t cells = 1;
  for (const std::string& name : variable.dimensions) {
    const Dimension* dimension = data.dimension(name);
    expects(dimension != nullptr,
            ("variable '" + variable.name + "' has no axis '" + name + "' to lie on").c_str());
    cells *= dimension->size();
  }
  expects(variable.data.size() == cells,
          ("variable '" + variable.name + "' has " + std::to_string(variable.data.size()) + " values for " +
           std::to_string(cells) + " cells")
              .c_str());
}

void check_names(const Dataset& data) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) {
    expects(!name.empty() && names.insert(name).second,
            ("the name '" + name + "' is empty or used twice").c_str());
  };
  for (const auto& dimension : data.dimensions) add(dimension.name);
  for (const auto& variable : data.variables) add(variable.name);
}

StoredValues attribute_values(const Attribute& attribute) {
  return std::visit([](const auto& v) { return StoredValues(std::vector{v}); }, attribute);
}

}  // namespace

void store_dataset(Hdf5Image& image, const Dataset& data,
                   const std::vector<AuxiliaryCoordinate>& coordinates, const ValidRangeOf& range) {
  check_names(data);
  for (const auto& [name, value] : data.attributes) image.attributes("", {{name, attribute_values(value)}});
  for (const auto& dimension : data.dimensions) image.scale("", scale_of(dimension));
  std::set<std::string> scales;  // of groups: "ledger/brand"
  for (const auto& variable : data.variables) {
    check_shape(data, variable);
    const std::string group = group_of(variable.name);
    for (const auto& name : variable.dimensions)
      if (!group.empty() && scales.insert(group + "/" + name).second)
        image.scale(group, scale_of(*data.dimension(name)));
    image.array(array_of(variable, coordinates, range));
  }
}

namespace {

std::vector<double> number_data(const StoredValues& values, const std::string& path) {
  if (const auto* numbers = std::get_if<std::vector<double>>(&values)) return *numbers;
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&values)) return doubles(*whole);
  throw InputError("'" + path + "' holds no numbers");
}

Dimension dimension_of(const StoredScale& scale) {
  Dimension out;
  out.name = scale.name;
  out.units = text_of(scale.attributes, "units");
  out.long_name = text_of(scale.attributes, "long_name");
  out.integral = std::holds_alternative<std::vector<std::int64_t>>(scale.values);
  if (const auto* labels = std::get_if<std::vector<std::string>>(&scale.values)) {
    out.labels = *labels;
  } else {
    out.values = number_data(scale.values, scale.name);
  }
  return out;
}

// Another word, or none, says nothing of which way is good.
Better better_of(const std::string& word) {
  return word == "more" ? Better::more : word == "less" ? Better::less : Better::neither;
}

Variable variable_of(const StoredArray& array) {
  Variable out;
  out.name = array.path;
  out.dimensions = array.dimensions;
  out.units = text_of(array.attributes, "units");
  out.long_name = text_of(array.attributes, "long_name");
  out.formula = text_of(array.attributes, "formula");
  out.cell_methods = text_of(array.attributes, "cell_methods");
  out.dialect = text_of(array.attributes, "dialect");
  out.better = better_of(text_of(array.attributes, "better"));
  out.integral = std::holds_alternative<std::vector<std::int64_t>>(array.values);
  out.data = number_data(array.values, array.path);
  return out;
}

void load_group(const Hdf5Source& source, const std::string& group,
                const std::function<bool(const std::string&)>& skip, Dataset& out) {
  const std::string prefix = group.empty() ? "" : group + "/";
  for (const std::string& name : source.arrays(group)) {
    const std::string path = prefix + name;
    if (skip(path)) continue;
    if (!source.is_scale(path)) {
      out.variables.push_back(variable_of(source.array(path)));
    } else if (group.empty()) {
      out.dimensions.push_back(dimension_of(source.scale(path)));
    }
  }
  for (const std::string& name : source.groups(group))
    if (prefix + name != "provenance") load_group(source, prefix + name, skip, out);
}

}  // namespace

Dataset load_dataset(const Hdf5Source& source, const std::function<bool(const std::string&)>& skip) {
  Dataset out;
  load_group(source, "", skip, out);
  return out;
}

std::string text_of(const StoredAttributes& attributes, const std::string& name,
                    const std::string& fallback) {
  for (const auto& [key, values] : attributes)
    if (const auto* text = std::get_if<std::vector<std::string>>(&values);
        text && key == name && text->size() == 1)
      return text->front();
  return fallback;
}

std::int64_t integer_of(const StoredAttributes& attributes, const std::string& name, std::int64_t fallback) {
  for (const auto& [key, values] : attributes)
    if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&values);
        whole && key == name && whole->size() == 1)
      return whole->front();
  return fallback;
}

double number_of(const StoredAttributes& attributes, const std::string& name, double fallback) {
  for (const auto& [key, values] : attributes)
    if (const auto* number = std::get_if<std::vector<double>>(&values);
        number && key == name && number->size() == 1)
      return number->front();
  return fallback;
}

}  // namespace fanfare
