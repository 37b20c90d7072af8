// The lines of an edge list as they stand, for models that need what a follow graph forgets: parallel lines,
// and a number on each. Knows nothing of graphs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fanfare {

struct EdgeFileForm {
  bool counts_first = false;  // the first line gives accounts and lines; ids are then the accounts 0 … n-1
  bool weighted = false;      // a third field, a number in [0, weight_max]
  double weight_max = 1;
};

struct EdgeLine {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  double weight = 1;
};

struct EdgeLines {
  std::uint32_t accounts = 0;
  std::vector<EdgeLine> lines;  // in the file's order; ids mapped to 0 … accounts-1 in ascending order of id
  std::vector<std::uint32_t> ids;  // as the file writes them, by account
};

// Plain, .gz or .zst; `#` and `%` start comments. Errors: InputError with path:line and reason.
EdgeLines read_edge_lines(const std::string& path, const EdgeFileForm& form);

}  // namespace fanfare
