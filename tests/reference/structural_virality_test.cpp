// Structural virality: exact on toy trees, the branching process in closed form, and what must fail.
#include "models/reference/structural_virality.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/reference/runs.h"

namespace fanfare::reference::test::structural_virality_test {
namespace {

double virality(const std::vector<std::uint32_t>& parent) {
  return structural_virality(distance_sum(parent), static_cast<std::uint32_t>(parent.size()));
}

TEST(StructuralVirality, of_a_star_is_2_less_2_over_n) {
  EXPECT_DOUBLE_EQ(virality(std::vector<std::uint32_t>(100, 0)), 1.98);
}
TEST(StructuralVirality, of_a_path_is_a_third_of_n_plus_1) {
  std::vector<std::uint32_t> path(50, 0);
  for (std::uint32_t i = 1; i < 50; ++i) path[i] = i - 1;
  EXPECT_DOUBLE_EQ(virality(path), 17);
}
// A root with two children of two children each: 6 pairs at 1, 7 at 2, 4 at 3, 4 at 4.
TEST(StructuralVirality, of_a_balanced_tree_is_counted_by_hand) {
  EXPECT_DOUBLE_EQ(virality({0, 0, 0, 1, 1, 2, 2}), (6 * 1 + 7 * 2 + 4 * 3 + 4 * 4) / 21.0);
}
// Any tree: the sum over edges is the sum over pairs, walked one by one.
RC_GTEST_PROP(StructuralVirality, of_any_tree_is_the_mean_distance, (std::vector<std::uint32_t> draws)) {
  std::vector<std::uint32_t> parent{0}, depth{0};
  for (const std::uint32_t draw : draws) {
    parent.push_back(draw % static_cast<std::uint32_t>(parent.size()));
    depth.push_back(depth[parent.back()] + 1);
  }
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < parent.size(); ++i)
    for (std::uint32_t j = 0; j < parent.size(); ++j) {
      std::uint32_t a = i, b = j;
      for (; a != b; ++sum) (depth[a] >= depth[b] ? a : b) = parent[depth[a] >= depth[b] ? a : b];
    }
  RC_ASSERT(distance_sum(parent) == sum);
}

const std::string kModel = "model: structural_virality\nrun: {until: 1d, tick: 1d, seed: 3}\n";
const std::string kSmall = kModel + "nodes: 200_000\nroots: 200_000\nfollowers_cap: 2_000\n";

TEST(StructuralVirality, gives_the_same_bits_on_any_ranks_and_threads) {
  expect_exact(kModel +
               "nodes: 20_000\nroots: 9_000\nfollowers_cap: 2_000\nreproduction: 0.9\nleast_size: 20\n");
}
// Of n accounts in all that n roots reach, 1 / (1 - r) each: the mean of a branching process.
TEST(StructuralVirality, cascades_have_the_mean_size_of_a_branching_process) {
  EXPECT_NEAR(last(run_once(kSmall), "mean_size"), 2, 0.06);
}
TEST(StructuralVirality, keeps_to_the_computed_row) {
  const RunResult r = run_once(kSmall);
  EXPECT_NEAR(last(r, "singletons"), 0.703, 0.02);
  EXPECT_NEAR(last(r, "depth_at_most_1"), 0.895, 0.02);
  EXPECT_NEAR(last(r, "virality_mean"), 3.66, 0.35);
}
TEST(StructuralVirality, mutants_fail_the_row) {
  const auto with = [&](StructuralVirality::Mutant mutant) {
    return run_model<ViralityParameters, StructuralVirality>(
        kSmall, [&](StructuralVirality& m) { m.mutant = mutant; });
  };
  EXPECT_GT(std::fabs(last(with(StructuralVirality::Mutant::counts_levels), "virality_mean") - 3.66), 0.7);
}
TEST(StructuralVirality, in_a_small_world_who_adopts_again_never_ends) {
  const std::string tiny =
      kModel + "nodes: 300\nroots: 20\nfollowers_cap: 20\nexponent: 1.6\nreproduction: 2\n";
  EXPECT_LE(last(run_once(tiny), "mean_size"), 300);
  const RunResult again = run_model<ViralityParameters, StructuralVirality>(
      tiny, [](StructuralVirality& m) { m.mutant = StructuralVirality::Mutant::adopts_again; });
  EXPECT_GT(last(again, "mean_size"), 300);
}
TEST(StructuralVirality, refuses_what_can_not_be_drawn) {
  EXPECT_NE(problems_of(kModel + "nodes: 100\n").find("more followers than"), std::string::npos);
  EXPECT_THROW(run_once(kModel + "nodes: 10_000\nroots: 10\nfollowers_cap: 100\nreproduction: 50\n"),
               ScenarioError);
}

}  // namespace
}  // namespace fanfare::reference::test::structural_virality_test
