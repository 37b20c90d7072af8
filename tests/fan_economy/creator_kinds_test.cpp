// Kinds of creators: what each brings, in pairs of small runs that differ in one key.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/fan_economy/hiring/hiring.h"
#include "models/fan_economy/people/careers.h"
#include "tests/fan_economy/live_world.h"

namespace fanfare::fan_economy::creator_kinds_test {
namespace {

using testing::LiveWorld;

constexpr CreatorKind kAmateurs{6};

struct Town {
  std::string kinds;      // lines of `creators`
  std::string campaigns;  // lines of `campaigns`
  std::string more = "creator_kinds: {}\n";
  std::string brand = "rate: 0.002";
  int days = 8, seed = 7, accounts = 1'500;
};

std::string text_of(const Town& t) {
  return R"(schema: 1
kind: scenario
name: town
question: Who brings what?
run: {until: )" +
         std::to_string(t.days) +
         "d, tick: 2h, warmup: 1d, start: 2026-03-02, seed: " + std::to_string(t.seed) + R"(}
population:
  accounts: )" +
         std::to_string(t.accounts) + R"(
  scale: 400
  graph: {kind: chung_lu, mean_follows: 20, follower_exponent: 2.3, reciprocity: 20%}
creators:
)" + t.kinds +
         R"(platforms: [{id: app, feed: {preset: douyin}}]
brands:
  - {id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, awareness: 0.6, )" +
         t.brand + R"(}
  - {id: rival, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1, awareness: 0.4}
campaigns:
)" + t.campaigns +
         t.more;
}

std::string campaign(const std::string& id, const std::string& brand, const std::string& lines,
                     const std::string& budget = "600_000") {
  return "  - {id: " + id + ", brand: " + brand + ", budget: " + budget +
         " CNY, flight: [1d, 8d], least_spendable: 0, lines: [" + lines + "]}\n";
}

// Runs to its end and keeps the last row of what was recorded.
struct Finished {
  explicit Finished(const Town& town) : world(text_of(town)), recorder{RunParameters{}} {
    world.economy().declare(recorder);
    const Tick ticks = static_cast<Tick>(town.days) * 12;
    for (Tick t = 0; t < ticks; ++t) world.step();
    recorder.begin_row(0);
    world.economy().record(recorder, 0);
    recorder.end_row();
    EXPECT_EQ(world.economy().breach(), "");
  }
  double value(const std::string& name) const { return recorder.data().variable(name)->data.back(); }
  double of_kind(const std::string& name, CreatorKind kind) const {
    return recorder.data().variable(name)->data[place_of(kind)];
  }
  LiveWorld world;
  DatasetRecorder recorder;
};

const std::string kAll =
    R"(  - {id: celebrity, kind: celebrity, select: {followers: [60_000, 10_000_000], top: 4}}
  - {id: kol, kind: kol, select: {followers: [30_000, 10_000_000]}}
  - {id: virtual, kind: virtual, select: {followers: [15_000, 30_000], share: 30%, by: random}}
  - {id: employee, kind: employee, select: {followers: [4_000, 15_000], share: 10%, by: random}}
  - {id: koc, kind: koc, select: {followers: [4_000, 30_000], share: 50%, by: random}}
  - {id: amateur, kind: amateur, select: {followers: [2_000, 15_000], share: 50%, by: random}}
  - {id: clips, kind: ugc, select: {followers: [1_000, 8_000], share: 30%, by: random}}
)";
const std::string kLines =
    "{hire: {kind: celebrity}}, {hire: {kind: kol}}, {hire: {kind: koc}}, {hire: {kind: amateur}}, "
    "{hire: {kind: employee}}, {hire: {kind: virtual}}, {hire: {kind: ugc}}";

TEST(CreatorKindsFacts, share_one_budget_and_each_is_accounted_for) {
  const Finished run({.kinds = kAll, .campaigns = campaign("launch", "aurora", kLines, "3_000_000")});
  double spend = 0, revenue = 0;
  for (std::size_t place = 0; place < kind_rules().size(); ++place) {
    spend += run.recorder.data().variable("kind_spend")->data[place];
    revenue += run.recorder.data().variable("kind_revenue")->data[place];
  }
  EXPECT_NEAR(spend, run.value("campaign_spend"), 1);
  for (const CreatorKind kind :
       {CreatorKind::celebrity, CreatorKind::kol, CreatorKind::koc, CreatorKind::employee,
        CreatorKind::virtual_idol, CreatorKind::ugc, kAmateurs})
    EXPECT_GT(run.of_kind("kind_spend", kind), 0) << rule_of(kind).word;
  EXPECT_GT(revenue, 0);
  EXPECT_LE(revenue, run.recorder.data().variable("revenue")->data[0] + 1);
  EXPECT_GT(run.value("kind_refusals"), 0);
}

TEST(CreatorKinds, refuse_by_fit_exclusiveness_employer_and_calendar) {
  const std::string first = campaign("launch", "aurora", kLines, "3_000_000");
  try {
    LiveWorld world(text_of({.kinds = kAll, .campaigns = first + campaign("second", "rival", kLines)}));
    FAIL() << "employees of the other brand";
  } catch (const ScenarioError& error) {
    EXPECT_NE(std::string(error.what()).find("second.lines[4].hire: none of those that it selects takes"),
              std::string::npos)
        << error.what();
  }
  const std::string open = "{hire: {kind: celebrity}}, {hire: {kind: amateur}}, {hire: {kind: koc}}";
  LiveWorld world(
      text_of({.kinds = kAll, .campaigns = first + campaign("second", "rival", open, "3_000_000")}));
  world.step(14);
  std::size_t celebrities = 0, amateurs = 0;
  for (const Contract& contract : world->market.contracts) {
    const Creator& who = world->creators[contract.creator];
    if (who.kind == kAmateurs) {
      ++amateurs;
      EXPECT_GE(fit(who.niche, world->market.brands[0].topic), 0.8 * 255);
    }
    if (who.kind != CreatorKind::celebrity) continue;
    ++celebrities;
    EXPECT_EQ(contract.campaign, 0) << "stands for two of a category";
  }
  EXPECT_GT(celebrities, 0U);
  EXPECT_GT(amateurs, 0U);
  for (const ScheduledPost& post : world->market.scheduled)
    EXPECT_TRUE(is_free(*world, world->creators[post.creator], post.tick / 12));
}

TEST(CreatorKindsFacts, virtual_creators_have_no_scandal) {
  const std::string scandal =
      "creator_kinds: {}\nevents: [{at: 2d, do: scandal, severity: 0.9, target: {kind: ";
  for (const std::string kind : {"virtual", "koc"}) {
    LiveWorld world(text_of({.kinds = kAll,
                             .campaigns = campaign("launch", "aurora", kLines),
                             .more = scandal + kind + "}}]\n"}));
    world.step(30);
    EXPECT_EQ(world->market.scandals.empty(), kind == "virtual");
  }
}

// Mean attitude of those who have bought.
double attitude_of_customers(const Finished& run) {
  double sum = 0, count = 0;
  World& world = *const_cast<LiveWorld&>(run.world);
  for (std::uint32_t a = 0; a < world.part.accounts; ++a) {
    const BrandBond& bond = world.accounts.bond.row(AccountId(a))[0];
    if ((bond.stage & BrandBond::kBought) != 0) sum += bond.attitude / kAttitudeUnit, ++count;
  }
  return sum / count;
}

TEST(CreatorKindsFacts, employees_keep_customers) {
  const auto with = [](const std::string& retention) {
    return Finished({.kinds = "  - {id: staff, kind: employee, select: {followers: [4_000, 10_000_000]}}\n",
                     .campaigns = campaign("launch", "aurora", "{hire: {kind: employee}, posts: 3}"),
                     .more = "creator_kinds: {retention: " + retention + "}\n",
                     .brand = "rate: 0.05"});
  };
  EXPECT_GT(attitude_of_customers(with("0.3")), attitude_of_customers(with("0")) + 0.02);
}

TEST(CreatorKindsFacts, clips_of_users_are_sent_back_less) {
  // As many of either, of the same size; half of what neither pleases nor disappoints comes back.
  double ordered[2] = {0, 0}, returned[2] = {0, 0};
  for (const int seed : {7, 8, 9}) {
    const Finished run(
        {.kinds =
             "  - {id: clips, kind: ugc, select: {followers: [4_000, 10_000_000], share: 50%, by: random}}\n"
             "  - {id: koc, kind: koc, select: {followers: [4_000, 10_000_000]}}\n",
         .campaigns = campaign("launch", "aurora",
                               "{hire: {kind: ugc}, posts: 3}, {hire: {kind: koc}, posts: 3}", "2_000_000"),
         .more = "creator_kinds: {gloss: 0.3}\npurchase: {delivery_days: 1, return_days: 1, need_days: 3}\n",
         .brand = "rate: 0.2, returns: 0.5",
         .days = 12,
         .seed = seed});
    for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
      const CreatorKind kind = which == 0 ? CreatorKind::ugc : CreatorKind::koc;
      ordered[which] += run.of_kind("kind_orders", kind) / 400;
      returned[which] += run.of_kind("kind_returned", kind) / 400;
    }
  }
  ASSERT_GT(std::min(ordered[0], ordered[1]), 100);
  const double clips = returned[0] / ordered[0], ads = returned[1] / ordered[1];
  const double error = std::sqrt(clips * (1 - clips) / ordered[0] + ads * (1 - ads) / ordered[1]);
  EXPECT_LT(clips - ads + 1.96 * error, 0) << clips << " of clips' orders come back, " << ads << " of ads'";
}

const std::string kVirtual =
    R"(  - {id: virtual, kind: virtual, select: {followers: [4_000, 10_000_000], share: 50%, by: random}}
  - {id: human, kind: koc, select: {followers: [4_000, 10_000_000]}}
)";

Finished virtual_town(const std::string& keys, int seed = 7) {
  return Finished({.kinds = kVirtual,
                   .campaigns = campaign("launch", "aurora", "{hire: {kind: virtual}, posts: 2}"),
                   .more = "creator_kinds: {" + keys + "}\n",
                   .brand = "rate: 0.02",
                   .seed = seed});
}

TEST(CreatorKindsFacts, labels_of_virtual_creators_lower_credibility_and_hardly_purchase) {
  double plain = 0, labelled = 0, orders = 0, fewer = 0;
  for (const int seed : {7, 8}) {
    const Finished off = virtual_town("labelled: 0", seed),
                   on = virtual_town("labelled: 1, label_cost: 0.5", seed);
    plain += off.of_kind("kind_credibility", CreatorKind::virtual_idol);
    labelled += on.of_kind("kind_credibility", CreatorKind::virtual_idol);
    orders += off.recorder.data().variable("sales")->data[0];
    fewer += on.recorder.data().variable("sales")->data[0];
  }
  EXPECT_NEAR(labelled / plain, 1 - 0.6 * 0.5, 0.05);
  EXPECT_NEAR(fewer / orders, 1, 0.05);
}

TEST(CreatorKindsFacts, engagement_of_virtual_creators_may_be_less_or_more_than_that_of_humans) {
  const auto ratio = [](const std::string& appeal) {
    const Finished run = virtual_town("virtual_appeal: " + appeal);
    return run.of_kind("kind_engagement", CreatorKind::virtual_idol) /
           run.of_kind("kind_engagement", CreatorKind::koc);
  };
  EXPECT_LT(ratio("-1.5"), 0.6);
  EXPECT_GT(ratio("1.5"), 2);
}

// C4: credited revenue of hired creators over their followers, the small against the large; nothing says that
// it differs. Everybody knows the brand and buys often, so that few small runs can tell.
TEST(CreatorKindsFacts, revenue_per_follower_falls_with_followers) {
  std::vector<double> nano, macro;
  for (const int seed : {1, 2, 3, 4}) {
    const Finished run(
        {.kinds = "  - {id: macro, kind: kol, select: {followers: [100_000, 10_000_000]}}\n"
                  "  - {id: nano, kind: koc, select: {followers: [1_000, 10_000], share: 50%, by: random}}\n",
         .campaigns = campaign("launch", "aurora",
                               "{hire: {kind: koc, by: random}, share: 50%}, {hire: {kind: kol, by: random}}",
                               "1_500_000"),
         .brand = "rate: 0.02",
         .days = 10,
         .seed = seed,
         .accounts = 2'500});
    nano.push_back(run.value("nano_per_follower"));
    macro.push_back(run.value("macro_per_follower"));
  }
  const auto sum = [](const std::vector<double>& of) { return std::accumulate(of.begin(), of.end(), 0.0); };
  const double ratio = sum(nano) / sum(macro);
  EXPECT_GT(ratio, 4);
  EXPECT_LT(ratio, 7);
}

// Orders of a brand that is sold to firms alone.
double sold_to_firms(const std::string& keys) {
  LiveWorld world(
      text_of({.kinds = "  - {id: b2b, kind: b2b, select: {followers: [4_000, 10_000_000]}}\n",
               .campaigns = campaign("launch", "aurora", "{hire: {kind: b2b}, posts: 4}", "6_000_000"),
               .more = "purchase: {start: fresh}\ncreator_kinds: {firm_brand: aurora, " + keys + "}\n",
               .brand = "rate: 0.2"}));
  world.step(96);
  return world.total(BrandCell::orders, 0);
}

TEST(CreatorKindsFacts, those_who_decide_for_firms_buy_once_they_have_read) {
  const double soon = sold_to_firms("deciders_following: 50%, firm_touches: 1"),
               late = sold_to_firms("deciders_following: 50%, firm_touches: 20");
  EXPECT_GT(soon, 30);
  EXPECT_LT(late, 0.7 * soon);
  EXPECT_EQ(sold_to_firms("deciders: 0%, deciders_following: 0%"), 0) << "none but those who decide";
}

TEST(CreatorKinds, name_what_is_not_there) {
  const auto problem = [](const std::string& keys) -> std::string {
    try {
      LiveWorld world(text_of({.kinds = kAll,
                               .campaigns = campaign("launch", "aurora", kLines),
                               .more = "creator_kinds: {" + keys + "}\n"}));
    } catch (const ScenarioError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(problem("firm_brand: nobody").find("creator_kinds.firm_brand: no brand 'nobody'"),
            std::string::npos);
  EXPECT_NE(problem("employer: nobody").find("creator_kinds.employer: no brand 'nobody'"), std::string::npos);
  EXPECT_NE(problem("kinds: [{id: wizard}]").find("'wizard' is no kind of creator"), std::string::npos);
  EXPECT_NE(problem("deciders: 50%, deciders_following: 10%").find("deciders_following"), std::string::npos);
  EXPECT_EQ(problem("kinds: [{id: celebrity, price: 5}]"), "");
}

}  // namespace
}  // namespace fanfare::fan_economy::creator_kinds_test
