// Memes of equal worth: what attention, memory and hubs do to them, and what must fail.
#include "models/reference/memes.h"

#include "tests/reference/runs.h"

namespace fanfare::reference::test::memes_test {
namespace {

std::string memes(const std::string& more) {
  return "model: memes\nrun: {until: 30d, tick: 144 min, seed: 5}\noutputs: {every: 30d}\n" + more;
}
const std::string kHubs =
    "attention: 0.055\nnetwork: {kind: scale_free, accounts: 5000, mean_degree: 30, exponent: 2.1}\n";
RunResult memes_with(const std::string& more, Memes::Mutant mutant) {
  return run_model<MemeParameters, Memes>(memes(more), [&](Memes& m) { m.mutant = mutant; });
}

TEST(Memes, give_the_same_bits_on_any_ranks_and_threads) {
  expect_exact("model: memes\nrun: {until: 2d, tick: 144 min, seed: 5}\noutputs: {every: 1d}\n" + kHubs);
}

// Everyone acts once a time unit; a share p_n of that is new.
TEST(Memes, appear_at_the_rate_of_innovation) {
  const RunResult r = run_once(memes(kHubs));
  EXPECT_NEAR(last(r, "memes"), 5000 * 30 * 0.45, 5 * std::sqrt(5000 * 30 * 0.45));
}
// Each post is on k screens, so posts = new + (1 − p_n) p_r k · posts: 1 / (1 − .55 · .02 · 30) = 1.49 a new
// one.
TEST(Memes, are_posted_again_as_often_as_attention_allows) {
  const std::string text =
      "attention: 0.02\nnetwork: {kind: erdos_renyi, directed: true, accounts: 5000, mean_degree: 30}\n";
  const RunResult r = run_once(memes(text));
  EXPECT_NEAR(last(r, "posts") / last(r, "memes"), 1 / (1 - 0.55 * 0.02 * 30), 0.06);
  const RunResult blind = memes_with(text, Memes::Mutant::nobody_reads);
  EXPECT_EQ(last(blind, "posts"), last(blind, "memes"));
  const std::string brief =
      "model: memes\nrun: {until: 6d, tick: 144 min, seed: 5}\noutputs: {every: 6d}\n" + text;
  const RunResult full = run_model<MemeParameters, Memes>(
      brief, [](Memes& m) { m.mutant = Memes::Mutant::screens_never_clear; });
  EXPECT_GT(last(full, "posts") / last(full, "memes"), 2);
}
TEST(Memes, become_popular_where_there_are_hubs) {
  const RunResult hubs = run_once(memes(kHubs));
  const RunResult none = run_once(memes(
      "attention: 0.055\nnetwork: {kind: erdos_renyi, directed: true, accounts: 5000, mean_degree: 30}\n"));
  EXPECT_GT(last(hubs, "max_popularity"), 3 * last(none, "max_popularity"));
}
TEST(Memes, live_longer_on_longer_screens_and_peak_lower) {
  const RunResult brief = run_once(memes("window: 0.1\n" + kHubs)), usual = run_once(memes(kHubs)),
                  long_ = run_once(memes("window: 5\n" + kHubs));
  EXPECT_LT(last(brief, "lifetime_p99"), last(usual, "lifetime_p99"));
  EXPECT_LT(last(usual, "lifetime_p99"), last(long_, "lifetime_p99"));
  EXPECT_LT(last(long_, "max_weekly"), last(usual, "max_weekly"));
}
TEST(Memes, refuse_what_can_not_be) {
  EXPECT_NE(problems_of(memes("new_memes: 1.2\n")), "");
  EXPECT_NE(problems_of(memes("window: 0\n")), "");
  EXPECT_NE(problems_of(memes("network: {mean_degree: 0}\n")), "");
}

}  // namespace
}  // namespace fanfare::reference::test::memes_test
