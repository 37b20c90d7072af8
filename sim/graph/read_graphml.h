// GraphML through Boost.Graph. Node names and attributes are not kept.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/graph_build.h"

namespace fanfare {

struct GraphMl {
  std::uint32_t accounts = 0;  // nodes, in the order of the file, those named only by edges too
  std::vector<std::pair<std::uint32_t, std::uint32_t>> follows;
};

// A file of undirected edges gives mutual follows whatever `direction` says. Errors: InputError.
GraphMl read_graphml_file(const std::string& path, EdgeDirection direction);

}  // namespace fanfare
