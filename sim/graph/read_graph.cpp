// Turns a graph file into a follow graph: edge lists in two readings (count, then fill), GraphML elsewhere.
#include <limits>
#include <numeric>
#include <string>

#include "fanfare/expects.h"
#include "fanfare/graph_build.h"
#include "sim/graph/edge_list.h"
#include "sim/graph/id_table.h"
#include "sim/graph/read_graphml.h"
#include "sim/graph/row_store.h"

namespace fanfare {
namespace {

// visit(reader, author) for each follow that the line "a b" stands for.
template <class Visit>
void for_each_follow(EdgeDirection direction, std::uint32_t a, std::uint32_t b, const Visit& visit) {
  if (direction != EdgeDirection::author_reader) visit(a, b);
  if (direction == EdgeDirection::author_reader || (direction == EdgeDirection::mutual && a != b))
    visit(b, a);
}

IdTable collect_ids(const GraphFile& file) {
  IdTable ids;
  for_each_edge(file.path, [&](std::uint32_t a, std::uint32_t b) {
    for_each_follow(file.direction, a, b, [&](std::uint32_t reader, std::uint32_t author) {
      ids.add(reader, 1);
      ids.add(author, 0);
    });
  });
  return ids;
}

RawRows read_rows(const GraphFile& file) {
  IdTable ids = collect_ids(file);
  const std::vector<std::uint32_t> follows = ids.number();
  RawRows rows;
  rows.offsets.assign(1, 0);
  for (const std::uint32_t count : follows) rows.offsets.push_back(rows.offsets.back() + count);
  if (rows.offsets.back() == 0) throw InputError(file.path + ": has no edges");
  rows.ids.resize(static_cast<std::size_t>(rows.offsets.back()));
  std::vector<std::uint64_t> cursor(rows.offsets.begin(), rows.offsets.end() - 1);
  const auto place = [&](std::uint32_t reader, std::uint32_t author) {
    if (!ids.knows(reader) || !ids.knows(author) ||
        cursor[ids.account(reader)] == rows.offsets[ids.account(reader) + 1])
      throw InputError(file.path + ": changed while it was read");
    rows.ids[cursor[ids.account(reader)]++] = ids.account(author);
  };
  for_each_edge(file.path,
                [&](std::uint32_t a, std::uint32_t b) { for_each_follow(file.direction, a, b, place); });
  if (std::accumulate(cursor.begin(), cursor.end(), std::uint64_t{0}) !=
      std::accumulate(rows.offsets.begin() + 1, rows.offsets.end(), std::uint64_t{0}))
    throw InputError(file.path + ": changed while it was read");
  return rows;
}

}  // namespace

BuiltGraph read_graph(const GraphFile& file, std::uint32_t seed, int rank, int ranks, Parallel& parallel) {
  GraphRequest request{0, seed, rank, ranks, parallel};
  if (file.format == "graphml") {
    const GraphMl content = read_graphml_file(file.path, file.direction);
    request.accounts = content.accounts;
    return from_edges(request, content.follows);
  }
  if (file.format != "edge_list")
    throw ScenarioError("graph.format: '" + file.format + "' is unknown (edge_list or graphml)");
  RawRows rows = read_rows(file);
  request.accounts = static_cast<std::uint32_t>(rows.offsets.size() - 1);
  return adopt_rows(request, std::move(rows));
}

}  // namespace fanfare
