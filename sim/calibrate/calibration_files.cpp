// The answer as files: a scenario, points, JSON.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/calibrate/calibrate.h"
#include "sim/results/atomic_file.h"
#include "sim/results/provenance.h"
#include "sim/scenario/yaml_text.h"
#include "sim/words/json_number.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

// A scenario that differs from the study's in the fitted values alone.
std::string fitted_yaml(const Calibrated& c) {
  std::string file = c.study.scenario;
  if (!fs::path(file).is_absolute())
    file = fs::absolute(file)
               .lexically_normal()
               .lexically_relative(fs::absolute(c.folder).lexically_normal())
               .string();
  std::string text = fmt::format(
      "# {} with values fitted by `fanfare calibrate {}` from {} runs. All numbers are simulated.\n"
      "schema: 1\nkind: scenario\nname: {}\nextends: {}\n",
      fs::path(c.study.scenario).filename().string(), c.study.path, c.runs,
      yaml_scalar(c.study.name + "-fitted"), yaml_scalar(file));
  for (std::size_t k = 0; k < c.parameters.size(); ++k) {
    const CalibratedParameter& p = c.study.parameters[k];
    text += fmt::format("{}: {}  # 90 %: {} … {}\n", p.path, p.written(c.parameters[k].fitted),
                        p.written(c.parameters[k].low), p.written(c.parameters[k].high));
  }
  return text;
}

std::string posterior_csv(const Calibrated& c) {
  std::string text;
  for (const CalibratedParameter& p : c.study.parameters) text += p.path + ",";
  text += "log_likelihood\n";
  const std::vector<std::vector<std::string>> rows = [&] {
    std::vector<std::vector<std::string>> all;
    for (const auto& row : c.values()) {
      all.emplace_back();
      for (std::size_t k = 0; k < row.size(); ++k)
        all.back().push_back(c.study.parameters[k].written(row[k]));
    }
    return all;
  }();
  for (std::size_t i = 0; i < rows.size(); ++i)
    text += fmt::format("{},{:.6g}\n", fmt::join(rows[i], ","), c.posterior.log_likelihood[i]);
  return text;
}

// As many of the posterior's points as asked for, at even steps.
std::string posterior_study(const Calibrated& c) {
  std::vector<Point> some;
  const std::size_t all = c.posterior.points.size(), draws = std::min(c.study.draws, all);
  for (std::size_t i = 0; i < draws; ++i) some.push_back(c.posterior.points[i * all / draws]);
  return "# Draws of the posterior: the spread of a measure over all runs holds parameters and luck. All "
         "numbers are "
         "simulated.\n" +
         wave_yaml(c.study.wave(c.study.name + "-posterior", 91, some), c.folder);
}

Json parameters_json(const Calibrated& c) {
  Json list = Json::array();
  for (std::size_t k = 0; k < c.study.parameters.size(); ++k) {
    const CalibratedParameter& p = c.study.parameters[k];
    const bool is_normal = p.prior == CalibratedParameter::Prior::normal;
    Json one = {{"name", p.name},
                {"path", p.path},
                {"prior", is_normal                                            ? "normal"
                          : p.prior == CalibratedParameter::Prior::log_uniform ? "log_uniform"
                                                                               : "uniform"},
                {"low", json_number(p.low)},
                {"high", json_number(p.high)}};
    if (is_normal) one["mean"] = p.mean, one["sd"] = p.sd;
    if (!c.parameters.empty()) {
      const ParameterAnswer& a = c.parameters[k];
      one["posterior"] = {
          {"fitted", a.fitted}, {"q05", a.low}, {"q50", a.median}, {"q95", a.high}, {"left", a.left}};
    }
    list.push_back(std::move(one));
  }
  return list;
}

Json targets_json(const Calibrated& c) {
  Json list = Json::array();
  for (std::size_t t = 0; t < c.study.targets.size(); ++t) {
    const CalibratedTarget& target = c.study.targets[t];
    Json one = {{"name", target.observed.name},
                {"measure", target.measure.name},
                {"label", target.measure.label},
                {"time", json_number(target.measure.day)},
                {"unit", target.unit},
                {"observed", target.observed.value},
                {"error", target.observed.error},
                {"discrepancy", target.observed.discrepancy}};
    if (!c.targets.empty()) {
      const TargetAnswer& a = c.targets[t];
      one["fitted"] = a.fitted, one["mean"] = a.mean, one["sd"] = a.sd, one["in_sigma"] = a.in_sigma;
    }
    list.push_back(std::move(one));
  }
  return list;
}

Json waves_json(const Calibrated& c) {
  Json list = Json::array();
  for (const WaveRecord& w : c.matched.waves)
    list.push_back({{"points", w.points},
                    {"runs", w.runs},
                    {"share_left", w.share_left},
                    {"emulator_variance", json_numbers(w.surety)},
                    {"foretold", json_numbers(w.held)}});
  return list;
}

}  // namespace

std::string calibration_json(const Calibrated& c) {
  const char* status = c.matched.end == Matched::End::nothing   ? "nothing plausible"
                       : c.matched.end == Matched::End::stopped ? "stopped"
                                                                : "calibrated";
  Json json = {{"name", c.study.name},
               {"question", c.study.question},
               {"status", status},
               {"simulated", true},
               {"scenario", c.study.scenario},
               {"version", program_provenance().version},
               {"runs", c.runs},
               {"replicates", c.study.replicates},
               {"parameters", parameters_json(c)},
               {"targets", targets_json(c)},
               {"waves", waves_json(c)}};
  json["ridges"] = Json::array();
  for (const Ridge& ridge : c.ridges) {
    Json parts = Json::array();
    for (const std::size_t k : ridge.parts) parts.push_back(c.study.parameters[k].name);
    json["ridges"].push_back(
        {{"parts", parts}, {"width", ridge.width}, {"direction", json_numbers(ridge.direction)}});
  }
  if (c.matched.end == Matched::End::nothing) {
    const NearestMiss near = c.matched.space.nearest();
    Json point;
    for (std::size_t k = 0; k < c.study.parameters.size(); ++k)
      point[c.study.parameters[k].name] = c.study.parameters[k].value(near.point[k]);
    json["nearest"] = {
        {"point", point}, {"miss", json_numbers(near.miss)}, {"in_sigma", json_numbers(near.in_sigma)}};
  }
  if (!c.posterior.points.empty()) {
    json["most_likely"] = c.posterior.most_likely;
    json["tolerances"] = json_numbers(c.posterior.tolerances);
    json["accepted"] = c.posterior.accepted;
    json["log_likelihood"] = json_numbers(c.posterior.log_likelihood);
    json["posterior"] = Json::array();
    for (const auto& row : c.values()) json["posterior"].push_back(json_numbers(row));
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<std::string> write_calibration(const Calibrated& c, Language language) {
  std::vector<std::string> files;
  const auto write = [&](const char* name, const std::string& text) {
    write_file(c.folder / name, text);
    files.push_back((c.folder / name).string());
  };
  write("summary.txt", calibration_text(c, kFileWidth, language));
  if (!c.posterior.points.empty()) {
    write("calibration.html", calibration_page(c, language));
    write("fitted.yaml", fitted_yaml(c));
    write("posterior.yaml", posterior_study(c));
    write("posterior.csv", posterior_csv(c));
  }
  write("calibration.json", calibration_json(c));
  return files;
}

}  // namespace fanfare
