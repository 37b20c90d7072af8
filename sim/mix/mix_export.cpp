#include "sim/mix/mix_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "fanfare/calendar.h"
#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/results/export.h"
#include "sim/scenario/input_file.h"
#include "sim/words/json_number.h"

namespace fanfare {
namespace {

using MixJson = nlohmann::ordered_json;

// A recorded sum over (arm, replicate, time[, axis]) as steps of whole rows.
class Steps {
 public:
  Steps(const Results& results, std::size_t days) : results_(results) {
    const Dimension* time = results.data.dimension("time");
    if (time == nullptr || time->values.empty()) throw InputError(results.path.string() + ": has no series");
    rows_ = static_cast<std::size_t>(time->values.back()) / days;
    left_out_ = static_cast<std::size_t>(time->values.back()) % days;
    if (rows_ == 0)
      throw InputError(
          fmt::format("{}: {} days are no whole row of {} (let it run longer, or write --by day)",
                      results.path.string(), time->values.back(), days));
    for (std::size_t row = 1; row <= rows_; ++row) {
      const auto at = std::find(time->values.begin(), time->values.end(), static_cast<double>(row * days));
      if (at == time->values.end())
        throw InputError(fmt::format("{}: has nothing at day {} (outputs.every is too long) record every 1d",
                                     results.path.string(), row * days));
      ends_.push_back(static_cast<std::size_t>(at - time->values.begin()));
    }
  }

  std::size_t rows() const { return rows_; }
  std::size_t left_out() const { return left_out_; }

  const Variable* variable(std::string_view name) const { return results_.data.variable(name); }
  const Dimension* axis_of(const Variable& v) const {
    return v.dimensions.size() > 3 ? results_.data.dimension(v.dimensions[3]) : nullptr;
  }

  // NaN where the run is missing.
  std::vector<double> of(const Variable& v, std::size_t arm, std::size_t replicate, std::size_t entry) const {
    if (v.dimensions.size() < 3 || v.dimensions[2] != "time" || v.dimensions.size() > 4)
      throw InputError(
          fmt::format("{}: '{}' is no series by arm and replicate", results_.path.string(), v.name));
    const std::size_t times = results_.data.dimension("time")->size();
    const std::size_t entries = axis_of(v) == nullptr ? 1 : axis_of(v)->size();
    std::vector<double> out;
    double before = 0;
    for (const std::size_t end : ends_) {
      const double now = v.data[((arm * results_.replicates + replicate) * times + end) * entries + entry];
      out.push_back(now - before);
      before = now;
    }
    return out;
  }

 private:
  const Results& results_;
  std::size_t rows_ = 0, left_out_ = 0;
  std::vector<std::size_t> ends_;
};

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

std::vector<double> minus(std::vector<double> a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return a;
}

class MixReader {
 public:
  MixReader(const Gathered& study, const MixRequest& request)
      : results_(study.results),
        spec_(*study.summary.spec),
        request_(request),
        steps_(results_, request.days) {
    outcome_ = needed(spec_.mix.outcome);
    worth_ = needed(spec_.mix.worth);
    const Dimension* axis = steps_.axis_of(*outcome_);
    if (axis == nullptr) return;
    entry_ = request.of.empty() ? 0 : place(axis->labels, request.of, "--of");
  }

  Mix read() {
    if (request_.replicate >= results_.replicates)
      throw InputError(
          fmt::format("--replicate {}: the study has {} (from 0)", request_.replicate, results_.replicates));
    Mix mix;
    const std::size_t arm = chosen_arm();
    mix.arm = results_.arms[arm];
    mix.replicate = request_.replicate, mix.days = request_.days, mix.left_out = steps_.left_out();
    mix.dates = dates();
    mix.inputs = inputs(arm);
    if (mix.inputs.empty())
      throw InputError(fmt::format("{}: arm {} puts nothing in (there is nothing to explain)",
                                   results_.path.string(), mix.arm));
    mix.outcome = steps_.of(*outcome_, arm, request_.replicate, entry_);
    mix.worth = steps_.of(*worth_, arm, request_.replicate, entry_);
    if (std::isnan(sum(mix.outcome)))
      throw InputError(fmt::format("{}: arm {}, replicate {}: did not end", results_.path.string(), mix.arm,
                                   request_.replicate));
    if (const Dimension* axis = steps_.axis_of(*outcome_)) {
      mix.of = axis->labels[entry_];
      for (std::size_t e = 0; e < axis->size(); ++e)
        if (e != entry_)
          mix.others.emplace_back(axis->labels[e], steps_.of(*outcome_, arm, request_.replicate, e));
    }
    for (std::size_t other = 0; other < results_.arms.size(); ++other)
      if (other != arm) add_effect(mix, arm, other);
    return mix;
  }

 private:
  const Variable* needed(std::string_view name) const {
    if (name.empty())
      throw InputError(fmt::format("{}: its model declares no table of what is put in and what comes out",
                                   results_.path.string()));
    const Variable* v = steps_.variable(name);
    if (v == nullptr) throw InputError(fmt::format("{}: has no series '{}'", results_.path.string(), name));
    return v;
  }

  static std::size_t place(const std::vector<std::string>& names, const std::string& name, const char* flag) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
      throw InputError(fmt::format("{} {}: there is none of that name ({})", flag, name,
                                   did_you_mean(name, names, "there are")));
    return static_cast<std::size_t>(at - names.begin());
  }

  // Those that put anything in.
  std::vector<MixSeries> inputs(std::size_t arm) const {
    std::vector<MixSeries> out;
    for (const MixInput& input : spec_.mix.inputs) {
      const Variable *put_in = steps_.variable(input.put_in), *shown = steps_.variable(input.shown);
      if (put_in == nullptr || shown == nullptr) continue;
      const Dimension* axis = steps_.axis_of(*put_in);
      const bool own = axis != nullptr && axis != steps_.axis_of(*outcome_);
      for (std::size_t e = 0; e < (own ? axis->size() : 1); ++e) {
        const std::size_t entry = own ? e : axis == nullptr ? 0 : entry_;
        MixSeries one{own ? axis->labels[e] : std::string(input.name),
                      steps_.of(*put_in, arm, request_.replicate, entry),
                      steps_.of(*shown, arm, request_.replicate, entry)};
        if (one.total() > 0) out.push_back(std::move(one));
      }
    }
    return out;
  }

  std::size_t chosen_arm() const {
    if (!request_.arm.empty()) return place(results_.arms, request_.arm, "--arm");
    std::size_t best = 0, most = 0;
    for (std::size_t arm = 0; arm < results_.arms.size(); ++arm)
      if (const std::size_t n = inputs(arm).size(); n > most) best = arm, most = n;
    return best;
  }

  std::vector<std::string> dates() const {
    const std::string& units = results_.data.dimension("time")->units;  // "days since 2026-03-02 00:00:00"
    const auto date = units.size() < 21 ? std::nullopt : read_date(units.substr(11, 10));
    if (!date)
      throw InputError(fmt::format("{}: its time has no date ('{}')", results_.path.string(), units));
    const std::chrono::sys_days start =
        std::chrono::year(date->year) / std::chrono::month(date->month) / std::chrono::day(date->day);
    std::vector<std::string> out;
    for (std::size_t row = 0; row < steps_.rows(); ++row) {
      const std::chrono::year_month_day day(start + std::chrono::days(row * request_.days));
      out.push_back(fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day())));
    }
    return out;
  }

  void add_effect(Mix& mix, std::size_t arm, std::size_t other) const {
    MixEffect effect;
    effect.against = results_.arms[other];
    const std::vector<MixSeries> there = inputs(other);
    for (const MixSeries& here : mix.inputs) {
      const auto same =
          std::find_if(there.begin(), there.end(), [&](const MixSeries& s) { return s.name == here.name; });
      if (same == there.end())
        effect.without.push_back(here.name);
      else if (same->put_in != here.put_in)
        effect.less.push_back(here.name);
    }
    effect.outcome = minus(mix.outcome, steps_.of(*outcome_, other, request_.replicate, entry_));
    effect.worth = minus(mix.worth, steps_.of(*worth_, other, request_.replicate, entry_));
    if (effect.without.empty() || std::isnan(sum(effect.outcome))) return;
    for (std::size_t r = 0; r < results_.replicates; ++r) {
      effect.outcome_all.push_back(sum(steps_.of(*outcome_, arm, r, entry_)) -
                                   sum(steps_.of(*outcome_, other, r, entry_)));
      effect.worth_all.push_back(sum(steps_.of(*worth_, arm, r, entry_)) -
                                 sum(steps_.of(*worth_, other, r, entry_)));
    }
    mix.effects.push_back(std::move(effect));
  }

  const Results& results_;
  const ReportSpec& spec_;
  const MixRequest& request_;
  Steps steps_;
  const Variable *outcome_ = nullptr, *worth_ = nullptr;
  std::size_t entry_ = 0;
};

// Letters, digits and _ only, as R and Python take for a name.
std::string column(const std::string& name) {
  std::string out;
  for (const char c : name)
    out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ? c : '_';
  return out;
}

struct MixColumns {
  const char *time, *outcome, *worth, *put_in, *shown, *other;
};
MixColumns columns_for(MixTool tool) {
  if (tool == MixTool::meridian) return {"time", "kpi", "revenue_per_kpi", "_spend", "_impression", "_kpi"};
  if (tool == MixTool::robyn) return {"DATE", "conversions", "revenue", "_S", "_I", "_sales_C"};
  return {"date", "conversions", "y", "_spend", "_impressions", "_conversions"};
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
          {"kpi_total", sum(e.outcome)},
          {"revenue_total", sum(e.worth)},
          {"kpi_all_replicates", interval(outcome)},
          {"revenue_all_replicates", interval(worth)}};
}

}  // namespace

double MixSeries::total() const { return sum(put_in); }

MixTool mix_tool(const std::string& name) {
  return name == "meridian" ? MixTool::meridian : name == "robyn" ? MixTool::robyn : MixTool::pymc;
}

Mix mix_of(const Gathered& study, const MixRequest& request) {
  Mix mix = MixReader(study, request).read();
  const Provenance& from = study.results.provenance;
  mix.study = study.summary.name, mix.digest = study.summary.digest,
  mix.fingerprint = study.summary.fingerprint;
  mix.version = from.version, mix.commit = from.commit;
  return mix;
}

std::string mix_csv(const Mix& mix, MixTool tool) {
  const MixColumns names = columns_for(tool);
  std::string text = fmt::format("{},{},{}", names.time, names.outcome, names.worth);
  for (const MixSeries& input : mix.inputs)
    text += fmt::format(",{0}{1},{0}{2}", column(input.name), names.put_in, names.shown);
  for (const auto& [name, values] : mix.others) text += "," + column(name) + names.other;
  text += "\r\n";
  const double usual = sum(mix.outcome) > 0 ? sum(mix.worth) / sum(mix.outcome) : 0;
  for (std::size_t row = 0; row < mix.dates.size(); ++row) {
    // Money for each of the count; where nothing was counted, what it is over all rows.
    const double each = mix.outcome[row] > 0 ? mix.worth[row] / mix.outcome[row] : usual;
    text += fmt::format("{},{},{}", mix.dates[row], mix.outcome[row],
                        tool == MixTool::meridian ? each : mix.worth[row]);
    for (const MixSeries& input : mix.inputs)
      text += fmt::format(",{},{}", input.put_in[row], input.shown[row]);
    for (const auto& [name, values] : mix.others) text += fmt::format(",{}", values[row]);
    text += "\r\n";
  }
  return text;
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
