// Bass: against its difference equation and its closed form, on networks, and what must fail.
#include "models/reference/bass.h"

#include <cmath>

#include "tests/reference/runs.h"

namespace fanfare::reference::test::bass_test {
namespace {

const std::string kDaily =
    "model: bass\nrun: {until: 10d, tick: 1d, seed: 8}\nnetwork: {accounts: 100_000}\n";

// F + (p + q F)(1 - F) for p = .03, q = .38 at t = 1 … 10.
constexpr std::array kDiscrete{.03, .07016, .12284, .19010, .27291, .37012, .47761, .58809, .69250, .78264};
// 4 sqrt(F (1 - F) / N) · 1.6 + .002
double tolerance(double f) { return 4 * std::sqrt(f * (1 - f) / 100'000) * 1.6 + 0.002; }
bool keeps_to_the_equation(const RunResult& r) {
  bool keeps = true;
  for (std::size_t t = 1; t <= 10; ++t)
    keeps &= std::fabs(at_day(r, "adopted", t) - kDiscrete[t - 1]) <= tolerance(kDiscrete[t - 1]);
  return keeps;
}

TEST(Bass, gives_the_same_bits_on_any_ranks_and_threads) {
  expect_exact("model: bass\nrun: {until: 9d, tick: 1d, seed: 8}\nnetwork: {accounts: 6000}\n");
  expect_exact(
      "model: bass\nrun: {until: 9d, tick: 1d, seed: 8}\nmixing: network\nnetwork: {accounts: 6000, "
      "mean_degree: 6}\n");
}
TEST(Bass, follows_the_difference_equation_in_steps_of_a_period) {
  EXPECT_TRUE(keeps_to_the_equation(run_once(kDaily)));
}
TEST(Bass, that_sees_an_old_share_or_is_never_done_does_not) {
  for (const auto mutant : {Bass::Mutant::share_lags, Bass::Mutant::nobody_is_done})
    EXPECT_FALSE(
        keeps_to_the_equation(run_model<BassParameters, Bass>(kDaily, [&](Bass& m) { m.mutant = mutant; })));
}
TEST(Bass, follows_the_closed_form_in_short_steps) {
  const RunResult r =
      run_once("model: bass\nrun: {until: 20d, tick: 1h, seed: 8}\nnetwork: {accounts: 100_000}\n");
  EXPECT_LT(last(r, "curve_error"), 0.01);
  EXPECT_NEAR(last(r, "peak_time"), 6.19262, 0.15);
  EXPECT_NEAR(last(r, "fitted_p"), 0.03, 0.001);
  EXPECT_NEAR(last(r, "fitted_q"), 0.38, 0.008);
}
TEST(Bass, without_imitation_decays_exponentially) {
  const RunResult r = run_once(kDaily + "q: 0\n");
  EXPECT_NEAR(last(r, "adopted"), 1 - std::pow(0.97, 10), 0.006);
}

// As p → 0, dF/dt = q F (1 - F): wherever chance lets it start, the log odds of F grow by q a day.
const std::string kLogistic =
    "model: bass\nrun: {until: 35d, tick: 1h, seed: 8}\nnetwork: {accounts: 100_000}\np: 0.0001\nq: 0.5\n";
bool is_logistic(const RunResult& r) {
  const std::vector<double>& time = r.data.variable("time_to")->data;
  const double median = time.at(2);
  constexpr std::array<std::pair<double, std::size_t>, 4> kLevels{{{.1, 0}, {.16, 1}, {.9, 3}, {.99, 4}}};
  bool is = true;
  for (const auto& [level, at] : kLevels) {
    const double log_odds = std::log(level / (1 - level));
    const double noise = 4 / std::sqrt(100'000 * level * (1 - level)) + 0.02;  // and steps of an hour
    is &= std::fabs(0.5 * (time.at(at) - median) - log_odds) <= noise;
  }
  return is;
}
TEST(Bass, of_hardly_any_innovation_is_logistic) { EXPECT_TRUE(is_logistic(run_once(kLogistic))); }
TEST(Bass, that_is_never_done_is_not_logistic) {
  EXPECT_FALSE(is_logistic(run_model<BassParameters, Bass>(
      kLogistic, [](Bass& m) { m.mutant = Bass::Mutant::nobody_is_done; })));
}

TEST(Bass, is_slower_where_neighbours_alone_are_seen) {
  const std::string text =
      "model: bass\nrun: {until: 7d, tick: 1d, seed: 8}\n"
      "network: {kind: watts_strogatz, accounts: 20_000, mean_degree: 10}\nmixing: ";
  EXPECT_LT(last(run_once(text + "network\n"), "adopted"),
            last(run_once(text + "complete\n"), "adopted") - 0.01);
}
TEST(Bass, a_hazard_above_one_is_refused) {
  EXPECT_THROW(run_once(kDaily + "q: 3\n"), ScenarioError);
  EXPECT_NE(problems_of("model: bass\np: 1.5\n").find("test.yaml:6"), std::string::npos);
}

}  // namespace
}  // namespace fanfare::reference::test::bass_test
