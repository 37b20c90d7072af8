// A feed's world laid out in plain arrays, for a program that knows nothing of a model's memory and is to do the same
// work: the yardstick of `fanfare bench`. Costs a copy of all of it; no part of a simulation.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace fanfare {

struct FeedSnapshot {
  static constexpr std::size_t kTopics = 8;
  static constexpr std::uint32_t kNone = ~0U;
  using Topics = std::array<std::uint8_t, kTopics>;

  // Chance of an action as σ(alpha + gamma · appeal), and what it is worth to the feed.
  enum Act : std::size_t { watch, like, comment, share, follow, click, hide, kActs };
  struct Curve {
    float alpha = 0, gamma = 0, worth = 0;
  };

  struct Post {
    Topics topics{};
    std::uint8_t topic = 0;  // the strongest
    bool is_paid = false;
    float notice = 0;  // chance that a paid one is noticed as such
    float quality = 0, visible = 0, error = 0, spread = 1, tone = 0;
    std::uint32_t author = 0, tick = 0, creator = kNone, brand = kNone;
    std::uint32_t place = 0;  // of its mark among a reader's buckets, in 2^-32 of them
    std::uint16_t mark = 0;
  };
  // Of a timeline: a post or a share of one.
  struct Line {
    std::uint32_t number = 0;  // larger is newer
    std::uint32_t post = 0, tick = 0;
    bool was_passed_on = false;
  };
  struct Fandom {
    std::uint32_t creator = kNone;
    float level = 0;
  };
  struct Bond {
    float attitude = 0, exposures = 0;
  };
  struct Reader {
    Topics interest{}, known{};  // the own one, and what the feed goes by
    float ad_scepticism = 0, observed = 0, going_on = 0, mood = 0, seconds_today = 0;
    std::vector<std::uint32_t> follows;                // ascending
    std::vector<std::array<std::uint16_t, 16>> seen;  // marks of posts by bucket, the newest first
    std::vector<Fandom> fandom;
    std::vector<Bond> bonds;  // by brand
  };
  struct Rules {
    float interest_weight = 0, quality_weight = 0, tie_weight = 0, follow_tie = 0, centre = 0;
    float ad_weight = 0, boredom = 0, boredom_most = 0;  // of one exposure, and at most
    float noise = 0, half_data = 0;
    float freshness = 0, freshness_half_life = 0, chronological = 0;  // by tick
    float bonus_tie = 0, bonus_popularity = 0, bonus_random = 0, exploration = 0;
    float topic_share = 0, paid_share = 0, going_on_gain = 0, share_again = 0, seconds_an_item = 0;
    float drift = 0, unfollow_on_hide = 0, strength = 0, wear_peak = 0;
    std::array<float, kActs> fandom_gain{};
    std::uint32_t per_author = 0, length = 0, following = 0, discovery = 0, trending = 0;
    std::array<Curve, kActs> acts{};
  };

  Rules rules;
  std::uint32_t tick = 0;
  std::vector<Post> posts;
  std::vector<std::vector<Line>> timelines;                   // by account, the newest first
  std::array<std::vector<std::uint32_t>, kTopics> slots;      // posts of the pools, or kNone
  std::vector<std::uint32_t> trending;                        // posts
  std::vector<Reader> readers;                                // by account
};

// A model with a feed that can be laid out so.
class FeedSource {
 public:
  virtual ~FeedSource() = default;
  // Between ticks, on one rank. Why it can't be done (a feed of its own for each of several platforms), or nothing.
  virtual std::string lay_out(FeedSnapshot& snapshot) const = 0;
  // Who browsed in the last tick.
  virtual std::vector<std::uint32_t> browsed() const = 0;
};

}  // namespace fanfare
