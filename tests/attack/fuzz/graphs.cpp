// The readers of graphs, each in every direction.
#include "fanfare/edge_file.h"
#include "fanfare/graph_build.h"
#include "tests/attack/fuzz/memory_file.h"

namespace fanfare::fuzz {
namespace {

constexpr EdgeDirection kDirections[] = {EdgeDirection::reader_author, EdgeDirection::author_reader,
                                         EdgeDirection::mutual};

// Every follow is of two accounts that there are, and is counted once on either side.
void expect_sound(const BuiltGraph& built) {
  const Partition& part = built.graph.partition();
  std::uint64_t followers = 0, follows = 0;
  for (const std::uint32_t n : built.followers) followers += n;
  for (std::uint32_t a = part.first(); a < part.last(); ++a)
    for (const std::uint32_t author : built.graph.follows(AccountId(a))) {
      expects(author < built.followers.size() && author != a, "a follow is of another account that there is");
      ++follows;
    }
  expects(followers == built.edges && follows == built.edges, "follows and followers are as many");
}

void read_everywhere(const std::string& path, const char* format) {
  for (const EdgeDirection direction : kDirections)
    read([&] {
      Serial serial;
      expect_sound(read_graph({path, format, direction}, 1, 0, 1, serial));
    });
}

}  // namespace

void edge_list(Bytes bytes) {
  const MemoryFile file(bytes);
  read_everywhere(file.path(), "edge_list");
  for (const bool counts_first : {false, true})
    for (const bool weighted : {false, true})
      read([&] {
        const EdgeLines lines = read_edge_lines(file.path(), {counts_first, weighted, 1});
        expects(lines.ids.size() == lines.accounts, "every account has its id");
        for (const EdgeLine& line : lines.lines)
          expects(line.from < lines.accounts && line.to < lines.accounts,
                  "lines are of accounts that there are");
      });
}

void graphml(Bytes bytes) {
  const MemoryFile file(bytes);
  read_everywhere(file.path(), "graphml");
}

}  // namespace fanfare::fuzz
