// A tree of values into an object, by its schema: presets first, then what is written, then cross checks.
#pragma once

#include <span>
#include <string>

#include "fanfare/config.h"
#include "fanfare/problems.h"
#include "fanfare/schema_spec.h"

namespace fanfare {

// Reads all of `root` (null: nothing is written) into an object at its initialisers. `currency` comes
// back as the first one read, or stays. `other_keys` of the top level are someone else's: suggestions only.
void read_parameters(const StructSpec& spec, void* object, const ConfigNode& root,
                     std::span<const std::string> other_keys, std::string& currency, Problems& problems);

// Reads one struct of a live object anew: initialisers, presets, then `node` (may be nullptr).
void reread_struct(const StructSpec& spec, void* object, const void* initial, const ConfigNode* node,
                   const std::string& path, std::string& currency, Problems& problems);

// What is wrong with `path: value` as a change while a run goes on; empty suggestion if none is known.
struct AssignmentError {
  std::string what;
  std::string suggestion;
  explicit operator bool() const { return !what.empty(); }
};
AssignmentError check_assignment(const StructSpec& root, void* object, const std::string& path,
                                 const ConfigNode& value, std::string currency);

}  // namespace fanfare
