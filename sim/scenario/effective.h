// An object back into a tree, every parameter in it, each leaf with its origin.
#pragma once

#include <string>

#include "fanfare/config.h"
#include "fanfare/schema_spec.h"

namespace fanfare {

enum class Paths {
  openable,  // files as they can be opened from anywhere
  written,   // files as the scenario names them, the same on every machine
};

// `written`: what was read into the object (places and layers come from it).
ConfigNode write_effective(const StructSpec& spec, void* object, const ConfigNode& written,
                           const std::string& currency, Paths paths);

// The least that must be written to get this struct: what differs from a new one under the same presets.
ConfigNode write_changes(const StructSpec& spec, void* object, const std::string& currency);

}  // namespace fanfare
