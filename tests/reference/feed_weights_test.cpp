// Published ranking weights as the feed's presets hold them (validation B4): configuration, not simulation.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "models/fan_economy/keys/feed.h"

namespace fanfare::fan_economy::feed_weights_test {
namespace {

FeedParameters preset(std::string_view name) {
  FeedParameters feed;
  for (const Preset<FeedParameters>& p : feed_presets())
    if (p.name == name) {
      p.apply(feed);
      return feed;
    }
  ADD_FAILURE() << "no preset " << name;
  return feed;
}

struct Predicted {
  std::string post;
  double like, share, comment, click, watch, hide;
};
// score = Σ w_i p_i
double score(const ValueParameters& w, const Predicted& p) {
  return w.like * p.like + w.share * p.share + w.comment * p.comment + w.click * p.click + w.watch * p.watch +
         w.hide * p.hide;
}

TEST(TwitterWeights, are_those_of_5_april_2023) {
  const ValueParameters w = preset("twitter-2023").value;
  EXPECT_EQ(w.like, 0.5);
  EXPECT_EQ(w.share, 1.0);
  EXPECT_EQ(w.comment, 13.5);
  EXPECT_EQ(w.click, 11);
  EXPECT_EQ(w.watch, 0.005);
  EXPECT_EQ(w.hide, -74);
}

// By hand: reply 1.35, click .55, like .3, share .2, watched .004, hidden −.49.
TEST(TwitterWeights, rank_posts_made_by_hand) {
  const ValueParameters w = preset("twitter-2023").value;
  std::vector<Predicted> posts{{"watched", 0, 0, 0, 0, 0.8, 0},   {"liked", 0.6, 0, 0, 0, 0, 0},
                               {"hidden", 0.5, 0, 0, 0, 0, 0.01}, {"answered", 0, 0, 0.1, 0, 0, 0},
                               {"shared", 0, 0.2, 0, 0, 0, 0},    {"clicked", 0, 0, 0, 0.05, 0, 0}};
  std::sort(posts.begin(), posts.end(),
            [&](const Predicted& a, const Predicted& b) { return score(w, a) > score(w, b); });
  std::vector<std::string> order;
  for (const Predicted& p : posts) order.push_back(p.post);
  EXPECT_EQ(order, (std::vector<std::string>{"answered", "clicked", "liked", "shared", "watched", "hidden"}));
  ValueParameters wrong = w;
  wrong.hide = -wrong.hide;  // a mutant: feedback of the wrong sign
  EXPECT_GT(score(wrong, {"hidden", 0.5, 0, 0, 0, 0, 0.01}), score(w, {"clicked", 0, 0, 0, 0.05, 0, 0}));
}

}  // namespace
}  // namespace fanfare::fan_economy::feed_weights_test
