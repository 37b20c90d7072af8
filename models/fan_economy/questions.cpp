// The questions that strategists ask, as templates of `fanfare init`: a market of two million people, each of whose studies
// takes minutes. What they answered, and what would turn it: docs/tutorials/six_questions.md.
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include "models/fan_economy/questions.h"

namespace fanfare::fan_economy {
namespace {

// What all six have in common, and five of them.
constexpr std::string_view kMarket = R"(population:
  accounts: 20_000
  scale: 100                      # one account stands for 100 people: a market of two million
  authors: 1%                     # one person in a hundred publishes: one an account
  graph: {kind: chung_lu, mean_follows: 30, follower_exponent: 2.3, reciprocity: 20%, homophily: 0.3}
)";
constexpr std::string_view kCreators = R"(creators:
  - {id: kol, kind: kol, select: {followers: [100_000, 5_000_000]}}
  - {id: koc, kind: koc, select: {followers: [1_000, 20_000]}}
)";
constexpr std::string_view kDouyin = R"(platforms: [{id: douyin, feed: {preset: douyin}}]
)";
constexpr std::string_view kBrands = R"(brands:
  - {id: mine, topic: beauty, price: 89 CNY, usual_price: 89 CNY, margin: 60%, equity: 0.1}
  - {id: rival, topic: beauty, price: 95 CNY, usual_price: 89 CNY, margin: 55%, equity: 0.1}
)";
constexpr std::string_view kFitted = R"(publishing: {amateur_skill: 0.3}   # fitted to short video: docs/calibration.md
attention: {quality_weight: 3.6, appeal_centre: 2.6, share: {rate: 0.2%}, click: {rate: 0.55%}}
purchase: {order_per_click: 0.8%}
)";
constexpr std::string_view kOutputs = R"(outputs: {every: 1d}
sample: {posts: 8, accounts: 240}   # kept in full, to be looked at in the report
)";

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

std::string launch_mix_scenario() {
  return joined({R"(# A new sunscreen has a budget: what mix of creators, boost and live room, and what is lost in the bad case?
# Change the price, margin and budget to yours; the study sets the plans against each other.
schema: 1
kind: scenario
name: my_launch_mix
question: "Which mix of creators, paid boost and live room leaves a launch most?"
run: {until: 42d, tick: 2h, warmup: 7d, start: 2026-03-02, seed: 1}
)", kMarket, kCreators, kDouyin, kBrands, kFitted, R"(campaigns:
  - id: launch
    brand: mine
    budget: 600_000 CNY
    least_spendable: 0            # what 3 and 200 creators do not take stays with the brand
    flight: [10d, 24d]
    lines:
      - {id: kols, hire: {kind: kol, topic: beauty, by: followers}, posts: 2, contract: flat, share: 60%, most: 3}
      - {id: kocs, hire: {kind: koc, by: fit}, posts: 3, contract: flat, most: 200}
ads: {lines: []}
live_commerce: {rooms: []}
)", kOutputs});
}

constexpr std::string_view kLaunchMixStudy =
    R"(# One budget, four ways to spend it, and the same room with a host of the wrong fit: the bad case.
schema: 1
kind: study
name: my_launch_mix_study
scenario: scenario.yaml
baseline: none
arms:
  none: {campaigns: []}
  creators: {label: 3 KOLs and 200 KOCs}            # the scenario as it stands
  boosted:
    label: 30 KOCs and paid boost
    campaigns.launch.lines.kols.share: 0%
    campaigns.launch.lines.kocs.most: 30
    campaigns.launch.budget: 100_000 CNY
    ads.lines: [{id: boost, brand: mine, campaign: launch, placement: boost, bid: 40 CNY, budget: 500_000 CNY, flight: [10d, 24d]}]
  live:
    label: a top host's live room
    campaigns: []
    live_commerce.rooms:
      - {id: head, host: {topic: beauty, by: followers}, dates: [12d, 16d], hour: 20, length: 4 h, offers: [{brand: mine, discount: 20%, slot_fee: 150_000 CNY, commission: 20%}]}
  misfit:
    label: a top host of the wrong fit
    campaigns: []
    live_commerce.rooms:
      - {id: head, host: {topic: games, by: followers}, dates: [12d, 16d], hour: 20, length: 4 h, offers: [{brand: mine, discount: 20%, slot_fee: 150_000 CNY, commission: 20%}]}
replicates: 4
primary: incremental_contribution
measure: [incremental_contribution, incremental_contribution_per_yuan, incremental_revenue, reach, new_buyers, spend]
)";

std::string platform_scenario() {
  return joined({R"(# The same brand, budget and luck on either platform, on both, and on neither. Who is on which is folk.
schema: 1
kind: scenario
name: my_platform
question: "Does a launch leave more on Xiaohongshu, on Douyin or on both?"
run: {until: 42d, tick: 2h, warmup: 7d, start: 2026-03-02, seed: 1}
)", kMarket, R"(attributes:
  - {id: who, levels: [women_18_34, men_18_34, women_35_up, men_35_up], shares: [17%, 18%, 32%, 33%]}
)", kCreators, R"(platforms:
  - {id: douyin, feed: {preset: douyin}, by: {attribute: who, shares: [88%, 85%, 70%, 68%]}}
  - {id: xiaohongshu, feed: {preset: xiaohongshu}, by: {attribute: who, shares: [70%, 26%, 20%, 8%]}, appeal: 0.8}
)", kBrands, kFitted, R"(campaigns:
  - id: launch
    brand: mine
    budget: 200_000 CNY
    flight: [10d, 24d]
    lines:                        # both hire small creators, those who suit the brand first
      - {id: douyin, hire: {kind: koc, by: fit}, posts: 1, contract: flat, platform: douyin, share: 50%}
      - {id: xiaohongshu, hire: {kind: koc, by: fit}, posts: 1, contract: flat, platform: xiaohongshu}   # the rest
)", kOutputs});
}

constexpr std::string_view kPlatformStudy =
    R"(# All on one platform, all on the other, half on each; what the audiences share is in the report (platforms/reached).
# What turns it (simulated, n = 3): who is on it. With the same people on both, Xiaohongshu leaves 151 k CNY more than Douyin
# (125 … 178); as written 1 k (−174 … 176).
schema: 1
kind: study
name: my_platform_study
scenario: scenario.yaml
baseline: none
arms:
  none: {campaigns: []}
  douyin: {campaigns.launch.lines.douyin.share: 100%}
  both: {label: half on each}
  xiaohongshu: {campaigns.launch.lines.douyin.share: 0%}
replicates: 4
primary: incremental_contribution
measure: [incremental_contribution, incremental_contribution_per_yuan, incremental_revenue, reach, new_buyers, platform_reach]
)";

std::string endorser_scenario() {
  return joined({R"(# The endorser is in the news on day 12, in the middle of the campaign: what does the brand do?
schema: 1
kind: scenario
name: my_endorser
question: "My endorser is in a scandal: keep, drop or apologise, and what does each cost?"
run: {until: 42d, tick: 2h, warmup: 7d, start: 2026-03-02, seed: 1}
)", kMarket, R"(creators:
  - {id: star, kind: kol, select: {by: followers, top: 1}}
  - {id: koc, kind: koc, select: {followers: [2_000, 40_000]}}
)", kDouyin, R"(brands:                           # a brand that is known: who knows nobody has little to lose
  - {id: mine, topic: beauty, price: 89 CNY, usual_price: 89 CNY, margin: 60%, equity: 0.1, awareness: 60%}
  - {id: rival, topic: beauty, price: 95 CNY, usual_price: 89 CNY, margin: 55%, equity: 0.1, awareness: 60%}
)", kFitted, R"(campaigns:
  - id: face
    brand: mine
    budget: 900_000 CNY
    least_spendable: 0
    flight: [7d, 28d]
    lines:
      - {id: star, hire: {kind: kol}, posts: 8, contract: flat, share: 80%}
      - {id: many, hire: {kind: koc, by: fit}, posts: 2, contract: flat, share: 20%}
events:
  - {id: news, at: 12d, do: scandal, severity: 0.7, target: {kind: kol, by: followers, top: 1}}
scandal_boycott:
  cases: [{event: news, kind: moral}]
)", kOutputs});
}

constexpr std::string_view kEndorserStudy =
    R"(# Each against the same weeks without a scandal. What turns it (simulated, n = 3): dropping is 421 k CNY of net revenue ahead of
# keeping (24 … 818), and no more so of a brand that 5 % know (−27 k, −65 … 12).
schema: 1
kind: study
name: my_endorser_study
scenario: scenario.yaml
baseline: calm
no_choice: [calm]                 # nobody can choose that there is no scandal
arms:
  calm: {label: no scandal, events: [], scandal_boycott.cases: []}
  keep: {}
  drop: {label: drop at once, scandal_boycott.cases: [{event: news, kind: moral, drop_after: 0d}]}
  drop_late: {label: drop after a week, scandal_boycott.cases: [{event: news, kind: moral, drop_after: 7d}]}
  apologise: {label: apologise the day after, scandal_boycott.cases: [{event: news, kind: moral, apology_after: 1d}]}
replicates: 4
primary: net_revenue
measure: [net_revenue, sales, boycotters, sentiment, spend, unfollows]
)";

std::string timing_scenario() {
  return joined({R"(# One budget in two weeks or in six. Both end on the same day, so that both have as long to sell after it.
schema: 1
kind: scenario
name: my_timing
question: "Does a budget sell more in two weeks or in six?"
run: {until: 70d, tick: 2h, warmup: 7d, start: 2026-03-02, seed: 1}
)", kMarket, kCreators, kDouyin, kBrands, kFitted, R"(campaigns:
  - id: launch
    brand: mine
    budget: 200_000 CNY
    flight: [35d, 49d]            # two weeks
    lines: [{hire: {kind: koc, by: fit}, posts: 1, contract: flat}]
)", kOutputs});
}

constexpr std::string_view kTimingStudy =
    R"(# The same creators and money, spread over two, four or six weeks that end on day 49.
schema: 1
kind: study
name: my_timing_study
scenario: scenario.yaml
baseline: none
arms:
  none: {campaigns: []}
  two: {label: two weeks}
  four: {label: four weeks, campaigns.launch.flight: [21d, 49d]}
  six: {label: six weeks, campaigns.launch.flight: [7d, 49d]}
replicates: 4
primary: incremental_contribution
measure: [incremental_contribution, incremental_contribution_per_yuan, incremental_revenue, reach, new_buyers]
)";

std::string budget_scenario() {
  return joined({R"(# What does a budget bring, from 100,000 to 1,000,000 CNY, and where does the next yuan no longer pay?
schema: 1
kind: scenario
name: my_budget
question: "What do 100,000 to 1,000,000 CNY bring, and where does the next yuan no longer pay?"
run: {until: 42d, tick: 2h, warmup: 7d, start: 2026-03-02, seed: 1}
)", kMarket, kCreators, kDouyin, kBrands, kFitted, R"(campaigns:
  - id: launch
    brand: mine
    budget: 300_000 CNY
    least_spendable: 0
    flight: [10d, 24d]
    lines:
      - {id: kols, hire: {kind: kol, topic: beauty, by: cost_per_engagement}, posts: 1, contract: flat, share: 30%}
      - {id: kocs, hire: {kind: koc, by: fit}, posts: 1, contract: flat}   # the rest
)", kOutputs});
}

constexpr std::string_view kBudgetStudy =
    R"(# The difference of neighbouring arms over that of their budgets is what the next yuan brings. What turns it: by the books
# 400 thousand would leave more than 200 at a margin above 91 %; twice as many orders per click do not (simulated, n = 3: −32 k CNY, −221 … 156).
schema: 1
kind: study
name: my_budget_study
scenario: scenario.yaml
baseline: none
arms:
  none: {campaigns: []}
  b100: {label: 100 thousand, campaigns.launch.budget: 100_000 CNY}
  b200: {label: 200 thousand, campaigns.launch.budget: 200_000 CNY}
  b400: {label: 400 thousand, campaigns.launch.budget: 400_000 CNY}
  b700: {label: 700 thousand, campaigns.launch.budget: 700_000 CNY}
  b1000: {label: 1 million, campaigns.launch.budget: 1_000_000 CNY}
replicates: 4
primary: incremental_contribution
measure: [incremental_contribution, incremental_contribution_per_yuan, incremental_revenue, reach, new_buyers, spend]
)";

std::string split_scenario() {
  return joined({R"(# How much of a budget should go to KOLs and how much to KOCs, and how flat is that optimum?
schema: 1
kind: scenario
name: my_split
question: "Which split of 300,000 CNY between KOLs and KOCs earns most, and how flat is it?"
run: {until: 42d, tick: 2h, warmup: 7d, start: 2026-03-02, seed: 1}
)", kMarket, kCreators, kDouyin, kBrands, kFitted, R"(campaigns:
  - id: launch
    brand: mine
    budget: 300_000 CNY
    least_spendable: 0
    flight: [10d, 24d]
    lines:                        # both of the brand's topic, by the same rule
      - {id: kols, hire: {kind: kol, topic: beauty, by: cost_per_engagement}, posts: 1, contract: flat, share: 50%}
      - {id: kocs, hire: {kind: koc, topic: beauty, by: cost_per_engagement}, posts: 1, contract: flat}   # the rest
)", kOutputs});
}

constexpr std::string_view kSplitStudy =
    R"(# Five splits of one budget. What turns it (simulated, n = 3): with platforms.douyin.feed.preset: chronological, or
# purchase.interest_weight: 0, KOLs alone leave more than KOCs alone (156 k CNY, 106 … 207; 63 k, 15 … 112).
schema: 1
kind: study
name: my_split_study
scenario: scenario.yaml
baseline: none
arms:
  none: {campaigns: []}
  k0: {label: KOCs alone, campaigns.launch.lines.kols.share: 0%}
  k25: {label: a quarter on KOLs, campaigns.launch.lines.kols.share: 25%}
  k50: {label: half on KOLs, campaigns.launch.lines.kols.share: 50%}
  k75: {label: three quarters on KOLs, campaigns.launch.lines.kols.share: 75%}
  k100: {label: KOLs alone, campaigns.launch.lines.kols.share: 100%}
replicates: 4
primary: incremental_contribution
measure: [incremental_contribution, incremental_contribution_per_yuan, incremental_revenue, reach, new_buyers, spend]
)";

}  // namespace

std::span<const Template> six_questions() {
  static const std::array kScenarios = {launch_mix_scenario(), platform_scenario(), endorser_scenario(),
                                        timing_scenario(),     budget_scenario(),   split_scenario()};
  static const std::array kQuestions = {
      Template{"launch-mix", "3 KOLs and 200 KOCs, 30 KOCs with paid boost, or a top host's live room?",
               kScenarios[0], kLaunchMixStudy},
      Template{"platform", "Xiaohongshu instead of Douyin, or both?",
               kScenarios[1], kPlatformStudy},
      Template{"endorser", "my endorser has a scandal on day 12: keep, drop, apologise?",
               kScenarios[2], kEndorserStudy},
      Template{"timing", "the budget over two weeks or six?",
               kScenarios[3], kTimingStudy},
      Template{"budget", "what 100,000 to 1,000,000 CNY bring, and where the next yuan no longer pays",
               kScenarios[4], kBudgetStudy},
      Template{"split", "which split of 300,000 CNY between KOLs and KOCs earns most?",
               kScenarios[5], kSplitStudy},
  };
  return kQuestions;
}

}  // namespace fanfare::fan_economy
