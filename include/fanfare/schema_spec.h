// What a schema says once its C++ types are forgotten: names, units, ranges, and where in an object a
// member lies. Everything that reads, writes or prints parameters works on this, in sim/scenario.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fanfare/config.h"
#include "fanfare/problems.h"
#include "fanfare/schema_types.h"

namespace fanfare {

struct StructSpec;

// How a value is written.
enum class Form {
  number, integer, truth, text, choice, distribution, range, words, numbers, preset, assignments,
  group, optional_group, list,
};

// How a scalar is kept.
enum class Storage { none, i8, u8, i16, u16, i32, u32, i64, u64, f32, f64, truth, text };

struct ChoiceSpec {
  std::string word;
  std::int64_t value = 0;  // of the enum; unused for words
  std::string help;
};

struct PresetSpec {
  std::string name;
  std::string help;
  std::string source;
  std::function<void(void* object)> apply;  // on the struct that declares it
};

// A std::vector of structs, by position.
struct ListAccess {
  std::size_t (*size)(const void* list);
  void* (*at)(void* list, std::size_t i);
  void* (*grow)(void* list);  // a new last element, at its defaults
  void (*clear)(void* list);
};

// A std::optional of a struct.
struct OptionalAccess {
  void* (*get)(void* optional);      // nullptr if there is none
  void* (*emplace)(void* optional);  // at its defaults
  void (*reset)(void* optional);
};

struct FieldSpec {
  std::string name;
  Form form = Form::number;
  Storage storage = Storage::none;
  std::size_t offset = 0;  // of the member in its struct

  Unit unit = Unit::none;
  std::string word;        // what is counted
  // Bounds, both inclusive, in the unit in which a bare number is written (so money: of the currency).
  double lo = -std::numeric_limits<double>::infinity();
  double hi = std::numeric_limits<double>::infinity();
  std::string help;
  std::string source;
  bool is_mutable = false;
  bool is_required = false;
  bool is_file = false;
  std::size_t min_items = 0;

  std::vector<ChoiceSpec> choices;
  std::vector<PresetSpec> presets;
  const StructSpec* inner = nullptr;  // of group, optional_group, list
  const ListAccess* list = nullptr;
  const OptionalAccess* optional = nullptr;

  bool is_struct() const { return inner != nullptr; }
  void* in(void* object) const { return static_cast<std::byte*>(object) + offset; }
  const void* in(const void* object) const { return static_cast<const std::byte*>(object) + offset; }
};

// Where cross checks say what is wrong.
class Checker {
 public:
  Checker(const ConfigNode* node, Mark fallback, std::string path, Problems& problems);

  // `key` is a path from the struct that is checked: "budget", "campaigns.launch.brand", "lines[2].hire",
  // or empty for the struct itself. The place is that of the deepest part that was written.
  void problem(std::string_view key, std::string_view what, std::string_view suggestion = {});
  // About a part of a text: `character` counts from 0 within it. Where the text does not stand as it is read
  // (escapes, several lines) the place is that of the whole.
  void problem_within(std::string_view key, std::size_t character, std::string_view what,
                      std::string_view suggestion = {});
  // Whether the scenario (or an arm, or --set) gives this key.
  bool is_given(std::string_view key) const;

 private:
  const ConfigNode* node_;
  Mark fallback_;
  std::string path_;
  Problems& problems_;
};

struct StructSpec {
  std::vector<FieldSpec> fields;
  int id = -1;  // index of the field that names an element of a list, or -1
  std::vector<std::function<void(const void* object, Checker& checker)>> checks;
  std::shared_ptr<const void> defaults;  // a struct at its initialisers, presets not applied
  void (*assign)(void* to, const void* from) = nullptr;  // copies a whole struct
  std::shared_ptr<void> (*make)() = nullptr;             // another one, at its initialisers

  const FieldSpec* find(std::string_view name) const;
  const FieldSpec* id_field() const { return id < 0 ? nullptr : &fields[static_cast<std::size_t>(id)]; }
  std::vector<std::string> names() const;
  // Adds a field; throws LogicError if there is one of that name.
  FieldSpec& add(FieldSpec field);
};

// Applies the presets whose names the members hold, inner structs first.
void apply_presets(const StructSpec& spec, void* object);

}  // namespace fanfare
