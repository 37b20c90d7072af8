// Dotted paths of parameters ("campaigns.launch.budget", "lines[2].posts") and what they lead to, in a
// tree and in an object. Reads and writes no values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fanfare/config.h"
#include "fanfare/schema_spec.h"

namespace fanfare {

// "a.b[2].c" → {"a", "b", "[2]", "c"}.
std::vector<std::string> split_path(std::string_view path);
std::string join_path(std::string_view path, std::string_view key);
// Whether `path` is `other` or leads to something inside it.
bool is_within(std::string_view path, std::string_view other);

// The deepest node that was written on the way to `path`, and whether all of it was.
struct Found {
  const ConfigNode* node = nullptr;
  Mark mark;
  bool is_complete = false;
};
Found find_in_tree(const ConfigNode* root, std::string_view path);

// A parameter, or a whole struct or list, of an object.
struct Target {
  const FieldSpec* field = nullptr;   // nullptr: an element of a list, or the root
  void* member = nullptr;             // the field's member, or the element
  const StructSpec* owner = nullptr;  // the struct that holds the field (or: of the element)
  void* object = nullptr;             // … itself
  const void* initial = nullptr;      // … at its initialisers
  std::string object_path;            // … its path
  std::string what;                   // what is wrong, if the path leads nowhere
  std::string suggestion;

  bool exists() const { return what.empty(); }
};
Target resolve(const StructSpec& root, void* object, std::string_view path);

// The ids of a list's elements, those that have one.
std::vector<std::string> ids_of(const FieldSpec& list, void* member);

}  // namespace fanfare
