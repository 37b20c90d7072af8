// SI, SIS, SIR: against closed forms, and what must fail.
#include "models/reference/epidemic.h"

#include "tests/reference/runs.h"

namespace fanfare::reference::test::epidemic_test {
namespace {

const std::string kSixty = "run: {until: 60d, tick: 1d, seed: 5}\n";
const std::string kScaleFree =
    "model: epidemic\n"
    "network: {kind: scale_free, accounts: 20_000, mean_degree: 20}\nbeta: 0.02\n";

TEST(Epidemic, gives_the_same_bits_on_any_ranks_and_threads) {
  for (const char* compartments : {"si", "sis", "sir"})
    expect_exact(
        "model: epidemic\nrun: {until: 12d, tick: 1d, seed: 5}\n"
        "network: {kind: scale_free, accounts: 6000, mean_degree: 8}\nbeta: 0.1\nseeds: {count: "
        "9}\ncompartments: " +
        std::string(compartments) + "\n");
}

// (1 - i) (1 - (1 - beta i)^20) = gamma i where all follow 20: i = .455, less what swings with the largest
// accounts.
TEST(Epidemic, settles_where_infection_and_recovery_balance) {
  const RunResult r =
      run_once(kScaleFree + "seeds: {share: 1%}\nrecovery: 0.2\nrun: {until: 600d, tick: 1d, seed: 5}\n");
  EXPECT_NEAR(last(r, "endemic_prevalence"), 0.453, 0.005);
}
TEST(Epidemic, that_counts_one_contact_fails_the_balance) {
  const RunResult r = run_model<EpidemicParameters, Epidemic>(
      kScaleFree + kSixty + "seeds: {share: 1%}\nrecovery: 0.2\n",
      [](Epidemic& m) { m.mutant = Epidemic::Mutant::one_contact_counts; });
  EXPECT_LT(last(r, "endemic_prevalence"), 0.2);
}
TEST(Epidemic, dies_out_below_the_threshold) {
  EXPECT_EQ(last(run_once(kScaleFree + kSixty + "seeds: {share: 1%}\nrecovery: 0.8\n"), "prevalence"), 0);
}
TEST(Epidemic, without_recovery_reaches_everyone) {
  EXPECT_NEAR(last(run_once(kScaleFree + kSixty + "seeds: {share: 1%}\ncompartments: si\n"), "prevalence"), 1,
              0.001);
}

// Recovery after one tick is bond percolation: S = 1 - e^(-z beta S).
const std::string kSir =
    "model: epidemic\nrun: {until: 80d, tick: 1d, seed: 5}\nnetwork: {accounts: 50_000, mean_degree: 4}\n"
    "compartments: sir\nbeta: 0.5\nrecovery: 1\nseeds: {count: 20}\n";
TEST(Epidemic, sir_ends_at_the_giant_component) {
  const RunResult r = run_once(kSir);
  EXPECT_NEAR(last(r, "final_size"), 0.7968, 0.01);
  EXPECT_EQ(last(r, "prevalence"), 0);
}
TEST(Epidemic, that_infects_the_immune_fails_the_final_size) {
  const RunResult r = run_model<EpidemicParameters, Epidemic>(
      kSir, [](Epidemic& m) { m.mutant = Epidemic::Mutant::immune_are_infected; });
  EXPECT_GT(last(r, "final_size") + last(r, "prevalence"), 0.85);
}

// Draws: as many in 800 days as in the 80 in which it ends, however it ends.
TEST(Epidemic, that_has_ended_costs_no_draw) {
  for (const std::string end : {"compartments: sir\nbeta: 0.5\n", "compartments: sis\nbeta: 0.01\n"}) {
    const std::string text = "model: epidemic\nnetwork: {accounts: 5000, mean_degree: 4}\n"
                             "seeds: {count: 20}\nrecovery: 1\n" + end;
    const RunResult brief = run_once(text + "run: {until: 80d, tick: 1d, seed: 5}\n");
    const RunResult lengthy = run_once(text + "run: {until: 800d, tick: 1d, seed: 5}\n");
    ASSERT_EQ(last(brief, "prevalence"), 0);
    EXPECT_GT(brief.work.draws, 0U);
    EXPECT_EQ(brief.work.draws, lengthy.work.draws);
    EXPECT_EQ(brief.work.edges, lengthy.work.edges);
  }
}
TEST(Epidemic, that_has_everyone_draws_no_more_but_goes_on_along_its_edges) {
  const std::string world = "model: epidemic\ncompartments: si\nbeta: 0.5\nseeds: {count: 20}\n"
                            "network: {kind: watts_strogatz, accounts: 2000, mean_degree: 4}\n";
  const RunResult brief = run_once(world + "run: {until: 1000d, tick: 1d, seed: 5}\n");
  const RunResult lengthy = run_once(world + "run: {until: 1010d, tick: 1d, seed: 5}\n");
  ASSERT_EQ(last(brief, "prevalence"), 1);
  EXPECT_EQ(brief.work.draws, lengthy.work.draws);
  EXPECT_EQ(lengthy.work.edges - brief.work.edges, 10U * 2000 * 4);
}

TEST(Epidemic, probabilities_outside_0_and_1_are_refused) {
  EXPECT_NE(problems_of("model: epidemic\nbeta: 1.2\n").find("test.yaml:6"), std::string::npos);
  EXPECT_NE(problems_of("model: epidemic\nrecovery: -0.1\n"), "");
}

}  // namespace
}  // namespace fanfare::reference::test::epidemic_test
