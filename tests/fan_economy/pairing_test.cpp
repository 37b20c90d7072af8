// Common random numbers: two runs that differ in one removed creator share all luck but what the removal
// touches.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "models/fan_economy/state/candidates.h"
#include "models/fan_economy/mechanisms/trending.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::pairing_test {
namespace {

using testing::LiveWorld;

constexpr Tick kRemoval = 72;  // three days in: feeds are full, the first posts have left the window

// scenarios/tiny.yaml with a longer session, so that a few days compare many reactions.
constexpr const char* kTiny = R"(schema: 1
kind: scenario
name: pairs
question: Do two arms share their luck?
run: {until: 21d, tick: 1h, warmup: 3d, start: 2026-03-02, seed: 7}
population:
  accounts: 1_000
  scale: 500
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%, homophily: 0.3}
  communities: 6
creators:
  - {id: kol, kind: kol, select: {followers: [50_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [5_000, 25_000]}}
platforms:
  - {id: short_video, feed: {preset: douyin}}
brands:
  - {id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1}
  - {id: rival, topic: beauty, price: 119 CNY, margin: 55%, equity: 0.1}
campaigns:
  - id: launch
    brand: aurora
    budget: 60_000 CNY
    flight: [2d, 12d]
    lines:
      - {hire: {kind: koc, by: fit}, posts: 2, contract: flat}
)";

using Seen = std::pair<std::uint32_t, PostKey>;  // reader, post

// What a reader could see and what it saw in one session.
struct Slate {
  std::vector<PostKey> shown;
  std::set<std::uint32_t> authors_offered;
};

class Notebook final : public Trace {
 public:
  explicit Notebook(const World& world) : world_(world) {}
  void retrieved(AccountId reader, const Candidates& candidates) override {
    Slate& slate = slates[reader.value];
    for (std::uint32_t i = 0; i < candidates.count; ++i)
      slate.authors_offered.insert(world_.posts.score[candidates.row[i]].author);
  }
  void reacted(const ReactionRecord& record) override {
    reactions[{record.reader.value, record.post}].push_back(record);
    slates[record.reader.value].shown.push_back(record.post);
  }

  std::map<Seen, std::vector<ReactionRecord>> reactions;
  std::map<std::uint32_t, Slate> slates;

 private:
  const World& world_;
};

// Chance and outcome of each action of a record; an action that was impossible has chance 0.
std::array<std::pair<std::uint32_t, bool>, 7> actions(const ReactionRecord& r) {
  return {{{r.chance.watch, r.watches},
           {r.chance.like, r.likes},
           {r.chance.comment, r.comments},
           {r.chance.share, r.shares},
           {r.chance.follow, r.follows},
           {r.branded ? r.chance.click : 0, r.clicks},
           {r.chance.hide, r.hides}}};
}

struct Comparison {
  std::uint64_t compared = 0, different = 0, moved = 0;  // moved: compared at another place or tick
};

// Every (reader, post, action) that occurs in both runs with equal probability.
Comparison compare(const Notebook& a, const Notebook& b) {
  Comparison sum;
  for (const auto& [seen, in_a] : a.reactions) {
    const auto at = b.reactions.find(seen);
    if (at == b.reactions.end()) continue;
    for (const ReactionRecord& one : in_a)
      for (const ReactionRecord& other : at->second) {
        const auto left = actions(one), right = actions(other);
        for (std::size_t i = 0; i < left.size(); ++i) {
          if (left[i].first == 0 || left[i].first != right[i].first) continue;
          ++sum.compared;
          sum.different += left[i].second != right[i].second ? 1U : 0U;
          sum.moved += one.place != other.place ? 1U : 0U;
        }
      }
  }
  return sum;
}

// The creator whose live posts met with the most impressions: its absence is felt.
std::uint32_t most_seen_creator(const World& world) {
  std::map<std::uint32_t, std::uint64_t> impressions;
  for (const PostScore& post : world.posts.score)
    if (post.creator != kNobody) impressions[post.creator] += post.impressions;
  const auto most = std::max_element(impressions.begin(), impressions.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most->first;
}

// Takes a creator out of the world: it writes no more, and what it wrote can't be retrieved.
void remove_creator(World& world, std::uint32_t creator) {
  world.creators[creator].active = 0;
  const std::uint32_t account = world.creators[creator].account;
  const auto is_its = [&](std::uint32_t number) {
    return world.posts.score[number - world.posts.first].author == account;
  };
  for (auto& pool : world.index.pool) std::erase_if(pool, is_its);
  std::erase_if(world.index.trending, [&](const Trending& t) { return is_its(t.post); });
  std::erase_if(world.market.scheduled, [&](const ScheduledPost& due) { return due.creator == creator; });
  for (PostScore& post : world.posts.score)
    if (post.author == account) post.rung = PostScore::kOffLadder;
  // Timelines, its own and of those who shared its posts: the entries point to a post that is gone.
  for (Entry& entry : world.index.entries)
    if (entry.post >= world.index.live_post && is_its(entry.post)) entry.post = 0;
}

// Two worlds that were the same up to the removal, and what was seen after it.
struct Pair {
  explicit Pair(Mutant mutant = Mutant::none) : a(kTiny), b(kTiny), in_a(*a), in_b(*b) {
    a->mutant = b->mutant = mutant;
    a.step(kRemoval);
    b.step(kRemoval);
    same_before = a.fingerprint() == b.fingerprint();
    creator = most_seen_creator(*b);
    account = b->creators[creator].account;
    remove_creator(*b, creator);
    a->trace = &in_a;
    b->trace = &in_b;
  }
  void step(std::uint32_t ticks) { a.step(ticks), b.step(ticks); }

  LiveWorld a, b;
  Notebook in_a, in_b;
  bool same_before = false;
  std::uint32_t creator = 0, account = 0;
};

TEST(Pairing, every_reaction_with_the_same_chance_has_the_same_outcome_without_one_creator) {
  Pair pair;
  ASSERT_TRUE(pair.same_before);
  pair.step(24);
  const Comparison result = compare(pair.in_a, pair.in_b);
  EXPECT_GT(result.compared, 10'000U);
  EXPECT_GT(result.moved, 1000U) << "the removal must move items to other places, else nothing is tested";
  EXPECT_EQ(result.different, 0U) << "of " << result.compared;
}

TEST(Pairing, a_model_that_keys_reactions_by_the_slot_in_the_feed_is_found_out) {
  Pair pair(Mutant::slot_keyed);
  ASSERT_TRUE(pair.same_before);
  pair.step(24);
  const Comparison result = compare(pair.in_a, pair.in_b);
  EXPECT_GT(result.compared, 10'000U);
  EXPECT_GT(result.different, 100U) << "of " << result.compared;
}

TEST(Pairing, one_tick_after_the_removal_slates_that_never_held_the_creator_are_identical) {
  Pair pair;
  pair.step(1);
  std::uint32_t compared = 0, touched = 0;
  for (const auto& [reader, slate] : pair.in_a.slates) {
    const Slate& other = pair.in_b.slates[reader];
    if (slate.authors_offered.contains(pair.account)) {
      ++touched;
      continue;
    }
    ++compared;
    EXPECT_EQ(slate.shown, other.shown) << "reader " << reader;
    EXPECT_FALSE(other.authors_offered.contains(pair.account)) << "the creator is still there";
  }
  EXPECT_EQ(pair.in_a.slates.size(), pair.in_b.slates.size()) << "who opens the app is nobody's feed";
  EXPECT_GT(compared, 5U);
  EXPECT_GT(touched, 5U) << "a creator whom nobody is offered tests nothing";
}

std::map<PostKey, Trending> trending(const World& world) {
  std::map<PostKey, Trending> by_key;
  for (const Trending& t : world.index.trending)
    by_key[world.posts.score[t.post - world.posts.first].key()] = t;
  return by_key;
}

TEST(Pairing, a_trending_post_has_its_place_whatever_its_number) {
  Pair pair;
  std::uint32_t both = 0, renumbered = 0;
  for (int hour = 0; hour < 24; ++hour) {
    pair.step(1);
    const auto in_a = trending(*pair.a), in_b = trending(*pair.b);
    for (const auto& [key, post] : in_a) {
      const auto other = in_b.find(key);
      if (other == in_b.end()) continue;
      ++both;
      renumbered += post.post != other->second.post ? 1 : 0;
      EXPECT_EQ(post.place, other->second.place);
    }
    const auto& list = pair.a->index.trending;
    EXPECT_TRUE(std::is_sorted(list.begin(), list.end(),
                               [](const Trending& x, const Trending& y) { return x.place < y.place; }));
  }
  EXPECT_GT(both, 30U);
  EXPECT_GT(renumbered, 10U) << "posts that have the same number in both arms test nothing";
}

// The newest posts, as if all of them were trending.
void make_trending(World& world, std::uint32_t posts) {
  world.index.trending.clear();
  const auto newest = static_cast<std::uint32_t>(world.posts.first + world.posts.score.size());
  for (std::uint32_t number = newest - posts; number < newest; ++number)
    world.index.trending.push_back({world.words(draw::trending_place({number, 0, 0}))[0], number});
  std::sort(world.index.trending.begin(), world.index.trending.end(),
            [](const Trending& a, const Trending& b) { return a.place < b.place; });
}

std::set<std::uint32_t> trending_offered(const World& world, std::uint32_t reader) {
  SessionScratch scratch;
  scratch.candidates.clear();
  scratch.met.clear();
  retrieve_trending(world, AccountId(reader), scratch, world.source("trending"));
  return {scratch.candidates.row.begin(), scratch.candidates.row.begin() + scratch.candidates.count};
}

TEST(Pairing, a_post_that_leaves_the_trending_list_changes_only_the_slates_that_held_it) {
  LiveWorld live(kTiny);
  live.step(kRemoval);
  World& world = *live;
  make_trending(world, 40);
  const Trending gone = world.index.trending[20];
  std::vector<std::set<std::uint32_t>> before;
  for (std::uint32_t reader = 0; reader < 1000; ++reader) before.push_back(trending_offered(world, reader));
  std::erase_if(world.index.trending, [&](const Trending& t) { return t.post == gone.post; });
  std::uint32_t held = 0;
  for (std::uint32_t reader = 0; reader < 1000; ++reader) {
    if (before[reader].contains(gone.post - world.posts.first))
      ++held;
    else
      EXPECT_EQ(before[reader], trending_offered(world, reader)) << "reader " << reader;
  }
  EXPECT_GT(held, 20U);
  EXPECT_LT(held, 500U);
}

}  // namespace
}  // namespace fanfare::fan_economy::pairing_test
