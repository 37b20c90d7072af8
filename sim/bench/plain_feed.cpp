#include "sim/bench/plain_feed.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "sim/bench/stopwatch.h"

namespace fanfare {

namespace {

using Act = FeedSnapshot::Act;
using Post = FeedSnapshot::Post;

float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

float match_of(const FeedSnapshot::Topics& interest, const FeedSnapshot::Topics& topics) {
  int sum = 0;
  for (std::size_t t = 0; t < topics.size(); ++t) sum += interest[t] * topics[t];
  return std::min(1.0F, static_cast<float>(sum) * 3 / (255.0F * 255.0F));
}

struct Item {
  std::uint32_t post = 0;
  std::uint32_t tick = 0;  // in which it came where it was found
  bool was_passed_on = false, is_followed = false;
  float appeal = 0, score = 0;
};

class PlainFeed {
 public:
  explicit PlainFeed(FeedSnapshot& world) : world_(world), rules_(world.rules), met_(world.posts.size(), 0) {
    counts_.resize(world.posts.size());
  }

  void session(std::uint32_t account) {
    reader_ = &world_.readers[account];
    account_ = account;
    ++result.sessions;
    ++session_;
    items_.clear();
    find_followed();
    find_pooled();
    find_trending();
    score();
    view();
  }

  PlainFeedResult result;

 private:
  float draw() { return uniform_(generator_); }
  bool chance(float p) { return draw() < p; }
  std::uint32_t below(std::size_t n) {
    return std::uniform_int_distribution<std::uint32_t>(0, static_cast<std::uint32_t>(n) - 1)(generator_);
  }

  // Once a session.
  bool meets(std::uint32_t post) { return std::exchange(met_[post], session_) != session_; }

  // The newest line of each author, then the one before it, until there are enough.
  void find_followed() {
    for (std::uint32_t round = 0; round < rules_.per_author && items_.size() < rules_.following; ++round) {
      lines_.clear();
      for (const std::uint32_t author : reader_->follows)
        if (world_.timelines[author].size() > round) lines_.push_back(world_.timelines[author][round]);
      const std::size_t most = std::min(lines_.size(), rules_.following - items_.size());
      std::partial_sort(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(most), lines_.end(),
                        [](const auto& a, const auto& b) { return a.number > b.number; });
      for (std::size_t i = 0; i < most; ++i)
        if (meets(lines_[i].post))
          items_.push_back({lines_[i].post, lines_[i].tick, lines_[i].was_passed_on, true});
    }
  }
  // A topic by interest, a slot of it at random; three tries an item, rounded up as the engine's batches are.
  void find_pooled() {
    const std::size_t most = items_.size() + rules_.discovery;
    const std::uint32_t tries = (3 * rules_.discovery + 63) / 64 * 64;
    for (std::uint32_t i = 0; i < tries && items_.size() < most; ++i) {
      std::uint32_t at = below(256);
      std::size_t topic = 0;
      while (topic + 1 < reader_->known.size() && at >= reader_->known[topic]) at -= reader_->known[topic++];
      const auto& slots = world_.slots[topic];
      const std::uint32_t post = slots[below(slots.size())];
      if (post != FeedSnapshot::kNone && meets(post)) items_.push_back({post, world_.posts[post].tick});
    }
  }
  void find_trending() {
    const auto& all = world_.trending;
    if (all.empty()) return;
    const std::size_t most = items_.size() + rules_.trending, start = below(all.size());
    for (std::size_t i = 0; i < all.size() && items_.size() < most; ++i) {
      const std::uint32_t post = all[(start + i) % all.size()];
      if (meets(post)) items_.push_back({post, world_.posts[post].tick});
    }
  }

  std::array<std::uint16_t, 16>& bucket_of(const Post& post) {
    return reader_->seen[post.place * std::uint64_t{reader_->seen.size()} >> 32];
  }
  bool was_seen(const Post& post) {
    const auto& bucket = bucket_of(post);
    return std::find(bucket.begin(), bucket.end(), post.mark) != bucket.end();
  }

  float worth(float appeal) const {
    float sum = 0;
    for (const FeedSnapshot::Curve& act : rules_.acts)
      if (act.worth != 0) sum += act.worth * sigmoid(act.alpha + act.gamma * appeal);
    return sum;
  }

  float tie_of(const Post& post, bool is_followed) const {
    float level = 0;
    for (const FeedSnapshot::Fandom& fandom : reader_->fandom)
      if (fandom.creator == post.creator) level = fandom.level;
    return (is_followed ? rules_.follow_tie : 0) + (1 - rules_.follow_tie) * level;
  }

  void score() {
    const float noise = rules_.noise / std::sqrt(1 + reader_->observed / rules_.half_data);
    std::size_t left = 0;
    for (Item item : items_) {
      const Post& post = world_.posts[item.post];
      if (post.author == account_ || was_seen(post)) continue;
      score(item, post, noise);
      items_[left++] = item;
    }
    items_.resize(left);
    result.candidates += left;
    std::partial_sort(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(left, rules_.length)),
                      items_.end(), [](const Item& a, const Item& b) { return a.score > b.score; });
  }
  void score(Item& item, const Post& post, float noise) {
    const float tie = tie_of(post, item.is_followed), match = match_of(reader_->interest, post.topics);
    item.appeal = rules_.interest_weight * match + rules_.quality_weight * post.quality + rules_.tie_weight * tie +
                  post.visible - rules_.centre;
    if (post.is_paid && chance(post.notice)) item.appeal -= rules_.ad_weight * reader_->ad_scepticism;
    if (post.brand != FeedSnapshot::kNone)
      item.appeal -= std::min(rules_.boredom_most, rules_.boredom * reader_->bonds[post.brand].exposures);
    float believed = item.appeal + noise * normal_(generator_) + post.error;
    if (reader_->known != reader_->interest)
      believed += rules_.interest_weight * (match_of(reader_->known, post.topics) - match);
    const auto age = static_cast<float>(world_.tick - item.tick);
    item.score = chance(rules_.exploration) ? worth(-1) + draw() * (worth(2) - worth(-1)) : worth(believed);
    item.score += rules_.freshness * std::exp2(-age / rules_.freshness_half_life) - rules_.chronological * age +
                  rules_.bonus_tie * tie + rules_.bonus_popularity * post.visible + rules_.bonus_random * draw();
  }

  // Items that a share of a session, of at least ten, allows.
  static std::size_t allowed(std::size_t shown, float share) {
    return static_cast<std::size_t>(std::max(1.0F, static_cast<float>(std::max<std::size_t>(shown + 1, 10)) * share));
  }

  void view() {
    std::array<std::size_t, FeedSnapshot::kTopics> of_topic{};
    std::size_t paid = 0, observed = 0;
    float appeal = 0;
    authors_.clear();
    for (std::size_t i = 0; i < items_.size() && authors_.size() < rules_.length; ++i) {
      const Item& item = items_[i];
      const Post& post = world_.posts[item.post];
      const std::size_t shown = authors_.size();
      if (of_topic[post.topic] >= allowed(shown, rules_.topic_share)) continue;
      if (post.is_paid && paid >= allowed(shown, rules_.paid_share)) continue;
      if (std::count(authors_.begin(), authors_.end(), post.author) >= rules_.per_author) continue;
      authors_.push_back(post.author);
      ++of_topic[post.topic];
      paid += post.is_paid ? 1 : 0;
      observed += react(item, post);
      appeal += item.appeal;
      if (!chance(sigmoid(reader_->going_on + rules_.going_on_gain * item.appeal))) break;
    }
    if (!authors_.empty()) leave(appeal / static_cast<float>(authors_.size()), observed);
  }

  // What one does with an item and what comes of it; how much of it the feed can observe.
  std::size_t react(const Item& item, const Post& post) {
    ++result.impressions;
    auto& bucket = bucket_of(post);
    std::copy_backward(bucket.begin(), bucket.end() - 1, bucket.end());
    bucket[0] = post.mark;
    std::array<bool, FeedSnapshot::kActs> does{};
    for (std::size_t a = 0; a < does.size(); ++a) {
      if (a == Act::click && post.brand == FeedSnapshot::kNone) continue;
      float p = sigmoid(rules_.acts[a].alpha + rules_.acts[a].gamma * item.appeal);
      if (a == Act::share) p *= post.spread * (item.was_passed_on ? rules_.share_again : 1);
      does[a] = chance(p);
    }
    if (does[Act::follow]) does[Act::follow] = follow(post.author);
    auto& counts = counts_[item.post];
    ++counts[FeedSnapshot::kActs];
    for (std::size_t a = 0; a < does.size(); ++a) counts[a] += does[a], result.acts[a] += does[a];
    if (does[Act::like] != does[Act::hide]) learn(post, does[Act::like]);
    if (does[Act::hide] && chance(rules_.unfollow_on_hide)) std::erase(reader_->follows, post.author);
    if (does[Act::share]) shares_.push_back({account_, item.post});
    if (does[Act::comment]) comments_.push_back({account_, item.post});
    if (does[Act::click]) clicks_.push_back({account_, item.post});
    if (post.creator != FeedSnapshot::kNone) endear(post, does);
    if (does[Act::watch] && post.brand != FeedSnapshot::kNone) persuade(post);
    return std::size_t{does[Act::watch]} + does[Act::like] + does[Act::comment] + does[Act::share];
  }

  bool follow(std::uint32_t author) {
    const auto at = std::lower_bound(reader_->follows.begin(), reader_->follows.end(), author);
    if (author == account_ || (at != reader_->follows.end() && *at == author)) return false;
    reader_->follows.insert(at, author);
    return true;
  }
  // A step of interest from or to another topic.
  void learn(const Post& post, bool likes) {
    const std::size_t other = below(reader_->interest.size());
    if (other == post.topic || !chance(rules_.drift)) return;
    std::uint8_t& from = reader_->interest[likes ? other : post.topic];
    std::uint8_t& to = reader_->interest[likes ? post.topic : other];
    if (from == 0) return;
    --from;
    ++to;
  }
  void endear(const Post& post, const std::array<bool, FeedSnapshot::kActs>& does) {
    float gain = 0;
    for (std::size_t a = 0; a < does.size(); ++a) gain += does[a] ? rules_.fandom_gain[a] : 0;
    if (gain == 0) return;
    for (FeedSnapshot::Fandom& fandom : reader_->fandom)
      if (fandom.creator == post.creator) {
        fandom.level = std::min(1.0F, fandom.level + gain);
        return;
      }
    if (reader_->fandom.size() < 4) {
      reader_->fandom.push_back({post.creator, gain});
      return;
    }
    auto weakest = std::min_element(reader_->fandom.begin(), reader_->fandom.end(),
                                    [](const auto& a, const auto& b) { return a.level < b.level; });
    if (weakest->level <= gain) *weakest = {post.creator, gain};
  }
  void persuade(const Post& post) {
    FeedSnapshot::Bond& bond = reader_->bonds[post.brand];
    bond.exposures += 1;
    const float n = bond.exposures / rules_.wear_peak;
    bond.attitude += rules_.strength * post.tone * n * std::exp(1 - n) * (1 - bond.attitude);
  }

  void leave(float appeal, std::size_t observed) {
    reader_->observed += static_cast<float>(observed);
    reader_->seconds_today += static_cast<float>(authors_.size()) * rules_.seconds_an_item;
    reader_->mood += 0.125F * (32 * (appeal + 4) - reader_->mood);
  }

  struct Told {
    std::uint32_t account, post;
  };

  FeedSnapshot& world_;
  const FeedSnapshot::Rules& rules_;
  std::mt19937 generator_{1};  // the yardstick
  std::uniform_real_distribution<float> uniform_{0, 1};
  std::normal_distribution<float> normal_{0, 1};
  std::vector<std::uint32_t> met_;  // by post: the session that met it last
  std::uint32_t session_ = 0, account_ = 0;
  FeedSnapshot::Reader* reader_ = nullptr;
  std::vector<FeedSnapshot::Line> lines_;
  std::vector<Item> items_;
  std::vector<std::uint32_t> authors_;  // of what was shown
  std::vector<std::array<std::uint32_t, FeedSnapshot::kActs + 1>> counts_;  // by post: acts, impressions
  std::vector<Told> shares_, comments_, clicks_;
};

}  // namespace

PlainFeedResult plain_feed(FeedSnapshot& world, const std::vector<std::uint32_t>& readers) {
  PlainFeed feed(world);
  const Stopwatch watch;
  for (const std::uint32_t reader : readers) feed.session(reader);
  feed.result.seconds = watch.seconds();
  return feed.result;
}

}  // namespace fanfare
