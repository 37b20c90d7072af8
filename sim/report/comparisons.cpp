// Outcomes of the arms on each measure, at the end.
#include "sim/report/document.h"
#include "sim/words/titles.h"

namespace fanfare {
namespace {

Json arm_json(const Comparison& c, std::size_t i) {
  const ArmOutcome& arm = c.arms[i];
  Json json = interval_json(arm.value);
  json["effect"] = arm.effect && arm.effect->n > 0 ? interval_json(*arm.effect) : Json(nullptr);
  json["chance_best"] = number_json(arm.chance_best);
  json["variance_reduction"] = number_json(arm.variance_reduction);
  json["bad_case"] = number_json(arm.bad_case);
  if (c.measure.shows_loss()) json["losses"] = arm.losses;
  if (c.arms.size() <= kFewArms) json["values"] = numbers_json(c.measure.values[i]);
  return json;
}

// Whether the study names it among its measures; one that names none asks for none above others.
bool is_asked(const std::string& measure, const Recorded& study) {
  return (' ' + text_attribute(study.data, "measure") + ' ').find(' ' + measure + ' ') != std::string::npos;
}

Json comparison_json(const Comparison& c, const Recorded& study) {
  const Variable* from = study.variable(c.measure.name);
  Json json = {{"measure", c.measure.name},
               {"label", c.measure.label},
               {"unit", c.measure.unit},
               {"formula", from == nullptr ? "" : from->formula},
               {"better", better_word(c.measure.better)},
               {"return", c.measure.is_return()},
               {"difference", c.measure.incremental()},
               {"asked", is_asked(c.measure.name, study)},
               {"paired", c.pairing == Pairing::paired},
               {"arms", Json::array()}};
  for (std::size_t i = 0; i < c.arms.size(); ++i) json["arms"].push_back(arm_json(c, i));
  return json;
}

}  // namespace

Json comparisons_json(const StudySummary& summary, const Recorded& study) {
  Json list = Json::array();
  const bool several = summary.arms.size() > 1;  // a difference from oneself says nothing
  for (const Comparison& c : summary.comparisons)
    if (c.exists() && (several || !c.measure.incremental())) list.push_back(comparison_json(c, study));
  return list;
}

}  // namespace fanfare
