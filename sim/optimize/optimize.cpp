#include "sim/optimize/optimize.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>

#include "fanfare/nearest.h"
#include "fanfare/rng.h"
#include "sim/judge/derived.h"
#include "sim/judge/measure.h"
#include "sim/run.h"
#include "sim/study/load.h"
#include "sim/study/plan_choices.h"
#include "sim/study/run_folder.h"
#include "sim/study/study_files.h"
#include "sim/study/study_runner.h"

namespace fanfare {
namespace {

constexpr Purpose kTailBootstrap = purpose(0xFFFF, 2);  // statistics stand outside all models
constexpr std::uint32_t kResamples = 2'000;
constexpr std::size_t kRunsEach = 10;

std::string_view blanks_off(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Parts of a study's folder, each read once and cut down to what is asked.
class ReadParts {
 public:
  ReadParts(const PlannedStudy& plan, std::string folder, const std::vector<MeasureName>& asked)
      : plan_(plan), folder_(std::move(folder)) {
    for (const MeasureName& m : asked) {
      needs_.insert(m.name);
      if (const DerivedMeasure* d = plan.report().derived_named(m.name))
        for (const std::string_view name : recorded_needs(plan.report(), *d)) needs_.emplace(name);
    }
  }

  void read(const std::vector<PlannedRun>& runs) {
    for (const PlannedRun& planned : runs) study_.runs.push_back(part(planned));
  }

  // Stacked over all arms and the replicates so far, with what follows from them.
  Dataset data(std::size_t replicates) {
    study_.arms = plan_.arms();
    study_.replicates = replicates;
    Dataset all = stack(study_);
    // Where each circumstance has a baseline of its own, differences are not asked for.
    const std::string baseline = plan_.study.twins.empty() ? plan_.baseline() : "";
    for (Variable& v : derived_variables(all, plan_.report(), baseline))
      if (needs_.contains(v.name)) all.variables.push_back(std::move(v));
    return all;
  }

  std::string reason(std::size_t row) const {
    for (const StudyRun& run : study_.runs)
      if (run.row == row && !run.reason.empty()) return run.reason;
    return {};
  }

 private:
  StudyRun part(const PlannedRun& planned) const {
    StudyRun run;
    run.row = planned.row, run.replicate = planned.replicate;
    Results part =
        read_results(folder_.part(planned.row, plan_.study.arms[planned.row].name, planned.replicate),
                     Unfinished::accept, Trust::own);
    run.state = part.state;
    const auto reason = part.data.attributes.find("failure_reason");
    if (reason != part.data.attributes.end())
      if (const auto* text = std::get_if<std::string>(&reason->second)) run.reason = *text;
    if (run.state != RunState::complete) return run;
    std::erase_if(part.data.variables, [&](const Variable& v) { return !needs_.contains(v.name); });
    run.data = std::move(part.data);
    return run;
  }

  const PlannedStudy& plan_;
  RunFolder folder_;
  std::set<std::string> needs_;
  StudyDataset study_;
};

class Optimizer {
 public:
  Optimizer(PlannedStudy& plan, const OptimizeRequest& request, const OptimizeContext& context)
      : plan_(plan), request_(request), context_(context), n_(plan.rows(), 0) {
    primary_ = measure_name_of(request.primary.empty() ? plan.study.primary : request.primary);
    for (const std::string& text : request.keep) bounds_.push_back(read_bound(text));
    choices_ = choices_of(plan);
    if (choices_) {
      for (const ShownChoice& choice : choices_->all) rows_.push_back(choice.rows[0]);
    } else {
      for (std::size_t row = 0; row < plan.rows(); ++row) {
        const std::string& name = plan.study.arms[row].name;
        if (name == plan.baseline())
          baseline_ = row;
        else if (plan.is_choice(row))
          rows_.push_back(row);
      }
    }
    check();
    total_ = request.runs > 0 ? request.runs : kRunsEach * rows_.size() * worlds();
  }

  Optimum run() {
    ReadParts parts(plan_, context_.options.out, asked());
    std::vector<std::size_t> more(rows_.size(), std::max<std::size_t>(request_.start, 2));
    std::size_t looks = 0;
    bool stopped = false;
    while (true) {
      const std::vector<PlannedRun> jobs = jobs_for(more);
      if (jobs.empty() || !compute(jobs)) {
        stopped = !jobs.empty();
        break;
      }
      parts.read(jobs);
      look(parts);
      ++looks;
      say();
      if (ranking_.chance >= request_.sure || done() + worlds() > total_) break;
      more = allocate(alternatives_, ranking_, batch(), request_.most);
    }
    Optimum out = outcome(parts);
    out.looks = looks, out.is_stopped = stopped;
    return out;
  }

 private:
  // Runs of one replicate of a choice: one in each circumstance.
  std::size_t worlds() const { return choices_ ? choices_->at.size() : 1; }
  std::vector<std::size_t> rows_of(std::size_t i) const {
    return choices_ ? choices_->all[i].rows : std::vector<std::size_t>{rows_[i]};
  }

  void check() {
    if (choices_ && plan_.report().is_difference(primary_.name))
      throw ScenarioError(
          fmt::format("{}: {} is a difference, and each circumstance has a baseline of its own (nobody "
                      "chooses it) take what it is a difference of: the same choice is best",
                      plan_.study.path, primary_.name));
    if (!choices_ && !plan_.study.twins.empty())
      throw ScenarioError(plan_.study.path +
                          ": has a baseline for each point (rows that nobody chooses) leave `baseline:` out, and "
                          "take a measure of each run instead of a difference: the same point is best");
    Problems problems;
    plan_.study.primary = primary_.name;
    for (const Bound& b : bounds_) plan_.study.measures.push_back(b.of.name);
    if (primary_.name.empty())
      throw ScenarioError(plan_.study.path +
                          ": names no primary measure (what is to be best?) add `primary:` or --primary");
    check_measures(plan_, problems);
    if (!problems.empty()) throw ScenarioError(problems.render());
    if (rows_.size() < 2)
      throw ScenarioError(plan_.study.path +
                          ": has fewer than two arms to choose from (a baseline and placebos are none)");
    const DerivedMeasure* d = plan_.report().derived_named(primary_.name);
    if (d != nullptr && plan_.report().is_difference(primary_.name) && plan_.baseline().empty())
      throw ScenarioError(
          fmt::format("{}: {} is a difference against a baseline, and the study has none (a design's points "
                      "have luck in common) take what it is a difference of, or name a `baseline:`",
                      plan_.study.path, primary_.name));
  }

  std::vector<MeasureName> asked() const {
    std::vector<MeasureName> all = {primary_};
    for (const Bound& b : bounds_) all.push_back(b.of);
    return all;
  }

  std::size_t done() const { return std::accumulate(n_.begin(), n_.end(), std::size_t{0}); }

  // Of what is left; the baseline's twin runs come on top, so some are kept back for them.
  std::size_t batch() const {
    const std::size_t total = total_ / worlds(), left = (total_ - done()) / worlds();
    const std::size_t first = std::max<std::size_t>(request_.start, 2) * rows_.size();
    const std::size_t tenth = total > first ? (total - first + 9) / 10 : 1;
    const std::size_t asked = std::max(request_.batch / worlds(), std::size_t{1});
    return std::min(left, request_.batch > 0 ? asked : std::max(tenth, std::size_t{4}));
  }

  // Further runs, all arms of a replicate side by side; of the baseline as many as of whoever has most.
  std::vector<PlannedRun> jobs_for(const std::vector<std::size_t>& more) {
    std::vector<PlannedRun> jobs;
    std::size_t most = 0;
    const auto extend = [&](std::size_t row, std::size_t to) {
      for (std::size_t r = n_[row]; r < to; ++r) jobs.push_back({row, r});
      n_[row] = std::max(n_[row], to);
    };
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::size_t to = n_[rows_[i]] + more[i];
      for (const std::size_t row : rows_of(i)) extend(row, std::max(n_[row], to));  // choices may share rows
      most = std::max(most, to);
    }
    if (baseline_ != kNoAlternative) extend(baseline_, most);
    std::stable_sort(jobs.begin(), jobs.end(), [](const PlannedRun& a, const PlannedRun& b) {
      return a.replicate != b.replicate ? a.replicate < b.replicate : a.row < b.row;
    });
    return jobs;
  }

  bool compute(const std::vector<PlannedRun>& jobs) {
    ComputeOptions options = context_.options;
    options.on_exists = OnExists::resume;
    options.fail = FailPolicy::never;
    for (const PlannedRun& run : jobs) plan_.replicates = std::max(plan_.replicates, run.replicate + 1);
    StudyJob job;
    job.what = StudyJob::What::shard;
    job.runs = jobs;
    const auto sink = context_.sink();
    return run_study(plan_, {options, context_.comm, *sink, context_.verbosity}, job).status != "stopped";
  }

  void look(ReadParts& parts) {
    const std::size_t most = *std::max_element(n_.begin(), n_.end());
    const Dataset data = parts.data(most);
    primary_values_ = measure_of(data, primary_, plan_.report());
    if (primary_values_.better == Better::neither)
      throw ScenarioError(
          fmt::format("{}: neither more nor less of it is declared better (nothing is best) "
                      "choose another with --primary",
                      primary_.name));
    std::vector<Measure> bounded;
    for (const Bound& b : bounds_) bounded.push_back(measure_of(data, b.of, plan_.report()));
    alternatives_.clear();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Alternative a;
      a.values = values_of(primary_values_, i);
      if (!std::isnan(request_.most_loss)) a.limits.push_back({losses(a.values), true});
      for (double& v : a.values) v *= sign();
      for (std::size_t b = 0; b < bounds_.size(); ++b)
        a.limits.push_back({margins(bounds_[b], bounded[b], i), false});
      alternatives_.push_back(std::move(a));
    }
    ranking_ = rank_alternatives(alternatives_);
  }

  double sign() const { return primary_values_.better == Better::less ? -1 : 1; }

  // Of the replicates that it has in all circumstances, the mean over these.
  std::vector<double> values_of(const Measure& m, std::size_t i) const {
    const std::vector<std::size_t> rows = rows_of(i);
    std::vector<double> mean(std::min(n_[rows_[i]], m.values[rows_[i]].size()), 0);
    for (const std::size_t row : rows)
      for (std::size_t r = 0; r < mean.size(); ++r)
        mean[r] += m.values[row][r] / static_cast<double>(rows.size());
    return mean;
  }

  std::vector<double> losses(const std::vector<double>& values) const {
    std::vector<double> out;
    for (const double v : values) out.push_back(std::isnan(v) ? v : request_.most_loss - (v < 0 ? 1 : 0));
    return out;
  }

  std::vector<double> margins(const Bound& bound, const Measure& m, std::size_t i) const {
    std::vector<double> out = values_of(m, i);
    for (double& v : out) v = bound.is_least ? v - bound.value : bound.value - v;
    return out;
  }

  std::string named(std::size_t i) const {
    return choices_ ? choices_->all[i].name : plan_.study.arms[rows_[i]].title();
  }

  void say() const {
    if (!context_.looked) return;
    const std::string best = ranking_.best == kNoAlternative ? "" : named(ranking_.best);
    context_.looked(done(), total_, best, ranking_.chance);
  }

  Optimum outcome(const ReadParts& parts) const {
    Optimum o;
    o.study = plan_.study.name, o.question = plan_.study.question, o.digest = plan_.digest();
    o.measure = primary_.name, o.label = primary_values_.label, o.unit = primary_values_.unit;
    o.better = primary_values_.better, o.baseline = plan_.baseline();
    o.shows_loss = primary_values_.shows_loss();
    o.limits = request_.keep;
    if (!std::isnan(request_.most_loss))
      o.limits.push_back(fmt::format("loss <= {:g} %", 100 * request_.most_loss));
    for (const Factor& f : plan_.study.factors) o.factors.push_back(f.path);
    o.runs = done(), o.asked = total_, o.chance = ranking_.chance;
    o.replicates = *std::max_element(n_.begin(), n_.end());
    if (alternatives_.empty()) return o;
    const std::vector<std::size_t> nearly = indifferent(ranking_);
    for (std::size_t i = 0; i < rows_.size(); ++i) o.candidates.push_back(candidate(i, parts));
    for (const std::size_t i : nearly) o.candidates[i].is_nearly = i != ranking_.best;
    if (ranking_.best != kNoAlternative) o.candidates[ranking_.best].is_best = true;
    mark_frontier(o.candidates);
    o.marginals = marginals();
    return o;
  }

  Candidate candidate(std::size_t i, const ReadParts& parts) const {
    Candidate c;
    const Arm& arm = plan_.study.arms[rows_[i]];
    c.name = choices_ ? choices_->all[i].name : arm.name, c.title = named(i), c.levels = arm.levels;
    for (const std::size_t f : choices_ ? choices_->circumstances : std::vector<std::size_t>{})
      c.levels[f].clear();
    std::vector<double> values = alternatives_[i].values;
    for (double& v : values) v *= sign();
    c.value = t_interval(values);
    c.tail = tail_of(values, primary_values_.better);
    c.standing = ranking_.standings[i];
    c.standing.estimate *= sign();
    for (const double v : values) c.losses += v < 0 ? 1 : 0;
    if (c.standing.n == 0) c.failed = parts.reason(rows_[i]);
    return c;
  }

  void mark_frontier(std::vector<Candidate>& all) const {
    const auto ahead = [&](const Candidate& a, const Candidate& b) {
      const double mean = sign() * (a.standing.estimate - b.standing.estimate),
                   tail = sign() * (a.tail.mean - b.tail.mean);
      return mean >= 0 && tail >= 0 && (mean > 0 || tail > 0);
    };
    for (Candidate& c : all)
      c.is_on_frontier = c.standing.n >= 2 && c.standing.is_allowed &&
                         std::none_of(all.begin(), all.end(), [&](const Candidate& other) {
                           return other.standing.n >= 2 && other.standing.is_allowed && ahead(other, c);
                         });
  }

  // Of the levels beside the best's, where the points differ in that factor alone.
  std::vector<Marginal> marginals() const {
    std::vector<Marginal> out;
    if (ranking_.best == kNoAlternative) return out;
    const Arm& best = plan_.study.arms[rows_[ranking_.best]];
    for (std::size_t f = 0; f < plan_.study.factors.size(); ++f) {
      std::map<double, std::size_t> line;  // level → alternative
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Arm& arm = plan_.study.arms[rows_[i]];
        bool same = true;
        for (std::size_t g = 0; g < arm.levels.size(); ++g)
          same = same && (g == f || arm.levels[g] == best.levels[g]);
        if (same && !std::isnan(level(arm, f))) line[level(arm, f)] = i;
      }
      for (auto at = line.begin(); at != line.end(); ++at) {
        const auto next = std::next(at);
        if (next == line.end() || (at->second != ranking_.best && next->second != ranking_.best)) continue;
        out.push_back(marginal(f, *at, *next));
      }
    }
    return out;
  }

  double level(const Arm& arm, std::size_t factor) const {
    if (arm.levels.size() <= factor) return std::nan("");
    std::string text = arm.levels[factor];
    std::erase(text, '_');
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return std::nan("");
    return std::string_view(end).starts_with("%") ? value / 100 : value;
  }

  Marginal marginal(std::size_t factor, const std::pair<const double, std::size_t>& from,
                    const std::pair<const double, std::size_t>& to) const {
    Marginal m;
    m.factor = plan_.study.factors[factor].path;
    m.from = plan_.study.arms[rows_[from.second]].levels[factor];
    m.to = plan_.study.arms[rows_[to.second]].levels[factor];
    m.step = to.first - from.first;
    const auto &a = alternatives_[from.second].values, &b = alternatives_[to.second].values;
    std::vector<double> gains;
    for (std::size_t r = 0; r < std::min(a.size(), b.size()); ++r)
      gains.push_back(sign() * (b[r] - a[r]) / m.step);
    m.gain = t_interval(gains);
    return m;
  }

  PlannedStudy& plan_;
  const OptimizeRequest& request_;
  const OptimizeContext& context_;
  MeasureName primary_;
  std::vector<Bound> bounds_;
  std::optional<Choices> choices_;  // where factors are no choice
  std::vector<std::size_t> rows_;   // of those to choose from; of a choice, its first
  std::size_t baseline_ = kNoAlternative;
  std::vector<std::size_t> n_;  // by row of the study
  std::size_t total_ = 0;
  Measure primary_values_;
  std::vector<Alternative> alternatives_;  // by place in rows_
  Ranking ranking_;
};

}  // namespace

double read_plain_number(const std::string& text, const std::string& of) {
  std::string plain(blanks_off(text));
  std::erase(plain, '_');
  const bool percent = plain.ends_with("%");
  if (percent) plain = std::string(blanks_off(plain.substr(0, plain.size() - 1)));
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size() || !std::isfinite(value))
    throw ScenarioError(fmt::format("{}: '{}' is no number (write it as 20_000, 0.5 or 10%)", of, text));
  return percent ? value / 100 : value;
}

Bound read_bound(const std::string& text) {
  const std::size_t least = text.find(">="), most = text.find("<=");
  if ((least == std::string::npos) == (most == std::string::npos))
    throw ScenarioError(
        fmt::format("--keep '{}': is no bound (write MEASURE >= NUMBER or MEASURE <= NUMBER)", text));
  const std::size_t at = std::min(least, most);
  Bound b{measure_name_of(std::string(blanks_off(text.substr(0, at)))), least != std::string::npos,
          read_plain_number(text.substr(at + 2), "--keep '" + text + "'"), text};
  if (b.of.name.empty()) throw ScenarioError(fmt::format("--keep '{}': names no measure", text));
  return b;
}

Tail tail_of(const std::vector<double>& values, Better better) {
  const std::vector<double> all = present(values);
  Tail tail;
  tail.mean = bad_case(all, better);
  if (all.size() < 2) return tail;
  const Draws draws(0, kTailBootstrap);
  std::vector<double> means, sample(all.size());
  for (std::uint32_t k = 0; k < kResamples; ++k) {
    for (std::uint32_t i = 0; i < sample.size(); ++i)
      sample[i] = all[draws.below(static_cast<std::uint32_t>(all.size()), {k}, i)];
    means.push_back(bad_case(sample, better));
  }
  std::sort(means.begin(), means.end());
  tail.low = means[kResamples / 40], tail.high = means[kResamples - 1 - kResamples / 40];
  return tail;
}

const Candidate* Optimum::best() const {
  for (const Candidate& c : candidates)
    if (c.is_best) return &c;
  return nullptr;
}

Optimum optimize_study(PlannedStudy plan, const OptimizeRequest& request, const OptimizeContext& context) {
  return Optimizer(plan, request, context).run();
}

}  // namespace fanfare
