// One tree on top of another, by the schema: maps merge, other values replace, `!append` adds to a list,
// and a list with ids takes a map of patches by id. Checks no values.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "fanfare/config.h"
#include "fanfare/problems.h"
#include "fanfare/schema_spec.h"

namespace fanfare {

// The value in force at a path that nobody wrote (a default list, of which one element is changed).
using ValueInForce = std::function<ConfigNode(const std::string& path)>;

struct PatchScope {
  Problems& problems;
  ValueInForce in_force;
  bool may_be_dotted = true;  // keys "a.b.c" are paths
};

// Merges the map `layer` into `tree`. What does not exist in the schema is left in the tree for the parser
// to refuse in its place, unless the way to it leads nowhere.
void merge_layer(ConfigNode& tree, const StructSpec& spec, const ConfigNode& layer, const PatchScope& scope);

// Puts one value at a path.
void patch_path(ConfigNode& tree, const StructSpec& spec, std::string_view path, const Mark& mark,
                const ConfigNode& value, const PatchScope& scope);

}  // namespace fanfare
