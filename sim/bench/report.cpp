// Rates are shown to three figures in the table and exactly in the JSON object.
#include "sim/bench/report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/words/text.h"

namespace fanfare {

using Json = nlohmann::ordered_json;

namespace {

// The figures of a leg, in the order in which both forms show them.
struct Figure {
  const char* key;
  const char* help;
  double value;
};
std::vector<Figure> figures(const Leg& leg) {
  return {{"impressions_per_second", "impressions", leg.per_second(leg.work.impressions)},
          {"candidates_per_second", "candidates scored", leg.per_second(leg.work.candidates)},
          {"edges_per_second", "follow edges scanned", leg.per_second(leg.work.edges)},
          {"draws_per_second", "draws (Philox blocks)", leg.per_second(leg.work.draws)}};
}

// By rates, not seconds: the two legs are different hours with different work.
double speedup(const WorldCost& world) {
  return world.all.per_second(world.all.work.impressions) / world.one.per_second(world.one.work.impressions);
}

std::string limits_table(const BenchReport& report) {
  Table table({"this machine, at most", "1 thread", fmt::format("{} threads", report.threads)});
  for (const Limit& limit : report.limits) {
    const auto cell = [&](double value) {
      return limit.missing.empty() ? people_number(value) + (limit.unit == "1/s" ? "/s" : " " + limit.unit)
                                   : "–";
    };
    table.add({limit.help, cell(limit.one), cell(limit.all)});
  }
  std::string text = table.render();
  for (const Limit& limit : report.limits)
    if (!limit.missing.empty()) text += fmt::format("  {}: {}\n", limit.help, limit.missing);
  return text;
}

double plain_rate(const PlainFeedCost& cost) {
  return static_cast<double>(cost.plain.impressions) / cost.plain.seconds;
}

std::string browse_table(const BenchReport& report) {
  Table table({"phase browse, per second", "1 thread", fmt::format("{} threads", report.threads)});
  const auto one = figures(report.world->one), all = figures(report.world->all);
  for (std::size_t i = 0; i < all.size(); ++i)
    table.add({all[i].help, people_number(one[i].value), people_number(all[i].value)});
  table.add({"speed-up", "1", fmt::format("{:.2f}", speedup(*report.world))});
  if (const auto& plain = report.world->plain)
    table.add({"impressions of a plain serial feed with std::mt19937", people_number(plain_rate(*plain)), "–"});
  return table.render();
}

std::string plain_text(const PlainFeedCost& cost) {
  return fmt::format("  the plain feed on the same hours: {:.1f} impressions a session of {:.1f} candidates, ours {:.1f} of "
                     "{:.1f}; ours is {:.1f} × as fast\n",
                     cost.a_session(cost.plain.impressions), cost.a_session(cost.plain.candidates),
                     cost.a_session(cost.engine.work.impressions), cost.a_session(cost.engine.work.candidates),
                     cost.ratio());
}

std::string phase_table(const WorldCost& world) {
  Table table({"phase", "kind", "ms a tick (median)", "share of time"});
  for (const PhaseCost& phase : world.phases)
    table.add({phase.name, phase.kind, fmt::format("{:.2f}", 1e3 * phase.median_seconds),
               fmt::format("{:.1f} %", 100 * phase.share)});
  return table.render();
}

std::string memory_text(const WorldCost& world) {
  return fmt::format(
      "  memory: {:.1f} B per account, {:.2f} B per follow edge, {} of posts and indices; "
      "at most {} while built and run\n",
      world.owned_bytes / world.accounts, world.graph_bytes / static_cast<double>(world.edges),
      people_bytes(world.shared_bytes), people_bytes(world.peak_bytes));
}

std::string simsom_text(const SimsomSpeed& simsom) {
  return fmt::format("  SimSoM, {} accounts: {} agent updates/s on one thread\n",
                     people_number(simsom.accounts), people_number(simsom.updates_per_second));
}

std::string ratio_table(const BenchReport& report) {
  Table table({"ours against the limit", "ratio"});
  for (const Ratio& ratio : ratios(report)) table.add({ratio.help, fmt::format("{:.4f}", ratio.value)});
  return table.empty() ? "" : table.render();
}

std::string epidemic_text(const BenchReport& report) {
  const EpidemicCost& cost = *report.epidemic;
  Table table({"SIS, edges out of infected accounts per second", "1 thread",
               fmt::format("{} threads", report.threads)});
  table.add({"this engine", people_number(cost.one) + "/s", people_number(cost.all) + "/s"});
  table.add({"a plain serial loop with std::mt19937", people_number(cost.serial) + "/s", "–"});
  return fmt::format(
             "\n  SIS: {} accounts × {} follows, {} ticks; {:.3f} infected in the end (plain loop {:.3f}, "
             "simulated)\n\n",
             people_number(cost.bench.accounts), cost.bench.follows, cost.bench.ticks, cost.prevalence,
             cost.serial_prevalence) +
         table.render();
}

Json epidemic_json(const EpidemicCost& cost) {
  return {
      {"accounts", cost.bench.accounts},
      {"follows", cost.bench.follows},
      {"edges", cost.edges},
      {"ticks", cost.bench.ticks},
      {"build_seconds", cost.build_seconds},
      {"traversed_edges_per_second", cost.all},
      {"one_thread", {{"traversed_edges_per_second", cost.one}}},
      {"plain_loop", {{"traversed_edges_per_second", cost.serial}, {"prevalence", cost.serial_prevalence}}},
      {"prevalence", cost.prevalence}};
}

Json limits_json(const BenchReport& report) {
  Json json = {{"threads", report.threads}}, one, missing;
  for (const Limit& limit : report.limits) {
    if (!limit.missing.empty()) {
      missing[limit.name] = limit.missing;
      continue;
    }
    json[limit.name] = limit.all;
    one[limit.name] = limit.one;
  }
  json["one_thread"] = one;
  if (!missing.empty()) json["missing"] = missing;
  return json;
}

Json leg_json(const Leg& leg) {
  Json json;
  for (const Figure& figure : figures(leg)) json[figure.key] = figure.value;
  json["impressions"] = leg.work.impressions;
  json["candidates"] = leg.work.candidates;
  json["edges"] = leg.work.edges;
  json["draws"] = leg.work.draws;
  json["seconds"] = leg.browse_seconds;
  json["all_phases_seconds"] = leg.wall_seconds;
  return json;
}

Json plain_json(const PlainFeedCost& cost) {
  return {{"impressions_per_second", plain_rate(cost)},
          {"engine_impressions_per_second", cost.engine.per_second(cost.engine.work.impressions)},
          {"sessions", cost.plain.sessions},
          {"impressions_per_session", cost.a_session(cost.plain.impressions)},
          {"engine_impressions_per_session", cost.a_session(cost.engine.work.impressions)},
          {"candidates_per_session", cost.a_session(cost.plain.candidates)},
          {"engine_candidates_per_session", cost.a_session(cost.engine.work.candidates)}};
}

void add_world(Json& json, const WorldCost& world) {
  json["world"] = {{"accounts", world.accounts},
                   {"edges", world.edges},
                   {"ticks", world.ticks},
                   {"build_seconds", world.build_seconds}};
  json["browse"] = leg_json(world.all);
  json["browse"]["speedup"] = speedup(world);
  json["browse"]["one_thread"] = leg_json(world.one);
  if (world.plain) json["browse"]["plain_feed"] = plain_json(*world.plain);
  json["phases"] = Json::array();
  for (const PhaseCost& phase : world.phases)
    json["phases"].push_back({{"name", phase.name},
                              {"kind", phase.kind},
                              {"median_seconds", phase.median_seconds},
                              {"share", phase.share}});
  json["memory"] = {{"bytes_per_account", world.owned_bytes / world.accounts},
                    {"bytes_per_edge", world.graph_bytes / static_cast<double>(world.edges)},
                    {"account_bytes", world.owned_bytes},
                    {"graph_bytes", world.graph_bytes},
                    {"shared_bytes", world.shared_bytes},
                    {"peak_bytes", world.peak_bytes}};
}

}  // namespace

std::vector<Ratio> ratios(const BenchReport& report) {
  std::vector<Ratio> found;
  const auto add = [&](const char* limit_name, double ours, const char* name, const char* help) {
    if (const Limit* limit = find_limit(report.limits, limit_name))
      found.push_back({name, help, ours / limit->all});
  };
  if (report.epidemic) {
    add("gathers_per_s_4mb", report.epidemic->all, "sis_edges_per_gather",
        "SIS edges traversed per random read from 4 MB");
    found.push_back({"sis_per_plain_loop", "SIS on one thread against the plain loop",
                     report.epidemic->one / report.epidemic->serial});
  }
  if (report.simsom)
    if (const Limit* blocks = find_limit(report.limits, "philox_blocks_per_s"))
      found.push_back({"simsom_updates_per_philox_block", "SimSoM's agent updates per Philox block, one thread",
                       report.simsom->updates_per_second / blocks->one});
  if (!report.world) return found;
  const Leg& leg = report.world->all;
  add("gathers_per_s_64mb", leg.per_second(leg.work.candidates), "candidates_per_gather",
      "candidates scored per random read from 64 MB");
  add("gathers_per_s_64mb", leg.per_second(leg.work.impressions), "impressions_per_gather",
      "impressions per random read from 64 MB");
  add("triad_gb_per_s", 4e-9 * leg.per_second(leg.work.edges), "edge_bytes_per_triad_byte",
      "bytes of follow edges per byte of bandwidth");
  add("philox_blocks_per_s", leg.per_second(leg.work.draws), "draws_per_philox_block",
      "draws per Philox block");
  add("gathers_per_s_1gb", leg.per_second(leg.work.impressions), "impressions_per_gather_1gb",
      "impressions per random read from 1 GB");
  if (report.world->plain)
    found.push_back({"browse_per_plain_feed", "browse on one thread against the plain feed", report.world->plain->ratio()});
  return found;
}

std::string bench_text(const BenchReport& report) {
  std::string text = limits_table(report);
  if (report.epidemic) text += epidemic_text(report);
  if (!report.world) return report.epidemic ? text + "\n" + ratio_table(report) : text;
  const WorldCost& world = *report.world;
  text += fmt::format("\n  {} accounts, {} follows, {} ticks, built in {}\n\n", people_number(world.accounts),
                      people_number(static_cast<double>(world.edges)), world.ticks,
                      people_duration(world.build_seconds));
  text += browse_table(report) + "\n" + (world.plain ? plain_text(*world.plain) + "\n" : "") + phase_table(world) + "\n" + memory_text(world) + "\n" +
          ratio_table(report);
  if (report.simsom) text += "\n" + simsom_text(*report.simsom);
  return text;
}

std::string bench_json(const BenchReport& report) {
  Json json = {{"limits", limits_json(report)}};
  if (report.epidemic) json["epidemic"] = epidemic_json(*report.epidemic);
  if (report.world) add_world(json, *report.world);
  if (report.world || report.epidemic || report.simsom) {
    for (const Ratio& ratio : ratios(report)) json["ratios"][ratio.name] = ratio.value;
  }
  if (report.simsom)
    json["simsom"] = {{"accounts", report.simsom->accounts},
                      {"steps", report.simsom->steps},
                      {"updates_per_second", report.simsom->updates_per_second}};
  return json.dump(2);
}

}  // namespace fanfare
