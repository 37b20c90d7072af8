// ConfigNode to YAML text, with a comment after each value. Reads nothing.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "fanfare/config.h"

namespace fanfare {

// A scalar as YAML, quoted where it would otherwise be read as something else.
std::string yaml_scalar(std::string_view text);

// Block YAML; `comment` gives the words after '#' for a leaf, or "" for none.
std::string yaml_block(const ConfigNode& node, const std::function<std::string(const ConfigNode&)>& comment);

}  // namespace fanfare
