// Turns a whole follow graph around: count, then fill in ascending order of reader.
#include "fanfare/reverse_rows.h"

#include "fanfare/expects.h"

namespace fanfare {
namespace {

template <class Visit>
void for_each_follow(const FollowGraph& graph, Visit&& visit) {
  for (std::uint32_t reader = 0; reader < graph.partition().accounts; ++reader)
    for (const std::uint32_t author : graph.follows(AccountId(reader))) visit(reader, author);
}

}  // namespace

ReverseRows reverse_rows(const FollowGraph& graph) {
  const Partition& part = graph.partition();
  expects(part.rows() == part.accounts, "reverse rows need the whole graph");
  ReverseRows rows;
  rows.offsets.assign(std::size_t{part.accounts} + 1, 0);
  for_each_follow(graph, [&](std::uint32_t, std::uint32_t author) { ++rows.offsets[author + 1]; });
  for (std::size_t i = 1; i < rows.offsets.size(); ++i) rows.offsets[i] += rows.offsets[i - 1];
  rows.ids.resize(static_cast<std::size_t>(rows.offsets.back()));
  // offsets[v] serves as v's cursor and ends at v + 1's start; one shift puts it right again.
  for_each_follow(
      graph, [&](std::uint32_t reader, std::uint32_t author) { rows.ids[rows.offsets[author]++] = reader; });
  for (std::size_t i = rows.offsets.size() - 1; i > 0; --i) rows.offsets[i] = rows.offsets[i - 1];
  rows.offsets[0] = 0;
  return rows;
}

}  // namespace fanfare
