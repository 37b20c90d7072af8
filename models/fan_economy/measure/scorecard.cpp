#include "models/fan_economy/measure/scorecard.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "fanfare/tail_fit.h"
#include "models/fan_economy/measure/kpis.h"
#include "models/fan_economy/measure/recording.h"
#include "models/fan_economy/people/population.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

// --- Facts ---------------------------------------------------------------------------------------------

Network network_of(const World& world) {
  const auto& sources = world.feed().sources;
  return sources.discovery > sources.following ? Network::interest : Network::follows;
}

namespace {

constexpr double kNoEnd = std::numeric_limits<double>::infinity();

double reciprocity(const World& w) {
  const auto follows = static_cast<double>(w.scoresheet.follows);
  return follows == 0 ? kNothing : (static_cast<double>(w.scoresheet.squares) - follows) / follows;
}

double follower_exponent(const World& w) { return fit_tail(w.followers).exponent; }

// Of those who publish.
template <class T>
std::vector<std::int64_t> of_authors(const World& w, const std::vector<T>& by_account) {
  std::vector<std::int64_t> values;
  for (std::uint32_t a = 0; a < by_account.size(); ++a)
    if (by_account[a] > 0 || is_author(w, AccountId(a))) values.push_back(by_account[a]);
  return values;
}

double followers_gini(const World& w) { return gini(of_authors(w, w.followers)); }

// Share of the sum that the first `share` of the values hold, largest first. Fewer than `least` values tell
// nothing.
template <class T>
double top_share(std::vector<T> values, double share, std::size_t least) {
  if (values.size() < least) return kNothing;
  std::sort(values.begin(), values.end(), std::greater<>());
  const auto top =
      values.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(values.size()) * share + 0.5);
  const double all = std::accumulate(values.begin(), values.end(), 0.0);
  return all == 0 ? kNothing : std::accumulate(values.begin(), top, 0.0) / all;
}

// Monthly counts were surveyed, so a month is needed.
constexpr double kMonth = 28;

double posts_share(const World& w, double share) {
  return w.setup.run.until < kMonth ? kNothing : top_share(of_authors(w, w.scoresheet.posts), share, 1000);
}
double posts_top_10(const World& w) { return posts_share(w, 0.10); }
double posts_top_25(const World& w) { return posts_share(w, 0.25); }

CascadeTotals all_cascades(const World& w) {
  CascadeTotals totals = w.index.cascades;
  for (std::uint32_t n = w.index.live_post; n < w.posts.first + w.posts.score.size(); ++n)
    totals.count(w.posts.cascade[n - w.posts.first]);
  return totals;
}

// Of cascades; nothing where there are few, or where nothing was ever shared.
template <std::size_t N>
double cascade_share(const World& w, std::array<std::uint64_t, N> CascadeTotals::*bins, std::size_t from,
                     std::size_t to) {
  constexpr double kFew = 100;
  const CascadeTotals totals = all_cascades(w);
  const auto& counts = totals.*bins;
  const auto sum = [&](std::size_t a, std::size_t b) {
    return static_cast<double>(std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(a),
                                               counts.begin() + static_cast<std::ptrdiff_t>(b),
                                               std::uint64_t{0}));
  };
  return totals.shares == 0 || sum(0, N) < kFew ? kNothing : sum(from, to) / sum(0, N);
}
double singletons(const World& w) { return cascade_share(w, &CascadeTotals::sizes, 0, 1); }
double deep_cascades(const World& w) {
  return cascade_share(w, &CascadeTotals::depths, 2, std::tuple_size_v<decltype(CascadeTotals::depths)>);
}

// Engagements of a post over its author's followers, people: averaged over the creators' posts that had a day
// to be seen.
struct EngagementRate {
  double rates = 0;
  std::size_t posts = 0;
  double mean() const {
    constexpr std::size_t kEnough = 20;
    return posts < kEnough ? kNothing : rates / static_cast<double>(posts);
  }
};

EngagementRate engagement_between(const World& w, double from, double to) {
  EngagementRate all;
  for (std::size_t row = w.index.live_post - w.posts.first; row < w.posts.score.size(); ++row) {
    const PostScore& post = w.posts.score[row];
    const double followers = w.people(w.followers[post.author]);
    if (post.creator == kNobody || w.tick - post.tick < w.ticks_per_day()) continue;
    if (followers < from || followers >= to) continue;
    const PostCounts& counts = w.posts.counts[row];
    const auto count = [&](Counter c) { return counts[static_cast<std::size_t>(c)]; };
    all.rates +=
        w.people(count(Counter::likes) + count(Counter::comments) + count(Counter::shares)) / followers;
    ++all.posts;
  }
  return all;
}

// The two groups that were published: a market without creators of that size has nothing to say.
double engagement_fall(const World& w) {
  const double large = engagement_between(w, 5e5, kNoEnd).mean();
  return large > 0 ? engagement_between(w, 1e3, 1e4).mean() / large : kNothing;
}

// Of all accounts with a post in the feeds' window: they are the channels.
double views_top_3(const World& w) {
  std::vector<std::pair<std::uint32_t, double>> views;  // by author
  for (std::size_t row = w.index.live_post - w.posts.first; row < w.posts.score.size(); ++row)
    views.emplace_back(w.posts.score[row].author,
                       w.posts.counts[row][static_cast<std::size_t>(Counter::views)]);
  std::sort(views.begin(), views.end());
  std::vector<double> channels;
  for (std::size_t i = 0; i < views.size(); ++i) {
    if (i == 0 || views[i].first != views[i - 1].first) channels.push_back(0);
    channels.back() += views[i].second;
  }
  return top_share(std::move(channels), 0.03, 300);
}

// Those who earned nothing stand outside, as in the source.
double income_top_1(const World& w) {
  std::vector<double> incomes;
  for (const Creator& c : w.creators)
    if (c.income > 0) incomes.push_back(static_cast<double>(c.income));
  return top_share(std::move(incomes), 0.01, 100);
}

// Sessions by hour of the day; nothing for less than a week or for ticks that span hours.
std::vector<double> daily_rhythm(const World& w) {
  std::vector<double> hours;
  if (w.setup.run.until < 7 || w.ticks_per_day() < 24) return hours;
  for (int h = 0; h < 24; ++h) hours.push_back(static_cast<double>(w.measures[w.measures.sessions_at(h)]));
  return hours;
}
double peak_to_trough(const World& w) {
  const std::vector<double> hours = daily_rhythm(w);
  if (hours.empty()) return kNothing;
  const auto [low, high] = std::minmax_element(hours.begin(), hours.end());
  return *low == 0 ? kNothing : *high / *low;
}
double peak_hour(const World& w) {
  const std::vector<double> hours = daily_rhythm(w);
  return hours.empty() ? kNothing
                       : static_cast<double>(std::max_element(hours.begin(), hours.end()) - hours.begin());
}
double trough_hour(const World& w) {
  const std::vector<double> hours = daily_rhythm(w);
  return hours.empty() ? kNothing
                       : static_cast<double>(std::min_element(hours.begin(), hours.end()) - hours.begin());
}

// Fandom takes a month to show.
double fans(const World& w) { return w.setup.run.until < kMonth ? kNothing : fan_share(w, 0); }

// --- Unit economics: of all campaigns for a brand, placebos aside ---

double sum_of(const World& w, CampaignCell cell) {
  double sum = 0;
  for (std::size_t c = 0; c < w.market.campaigns.size(); ++c)
    if (w.market.campaigns[c].brand != kNoBrand)
      sum += static_cast<double>(w.measures.since_warmup(w.measures.cell(cell, c)));
  return sum;
}
double people_of(const World& w, CampaignCell cell) { return w.people(sum_of(w, cell)); }
double share_of(double part, double all) { return all > 0 ? part / all : kNothing; }
double spent(const World& w) {
  double sum = 0;
  for (std::size_t c = 0; c < w.market.campaigns.size(); ++c)
    if (w.market.campaigns[c].brand != kNoBrand) sum += campaign_spend(w, c);
  return sum;
}
double click_rate(const World& w) {
  return share_of(people_of(w, CampaignCell::clicks), people_of(w, CampaignCell::impressions));
}
double orders_per_click(const World& w) {
  return share_of(people_of(w, CampaignCell::click_orders), people_of(w, CampaignCell::clicks));
}
double orders_per_thousand(const World& w) {
  return share_of(1000 * people_of(w, CampaignCell::click_orders), people_of(w, CampaignCell::impressions));
}
// Most of these would have been bought anyway.
double credited_per_thousand(const World& w) {
  return share_of(1000 * people_of(w, CampaignCell::last_touch_orders), people_of(w, CampaignCell::impressions));
}
// Cost of so many of a thing; nothing where no money was spent.
double cost_of(const World& w, double count) { return spent(w) > 0 ? share_of(spent(w), count) : kNothing; }
double cost_per_thousand(const World& w) { return cost_of(w, people_of(w, CampaignCell::impressions) / 1000); }
double cost_per_engagement(const World& w) {
  return cost_of(w, people_of(w, CampaignCell::likes) + people_of(w, CampaignCell::comments) +
                        people_of(w, CampaignCell::shares));
}
double cost_per_click(const World& w) { return cost_of(w, people_of(w, CampaignCell::clicks)); }
double credited_return(const World& w) {
  return share_of(sum_of(w, CampaignCell::last_touch_revenue) / 100, spent(w));
}

// Where a band was published: for feeds of follows, of interest, for both, or nowhere as a number.
enum class Holds { follows, interest, both, nowhere };

struct Line {
  std::string_view name;
  double low, high;
  Holds holds;
  std::string_view citation;
  double (*value)(const World& world);
};

constexpr std::array kLines{
    Line{"reciprocity", 0.15, 0.30, Holds::follows,
         "E1 Kwak et al. (2010) WWW: share of follows that are mutual", reciprocity},
    Line{"follower_exponent", 2.1, 2.6, Holds::follows,
         "E1 Kwak et al. (2010) WWW: exponent of the followers' tail", follower_exponent},
    Line{"followers_gini", kNothing, kNothing, Holds::nowhere,
         "E4 Han et al. (2016): Weibo above Twitter, no level published", followers_gini},
    Line{"singleton_share", 0.90, 1.0, Holds::both,
         "E5 Goel, Watts & Goldstein (2012) EC: posts never shared", singletons},
    Line{"deep_share", 0.0, 0.03, Holds::both, "E5 Goel, Watts & Goldstein (2012) EC: cascades past one hop",
         deep_cascades},
    Line{"posts_top_10", 0.72, 0.88, Holds::follows,
         "E7 Pew Research Center (2019): posts by the most active 10 % (28 days)", posts_top_10},
    Line{"posts_top_25", 0.92, 0.99, Holds::follows,
         "E8 Pew Research Center (2021): posts by the most active 25 % (28 days)", posts_top_25},
    Line{"engagement_fall", 1.0, kNoEnd, Holds::follows,
         "C8 Statista and HypeAuditor (2025): engagement per follower, under 10,000 followers over half a million",
         engagement_fall},
    Line{"views_top_3", 0.75, 0.95, Holds::interest,
         "C10 Bärtl (2018) Convergence 24:16: views of the top 3 % of channels", views_top_3},
    Line{"income_top_1", 0.45, 0.65, Holds::interest,
         "C10 Twitch payouts (2021): income of the top 1 % of those who earn", income_top_1},
    Line{"fan_share", 0.02, 0.10, Holds::both, "folk: share of creators' followers who are fans (28 days)", fans},
    Line{"click_rate", 0.005, 0.03, Holds::both, "folk: product clicks over impressions of sponsored posts", click_rate},
    Line{"orders_per_click", 0.01, 0.05, Holds::both, "folk: orders at once over product clicks of sponsored posts",
         orders_per_click},
    Line{"orders_per_thousand", 0.1, 2.0, Holds::both, "folk: orders at once over a thousand sponsored impressions",
         orders_per_thousand},
    Line{"credited_per_thousand", kNothing, kNothing, Holds::nowhere,
         "orders credited by last touch over a thousand sponsored impressions, no level published", credited_per_thousand},
    Line{"cost_per_thousand", 30, 200, Holds::both, "folk: CNY for a thousand sponsored impressions (CPM)",
         cost_per_thousand},
    Line{"cost_per_engagement", kNothing, kNothing, Holds::nowhere, "CNY an engagement (CPE), no level published",
         cost_per_engagement},
    Line{"cost_per_click", kNothing, kNothing, Holds::nowhere, "CNY a product click (CPC), no level published",
         cost_per_click},
    Line{"credited_return", kNothing, kNothing, Holds::nowhere,
         "revenue credited by last touch over spend (ROAS), no level published", credited_return},
    Line{"peak_to_trough", 5.0, 10.0, Holds::both,
         "E10 recalled: sessions of the busiest hour over the quietest (7 days)", peak_to_trough},
    Line{"peak_hour", 20.0, 23.0, Holds::both, "E10 recalled: the busiest hour of the day (7 days)",
         peak_hour},
    Line{"trough_hour", 3.0, 5.0, Holds::both, "E10 recalled: the quietest hour of the day (7 days)",
         trough_hour},
};

bool has_band(Holds holds, Network network) {
  return holds == Holds::both || (holds == Holds::follows && network == Network::follows) ||
         (holds == Holds::interest && network == Network::interest);
}

Standing standing_of(const Fact& fact) {
  if (std::isnan(fact.value)) return Standing::not_had;
  if (std::isnan(fact.low)) return Standing::no_band;
  return fact.value >= fact.low && fact.value <= fact.high ? Standing::pass : Standing::warn;
}

}  // namespace

std::vector<Fact> scorecard(const World& world) {
  std::vector<Fact> facts;
  for (const Line& line : kLines) {
    const bool banded = has_band(line.holds, network_of(world));
    Fact fact{line.name, line.value(world), banded ? line.low : kNothing, banded ? line.high : kNothing, {}};
    fact.standing = standing_of(fact);
    facts.push_back(fact);
  }
  return facts;
}

// --- Recording -----------------------------------------------------------------------------------------

namespace {

Variable column(std::string name, std::string long_name, std::string formula, bool integral) {
  Variable v;
  v.name = std::move(name);
  v.dimensions = {"fact"};
  v.units = "1";
  v.long_name = std::move(long_name);
  v.formula = std::move(formula);
  v.integral = integral;
  return v;
}

}  // namespace

void declare_scorecard(Recorder& r) {
  std::vector<std::string> names;
  std::string citations;  // "name: citation; name: citation; …"
  for (const Line& line : kLines) {
    names.emplace_back(line.name);
    citations += (citations.empty() ? "" : "; ") + std::string(line.name) + ": " + std::string(line.citation);
  }
  r.dimension({"fact", std::move(names), {}, "", "stylised fact"});
  r.variable(column("scorecard/value", "value of the fact in this run", citations, false));
  r.variable(column("scorecard/low", "lower end of the published band",
                    "for this kind of platform; missing: none", false));
  r.variable(column("scorecard/high", "upper end of the published band",
                    "for this kind of platform; missing: none", false));
  r.variable(column("scorecard/standing", "whether the value lies in the band",
                    "flags: pass warn no_band not_had", true));
}

void finish_scorecard(const World& world, Recorder& r) {
  std::vector<double> value, low, high, standing;
  for (const Fact& fact : scorecard(world)) {
    value.push_back(fact.value);
    low.push_back(fact.low);
    high.push_back(fact.high);
    standing.push_back(static_cast<double>(fact.standing));
  }
  r.put("scorecard/value", value);
  r.put("scorecard/low", low);
  r.put("scorecard/high", high);
  r.put("scorecard/standing", standing);
}

}  // namespace fanfare::fan_economy
