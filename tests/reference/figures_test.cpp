// The figures of networks that can be counted by hand.
#include "models/reference/figures.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "sim/results/atomic_file.h"
#include "tests/reference/runs.h"

namespace fanfare::reference::figures_test {
namespace {

class Figures : public testing::Test {
 protected:
  // The network of an edge list's lines.
  Network network(const std::string& lines, EdgeDirection direction = EdgeDirection::mutual) {
    const auto path =
        std::filesystem::temp_directory_path() / ("fanfare-figures-" + std::to_string(::getpid()));
    write_file(path, lines);
    NetworkParameters p;
    p.kind = NetworkKind::file;
    p.path = path.string();
    p.direction = direction;
    Network made = detail::make_network(p, false, {0, 1, 0, 1, serial_});
    std::filesystem::remove(path);
    return made;
  }
  Serial serial_;
};

TEST_F(Figures, a_triangle_with_a_tail) {
  const Neighbours n(network("0 1\n1 2\n2 0\n2 3\n"));
  EXPECT_NEAR(mean_clustering(n), (1 + 1 + 1.0 / 3 + 0) / 4, 1e-12);
  const Distances d = distances_of(n);
  EXPECT_EQ(d.longest, 2U);
  EXPECT_EQ(d.pairs, 12U);
  EXPECT_EQ(d.sum, 16U);  // four edges of 1 and two pairs at 2, both ways
}

TEST_F(Figures, a_path_of_four_has_no_triangles_and_a_diameter_of_three) {
  const Neighbours n(network("0 1\n1 2\n2 3\n"));
  EXPECT_EQ(mean_clustering(n), 0);
  EXPECT_EQ(distances_of(n).longest, 3U);
}

TEST_F(Figures, accounts_that_are_not_connected_are_not_far) {
  const Distances d = distances_of(Neighbours(network("0 1\n2 3\n")));
  EXPECT_EQ(d.longest, 1U);
  EXPECT_EQ(d.pairs, 4U);
}

TEST_F(Figures, a_follow_joins_two_accounts_whichever_way_it_goes) {
  const Neighbours n(network("0 1\n1 0\n2 0\n", EdgeDirection::reader_author));
  EXPECT_EQ(n[0], (std::vector<std::uint32_t>{1, 2}));
  EXPECT_TRUE(n.joined(0, 2));
}

}  // namespace
}  // namespace fanfare::reference::figures_test
