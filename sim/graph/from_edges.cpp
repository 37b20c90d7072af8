// Follows given as a list of pairs.
#include <string>

#include "fanfare/expects.h"
#include "fanfare/graph_build.h"
#include "sim/graph/row_store.h"

namespace fanfare {

BuiltGraph from_edges(const GraphRequest& request,
                      std::span<const std::pair<std::uint32_t, std::uint32_t>> edges) {
  RawRows rows;
  rows.offsets.assign(std::size_t{request.accounts} + 1, 0);
  for (const auto& [reader, author] : edges) {
    expects(reader < request.accounts && author < request.accounts,
            "an edge joins two accounts of the graph");
    ++rows.offsets[reader + 1];
  }
  for (std::size_t i = 1; i < rows.offsets.size(); ++i) rows.offsets[i] += rows.offsets[i - 1];
  rows.ids.resize(edges.size());
  std::vector<std::uint64_t> cursor(rows.offsets.begin(), rows.offsets.end() - 1);
  for (const auto& [reader, author] : edges) rows.ids[cursor[reader]++] = author;
  return adopt_rows(request, std::move(rows));
}

}  // namespace fanfare
