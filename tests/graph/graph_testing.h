// Small helpers of the graph tests.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "fanfare/graph_build.h"

namespace fanfare::test {

using Edge = std::pair<std::uint32_t, std::uint32_t>;
using Edges = std::vector<Edge>;

// The merged follows of a graph's owned rows, ascending.
inline Edges edges_of(const FollowGraph& graph) {
  Edges edges;
  for (std::uint32_t reader = graph.partition().first(); reader < graph.partition().last(); ++reader)
    for (const std::uint32_t author : graph.follows(AccountId(reader))) edges.emplace_back(reader, author);
  return edges;
}

inline BuiltGraph graph_of(std::uint32_t accounts, const Edges& edges) {
  Serial serial;
  return from_edges({accounts, 1, 0, 1, serial}, edges);
}

// A folder of its own for each test, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "fanfare_graph_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Real data is not part of the project: FANFARE_DATA, or ../shared/data beside it.
inline std::string data_path(const std::string& name) {
  const char* folder = std::getenv("FANFARE_DATA");
  const auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
  return ((folder != nullptr ? std::filesystem::path(folder) : root / ".." / "shared" / "data") / name)
      .string();
}

}  // namespace fanfare::test

#define FANFARE_NEEDS_DATA(path) \
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs " << (path) << " (see FANFARE_DATA)"
