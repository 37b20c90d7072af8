// Reads the lines of an edge list as pairs of ids. What the ids mean is up to the caller.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace fanfare {

// Calls visit(a, b) for each line "a b"; separators are blanks, tabs and commas, further fields (weights,
// times) are ignored. `#` and `%` start comments; the first line may be a header of words.
// Errors: InputError with path:line and reason.
void for_each_edge(const std::string& path, const std::function<void(std::uint32_t, std::uint32_t)>& visit);

}  // namespace fanfare
