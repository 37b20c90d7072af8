// MusicLab and popularity bias: closed forms, orders of conditions, theorems, and what must fail.
#include "models/reference/musiclab.h"
#include "models/reference/popularity_bias.h"
#include "tests/reference/runs.h"

namespace fanfare::reference::test::markets_test {
namespace {

// 2,800 listens a world, as in the experiments.
std::string musiclab(const std::string& more) {
  return "model: musiclab\nrun: {until: 28d, tick: 1d, seed: 5}\noutputs: {every: 28d}\n" + more;
}
RunResult musiclab_with(const std::string& more, MusicLab::Mutant mutant) {
  return run_model<MusicLabParameters, MusicLab>(musiclab(more), [&](MusicLab& m) { m.mutant = mutant; });
}
std::string bias(const std::string& more) {
  return "model: popularity_bias\nrun: {until: 20d, tick: 1d, seed: 5}\noutputs: {every: 20d}\n" + more;
}
RunResult bias_with(const std::string& more, PopularityBias::Mutant mutant) {
  return run_model<PopularityBiasParameters, PopularityBias>(bias(more),
                                                             [&](PopularityBias& m) { m.mutant = mutant; });
}

const std::string kIndependent = "social: false\nalpha: 900\n";
const std::string kFirst = "alpha: 900\n";
const std::string kSecond = "alpha: 200\norder: popularity\nposition_exponent: 0.5\n";

TEST(MusicLab, gives_the_same_bits_on_any_ranks_and_threads) {
  expect_exact(musiclab("worlds: 2500\nlistens: 5\norder: popularity\nposition_exponent: 1\n"));
}

TEST(MusicLab, social_influence_makes_success_unequal_and_unpredictable) {
  for (const char* measure : {"gini", "unpredictability"}) {
    const double alone = last(run_once(musiclab("worlds: 40\n" + kIndependent)), measure);
    const double first = last(run_once(musiclab("worlds: 40\n" + kFirst)), measure);
    const double second = last(run_once(musiclab("worlds: 40\n" + kSecond)), measure);
    EXPECT_LT(alone * 1.1, first) << measure;
    EXPECT_LT(first * 1.1, second) << measure;
  }
}
// Experiment 2 was 1.3 to 2.5 times as unpredictable as experiment 1: sorting by counts and a smaller α.
TEST(MusicLab, sorting_by_counts_makes_success_twice_as_unpredictable) {
  double first = 0, second = 0;
  for (std::uint32_t replicate = 0; replicate < 10; ++replicate) {
    first += last(run_once(musiclab(kFirst), replicate), "unpredictability");
    second += last(run_once(musiclab("alpha: 200\norder: popularity\n"), replicate), "unpredictability");
  }
  EXPECT_GT(second / first, 1.3);
  EXPECT_LT(second / first, 2.5);
}
TEST(MusicLab, whose_downloads_are_unseen_has_no_influence) {
  EXPECT_NEAR(last(musiclab_with("worlds: 40\n" + kFirst, MusicLab::Mutant::downloads_unseen), "gini"),
              last(run_once(musiclab("worlds: 40\n" + kIndependent)), "gini"), 0.03);
}
// Alone: song i gets a share ∝ A_i q_i, so efficiency is Σ A q.
TEST(MusicLab, alone_a_song_is_downloaded_by_appeal_times_quality) {
  const RunResult r = run_once(musiclab("worlds: 400\n" + kIndependent));
  EXPECT_NEAR(last(r, "efficiency"), 0.47, 0.12);
  EXPECT_EQ(last(musiclab_with("worlds: 400\n" + kIndependent, MusicLab::Mutant::everything_is_downloaded),
                 "efficiency"),
            1);
}
// Van Hentenryck 2016: ranked by quality, the market goes to the best song; by popularity, not always.
TEST(MusicLabFacts, ranked_by_quality_the_best_song_takes_the_market) {
  const std::string longer =
      "run: {until: 80d, tick: 1d, seed: 5}\nlistens: 5000\nworlds: 12\nalpha: 200\nposition_exponent: 1\n";
  const auto text = [&](const std::string& order) {
    return "model: musiclab\noutputs: {every: 80d}\n" + longer + "order: " + order + "\n";
  };
  const RunResult quality = run_once(text("quality"));
  EXPECT_EQ(last(quality, "best_wins"), 1);
  EXPECT_GT(last(quality, "best_share"), 0.85);
  EXPECT_LT(last(run_once(text("popularity")), "best_wins"), 1);
  const RunResult worst = run_model<MusicLabParameters, MusicLab>(
      text("quality"), [](MusicLab& m) { m.mutant = MusicLab::Mutant::best_last; });
  EXPECT_LT(last(worst, "best_share"), 0.5);
}
TEST(MusicLab, refuses_what_can_not_be) {
  EXPECT_NE(problems_of(musiclab("worlds: 0\n")), "");
  EXPECT_NE(problems_of(musiclab("order: newest\n")), "");
}

TEST(PopularityBias, gives_the_same_bits_on_any_ranks_and_threads) {
  expect_exact(bias("markets: 2500\nchoices: 20\n"));
}

// β = 0: E[q²] / E[q] = 2/3; β = 1: 1/2; α = 0: (1 − β) 2/3 + β/2.
TEST(PopularityBiasFacts, meets_its_exact_anchors) {
  EXPECT_NEAR(last(run_once(bias("beta: 0\n")), "mean_quality"), 2.0 / 3, 0.015);
  EXPECT_NEAR(last(run_once(bias("beta: 1\nmarkets: 2000\nchoices: 200\n")), "mean_quality"), 0.5, 0.02);
  for (const double beta : {0.25, 0.5, 0.75})
    EXPECT_NEAR(last(run_once(bias("alpha: 0\nbeta: " + std::to_string(beta) + "\n")), "mean_quality"),
                (1 - beta) * 2 / 3 + beta / 2, 0.015);
}
TEST(PopularityBias, is_best_at_intermediate_exploration) {
  const auto quality = [](const std::string& alpha) {
    return last(run_once(bias("beta: 0.4\nalpha: " + alpha + "\n")), "mean_quality");
  };
  const double middle = quality("1.25");
  EXPECT_GT(middle, 2.0 / 3);
  EXPECT_GT(middle, quality("0.25") + 0.02);
  EXPECT_GT(middle, quality("4") + 0.02);
}
TEST(PopularityBias, wrong_models_miss_anchors_and_maximum) {
  EXPECT_GT(std::fabs(last(bias_with("beta: 0\n", PopularityBias::Mutant::quality_squared), "mean_quality") -
                      2.0 / 3),
            0.1);
  EXPECT_LT(
      last(bias_with("beta: 0.4\nalpha: 1.25\n", PopularityBias::Mutant::ranks_stand_still), "mean_quality"),
      2.0 / 3 - 0.02);
}

}  // namespace
}  // namespace fanfare::reference::test::markets_test
