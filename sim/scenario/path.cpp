// Walking dotted paths.
#include "sim/scenario/path.h"

#include <charconv>

#include "fanfare/nearest.h"


namespace fanfare {
namespace {

// The index of "[2]", or -1.
long index_of(std::string_view part) {
  long index = -1;
  if (part.size() < 3 || part.front() != '[' || part.back() != ']') return -1;
  const auto read = std::from_chars(part.data() + 1, part.data() + part.size() - 1, index);
  return read.ptr == part.data() + part.size() - 1 ? index : -1;
}

const ConfigNode* step(const ConfigNode& node, const std::string& part) {
  if (!node.is_list()) return node.find(part);
  const long index = index_of(part);
  if (index < 0) return node.item(part);
  return static_cast<std::size_t>(index) < node.items.size() ? &node.items[static_cast<std::size_t>(index)]
                                                             : nullptr;
}

}  // namespace

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> parts(1);
  for (const char c : path) {
    if (c == '.') parts.emplace_back();
    else if (c == '[') parts.emplace_back("[");
    else parts.back() += c;
  }
  if (parts.size() > 1 && parts.front().empty() && parts[1].starts_with('[')) parts.erase(parts.begin());
  return parts;
}

std::string join_path(std::string_view path, std::string_view key) {
  if (path.empty()) return std::string(key);
  if (key.empty()) return std::string(path);
  return std::string(path) + (key.starts_with('[') ? "" : ".") + std::string(key);
}

bool is_within(std::string_view path, std::string_view other) {
  if (!path.starts_with(other)) return false;
  return path.size() == other.size() || other.empty() || path[other.size()] == '.' ||
         path[other.size()] == '[';
}

Found find_in_tree(const ConfigNode* root, std::string_view path) {
  Found found{root, root ? root->mark : Mark{}, root != nullptr};
  if (!root || path.empty()) return found;
  for (const std::string& part : split_path(path)) {
    const ConfigNode* next = step(*found.node, part);
    if (!next) {
      found.is_complete = false;
      break;
    }
    found.node = next;
    if (next->mark.exists()) found.mark = next->mark;
  }
  return found;
}

std::vector<std::string> ids_of(const FieldSpec& list, void* member) {
  std::vector<std::string> ids;
  const FieldSpec* id = list.inner->id_field();
  for (std::size_t i = 0; id && i < list.list->size(member); ++i) {
    const auto& own = *static_cast<const std::string*>(id->in(list.list->at(member, i)));
    if (!own.empty()) ids.push_back(own);
  }
  return ids;
}

namespace {

class Walk {
 public:
  Walk(const StructSpec& root, void* object) { enter(root, object, root.defaults.get(), ""); }

  Target run(const std::vector<std::string>& parts) {
    for (std::size_t i = 0; i < parts.size() && target_.exists(); ++i) {
      if (list_) element(parts[i]);
      else if (target_.field && !target_.field->is_struct())
        fail("is a single value", "nothing lies below it");
      else key(parts[i]);
    }
    return target_;
  }

 private:
  void enter(const StructSpec& spec, void* object, const void* initial, const std::string& path) {
    target_.field = nullptr;
    target_.member = target_.object = object;
    target_.owner = &spec;
    target_.initial = initial;
    target_.object_path = path_ = path;
    list_ = nullptr;
  }

  void fail(std::string what, std::string suggestion) {
    target_.what = std::move(what);
    target_.suggestion = std::move(suggestion);
  }

  // Into the struct that the last field holds, if it holds one.
  bool descend() {
    const FieldSpec* field = target_.field;
    if (!field || !field->is_struct()) return true;
    if (field->form == Form::group) {
      const void* initial = target_.initial ? field->in(target_.initial) : nullptr;
      return enter(*field->inner, target_.member, initial, path_), true;
    }
    void* inner = field->optional->get(target_.member);
    if (!inner) return fail("is not in the scenario", "nothing is written at '" + path_ + "'"), false;
    return enter(*field->inner, inner, field->inner->defaults.get(), path_), true;
  }

  void key(const std::string& name) {
    if (!descend()) return;
    const FieldSpec* field = target_.owner->find(name);
    if (!field) return fail("unknown key '" + name + "'", did_you_mean(name, target_.owner->names()));
    target_.field = field;
    target_.member = field->in(target_.object);
    path_ = join_path(path_, name);
    list_ = field->form == Form::list ? field : nullptr;
  }

  void element(const std::string& name) {
    const FieldSpec& list = *list_;
    void* const member = target_.member;
    const FieldSpec* id = list.inner->id_field();
    const long index = index_of(name);
    for (std::size_t i = 0; i < list.list->size(member); ++i) {
      void* each = list.list->at(member, i);
      const bool is_it = index >= 0 ? static_cast<std::size_t>(index) == i
                                    : id && *static_cast<const std::string*>(id->in(each)) == name;
      if (is_it) return enter(*list.inner, each, list.inner->defaults.get(), join_path(path_, name));
    }
    const auto ids = ids_of(list, member);
    fail("there is no '" + name + "' in '" + path_ + "'",
         ids.empty() ? "its elements have no id; give them one" : did_you_mean(name, ids, "there are:"));
  }

  Target target_;
  const FieldSpec* list_ = nullptr;
  std::string path_;
};

}  // namespace

Target resolve(const StructSpec& root, void* object, std::string_view path) {
  return Walk(root, object).run(split_path(path));
}

}  // namespace fanfare
