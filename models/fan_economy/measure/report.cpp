#include "models/fan_economy/measure/report.h"

#include <algorithm>

#include "fanfare/quantity.h"
#include "models/fan_economy/measure/exhibits.h"

namespace fanfare::fan_economy {
namespace {

// Whether there are campaigns, and all of them are for no brand: the same creators and posts, nothing sold by
// them.
bool is_placebo(const ConfigNode& scenario) {
  const ConfigNode* campaigns = scenario.find("campaigns");
  if (campaigns == nullptr || campaigns->items.empty()) return false;
  return std::all_of(campaigns->items.begin(), campaigns->items.end(), [](const ConfigNode& campaign) {
    const ConfigNode* brand = campaign.find("brand");
    return brand != nullptr && brand->text == "none";
  });
}

// The day on which the last of the flights ends.
std::optional<double> last_flight_ends(const ConfigNode& scenario) {
  const ConfigNode* campaigns = scenario.find("campaigns");
  if (campaigns == nullptr || !campaigns->is_list()) return std::nullopt;
  std::optional<double> last;
  for (const ConfigNode& campaign : campaigns->items) {
    const ConfigNode* flight = campaign.find("flight");
    if (flight == nullptr || !flight->is_list() || flight->items.size() != 2) continue;
    QuantityError ignored;
    const auto until = read_quantity(flight->items[1].text, {Unit::days, {}, nullptr}, ignored);
    if (until) last = std::max(last.value_or(*until), *until);
  }
  return last;
}

std::vector<DerivedMeasure> derived() {
  constexpr double kLeastExtraShare = 0.01;  // of spend; less than that divides by noise
  return {{.name = "incremental_revenue",
           .help = "net revenue beyond the baseline arm's, same replicate and random numbers",
           .sum = {beyond_baseline("net_revenue")},
           .seen_in = "net_revenue"},
          {.name = "incremental_contribution",
           .help = "contribution beyond the baseline arm's, all that the campaign cost taken off",
           .sum = {beyond_baseline("contribution")},
           .seen_in = "net_revenue"},
          {.name = "incremental_contribution_per_yuan",
           .help = "contribution per unit of money spent beyond the baseline arm, that money taken off",
           .sum = {{"incremental_contribution"}},
           .over = {beyond_baseline("spend")},
           .least_over = kLeastExtraShare,
           .unit = "1",
           .seen_in = "net_revenue"}};
}

std::vector<WorthlessRun> worthless() {
  using When = WorthlessRun::When;
  return {
      {When::all_zero, "feed_impressions", "degenerate.nobody_saw"},
      {When::zero, "impressions", "degenerate.nobody_saw_campaign", "contracts"},  // hired nobody: meant to
      {When::zero, "sales", "degenerate.nobody_bought"},
      {When::left_over, "unspent", "degenerate.nothing_spent", "campaign_spend", "degenerate.unspent"}};
}

ReportSpec made() {
  ReportSpec spec;
  spec.derived = derived();
  // Money first: what a plan leaves decides, not its rate on the little that it may have spent.
  spec.primary = {"incremental_contribution", "incremental_revenue"};
  spec.beside = {"incremental_contribution",
                 "incremental_contribution_per_yuan",
                 "incremental_revenue",
                 "net_revenue",
                 "roi",
                 "reach",
                 "new_buyers",
                 "sales",
                 "cost_per_engagement",
                 "engagement_rate",
                 "spend",
                 "unspent"};
  spec.gains = {{.name = "roi", .is_return = true},
                {.name = "incremental_contribution"},
                {.name = "incremental_contribution_per_yuan",
                 .is_return = true,
                 .unit = "CNY",
                 .said_gained = "answer.gain_per_yuan",
                 .said_lost = "answer.loss_per_yuan"}};
  spec.left_over = "unspent";  // a plan that could not spend its budget is not the plan that was asked about
  spec.never_negative = {"spend", "campaign_spend", "revenue", "refunds",
                         "cost_per_thousand", "cost_per_engagement", "cost_per_click"};
  spec.worthless = worthless();
  spec.marks = {{"event", "events", "at"}, {"flight", "campaigns", "flight"}};
  spec.series = {"reach",          "sales",           "net_revenue", "new_buyers", "sentiment",
                 "share_of_voice", "engagement_rate", "impressions", "awareness",  "campaign_spend"};
  spec.exhibits = report_exhibits();
  spec.word_kinds = {"source", "stage", "kind"};
  spec.table_axes = {"brand", "campaign"};
  spec.mix = {.inputs = {{"", "campaign_spend", "impressions"},
                         {"ads", "ad_spend", "ad_impressions"},
                         {"search", "search_spend", "search_ad_clicks"}},
              .outcome = "sales",
              .worth = "net_revenue"};
  spec.mix_counts = {.shown = "media_shown",
                     .reach = {{1, "media_reach_daily"}, {7, "media_reach_weekly"}},
                     .parts = {.people = "segment_size",
                               .outcome = "segment_orders",
                               .worth = "segment_spending",
                               .shown = "segment_media_shown",
                               .reach = {{1, "segment_reach_daily"}, {7, "segment_reach_weekly"}}}};
  spec.is_placebo = is_placebo;
  spec.acts_until = last_flight_ends;
  return spec;
}

}  // namespace

const ReportSpec& report() {
  static const ReportSpec kSpec = made();
  return kSpec;
}

namespace {

// The day on which the first of the flights begins: until then nobody is hired, so nobody can be missing.
std::optional<double> first_flight_begins(const ConfigNode& scenario) {
  const ConfigNode* campaigns = scenario.find("campaigns");
  if (campaigns == nullptr || !campaigns->is_list()) return std::nullopt;
  std::optional<double> first;
  for (const ConfigNode& campaign : campaigns->items) {
    const ConfigNode* flight = campaign.find("flight");
    if (flight == nullptr || !flight->is_list() || flight->items.size() != 2) return std::nullopt;
    QuantityError ignored;
    const auto from = read_quantity(flight->items[0].text, {Unit::days, {}, nullptr}, ignored);
    if (!from) return std::nullopt;
    first = std::min(first.value_or(*from), *from);
  }
  return first;
}

// Ways in which a post comes to sell. What is shut off is so for everyone, in the baseline too, so that what an arm
// brings beyond it is compared in one world.
WhatIf made_what_if() {
  WhatIf w;
  w.shut_offs = {{"awareness", {{"persuasion.recall", "0%"}}},
                 {"attitude", {{"purchase.attitude_gain", "0"}}},
                 {"click", {{"purchase.order_per_click", "0%"}}},
                 {"social", {{"purchase.social_gain", "0"}}},
                 {"deal", {{"purchase.deal_gain", "0"}}},
                 {"repetition", {{"persuasion.wear_half_life", "0.1 d"}}}};
  w.left_out = LeavingOut{"left_out.units", "left_out.without", 64, "left_out_unit", first_flight_begins};
  return w;
}

}  // namespace

const WhatIf& what_if() {
  static const WhatIf kAll = made_what_if();
  return kAll;
}

}  // namespace fanfare::fan_economy
