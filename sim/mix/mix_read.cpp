// From results to what a table of a marketing-mix model holds.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include "fanfare/calendar.h"
#include "fanfare/nearest.h"
#include "sim/graph/total.h"
#include "sim/mix/mix_export.h"

namespace fanfare {
namespace {

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

  // The first axis after time, and the second.
  const Dimension* second_axis_of(const Variable& v) const {
    return v.dimensions.size() > 4 ? results_.data.dimension(v.dimensions[4]) : nullptr;
  }

  // At the rows' ends; NaN where the run is missing. `part`: along the second axis.
  std::vector<double> at_ends(const Variable& v, std::size_t arm, std::size_t replicate, std::size_t entry,
                              std::size_t part = 0) const {
    if (v.dimensions.size() < 3 || v.dimensions[2] != "time" || v.dimensions.size() > 5)
      throw InputError(
          fmt::format("{}: '{}' is no series by arm and replicate", results_.path.string(), v.name));
    const std::size_t times = results_.data.dimension("time")->size();
    const std::size_t entries = axis_of(v) == nullptr ? 1 : axis_of(v)->size();
    const std::size_t parts = second_axis_of(v) == nullptr ? 1 : second_axis_of(v)->size();
    std::vector<double> out;
    for (const std::size_t end : ends_)
      out.push_back(
          v.data[(((arm * results_.replicates + replicate) * times + end) * entries + entry) * parts + part]);
    return out;
  }
  // What each row added.
  std::vector<double> of(const Variable& v, std::size_t arm, std::size_t replicate, std::size_t entry,
                         std::size_t part = 0) const {
    std::vector<double> out = at_ends(v, arm, replicate, entry, part);
    double before = 0;
    for (double& x : out) before = std::exchange(x, x - before);
    return out;
  }

 private:
  const Results& results_;
  std::size_t rows_ = 0, left_out_ = 0;
  std::vector<std::size_t> ends_;
};

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
    if (std::isnan(total_of(mix.outcome)))
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
    for (MixSeries& input : mix.inputs) add_reach(input, arm);
    for (const std::string& name : request_.parts) mix.parts.push_back(part_of(mix, arm, name));
    return mix;
  }

 private:
  // Where an axis has an entry of this name.
  static std::optional<std::size_t> entry_of(const Dimension* axis, const std::string& name) {
    if (axis == nullptr) return std::nullopt;
    const auto at = std::find(axis->labels.begin(), axis->labels.end(), name);
    if (at == axis->labels.end()) return std::nullopt;
    return static_cast<std::size_t>(at - axis->labels.begin());
  }
  // Of rows of so many days; none where the run did not count them.
  const Variable* people_in(const std::vector<MixReach>& reach) const {
    for (const MixReach& one : reach)
      if (one.days == request_.days) return steps_.variable(one.people);
    return nullptr;
  }

  void add_reach(MixSeries& input, std::size_t arm) const {
    const Variable *people = people_in(spec_.mix_counts.reach),
                   *shown = steps_.variable(spec_.mix_counts.shown);
    if (people == nullptr || shown == nullptr) return;
    const auto entry = entry_of(steps_.axis_of(*people), input.name);
    if (!entry) return;
    input.reach = steps_.of(*people, arm, request_.replicate, *entry);
    input.frequency = ratios(steps_.of(*shown, arm, request_.replicate, *entry), input.reach);
  }
  // 0 where nobody was.
  static std::vector<double> ratios(std::vector<double> over, const std::vector<double>& under) {
    for (std::size_t i = 0; i < over.size(); ++i) over[i] = under[i] > 0 ? over[i] / under[i] : 0;
    return over;
  }

  // What was put in everywhere, by what the part was shown of it: no run knows it better.
  MixPart part_of(const Mix& whole, std::size_t arm, const std::string& name) const {
    const MixParts& declared = spec_.mix_counts.parts;
    const Variable *people = needed_part(declared.people), *outcome = needed_part(declared.outcome),
                   *worth = needed_part(declared.worth), *shown = needed_part(declared.shown),
                   *reach = people_in(declared.reach);
    if (reach == nullptr) reach = needed_part({});
    MixPart part;
    part.name = name;
    const std::size_t p = place(steps_.axis_of(*people)->labels, name, "--regions");
    const auto counted = [&](const Variable& v, const std::string& of) {
      const auto at = entry_of(steps_.second_axis_of(v), of);
      if (!at) needed_part({});
      return *at;
    };
    part.people = steps_.at_ends(*people, arm, request_.replicate, p)[0];
    part.outcome = steps_.of(*outcome, arm, request_.replicate, entry_, p);
    part.worth = steps_.of(*worth, arm, request_.replicate, entry_, p);
    if (const Dimension* axis = steps_.axis_of(*outcome))
      for (std::size_t e = 0; e < axis->size(); ++e)
        if (e != entry_)
          part.others.emplace_back(axis->labels[e], steps_.of(*outcome, arm, request_.replicate, e, p));
    for (const MixSeries& input : whole.inputs) {
      const auto entry = entry_of(steps_.axis_of(*shown), input.name);
      if (!entry) continue;  // not told apart by part
      MixSeries one{input.name,
                    input.put_in,
                    steps_.of(*shown, arm, request_.replicate, *entry, counted(*shown, name)),
                    {},
                    {}};
      one.reach = steps_.of(*reach, arm, request_.replicate, *entry, counted(*reach, name));
      one.frequency = ratios(one.shown, one.reach);
      std::vector<double> all(one.shown.size(), 0), heads(one.shown.size(), 0);
      for (const std::string& other : request_.parts) {
        const std::size_t o = place(steps_.axis_of(*people)->labels, other, "--regions");
        const std::vector<double> there =
            steps_.of(*shown, arm, request_.replicate, *entry, counted(*shown, other));
        for (std::size_t row = 0; row < all.size(); ++row) {
          all[row] += there[row];
          heads[row] += steps_.at_ends(*people, arm, request_.replicate, o)[0];
        }
      }
      for (std::size_t row = 0; row < all.size(); ++row)
        one.put_in[row] *= all[row] > 0     ? one.shown[row] / all[row]
                           : heads[row] > 0 ? part.people / heads[row]
                                            : 0;
      part.inputs.push_back(std::move(one));
    }
    return part;
  }
  const Variable* needed_part(std::string_view name) const {
    const Variable* v = name.empty() ? nullptr : steps_.variable(name);
    if (v != nullptr) return v;
    throw InputError(
        fmt::format("--regions: {} counted nothing by part of the market in rows of {} days (measure its "
                    "segments, and let the run log its media)",
                    results_.path.string(), request_.days));
  }

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
                      steps_.of(*shown, arm, request_.replicate, entry),
                      {},
                      {}};
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
    if (effect.without.empty() || std::isnan(total_of(effect.outcome))) return;
    for (std::size_t r = 0; r < results_.replicates; ++r) {
      effect.outcome_all.push_back(total_of(steps_.of(*outcome_, arm, r, entry_)) -
                                   total_of(steps_.of(*outcome_, other, r, entry_)));
      effect.worth_all.push_back(total_of(steps_.of(*worth_, arm, r, entry_)) -
                                 total_of(steps_.of(*worth_, other, r, entry_)));
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

}  // namespace

double MixSeries::total() const { return total_of(put_in); }

Mix mix_of(const Gathered& study, const MixRequest& request) {
  Mix mix = MixReader(study, request).read();
  const Provenance& from = study.results.provenance;
  mix.study = study.summary.name, mix.digest = study.summary.digest,
  mix.fingerprint = study.summary.fingerprint;
  mix.version = from.version, mix.commit = from.commit;
  return mix;
}

}  // namespace fanfare
