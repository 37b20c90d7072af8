// Thresholds: Watts, linear threshold, complex contagion, and the counters under them.
#include "models/reference/threshold.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "models/reference/complex_contagion.h"
#include "models/reference/watts.h"
#include "sim/words/said.h"
#include "tests/reference/edge_file.h"
#include "tests/reference/runs.h"

namespace fanfare::reference::test::threshold_test {
namespace {

// The counters against counting by hand.
RC_GTEST_PROP(TrialCounter, counts_each_trial, (std::vector<std::uint64_t> rows, std::uint8_t least)) {
  TrialCounter counter;
  std::array<std::uint32_t, 64> sums{};
  for (const std::uint64_t row : rows) {
    const std::uint32_t times = 1 + static_cast<std::uint32_t>(row % 3);
    counter.add(row, times);
    for (std::uint32_t t = 0; t < 64; ++t) sums[t] += (row >> t & 1) != 0 ? times : 0;
  }
  const std::uint64_t enough = counter.at_least(least);
  for (std::uint32_t t = 0; t < 64; ++t) {
    RC_ASSERT(counter.of(t) == sums[t]);
    RC_ASSERT((enough >> t & 1) == (sums[t] >= least ? 1U : 0U));
  }
}

const std::string kWatts =
    "model: watts\nrun: {until: 60d, tick: 1d, seed: 11}\noutbreak: 1%\ntrials: 128\n"
    "network: {accounts: 10_000, mean_degree: ";

TEST(Watts, gives_the_same_bits_on_any_ranks_and_threads) { expect_exact(kWatts + "4}\n"); }

// Watts 2002: inside the window one account moves nearly all, outside nobody.
TEST(Watts, has_a_window_of_global_cascades) {
  EXPECT_NEAR(last(run_once(kWatts + "4}\n"), "outbreak_size"), 0.980, 0.01);
  EXPECT_EQ(last(run_once(kWatts + "0.8}\n"), "outbreaks"), 0);
  EXPECT_LT(last(run_once(kWatts + "7}\n"), "outbreaks"), 0.01);
}
// phi = .2 is reached by one of five neighbours: K = 5. If it had to be passed, K = 4, and z = 4.5 would be
// outside the window (1.114, 3.863).
TEST(Watts, the_threshold_itself_is_enough) {
  const std::string text = kWatts + "4.5}\nthreshold: 0.2\n";
  EXPECT_GT(last(run_once(text), "outbreaks"), 0.6);
  const auto mutated = [&](Watts::Mutant mutant) {
    using Model = Contagion<Watts>;
    return run_model<WattsParameters, Model>(text, [&](Model& m) { m.rule().mutant = mutant; });
  };
  EXPECT_LT(last(mutated(Watts::Mutant::more_than_threshold), "outbreaks"), 0.1);
}
TEST(Watts, that_counts_neighbours_has_no_upper_end) {
  using Model = Contagion<Watts>;
  const RunResult r = run_model<WattsParameters, Model>(
      kWatts + "7}\n", [](Model& m) { m.rule().mutant = Watts::Mutant::counts_neighbours; });
  EXPECT_GT(last(r, "outbreaks"), 0.9);
}
TEST(Watts, a_threshold_of_0_is_refused_at_its_place) {
  const std::string wrong = problems_of("model: watts\nthreshold: 0\n");
  EXPECT_NE(wrong.find("test.yaml:6"), std::string::npos) << wrong;
}

const std::string kLinear = "model: linear_threshold\nrun: {until: 30d, tick: 1d, seed: 2}\ntrials: 20_000\n";

TEST(LinearThreshold, gives_the_same_bits_on_any_ranks_and_threads) {
  expect_exact(
      "model: linear_threshold\nrun: {until: 9d, tick: 1d, seed: 2}\ntrials: 70\n"
      "network: {accounts: 6000, mean_degree: 4}\nseeds: {by: degree, count: 20}\n");
}
// 0 and 1 reach 2 with weight 2/3 and 3 with 1/2 · 2/3: with one seed of d, the chance is 1/d.
TEST(LinearThreshold, is_moved_by_the_weight_of_who_has_joined) {
  const EdgeFile file("0 2\n1 2\n4 2\n2 3\n5 3\n");
  const std::string text = kLinear + "network: {kind: file, path: " + file.path() +
                           ", direction: author_reader}\nseeds: {by: list, accounts: [0, 1]}\n";
  const double expected = 2 + 2.0 / 3 + 1.0 / 3;
  EXPECT_NEAR(last(run_once(text), "spread"), expected, 4 * 0.82 / std::sqrt(20'000));
  using Model = Contagion<LinearThreshold>;
  const RunResult any = run_model<ThresholdParameters, Model>(
      text, [](Model& m) { m.rule().mutant = LinearThreshold::Mutant::one_neighbour_is_enough; });
  EXPECT_EQ(last(any, "spread"), 4);
}

const std::string kComplex =
    "model: complex_contagion\nrun: {until: 300d, tick: 1d, seed: 4}\ntrials: 64\n"
    "seeds: {by: neighbourhood}\noutbreak: 50%\ncontacts: ";
const std::string kRing = "\nnetwork: {kind: watts_strogatz, accounts: 600, mean_degree: 8, rewire: ";

TEST(ComplexContagion, gives_the_same_bits_on_any_ranks_and_threads) {
  expect_exact(
      "model: complex_contagion\nrun: {until: 40d, tick: 1d, seed: 4}\ntrials: 70\nseeds: {by: "
      "neighbourhood}\n"
      "network: {kind: watts_strogatz, accounts: 6_000, mean_degree: 8, rewire: 0.05}\n");
}
// Centola & Macy 2007: shortcuts speed up what one contact passes on and stop what needs three.
TEST(ComplexContagion, needs_wide_bridges) {
  EXPECT_EQ(last(run_once(kComplex + "1" + kRing + "1}\n"), "outbreaks"), 1);
  EXPECT_EQ(last(run_once(kComplex + "3" + kRing + "0}\n"), "outbreaks"), 1);
  EXPECT_EQ(last(run_once(kComplex + "3" + kRing + "1}\n"), "outbreaks"), 0);
}
TEST(ComplexContagion, that_needs_one_contact_more_is_noticed) {
  // On a ring of 8 neighbours the next account sees 4 that have joined: 4 contacts travel, 5 do not.
  EXPECT_EQ(last(run_once(kComplex + "4" + kRing + "0}\n"), "outbreaks"), 1);
  using Model = Contagion<ComplexContagion>;
  const RunResult more = run_model<ComplexContagionParameters, Model>(
      kComplex + "4" + kRing + "0}\n",
      [](Model& m) { m.rule().mutant = ComplexContagion::Mutant::more_than_contacts; });
  EXPECT_EQ(last(more, "outbreaks"), 0);
}

// What a model says of its seeds.
template <class P, class M>
std::vector<Caution> cautions_of(const std::string& text) {
  std::vector<Caution> said;
  run_model<P, M>(text, [&](M& model) { said = model.cautions(); });
  return said;
}

// Accounts 0 and 1 are read by the same ten, 12 by nine others. Where it takes two to move one, reverse sets
// choose 0 and 12, who move nobody; the two with most followers move ten.
TEST(Seeds, by_influence_say_when_degree_does_better) {
  std::string lines;
  for (const int hub : {0, 1})
    for (int reader = 2; reader < 12; ++reader)
      lines += std::to_string(hub) + " " + std::to_string(reader) + "\n";
  for (int reader = 13; reader < 22; ++reader) lines += "12 " + std::to_string(reader) + "\n";
  const EdgeFile file("22 29\n" + lines);
  const std::string world = "run: {until: 9d, tick: 1d, seed: 3}\nseeds: {by: influence, count: 2}\n"
                            "network: {kind: file, path: " + file.path() +
                            ", first_line: counts, direction: author_reader}\nmodel: complex_contagion\n";
  using Model = Contagion<ComplexContagion>;
  const auto said = cautions_of<ComplexContagionParameters, Model>(world + "contacts: 2\n");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(in_words(said_of(said[0]), Language::english),
            "seeds: the 2 accounts with most followers reach 12 accounts, those chosen by influence 2 "
            "(± 0): by: degree does better here");
  // Where one is enough, both hubs with their audiences beat the two that share one.
  const auto other = cautions_of<ComplexContagionParameters, Model>(world + "contacts: 1\n");
  EXPECT_TRUE(other.empty());
}
TEST(Seeds, by_influence_say_when_their_sets_were_too_few) {
  const std::string world = "run: {until: 9d, tick: 1d, seed: 3}\nmodel: linear_threshold\n"
                            "network: {accounts: 5000, mean_degree: 3}\n";
  using Model = Contagion<LinearThreshold>;
  const auto few = cautions_of<ThresholdParameters, Model>(world + "seeds: {by: influence, sets: 1000}\n");
  ASSERT_FALSE(few.empty());
  EXPECT_EQ(few[0].key, "caution.seeds_unsettled");
  const auto enough = cautions_of<ThresholdParameters, Model>(world + "seeds: {by: influence}\n");
  EXPECT_TRUE(enough.empty());
}

}  // namespace
}  // namespace fanfare::reference::test::threshold_test
