// The parameters of a model as one thing: read, changed, printed, compared.
#include "fanfare/parameter_set.h"

#include <algorithm>

#include "fanfare/expects.h"
#include "sim/scenario/effective.h"
#include "sim/scenario/leaf.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/patch.h"
#include "sim/scenario/path.h"
#include "sim/scenario/yaml_reader.h"

namespace fanfare {
namespace {

constexpr const char* kCurrency = "CNY";

bool is_one_scalar(const FieldSpec& field) {
  return field.form == Form::number || field.form == Form::integer || field.form == Form::truth ||
         field.form == Form::text || field.form == Form::choice || field.form == Form::preset;
}

}  // namespace

void ParameterSet::restart() {
  Problems ignored;  // of files that a default names: said when the set is parsed
  parse({}, ignored);
}

void ParameterSet::parse(const ConfigNode& root, Problems& problems,
                         std::span<const std::string> other_keys) {
  const std::vector<std::string> kept(other_keys.begin(), other_keys.end());  // may be our own
  other_keys_ = kept;
  ConfigNode tree = root;
  written_ = std::move(tree);
  run_changes_.clear();
  reset();
  apply_presets(spec_, object());
  currency_.clear();
  read_parameters(spec_, object(), written_, other_keys_, currency_, problems);
  if (currency_.empty()) currency_ = kCurrency;
}

void ParameterSet::set(std::string_view path, std::string_view text, Problems& problems) {
  const std::string option = "--set " + std::string(path) + "=" + std::string(text);
  const ConfigNode value = read_yaml_value(option, text, "--set", problems);
  ConfigNode tree = written_;
  const auto in_force = [&](const std::string& p) { return as_written(p); };
  patch_path(tree, spec_, path, value.mark, value, {problems, in_force});
  parse(tree, problems, other_keys_);
}

namespace {

// Text of a value as a node: plain where it can only be one scalar.
ConfigNode node_of(const FieldSpec& field, std::string_view text, Problems& problems) {
  if (is_one_scalar(field)) return ConfigNode::scalar(std::string(text));
  return read_yaml_value("value", text, "", problems);
}

std::string first_of(const Problems& problems) {
  if (problems.empty()) return {};
  const Problem first = problems.sorted().front();
  const std::string hint = first.suggestion.empty() ? "" : " (" + first.suggestion + ")";
  return first.path + ": " + first.what + hint;
}

std::string refusal(std::string_view path, std::string_view what, std::string_view why) {
  return std::string(path) + ": " + std::string(what) + (why.empty() ? "" : " (" + std::string(why) + ")");
}

}  // namespace

std::string ParameterSet::set_at_run(std::string_view path, std::string_view text) {
  const Target target = resolve(spec_, object(), path);
  if (!target.exists()) return refusal(path, target.what, target.suggestion);
  if (!target.field || target.field->is_struct())
    return refusal(path, "is not a single value", "set one of its keys");
  if (!target.field->is_mutable)
    return refusal(path, "can't change while a run goes on", "it is fixed at the start");
  Problems problems;
  const ConfigNode node = node_of(*target.field, text, problems);
  const std::string where(path);
  if (problems.empty()) read_leaf(*target.field, target.member, node, {problems, &currency_, where});
  if (!problems.empty()) return first_of(problems);
  if (target.field->form == Form::preset) {
    const std::string error = reread_below(target.object_path, *target.field, node.text);
    if (!error.empty()) return error;
  }
  Checker checker(nullptr, {}, target.object_path, problems);
  for (const auto& check : target.owner->checks) check(target.object, checker);
  if (!problems.empty()) return first_of(problems);
  run_changes_.push_back({where, std::string(text)});
  return {};
}

std::string ParameterSet::reread_below(const std::string& struct_path, const FieldSpec& preset,
                                       const std::string& name) {
  const Target target =
      resolve(spec_, object(), struct_path.empty() ? preset.name : struct_path + "." + preset.name);
  const Found written = find_in_tree(&written_, struct_path);
  ConfigNode node = written.is_complete && written.node->is_map() ? *written.node : ConfigNode::map();
  node.at(preset.name) = ConfigNode::scalar(name);
  Problems problems;
  reread_struct(*target.owner, target.object, target.initial, &node, struct_path, currency_, problems);
  for (const Assignment& change : run_changes_) {
    const Target own = resolve(spec_, object(), change.path);
    const bool is_below =
        is_within(change.path, struct_path) && own.exists() && own.field && own.field->form != Form::preset;
    if (!is_below) continue;
    const ConfigNode value = node_of(*own.field, change.value, problems);
    read_leaf(*own.field, own.member, value, {problems, &currency_, change.path});
  }
  return first_of(problems);
}

std::string ParameterSet::get(std::string_view path) const {
  void* const live = const_cast<void*>(object());
  const Target target = resolve(spec_, live, path);
  if (!target.exists()) throw ScenarioError(refusal(path, target.what, target.suggestion));
  if (target.field && !target.field->is_struct()) {
    const ConfigNode node = write_leaf(*target.field, target.member, currency_);
    return node.is_scalar() ? node.text : flow_text(node);
  }
  const ConfigNode all = write_effective(spec_, live, written_, currency_, Paths::openable);
  const Found found = find_in_tree(&all, path);
  expects(found.is_complete, "what is in the object is in its tree");
  return flow_text(*found.node);
}

bool ParameterSet::has(std::string_view path) const {
  return resolve(spec_, const_cast<void*>(object()), path).exists();
}

std::unique_ptr<ParameterSet> ParameterSet::clone() const {
  std::unique_ptr<ParameterSet> copy = fresh();
  Problems known;  // they were said when this set was parsed
  copy->parse(written_, known, other_keys_);
  return copy;
}

ConfigNode ParameterSet::as_written(std::string_view path) const {
  const auto start = clone();
  const Target target = resolve(spec_, start->object(), path);
  if (!target.exists()) return {};
  if (target.field && !target.field->is_struct()) return write_leaf(*target.field, target.member, currency_);
  if (!target.field) return write_changes(*target.owner, target.object, currency_);
  const ConfigNode owner = write_changes(*target.owner, target.object, currency_);
  if (const ConfigNode* own = owner.find(target.field->name)) return *own;
  if (target.field->form == Form::group) return ConfigNode::map();
  if (target.field->form == Form::optional_group) return {};
  ConfigNode list = ConfigNode::list();
  for (std::size_t i = 0; i < target.field->list->size(target.member); ++i)
    list.items.push_back(
        write_changes(*target.field->inner, target.field->list->at(target.member, i), currency_));
  return list;
}

ConfigNode ParameterSet::effective() const {
  const auto start = clone();
  return write_effective(spec_, start->object(), written_, start->currency_, Paths::openable);
}

std::string ParameterSet::digest_text() const {
  const auto start = clone();
  return flow_text(write_effective(spec_, start->object(), written_, start->currency_, Paths::written));
}

namespace {

// File fields of an object and of the tree that was written from it, side by side.
void list_files(const StructSpec& spec, void* object, const ConfigNode& tree, std::vector<NamedFile>& out) {
  for (const FieldSpec& field : spec.fields) {
    void* const member = field.in(object);
    const ConfigNode& node = *tree.find(field.name);
    if (field.form == Form::group) list_files(*field.inner, member, node, out);
    if (field.form == Form::optional_group)
      if (void* inner = field.optional->get(member)) list_files(*field.inner, inner, node, out);
    if (field.form == Form::list)
      for (std::size_t i = 0; i < field.list->size(member); ++i)
        list_files(*field.inner, field.list->at(member, i), node.items[i], out);
    if (field.is_file && !node.text.empty())
      out.push_back({*static_cast<const std::string*>(member), node.text});
  }
}

// Whether there is a file among its fields: mostly there is none, and no tree need be written to list them.
bool names_files(const StructSpec& spec, void* object) {
  return std::any_of(spec.fields.begin(), spec.fields.end(), [&](const FieldSpec& field) {
    void* const member = field.in(object);
    if (field.is_file) return !static_cast<const std::string*>(member)->empty();
    if (field.form == Form::group) return names_files(*field.inner, member);
    if (field.form == Form::optional_group) {
      void* const inner = field.optional->get(member);
      return inner != nullptr && names_files(*field.inner, inner);
    }
    bool found = false;
    for (std::size_t i = 0; field.form == Form::list && !found && i < field.list->size(member); ++i)
      found = names_files(*field.inner, field.list->at(member, i));
    return found;
  });
}

// `object`: a struct at its initialisers.
FieldInfo info_of(const void* object, const FieldSpec& field, const std::string& path) {
  std::string currency = kCurrency;
  FieldInfo info{path, field.name, std::string(type_name(field)), unit_name(kind_of(field, &currency)), "",
                 range_text(field), field.help, field.source, field.is_mutable, field.is_required, &field};
  const void* member = field.in(object);
  if (field.is_required) info.default_value = "required";
  else if (field.form == Form::list) info.default_value = field.list->size(member) == 0 ? "[]" : "…";
  else if (field.form == Form::optional_group) info.default_value = "none";
  else if (!field.is_struct()) info.default_value = flow_text(write_leaf(field, member, currency));
  return info;
}

void list_fields(const StructSpec& spec, const void* object, const std::string& path,
                 std::vector<FieldInfo>& out) {
  for (const FieldSpec& field : spec.fields) {
    const std::string own = join_path(path, field.name);
    out.push_back(info_of(object, field, own));
    if (!field.inner) continue;
    const bool is_list = field.form == Form::list;
    const void* inner = field.form == Form::group ? field.in(object) : field.inner->defaults.get();
    list_fields(*field.inner, inner, own + (!is_list ? "" : field.inner->id < 0 ? "[]" : ".<id>"), out);
  }
}

}  // namespace

std::vector<NamedFile> ParameterSet::files() const {
  if (run_changes_.empty() && !names_files(spec_, const_cast<void*>(object()))) return {};
  const auto start = clone();
  std::vector<NamedFile> out;
  const ConfigNode tree = write_effective(spec_, start->object(), written_, currency_, Paths::written);
  list_files(spec_, start->object(), tree, out);
  return out;
}

std::vector<FieldInfo> fields_of(const StructSpec& spec) {
  std::vector<FieldInfo> out;
  list_fields(spec, spec.defaults.get(), "", out);
  return out;
}

std::vector<FieldInfo> ParameterSet::fields() const { return fields_of(spec_); }

}  // namespace fanfare
