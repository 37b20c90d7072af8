// Where the text of a verb goes: to a file, never over an old one unasked, or to standard output, which is "-".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cli/console.h"

namespace fanfare {

bool is_standard_output(const std::filesystem::path& path);

// Errors: InputError if the file is there already and `on_exists` is not "replace".
void expect_free(const std::filesystem::path& path, const std::string& on_exists);

// Errors: InputError if `path` is one of the files that are read: it would be lost.
void expect_apart(const std::filesystem::path& path, const std::vector<std::filesystem::path>& inputs);

// Writes a file and says its name; on standard output the text stands alone.
void deliver(const Console& console, const std::filesystem::path& path, const std::string& text);

}  // namespace fanfare
