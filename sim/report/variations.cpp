// What the answer survives and why, as the page draws it.
#include <cmath>

#include "sim/report/document.h"
#include "sim/say/variations_text.h"

namespace fanfare {
namespace {

template <class Of>
Json in_both(const Of& of) {
  return {{"en", of(Language::english)}, {"zh", of(Language::chinese)}};
}

Json row_json(const std::optional<std::size_t>& row) { return row ? Json(*row) : Json(nullptr); }

Json world_json(const World& w, bool is_written) {
  Json changes = Json::array(), arms = Json::array();
  for (const auto& [path, value] : w.entry.changes) changes.push_back({{"path", path}, {"value", value}});
  for (const ArmOutcome& arm : w.arms)
    arms.push_back(arm.value.n == 0 ? Json(nullptr)
                                    : Json{{"value", interval_json(arm.value)},
                                           {"effect", arm.effect ? interval_json(*arm.effect) : Json(nullptr)}});
  Json lead = nullptr;
  if (w.lead.n > 0) {
    lead = interval_json(w.lead);
    lead["rival"] = w.rival;
  }
  const auto name = [&](Language language) {
    return is_written ? label("variation.written", language) : world_called(w.entry, language);
  };
  return {{"name", in_both(name)},
          {"kind", is_written ? "written" : w.entry.setting.empty() ? "together" : "alone"},
          {"setting", w.entry.setting.empty() ? Json(nullptr) : Json(w.entry.setting)},
          {"changes", changes},
          {"answer", row_json(w.answer)},
          {"holds", w.holds},
          {"arms", arms},
          {"lead", lead}};
}

Json turning_json(const Robustness& r) {
  Json list = Json::array();
  for (const World& w : r.worlds)
    if (!w.entry.setting.empty() && !w.holds)
      list.push_back({{"name", in_both([&](Language l) { return world_called(w.entry, l); })},
                      {"setting", w.entry.setting},
                      {"answer", row_json(w.answer)}});
  return list;
}

}  // namespace

Json plausible_json(const StudySummary& s) {
  if (!s.robustness) return nullptr;
  const Robustness& r = *s.robustness;
  const Held held = r.held();
  Json settings = Json::array(), worlds = Json::array();
  for (const SettingSwing& one : r.settings)
    settings.push_back(
        {{"name", one.name}, {"paths", one.paths}, {"turns", one.turns}, {"swing", number_json(one.swing)}});
  for (const World& w : r.worlds) worlds.push_back(world_json(w, false));
  const double share = held.worlds == 0 ? NAN : static_cast<double>(held.holds) / static_cast<double>(held.worlds);
  return {{"measure", r.measure},
          {"label", r.label},
          {"unit", r.unit},
          {"best", row_json(r.written.answer)},
          {"leader", r.best},
          {"holds", held.holds},
          {"worlds", held.worlds},
          {"share", number_json(share)},
          {"needed", 0.9},
          {"robust", held.is_enough()},
          {"turned_by", turning_json(r)},
          {"settings", settings},
          {"as_written", world_json(r.written, true)},
          {"list", worlds}};
}

Json why_json(const StudySummary& s) {
  if (s.waterfalls.empty()) return nullptr;
  Json arms = Json::array();
  for (const Waterfall& w : s.waterfalls) {
    Json steps = Json::array();
    for (const Waterfall::Step& step : w.steps)
      steps.push_back({{"id", step.id},
                       {"name", in_both([&](Language l) { return shut_off_called(step.id, l); })},
                       {"without", interval_json(step.without)},
                       {"part", interval_json(step.part)}});
    arms.push_back(
        {{"arm", w.arm}, {"whole", interval_json(w.whole)}, {"steps", steps}, {"rest", interval_json(w.rest)}});
  }
  const Measure& of = s.comparisons[0].measure;
  return {{"measure", of.name}, {"label", of.label}, {"unit", of.unit}, {"arms", arms}};
}

Json left_out_json(const StudySummary& s) {
  if (!s.left_out) return nullptr;
  const auto named = [](const std::vector<std::pair<std::string, Interval>>& all) {
    Json json = Json::object();
    for (const auto& [name, interval] : all) json[name] = interval_json(interval);
    return json;
  };
  Json units = Json::array();
  for (std::size_t u = 0; u < s.left_out->units.size(); ++u) {
    const LeftOutUnit& unit = s.left_out->units[u];
    units.push_back({{"name", in_both([&](Language l) { return unit_called(unit, l); })},
                     {"number", u + 1},
                     {"is_rest", unit.is_rest},
                     {"caused", named(unit.caused)},
                     {"facts", named(unit.facts)}});
  }
  const Measure& of = s.comparisons[0].measure;
  return {{"arm", s.left_out->arm}, {"measure", of.name}, {"label", of.label},
          {"unit", of.unit},        {"units", units},     {"whole", named(s.left_out->whole)}};
}

}  // namespace fanfare
