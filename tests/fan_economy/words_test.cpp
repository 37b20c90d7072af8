// One random word, one use: what the feed's chance decides says nothing about what the reader does.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <string>

#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/state/candidates.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::words_test {
namespace {

using testing::LiveWorld;

std::string read_by(const std::string& feed) {
  return "schema: 1\nkind: scenario\nname: words\nquestion: Is chance fair?\n"
         "run: {until: 10d, tick: 1h, seed: 3}\n"
         "population: {accounts: 1000, scale: 10, graph: {mean_follows: 40}}\n"
         "platforms:\n  - {id: app, feed: " + feed + "}\npublishing: {median_per_day: 1}\n";
}

// How much of what was shown should be watched, and was.
struct Shown final : Trace {
  void reacted(const ReactionRecord& r) override {
    ++items;
    expected += r.chance.watch * 0x1p-32;
    variance += r.chance.watch * 0x1p-32 * (1 - r.chance.watch * 0x1p-32);
    watched += r.watches;
  }
  double items = 0, expected = 0, variance = 0, watched = 0;
};

TEST(Words, of_a_random_feed_do_not_decide_what_is_watched) {
  LiveWorld world(read_by("{preset: random}"));
  Shown shown;
  world->trace = &shown;
  world.step(72);
  ASSERT_GT(shown.items, 20'000);
  EXPECT_LT(std::fabs(shown.watched - shown.expected), 5 * std::sqrt(shown.variance))
      << shown.watched / shown.items << " watched, " << shown.expected / shown.items << " expected";
}

// The words themselves: those of ranking (index 0) are used nowhere else. What a reader does follows from words of
// the indices after it alone.
struct Reader final : Trace {
  explicit Reader(const World& w) : world(w) {}
  void reacted(const ReactionRecord& r) override {
    const Words second = world.words(draw::reaction(r.post.seen_by(r.reader), 2));
    wrong += r.watches != (second[2] < r.chance.watch);
    wrong += r.hides != (second[1] < r.chance.hide);
    ++items;
  }
  const World& world;
  std::size_t items = 0, wrong = 0;
};

TEST(Words, of_a_reader_are_not_those_of_the_ranking) {
  LiveWorld world(read_by("{preset: chronological}"));
  Reader trace(*world);
  world->trace = &trace;
  world.step(48);
  ASSERT_GT(trace.items, 10'000U);
  EXPECT_EQ(trace.wrong, 0U);
}

// A session goes on at an item with the chance that its appeal gives, wherever the item stood among ties.
double items_a_session(bool ties_elsewhere) {
  LiveWorld world(read_by(std::string("{preset: chronological, value: {random: ") +
                          (ties_elsewhere ? "0.001" : "0") + "}}"));
  struct Count final : Trace {
    void retrieved(AccountId, const Candidates&) override { ++sessions; }
    void reacted(const ReactionRecord&) override { ++items; }
    double sessions = 0, items = 0;
  } count;
  world->trace = &count;
  world.step(120);
  return count.items / count.sessions;
}

TEST(Words, of_ties_do_not_decide_how_long_a_session_goes_on) {
  const double here = items_a_session(false), elsewhere = items_a_session(true);
  EXPECT_NEAR(here / elsewhere, 1, 0.03);
}

// Every decision of the model and of whom it is made, once.
class Meetings {
 public:
  // The words of a decision; some read on from their first index.
  void put(const Decision& d, const std::string& who, std::uint32_t indices = 1) {
    for (std::uint32_t i = 0; i < indices; ++i) {
      ++made_;
      const auto [at, fresh] = all_.emplace(
          Key{static_cast<std::uint32_t>(d.purpose), d.about.a, d.about.b, d.about.c, d.index + i}, who);
      EXPECT_TRUE(fresh) << who << " meets " << at->second;
    }
  }
  bool are_none() const { return all_.size() == made_; }

 private:
  using Key = std::array<std::uint32_t, 5>;
  std::map<Key, std::string> all_;
  std::size_t made_ = 0;
};

// Small numbers meet most easily: accounts, ticks, days, brands, roles and events are all counted from 0.
constexpr std::uint32_t kFew = 5;
constexpr std::uint32_t kReadOn = 40;  // what a distribution may read, at most

void put_accounts(Meetings& m, AccountId a) {
  m.put(draw::community(a), "community");
  m.put(draw::profile(a.value), "profile of a community", kReadOn);
  m.put(draw::interests(a), "interests", kReadOn);
  m.put(draw::income(a), "income");
  m.put(draw::authorship(a), "who publishes");
  m.put(draw::casual_skill(a), "skill of who is no creator");
  m.put(draw::price_of(a), "price");
  m.put(draw::skill(a), "skill", kReadOn);
  m.put(draw::debut(a), "debut");
  m.put(draw::sampled(a), "sampled account");
}

void put_pairs(Meetings& m, AccountId a, std::uint32_t n) {
  m.put(draw::attribute(a, n), "attribute");
  m.put(draw::attribute_of(a, n), "attribute of a scenario");
  m.put(draw::row_of(a, n), "row of a file");
  m.put(draw::stopping(a, n), "stopping");
  m.put(draw::replies(a, n), "replies");
  m.put(draw::recent(a, n), "recent counts");
  m.put(draw::fandom_fading(a, n), "fandom that fades");
  m.put(draw::active_day(a, n), "active day");
  m.put(draw::membership(a, n), "membership of a platform");
  m.put(draw::trending_start(a, n), "start on the trending ring");
  m.put(draw::session_end(a, n), "end of a session");
  m.put(draw::first_bond(a, n), "first bond");
  m.put(draw::first_need(a, n), "first need");
}

void put_triples(Meetings& m, AccountId a, std::uint32_t n, std::uint32_t o) {
  const PostKey post{a.value, n, o};
  m.put(draw::unfollowing(a, AccountId(n), o), "unfollowing");
  m.put(draw::post_traits(post), "traits of a post");
  m.put(draw::post_quality(post), "quality of a post", kReadOn);
  m.put(draw::spread(post), "how much a post is one to share");
  m.put(draw::item_error(post), "error about a post");
  m.put(draw::trending_place(post), "place on the trending ring");
  m.put(draw::timeline_place(post), "place on a timeline");
  m.put(draw::sampled(post), "sampled post");
  m.put(draw::purchase(a, n, o), "purchase");
  m.put(draw::bond_fading(a, n, o), "bond that fades");
  m.put(draw::serving(a, n, o), "order served");
  m.put(draw::answering(a, n, o), "comment answered");
  m.put(draw::satisfaction(a, n, o), "satisfaction");
  m.put(draw::experience(a, n, o), "experience");
  m.put(draw::sent_back(a, n, o), "order sent back");
  m.put(draw::post_time(a.value, n, o), "time of a post");
  m.put(draw::scandal(a, n, o), "scandal");
  for (std::uint32_t x = 0; x < kFew; ++x) {
    m.put(draw::climbing(post, x), "climbing");
    m.put(draw::cross_posting(post, x), "post that appears elsewhere too");
    m.put(draw::rung_rounding(post, x), "rounding of a rung");
    m.put(draw::scandal_brand(a, n, o, x), "scandal of a brand");
  }
  for (const auto who : {Asking::Who::looking, Asking::Who::casting, Asking::Who::line, Asking::Who::event}) {
    m.put(draw::selected(Asking{who, n, o}.about(a.value)), "selection");
    m.put(draw::selection_tie(Asking{who, n, o}.about(a.value)), "tie of a selection");
  }
}

void put_seen(Meetings& m, AccountId reader, const PostKey& post) {
  for (std::uint32_t x = 0; x < 4; ++x) m.put(draw::reaction(post.seen_by(reader), x), "reaction");
  m.put(draw::fandom_step(post, reader, 0), "step of fandom");
  m.put(draw::persuasion(post, reader), "persuasion");
  m.put(draw::order_at_click(post, reader), "order at a click");
}

TEST(Decisions, never_meet_in_one_word) {
  Meetings meetings;
  for (std::uint32_t a = 0; a < kFew; ++a) {
    put_accounts(meetings, AccountId(a));
    for (std::uint32_t n = 0; n < kFew; ++n) {
      put_pairs(meetings, AccountId(a), n);
      for (std::uint32_t o = 0; o < kFew; ++o) {
        put_triples(meetings, AccountId(a), n, o);
        for (std::uint32_t k = 0; k < kFew; ++k) put_seen(meetings, AccountId(a), {n, o, k});
      }
    }
  }
  EXPECT_TRUE(meetings.are_none());
}

}  // namespace
}  // namespace fanfare::fan_economy::words_test
