// YAML text to a ConfigNode with places. Knows no schema. (yaml-cpp stays in yaml_reader.cpp.)
#pragma once

#include <string>
#include <string_view>

#include "fanfare/config.h"
#include "fanfare/problems.h"

namespace fanfare {

// Reads one document. A missing or unreadable file throws InputError (path, reason); wrong content adds
// problems. `layer` marks all places of it ("scenario", "extends").
ConfigNode read_yaml_file(const std::string& path, std::string_view layer, Problems& problems);

// The same from memory; `name` stands for the file in messages.
ConfigNode read_yaml_text(std::string_view name, std::string text, std::string_view layer,
                          Problems& problems);

// A value given beside a file ("7d", "[1, 2]"): like read_yaml_text, but its text is not shown under errors.
ConfigNode read_yaml_value(std::string_view name, std::string_view text, std::string_view layer,
                           Problems& problems);

}  // namespace fanfare
