// Formats: each rate, length, cost and shelf life by pairs of small runs that differ in one key; posts of two
// authors, chains, posts for subscribers, comments that fly, and what they must not do.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <string>
#include <tuple>

#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::formats_test {
namespace {

using testing::LiveWorld;

std::string posts(const std::string& keys, const std::string& more = "") {
  return R"(schema: 1
kind: scenario
name: formats
question: What does a format move?
run: {until: 4d, tick: 2h, start: 2026-03-02, seed: 7}
population:
  accounts: 1_000
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators: [{id: koc, kind: koc, select: {followers: [4_000, 1_000_000]}}]
platforms: [{id: app, feed: {preset: douyin}}]
)" + more +
         (keys.empty() ? "" : "formats: {" + keys + "}\n");
}

std::string only(const std::string& format, const std::string& change = "") {
  return "collab_share: 0, chain_share: 0, subscriber_share: 0, bullets: 0, long_loss: 0, mix: [{format: " +
         format + ", share: 1}]" +
         (change.empty() ? "" : ", change: [{format: " + format + ", " + change + "}]");
}

// What readers did in all, and with whom.
struct Eye final : Trace {
  LiveWorld* world = nullptr;
  std::array<double, kActionCount + 1> done{};  // the last: impressions
  double age = 0;                               // ticks, summed over impressions
  std::array<double, 2> watched{}, shown{};     // by the youngest and oldest adults
  std::set<std::tuple<std::uint32_t, PostKey>> pairs;
  std::uint64_t twice = 0;

  void reacted(const ReactionRecord& r) override {
    const std::array did{r.watches, r.likes, r.comments, r.shares, r.follows, r.clicks, r.hides};
    for (std::size_t i = 0; i < did.size(); ++i) done[i] += did[i] ? 1 : 0;
    ++done[kActionCount];
    age += (*world)->tick - r.post.tick;
    twice += pairs.insert({r.reader.value, r.post}).second ? 0 : 1;
    const int band = (*world)->accounts.flags[r.reader] >> 4;
    if (band != 1 && band != 5) return;
    const std::size_t old = band == 5 ? 1 : 0;
    ++shown[old];
    watched[old] += r.watches ? 1 : 0;
  }
  double impressions() const { return done[kActionCount]; }
  double rate(Action a) const { return done[static_cast<std::size_t>(a)] / impressions(); }
  double mean_age() const { return age / impressions(); }
};

struct Watched : LiveWorld {
  Eye eye;
  explicit Watched(const std::string& text, std::uint32_t ticks = 36) : LiveWorld(text) {
    eye.world = this;
    (*this)->trace = &eye;
    step(ticks);
    EXPECT_EQ(economy().breach(), "");
  }
  double measure(const std::string& name) {
    return static_cast<double>((*this)->measures[(*this)->measures.named(name)]);
  }
  double posts() { return (*this)->posts.first + static_cast<double>((*this)->posts.score.size()); }
};

// Log ratio of two counts of events, and four standard errors of it.
void expect_ratio(double count, double of, double base, double base_of, double ratio, double slack,
                  const char* what) {
  const double found = std::log(count / of / (base / base_of));
  EXPECT_NEAR(found, std::log(ratio), slack + 4 * std::sqrt(1 / count + 1 / base))
      << what << " ×" << std::exp(found);
}

TEST(FormatsFacts, move_each_rate_by_their_table) {
  Watched plain(posts(only("image", "watch: 1, like: 1, comment: 1, share: 1, follow: 1, hide: 1")));
  const std::array<std::tuple<Action, const char*, double>, 5> kTimes{{{Action::watch, "watch", 0.5},
                                                                       {Action::like, "like", 3},
                                                                       {Action::comment, "comment", 4},
                                                                       {Action::follow, "follow", 3},
                                                                       {Action::hide, "hide", 4}}};
  // All at once: the feed ranks by what it expects of them, so who is shown what moves a little.
  Watched bent(posts(only("image", "watch: 0.5, like: 3, comment: 4, share: 3, follow: 3, hide: 4")));
  for (const auto& [action, word, times] : kTimes) {
    const auto i = static_cast<std::size_t>(action);
    expect_ratio(bent.eye.done[i], bent.eye.impressions(), plain.eye.done[i], plain.eye.impressions(), times,
                 0.25, word);
  }
  EXPECT_GT(bent.eye.rate(Action::share), 2 * plain.eye.rate(Action::share))
      << "what is shared is shared again";
}

TEST(FormatsFacts, cost_attention_by_their_length) {
  Watched brief(posts(only("image", "length: 36, watch: 1"))),
      lengthy(posts(only("image", "length: 144, watch: 1")));
  EXPECT_LT(lengthy.eye.impressions(), 0.75 * brief.eye.impressions());
  const double seconds = lengthy.total(RunCell::seconds) / brief.total(RunCell::seconds);
  EXPECT_GT(seconds, 0.7);
  EXPECT_LT(seconds, 2.8) << "who has spent four times the time on an item goes on less";
}

TEST(FormatsFacts, cost_their_authors_time) {
  Watched cheap(posts(only("image", "cost: 1"))), dear(posts(only("image", "cost: 4")));
  EXPECT_NEAR(dear.posts() / cheap.posts(), 0.25, 0.06);
}

TEST(FormatsFacts, go_stale) {
  Watched fresh(posts(only("image", "shelf_life: 10000 h"))), stale(posts(only("image", "shelf_life: 3 h")));
  EXPECT_LT(stale.eye.mean_age(), 0.75 * fresh.eye.mean_age());
  EXPECT_LT(stale.eye.rate(Action::like), 0.9 * fresh.eye.rate(Action::like));
}

TEST(FormatsFacts, that_are_long_lose_the_young) {
  const std::string keys =
      "collab_share: 0, mix: [{format: long_video, share: 1}], brief_young: 1, brief_old: 0, ";
  const auto gap = [](const Eye& eye) {
    return eye.watched[0] / eye.shown[0] - eye.watched[1] / eye.shown[1];
  };
  Watched with(posts(keys + "long_loss: 2")), without(posts(keys + "long_loss: 0")),
      against(posts(keys + "long_loss: -2"));
  EXPECT_LT(gap(with.eye), gap(without.eye) - 0.05);
  EXPECT_GT(gap(against.eye), gap(without.eye) + 0.05) << "the other sign can be reached";
}

TEST(FormatsFacts, bring_comments_by_those_that_fly_over_a_video) {
  const std::string quiet =
      "collab_share: 0, chain_share: 0, mix: [{format: short_video, share: 1}], bullets: ";
  Watched none(posts(quiet + "0")), some(posts(quiet + "4, bullets_half: 400")),
      late(posts(quiet + "4, bullets_half: 400, bullets_fresh: 0 h"));
  const double comments = none.eye.rate(Action::comment);
  EXPECT_GT(some.eye.rate(Action::comment), 1.3 * comments);
  EXPECT_LT(late.eye.rate(Action::comment), 1.1 * comments) << "on the first tick nobody has commented";
  Watched text(posts("bullets: 0, mix: [{format: text, share: 1}]")),
      flown(posts("bullets: 4, mix: [{format: text, share: 1}]"));
  EXPECT_EQ(text.fingerprint(), flown.fingerprint()) << "nothing flies over a text";
}

// Under a feed of follows alone, so that who follows the second author has it from the second timeline.
std::string newest(std::string text) {
  text.replace(text.find("preset: douyin"), 14, "preset: chronological");
  return text;
}

TEST(FormatsFacts, of_two_authors_reach_the_followers_of_both_and_nobody_twice) {
  const std::string keys = "chain_share: 0, subscriber_share: 0, bullets: 0, collab_share: ";
  Watched alone(newest(posts(keys + "0")), 12), both(newest(posts(keys + "1"))), learning(posts(keys + "1"));
  const double reach = both.measure("collab_reach"), author = both.measure("collab_reach_author"),
               partner = both.measure("collab_reach_partner"), shared = both.measure("collab_reach_both");
  EXPECT_EQ(alone.measure("collab_posts"), 0);
  EXPECT_GT(both.measure("collab_posts"), 100);
  EXPECT_GT(author, 0.2 * reach);
  EXPECT_GT(partner, 0.2 * reach) << "it does not stand in the second profile";
  EXPECT_LE(author + partner - shared, reach);
  EXPECT_LE(shared, std::min(author, partner));
  EXPECT_GT(both.measure("collab_follows"), 0);
  EXPECT_EQ(learning.eye.twice, 0U) << "somebody was shown one twice";
}

TEST(FormatsFacts, chains_live_or_die_by_the_chance_to_join) {
  const auto chain = [](const std::string& join) {
    return posts("collab_share: 0, subscriber_share: 0, bullets: 0, chain_share: 0.1, join: " + join);
  };
  Watched none(chain("0")), dying(chain("0.002")), living(chain("0.3"));
  EXPECT_EQ(none.measure("chain_posts"), 0);
  EXPECT_GT(none.measure("chains"), 5);
  EXPECT_LT(dying.measure("chain_posts"), 2 * dying.measure("chains"));
  EXPECT_GT(living.measure("chain_posts"), 10 * living.measure("chains"));
  std::set<PostKey> keys;
  for (const PostScore& post : living->posts.score) keys.insert(post.key());
  EXPECT_EQ(keys.size(), living->posts.score.size()) << "two posts have one name";
}

double fandom(LiveWorld& world) {
  double sum = 0;
  for (std::uint32_t a = 0; a < world->part.accounts; ++a)
    for (const FandomSlot& slot : world->accounts.fandom.row(AccountId(a)))
      if (!slot.empty()) sum += slot.level();
  return sum;
}

TEST(FormatsFacts, for_subscribers_are_seen_by_them_alone) {
  const auto paid = [](const std::string& keys) {
    return posts("collab_share: 0, chain_share: 0, bullets: 0, subscriber_share: 0.3, subscribe_at: 0.02, " +
                 keys);
  };
  Watched nobody(paid("subscribe: 0")), some(paid("subscribe: 1, subscriber_gain: 0")),
      fond(paid("subscribe: 1, subscriber_gain: 0.1"));
  std::uint32_t impressions = 0;
  for (const PostScore& post : nobody->posts.score)
    if ((post.flags & PostFlags::kGated) != 0) impressions += post.impressions;
  EXPECT_GT(nobody.measure("subscriber_posts"), 20);
  EXPECT_EQ(impressions, 0U);
  EXPECT_GT(some.measure("subscriber_views"), 20);
  EXPECT_GT(some.measure("subscription_fees"), 0);
  EXPECT_GT(fandom(fond), 1.01 * fandom(some));
}

std::string problem_of(const std::string& keys) {
  Problems problems;
  load_scenario_text("test", posts(keys), {}, problems);
  return problems.render();
}

TEST(Formats, are_refused_where_they_do_not_add_up) {
  EXPECT_NE(problem_of("mix: [{format: text, share: 90%}]").find("sum to 90%"), std::string::npos);
  EXPECT_NE(problem_of("mix: [{format: fax, share: 1}]").find("'fax' is no format"), std::string::npos);
  EXPECT_NE(problem_of("change: [{format: text, length: 0}]").find("is zero"), std::string::npos);
  EXPECT_NE(
      problem_of("mixes: [{id: a, kind: baker, mix: [{format: text, share: 1}]}]").find("no kind of creator"),
      std::string::npos);
  EXPECT_NE(problem_of("collab_share: 60%, chain_share: 50%").find("more than all posts"), std::string::npos);
  EXPECT_THROW(LiveWorld(posts("mixes: [{id: a, platform: radio, mix: [{format: text, share: 1}]}]")),
               ScenarioError);
  EXPECT_THROW(LiveWorld(posts("mix: [{format: voice_note, share: 1}]")), ScenarioError) << "tips are off";
}

// One that a mechanism brings stands after the others, and only where that one is on.
TEST(Formats, are_appended_by_mechanisms) {
  EXPECT_EQ(format_rules().back().word, "voice_note");
  LiveWorld without(posts("mix: [{format: text, share: 1}]"));
  EXPECT_EQ(without->formats.rules.size() + 1, format_rules().size());
  Watched with(posts("mix: [{format: voice_note, share: 1}]", "tips: {}\n"), 12);
  EXPECT_EQ(with->posts.score.back().format(), format_rules().size());
  EXPECT_FALSE(LiveWorld(posts(""))->formats.on());
}

}  // namespace
}  // namespace fanfare::fan_economy::formats_test
