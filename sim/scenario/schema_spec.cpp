// Descriptions of structs: look-ups, presets, and the places of cross checks.
#include "fanfare/schema_spec.h"

#include <algorithm>

#include "fanfare/expects.h"
#include "sim/scenario/path.h"

namespace fanfare {

const FieldSpec* StructSpec::find(std::string_view name) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const FieldSpec& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string> StructSpec::names() const {
  std::vector<std::string> out;
  for (const FieldSpec& f : fields) out.push_back(f.name);
  return out;
}

FieldSpec& StructSpec::add(FieldSpec field) {
  if (find(field.name)) throw LogicError("parameter '" + field.name + "' is declared twice in one struct");
  return fields.emplace_back(std::move(field));
}

namespace {

void apply_chosen(const FieldSpec& field, void* object) {
  const auto& chosen = *static_cast<const std::string*>(field.in(object));
  if (chosen.empty()) return;
  const std::string name = chosen;  // the preset may write the struct's strings
  for (const PresetSpec& preset : field.presets)
    if (preset.name == name) return preset.apply(object);
  throw LogicError("'" + field.name + "' names the preset '" + name + "', which is not declared");
}

void apply_inner(const FieldSpec& field, void* member) {
  if (field.form == Form::group) apply_presets(*field.inner, member);
  if (field.form == Form::optional_group)
    if (void* inner = field.optional->get(member)) apply_presets(*field.inner, inner);
  if (field.form == Form::list)
    for (std::size_t i = 0; i < field.list->size(member); ++i)
      apply_presets(*field.inner, field.list->at(member, i));
}

}  // namespace

void apply_presets(const StructSpec& spec, void* object) {
  for (const FieldSpec& field : spec.fields) apply_inner(field, field.in(object));
  for (const FieldSpec& field : spec.fields)
    if (field.form == Form::preset) apply_chosen(field, object);
}

Checker::Checker(const ConfigNode* node, Mark fallback, std::string path, Problems& problems)
    : node_(node), fallback_(std::move(fallback)), path_(std::move(path)), problems_(problems) {}

void Checker::problem(std::string_view key, std::string_view what, std::string_view suggestion) {
  const Found found = find_in_tree(node_, key);
  problems_.add(found.mark.exists() ? found.mark : fallback_, join_path(path_, key), what, suggestion);
}

void Checker::problem_within(std::string_view key, std::size_t character, std::string_view what,
                             std::string_view suggestion) {
  const Found found = find_in_tree(node_, key);
  Mark mark = found.mark.exists() ? found.mark : fallback_;
  if (found.is_complete && found.node->is_scalar()) mark = mark_within(*found.node, character);
  problems_.add(mark, join_path(path_, key), what, suggestion);
}

bool Checker::is_given(std::string_view key) const { return find_in_tree(node_, key).is_complete; }

}  // namespace fanfare
