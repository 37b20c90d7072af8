// Feed presets: data, not code. Each says where its numbers come from.
#include <array>

#include "models/fan_economy/keys/feed.h"

namespace fanfare::fan_economy {

namespace {

// Newest first from the accounts one follows; nothing else.
void chronological(FeedParameters& feed) {
  feed.sources = {.following = 120, .discovery = 0, .trending = 0};
  feed.value = {};
  feed.value.chronological = 1;
  feed.personalisation = {.noise = 0, .half_data = 50, .item_noise = 0};
  feed.policies = {};
  feed.policies.per_author = 20;
  feed.policies.topic_share = 1;
  feed.policies.exploration = 0;
  feed.policies.sponsored_cap = 1;
}

// What most people liked, from everywhere.
void popularity(FeedParameters& feed) {
  feed.sources = {.following = 40, .discovery = 16, .trending = 24};
  feed.value = {};
  feed.value.popularity = 1;
  feed.value.freshness = 0.5;
  feed.personalisation = {.noise = 0, .half_data = 50, .item_noise = 0};
}

// A uniform draw from the candidates: the null model of a feed.
void random(FeedParameters& feed) {
  feed.sources = {.following = 40, .discovery = 24, .trending = 0};
  feed.value = {};
  feed.value.random = 1;
  feed.policies = {};
  feed.policies.per_author = 20;
  feed.policies.topic_share = 1;
  feed.policies.exploration = 0;
  feed.policies.sponsored_cap = 1;
}

// Interest before acquaintance, pools that climb. A folk model: no weights have been published.
void douyin(FeedParameters& feed) {
  feed.sources = {.following = 28, .discovery = 32, .trending = 4};
  feed.value = {};
  feed.value.watch = 1;
  feed.value.like = 4;
  feed.value.comment = 12;
  feed.value.share = 20;
  feed.value.follow = 20;
  feed.value.hide = -20;
  feed.value.tie = 0.05;
  feed.value.freshness = 0.05;
  feed.personalisation = {};
  feed.policies = {};
  feed.pools = {};
}

// The weights of the heavy ranker, README of 5 April 2023. "Reply engaged by author", profile clicks and
// reports have no counterpart here: their predicted probability is 0.
void twitter_2023(FeedParameters& feed) {
  feed.sources = {.following = 40, .discovery = 30, .trending = 4};
  feed.value = {};
  feed.value.like = 0.5;
  feed.value.share = 1.0;
  feed.value.comment = 13.5;
  feed.value.click = 11;
  feed.value.watch = 0.005;
  feed.value.hide = -74;
  feed.personalisation = {};
  feed.policies = {};
  feed.policies.topic_share = 1;
}

constexpr std::array kPresets{
    Preset<FeedParameters>{"chronological", "newest first from followed accounts, nothing ranked", "definition", chronological},
    Preset<FeedParameters>{"popularity", "most liked first, from follows, pools and the trending list", "definition", popularity},
    Preset<FeedParameters>{"douyin", "interest and traffic pools before acquaintance; a folk model, no published weights",
                           "folk; validation B5", douyin},
    Preset<FeedParameters>{"twitter-2023",
                           "published heavy-ranker weights: favourite, retweet, reply, good click, 50 % playback, negative feedback; "
                           "unmodelled (probability 0): reply engaged by author, profile click, report",
                           "twitter/the-algorithm-ml, projects/home/recap/README.md, 5 April 2023", twitter_2023},
    Preset<FeedParameters>{"random", "a uniform draw from the candidates: the null model", "definition", random},
};

}  // namespace

std::span<const Preset<FeedParameters>> feed_presets() { return kPresets; }

}  // namespace fanfare::fan_economy
