// The words of a results file's root, shared by the halves that write and read it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace fanfare::root_words {

inline constexpr const char* kFormat = "fanfare results";
inline constexpr std::array<const char*, 5> kStates = {"missing", "complete", "stopped", "failed", "running"};
// Attributes that belong to the file, not to the dataset in it.
inline constexpr std::array<const char*, 11> kOwned = {
    "Conventions",     "title",    "format",  "format_version",    "kind", "status", "source",
    "scenario_digest", "baseline", "comment", "last_complete_tick"};

inline bool is_owned(const std::string& name) {
  return std::find(kOwned.begin(), kOwned.end(), name) != kOwned.end();
}

}  // namespace fanfare::root_words
