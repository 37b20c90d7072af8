#include "sim/forecast/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "fanfare/expects.h"
#include "sim/judge/measure.h"
#include "sim/scenario/input_file.h"

namespace fanfare {
namespace {

using Json = nlohmann::ordered_json;

// Whole days at which the study's series have a row, `every` apart; the last row is the end.
std::vector<double> days_of(const Dataset& study, double every) {
  std::vector<double> days;
  const Dimension* time = study.dimension("time");
  if (time == nullptr || every <= 0) return days;
  double next = every;
  for (std::size_t i = 0; i + 1 < time->values.size(); ++i)
    if (time->values[i] >= next) {
      days.push_back(time->values[i]);
      while (next <= time->values[i]) next += every;
    }
  return days;
}

bool has_time(const Dataset& study, const std::string& name) {
  const Variable* v = study.variable(name);
  return v != nullptr && std::count(v->dimensions.begin(), v->dimensions.end(), "time") > 0;
}

void append(std::vector<Foretold>& out, const Measure& m, double day, const Gathered& study, bool pool) {
  const StudySummary& s = study.summary;
  std::vector<double> pooled;
  const auto keep = [&](const std::string& arm, std::vector<double> values) {
    if (values.empty()) return;
    std::sort(values.begin(), values.end());
    out.push_back({m.name, m.label, m.unit, arm, day, std::move(values)});
  };
  for (std::size_t arm = 0; arm < m.values.size(); ++arm) {
    std::vector<double> values = present(m.values[arm]);
    if (!pool || s.arms[arm] == s.baseline)
      keep(s.arms[arm], std::move(values));
    else
      pooled.insert(pooled.end(), values.begin(), values.end());
  }
  keep("all", std::move(pooled));
}

std::vector<std::string> measures_for(const Gathered& study, const ForecastRequest& request) {
  if (!request.measures.empty()) return request.measures;
  std::vector<std::string> names;
  for (const Comparison& c : study.summary.comparisons)
    if (std::find(names.begin(), names.end(), c.measure.name) == names.end()) names.push_back(c.measure.name);
  return names;
}

Json as_json(const Foretold& f) {
  Json day = std::isnan(f.day) ? Json(nullptr) : Json(f.day);
  Json quantiles;
  for (const double q : {0.05, 0.25, 0.5, 0.75, 0.95})
    quantiles[fmt::format("{}", q)] = quantile(f.values, q);
  return {{"measure", f.measure}, {"label", f.label},     {"unit", f.unit},         {"arm", f.arm},
          {"day", day},           {"n", f.values.size()}, {"quantiles", quantiles}, {"values", f.values}};
}

Json body(const Forecast& f) {
  Json inputs = Json::array(), series = Json::array();
  for (const auto& [path, sha256] : f.inputs) inputs.push_back({{"path", path}, {"sha256", sha256}});
  for (const Foretold& one : f.series) series.push_back(as_json(one));
  return {{"format", kForecastFormat},
          {"simulated", true},
          {"made", f.made},
          {"program", {{"version", f.version}, {"commit", f.commit}}},
          {"name", f.name},
          {"question", f.question},
          {"model", f.model},
          {"scenario", f.scenario_digest},
          {"fingerprint", f.fingerprint},
          {"inputs", inputs},
          {"baseline", f.baseline},
          {"arms", f.arms},
          {"replicates", f.replicates},
          {"series", series}};
}

std::string seal_of_body(const Json& json) {
  return sha256_of_text(json.dump(-1, ' ', true, Json::error_handler_t::replace));
}

Foretold read_series(const Json& j) {
  Foretold f{j.at("measure"), j.at("label"), j.at("unit"), j.at("arm"), std::nan(""), j.at("values")};
  if (!j.at("day").is_null()) f.day = j.at("day");
  if (f.values.empty() || !std::is_sorted(f.values.begin(), f.values.end()))
    throw InputError("values that are none, or not in order");
  return f;
}

Forecast read_body(const Json& j) {
  Forecast f;
  f.made = j.at("made"), f.name = j.at("name"), f.question = j.at("question"), f.model = j.at("model");
  f.version = j.at("program").at("version"), f.commit = j.at("program").at("commit");
  f.scenario_digest = j.at("scenario"), f.fingerprint = j.at("fingerprint");
  f.baseline = j.at("baseline"), f.arms = j.at("arms").get<std::vector<std::string>>();
  f.replicates = j.at("replicates");
  for (const Json& input : j.at("inputs")) f.inputs.emplace_back(input.at("path"), input.at("sha256"));
  for (const Json& one : j.at("series")) f.series.push_back(read_series(one));
  return f;
}

}  // namespace

double quantile(const std::vector<double>& ascending, double q) {
  const double at = q * static_cast<double>(ascending.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, ascending.size() - 1);
  return ascending[low] + (at - static_cast<double>(low)) * (ascending[high] - ascending[low]);
}

Forecast forecast_of(const Gathered& study, const ForecastRequest& request) {
  const StudySummary& s = study.summary;
  const Provenance& from = study.results.provenance;
  Forecast f;
  f.made = request.made;
  f.version = from.version, f.commit = from.commit;
  f.name = s.name, f.question = s.question, f.model = from.model;
  f.scenario_digest = s.digest, f.fingerprint = s.fingerprint;
  for (const ProvenanceFile& file : from.files) f.inputs.emplace_back(file.path, file.sha256);
  f.baseline = s.baseline, f.arms = s.arms, f.replicates = s.replicates;
  const Dataset& data = study.results.data;
  for (const std::string& name : measures_for(study, request)) {
    if (has_time(data, name))
      for (const double day : days_of(data, request.every))
        for (const Measure& m : measures_of(data, name, *s.spec, day))
          append(f.series, m, day, study, request.pool);
    for (const Measure& m : measures_of(data, name, *s.spec))
      append(f.series, m, std::nan(""), study, request.pool);
  }
  if (f.series.empty())
    throw InputError(study.results.path.string() +
                     ": nothing to predict (no run has a value of the measures)");
  return f;
}

std::string seal_of(const Forecast& forecast) { return seal_of_body(body(forecast)); }

std::string forecast_json(const Forecast& forecast) {
  Json json = body(forecast);
  const std::string seal = seal_of_body(json);
  return Json{{"forecast", std::move(json)}, {"seal", {{"sha256", seal}}}}.dump(
             1, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

Opened open_forecast(const std::string& path, const std::string& text, const std::string& seal) {
  const auto fail = [&](const std::string& why) -> InputError { return InputError(path + ": " + why); };
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("forecast") || !json.contains("seal"))
    throw fail("is no forecast (not the JSON that it is made of) give a file that `fanfare forecast` wrote");
  try {
    if (const int format = json.at("forecast").at("format"); format > kForecastFormat)
      throw fail(fmt::format("is of form {}, this program reads {} (a newer program wrote it) update fanfare",
                             format, kForecastFormat));
    const std::string written = json.at("seal").at("sha256"), found = seal_of_body(json.at("forecast"));
    if (written != found)
      throw fail(fmt::format("was changed since it was sealed (the seal says {}, the contents give {})",
                             written.substr(0, 16), found.substr(0, 16)));
    if (!seal.empty() && (seal.size() < 8 || !found.starts_with(seal)))
      throw fail(fmt::format("is another forecast (its seal is {}…, not {})", found.substr(0, 16), seal));
    return {read_body(json.at("forecast")), found};
  } catch (const Json::exception& error) {
    throw fail(fmt::format("is no whole forecast ({})", error.what()));
  }
}

}  // namespace fanfare
