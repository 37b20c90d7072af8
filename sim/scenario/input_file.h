// Files that parameters name: where they are, and the SHA-256 of their bytes.
#pragma once

#include <string>

#include "fanfare/config.h"

namespace fanfare {

struct ResolvedInput {
  std::string path;        // to open
  std::string error;       // empty if it is there and readable
  std::string suggestion;
};

// "data:…" lies under FANFARE_DATA (default ../shared/data from the current directory); any other path
// starts at the file in which it is written, or, given by --set, at the current directory.
ResolvedInput resolve_input(const std::string& written, const Mark& mark);

// The folder at which relative paths of that place start; "" is the current directory.
std::string folder_of(const Mark& mark);

// Hex. InputError if it can't be read. Remembered by path, size and time of change; thread-safe.
std::string sha256_of_file(const std::string& path);
std::string sha256_of_text(const std::string& text);

}  // namespace fanfare
