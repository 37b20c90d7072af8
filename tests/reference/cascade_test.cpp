// Independent cascade: against bond percolation, in closed form on small graphs, and what must fail.
#include "models/reference/cascade.h"

#include <cmath>

#include "tests/reference/edge_file.h"
#include "tests/reference/runs.h"

namespace fanfare::reference::test::cascade_test {
namespace {

const std::string kModel = "model: independent_cascade\nrun: {until: 60d, tick: 1d, seed: 3}\n";

TEST(Cascade, gives_the_same_bits_on_any_ranks_and_threads) {
  expect_exact(
      kModel +
      "network: {accounts: 6000, mean_degree: 3}\nprobability: 0.5\nseeds: {count: 3}\ntrials: 70\n");
}

// S = 1 - e^(-z p S): bond percolation on G(n, p), Newman 2002.
TEST(Cascade, reaches_the_giant_component_of_percolation) {
  const RunResult r =
      run_once(kModel + "network: {accounts: 20_000, mean_degree: 3}\nprobability: 0.5\ntrials: 256\n");
  EXPECT_NEAR(last(r, "outbreak_size"), 0.5828, 0.015);
  EXPECT_NEAR(last(r, "outbreaks"), 0.5828, 0.09);  // 3 standard errors of 256 trials
  EXPECT_EQ(last(r, "unfinished"), 0);
}
TEST(Cascade, that_tries_every_tick_fails_percolation) {
  using Model = Contagion<IndependentCascade>;
  const RunResult r = run_model<CascadeParameters, Model>(
      kModel + "network: {accounts: 20_000, mean_degree: 3}\nprobability: 0.5\ntrials: 64\n",
      [](Model& m) { m.rule().mutant = IndependentCascade::Mutant::tries_again; });
  EXPECT_GT(last(r, "outbreak_size"), 0.7);
}

// Two accounts joined by c lines of p: the second is reached with 1 - (1 - p)^c.
TEST(Cascade, parallel_edges_are_tries_of_their_own) {
  const EdgeFile file("2 3\n0 1\n0 1\n0 1\n");
  const std::string text = kModel + "network: {kind: file, path: " + file.path() +
                           ", first_line: counts, parallel_edges: kept}\nprobability: 0.2\n"
                           "seeds: {by: list, accounts: [0]}\ntrials: 20_000\n";
  const double expected = 1 + (1 - 0.8 * 0.8 * 0.8);
  EXPECT_NEAR(last(run_once(text), "spread"), expected, 4 * 0.5 / std::sqrt(20'000));
  using Model = Contagion<IndependentCascade>;
  const RunResult dropped = run_model<CascadeParameters, Model>(
      text, [](Model& m) { m.rule().mutant = IndependentCascade::Mutant::forgets_parallel_edges; });
  EXPECT_GT(std::fabs(last(dropped, "spread") - expected), 0.2);
}

// NetHEPT as Chen, Wang & Yang distribute it, p = .01, the 50 authors with most lines: 122.6.
TEST(Cascade, nethept_needs_its_parallel_edges) {
  const std::string path = real_data("im_benchmarks/hep.txt.gz");
  if (path.empty()) GTEST_SKIP() << "no im_benchmarks/hep.txt.gz";
  const std::string text = kModel +
                           "network: {kind: file, path: " + std::filesystem::absolute(path).string() +
                           ", first_line: counts, parallel_edges: kept}\nprobability: 0.01\n"
                           "seeds: {by: degree, count: 50}\ntrials: 2_000\n";
  EXPECT_NEAR(last(run_once(text), "spread"), 122.6, 0.015 * 122.6);
  using Model = Contagion<IndependentCascade>;
  const RunResult dropped = run_model<CascadeParameters, Model>(
      text, [](Model& m) { m.rule().mutant = IndependentCascade::Mutant::forgets_parallel_edges; });
  EXPECT_LT(last(dropped, "spread"), 0.985 * 122.6);
}

// Follows that are asked: as many in 400 days as in the 40 in which everything ends.
TEST(Cascade, that_has_ended_costs_nothing) {
  const std::string text = "model: independent_cascade\nnetwork: {accounts: 5000, mean_degree: 3}\n"
                           "probability: 0.5\ntrials: 70\nrun: {tick: 1d, seed: 3, until: ";
  const RunResult brief = run_once(text + "40d}\n"), lengthy = run_once(text + "400d}\n");
  ASSERT_EQ(last(brief, "unfinished"), 0);
  EXPECT_GT(brief.work.edges, 0U);
  EXPECT_EQ(brief.work.edges, lengthy.work.edges);
  EXPECT_EQ(last(brief, "spread"), last(lengthy, "spread"));
}
TEST(Cascade, asks_only_whom_somebody_new_speaks_to) {
  const EdgeFile chain("0 1\n1 2\n2 3\n3 4\n5 6\n");
  const RunResult r = run_once(kModel + "network: {kind: file, path: " + chain.path() +
                               "}\nprobability: 1\nseeds: {by: list, accounts: [0]}\ntrials: 1\n");
  EXPECT_EQ(last(r, "spread"), 5);
  EXPECT_EQ(r.work.edges, 2U + 2 + 2 + 1);  // the follows of 1, 2, 3 and 4, once each
}
TEST(Frontier, is_where_somebody_joined_in_the_last_tick) {
  Trials trials;
  trials.resize(100, 130);
  trials.join(70, 2, 3);
  Frontier frontier;
  frontier.find(trials);  // as after a checkpoint was loaded
  EXPECT_FALSE(frontier.is_empty());
  EXPECT_EQ(frontier.live(0), 0U);
  EXPECT_EQ(frontier.live(2), 3U);
  const std::vector<std::uint32_t> of_70{1, 70}, of_others{1, 69, 71};
  EXPECT_TRUE(frontier.reaches(of_70));
  EXPECT_FALSE(frontier.reaches(of_others));
  frontier.pass(trials);
  EXPECT_TRUE(frontier.is_empty());
  EXPECT_FALSE(frontier.reaches(of_70));
  EXPECT_EQ(trials.is_fresh(70, 2), 0U);
}

TEST(Cascade, takes_probabilities_edge_by_edge) {
  const EdgeFile file("0 1 0.25\n0 2 1\n2 3 0\n");
  const RunResult r = run_once(kModel + "network: {kind: file, path: " + file.path() +
                               ", direction: author_reader}\ntransmission: per_edge\n"
                               "seeds: {by: list, accounts: [0]}\ntrials: 20_000\n");
  EXPECT_NEAR(last(r, "spread"), 2.25, 4 * 0.43 / std::sqrt(20'000));
}

TEST(Cascade, weighted_is_one_over_the_edges_in) {
  const EdgeFile file("0 2\n1 2\n3 2\n2 4\n");
  const RunResult r = run_once(kModel + "network: {kind: file, path: " + file.path() +
                               ", direction: author_reader}\ntransmission: weighted\n"
                               "seeds: {by: list, accounts: [0]}\ntrials: 20_000\n");
  EXPECT_NEAR(last(r, "spread"), 1 + 1.0 / 3 + 1.0 / 3, 4 * 0.94 / std::sqrt(20'000));
}

TEST(Cascade, a_probability_above_one_is_told_at_its_place) {
  const std::string wrong = problems_of(kModel + "probability: 1.5\n");
  EXPECT_NE(wrong.find("test.yaml:7"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("1.5"), std::string::npos) << wrong;
}
TEST(Cascade, more_seeds_than_accounts_are_told_at_their_place) {
  const std::string wrong = problems_of(kModel + "network: {accounts: 20}\nseeds: {by: degree, count: 50}\n");
  EXPECT_NE(wrong.find("50 seeds of 20 accounts"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("test.yaml:8"), std::string::npos) << wrong;
  const EdgeFile file("0 1\n1 2\n");
  EXPECT_THROW(
      run_once(kModel + "network: {kind: file, path: " + file.path() + "}\nseeds: {by: degree, count: 50}\n"),
      ScenarioError);
}
TEST(Cascade, a_network_without_edges_is_refused) {
  EXPECT_NE(problems_of(kModel + "network: {mean_degree: 0}\n").find("without edges"), std::string::npos);
  const EdgeFile loops("1 1\n2 2\n");
  EXPECT_THROW(run_once(kModel + "network: {kind: file, path: " + loops.path() + "}\n"), InputError);
  EXPECT_THROW(run_once(kModel + "network: {accounts: 2, mean_degree: 0.000000001}\n"), ScenarioError);
}
TEST(Cascade, a_file_of_probabilities_that_lacks_a_pair_is_refused_by_name) {
  const EdgeFile file("0 1 0.25\n0 2 1\n");
  try {
    run_once(kModel + "network: {accounts: 50, mean_degree: 4}\ntransmission: per_edge\nprobabilities: " +
             file.path() + "\n");
    FAIL() << "it ran";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("has no probability for"), std::string::npos) << error.what();
  }
}
TEST(Cascade, a_number_above_one_in_a_file_is_told_with_its_line) {
  const EdgeFile file("0 1 0.25\n0 2 1.5\n");
  try {
    run_once(kModel + "network: {kind: file, path: " + file.path() + "}\ntransmission: per_edge\n");
    FAIL() << "it ran";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find(":2: '1.5' is outside [0, 1]"), std::string::npos)
        << error.what();
  }
}
TEST(Cascade, a_file_that_was_cut_off_is_refused) {
  const EdgeFile file("3 3\n0 1\n1 2\n");
  EXPECT_THROW(run_once(kModel + "network: {kind: file, path: " + file.path() + ", first_line: counts}\n"),
               InputError);
}

}  // namespace
}  // namespace fanfare::reference::test::cascade_test
