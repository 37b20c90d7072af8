// One random word, one use: what the feed's chance decides says nothing about what the reader does.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <string>

#include "models/fan_economy/people/selector.h"
#include "models/fan_economy/state/candidates.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy {
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
    const Words second = world.draws(Draw::reaction).words(r.post.seen_by(r.reader), 2);
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

TEST(Subjects, of_one_purpose_never_meet) {
  using Key = std::array<std::uint32_t, 4>;
  std::map<Key, std::string> all;
  std::size_t made = 0;
  const auto put = [&](Draw d, const Subject& s, const std::string& who) {
    ++made;
    const auto [at, fresh] = all.emplace(Key{static_cast<std::uint32_t>(d), s.a, s.b, s.c}, who);
    EXPECT_TRUE(fresh) << who << " meets " << at->second;
  };
  // Small numbers meet most easily: accounts, ticks, days, brands, roles and events are all counted from 0.
  for (std::uint32_t a = 0; a < 6; ++a)
    for (std::uint32_t n = 0; n < 6; ++n) {
      const AccountId account(a);
      put(Draw::session, about::session(account, n), "end of a session");
      put(Draw::fading, about::day(account, n), "fandom that fades");
      put(Draw::recent, about::day(account, n), "recent counts");
      put(Draw::replies, about::day(account, n), "replies");
      put(Draw::career, about::day(account, n), "stopping");
      for (std::uint32_t m = 0; m < 6; ++m) {
        put(Draw::rounding, about::brand_day(account, n, m), "bond that fades");
        put(Draw::sample, PostKey{a, n, m}.itself(), "sampled post");
        for (const auto who : {Asking::Who::looking, Asking::Who::casting, Asking::Who::line, Asking::Who::event})
          put(Draw::selection, Asking{who, n, m}.about(a), "selection");
      }
    }
  for (std::uint32_t a = 0; a < 6; ++a) {
    put(Draw::node_sample, about::account(AccountId(a)), "sampled account");
    put(Draw::debut, about::account(AccountId(a)), "debut");
  }
  EXPECT_EQ(all.size(), made);
}

}  // namespace
}  // namespace fanfare::fan_economy
