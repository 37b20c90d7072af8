// A mix as text: the columns that each tool reads, what they are, and the truth under a seal.
#include "sim/mix/mix_export.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/graph/total.h"
#include "sim/results/export.h"
#include "sim/scenario/input_file.h"
#include "sim/words/json_number.h"

namespace fanfare {
namespace {

using MixJson = nlohmann::ordered_json;

// Letters, digits and _ only, as R and Python take for a name.
std::string column(const std::string& name) {
  std::string out;
  for (const char c : name)
    out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ? c : '_';
  return out;
}

struct MixColumns {
  const char *time, *outcome, *worth, *put_in, *shown, *reach, *frequency, *other, *part;
};
MixColumns columns_for(MixTool tool) {
  if (tool == MixTool::meridian)
    return {"time", "kpi", "revenue_per_kpi", "_spend", "_impression", "_reach", "_frequency", "_kpi", "geo"};
  if (tool == MixTool::robyn)
    return {"DATE", "conversions", "revenue", "_S", "_I", "_R", "_F", "_sales_C", ""};
  return {"date",       "conversions",  "y",  "_spend", "_impressions", "_reach",
          "_frequency", "_conversions", "geo"};
}

// The whole, as if it were a part.
MixPart as_one_part(const Mix& mix) { return {"", 0, mix.outcome, mix.worth, mix.inputs, mix.others}; }

std::string heading(const Mix& mix, const MixPart& first, MixTool tool) {
  const MixColumns names = columns_for(tool);
  std::string text = mix.parts.empty() ? "" : fmt::format("{},", names.part);
  text += fmt::format("{},{},{}", names.time, names.outcome, names.worth);
  if (!mix.parts.empty()) text += ",population";
  for (const MixSeries& input : first.inputs) {
    text += fmt::format(",{0}{1},{0}{2}", column(input.name), names.put_in, names.shown);
    if (input.has_reach())
      text += fmt::format(",{0}{1},{0}{2}", column(input.name), names.reach, names.frequency);
  }
  for (const auto& [name, values] : first.others) text += "," + column(name) + names.other;
  return text + "\r\n";
}

std::string rows_of_part(const Mix& mix, const MixPart& part, MixTool tool) {
  const double usual = total_of(part.outcome) > 0 ? total_of(part.worth) / total_of(part.outcome) : 0;
  std::string text;
  for (std::size_t row = 0; row < mix.dates.size(); ++row) {
    // Money for each of the count; where nothing was counted, what it is over all rows.
    const double each = part.outcome[row] > 0 ? part.worth[row] / part.outcome[row] : usual;
    if (!mix.parts.empty()) text += csv_cell(part.name) + ",";
    text += fmt::format("{},{},{}", mix.dates[row], part.outcome[row],
                        tool == MixTool::meridian ? each : part.worth[row]);
    if (!mix.parts.empty()) text += fmt::format(",{}", part.people);
    for (const MixSeries& input : part.inputs) {
      text += fmt::format(",{},{}", input.put_in[row], input.shown[row]);
      if (input.has_reach()) text += fmt::format(",{},{}", input.reach[row], input.frequency[row]);
    }
    for (const auto& [name, values] : part.others) text += fmt::format(",{}", values[row]);
    text += "\r\n";
  }
  return text;
}

MixJson effect_json(const MixEffect& e) {
  const Interval outcome = t_interval(e.outcome_all), worth = t_interval(e.worth_all);
  const auto interval = [&](const Interval& i) {
    return MixJson{{"mean", json_number(i.mean)},
                   {"low", json_number(i.low)},
                   {"high", json_number(i.high)},
                   {"n", i.n}};
  };
  return {{"against", e.against},
          {"without", e.without},
          {"other_amounts", e.less},
          {"kpi", e.outcome},
          {"revenue", e.worth},
          {"kpi_total", total_of(e.outcome)},
          {"revenue_total", total_of(e.worth)},
          {"kpi_all_replicates", interval(outcome)},
          {"revenue_all_replicates", interval(worth)}};
}

}  // namespace

MixTool mix_tool(const std::string& name) {
  return name == "meridian" ? MixTool::meridian : name == "robyn" ? MixTool::robyn : MixTool::pymc;
}

std::string mix_csv(const Mix& mix, MixTool tool) {
  if (mix.parts.empty()) {
    const MixPart whole = as_one_part(mix);
    return heading(mix, whole, tool) + rows_of_part(mix, whole, tool);
  }
  std::string text = heading(mix, mix.parts[0], tool);
  for (const MixPart& part : mix.parts) text += rows_of_part(mix, part, tool);
  return text;
}

// A channel has reach and frequency or it is media, never both (CoordToColumns of google-meridian).
std::string mix_columns(const Mix& mix) {
  const MixColumns names = columns_for(MixTool::meridian);
  const MixPart first = mix.parts.empty() ? as_one_part(mix) : mix.parts[0];
  MixJson columns = {{"time", names.time}, {"kpi", names.outcome}, {"revenue_per_kpi", names.worth}};
  if (!mix.parts.empty()) columns["geo"] = names.part, columns["population"] = "population";
  MixJson controls = MixJson::array(), all = MixJson::object();
  for (const auto& [name, values] : first.others) controls.push_back(column(name) + names.other);
  columns["controls"] = controls;
  const auto put = [&](const char* kind, const MixSeries& input, const char* ending) {
    columns[kind].push_back(column(input.name) + ending);
    all[std::string(kind) + "_to_channel"][column(input.name) + ending] = input.name;
  };
  for (const MixSeries& input : first.inputs)
    if (input.has_reach()) {
      put("reach", input, names.reach), put("frequency", input, names.frequency),
          put("rf_spend", input, names.put_in);
    } else {
      put("media", input, names.shown), put("media_spend", input, names.put_in);
    }
  return MixJson{{"coord_to_columns", columns},
                 {"kpi_type", "non_revenue"},
                 {"to_channel", all},
                 {"simulated", true}}
             .dump(1, ' ', false, MixJson::error_handler_t::replace) +
         "\n";
}

std::string mix_truth(const Mix& mix) {
  MixJson effects = MixJson::array(), inputs = MixJson::array();
  for (const MixEffect& e : mix.effects) effects.push_back(effect_json(e));
  for (const MixSeries& i : mix.inputs) inputs.push_back({{"name", i.name}, {"spend_total", i.total()}});
  MixJson truth = {{"simulated", true},
                   {"study", mix.study},
                   {"scenario", mix.digest},
                   {"fingerprint", mix.fingerprint},
                   {"program", {{"version", mix.version}, {"commit", mix.commit}}},
                   {"arm", mix.arm},
                   {"of", mix.of},
                   {"replicate", mix.replicate},
                   {"days", mix.days},
                   {"dates", mix.dates},
                   {"inputs", inputs},
                   {"effects", effects}};
  const std::string seal = sha256_of_text(truth.dump(-1, ' ', true, MixJson::error_handler_t::replace));
  return MixJson{{"truth", std::move(truth)}, {"seal", {{"sha256", seal}}}}.dump(
             1, ' ', false, MixJson::error_handler_t::replace) +
         "\n";
}

}  // namespace fanfare
