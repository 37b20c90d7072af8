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

// Only those whom one follows, in whatever order: no pools, no list of what is hot.
void from_follows(FeedParameters& feed) {
  feed.sources = {.following = 80, .discovery = 0, .trending = 0};
  feed.policies = {};
  feed.policies.topic_share = 1;
  feed.policies.exploration = 0;
}

// The form of the score is published (New York Times, 5 December 2021, from "TikTok Algo 101"): like,
// comment, time played, played at all. The weights are not.
void tiktok(FeedParameters& feed) {
  douyin(feed);
  feed.sources = {.following = 16, .discovery = 44, .trending = 4};
  feed.value.watch = 2;
  feed.value.tie = 0.02;
}

// More for those whom one follows, and lower rungs for everyone ("pu hui"): folk.
void kuaishou(FeedParameters& feed) {
  douyin(feed);
  feed.sources = {.following = 48, .discovery = 24, .trending = 2};
  feed.value.tie = 0.3;
  feed.pools.promote_share = 0.2;
}

// The engagement score that creators go by ("CES"): like 1, save 1, comment 4, share 4, follow 8. Notes are
// looked up long after, so they live for a week.
void xiaohongshu(FeedParameters& feed) {
  feed.sources = {.following = 16, .discovery = 44, .trending = 2};
  feed.window = 168;
  feed.value = {};
  feed.value.like = 1;
  feed.value.save = 1;
  feed.value.comment = 4;
  feed.value.share = 4;
  feed.value.follow = 8;
  feed.value.hide = -8;
  feed.personalisation = {};
  feed.policies = {};
  feed.pools = {.ladder = {200, 1000, 5000, 20'000, 100'000, 1'000'000, 10'000'000},
                .promote_share = 0.2,
                .lifetime = 120};
}

// Follows and a list of what is hot, new before old.
void weibo(FeedParameters& feed) {
  feed.sources = {.following = 60, .discovery = 8, .trending = 16};
  feed.value = {};
  feed.value.share = 20;
  feed.value.comment = 10;
  feed.value.like = 4;
  feed.value.hide = -20;
  feed.value.freshness = 0.5;
  feed.value.tie = 0.2;
  feed.personalisation = {};
  feed.policies = {};
}

// Friends alone, newest first.
void wechat_moments(FeedParameters& feed) {
  from_follows(feed);
  feed.window = 72;
  feed.value = {};
  feed.value.chronological = 1;
  feed.personalisation = {.noise = 0, .half_data = 50, .item_noise = 0};
  feed.policies.sponsored_cap = 0.05;
  feed.rules.friends_only = true;
}

// Articles of accounts that one subscribes to; each new one is pushed to the phone.
void wechat_official(FeedParameters& feed) {
  from_follows(feed);
  feed.value = {};
  feed.value.chronological = 0.2;
  feed.value.tie = 1;
  feed.personalisation = {.noise = 0, .half_data = 50, .item_noise = 0};
  feed.policies.sponsored_cap = 1;
  feed.rules.push = 0.02;
}

// Weights of the site's score as users pass it on, coins and bullet comments among the comments.
void bilibili(FeedParameters& feed) {
  feed.sources = {.following = 40, .discovery = 28, .trending = 4};
  feed.window = 168;
  feed.value = {};
  feed.value.watch = 0.25;
  feed.value.like = 0.4;
  feed.value.save = 0.3;
  feed.value.comment = 0.8;
  feed.value.share = 0.6;
  feed.value.hide = -1;
  feed.value.tie = 0.02;
  feed.personalisation = {};
  feed.policies = {};
  feed.pools.lifetime = 120;
}

// What the feed predicts is published (A. Mosseri, 8 June 2021): a few seconds spent, comment, like, share,
// a tap on the profile. How much each counts is not.
void instagram(FeedParameters& feed) {
  feed.sources = {.following = 60, .discovery = 20, .trending = 0};
  feed.value = {};
  feed.value.watch = 0.5;
  feed.value.like = 3;
  feed.value.comment = 10;
  feed.value.share = 15;
  feed.value.save = 5;
  feed.value.follow = 5;
  feed.value.hide = -20;
  feed.value.tie = 0.3;
  feed.personalisation = {};
  feed.policies = {};
}

// Expected time watched decides (Covington, Adams, Sargin, RecSys 2016); old videos are found for long.
// Brands are not told of all that comes of a video.
void youtube(FeedParameters& feed) {
  feed.sources = {.following = 32, .discovery = 40, .trending = 4};
  feed.window = 336;
  feed.value = {};
  feed.value.watch = 1;
  feed.value.hide = -5;
  feed.personalisation = {};
  feed.policies = {};
  feed.pools.lifetime = 240;
  feed.rules.reported = 0.6;
}

// "Meaningful social interactions" (Wall Street Journal, 15 September 2021): like 1, reshare 5, comment up to
// 30; 15 stands for all comments.
void facebook(FeedParameters& feed) {
  feed.sources = {.following = 80, .discovery = 12, .trending = 0};
  feed.value = {};
  feed.value.like = 1;
  feed.value.share = 5;
  feed.value.comment = 15;
  feed.value.hide = -30;
  feed.value.tie = 0.5;
  feed.personalisation = {};
  feed.policies = {};
}

// Pins are found by interest for weeks, saved, and lead out of it.
void pinterest(FeedParameters& feed) {
  feed.sources = {.following = 8, .discovery = 56, .trending = 0};
  feed.window = 720;
  feed.value = {};
  feed.value.save = 10;
  feed.value.click = 5;
  feed.value.watch = 0.2;
  feed.value.hide = -10;
  feed.personalisation = {};
  feed.policies = {};
  feed.pools.lifetime = 720;
  feed.rules.clicks = 3;
}

// One post a day, in a window of two hours, for friends alone.
void bereal(FeedParameters& feed) {
  from_follows(feed);
  feed.window = 24;
  feed.value = {};
  feed.value.chronological = 1;
  feed.personalisation = {.noise = 0, .half_data = 50, .item_noise = 0};
  feed.policies.sponsored_cap = 0;
  feed.rules.friends_only = true;
  feed.rules.daily_window = 2;
}

using FeedPreset = Preset<FeedParameters>;
constexpr std::array kPresets{
    FeedPreset{"chronological", "newest first from followed accounts, nothing ranked", "definition",
               chronological},
    FeedPreset{"popularity", "most liked first, from follows, pools and the trending list", "definition",
               popularity},
    FeedPreset{"douyin", "interest and traffic pools before acquaintance; a folk model, no published weights",
               "folk; validation B5", douyin},
    FeedPreset{"tiktok",
               "as douyin, with more from strangers; published: what the score is made of; folk: its weights",
               "New York Times, 5 December 2021; weights folk", tiktok},
    FeedPreset{"kuaishou", "as douyin, with more from those one follows and lower rungs; folk throughout",
               "folk", kuaishou},
    FeedPreset{
        "xiaohongshu",
        "notes by interest, for a week; like 1, save 1, comment 4, share 4, follow 8 as creators go by them; "
        "nothing is published by the platform",
        "folk: CES as creators' guides have it", xiaohongshu},
    FeedPreset{"weibo", "follows and what is hot, new before old; folk throughout", "folk", weibo},
    FeedPreset{"wechat-moments", "friends alone, newest first (published); the cap on ads is folk",
               "published: order; folk: cap", wechat_moments},
    FeedPreset{
        "wechat-official",
        "accounts that one subscribes to; a new post is pushed and opens the app with a chance of 2 % (folk)",
        "folk", wechat_official},
    FeedPreset{"bilibili",
               "follows and interest, for a week; weights as users pass the site's score on: folk", "folk",
               bilibili},
    FeedPreset{
        "instagram",
        "published: that time, comments, likes, shares and profile taps are predicted; folk: weights, pools",
        "A. Mosseri, about.instagram.com, 8 June 2021; weights folk", instagram},
    FeedPreset{"youtube",
               "published: expected time watched decides; folk: long life, and that brands hear of 60 % of "
               "clicks and orders",
               "Covington, Adams and Sargin, RecSys 2016; the rest folk", youtube},
    FeedPreset{"twitter-2023",
               "published heavy-ranker weights: favourite, retweet, reply, good click, 50 % playback, "
               "negative feedback; "
               "unmodelled (probability 0): reply engaged by author, profile click, report",
               "twitter/the-algorithm-ml, projects/home/recap/README.md, 5 April 2023", twitter_2023},
    FeedPreset{"facebook",
               "published by leak: like 1, reshare 5, comment up to 30 (15 here), closeness; folk: the rest",
               "Wall Street Journal, 15 September 2021; the rest folk", facebook},
    FeedPreset{"pinterest",
               "pins by interest for thirty days, saved, and clicked out of three times as often: folk",
               "folk", pinterest},
    FeedPreset{
        "bereal",
        "published: one post a day, in a window of two hours, friends alone; folk: 40 % of members post",
        "bereal.com; the share folk", bereal},
    FeedPreset{"random", "a uniform draw from the candidates: the null model", "definition", random},
};

}  // namespace

std::span<const Preset<FeedParameters>> feed_presets() { return kPresets; }

}  // namespace fanfare::fan_economy
