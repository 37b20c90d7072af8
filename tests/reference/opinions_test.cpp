// Bounded confidence: what is conserved, what can be said beforehand, the numbers of camps, and what must
// fail.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "models/reference/deffuant.h"
#include "models/reference/hegselmann_krause.h"
#include "tests/reference/runs.h"

namespace fanfare::reference::test::opinions_test {
namespace {

std::string deffuant(const std::string& more) {
  return "model: deffuant\nrun: {until: 100d, tick: 1d, seed: 5}\noutputs: {every: 100d}\naccounts: 4000\n" +
         more;
}
std::string hegselmann_krause(const std::string& more) {
  return "model: hegselmann_krause\nrun: {until: 40d, tick: 1d, seed: 5}\noutputs: {every: 40d}\n" + more;
}
RunResult deffuant_with(const std::string& more, Deffuant::Mutant mutant) {
  return run_model<DeffuantParameters, Deffuant>(deffuant(more), [&](Deffuant& m) { m.mutant = mutant; });
}
RunResult hegselmann_krause_with(const std::string& more, HegselmannKrause::Mutant mutant) {
  return run_model<HegselmannKrauseParameters, HegselmannKrause>(
      hegselmann_krause(more), [&](HegselmannKrause& m) { m.mutant = mutant; });
}

RC_GTEST_PROP(Pairing, everyone_has_one_partner_who_has_them, ()) {
  const auto n = *rc::gen::inRange(2U, 700U);
  const Pairing pairing(Draws(*rc::gen::arbitrary<std::uint32_t>(), purpose(41, 2)), n,
                        *rc::gen::inRange(0U, 1000U));
  std::uint32_t alone = 0;
  std::vector<bool> taken(n);
  for (std::uint32_t a = 0; a < n; ++a) {
    const std::uint32_t b = pairing.partner(a);
    RC_ASSERT(b < n);
    RC_ASSERT(pairing.partner(b) == a);
    RC_ASSERT(!taken[pairing.place(a)]);
    taken[pairing.place(a)] = true;
    alone += a == b ? 1 : 0;
  }
  RC_ASSERT(alone == n % 2);
}
TEST(Pairing, partners_are_spread_evenly) {
  std::vector<std::uint32_t> met(50);
  for (Tick tick = 0; tick < 20'000; ++tick) ++met[Pairing(Draws(3, purpose(41, 2)), 50, tick).partner(7)];
  EXPECT_EQ(met[7], 0U);
  for (std::uint32_t b = 0; b < 50; ++b)
    if (b != 7) {
      EXPECT_NEAR(met[b], 20'000 / 49.0, 5 * 20.2) << b;
    }
}

TEST(Deffuant, gives_the_same_bits_on_any_ranks_and_threads) { expect_exact(deffuant("confidence: 0.3\n")); }

// What one gives up the other gains, so the mean stays to the last bit.
TEST(Deffuant, conserves_the_mean_opinion) {
  const auto start = uniform_opinions(4000, Draws(derive_seed(5, 0), purpose(41, 1)));
  const double before = camps_of(start, 0.1, 40).mean;
  EXPECT_NEAR(last(run_once(deffuant("confidence: 0.3\nconvergence: 0.3\n")), "mean_opinion"), before, 1e-12);
  EXPECT_GT(
      std::fabs(last(deffuant_with("confidence: 0.3\n", Deffuant::Mutant::one_side_moves), "mean_opinion") -
                before),
      1e-5);
}
// About 1/(2 d) camps or one fewer (Deffuant 2000).
TEST(Deffuant, forms_as_many_camps_as_confidence_allows) {
  EXPECT_EQ(last(run_once(deffuant("confidence: 0.5\n")), "camps"), 1);
  EXPECT_EQ(last(run_once(deffuant("confidence: 0.3\n")), "camps"), 1);
  EXPECT_EQ(last(run_once(deffuant("confidence: 0.2\n")), "camps"), 2);
  const double many = last(run_once(deffuant("confidence: 0.1\n")), "camps");
  EXPECT_GE(many, 3);
  EXPECT_LE(many, 5);
}
TEST(Deffuant, that_talks_to_everyone_has_one_camp_only) {
  EXPECT_EQ(last(deffuant_with("confidence: 0.1\n", Deffuant::Mutant::talks_to_everyone), "camps"), 1);
}
TEST(Deffuant, without_confidence_nobody_moves) {
  EXPECT_NEAR(last(run_once(deffuant("confidence: 0\n")), "opinion_deviation"), std::sqrt(1.0 / 12), 0.01);
}

TEST(HegselmannKrause, gives_the_same_bits_on_any_ranks_and_threads) {
  expect_exact(hegselmann_krause("accounts: 5000\nconfidence: 0.15\n"));
}
// Plurality, polarisation, consensus, as in the three pictures of the paper; two camps are sure near .18.
TEST(HegselmannKrause, goes_from_plurality_over_two_camps_to_consensus) {
  EXPECT_GT(last(run_once(hegselmann_krause("confidence: 0.01\n")), "camps") +
                last(run_once(hegselmann_krause("confidence: 0.01\n")), "fringe_camps"),
            20);
  EXPECT_EQ(last(run_once(hegselmann_krause("confidence: 0.18\n")), "camps"), 2);
  EXPECT_EQ(last(run_once(hegselmann_krause("confidence: 0.25\n")), "camps"), 1);
}
TEST(HegselmannKrause, settles_for_good) {
  const RunResult r = run_once(hegselmann_krause("confidence: 0.15\n"));
  EXPECT_LT(last(r, "settled_at"), 30);
}
TEST(HegselmannKrause, that_hears_everyone_or_one_side_has_other_camps) {
  EXPECT_EQ(
      last(hegselmann_krause_with("confidence: 0.15\n", HegselmannKrause::Mutant::hears_everyone), "camps"),
      1);
  EXPECT_GT(last(hegselmann_krause_with("confidence: 0.15\n", HegselmannKrause::Mutant::hears_one_side),
                 "mean_opinion"),
            0.6);
}
// Nobody overtakes anybody (Hegselmann & Krause 2002, sec. 3).
TEST(HegselmannKrause, keeps_the_order_of_opinions) {
  const auto before = uniform_opinions(625, Draws(derive_seed(5, 0), purpose(42, 1)));
  std::vector<std::size_t> order(before.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return before[a] < before[b]; });
  HegselmannKrauseParameters p;
  Parameters<HegselmannKrauseParameters> set;
  Serial serial;
  Shelf shelf;
  HegselmannKrause model(
      p, set, {.seed = derive_seed(5, 0), .parallel = serial, .shelf = shelf, .run = {}, .outputs = {}});
  const auto comm = local_comm();
  Simulation simulation(model, *comm, serial);
  for (int step = 0; step < 6; ++step) {
    simulation.step();
    for (std::size_t i = 1; i < order.size(); ++i)
      EXPECT_LE(model.opinions()[order[i - 1]], model.opinions()[order[i]]);
  }
}

TEST(Opinions, camps_are_counted_by_gaps) {
  std::vector<Opinion> opinions(50, to_opinion(0.2));
  opinions.insert(opinions.end(), 30, to_opinion(0.7));
  opinions.push_back(to_opinion(0.95));
  const Camps camps = camps_of(opinions, 0.1, 2);
  EXPECT_EQ(camps.camps, 2);
  EXPECT_EQ(camps.fringe, 1);
  EXPECT_NEAR(camps.largest, 50.0 / 81, 1e-12);
}

}  // namespace
}  // namespace fanfare::reference::test::opinions_test
