// One value between its text in a tree and its member in an object: numbers, words, distributions, ranges,
// lists of them. Structs are in parse.h.
#pragma once

#include <string>
#include <string_view>

#include "fanfare/config.h"
#include "fanfare/problems.h"
#include "fanfare/quantity.h"
#include "fanfare/schema_spec.h"

namespace fanfare {

// Where a value that is being read stands, and who hears what is wrong with it.
struct LeafScope {
  Problems& problems;
  std::string* currency;  // see QuantityKind
  const std::string& path;
};

// Writes the member, or adds a problem and leaves it. Presets are only named, not applied; files resolved.
bool read_leaf(const FieldSpec& field, void* member, const ConfigNode& node, LeafScope scope);

// The member as it would be written.
ConfigNode write_leaf(const FieldSpec& field, const void* member, const std::string& currency);

QuantityKind kind_of(const FieldSpec& field, std::string* currency);

// "[1, 1000]", "[0, inf)", "fast | slow"; empty for no limit.
std::string range_text(const FieldSpec& field);
// "number", "integer", "choice", "list", …
std::string_view type_name(const FieldSpec& field);

}  // namespace fanfare
