// What `fanfare init` writes. Small worlds, so that a first study takes about a minute; raise
// population.accounts for a real one.
#include <array>
#include <vector>

#include "models/fan_economy/fan_economy.h"
#include "models/fan_economy/questions.h"

namespace fanfare::fan_economy {
namespace {

constexpr std::string_view kKolScenario =
    R"(# Does one budget sell more through a few KOLs or through many KOCs?
# `fanfare list params` explains every key; `fanfare validate scenario.yaml --effective` shows all values in force.
schema: 1
kind: scenario
name: my_kol_vs_koc
question: Does one budget sell more through a few KOLs or through many KOCs, and for how long?
run: {until: 45d, tick: 1h, warmup: 7d, start: 2026-03-02, seed: 1}
population:
  accounts: 10_000
  scale: 50                       # one account stands for 50 people: a market of half a million
  authors: 2%                     # one person in fifty publishes: one an account
  graph: {kind: chung_lu, mean_follows: 42, follower_exponent: 2.3, reciprocity: 20%, homophily: 0.3}
topics: [beauty, fashion, games, food, music, tech, sport, travel]
creators:
  - {id: kol, kind: kol, select: {followers: [50_000, 1_000_000]}}
  - {id: koc, kind: koc, select: {followers: [1_000, 10_000]}}
platforms:
  - id: short_video
    feed: {preset: douyin}
brands:
  - {id: aurora, topic: beauty, price: 129 CNY, usual_price: 125 CNY, margin: 60%, equity: 0.1}
  - {id: rival, topic: beauty, price: 119 CNY, usual_price: 125 CNY, margin: 55%, equity: 0.1}
publishing: {amateur_skill: 0.3}   # fitted to short video: docs/calibration.md
attention: {quality_weight: 3.6, appeal_centre: 2.6, share: {rate: 0.2%}, click: {rate: 0.55%}}
purchase: {order_per_click: 0.8%}
campaigns:
  - id: launch
    brand: aurora
    budget: 60_000 CNY
    flight: [10d, 24d]
    lines:                        # both of the brand's topic, by the same rule
      - {id: kols, hire: {kind: kol, topic: beauty, by: cost_per_engagement}, posts: 1, contract: flat, share: 50%}
      - {id: kocs, hire: {kind: koc, topic: beauty, by: cost_per_engagement}, posts: 1, contract: flat}   # the rest
outputs: {every: 1d, kpis: generic}
sample: {posts: 8, accounts: 240}   # kept in full, to be looked at in the report
)";

constexpr std::string_view kKolStudy =
    R"(# One budget, four ways to spend it, the same worlds for all of them.
schema: 1
kind: study
name: my_kol_vs_koc_study
scenario: scenario.yaml
baseline: none
arms:
  none: {campaigns: []}                           # what would have been sold anyway
  placebo: {campaigns.launch.brand: none}         # the same creators and posts, no brand in them
  kol: {label: few large creators, campaigns.launch.lines.kols.share: 100%}
  half: {label: half of each}                     # the scenario as it stands
  koc: {label: many small creators, campaigns.launch.lines.kols.share: 0%}
replicates: 8
primary: incremental_contribution
measure: [incremental_contribution, incremental_contribution_per_yuan, incremental_revenue, roi, reach, new_buyers, cost_per_engagement]
)";

constexpr std::string_view kFeedScenario =
    R"(# What does a feed ranked for engagement do to attention, compared with a chronological one?
# `fanfare list params platforms` explains the feed's keys.
schema: 1
kind: scenario
name: my_feed_change
question: What changes for users, creators and brands when a chronological feed is ranked for engagement?
run: {until: 60d, tick: 1h, warmup: 10d, start: 2026-03-02, seed: 1}
population:
  accounts: 10_000
  scale: 10
  authors: 10%                    # one person in ten publishes: one an account
creators:
  - {id: kol, kind: kol, select: {followers: [20_000, 10_000_000]}}
  - {id: koc, kind: koc, select: {followers: [1_000, 20_000]}}
platforms:
  - id: short_video
    feed: {preset: chronological}
brands:
  - {id: aurora, topic: beauty, price: 129 CNY, margin: 60%}
outputs: {every: 1d}
sample: {posts: 8, accounts: 240}   # kept in full, to be looked at in the report
)";

constexpr std::string_view kFeedStudy =
    R"(# The feed is ranked for engagement from day 30 in one arm and stays chronological in the other.
schema: 1
kind: study
name: my_feed_change_study
scenario: scenario.yaml
baseline: stays
arms:
  stays: {}
  changes:
    events:
      - id: change
        at: 30d
        do: set
        set:
          platforms.short_video.feed.sources.discovery: 44
          platforms.short_video.feed.sources.following: 16
          platforms.short_video.feed.value.chronological: 0
          platforms.short_video.feed.personalisation.noise: 0.6        # it has to learn what readers like
          platforms.short_video.feed.personalisation.item_noise: 0.6
          platforms.short_video.feed.value.watch: 1
          platforms.short_video.feed.value.like: 4
          platforms.short_video.feed.value.comment: 12
          platforms.short_video.feed.value.share: 20
          platforms.short_video.feed.value.follow: 20
          platforms.short_video.feed.value.hide: -20
replicates: 8
primary: attention_gini
measure: [attention_gini, creator_income_gini, net_revenue]
)";

constexpr std::string_view kScandalScenario =
    R"(# A hired star falls: how much does the brand lose, and does dropping the star help?
schema: 1
kind: scenario
name: my_scandal
question: When a hired star falls, how much does the brand lose, and does ending the contract help?
run: {until: 45d, tick: 1h, warmup: 7d, start: 2026-03-02, seed: 1}
population:
  accounts: 10_000
  scale: 50
  authors: 2%                     # one person in fifty publishes: one an account
creators:
  - {id: kol, kind: kol, select: {followers: [50_000, 10_000_000]}}
  - {id: koc, kind: koc, select: {followers: [1_000, 10_000]}}
platforms:
  - id: short_video
    feed: {preset: douyin}
brands:
  - {id: aurora, topic: beauty, price: 129 CNY, margin: 60%, equity: 0.1}
publishing: {amateur_skill: 0.3}   # fitted to short video: docs/calibration.md
attention: {quality_weight: 3.6, appeal_centre: 2.6, share: {rate: 0.2%}, click: {rate: 0.55%}}
purchase: {order_per_click: 0.8%}
campaigns:
  - id: launch
    brand: aurora
    budget: 60_000 CNY
    flight: [10d, 40d]
    lines: [{hire: {kind: kol, by: followers}, posts: 2, contract: flat, most: 5}]
outputs: {every: 1d}
sample: {posts: 8, accounts: 240}   # kept in full, to be looked at in the report
)";

constexpr std::string_view kScandalStudy =
    R"(# No scandal, a scandal, and a scandal after which the brand ends its contracts.
schema: 1
kind: study
name: my_scandal_study
scenario: scenario.yaml
baseline: calm
no_choice: [calm]
arms:
  calm: {}
  scandal:
    events: [{id: fall, at: 20d, do: scandal, target: {hired_by: launch, top: 1}, severity: 0.8}]
  dropped:
    events:
      - {id: fall, at: 20d, do: scandal, target: {hired_by: launch, top: 1}, severity: 0.8}
      - {id: drop, at: 21d, do: drop, target: {hired_by: launch, top: 1}}
replicates: 8
primary: net_revenue
measure: [net_revenue, incremental_revenue, sentiment, reach]
)";

constexpr std::array kTemplates = {
    Template{"kol-vs-koc", "one budget: a few large creators or many small ones?", kKolScenario, kKolStudy},
    Template{"feed-change", "what does ranking a feed for engagement change?", kFeedScenario, kFeedStudy},
    Template{"scandal", "a hired star falls: what does the brand lose?", kScandalScenario, kScandalStudy},
};

}  // namespace

std::span<const Template> FanEconomy::templates() {
  static const std::vector<Template> all = [] {
    std::vector<Template> joined(kTemplates.begin(), kTemplates.end());
    const std::span<const Template> questions = six_questions();
    joined.insert(joined.end(), questions.begin(), questions.end());
    return joined;
  }();
  return all;
}

}  // namespace fanfare::fan_economy
