// Merging trees.
#include "sim/scenario/patch.h"

#include <algorithm>

#include "fanfare/nearest.h"
#include "sim/scenario/path.h"

namespace fanfare {
namespace {

class Patch {
 public:
  explicit Patch(const PatchScope& scope) : scope_(scope) {}

  void merge(ConfigNode& tree, const StructSpec* spec, const ConfigNode& layer, const std::string& path) {
    if (!layer.is_map()) return;
    for (const ConfigEntry& e : layer.entries) {
      const bool is_path = scope_.may_be_dotted && e.key.find('.') != std::string::npos;
      if (is_path) descend(tree, spec, split_path(e.key), 0, e, path);
      else put(tree, spec ? spec->find(e.key) : nullptr, e.key, e, join_path(path, e.key));
    }
  }

  // `parts` from `at` on lie below the map `tree`.
  void descend(ConfigNode& tree, const StructSpec* spec, const std::vector<std::string>& parts,
               std::size_t at, const ConfigEntry& entry, const std::string& path) {
    const std::string& key = parts[at];
    const FieldSpec* field = spec ? spec->find(key) : nullptr;
    const std::string below = join_path(path, key);
    if (at + 1 == parts.size()) return put(tree, field, key, entry, below);
    if (!field)
      return nowhere(entry, below, "unknown key",
                     did_you_mean(key, spec ? spec->names() : std::vector<std::string>{}));
    if (field->form == Form::distribution) return part_of_distribution(tree, *field, parts, at, entry, below);
    if (!field->is_struct()) return nowhere(entry, below, "is a single value", "nothing lies below it");
    if (field->form == Form::list) return element(tree, *field, parts, at + 1, entry, below);
    ConfigNode& inner = tree.at(key, entry.mark);
    if (!inner.is_map() && !inner.is_null()) inner = {};
    if (!inner.mark.exists()) inner.mark = entry.mark;
    descend(inner, field->inner, parts, at + 1, entry, below);
  }

 private:
  void nowhere(const ConfigEntry& entry, const std::string& path, std::string_view what,
               std::string_view suggestion) {
    scope_.problems.add(entry.mark, path, what, suggestion);
  }

  // The value at `key`, put there from what is in force if nobody wrote it.
  ConfigNode& written(ConfigNode& tree, const std::string& key, const ConfigEntry& entry,
                      const std::string& path) {
    if (!tree.find(key)) tree.at(key, entry.mark) = scope_.in_force ? scope_.in_force(path) : ConfigNode{};
    return tree.at(key);
  }

  void element(ConfigNode& tree, const FieldSpec& list, const std::vector<std::string>& parts, std::size_t at,
               const ConfigEntry& entry, const std::string& path) {
    ConfigNode* item = find_item(written(tree, list.name, entry, path), parts[at], entry, path);
    if (!item) return;
    if (at + 1 < parts.size())
      return descend(*item, list.inner, parts, at + 1, entry, join_path(path, parts[at]));
    if (entry.value.is_map()) return merge(*item, list.inner, entry.value, join_path(path, parts[at]));
    nowhere(entry, join_path(path, parts[at]), "is a map of keys", "set one of its keys");
  }

  ConfigNode* find_item(ConfigNode& list, const std::string& id, const ConfigEntry& entry,
                        const std::string& path) {
    if (ConfigNode* item = list.item(id)) return item;
    std::vector<std::string> ids;
    for (const ConfigNode& item : list.items)
      if (const ConfigNode* own = item.find("id")) ids.push_back(own->text);
    const bool is_position =
        id.starts_with('[') || (!id.empty() && id.find_first_not_of("0123456789") == std::string::npos);
    std::string hint = did_you_mean(id, ids, "there are:");
    if (is_position) hint = "elements are addressed by their id, not by position";
    else if (list.items.empty()) hint = "the list is empty";
    else if (ids.empty()) hint = "its elements have no id; give them one";
    nowhere(entry, join_path(path, id), "there is no '" + id + "' in '" + path + "'", hint);
    return nullptr;
  }

  void part_of_distribution(ConfigNode& tree, const FieldSpec& field, const std::vector<std::string>& parts,
                            std::size_t at, const ConfigEntry& entry, const std::string& path) {
    ConfigNode& value = written(tree, field.name, entry, path);
    if (at + 2 == parts.size() && value.is_map() && value.find("dist")) {
      value.mark = entry.value.mark;
      put(value, nullptr, parts[at + 1], entry, join_path(path, parts[at + 1]));
      return;
    }
    nowhere(entry, path, "is a constant",
            "set the whole distribution: {dist: lognormal, median: …, sigma: …}");
  }

  void put(ConfigNode& tree, const FieldSpec* field, const std::string& key, const ConfigEntry& entry,
           const std::string& path) {
    const ConfigNode& value = entry.value;
    const bool is_mergeable = !field || field->form == Form::group || field->form == Form::optional_group;
    const ConfigNode* old = tree.find(key);
    if (value.is_map() && field && field->form == Form::list) return merge_by_id(tree, *field, entry, path);
    if (value.is_map() && is_mergeable) {
      ConfigNode& inner = tree.at(key, entry.mark);
      if (!inner.is_map()) inner = ConfigNode::map();
      inner.mark = value.mark;
      return merge(inner, field ? field->inner : nullptr, value, path);
    }
    if (value.is_list() && value.tag == "!append") return append(tree, key, entry, path);
    if (old) tree.erase(key);
    tree.at(key, entry.mark) = value;
  }

  void merge_by_id(ConfigNode& tree, const FieldSpec& field, const ConfigEntry& entry,
                   const std::string& path) {
    ConfigNode& list = written(tree, field.name, entry, path);
    for (const ConfigEntry& e : entry.value.entries) {
      // The rest of a dotted key lies inside the element.
      const auto parts = split_path(scope_.may_be_dotted ? e.key : std::string());
      const std::string id = parts.size() > 1 ? parts[0] : e.key;
      ConfigNode* item = find_item(list, id, e, path);
      if (!item) continue;
      if (parts.size() > 1) descend(*item, field.inner, parts, 1, e, join_path(path, id));
      else if (e.value.is_map()) merge(*item, field.inner, e.value, join_path(path, id));
      else nowhere(e, join_path(path, id), "is a map of keys", "write {key: value}");
    }
  }

  void append(ConfigNode& tree, const std::string& key, const ConfigEntry& entry, const std::string& path) {
    ConfigNode& list = written(tree, key, entry, path);
    if (list.is_null()) list = ConfigNode::list();
    if (!list.is_list())
      return scope_.problems.add(entry.value.mark, path, "is not a list", "!append adds to a list only");
    list.items.insert(list.items.end(), entry.value.items.begin(), entry.value.items.end());
    list.mark = entry.value.mark;
  }

  const PatchScope& scope_;
};

}  // namespace

void merge_layer(ConfigNode& tree, const StructSpec& spec, const ConfigNode& layer, const PatchScope& scope) {
  if (layer.mark.exists()) tree.mark = layer.mark;
  Patch(scope).merge(tree, &spec, layer, "");
}

void patch_path(ConfigNode& tree, const StructSpec& spec, std::string_view path, const Mark& mark,
                const ConfigNode& value, const PatchScope& scope) {
  ConfigEntry entry{std::string(path), mark, value};
  if (!entry.mark.exists()) entry.mark = value.mark;
  if (tree.is_null()) tree.kind = ConfigNode::Kind::map;
  Patch(scope).descend(tree, &spec, split_path(path), 0, entry, "");
}

}  // namespace fanfare
