// Writes a follow graph as a SNAP edge list that read_graph() takes back; nothing else is stored, so
// accounts with neither follows nor followers are lost.
#pragma once

#include <string>

#include "fanfare/graph.h"

namespace fanfare {

// "reader<TAB>author" lines under `#` comments; compressed if the path ends in .gz or .zst. Written beside
// the path and renamed at the end, so a failure leaves what was there. Errors: InputError.
void write_edge_list(const std::string& path, const FollowGraph& graph);

}  // namespace fanfare
