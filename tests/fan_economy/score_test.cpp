// Scores: those of a lane are those of one candidate after the other, by whichever vectors, and the best come out
// first.
#include "models/fan_economy/feed/score.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "fanfare/wide.h"
#include "models/fan_economy/feed/rank.h"
#include "models/fan_economy/state/value_table.h"

namespace fanfare::fan_economy::score_test {
namespace {

struct ScoredSession {
  std::vector<float> values = std::vector<float>(ValueTable::kBins);
  ScoreScales scales;
  std::unique_ptr<Candidates> candidates = std::make_unique<Candidates>();
};

// Anything that ranking may meet: believed appeals beyond the table on both sides, negative scores, exploration.
ScoredSession any_session(std::uint32_t number, std::uint32_t eligible) {
  ScoredSession s;
  Candidates& c = *s.candidates;
  std::uint32_t index = 0;
  const auto unit = [&] { return static_cast<float>(Draws(9, purpose(0, 1)).uniform({number}, index++)); };
  for (int i = 0; i < ValueTable::kBins; ++i) s.values[static_cast<std::size_t>(i)] = 20 * unit() - 4;
  s.scales = {{}, 2.5F, 2.0F, 25.6F, -1, 0.01F, 0.3F, s.values.data(), nullptr};
  for (float& weight : s.scales.interest) weight = std::floor(unit() * 60);
  c.eligible = eligible;
  for (std::uint32_t n = 0; n < eligible; ++n) {
    const Words bytes = Draws(9, purpose(0, 3)).words({number, n});
    c.topics_low[n] = bytes[0], c.topics_high[n] = bytes[1];
    c.fixed[n] = 20 * unit() - 10, c.error[n] = unit() - 0.5F, c.bonus[n] = unit() - 0.5F;
    c.subject.a[n] = number, c.subject.b[n] = n;
  }
  words_batch(PhiloxKeys(Draws(1, purpose(0, 2))), c.subject, 0, c.words, eligible);
  return s;
}

// The formula, for one.
void expect_the_formula(const ScoredSession& s, std::uint32_t n) {
  const Candidates& c = *s.candidates;
  const ScoreScales& k = s.scales;
  TopicRow interest, topics;
  for (std::size_t t = 0; t < kTopics; ++t) interest[t] = static_cast<std::uint8_t>(k.interest[t]);
  std::memcpy(topics.data(), &c.topics_low[n], 4);
  std::memcpy(topics.data() + 4, &c.topics_high[n], 4);
  const auto word = [&](std::size_t w) { return c.words.word[w][n]; };
  const float match = detail::match_of(interest, topics);
  const float appeal = k.interest_weight * match + c.fixed[n];
  const float noise = fmath::normalf(to_unit_f(word(0)), to_unit_f(word(1)));
  float score = s.values[ValueTable::bin(appeal + k.user_error * noise + c.error[n])];
  if (static_cast<float>(word(0) & 511U) < k.explore_below)
    score = k.explore_low + k.explore_step * static_cast<float>(word(1) & 511U);
  score = score + c.bonus[n] + k.bonus_random * to_unit_f(word(2));
  ASSERT_EQ(c.match[n], match);
  ASSERT_EQ(c.appeal[n], appeal);
  ASSERT_EQ(c.key[n], std::uint64_t{ordered(score)} << 32 | (word(3) & 0xffffff00U) | n);
}

TEST(Score, is_the_formula_by_either_width_of_vectors) {
  using Scorer = void (*)(const ScoreScales&, Candidates&);
  std::vector<Scorer> scorers{score_candidates, detail::score_plain};
  if (has_avx2()) scorers.push_back(detail::score_avx2);
  for (const Scorer scorer : scorers)
    for (std::uint32_t number = 0; number < 40; ++number) {
      const auto eligible = static_cast<std::uint32_t>(number < 20 ? number : number * 256 / 39);
      const ScoredSession s = any_session(number, eligible);
      scorer(s.scales, *s.candidates);
      for (std::uint32_t n = 0; n < eligible; ++n) expect_the_formula(s, n);
    }
}

TEST(Score, the_best_come_out_first_until_none_is_left) {
  for (const std::uint32_t eligible : {0U, 1U, 7U, 8U, 9U, 64U, 255U, 256U}) {
    const ScoredSession s = any_session(100 + eligible, eligible);
    Candidates& c = *s.candidates;
    score_candidates(s.scales, c);
    if (eligible > 8) c.key[5] = 0;  // by a mechanism: not to be shown
    std::vector<std::uint64_t> order(c.key.begin(), c.key.begin() + eligible);
    std::erase(order, std::uint64_t{0});
    std::sort(order.rbegin(), order.rend());
    BestFirst best(c);
    for (const std::uint64_t key : order) ASSERT_EQ(best.pop(), key & 0xff);
    EXPECT_EQ(best.pop(), eligible);
    EXPECT_EQ(best.pop(), eligible);
  }
}

}  // namespace
}  // namespace fanfare::fan_economy::score_test
