// Values of parameters, form by form.
#include "sim/scenario/leaf.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "fanfare/nearest.h"
#include "sim/scenario/distribution_text.h"
#include "sim/scenario/input_file.h"
#include "sim/scenario/leaf_scalar.h"

namespace fanfare {

QuantityKind kind_of(const FieldSpec& field, std::string* currency) {
  return {field.unit, field.word, currency};
}

namespace {

bool read_number(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  const auto value = read_bounded(field, node, scope);
  if (!value) return false;
  // Infinity is a value only where the range ends in it on purpose: of ranges, not of single numbers.
  if (std::isinf(*value))
    return scope.problems.add(node.mark, scope.path, "is infinite", "expected a finite number"), false;
  if (field.storage != Storage::f32) return *static_cast<double*>(member) = *value, true;
  if (std::fabs(*value) > static_cast<double>(std::numeric_limits<float>::max()))
    return scope.problems.add(node.mark, scope.path, node.text + " is too large", "the largest is 3.4e38"),
           false;
  *static_cast<float*>(member) = static_cast<float>(*value);
  return true;
}

bool read_truth(void* member, const ConfigNode& node, LeafScope scope) {
  const auto text = scalar_text(node, scope, "true or false");
  if (!text) return false;
  if (*text != "true" && *text != "false")
    return scope.problems.add(node.mark, scope.path, "'" + *text + "' is neither true nor false"), false;
  *static_cast<bool*>(member) = *text == "true";
  return true;
}

bool read_file_leaf(void* member, const std::string& text, const ConfigNode& node, LeafScope scope) {
  const ResolvedInput input = resolve_input(text, node.mark);
  if (input.error.empty()) return *static_cast<std::string*>(member) = input.path, true;
  scope.problems.add({node.mark, scope.path, input.error, input.suggestion, Problem::Kind::input});
  return false;
}

bool read_text(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  if (!field.choices.empty()) return read_choice(field, member, node, scope);
  const auto text = scalar_text(node, scope, "a text");
  if (!text) return false;
  if (field.is_file && !text->empty()) return read_file_leaf(member, *text, node, scope);
  *static_cast<std::string*>(member) = *text;
  return true;
}

bool read_preset(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  const auto text = scalar_text(node, scope, "the name of a preset");
  if (!text) return false;
  std::vector<std::string> names;
  for (const PresetSpec& p : field.presets) names.push_back(p.name);
  const bool is_known = std::find(names.begin(), names.end(), *text) != names.end();
  if (is_known || *text == "none") return *static_cast<std::string*>(member) = is_known ? *text : "", true;
  scope.problems.add(node.mark, scope.path, "there is no preset '" + *text + "'",
                     did_you_mean(*text, names, "presets:"));
  return false;
}

bool expect_list(const FieldSpec& field, const ConfigNode& node, LeafScope scope, std::string_view example) {
  if (!node.is_list())
    return scope.problems.add(node.mark, scope.path, "is not a list", "expected " + std::string(example)),
           false;
  if (node.items.size() >= field.min_items) return true;
  scope.problems.add(node.mark, scope.path, "has " + std::to_string(node.items.size()) + " items",
                     "at least " + std::to_string(field.min_items) + " are needed");
  return false;
}

bool read_words(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  if (!expect_list(field, node, scope, "words, as in [beauty, fashion]")) return false;
  std::vector<std::string> words;
  for (const ConfigNode& item : node.items)
    if (field.choices.empty()) {
      if (auto text = scalar_text(item, scope, "a word")) words.push_back(std::move(*text));
    } else {
      FieldSpec one = field;
      one.storage = Storage::text;
      if (std::string word; read_choice(one, &word, item, scope)) words.push_back(std::move(word));
    }
  if (words.size() != node.items.size()) return false;
  *static_cast<std::vector<std::string>*>(member) = std::move(words);
  return true;
}

bool read_numbers(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  if (!expect_list(field, node, scope, "numbers, as in [1, 2, 5]")) return false;
  std::vector<double> numbers;
  for (const ConfigNode& item : node.items)
    if (const auto value = read_bounded(field, item, scope)) numbers.push_back(*value);
  if (numbers.size() != node.items.size()) return false;
  *static_cast<std::vector<double>*>(member) = std::move(numbers);
  return true;
}

bool read_range(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  if (!node.is_list() || node.items.size() != 2)
    return scope.problems.add(node.mark, scope.path, "is not a range", "expected [low, high]"), false;
  const auto lo = read_bounded(field, node.items[0], scope);
  const auto hi = read_bounded(field, node.items[1], scope);
  if (!lo || !hi) return false;
  if (*lo > *hi) {
    scope.problems.add(node.mark, scope.path, node.items[0].text + " is above " + node.items[1].text,
                       "a range is written [low, high]");
    return false;
  }
  *static_cast<Range*>(member) = {*lo, *hi};
  return true;
}

// Paths and values are checked later, against the root (parse.cpp).
bool read_assignments(void* member, const ConfigNode& node, LeafScope scope) {
  if (!node.is_map())
    return scope.problems.add(node.mark, scope.path, "is not a map", "expected {path: value, …}"), false;
  auto& out = *static_cast<std::vector<Assignment>*>(member);
  out.clear();
  for (const ConfigEntry& e : node.entries)
    out.push_back({e.key, e.value.is_scalar() ? e.value.text : flow_text(e.value)});
  return true;
}

}  // namespace

bool read_leaf(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  switch (field.form) {
    case Form::number: return read_number(field, member, node, scope);
    case Form::integer: return read_integer(field, member, node, scope);
    case Form::truth: return read_truth(member, node, scope);
    case Form::text: return read_text(field, member, node, scope);
    case Form::choice: return read_choice(field, member, node, scope);
    case Form::distribution: return read_distribution(field, member, node, scope);
    case Form::range: return read_range(field, member, node, scope);
    case Form::words: return read_words(field, member, node, scope);
    case Form::numbers: return read_numbers(field, member, node, scope);
    case Form::preset: return read_preset(field, member, node, scope);
    case Form::assignments: return read_assignments(member, node, scope);
    case Form::group:
    case Form::optional_group:
    case Form::list: break;
  }
  return false;
}

namespace {

std::string choice_word(const FieldSpec& field, const void* member) {
  const Whole value = load_whole(field.storage, member);
  for (const ChoiceSpec& c : field.choices) {
    const auto bits = static_cast<std::uint64_t>(c.value);
    if (value == Whole{c.value < 0, c.value < 0 ? 0 - bits : bits}) return c.word;
  }
  return {};
}

// A float is written with its own digits if they read as it, else with those of its double.
std::string float_text(float value, const QuantityKind& kind) {
  const double wide = value;
  for (int digits = 6; digits <= 9; ++digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, wide);
    QuantityError ignored;
    const auto read = read_quantity(text, {}, ignored);
    if (!read || static_cast<float>(*read) != value) continue;
    const std::string out = format_quantity(*read, kind);
    const auto again = read_quantity(out, kind, ignored);
    if (again && static_cast<float>(*again) == value) return out;
  }
  return format_quantity(wide, kind);
}

ConfigNode scalar_of(std::string text) { return ConfigNode::scalar(std::move(text)); }

template <class T, class ToText>
ConfigNode list_of(const std::vector<T>& values, ToText to_text) {
  ConfigNode node = ConfigNode::list();
  for (const T& v : values) node.items.push_back(scalar_of(to_text(v)));
  return node;
}

}  // namespace

ConfigNode write_leaf(const FieldSpec& field, const void* member, const std::string& currency) {
  std::string money = currency;
  const QuantityKind kind = kind_of(field, &money);
  const auto number = [&](double x) { return format_quantity(x, kind); };
  const auto text = [&]() -> const std::string& { return *static_cast<const std::string*>(member); };
  switch (field.form) {
    case Form::number:
      if (field.storage == Storage::f32)
        return scalar_of(float_text(*static_cast<const float*>(member), kind));
      return scalar_of(number(*static_cast<const double*>(member)));
    case Form::integer: return scalar_of(format_whole(load_whole(field.storage, member), kind));
    case Form::truth: return scalar_of(*static_cast<const bool*>(member) ? "true" : "false");
    case Form::text: return scalar_of(text());
    case Form::choice: return scalar_of(choice_word(field, member));
    case Form::preset: return scalar_of(text().empty() ? "none" : text());
    case Form::distribution:
      return write_distribution(field, *static_cast<const Distribution*>(member), kind);
    case Form::range: {
      const auto& range = *static_cast<const Range*>(member);
      return list_of(std::vector{range.lo, range.hi}, number);
    }
    case Form::words:
      return list_of(*static_cast<const std::vector<std::string>*>(member),
                     [](const std::string& w) { return w; });
    case Form::numbers: return list_of(*static_cast<const std::vector<double>*>(member), number);
    case Form::assignments: {
      ConfigNode node = ConfigNode::map();
      for (const Assignment& a : *static_cast<const std::vector<Assignment>*>(member))
        node.at(a.path) = scalar_of(a.value);
      return node;
    }
    case Form::group:
    case Form::optional_group:
    case Form::list: break;
  }
  return {};
}

std::string_view type_name(const FieldSpec& field) {
  switch (field.form) {
    case Form::number: return "number";
    case Form::integer: return "integer";
    case Form::truth: return "true | false";
    case Form::text: return field.is_file ? "file" : field.choices.empty() ? "text" : "choice";
    case Form::choice: return "choice";
    case Form::distribution: return "distribution";
    case Form::range: return "range";
    case Form::words: return "words";
    case Form::numbers: return "numbers";
    case Form::preset: return "preset";
    case Form::assignments: return "assignments";
    case Form::group: return "group";
    case Form::optional_group: return "optional group";
    case Form::list: return "list";
  }
  return "";
}

}  // namespace fanfare
