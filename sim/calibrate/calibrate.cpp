// Waves by the study's runner; answers from the particles.
#include "sim/calibrate/calibrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fanfare/expects.h"
#include "fanfare/rng.h"
#include "sim/results/atomic_file.h"

namespace fanfare {
namespace fs = std::filesystem;
namespace {

constexpr Purpose kTruth = purpose(0, 68);  // (try), coordinate
constexpr Purpose kError = purpose(0, 69);  // (try, target): of the observation
constexpr std::size_t kTruthWave = 90;      // whose luck no wave has

fs::path wave_folder(const fs::path& folder, std::size_t wave) {
  return folder / fmt::format("wave-{:02}", wave + 1);
}

// What decides on the points of waves, as text: if it is as it was, waves that stand are taken as they are.
std::string decided_by(const Calibration& study, const ComputeOptions& options) {
  std::string text = study.text;
  for (const SetOption& set : options.sets) text += fmt::format("# --set {}={}\n", set.path, set.value);
  text += fmt::format("# replicates {}\n", study.replicates);
  for (const CalibratedTarget& t : study.targets)
    text += fmt::format("# {} {:.17g}\n", t.observed.name, t.observed.value);
  return text;
}

class WaveRunner {
 public:
  WaveRunner(const Calibration& study, const CalibrationJob& job, Calibrated& out)
      : study_(study), job_(job), out_(out) {
    const fs::path note = job.folder / "calibration.yaml";
    const std::string text = decided_by(study, job.options);
    as_it_was_ = fs::exists(note) && read_file(note) == text;
    if (!as_it_was_) write_file(note, text);
  }

  std::optional<PointRuns> operator()(std::size_t wave, const std::vector<Point>& points) {
    const fs::path folder = wave == 0 ? job_.first_wave : wave_folder(job_.folder, wave);
    const bool shared = folder.parent_path() != job_.folder;
    if (!as_it_was_ || shared || !fs::exists(wave_file(folder)))
      write_wave(folder, study_.wave(fmt::format("{}-wave-{}", study_.name, wave + 1), wave, points));
    const std::unique_ptr<ProgressSink> sink = job_.sink();
    const WaveRuns runs = run_wave(folder, {job_.options, job_.comm, *sink, job_.verbosity},
                                   job_.plan_only ? WhenLeft::leave : WhenLeft::run);
    if (job_.plan_only && !runs.stood) return out_.planned = folder, std::nullopt;
    if (runs.stopped()) return std::nullopt;
    if (runs.results.arms.empty())
      throw InputError(fmt::format("{}: no run of the wave ended well {}", folder.string(),
                                   runs.outcome.notes.empty() ? "" : runs.outcome.notes.front()));
    if (job_.after_wave) job_.after_wave(wave, runs);
    if (!runs.stood) out_.computed_here += runs.outcome.runs_done;
    for (std::string& failure : wave_failures(runs)) out_.failures.push_back(std::move(failure));
    return taken_from(folder, runs);
  }

 private:
  std::optional<PointRuns> taken_from(const fs::path& folder, const WaveRuns& runs) {
    Problems problems;
    PointRuns taken;
    for (const auto& row : wave_points(folder, job_.options.sets, problems))
      taken.points.push_back(study_.unit_point(row));
    for (std::size_t t = 0; t < study_.targets.size(); ++t) {
      taken.values.push_back(wave_values(runs, study_.targets[t].measure));
      if (const Variable* v = runs.results.data.variable(study_.targets[t].measure.name))
        out_.study.targets[t].unit = v->units;
    }
    return taken;
  }

  const Calibration& study_;
  const CalibrationJob& job_;
  Calibrated& out_;
  bool as_it_was_ = false;
};

double at_share(std::vector<double> sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

void answer_parameters(Calibrated& c) {
  const std::vector<std::vector<double>> rows = c.values();
  const Square spread = covariance_of(c.posterior.points);
  const std::size_t d = c.study.parameters.size();
  for (std::size_t k = 0; k < d; ++k) {
    std::vector<double> column;
    for (const auto& row : rows) column.push_back(row[k]);
    std::sort(column.begin(), column.end());
    const CalibratedParameter& p = c.study.parameters[k];
    const double fitted = std::strtod(p.written(rows[c.posterior.most_likely][k]).c_str(), nullptr);
    c.parameters.push_back({fitted, at_share(column, 0.05), at_share(column, 0.5), at_share(column, 0.95),
                            std::sqrt(12 * spread[k * d + k])});
  }
}

void answer_targets(Calibrated& c) {
  const Emulators& emulators = c.matched.space.last();
  const std::vector<Observed> observed = c.study.observed();
  const Point& fitted = c.posterior.points[c.posterior.most_likely];
  const auto n = static_cast<double>(c.posterior.points.size());
  for (std::size_t t = 0; t < observed.size(); ++t) {
    double sum = 0, squares = 0, within = 0;
    for (const Point& p : c.posterior.points) {
      const Predicted at = emulators.at(t, p);
      sum += at.mean, squares += at.mean * at.mean, within += at.variance + emulators.luck(t);
    }
    const double mean = sum / n, between = std::max(squares / n - mean * mean, 0.0);
    const double here = emulators.at(t, fitted).mean;
    c.targets.push_back(
        {here, mean, std::sqrt(between + within / n),
         std::copysign(implausibility(emulators, observed[t], t, fitted), here - observed[t].value)});
  }
}

}  // namespace

std::vector<std::vector<double>> Calibrated::values() const {
  std::vector<std::vector<double>> rows;
  for (const Point& point : posterior.points) {
    std::vector<double> row;
    for (std::size_t k = 0; k < study.parameters.size(); ++k)
      row.push_back(study.parameters[k].value(point[k]));
    rows.push_back(std::move(row));
  }
  return rows;
}

Calibrated calibrate(const Calibration& study, const CalibrationJob& job) {
  Calibrated c{
      study, job.folder, {Matched::End::stopped, PlausibleSpace(study.observed(), study.match), {}, {}},
      {},    {},         {},
      {},    {},         {},
      0,     0};
  WaveRunner runner(study, job, c);
  c.matched =
      match_history(study.observed(), study.match,
                    [&](std::size_t wave, const std::vector<Point>& points) { return runner(wave, points); });
  c.runs = c.matched.runs.runs();
  const bool ended = c.matched.end != Matched::End::stopped && c.matched.end != Matched::End::nothing;
  if (!ended) return c;
  c.posterior = abc_smc(c.matched.space, study.posterior);
  c.ridges = ridges_of(c.posterior.points);
  answer_parameters(c);
  answer_targets(c);
  return c;
}

namespace {

// One run at each truth, with luck that no other run here has.
std::vector<std::vector<double>> simulated_data(const Calibration& study, const CalibrationJob& job,
                                                const std::vector<Point>& truths) {
  Calibration one = study;
  one.replicates = 1;
  const fs::path folder = job.folder / "truth";
  write_wave(folder, one.wave(study.name + "-truth", kTruthWave, truths));
  const std::unique_ptr<ProgressSink> sink = job.sink();
  const WaveRuns runs = run_wave(folder, {job.options, job.comm, *sink, job.verbosity});
  std::vector<std::vector<double>> values;
  if (runs.stopped()) return values;
  for (const CalibratedTarget& t : study.targets) {
    const auto column = wave_values(runs, t.measure);
    values.resize(column.size());
    for (std::size_t p = 0; p < column.size(); ++p) values[p].push_back(column[p][0]);
  }
  return values;
}

// What an observer of the run would have noted.
Observed seen(const CalibratedTarget& target, double value, std::uint32_t seed, Subject about) {
  const Draws draws(seed, kError);
  const Observed sure = target.of_value(value);
  return target.of_value(value + sure.error * draws.normal(about, 0) +
                         sure.discrepancy * draws.normal(about, 1));
}

Recovery::Try judged(const Calibrated& c, const std::vector<double>& truth) {
  Recovery::Try one{truth, {}, {}, {}, {}, c.posterior.points.empty()};
  const std::vector<std::vector<double>> rows = c.values();
  for (std::size_t k = 0; k < c.parameters.size(); ++k) {
    one.low.push_back(c.parameters[k].low), one.median.push_back(c.parameters[k].median);
    one.high.push_back(c.parameters[k].high);
    const auto below =
        std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row[k] < truth[k]; });
    one.rank.push_back(static_cast<double>(below) / static_cast<double>(rows.size()));
  }
  return one;
}

}  // namespace

Recovery recover(const Calibration& study, const CalibrationJob& job, std::size_t tries) {
  Recovery recovery;
  recovery.held.resize(study.parameters.size());
  std::vector<Point> truths(tries, Point(study.parameters.size()));
  const Draws draws(study.match.seed, kTruth);
  for (std::uint32_t k = 0; k < tries; ++k)
    for (std::uint32_t c = 0; c < truths[k].size(); ++c) truths[k][c] = draws.uniform({k}, c);
  const auto data = simulated_data(study, job, truths);
  recovery.stopped = data.empty();
  expects(recovery.stopped || data.size() == tries, "two truths are the same point");
  for (std::size_t k = 0; k < data.size() && !recovery.stopped; ++k) {
    Calibration one = study;
    for (std::size_t t = 0; t < one.targets.size(); ++t)
      one.targets[t].observed = seen(one.targets[t], data[k][t], study.match.seed,
                                     {static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(t)});
    CalibrationJob its = job;
    its.folder = job.folder / fmt::format("try-{:02}", k + 1);
    const Calibrated c = calibrate(one, its);
    recovery.stopped = c.matched.end == Matched::End::stopped;
    if (recovery.stopped) break;
    std::vector<double> truth;
    for (std::size_t p = 0; p < truths[k].size(); ++p)
      truth.push_back(
          std::strtod(study.parameters[p].written(study.parameters[p].value(truths[k][p])).c_str(), nullptr));
    recovery.tries.push_back(judged(c, truth));
    const Recovery::Try& last = recovery.tries.back();
    for (std::size_t p = 0; p < last.low.size(); ++p)
      recovery.held[p] += last.low[p] <= truth[p] && truth[p] <= last.high[p] ? 1 : 0;
  }
  return recovery;
}

}  // namespace fanfare
