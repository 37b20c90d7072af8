#include "models/fan_economy/measure/observers.h"

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <utility>

#include "models/fan_economy/keys/dialects.h"
#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/measure/formats.h"
#include "models/fan_economy/measure/inequality.h"
#include "models/fan_economy/measure/kpis.h"
#include "models/fan_economy/measure/platforms.h"
#include "models/fan_economy/measure/recording.h"
#include "models/fan_economy/measure/sample_measures.h"
#include "models/fan_economy/measure/scorecard.h"
#include "models/fan_economy/measure/segment_measures.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// --- Axes ----------------------------------------------------------------------------------------------

template <class List>
Names ids_of(const List& list) {
  Names names;
  for (const auto& item : list) names.push_back(item.id);
  return names;
}

Names book_names(const World& w) {
  Names names;
  for (std::uint32_t b = 0; b < w.ledger.books(); ++b) names.push_back(w.ledger.name(BookId(b)));
  return names;
}

// A creator who is hired again for a campaign (mechanisms may) has a second entry: "launch/4711#2".
Names contract_names(const World& w) {
  Names names;
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> times;
  for (const Contract& c : w.market.contracts) {
    const int time = ++times[{c.campaign, c.creator}];
    names.push_back(w.p.campaigns[c.campaign].id + "/" + std::to_string(w.creators[c.creator].account) +
                    (time > 1 ? "#" + std::to_string(time) : ""));
  }
  return names;
}

template <class Table>
Names words_of(const Table& table) {
  Names names;
  for (const auto& entry : table) names.emplace_back(entry.word);
  return names;
}

void declare_axes(const World& w, Recorder& r) {
  if (!w.p.brands.empty()) axis(r, "brand", ids_of(w.p.brands), "brand");
  if (!w.p.campaigns.empty()) axis(r, "campaign", ids_of(w.p.campaigns), "campaign");
  axis(r, "source", words_of(w.sources), "where an item of a feed came from");
  axis(r, "stage", words_of(kStageWords), "stage of the funnel");
  axis(r, "stage_to", words_of(kStageWords), "stage of the funnel after the step");
  axis(r, "creator_kind", words_of(kind_rules()), "kind of creator");
  r.dimension({"frequency", {}, counting(1, kReachSteps), "1", "times exposed, at least"});
}

// --- Series --------------------------------------------------------------------------------------------

Variable series(const Kpi& kpi, Names dimensions) {
  Variable v = measure(kpi.name, std::move(dimensions), kpi.units, kpi.long_name, kpi.formula, kpi.integral);
  v.better = kpi.better;
  return v;
}

void declare_kpis(const World& w, Recorder& r) {
  for (const Kpi& kpi : run_kpis()) r.variable(series(kpi, {"time"}));
  if (!w.p.brands.empty())
    for (const Kpi& kpi : brand_kpis()) r.variable(series(kpi, {"time", "brand"}));
  if (!w.p.campaigns.empty())
    for (const Kpi& kpi : campaign_kpis(dialect_of(w.setup.outputs.kpis)))
      r.variable(series(kpi, {"time", "campaign"}));
}

void declare_tables(const World& w, Recorder& r) {
  r.variable(measure("feed_impressions", {"time", "source"}, "impressions", "impressions by source",
              "impressions × population.scale", true));
  r.variable(measure("creators_by_kind", {"time", "creator_kind"}, "accounts", "creators at work, by kind", "count", true));
  if (!w.p.brands.empty()) {
    r.variable(measure("funnel_count", {"time", "brand", "stage"}, "people", "people in each stage, now", "accounts × population.scale", true));
    r.variable(measure("funnel_flow", {"time", "brand", "stage", "stage_to"}, "people", "people who went from stage to stage_to",
                "accounts × population.scale", true));
  }
  if (!w.p.campaigns.empty())
    r.variable(measure("reach_at_least", {"time", "campaign", "frequency"}, "people", "people reached so many times or more",
                "accounts × population.scale, no one counted twice", true));
}

// The five steps of a dialect; generic KPIs have the stages.
bool has_steps(const World& w) { return w.setup.outputs.kpis != "generic" && !w.p.brands.empty(); }

void declare_steps(const World& w, Recorder& r) {
  if (!has_steps(w)) return;
  const auto& steps = dialect_of(w.setup.outputs.kpis).steps;
  axis(r, "step", {steps.begin(), steps.end()}, "step to a brand's friend");
  r.variable(measure("brand_steps", {"time", "brand", "step"}, "people", "people at each step, now",
                     "people by stage: aware, interested, intending, customer, advocate", true));
}

void record_steps(const World& w, Recorder& r) {
  if (!has_steps(w)) return;
  std::vector<double> counts;
  for (std::size_t b = 0; b < w.p.brands.size(); ++b)
    for (const Stage s :
         {Stage::aware, Stage::interested, Stage::intending, Stage::customer, Stage::advocate})
      counts.push_back(w.people(static_cast<double>(w.measures[w.measures.stage_count(b, s)])));
  r.put("brand_steps", counts);
}

double value_of(const World& w, const MeasureRule& measure) {
  if (measure.value != nullptr) return measure.value(w);
  const auto total = static_cast<double>(w.measures.since_warmup(w.measures.named(measure.name)));
  return measure.units == "CNY" ? total / 100 : w.people(total);
}

// Mechanisms may share an axis; an axis of every run stands already.
void declare_axis_of(const World& w, Recorder& r, const MeasureRule& m, Names& declared) {
  const std::string name(m.axis);
  if (m.labels == nullptr || std::find(declared.begin(), declared.end(), name) != declared.end()) return;
  declared.push_back(name);
  axis(r, name.c_str(), m.labels(w), std::string(m.axis_help).c_str());
}

void declare_mechanisms(const World& w, Recorder& r) {
  Names declared;
  for (const MechanismEntry* entry : w.entries)
    for (const MeasureRule& m : entry->measures) {
      if (m.values == nullptr) {
        r.variable(measure(m.name, {"time"}, m.units, m.help, m.formula, m.integral));
      } else if (!m.values(w).empty()) {
        declare_axis_of(w, r, m, declared);
        r.variable(
            measure(m.name, {"time", std::string(m.axis)}, m.units, m.help, m.formula, m.integral));
      }
    }
  for (const auto& mechanism : w.mechanisms) mechanism->declare(w, r);
}

void record_mechanisms(const World& w, Recorder& r) {
  for (const MechanismEntry* entry : w.entries)
    for (const MeasureRule& m : entry->measures) {
      if (m.values == nullptr) {
        r.put(m.name, value_of(w, m));
        continue;
      }
      const std::vector<double> row = m.values(w);
      if (!row.empty()) r.put(m.name, row);
    }
  for (const auto& mechanism : w.mechanisms) mechanism->record(w, r);
}

template <class Of>
void put_each(Recorder& r, const Kpi& kpi, std::size_t count, const Of& world) {
  std::vector<double> row(count);
  for (std::size_t i = 0; i < count; ++i) row[i] = kpi.value(world, i);
  r.put(kpi.name, row);
}

void record_feed(const World& w, Recorder& r) {
  std::vector<double> row;
  for (std::size_t s = 0; s < w.sources.size(); ++s)
    row.push_back(w.people(static_cast<double>(w.measures.since_warmup(w.measures.source(static_cast<Source>(s))))));
  r.put("feed_impressions", row);
  std::vector<double> kinds(kind_rules().size());
  for (const Creator& c : w.creators)
    if (c.active != 0) ++kinds[place_of(c.kind)];
  r.put("creators_by_kind", kinds);
}

void record_funnel(const World& w, Recorder& r) {
  std::vector<double> counts;
  std::vector<double> flows;
  for (std::size_t b = 0; b < w.p.brands.size(); ++b)
    for (std::size_t from = 0; from < kStages; ++from) {
      const auto stage = static_cast<Stage>(from);
      counts.push_back(w.people(static_cast<double>(w.measures[w.measures.stage_count(b, stage)])));
      for (std::size_t to = 0; to < kStages; ++to)
        flows.push_back(w.people(static_cast<double>(w.measures.since_warmup(w.measures.stage_flow(b, stage, static_cast<Stage>(to))))));
    }
  if (w.p.brands.empty()) return;
  r.put("funnel_count", counts);
  r.put("funnel_flow", flows);
}

void record_reach(const World& w, Recorder& r) {
  std::vector<double> row;
  for (std::size_t c = 0; c < w.p.campaigns.size(); ++c)
    for (std::size_t times = 1; times <= kReachSteps; ++times)
      row.push_back(w.people(static_cast<double>(w.measures.since_warmup(w.measures.reach_at_least(c, times)))));
  if (!row.empty()) r.put("reach_at_least", row);
}

// --- At the end ----------------------------------------------------------------------------------------

// Counts by powers of two: 0, 1, 2–3, 4–7, …
void finish_followers(const World& w, Recorder& r) {
  constexpr std::size_t kBins = 34;
  std::vector<double> from(kBins);
  std::vector<double> counts(kBins);
  for (std::size_t b = 1; b < kBins; ++b) from[b] = static_cast<double>(std::uint64_t{1} << (b - 1));
  for (const std::uint32_t f : w.followers) ++counts[static_cast<std::size_t>(std::bit_width(f))];
  r.dimension({"followers_from", {}, from, "accounts", "followers, from this up to the next"});
  put_at_end(r, measure("network/follower_distribution", {"followers_from"}, "accounts", "accounts by followers", "count", true), counts);
}

void finish_cascades(const World& w, Recorder& r) {
  CascadeTotals totals = w.index.cascades;
  for (std::uint32_t n = w.index.live_post; n < w.posts.first + w.posts.score.size(); ++n) totals.count(w.posts.cascade[n - w.posts.first]);
  std::vector<double> from;
  for (std::size_t b = 0; b < CascadeTotals::kSizeBins; ++b)
    from.push_back(b < CascadeTotals::kExactSizes
                       ? static_cast<double>(b + 1)
                       : static_cast<double>((CascadeTotals::kExactSizes + 1) << (b - CascadeTotals::kExactSizes)));
  r.dimension({"cascade_from", {}, from, "1", "posts and shares in the cascade, from this up to the next"});
  r.dimension({"depth", {}, counting(0, totals.depths.size()), "1", "hops from the root; the last holds all deeper ones"});
  put_at_end(r, measure("cascades/size_distribution", {"cascade_from"}, "cascades", "posts by cascade size", "root and shares", true),
      {totals.sizes.begin(), totals.sizes.end()});
  put_at_end(r, measure("cascades/depth_distribution", {"depth"}, "cascades", "posts by cascade depth", "longest chain of shares", true),
      {totals.depths.begin(), totals.depths.end()});
}

void finish_ledger(const World& w, Recorder& r) {
  axis(r, "book", book_names(w), "book of the ledger");
  std::vector<double> balances;
  std::vector<double> inflows;
  for (std::uint32_t b = 0; b < w.ledger.books(); ++b) {
    balances.push_back(static_cast<double>(w.ledger.balance(BookId(b))) / 100);
    inflows.push_back(static_cast<double>(w.ledger.inflow(BookId(b))) / 100);
  }
  put_at_end(r, measure("ledger/balance", {"book"}, "CNY", "balance; the books sum to zero", "inflows − outflows", false), balances);
  put_at_end(r, measure("ledger/inflow", {"book"}, "CNY", "money that came in since the start", "Σ transfers to the book", false), inflows);
}

template <class Of>
void contract_column(const World& w, Recorder& r, const char* name, const char* units, const char* long_name, bool integral, const Of& of) {
  std::vector<double> values;
  for (const Contract& c : w.market.contracts) values.push_back(of(c));
  put_at_end(r, measure(std::string("creators/") + name, {"contract"}, units, long_name, "", integral), values);
}

void finish_contracts(const World& w, Recorder& r) {
  if (w.market.contracts.empty()) return;
  axis(r, "contract", contract_names(w), "campaign/account");
  const auto cents = [](Cents c) { return static_cast<double>(c) / 100; };
  contract_column(w, r, "account", "1", "account of the creator", true, [&](const Contract& c) { return w.creators[c.creator].account; });
  std::string kinds = "kind at hire: ";
  for (std::size_t place = 0; place < kind_rules().size(); ++place)
    kinds += (place == 0 ? "" : ", ") + std::to_string(place) + " " + std::string(kind_rules()[place].word);
  contract_column(w, r, "kind", "1", kinds.c_str(), true,
                  [](const Contract& c) { return static_cast<double>(place_of(c.creator_kind)); });
  contract_column(w, r, "followers", "people", "followers at hire", true, [](const Contract& c) { return c.followers; });
  contract_column(w, r, "posts", "posts", "posts published", true, [](const Contract& c) { return c.published; });
  contract_column(w, r, "paid", "CNY", "fees and commission", false, [&](const Contract& c) { return cents(c.paid + c.commission_paid); });
  contract_column(w, r, "impressions", "impressions", "impressions of the contract's posts", true,
                  [&](const Contract& c) { return w.people(static_cast<double>(c.impressions)); });
  contract_column(w, r, "engagements", "engagements", "likes, comments and shares of the contract's posts", true,
                  [&](const Contract& c) { return w.people(static_cast<double>(c.engagements)); });
}

void finish_pools(const World& w, Recorder& r) {
  r.dimension(
      {"rung", {}, w.feed().pools.ladder, "people", "impressions owed on this rung of the traffic pools"});
  // Rungs that the ladder has now: an event may have had it longer.
  const std::size_t rungs = w.feed().pools.ladder.size();
  put_at_end(r, measure("feed/promotions", {"rung"}, "posts", "posts that climbed from this rung", "count since the start", true),
      {w.index.promotions.begin(), w.index.promotions.begin() + static_cast<std::ptrdiff_t>(rungs)});
}

}  // namespace

void declare_measures(const World& world, Recorder& recorder) {
  declare_axes(world, recorder);
  declare_kpis(world, recorder);
  declare_tables(world, recorder);
  declare_steps(world, recorder);
  declare_platforms(world, recorder);
  declare_formats(world, recorder);
  declare_mechanisms(world, recorder);
  declare_scorecard(recorder);
  declare_sample(world, recorder);
  declare_segments(world, recorder);
}

void record_measures(const World& world, Recorder& recorder, Tick) {
  for (const Kpi& kpi : run_kpis()) recorder.put(kpi.name, kpi.value(world, 0));
  if (!world.p.brands.empty())
    for (const Kpi& kpi : brand_kpis()) put_each(recorder, kpi, world.p.brands.size(), world);
  if (!world.p.campaigns.empty())
    for (const Kpi& kpi : campaign_kpis(dialect_of(world.setup.outputs.kpis)))
      put_each(recorder, kpi, world.p.campaigns.size(), world);
  record_steps(world, recorder);
  record_platforms(world, recorder);
  record_formats(world, recorder);
  record_mechanisms(world, recorder);
  record_feed(world, recorder);
  record_funnel(world, recorder);
  record_reach(world, recorder);
  record_sample(world, recorder);
  record_segments(world, recorder);
}

void finish_measures(const World& world, Recorder& recorder, Tick) {
  finish_followers(world, recorder);
  finish_cascades(world, recorder);
  finish_ledger(world, recorder);
  finish_contracts(world, recorder);
  finish_pools(world, recorder);
  finish_platforms(world, recorder);
  finish_inequality(world, recorder);
  finish_scorecard(world, recorder);
  finish_sample(world, recorder);
  finish_attributes(world, recorder);
  for (const auto& mechanism : world.mechanisms) mechanism->finish(world, recorder);
}

std::vector<Headline> headline_measures(const World& world) {
  std::vector<Headline> lines;
  const auto add = [&](std::span<const Kpi> kpis, std::string_view name, std::size_t which, const std::string& of) {
    for (const Kpi& kpi : kpis)
      if (kpi.name == name) lines.push_back({std::string(name) + of, kpi.value(world, which), std::string(kpi.units)});
  };
  for (std::size_t c = 0; c < world.p.campaigns.size(); ++c)
    for (const char* name : {"reach", "engagement_rate", "campaign_spend", "cost_per_engagement"})
      add(campaign_kpis(), name, c, "(" + world.p.campaigns[c].id + ")");
  for (std::size_t b = 0; b < world.p.brands.size(); ++b)
    for (const char* name : {"sales", "net_revenue", "new_buyers", "sentiment"})
      add(brand_kpis(), name, b, "(" + world.p.brands[b].id + ")");
  if (lines.empty())
    for (const char* name : {"sessions", "follows", "attention_gini"}) add(run_kpis(), name, 0, "");
  return lines;
}

}  // namespace fanfare::fan_economy
