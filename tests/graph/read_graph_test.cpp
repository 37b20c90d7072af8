// Graph files in, graph files out, and what is said of bad ones.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filter/zstd.hpp>
#include <boost/iostreams/filtering_stream.hpp>

#include <sys/resource.h>

#include <csignal>
#include <set>
#include <sstream>

#include "fanfare/expects.h"
#include "sim/graph/write_edge_list.h"
#include "tests/graph/graph_testing.h"

namespace fanfare::read_graph_test {
namespace {

using test::Edges;
using test::edges_of;
using test::TemporaryFolder;
namespace io = boost::iostreams;

BuiltGraph read(const std::string& path, EdgeDirection direction = EdgeDirection::reader_author,
                std::string format = "edge_list") {
  Serial serial;
  return read_graph({path, std::move(format), direction}, 1, 0, 1, serial);
}

template <class Compressor>
std::string compressed(const std::string& text, Compressor compressor) {
  std::stringstream in(text);
  std::ostringstream out;
  io::filtering_ostream filter;
  filter.push(compressor);
  filter.push(out);
  io::copy(in, filter);
  return out.str();
}
std::string gzipped(const std::string& text) { return compressed(text, io::gzip_compressor()); }
std::string zstd(const std::string& text) { return compressed(text, io::zstd_compressor()); }

// The message of the InputError that reading gives, with the folder taken off.
std::string complaint(const std::string& text, const std::string& format = "edge_list") {
  const TemporaryFolder folder;
  const std::string path = folder.write("g.txt", text);
  try {
    read(path, EdgeDirection::reader_author, format);
  } catch (const InputError& error) {
    return std::string(error.what()).substr(path.size() - 5);
  }
  return "no complaint";
}

// ---- What is read

TEST(EdgeList, takes_comments_separators_a_header_and_further_fields) {
  const TemporaryFolder folder;
  const std::string path = folder.write(
      "g.txt", "# a comment\n% another\n\nuser,follows\n  7 3\n3\t7\r\n5, 7\n9 3 0.25 1200\n7   5");
  const BuiltGraph built = read(path);
  // 3, 5, 7, 9 become 0, 1, 2, 3.
  EXPECT_EQ(edges_of(built.graph), (Edges{{0, 2}, {1, 2}, {2, 0}, {2, 1}, {3, 0}}));
}

TEST(EdgeList, self_loops_and_doubles_are_dropped_and_counted_but_their_accounts_stay) {
  const TemporaryFolder folder;
  const BuiltGraph built = read(folder.write("g.txt", "1 2\n1 2\n1 2\n8 8\n2 1\n"));
  EXPECT_EQ(edges_of(built.graph), (Edges{{0, 1}, {1, 0}}));
  EXPECT_EQ(built.followers.size(), 3U);
  EXPECT_EQ(built.self_loops_dropped, 1U);
  EXPECT_EQ(built.duplicates_dropped, 2U);
}

TEST(EdgeList, the_direction_says_who_follows_whom) {
  const TemporaryFolder folder;
  const std::string path = folder.write("g.txt", "0 1\n1 2\n");
  EXPECT_EQ(edges_of(read(path, EdgeDirection::reader_author).graph), (Edges{{0, 1}, {1, 2}}));
  EXPECT_EQ(edges_of(read(path, EdgeDirection::author_reader).graph), (Edges{{1, 0}, {2, 1}}));
  EXPECT_EQ(edges_of(read(path, EdgeDirection::mutual).graph), (Edges{{0, 1}, {1, 0}, {1, 2}, {2, 1}}));
}

TEST(EdgeList, sparse_ids_up_to_32_bits_are_mapped_in_ascending_order) {
  const TemporaryFolder folder;
  const BuiltGraph built = read(folder.write("g.txt", "4294967295 0\n1000000000 4294967295\n"));
  EXPECT_EQ(edges_of(built.graph), (Edges{{1, 2}, {2, 0}}));
}

TEST(EdgeList, compression_is_told_by_content_not_by_name) {
  const std::string text = "# x\n0 1\n1 2\n2 0\n";
  const TemporaryFolder folder;
  const Edges expected = edges_of(read(folder.write("plain.gz", text)).graph);
  EXPECT_EQ(expected.size(), 3U);
  EXPECT_EQ(edges_of(read(folder.write("a.txt", gzipped(text))).graph), expected);
  EXPECT_EQ(edges_of(read(folder.write("b.txt", zstd(text))).graph), expected);
  EXPECT_EQ(edges_of(read(folder.write("c.txt", gzipped("0 1\n1 2\n") + gzipped("2 0\n"))).graph), expected);
  EXPECT_EQ(edges_of(read(folder.write("d.txt", zstd("0 1\n1 2\n") + zstd("2 0\n"))).graph), expected);
}

TEST(EdgeList, a_last_line_without_end_and_lines_across_chunks_are_whole) {
  std::string text;
  for (std::uint32_t i = 0; i < 100'000; ++i) text += std::to_string(i) + " " + std::to_string(i + 1) + "\n";
  text.pop_back();
  const TemporaryFolder folder;
  const BuiltGraph built = read(folder.write("g.txt", text));
  EXPECT_EQ(built.edges, 100'000U);
  EXPECT_EQ(built.followers.size(), 100'001U);
}

// ---- What is refused

TEST(BadGraphFile, missing_folder_empty_are_named) {
  const TemporaryFolder folder;
  const auto message = [](const std::string& path) -> std::string {
    try {
      read(path);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no complaint";
  };
  EXPECT_EQ(message(folder / "nope.txt"), folder / "nope.txt" + ": no such file");
  std::filesystem::create_directory(folder / "dir");
  EXPECT_EQ(message(folder / "dir"), folder / "dir" + ": is a folder, not a file");
  EXPECT_EQ(message(folder.write("empty.txt", "")), folder / "empty.txt" + ": is empty");
  EXPECT_EQ(message("/dev/null"), "/dev/null: is no regular file, and a graph is read twice");
}

TEST(BadGraphFile, no_edges_are_named) {
  EXPECT_EQ(complaint("# only\n# comments\n"), "g.txt: has no edges");
  EXPECT_EQ(complaint("user follows\n"), "g.txt: has no edges");
  EXPECT_EQ(complaint(gzipped("")), "g.txt: has no edges");
}

TEST(BadGraphFile, bad_ids_are_named_with_their_line) {
  EXPECT_EQ(complaint("0 1\n2 bob\n"), "g.txt:2: 'bob' stands where an id should be (a whole number from 0)");
  EXPECT_EQ(complaint("0 1\nalice bob\n"),
            "g.txt:2: 'alice' stands where an id should be (a whole number from 0)");
  EXPECT_EQ(complaint("12x 1\n"), "g.txt:1: '12x' stands where an id should be (a whole number from 0)");
  EXPECT_EQ(complaint("1.5 1\n"), "g.txt:1: '1.5' stands where an id should be (a whole number from 0)");
  EXPECT_EQ(complaint("0 1\n\n-3 1\n"), "g.txt:3: the id '-3' is negative");
  EXPECT_EQ(complaint("0 4294967296\n"),
            "g.txt:1: the id 4294967296 is above 4294967295 (ids have 32 bits; renumber them)");
  EXPECT_EQ(complaint("0 99999999999999999999999\n"),
            "g.txt:1: the id 99999999999999999999999 is above 4294967295 (ids have 32 bits; renumber them)");
  EXPECT_EQ(complaint("0 1\n2\n"), "g.txt:2: one id, where a line should have two");
  EXPECT_EQ(complaint("a header\nanother header\n0 1\n"),
            "g.txt:2: 'another' stands where an id should be (a whole number from 0)");
}

TEST(BadGraphFile, binary_is_named) {
  EXPECT_EQ(complaint(std::string("0 1\n\0\1\2garbage\n", 15)),
            "g.txt:2: binary data, not text; this is no edge list");
  EXPECT_EQ(complaint(std::string("\x7f"
                                  "ELF\2\1\1\0",
                                  8)),
            "g.txt:1: binary data, not text; this is no edge list");
  EXPECT_EQ(complaint(std::string(3'000'000, '7')),
            "g.txt:1: a line of over a million characters; this is no edge list");
}

TEST(BadGraphFile, truncated_or_damaged_compression_is_named_wherever_it_ends) {
  std::string text;
  for (std::uint32_t i = 0; i < 3000; ++i)
    text += std::to_string(i * 7919 % 1009) + " " + std::to_string(i * 104729 % 997) + "\n";
  const std::string gz = gzipped(text);
  const std::string zst = zstd(text);
  for (const std::size_t cut : {gz.size() / 2, gz.size() - 9, gz.size() - 4, gz.size() - 1, std::size_t{5}})
    EXPECT_EQ(
        complaint(gz.substr(0, cut)),
        "g.txt: the compressed data ends early (gzip: the file was cut short) copy or download it again")
        << cut;
  for (const std::size_t cut : {zst.size() / 2, zst.size() - 1, std::size_t{6}, std::size_t{4}})
    EXPECT_NE(complaint(zst.substr(0, cut)).find("the compressed data is damaged or ends early"),
              std::string::npos)
        << cut;
  for (std::string damaged : {gz, zst}) {
    damaged.replace(damaged.size() / 2, 12, 12, 'X');
    EXPECT_NE(complaint(damaged), "no complaint");
  }
  std::string changed = gz;
  changed[gz.size() - 6] ^= 1;  // of the checksum
  EXPECT_NE(complaint(changed).find("g.txt: the compressed data is damaged (gzip"), std::string::npos)
      << complaint(changed);
}

// Any bytes at all end in a graph or in an InputError, never in a crash or another error.
RC_GTEST_PROP(BadGraphFileProperty, any_bytes_are_read_or_refused, (const std::string& bytes)) {
  for (const std::string& text : {bytes, "0 1\n" + bytes, "\x1f\x8b" + bytes, "\x28\xb5\x2f\xfd" + bytes})
    complaint(text);
}

// ---- GraphML

constexpr const char* kDirected = R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="name" attr.type="string"/>
  <graph id="G" edgedefault="directed">
    <node id="a"><data key="d0">Ann</data></node> <node id="b"/> <node id="c"/> <node id="lonely"/>
    <edge source="a" target="b"/> <edge source="c" target="a"/> <edge source="c" target="c"/>
  </graph>
</graphml>)";

TEST(GraphMl, directed_edges_are_follows) {
  const TemporaryFolder folder;
  const BuiltGraph built =
      read(folder.write("g.graphml", kDirected), EdgeDirection::reader_author, "graphml");
  EXPECT_EQ(edges_of(built.graph), (Edges{{0, 1}, {2, 0}}));
  EXPECT_EQ(built.followers.size(), 4U);
  EXPECT_EQ(built.self_loops_dropped, 1U);
  const BuiltGraph turned =
      read(folder.write("h.graphml", gzipped(kDirected)), EdgeDirection::author_reader, "graphml");
  EXPECT_EQ(edges_of(turned.graph), (Edges{{0, 2}, {1, 0}}));
}

TEST(GraphMl, undirected_edges_are_mutual_follows) {
  std::string text = kDirected;
  text.replace(text.find("\"directed\""), 10, "\"undirected\"");
  const TemporaryFolder folder;
  const BuiltGraph built = read(folder.write("g.graphml", text), EdgeDirection::reader_author, "graphml");
  EXPECT_EQ(edges_of(built.graph), (Edges{{0, 1}, {0, 2}, {1, 0}, {2, 0}}));
}

TEST(GraphMl, broken_files_are_refused_with_a_line) {
  EXPECT_EQ(complaint("0 1\n", "graphml").substr(0, 19), "g.txt:1: not GraphM");
  EXPECT_EQ(complaint(std::string(kDirected).substr(0, 300), "graphml").substr(0, 6), "g.txt:");
  EXPECT_EQ(
      complaint("<graphml><graph edgedefault=\"directed\"><node id=\"a\"/></graph></graphml>", "graphml"),
      "g.txt: has no edges");
}

TEST(GraphFile, an_unknown_format_is_the_scenarios_mistake) {
  const TemporaryFolder folder;
  EXPECT_THROW(read(folder.write("g.txt", "0 1\n"), EdgeDirection::reader_author, "gml"), ScenarioError);
}

// ---- Writing

RC_GTEST_PROP(WrittenGraph, reads_back_as_it_was, ()) {
  const auto account = rc::gen::inRange(0U, 40U);
  const auto edges = *rc::gen::suchThat(
      rc::gen::container<std::set<test::Edge>>(rc::gen::pair(account, account)),
      [](const auto& set) { return std::ranges::any_of(set, [](auto e) { return e.first != e.second; }); });
  // Ids are mapped by rank, so compare with the ranks of the ids that occur.
  std::set<std::uint32_t> ids;
  Edges kept;
  for (const auto& [a, b] : edges)
    if (a != b) kept.emplace_back(a, b), ids.insert(a), ids.insert(b);
  const auto rank = [&](std::uint32_t id) {
    return static_cast<std::uint32_t>(std::distance(ids.begin(), ids.find(id)));
  };
  for (auto& [a, b] : kept) a = rank(a), b = rank(b);
  const BuiltGraph built = test::graph_of(40, Edges(edges.begin(), edges.end()));
  const TemporaryFolder folder;
  for (const char* name : {"g.txt", "g.txt.gz", "g.txt.zst"}) {
    write_edge_list(folder / name, built.graph);
    RC_ASSERT(edges_of(read(folder / name).graph) == kept);
  }
}

TEST(WrittenGraph, is_compressed_as_its_name_says) {
  const TemporaryFolder folder;
  const FollowGraph graph = test::graph_of(3, {{0, 1}, {2, 0}}).graph;
  write_edge_list(folder / "g.txt", graph);
  write_edge_list(folder / "g.gz", graph);
  write_edge_list(folder / "g.zst", graph);
  EXPECT_EQ(test::slurp(folder / "g.txt"),
            "# Follows: reader, author\n# Accounts: 3 Follows: 2\n0\t1\n2\t0\n");
  EXPECT_EQ(test::slurp(folder / "g.gz").substr(0, 2), "\x1f\x8b");
  EXPECT_EQ(test::slurp(folder / "g.zst").substr(0, 4), "\x28\xb5\x2f\xfd");
}

TEST(WrittenGraph, a_failure_leaves_what_was_there_and_nothing_half_written) {
  const TemporaryFolder folder;
  Serial serial;
  const BuiltGraph big = erdos_renyi({20'000, 1, 0, 1, serial}, 20, false);
  for (const char* name : {"g.txt", "g.gz", "g.zst"}) {
    folder.write(name, "before");
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    const rlimit little{100'000, old.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &little);  // as a full disk: a write fails half-way
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    EXPECT_THROW(write_edge_list(folder / name, big.graph), InputError);
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, handler);
    EXPECT_EQ(test::slurp(folder / name), "before");
    EXPECT_FALSE(std::filesystem::exists(folder / (std::string(name) + ".unfinished")));
  }
  EXPECT_THROW(write_edge_list(folder / "no/such/folder/g.txt", big.graph), InputError);
}

// ---- Real files

struct RealGraph {
  const char* path;
  EdgeDirection direction;
  std::size_t accounts;
  std::uint64_t follows;
  std::uint64_t self_loops;
};

class RealGraphFile : public testing::TestWithParam<RealGraph> {};

TEST_P(RealGraphFile, has_the_published_counts) {
  const std::string path = test::data_path(GetParam().path);
  FANFARE_NEEDS_DATA(path);
  const BuiltGraph built = read(path, GetParam().direction);
  EXPECT_EQ(built.followers.size(), GetParam().accounts);
  EXPECT_EQ(built.edges, GetParam().follows);
  EXPECT_EQ(built.self_loops_dropped, GetParam().self_loops);
  EXPECT_EQ(built.duplicates_dropped, 0U);
  EXPECT_EQ(built.graph.edges(), built.edges);
}

INSTANTIATE_TEST_SUITE_P(
    Data, RealGraphFile,
    testing::Values(
        RealGraph{"snap_graphs/soc-Slashdot0902.txt.gz", EdgeDirection::reader_author, 82'168,
                  948'464 - 78'303, 78'303},
        RealGraph{"snap_graphs/wiki-Vote.txt.gz", EdgeDirection::reader_author, 7'115, 103'689, 0},
        RealGraph{"snap_graphs/facebook_combined.txt.gz", EdgeDirection::mutual, 4'039, 2 * 88'234, 0},
        RealGraph{"flickr_social_likes/links.tsv.gz", EdgeDirection::reader_author, 8'358, 187'273, 0}),
    [](const auto& param) {
      std::string name = std::filesystem::path(param.param.path).stem().stem().string();
      std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
      return name;
    });

}  // namespace
}  // namespace fanfare::read_graph_test
