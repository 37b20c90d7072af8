// Filters, ranks, counts and shares.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "models/fan_economy/people/selector.h"
#include "tests/fan_economy/world_builder.h"

namespace fanfare::fan_economy::selector_test {
namespace {

using testing::Recipe;
using testing::TestWorld;

// Creators 0 … 4: KOLs with 500 followers; 10 … 29: KOCs with 50 (people).
TestWorld& world() {
  static TestWorld built([] {
    Recipe r;
    r.accounts = 200;
    r.brand();
    r.role("kol", CreatorKind::kol, 0, 5, 50);
    r.role("koc", CreatorKind::koc, 10, 20, 5);
    return r;
  }());
  return built;
}

// {.a = 1} for a Selector would leave members out, which -Wextra dislikes.
template <class Change>
Selector with(Change change) {
  Selector selector;
  change(selector);
  return selector;
}

std::size_t count(const Selector& selector) { return select_creators(*world(), selector, 0).size(); }

TEST(Selector, without_filters_takes_all_active_creators) {
  EXPECT_EQ(count({}), 25U);
  world()->creators[3].active = 0;
  EXPECT_EQ(count({}), 24U);
  world()->creators[3].active = 1;
}

TEST(Selector, filters_by_kind_followers_topic_and_list) {
  EXPECT_EQ(count(with([](Selector& s) { s.kind = KindFilter::kol; })), 5U);
  EXPECT_EQ(count(with([](Selector& s) { s.kind = KindFilter::koc; })), 20U);
  EXPECT_EQ(count(with([](Selector& s) { s.kind = KindFilter::celebrity; })), 0U);
  EXPECT_EQ(count(with([](Selector& s) { s.followers = {100, 1000}; })), 5U);
  EXPECT_EQ(count(with([](Selector& s) { s.followers = {0, 50}; })), 20U);
  EXPECT_EQ(count(with([](Selector& s) { s.topic = "beauty"; })), 25U);
  EXPECT_EQ(count(with([](Selector& s) { s.topic = "games"; })), 0U);
  EXPECT_EQ(count(with([](Selector& s) { s.accounts = {2, 12, 150}; })), 2U);
}

TEST(Selector, keeps_the_top_or_a_share) {
  EXPECT_EQ(count(with([](Selector& s) { s.top = 3; })), 3U);
  EXPECT_EQ(count(with([](Selector& s) { s.share = 0.2; })), 5U);
  EXPECT_EQ(count(with([](Selector& s) { s.top = 3; s.share = 0.2; })), 3U);
}

TEST(Selector, ranks_best_first) {
  const auto by_followers = select_creators(*world(), with([](Selector& s) { s.by = RankBy::followers; }), 0);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(world()->creators[by_followers[i]].kind, CreatorKind::kol);
  world()->creators[9].engagements = 900;
  world()->creators[9].impressions = 1000;
  EXPECT_EQ(select_creators(*world(), with([](Selector& s) { s.by = RankBy::engagement; }), 0).front(), 9U);
  world()->creators[7].niche = {0, 255, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(select_creators(*world(), with([](Selector& s) { s.by = RankBy::fit; }), 1).front(), 7U);
  EXPECT_EQ(select_creators(*world(), with([](Selector& s) { s.by = RankBy::fit; }), 0).back(), 7U);
  world()->creators[7].niche = world()->creators[8].niche;
}

TEST(Selector, prefers_cheap_engagement) {
  world()->creators[9].engagements = 900;
  world()->creators[9].impressions = 1000;
  const auto best =
      select_creators(*world(), with([](Selector& s) { s.by = RankBy::cost_per_engagement; }), 0);
  EXPECT_EQ(world()->creators[best.front()].kind, CreatorKind::koc);
}

TEST(Selector, breaks_ties_by_a_keyed_hash_and_not_by_account) {
  const auto kocs = select_creators(*world(), with([](Selector& s) {
    s.kind = KindFilter::koc;
    s.by = RankBy::followers;
  }),
                                    0);
  EXPECT_FALSE(std::is_sorted(kocs.begin(), kocs.end()));
  EXPECT_EQ(kocs, select_creators(*world(), with([](Selector& s) {
              s.kind = KindFilter::koc;
              s.by = RankBy::followers;
            }),
                                  0));
}

TEST(Role, takes_accounts_in_order_and_each_only_once) {
  Recipe r;
  r.accounts = 100;
  r.role("kol", CreatorKind::kol, 0, 4, 20);
  CreatorRole rest;
  rest.id = "rest";
  rest.kind = CreatorKind::koc;
  rest.select.followers = {100, 1e9};
  r.p.creators.push_back(rest);
  r.role("more", CreatorKind::koc, 20, 2, 20);
  r.p.creators.pop_back();  // its accounts are left to `rest`
  TestWorld cast(r);
  ASSERT_EQ(cast->creators.size(), 6U);
  EXPECT_EQ(cast->creators[0].kind, CreatorKind::kol);
  EXPECT_EQ(cast->creators[4].account, 20U);
  EXPECT_EQ(cast->creators[4].kind, CreatorKind::koc);
  EXPECT_EQ(cast->creator_index(AccountId(21)), 5U);
  EXPECT_EQ(cast->creator_index(AccountId(30)), kNobody);
}

TEST(Role, that_selects_nobody_is_refused_with_the_largest_account) {
  Recipe r;
  r.role("koc", CreatorKind::koc, 0, 1, 7);
  CreatorRole kol;
  kol.id = "kol";
  kol.select.followers = {50'000, 1e9};
  r.p.creators.push_back(kol);
  try {
    TestWorld refused(r);
    FAIL() << "was not refused";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what())
                  .find("creators.kol.select: selects none of 100 accounts (followers are counted in "
                        "people: the largest account has 70)"),
              std::string::npos)
        << error.what();
  }
}

// Creators 0 and 1 share an audience of 40, creator 2 has 15 of its own, so the second best is not the second
// largest.
TEST(Selector, by_influence_counts_an_audience_once) {
  Recipe r;
  r.accounts = 200;
  r.brand();
  r.role("twins", CreatorKind::kol, 0, 2, 40);
  r.role("small", CreatorKind::kol, 2, 1, 0);
  for (std::uint32_t reader = 100; reader < 115; ++reader) r.follows.emplace_back(reader, 2);
  for (std::uint32_t a = 0; a < 160; ++a)  // a file knows only accounts that have a follow
    if (a != 150 && (a < 100 || a > 114)) r.follows.emplace_back(a, 150);
  const std::string path = ::testing::TempDir() + "selector_follows.txt";
  {
    std::ofstream file(path);
    for (const auto& [reader, author] : r.follows) file << reader << ' ' << author << '\n';
  }
  r.p.population.graph.kind = GraphKind::file;  // influence is reckoned on the graph of set-up
  r.p.population.graph.path = path;
  r.campaign(1'000'000).lines.emplace_back().hire = with([](Selector& s) { s.by = RankBy::influence; });
  TestWorld built(r);
  const auto best = [&](RankBy by) {
    auto found = select_creators(*built, with([&](Selector& s) { s.by = by; s.top = 2; }), 0);
    std::sort(found.begin(), found.end());
    return found;
  };
  EXPECT_EQ(best(RankBy::followers), (std::vector<std::uint32_t>{0, 1}));
  const auto chosen = best(RankBy::influence);  // either twin, and never both
  EXPECT_LT(chosen.front(), 2U);
  EXPECT_EQ(chosen.back(), 2U);
  EXPECT_NEAR(built->market.influence.at(0).gains.at(2).accounts, 16, 1);
}

}  // namespace
}  // namespace fanfare::fan_economy::selector_test
