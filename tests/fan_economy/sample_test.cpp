// What is kept in full of a run: it changes nothing, it agrees with the run's own counts, and scores taken
// apart add up.
#include "models/fan_economy/sample/sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <string>

#include "models/fan_economy/feed/explain.h"
#include "models/fan_economy/feed/source_following.h"
#include "models/fan_economy/mechanisms/pools.h"
#include "models/fan_economy/mechanisms/trending.h"
#include "sim/recorder.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::sample_test {
namespace {

using testing::LiveWorld;

std::string world_text(const std::string& sample, const std::string& feed = "preset: douyin") {
  return "schema: 1\nkind: scenario\nname: kept\nquestion: What is kept?\n"
         "run: {until: 21d, tick: 1h, warmup: 1d, start: 2026-03-02, seed: 7}\n"
         "population: {accounts: 1_500, scale: 500, communities: 6,\n"
         "             graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}}\n"
         "creators:\n"
         "  - {id: kol, kind: kol, select: {followers: [50_000, 1_000_000]}}\n"
         "  - {id: koc, kind: koc, select: {followers: [5_000, 25_000]}}\n"
         "platforms:\n  - {id: app, feed: {" +
         feed +
         "}}\n"
         "brands:\n  - {id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1}\n"
         "attention: {share: {rate: 5%}}\n"
         "campaigns:\n  - {id: launch, brand: aurora, budget: 90_000 CNY, flight: [2d, 7d], lines: [{hire: "
         "{by: fit}, posts: 2, contract: flat}]}\n" +
         sample;
}
const std::string kBoth = "sample: {posts: 8, accounts: 80}\n";
constexpr std::uint32_t kTicks = 9 * 24;

std::uint32_t count(const PostCounts& counts, Counter c) { return counts[static_cast<std::size_t>(c)]; }
std::int64_t total(const PostSample& s, std::size_t row, std::size_t cell) {
  return s.totals[row * s.cells.count() + cell];
}

// The score that a key was made of: the inverse of ordered().
float score_of(std::uint64_t key) {
  const auto bits = static_cast<std::uint32_t>(key >> 32);
  return std::bit_cast<float>((bits & 0x80000000U) != 0 ? bits ^ 0x80000000U : ~bits);
}

// Scores of many sessions, as ranked and as explained.
void expect_terms_to_add_up(LiveWorld& world) {
  std::uint64_t ignored = 0, compared = 0;
  auto scratch = std::make_unique<SessionScratch>();
  for (std::uint32_t a = 0; a < 300; ++a) {
    const AccountId reader(a);
    const RankContext context(*world, reader);
    scratch->candidates.clear();
    scratch->met.clear();
    retrieve_following(*world, reader, *scratch, ignored);
    retrieve_discovery(*world, reader, *scratch, ignored);
    retrieve_trending(*world, reader, *scratch, world->source("trending"));
    rank(*world, context, *scratch);
    const Candidates& c = scratch->candidates;
    const Explanation why(*world, context, c);
    for (std::uint32_t n = 0; n < c.eligible; ++n, ++compared) {
      const Terms terms = why.of(n);
      const float appeal = std::accumulate(terms.begin(), terms.begin() + kAppealTerms, -context.k.centre);
      const float score = std::accumulate(terms.begin() + kAppealTerms, terms.end(), 0.0F);
      ASSERT_NEAR(appeal, why.believed_appeal(n), 1e-4);
      ASSERT_NEAR(score, score_of(c.key[n]), 1e-4 * (1 + std::abs(score)));
    }
  }
  EXPECT_GT(compared, 2000U);
}

TEST(Explanation, terms_add_up_to_the_score_that_ranked) {
  for (const char* feed : {"preset: douyin, policies: {exploration: 20%}", "preset: twitter-2023",
                           "preset: chronological", "preset: popularity", "preset: random"}) {
    LiveWorld world(world_text(kBoth, feed));
    world.step(3 * 24);
    expect_terms_to_add_up(world);
  }
}

TEST(Explanation, the_others_are_all_eligible_candidates_but_the_one) {
  LiveWorld world(world_text(kBoth));
  world.step(2 * 24);
  std::uint64_t ignored = 0;
  auto scratch = std::make_unique<SessionScratch>();
  const RankContext context(*world, AccountId(5));
  scratch->candidates.clear();
  scratch->met.clear();
  retrieve_discovery(*world, AccountId(5), *scratch, ignored);
  rank(*world, context, *scratch);
  const Candidates& c = scratch->candidates;
  ASSERT_GT(c.eligible, 2U);
  const Explanation why(*world, context, c);
  Terms mean;
  ASSERT_TRUE(why.of_the_others(1, mean));
  double quality = 0;
  for (std::uint32_t n = 0; n < c.eligible; ++n)
    if (n != 1) quality += static_cast<double>(why.of(n)[static_cast<std::size_t>(Term::quality)]);
  EXPECT_NEAR(mean[static_cast<std::size_t>(Term::quality)], quality / (c.eligible - 1), 1e-4);
}

TEST(Sample, changes_nothing_in_the_run) {
  LiveWorld plain(world_text("")), watched(world_text(kBoth));
  plain.step(kTicks);
  watched.step(kTicks);
  for (std::size_t cell = 0; cell < plain->measures.size(); ++cell)
    ASSERT_EQ(plain->measures[cell], watched->measures[cell]) << cell;
  EXPECT_EQ(plain->followers, watched->followers);
  EXPECT_TRUE(std::ranges::equal(plain->posts.counts, watched->posts.counts));
  EXPECT_FALSE(watched->sample.posts.posts.empty());
}

TEST(Sample, nothing_is_kept_and_fingerprinted_unless_asked_for) {
  LiveWorld plain(world_text("")), zero(world_text("sample: {posts: 0, accounts: 0}\n"));
  plain.step(4 * 24);
  zero.step(4 * 24);
  EXPECT_EQ(plain.fingerprint(), zero.fingerprint());
  EXPECT_TRUE(plain->sample.posts.posts.empty());
  EXPECT_TRUE(plain->sample.network.nodes.empty());
}

class Kept : public ::testing::Test {
 protected:
  Kept() : world(world_text(kBoth)) { world.step(kTicks); }
  LiveWorld world;
  const PostSample& posts = world->sample.posts;
  const NetworkSample& net = world->sample.network;
};

TEST_F(Kept, all_sponsored_posts_and_one_unpaid_a_day) {
  std::size_t sponsored = 0;
  std::map<std::uint32_t, int> unpaid;
  for (const SampledPost& post : posts.posts)
    post.is_sponsored() ? void(++sponsored) : void(++unpaid[post.tick / 24]);
  EXPECT_EQ(static_cast<std::int64_t>(sponsored),
            world->measures[world->measures.cell(CampaignCell::posts, 0)]);
  EXPECT_GE(unpaid.size(), 6U);
  for (const auto& [day, n] : unpaid) {
    EXPECT_EQ(n, 1) << day;
    EXPECT_GE(day, 1U) << "warm-up";
  }
}

TEST_F(Kept, impressions_and_reactions_are_those_of_the_post) {
  constexpr std::array kSame = {Counter::views,   Counter::likes,  Counter::comments, Counter::shares,
                                Counter::follows, Counter::clicks, Counter::pool_hides};
  std::size_t compared = 0;
  for (std::size_t row = 0; row < posts.posts.size(); ++row) {
    const std::uint32_t number = posts.posts[row].number;
    if (number < world->posts.first) continue;  // it has left the window
    const PostCounts& counts = world->posts.counts[number - world->posts.first];
    const auto impressions = total(posts, row, 0) + total(posts, row, 1) + total(posts, row, 2);
    EXPECT_EQ(impressions, count(counts, Counter::impressions));
    EXPECT_EQ(total(posts, row, posts.cells.source(Source::discovery)), count(counts, Counter::discovery));
    for (std::size_t r = 0; r < kSame.size(); ++r) {
      if (kSame[r] == Counter::follows)
        EXPECT_GE(total(posts, row, posts.cells.reaction(r)), count(counts, kSame[r]))
            << "some followed before";
      else if (kSame[r] == Counter::pool_hides)
        EXPECT_GE(total(posts, row, posts.cells.reaction(r)), count(counts, kSame[r]))
            << "of the pools alone";
      else
        EXPECT_EQ(total(posts, row, posts.cells.reaction(r)), count(counts, kSame[r])) << r;
    }
    const auto first =
        posts.hours.begin() + static_cast<std::ptrdiff_t>(row * posts.window_hours * posts.cells.sources);
    const auto cells = static_cast<std::ptrdiff_t>(posts.window_hours * posts.cells.sources);
    EXPECT_EQ(std::accumulate(first, first + cells, std::int64_t{0}), impressions);
    compared += impressions > 0 ? 1 : 0;
  }
  EXPECT_GE(compared, 3U);
}

TEST_F(Kept, shares_form_trees_that_the_cascades_agree_with) {
  ASSERT_GT(posts.shares.size(), 30U);
  std::vector<std::int64_t> shares(posts.posts.size()), brought(posts.posts.size());
  std::size_t deep = 0;
  for (std::size_t i = 0; i < posts.shares.size(); ++i) {
    const SampledShare& share = posts.shares[i];
    ++shares[share.post];
    brought[share.post] += share.impressions;
    if (share.parent == kNobody) continue;
    ++deep;
    ASSERT_LT(share.parent, i);
    EXPECT_EQ(posts.shares[share.parent].post, share.post);
    EXPECT_EQ(share.depth, posts.shares[share.parent].depth + 1);
    EXPECT_EQ(share.source, static_cast<std::uint32_t>(Source::following))
        << "only a timeline shows who shared";
  }
  EXPECT_GT(deep, 3U);
  std::int64_t all_brought = 0;
  for (std::size_t row = 0; row < posts.posts.size(); ++row) {
    EXPECT_EQ(shares[row], total(posts, row, posts.cells.reaction(3)));
    EXPECT_LE(brought[row], total(posts, row, posts.cells.source(Source::following)));
    all_brought += brought[row];
  }
  EXPECT_GT(all_brought, 0);
}

TEST_F(Kept, terms_are_means_over_impressions) {
  for (std::size_t row = 0; row < posts.posts.size(); ++row) {
    const double seen =
        static_cast<double>(total(posts, row, 0) + total(posts, row, 1) + total(posts, row, 2));
    if (seen == 0) continue;
    const auto quality = total(posts, row, posts.cells.term(static_cast<std::size_t>(Term::quality)));
    EXPECT_NEAR(static_cast<double>(quality) / PostCells::kTermUnit / seen,
                world->p.attention.quality_weight * static_cast<double>(posts.posts[row].quality), 1e-3);
  }
}

bool follows(const World& world, std::uint32_t from, std::uint32_t to) {
  return world.graph.is_following(AccountId(from), AccountId(to));
}

// Before a day's follows can change what was surveyed.
TEST(NetworkSample, rings_and_links_are_what_the_follow_graph_says) {
  LiveWorld world(world_text(kBoth));
  world.step(2 * 24 + 3);
  const NetworkSample& net = world->sample.network;
  ASSERT_EQ(net.survey, Survey::done);
  ASSERT_EQ(net.nodes.size(), 80U);
  std::set<std::pair<std::uint32_t, std::uint32_t>> links;
  for (const NetworkLink& link : net.links) links.emplace(link.from, link.to);
  EXPECT_EQ(links.size(), net.links.size());
  std::array<int, 3> rings{};
  std::size_t wrong = 0, expected = 0;
  const auto has_link = [&](std::uint32_t from, Ring ring) {
    for (std::uint32_t to = 0; to < net.nodes.size(); ++to)
      if (net.nodes[to].ring == ring && links.contains({from, to})) return true;
    return false;
  };
  for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
    ++rings[static_cast<std::size_t>(net.nodes[i].ring)];
    if (net.nodes[i].ring == Ring::follower) {
      EXPECT_TRUE(has_link(i, Ring::hired));
    }
    if (net.nodes[i].ring == Ring::neighbour) {
      EXPECT_TRUE(has_link(i, Ring::follower) && !has_link(i, Ring::hired));
    }
    for (std::uint32_t j = 0; j < net.nodes.size(); ++j) {
      const bool is = follows(*world, net.nodes[i].account, net.nodes[j].account);
      expected += is ? 1 : 0;
      wrong += is != links.contains({i, j}) ? 1 : 0;
    }
  }
  EXPECT_LE(wrong, expected / 50) << "follows and unfollows of the last two ticks";
  EXPECT_GE(rings[0], 1);
  EXPECT_GE(rings[1], 20);
  EXPECT_GE(rings[2], 10);
}

TEST_F(Kept, exposures_and_purchases_are_those_of_the_accounts) {
  ASSERT_EQ(net.levels.size(), 2 * net.nodes.size());
  std::int64_t exposed = 0;
  for (std::size_t i = 0; i < net.nodes.size(); ++i) {
    const AccountId account(net.nodes[i].account);
    EXPECT_EQ(net.levels[net.exposures(0, i)], world->accounts.frequency.row(account)[0]);
    EXPECT_EQ(net.levels[net.purchases(1, 0, i)],
              (world->accounts.bond.row(account)[0].stage & BrandBond::kBought) != 0 ? 1 : 0);
    exposed += net.levels[net.exposures(0, i)];
  }
  EXPECT_GT(exposed, 20);
}

// What the run writes of all this.
class Recorded : public Kept {
 protected:
  Recorded() {
    world.economy().declare(recorder);
    recorder.begin_row(9);
    world.economy().record(recorder, kTicks);
    recorder.end_row();
    world.economy().finish(recorder, kTicks);
  }
  const std::vector<double>& values(const char* name) const { return recorder.data().variable(name)->data; }
  double people(std::int64_t accounts) const { return world_ref().people(static_cast<double>(accounts)); }
  const World& world_ref() const { return const_cast<Recorded*>(this)->world.economy().world(); }

  // The sample's row of the post that the file holds at this place.
  std::size_t row_of(std::size_t place) const {
    for (std::size_t row = 0; row < posts.posts.size(); ++row)
      if (posts.posts[row].author == values("posts/author")[place] &&
          posts.posts[row].tick / 24.0 == values("posts/posted")[place])
        return row;
    return posts.posts.size();
  }
  std::int64_t impressions(std::size_t row) const {
    return total(posts, row, 0) + total(posts, row, 1) + total(posts, row, 2);
  }
  DatasetRecorder recorder{RunParameters{}};
};

TEST_F(Recorded, the_most_seen_sponsored_posts_then_the_most_seen_unpaid_ones) {
  const auto& sponsored = values("posts/sponsored");
  ASSERT_GT(sponsored.size(), 10U);
  EXPECT_LE(sponsored.size(), 16U);
  EXPECT_TRUE(std::is_sorted(sponsored.rbegin(), sponsored.rend()));
  for (std::size_t place = 1; place < sponsored.size(); ++place)
    if (sponsored[place] == sponsored[place - 1]) {
      EXPECT_GE(impressions(row_of(place - 1)), impressions(row_of(place)));
    }
  for (std::size_t row = 0; row < posts.posts.size(); ++row)
    if (posts.posts[row].is_sponsored()) {
      EXPECT_LE(impressions(row), impressions(row_of(0)));
    }
}

TEST_F(Recorded, impressions_are_people_and_terms_are_means) {
  const std::size_t hours = posts.window_hours, scores = kTerms - kAppealTerms;
  for (std::size_t place = 0; place < values("posts/author").size(); ++place) {
    const std::size_t row = row_of(place);
    ASSERT_LT(row, posts.posts.size());
    const auto first = values("posts/impressions").begin() +
                       static_cast<std::ptrdiff_t>(place * hours * posts.cells.sources);
    EXPECT_EQ(std::accumulate(first, first + static_cast<std::ptrdiff_t>(hours * posts.cells.sources), 0.0),
              people(impressions(row)));
    const auto mean = [&](std::size_t cell, std::int64_t of) {
      return static_cast<double>(total(posts, row, cell)) / PostCells::kTermUnit / static_cast<double>(of);
    };
    const std::int64_t with_others = total(posts, row, posts.cells.with_others());
    for (std::size_t t = 0; t < kAppealTerms; ++t)
      EXPECT_EQ(values("posts/appeal")[place * kAppealTerms + t],
                mean(posts.cells.term(t), impressions(row)));
    for (std::size_t t = 0; t < scores; ++t)
      EXPECT_EQ(values("posts/score_of_others")[place * scores + t],
                mean(posts.cells.term_of_others(kAppealTerms + t), with_others));
  }
}

TEST_F(Recorded, shares_point_to_posts_and_shares_that_the_file_holds) {
  const auto& parent = values("posts/share_parent");
  ASSERT_GT(parent.size(), 20U);
  std::size_t deep = 0;
  for (std::size_t i = 0; i < parent.size(); ++i) {
    const auto place = static_cast<std::size_t>(values("posts/share_post")[i]);
    ASSERT_LT(place, values("posts/author").size());
    if (std::isnan(parent[i])) continue;
    ++deep;
    const auto of = static_cast<std::size_t>(parent[i]);
    ASSERT_LT(of, i);
    EXPECT_EQ(values("posts/share_post")[of], values("posts/share_post")[i]);
    EXPECT_EQ(values("posts/share_depth")[i], values("posts/share_depth")[of] + 1);
  }
  EXPECT_GT(deep, 3U);
}

TEST_F(Recorded, nodes_hold_their_exposures_and_links_their_nodes) {
  for (std::size_t i = 0; i < net.nodes.size(); ++i) {
    EXPECT_EQ(values("network/node_account")[i], net.nodes[i].account);
    EXPECT_EQ(values("network/node_ring")[i], static_cast<double>(net.nodes[i].ring));
    EXPECT_EQ(values("network/exposures")[i], net.levels[net.exposures(0, i)]);
    EXPECT_EQ(values("network/bought")[i], net.levels[net.purchases(1, 0, i)]);
  }
  ASSERT_EQ(values("network/link_from").size(), net.links.size());
  for (std::size_t i = 0; i < net.links.size(); ++i) {
    EXPECT_EQ(values("network/link_from")[i], net.links[i].from);
    EXPECT_EQ(values("network/link_to")[i], net.links[i].to);
  }
}

TEST(NetworkSample, of_a_small_world_leaves_the_rest_of_its_axis_empty) {
  std::string small = world_text("sample: {accounts: 1_000}\n");
  small.replace(small.find("1_500"), 5, "700");
  LiveWorld world(small);
  world.step(3 * 24);
  DatasetRecorder recorder{RunParameters{}};
  world.economy().declare(recorder);
  world.economy().finish(recorder, 3 * 24);
  const std::vector<double>& accounts = recorder.data().variable("network/node_account")->data;
  const std::size_t nodes = world->sample.network.nodes.size();
  ASSERT_LT(nodes, 1000U);
  EXPECT_FALSE(std::isnan(accounts[nodes - 1]));
  EXPECT_TRUE(std::isnan(accounts[nodes]));
}

}  // namespace
}  // namespace fanfare::fan_economy::sample_test
