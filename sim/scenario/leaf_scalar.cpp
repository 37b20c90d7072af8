// Reading and keeping single numbers and words.
#include "sim/scenario/leaf_scalar.h"

#include <cmath>
#include <limits>

#include "fanfare/nearest.h"


namespace fanfare {
namespace {

// Times with their unit, other numbers bare.
std::string bound(const FieldSpec& field, double value) {
  const bool is_time = field.unit == Unit::days || field.unit == Unit::hours;
  return is_time && value != 0 ? format_quantity(value, {field.unit, {}, nullptr}) : format_number(value);
}

std::string bounds(const FieldSpec& field) {
  const std::string lo = std::isinf(field.lo) ? "(-inf" : "[" + bound(field, field.lo);
  return lo + ", " + (std::isinf(field.hi) ? "inf)" : bound(field, field.hi) + "]");
}

bool is_outside(const FieldSpec& field, double value) { return !(value >= field.lo && value <= field.hi); }

void outside(const FieldSpec& field, const ConfigNode& node, double value, LeafScope scope) {
  std::string suggestion;
  const bool says_percent = node.text.ends_with('%');
  if (field.unit == Unit::share && !says_percent && value > field.hi && !is_outside(field, value / 100))
    suggestion = "did you mean " + node.text + "%?";
  scope.problems.add(node.mark, scope.path, node.text + " is outside " + bounds(field), suggestion);
}

}  // namespace

std::optional<std::string> scalar_text(const ConfigNode& node, LeafScope scope, std::string_view expected) {
  const std::string asked = "expected " + std::string(expected);
  if (!node.tag.empty()) scope.problems.add(node.mark, scope.path, node.tag + " adds to a list only", asked);
  else if (node.is_scalar()) return node.text;
  else if (node.is_null()) scope.problems.add(node.mark, scope.path, "has no value", asked);
  else scope.problems.add(node.mark, scope.path, node.is_map() ? "is a map" : "is a list", asked);
  return std::nullopt;
}

std::optional<double> read_bounded(const FieldSpec& field, const ConfigNode& node, LeafScope scope,
                                   bool is_bounded) {
  const auto text = scalar_text(node, scope, "a number");
  if (!text) return std::nullopt;
  QuantityError error;
  const auto value = read_quantity(*text, kind_of(field, scope.currency), error);
  if (!value) return scope.problems.add(node.mark, scope.path, error.what, error.suggestion), std::nullopt;
  if (is_bounded && is_outside(field, *value)) return outside(field, node, *value, scope), std::nullopt;
  return value;
}

bool read_integer(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  const auto text = scalar_text(node, scope, "a whole number");
  if (!text) return false;
  QuantityError error;
  const auto value = read_whole(*text, kind_of(field, scope.currency), error);
  if (!value) return scope.problems.add(node.mark, scope.path, error.what, error.suggestion), false;
  const double size = static_cast<double>(value->magnitude) / (field.unit == Unit::money ? 100 : 1);
  const double signed_size = value->negative ? -size : size;
  if (is_outside(field, signed_size)) return outside(field, node, signed_size, scope), false;
  if (store_whole(field.storage, member, *value)) return true;
  scope.problems.add(node.mark, scope.path, node.text + " is outside " + storage_limits(field.storage));
  return false;
}

bool read_choice(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope) {
  std::vector<std::string> words;
  for (const ChoiceSpec& c : field.choices) words.push_back(c.word);
  const auto text = scalar_text(node, scope, "a word");
  if (!text) return false;
  for (const ChoiceSpec& c : field.choices) {
    if (c.word != *text) continue;
    if (field.storage == Storage::text) return *static_cast<std::string*>(member) = *text, true;
    const auto value = static_cast<std::uint64_t>(c.value);
    return store_whole(field.storage, member, {c.value < 0, c.value < 0 ? 0 - value : value});
  }
  scope.problems.add(node.mark, scope.path, "'" + *text + "' is not a choice",
                     did_you_mean(*text, words, "choices:"));
  return false;
}

namespace {

template <class T>
Whole load_as(const void* member) {
  const T value = *static_cast<const T*>(member);
  if (value < 0) return {true, 0 - static_cast<std::uint64_t>(value)};
  return {false, static_cast<std::uint64_t>(value)};
}

template <class T>
bool store_as(void* member, Whole value) {
  const auto most = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
  if (value.negative && !std::numeric_limits<T>::is_signed) return false;
  if (value.magnitude > most + (value.negative ? 1 : 0)) return false;
  *static_cast<T*>(member) = static_cast<T>(value.negative ? 0 - value.magnitude : value.magnitude);
  return true;
}

template <class T>
std::string limits_of() {
  return "[" + std::to_string(std::numeric_limits<T>::min()) + ", " +
         std::to_string(std::numeric_limits<T>::max()) + "]";
}

// Calls `f` with a null pointer to the integer type that `storage` stands for.
template <class F>
auto with_integer(Storage storage, F f) {
  switch (storage) {
    case Storage::i8: return f(static_cast<std::int8_t*>(nullptr));
    case Storage::u8: return f(static_cast<std::uint8_t*>(nullptr));
    case Storage::i16: return f(static_cast<std::int16_t*>(nullptr));
    case Storage::u16: return f(static_cast<std::uint16_t*>(nullptr));
    case Storage::i32: return f(static_cast<std::int32_t*>(nullptr));
    case Storage::u32: return f(static_cast<std::uint32_t*>(nullptr));
    case Storage::u64: return f(static_cast<std::uint64_t*>(nullptr));
    default: return f(static_cast<std::int64_t*>(nullptr));
  }
}

}  // namespace

Whole load_whole(Storage storage, const void* member) {
  return with_integer(storage, [&]<class T>(T*) { return load_as<T>(member); });
}

bool store_whole(Storage storage, void* member, Whole value) {
  return with_integer(storage, [&]<class T>(T*) { return store_as<T>(member, value); });
}

std::string storage_limits(Storage storage) {
  return with_integer(storage, []<class T>(T*) { return limits_of<T>(); });
}

double load_double(Storage storage, const void* member) {
  return storage == Storage::f32 ? *static_cast<const float*>(member) : *static_cast<const double*>(member);
}

std::string range_text(const FieldSpec& field) {
  std::string words;
  for (const ChoiceSpec& c : field.choices) words += (words.empty() ? "" : " | ") + c.word;
  for (const PresetSpec& p : field.presets) words += (words.empty() ? "" : " | ") + p.name;
  if (!words.empty()) return words;
  return std::isinf(field.lo) && std::isinf(field.hi) ? "" : bounds(field);
}

}  // namespace fanfare
