// summary.json: the same as summary.txt with exact numbers. Missing numbers are null.
#include "sim/say/summary_text.h"

#include <nlohmann/json.hpp>

#include "sim/judge/degenerate.h"
#include "sim/say/verdict.h"
#include "sim/words/json_number.h"

namespace fanfare {

using Json = nlohmann::ordered_json;

namespace {

Json interval(const Interval& x) {
  return {{"mean", json_number(x.mean)},
          {"low", json_number(x.low)},
          {"high", json_number(x.high)},
          {"sd", json_number(x.sd)},
          {"n", x.n}};
}

Json compared_arm_json(const Comparison& c, std::size_t i) {
  const ArmOutcome& arm = c.arms[i];
  Json json = {{"arm", arm.arm},
               {"title", arm.title},
               {"value", interval(arm.value)},
               {"by_replicate", json_numbers(c.measure.values[i])}};
  if (arm.effect) json["against_baseline"] = interval(*arm.effect);
  json["variance_reduction"] = json_number(arm.variance_reduction);
  json["chance_best"] = json_number(arm.chance_best);
  json["bad_case"] = json_number(arm.bad_case);
  if (c.measure.shows_loss() && arm.value.n > 0)
    json["chance_of_loss"] = json_number(static_cast<double>(arm.losses) / static_cast<double>(arm.value.n));
  return json;
}

// Averaged over circumstances that nobody chooses.
Json choices_json(const Comparison& c) {
  const std::vector<std::size_t> order = find(c).order;
  Json json = {{"circumstances", c.ahead->circumstances},
               {"best", order.empty() ? "" : c.arms[order[0]].arm},
               {"ahead_in", c.ahead->leads},
               {"turned_by", Json::array()},
               {"arms", Json::array()}};
  for (const Ahead::Level& level : c.ahead->turned_by) json["turned_by"].push_back(level.title);
  for (std::size_t i = 0; i < c.arms.size(); ++i) json["arms"].push_back(compared_arm_json(c, i));
  return json;
}

Json comparison_json(const Comparison& c) {
  Json json = {{"measure", c.measure.name},
               {"label", c.measure.label},
               {"unit", c.measure.unit},
               {"better", better_word(c.measure.better)},
               {"paired", c.pairing == Pairing::paired},
               {"verdict", verdict(c)},
               {"arms", Json::array()}};
  for (std::size_t i = 0; i < c.arms.size(); ++i) json["arms"].push_back(compared_arm_json(c, i));
  if (c.choices) json["choices"] = choices_json(*c.choices);
  return json;
}

Json scorecard_json(const std::vector<ScorecardLine>& lines) {
  Json list = Json::array();
  for (const ScorecardLine& line : lines)
    list.push_back({{"fact", line.fact},
                    {"value", json_number(line.value)},
                    {"low", json_number(line.low)},
                    {"high", json_number(line.high)},
                    {"standing", in_english(line.standing())},
                    {"runs", line.runs},
                    {"passed", line.passed},
                    {"warned", line.warned},
                    {"citation", line.citation}});
  return list;
}

// In how many plausible worlds the answer is the same; the worlds themselves are in study.h5 and the report.
Json held_json(const Robustness& r) {
  const Held held = r.held();
  return {{"holds", held.holds},
          {"worlds", held.worlds},
          {"enough", held.is_enough()},
          {"turned_by", held.turned_by}};
}

Json waterfall_json(const StudySummary& s, const Waterfall& w) {
  Json json = {{"arm", s.arms[w.arm]},
               {"whole", interval(w.whole)},
               {"steps", Json::array()},
               {"rest", interval(w.rest)}};
  for (const Waterfall::Step& step : w.steps)
    json["steps"].push_back(
        {{"shut_off", step.id}, {"part", interval(step.part)}, {"without", interval(step.without)}});
  return json;
}

Json unit_json(const LeftOutUnit& unit) {
  Json json = {{"unit", unit.name}, {"is_rest", unit.is_rest}};
  for (const auto& [name, x] : unit.caused) json["caused"][name] = interval(x);
  for (const auto& [name, x] : unit.facts) json["recorded"][name] = interval(x);
  return json;
}

void add_variations(Json& json, const StudySummary& s) {
  if (s.robustness) json["plausible"] = held_json(*s.robustness);
  for (const Waterfall& w : s.waterfalls) json["why"].push_back(waterfall_json(s, w));
  if (!s.left_out) return;
  json["left_out"] = {{"arm", s.arms[s.left_out->arm]}, {"units", Json::array()}};
  for (const LeftOutUnit& unit : s.left_out->units) json["left_out"]["units"].push_back(unit_json(unit));
}

std::string indented_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string summary_json(const StudySummary& s) {
  Json json = {{"kind", "study"},        {"simulated", true},           {"name", s.name},
               {"question", s.question}, {"scenario_digest", s.digest}, {"fingerprint", s.fingerprint},
               {"level", kLevel},        {"replicates", s.replicates},  {"baseline", s.baseline},
               {"arms", s.arms},         {"primary", s.primary}};
  const std::vector<std::string> words = verdicts(s);
  if (!words.empty()) json["verdict"] = words[0];
  json["comparisons"] = Json::array();
  for (const Comparison& c : s.comparisons) json["comparisons"].push_back(comparison_json(c));
  add_variations(json, s);
  json["scorecard"] = scorecard_json(s.scorecard);
  json["warnings"] = remarks_in(s.warnings, s, Language::english);
  json["notes"] = remarks_in(s.remarks(), s, Language::english);
  json["cautions"] = remarks_in(s.cautions, s, Language::english);
  return indented_text(json);
}

std::string summary_json(const RunSummary& s) {
  Json json = {{"kind", "run"},          {"simulated", true},           {"name", s.name},
               {"question", s.question}, {"scenario_digest", s.digest}, {"fingerprint", s.fingerprint},
               {"replicates", 1}};
  json["headlines"] = Json::array();
  for (const Headline& h : s.headlines)
    json["headlines"].push_back({{"name", h.name}, {"value", json_number(h.value)}, {"unit", h.unit}});
  json["scorecard"] = scorecard_json(read_scorecard(s.data, ""));
  json["warnings"] = in_english(degenerate_runs(s.data, "", s.spec));
  json["cautions"] = Json::array();
  for (const Caution& caution : cautions_of(s.data)) json["cautions"].push_back(in_english(said_of(caution)));
  return indented_text(json);
}

}  // namespace fanfare
