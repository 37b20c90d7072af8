// Reading structs: unknown and missing keys, ids, presets, checks.
#include "sim/scenario/parse.h"

#include <algorithm>

#include "fanfare/nearest.h"
#include "sim/scenario/input_file.h"
#include "sim/scenario/leaf.h"
#include "sim/scenario/path.h"

namespace fanfare {
namespace {

// A struct that is being read.
struct FieldPlace {
  const StructSpec& spec;
  void* object;
  const void* initial;     // the same struct at its initialisers
  const ConfigNode* node;  // nullptr: nothing is written
  std::string path;
  Mark mark;  // of the node, or of the nearest that was written
};

class Reader {
 public:
  Reader(const StructSpec& root, void* object, std::span<const std::string> other_keys, std::string& currency)
      : root_(root), root_object_(object), other_keys_(other_keys), currency_(currency) {}

  void read(const FieldPlace& at) {
    const std::size_t before = problems_.size();
    if (at.node && !at.node->is_map() && !at.node->is_null())
      return wrong_kind(*at.node, at.path, "a map of keys");
    read_presets(at);
    if (at.node) read_entries(at);
    for (const FieldSpec& field : at.spec.fields)
      if (!at.node || !at.node->find(field.name)) absent(at, field);
    check_id(at);
    if (problems_.size() != before) return;
    Checker checker(at.node, at.mark, at.path, problems_);
    for (const auto& check : at.spec.checks) check(at.object, checker);
  }

  void check_assignments() {
    for (const Pending& p : pending_)
      if (const auto error = check_assignment(root_, root_object_, p.target, *p.value, currency_))
        problems_.add(p.mark, p.path, error.what, error.suggestion);
  }

  void report(Problems& out) const {
    for (const Problem& p : problems_.sorted()) out.add(p);
  }

 private:
  struct Pending {
    std::string target;
    const ConfigNode* value;
    Mark mark;
    std::string path;
  };

  void wrong_kind(const ConfigNode& node, const std::string& path, std::string_view expected) {
    const char* is = node.is_scalar() ? "is a single value" : node.is_map() ? "is a map" : "is a list";
    problems_.add(node.mark, path, is, "expected " + std::string(expected));
  }

  // A preset that is chosen replaces the one chosen by default, so the struct starts anew.
  void read_presets(const FieldPlace& at) {
    bool is_chosen = false;
    for (const FieldSpec& field : at.spec.fields) {
      const ConfigNode* node = field.form == Form::preset && at.node ? at.node->find(field.name) : nullptr;
      if (!node) continue;
      std::string name;
      if (!read_leaf(field, &name, *node, {problems_, &currency_, join_path(at.path, field.name)})) continue;
      if (!is_chosen) at.spec.assign(at.object, at.initial);
      is_chosen = true;
      *static_cast<std::string*>(field.in(at.object)) = name;
    }
    if (is_chosen) apply_presets(at.spec, at.object);
  }

  void read_entries(const FieldPlace& at) {
    for (const ConfigEntry& entry : at.node->entries) {
      const FieldSpec* field = at.spec.find(entry.key);
      if (!field)
        unknown_key(at, entry);
      else if (field->form != Form::preset)
        read_field(at, *field, entry.value);
    }
  }

  void unknown_key(const FieldPlace& at, const ConfigEntry& entry) {
    std::vector<std::string> names = at.spec.names();
    if (at.path.empty()) names.insert(names.end(), other_keys_.begin(), other_keys_.end());
    problems_.add(entry.mark, join_path(at.path, entry.key), "unknown key", did_you_mean(entry.key, names));
  }

  void read_field(const FieldPlace& at, const FieldSpec& field, const ConfigNode& node) {
    void* const member = field.in(at.object);
    const std::string path = join_path(at.path, field.name);
    switch (field.form) {
      case Form::group:
        return read({*field.inner, member, field.in(at.initial), &node, path, mark_of(node, at)});
      case Form::optional_group: return read_optional(at, field, node, path);
      case Form::list: return read_list(at, field, node, path);
      default: break;
    }
    const bool is_read = read_leaf(field, member, node, {problems_, &currency_, path});
    if (!is_read || field.form != Form::assignments) return;
    for (const ConfigEntry& e : node.entries) pending_.push_back({e.key, &e.value, e.mark, path});
  }

  void read_optional(const FieldPlace& at, const FieldSpec& field, const ConfigNode& node,
                     const std::string& path) {
    void* const member = field.in(at.object);
    if (node.is_null()) return field.optional->reset(member);
    void* const inner = field.optional->emplace(member);
    apply_presets(*field.inner, inner);
    read({*field.inner, inner, field.inner->defaults.get(), &node, path, mark_of(node, at)});
  }

  void read_list(const FieldPlace& at, const FieldSpec& field, const ConfigNode& node,
                 const std::string& path) {
    if (!node.is_list()) return wrong_kind(node, path, "a list of maps");
    void* const member = field.in(at.object);
    field.list->clear(member);
    if (node.items.size() < field.min_items)
      problems_.add(node.mark, path, "has " + std::to_string(node.items.size()) + " items",
                    "at least " + std::to_string(field.min_items) + " are needed");
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      void* const element = field.list->grow(member);
      apply_presets(*field.inner, element);
      const std::string name = element_name(*field.inner, node.items[i], i, ids, path);
      read({*field.inner, element, field.inner->defaults.get(), &node.items[i], join_path(path, name),
            mark_of(node.items[i], at)});
    }
  }

  // The id of an element, which must be its own; else its position.
  std::string element_name(const StructSpec& spec, const ConfigNode& item, std::size_t index,
                           std::vector<std::string>& ids, const std::string& path) {
    const ConfigNode* id = spec.id_field() ? item.find("id") : nullptr;
    if (!id || !id->is_scalar() || id->text.empty()) return "[" + std::to_string(index) + "]";
    if (std::find(ids.begin(), ids.end(), id->text) != ids.end())
      problems_.add(id->mark, join_path(path, id->text), "the id is taken", "ids are distinct within a list");
    ids.push_back(id->text);
    return id->text;
  }

  void check_id(const FieldPlace& at) {
    const FieldSpec* field = at.spec.id_field();
    const ConfigNode* node = field && at.node ? at.node->find("id") : nullptr;
    if (!node || !node->is_scalar() || node->text.find_first_of(" \t.[]{}='\"") == std::string::npos) return;
    problems_.add(node->mark, at.path, "'" + node->text + "' can't be an id",
                  "no blanks, dots, brackets, quotes or '='");
  }

  void absent(const FieldPlace& at, const FieldSpec& field) {
    const std::string path = join_path(at.path, field.name);
    if (field.is_required) problems_.add(at.mark, path, "is missing", field.help);
    void* const member = field.in(at.object);
    if (field.form == Form::group) read({*field.inner, member, field.in(at.initial), nullptr, path, at.mark});
    if (field.is_file) resolve_default(at, *static_cast<std::string*>(member), path);
    if (field.form == Form::list) absent_elements(at, field, path);
    if (field.form != Form::optional_group) return;
    if (void* inner = field.optional->get(member))
      read({*field.inner, inner, field.inner->defaults.get(), nullptr, path, at.mark});
  }

  void absent_elements(const FieldPlace& at, const FieldSpec& field, const std::string& path) {
    void* const member = field.in(at.object);
    for (std::size_t i = 0; i < field.list->size(member); ++i)
      read({*field.inner, field.list->at(member, i), field.inner->defaults.get(), nullptr,
            join_path(path, "[" + std::to_string(i) + "]"), at.mark});
  }

  void resolve_default(const FieldPlace& at, std::string& file, const std::string& path) {
    if (!file.starts_with("data:")) return;
    const ResolvedInput input = resolve_input(file, {});
    if (input.error.empty())
      file = input.path;
    else
      problems_.add({at.mark, path, input.error, input.suggestion, Problem::Kind::input});
  }

  static Mark mark_of(const ConfigNode& node, const FieldPlace& outer) {
    return node.mark.exists() ? node.mark : outer.mark;
  }

  const StructSpec& root_;
  void* root_object_;
  std::span<const std::string> other_keys_;
  std::string& currency_;
  std::vector<Pending> pending_;
  Problems problems_;  // its size tells whether a struct could be read, so it starts empty
};

}  // namespace

void read_parameters(const StructSpec& spec, void* object, const ConfigNode& root,
                     std::span<const std::string> other_keys, std::string& currency, Problems& problems) {
  Reader reader(spec, object, other_keys, currency);
  reader.read({spec, object, spec.defaults.get(), &root, "", root.mark});
  reader.check_assignments();
  reader.report(problems);
}

void reread_struct(const StructSpec& spec, void* object, const void* initial, const ConfigNode* node,
                   const std::string& path, std::string& currency, Problems& problems) {
  spec.assign(object, initial);
  apply_presets(spec, object);
  Reader reader(spec, object, {}, currency);
  reader.read({spec, object, initial, node, path, node ? node->mark : Mark{}});
  reader.report(problems);
}

AssignmentError check_assignment(const StructSpec& root, void* object, const std::string& path,
                                 const ConfigNode& value, std::string currency) {
  const Target target = resolve(root, object, path);
  const std::string subject = "'" + path + "'";
  if (!target.exists()) return {subject + ": " + target.what, target.suggestion};
  if (!target.field || target.field->is_struct())
    return {subject + " is not a single value", "set one of its keys"};
  if (!target.field->is_mutable)
    return {subject + " can't change while a run goes on", "it is fixed at the start"};
  const std::shared_ptr<void> scratch = target.owner->make();
  target.owner->assign(scratch.get(), target.object);
  Problems found;
  read_leaf(*target.field, target.field->in(scratch.get()), value, {found, &currency, path});
  if (found.empty()) return {};
  const Problem first = found.sorted().front();
  return {subject + ": " + first.what, first.suggestion};
}

}  // namespace fanfare
