#include "models/fan_economy/measure/exhibits.h"

#include <string>
#include <utility>

#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {
namespace {

using As = exhibits::Part::Draw;

exhibits::Parts funnel() {
  return {.parts = {{"brands", As::entries, "funnel_count", 0},
                    {"stages", As::entries, "funnel_count", 1},
                    {"counts", As::means, "funnel_count"},
                    {"flows", As::means, "funnel_flow"}},
          .axes = 2};
}

exhibits::Parts frequency() {
  return {.parts = {{"campaigns", As::entries, "reach_at_least", 0},
                    {"times", As::entries, "reach_at_least", 1},
                    {"arms", As::intervals, "reach_at_least"}},
          .axes = 2};
}

// What the arms caused beside what last touch credits them with. The two can be held against each other only
// where the baseline has no campaign for the brand: else the difference is to that campaign, the credit is
// not.
exhibits::Parts credit() {
  return {.parts = {{"brand", As::cell, "incremental_revenue"},
                    {"unit", As::unit, "last_touch_revenue"},
                    {"baseline_spend", As::cell_most_of_baseline, "spend"},
                    {"caused", As::cell_intervals, "incremental_revenue"},
                    {"credited", As::cell_intervals, "last_touch_revenue"}},
          .is_by_cell = true};
}

exhibits::Parts sources() {
  return {.parts = {{"sources", As::entries, "feed_impressions", 0},
                    {"unit", As::unit, "feed_impressions"},
                    {"arms", As::steps, "feed_impressions"}},
          .axes = 1};
}

exhibits::Parts promotions() {
  return {.parts = {{"rungs", As::entries, "feed/promotions", 0}, {"arms", As::means, "feed/promotions"}},
          .axes = 1};
}

// One point a contract.
exhibits::Scatter creators() {
  exhibits::Scatter scatter{.category = {"kind", "creators/kind"},
                  .list = "kinds",
                  .count = "contracts",
                  .columns = {{"followers", "creators/followers"},
                              {"paid", "creators/paid"},
                              {"impressions", "creators/impressions"},
                              {"engagements", "creators/engagements"}},
                  .means = {"followers", "paid", "impressions"},
                  .ratios = {{"per_thousand", "paid", "impressions", 1000},
                             {"per_engagement", "paid", "engagements", 1}}};
  for (const auto& kind : kind_rules()) scatter.words.push_back(kind.word);
  return scatter;
}

// The books as a flow. Money goes round (brands pay consumers back, platforms pay creators).
exhibits::Flows money() {
  constexpr std::string_view kBrand = "brand {}";
  return {
      .needs = "revenue",
      .unit = "CNY",
      .groups = {
          {"brand",
           {{"consumers", kBrand, "revenue", {{"revenue"}}},
            {kBrand, "refunds", "refunds", {{"refunds"}}},
            {kBrand, "goods", "goods", {{"product_cost"}}},
            {kBrand, "campaigns", "spend", {{"spend"}}},
            {kBrand, "platform", "take", {{"platform_take"}}},
            {kBrand,
             "kept",
             "kept",
             {{"revenue"}, {"refunds", -1}, {"product_cost", -1}, {"spend", -1}, {"platform_take", -1}}}}},
          {"",
           {{"campaigns", "creators", "fees", {{"fees"}}},
            {"campaigns", "creators", "commission", {{"commission"}}},
            {"campaigns", "platform", "platform_fees", {{"platform_fees"}}},
            {"campaigns", "handling", "handling", {{"handling"}}},
            {"campaigns", "product", "product", {{"product"}}},
            {"platform", "creators", "ad_share", {{"creator_income"}, {"fees", -1}, {"commission", -1}}}}}}};
}

exhibits::Parts books() {
  return {.parts = {{"book", As::cell, "ledger/inflow"},
                    {"inflow", As::cell_means, "ledger/inflow"},
                    {"balance", As::cell_means, "ledger/balance"}},
          .is_by_cell = true};
}

// A distribution, or shares held by the lowest so many.
exhibits::Parts with_heading(std::string_view of, std::vector<exhibits::Part> parts) {
  std::vector<exhibits::Part> all = {
      {"name", As::name, of}, {"unit", As::unit, of}, {"help", As::help, of}, {"formula", As::formula, of}};
  all.insert(all.end(), parts.begin(), parts.end());
  return {.parts = std::move(all), .axes = 1};
}
exhibits::Parts distribution(std::string_view of) { return with_heading(of, {{"arms", As::tail, of}}); }
exhibits::Parts lorenz(std::string_view of) {
  return with_heading(of, {{"share_of_creators", As::positions, of}, {"arms", As::means, of}});
}

// Who saw each post by hour and source, who shared it, what its score was made of.
exhibits::Samples posts() {
  using Of = exhibits::Samples::Part::Draw;
  return {.seen = "posts/impressions",
          .axes = {{"sources", "source"},
                   {"reactions", "reaction"},
                   {"appeal_terms", "appeal_term"},
                   {"score_terms", "score_term"},
                   {"rungs", "rung", true}},
          .parts = {{"author", Of::number, "posts/author"},
                    {"posted", Of::number, "posts/posted"},
                    {"followers", Of::number, "posts/followers"},
                    {"quality", Of::number, "posts/quality"},
                    {"explored", Of::number, "posts/explored"},
                    {"kind", Of::word, "posts/kind"},
                    {"topic", Of::word, "posts/topic"},
                    {"sponsored", Of::word, "posts/sponsored"},
                    {"disclosed", Of::word, "posts/disclosed"},
                    {"campaign", Of::marked, "posts/of_campaign", "campaign"},
                    {"brand", Of::marked, "posts/of_brand", "brand"},
                    {"hours", Of::course, "posts/impressions"},
                    {"reactions", Of::entries, "posts/reactions"},
                    {"climbed", Of::entries, "posts/climbed"},
                    {"appeal", Of::entries, "posts/appeal"},
                    {"appeal_of_others", Of::entries, "posts/appeal_of_others"},
                    {"score", Of::entries, "posts/score"},
                    {"score_of_others", Of::entries, "posts/score_of_others"},
                    {"shares", Of::tree, ""}},
          .tree = {.sample = "posts/share_post",
                   .parent = "posts/share_parent",
                   .columns = {{"posts/share_account"},
                               {"posts/share_hours"},
                               {"posts/share_depth"},
                               {"posts/share_source", true},
                               {"posts/share_followers"},
                               {"posts/share_impressions"}}}};
}

// Around hired creators: follows between them, who was exposed and who bought over time.
exhibits::Neighbourhood network() {
  return {.nodes = {{"network/node_account"},
                    {"network/node_ring", true},
                    {"network/node_kind", true},
                    {"network/node_followers"}},
          .from = "network/link_from",
          .to = "network/link_to",
          .groups = "campaigns",
          .group_axis = "campaign",
          .courses = {{"exposures", "network/exposures"}, {"bought", "network/bought"}}};
}

// Each mechanism has a table of its own, of what it measures, where a run records that: under the label
// exhibit.<id>. What is by an axis <id>, too, stands on cards, one for each of its entries.
void add_those_of_mechanisms(std::vector<Exhibit>& all) {
  static const std::vector<std::string> kTitles = [] {
    std::vector<std::string> titles;
    for (const MechanismEntry* entry : mechanisms()) titles.push_back("exhibit." + std::string(entry->id));
    return titles;
  }();
  for (std::size_t i = 0; i < mechanisms().size(); ++i) {
    exhibits::Table table;
    for (const MeasureRule& rule : mechanisms()[i]->measures) table.names.push_back(rule.name);
    for (const std::string_view name : mechanisms()[i]->at_end) table.names.push_back(name);
    if (!table.names.empty()) all.push_back({.drawn = std::move(table), .title = kTitles[i]});
  }
}

}  // namespace

std::vector<Exhibit> report_exhibits() {
  std::vector<Exhibit> all = {
          {"market.funnel", funnel()},
          {"market.frequency", frequency()},
          {"market.credit", credit()},
          {"market.sources", sources()},
          {"market.promotions", promotions()},
          {"market.creators", creators()},
          {"market.money", money()},
          {"market.money.books", books()},
          {"distributions.followers", distribution("network/follower_distribution")},
          {"distributions.cascades", distribution("cascades/size_distribution")},
          {"distributions.attention", lorenz("inequality/attention")},
          {"distributions.income", lorenz("inequality/income")},
          {"posts", posts()},
          {"network", network()},
          // Where there are several platforms.
          {.drawn = exhibits::Table{{"platform_reach", "platforms/reached", "platform_clicks",
                                     "platform_clicks_told", "platform_sales", "platform_sales_told",
                                     "platform_revenue"}},
           .title = "exhibit.platforms"},
          {.drawn = exhibits::Table{{"platform_sessions", "platform_seconds", "platform_impressions",
                                     "platforms/members", "platforms/used"}},
           .title = "exhibit.platform_use"},
          {.drawn = exhibits::Table{{"brand_steps"}}, .title = "exhibit.steps"},
          // Of mechanisms, what they record on axes of their own.
          {.drawn = exhibits::Table{{"amplification_paired", "amplification", "puppet_own_topic"}},
           .title = "exhibit.amplification"},
          {.drawn = exhibits::Table{{"format_impressions", "format_views", "format_likes", "format_comments",
                                     "format_shares", "format_follows"}},
           .title = "exhibit.format_rates"}};
  add_those_of_mechanisms(all);
  return all;
}

}  // namespace fanfare::fan_economy
