#include "sim/optimize/continuous.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <set>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "sim/emulate/gaussian_process.h"
#include "sim/judge/measure.h"

namespace fanfare {
namespace {

constexpr std::array kPrimes = {2U, 3U, 5U, 7U, 11U, 13U, 17U, 19U};
constexpr std::size_t kCandidates = 600, kNear = 200, kAtOnce = 2, kGrid = 21;
constexpr int kDigits = 4;

std::string trimmed_of(std::string text) {
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

// "5_000 CNY" → 5000, " CNY".
std::pair<double, std::string> amount_of(const std::string& written, const std::string& of) {
  std::string text = trimmed_of(written);
  std::erase(text, '_');
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value))
    throw ScenarioError(
        fmt::format("--vary {}: '{}' is no number (write PATH=LOW..HIGH, as share=0%..100%)", of, written));
  return {value, text.substr(static_cast<std::size_t>(end - text.data()))};
}

class Between {
 public:
  Between(const Study& study, const ContinuousRequest& request, const OptimizeContext& context)
      : study_(study), request_(request), context_(context) {
    for (const std::string& text : request.where) limits_.push_back(read_linear(text, request.factors));
    replicates_ = std::max<std::size_t>(request.of.start, 2);
    const std::size_t d = request.factors.size();
    first_ = std::max<std::size_t>(2 * d + 2, 6);
    points_ = std::max(request.of.runs > 0 ? request.of.runs / replicates_ : first_ + 10 * d, first_);
    measure_ = measure_name_of(request.of.primary.empty() ? study.primary : request.of.primary);
    if (measure_.name.empty())
      throw ScenarioError(study.path +
                          ": names no primary measure (what is to be best?) add `primary:` or --primary");
  }

  ContinuousOptimum run() {
    Problems ignored;  // of a file that is not ours: it is written anew
    stored_ = wave_points(context_.options.out, context_.options.sets, ignored);
    if (!ignored.empty()) stored_.clear();
    for (const auto& u : candidates(1, 20'000, first_)) add(u);
    if (levels_.size() < first_)
      throw ScenarioError(
          "--where: leaves hardly a point between the ends (of 20,000 tried) loosen it or widen --vary");
    while (compute()) {
      if (levels_.size() >= points_) break;
      grow();
    }
    return outcome();
  }

 private:
  std::vector<double> values_at(const std::vector<double>& u) const {
    std::vector<double> out;
    for (std::size_t f = 0; f < u.size(); ++f) {
      const VariedFactor& factor = request_.factors[f];
      out.push_back((factor.low + u[f] * (factor.high - factor.low)) * factor.scale());
    }
    return out;
  }

  bool may_be(const std::vector<double>& u) const {
    const std::vector<double> values = values_at(u);
    return std::all_of(limits_.begin(), limits_.end(), [&](const LinearLimit& l) { return l.holds(values); });
  }

  std::vector<std::vector<double>> candidates(std::size_t first, std::size_t tried, std::size_t most) const {
    std::vector<std::vector<double>> out;
    for (const auto& u : halton(request_.factors.size(), first, tried))
      if (out.size() < most && may_be(u)) out.push_back(u);
    return out;
  }

  std::vector<std::string> written(const std::vector<double>& u) const {
    std::vector<std::string> out;
    for (std::size_t f = 0; f < u.size(); ++f) {
      const VariedFactor& factor = request_.factors[f];
      out.push_back(written_number(factor.low + u[f] * (factor.high - factor.low), kDigits) + factor.suffix);
    }
    return out;
  }

  // A point is what was written, not what was thought; two that are written alike are one.
  bool add(const std::vector<double>& u) {
    const std::vector<std::string> text = written(u);
    if (!known_.insert(text).second) return false;
    std::vector<double> exact;
    for (std::size_t f = 0; f < u.size(); ++f) {
      const VariedFactor& factor = request_.factors[f];
      exact.push_back((amount_of(text[f], factor.path).first - factor.low) / (factor.high - factor.low));
    }
    levels_.push_back(text);
    at_.push_back(std::move(exact));
    return true;
  }

  bool compute() {
    Wave wave;
    wave.name = study_.name + "-optimize", wave.question = study_.question, wave.scenario = study_.scenario;
    for (const VariedFactor& f : request_.factors) wave.paths.push_back(f.path);
    // What an earlier call ran further is kept: the same points come up again.
    const bool goes_on =
        stored_.size() > levels_.size() && std::equal(levels_.begin(), levels_.end(), stored_.begin());
    wave.points = goes_on ? stored_ : levels_, wave.replicates = replicates_, wave.measures = {measure_.name};
    const std::filesystem::path folder = context_.options.out;
    write_wave(folder, wave);
    const auto sink = context_.sink();
    const WaveRuns runs = run_wave(folder, {context_.options, context_.comm, *sink, context_.verbosity});
    if (runs.stopped()) {
      stopped_ = true;
      return false;
    }
    const std::vector<Measure> all = measures_of(runs.results.data, measure_.name, *runs.spec);
    const auto found = std::find_if(all.begin(), all.end(), [&](const Measure& m) {
      return measure_.label.empty() || m.label == measure_.label;
    });
    if (found == all.end())
      throw InputError(fmt::format("{}({}): has no such entry", measure_.name, measure_.label));
    if (found->better == Better::neither)
      throw ScenarioError(
          measure_.name +
          ": neither more nor less of it is declared better (nothing is best) choose another");
    label_ = found->label, unit_ = found->unit, better_ = found->better;
    values_ = found->values;
    learn();
    if (context_.looked) {
      const std::size_t best = best_tried();
      context_.looked(levels_.size() * replicates_, points_ * replicates_,
                      fmt::format("{}", fmt::join(levels_[best], ", ")), std::nan(""));
    }
    return true;
  }

  double sign() const { return better_ == Better::less ? -1 : 1; }

  // What sets points apart: values less their replicate's mean over all points, for luck is shared.
  void learn() {
    std::vector<double> luck(replicates_, 0);
    std::vector<bool> whole(levels_.size(), true);
    std::size_t n = 0;
    for (std::size_t p = 0; p < levels_.size(); ++p)
      for (const double v : values_[p]) whole[p] = whole[p] && !std::isnan(v);
    for (std::size_t p = 0; p < levels_.size(); ++p)
      if (whole[p]) {
        ++n;
        for (std::size_t r = 0; r < replicates_; ++r) luck[r] += sign() * values_[p][r];
      }
    if (n < 3)
      throw InputError("fewer than three points have a value in every replicate (nothing can be learnt)");
    double grand = 0;
    for (double& l : luck) l /= static_cast<double>(n), grand += l / static_cast<double>(replicates_);
    used_.clear(), x_.clear(), y_.clear(), noise_.clear();
    double usual = 0;
    for (std::size_t p = 0; p < levels_.size(); ++p) {
      if (!whole[p]) continue;
      std::vector<double> apart;
      for (std::size_t r = 0; r < replicates_; ++r) apart.push_back(sign() * values_[p][r] - luck[r] + grand);
      const Interval i = t_interval(apart);
      used_.push_back(p), x_.push_back(at_[p]), y_.push_back(i.mean), noise_.push_back(i.sd * i.sd);
      usual += i.sd * i.sd / static_cast<double>(n);
    }
    const auto own = static_cast<double>(replicates_ - 1);
    for (double& v : noise_) v = (3 * usual + own * v) / (3 + own) / static_cast<double>(replicates_);
    GaussianProcessOptions options;
    options.fits_nugget = false;
    options.least_length = 0.1;
    process_ = std::make_unique<GaussianProcess>(x_, y_, noise_, options);
  }

  // The best mean that the process gives a point that was run.
  double best_mean(const GaussianProcess& process) const {
    double best = -INFINITY;
    for (const auto& x : x_) best = std::max(best, process.at(x).mean);
    return best;
  }

  std::vector<std::vector<double>> where_to_look() const {
    std::vector<std::vector<double>> all = candidates(1'000, 4'000, kCandidates);
    const auto top = std::max_element(y_.begin(), y_.end()) - y_.begin();
    for (std::vector<double> u : halton(request_.factors.size(), 1, kNear)) {
      for (std::size_t f = 0; f < u.size(); ++f)
        u[f] = std::clamp(x_[static_cast<std::size_t>(top)][f] + 0.2 * (u[f] - 0.5), 0.0, 1.0);
      if (may_be(u)) all.push_back(std::move(u));
    }
    return all;
  }

  void grow() {
    const auto all = where_to_look();
    std::vector<std::vector<double>> x = x_;
    std::vector<double> y = y_, noise = noise_;
    GaussianProcessOptions as_it_is;
    as_it_is.lengths = process_->lengths(), as_it_is.signal_variance = process_->signal_variance();
    as_it_is.nugget = process_->nugget(), as_it_is.fits_nugget = false;
    for (std::size_t k = 0; k < kAtOnce && levels_.size() < points_; ++k) {
      const GaussianProcess process(x, y, noise, as_it_is);
      const double best = best_mean(process);
      std::vector<std::pair<double, std::size_t>> order;
      for (std::size_t c = 0; c < all.size(); ++c) {
        const Predicted p = process.at(all[c]);
        order.emplace_back(-expected_improvement(p.mean, p.variance, best), c);
      }
      std::sort(order.begin(), order.end());
      for (const auto& [gain, c] : order)
        if (add(all[c])) {
          x.push_back(at_.back()), y.push_back(process.at(at_.back()).mean), noise.push_back(noise_[0]);
          break;
        }
    }
  }

  std::size_t best_tried() const {
    return used_[static_cast<std::size_t>(std::max_element(y_.begin(), y_.end()) - y_.begin())];
  }

  ContinuousOptimum outcome() const {
    ContinuousOptimum o;
    o.study = study_.name, o.question = study_.question, o.measure = measure_.name, o.label = label_,
    o.unit = unit_;
    o.better = better_, o.factors = request_.factors, o.where = request_.where;
    o.replicates = replicates_, o.runs = levels_.size() * replicates_, o.is_stopped = stopped_;
    if (!process_) return o;
    for (std::size_t i = 0; i < used_.size(); ++i)
      o.tried.push_back({levels_[used_[i]], values_at(at_[used_[i]]), sign() * y_[i], std::sqrt(noise_[i]),
                         used_[i] < first_});
    o.best_tried = static_cast<std::size_t>(std::max_element(y_.begin(), y_.end()) - y_.begin());
    o.tried_value = t_interval(values_[best_tried()]);
    std::vector<std::vector<double>> all = where_to_look();
    all.insert(all.end(), x_.begin(), x_.end());
    std::size_t top = 0;
    for (std::size_t c = 1; c < all.size(); ++c)
      if (process_->at(all[c]).mean > process_->at(all[top]).mean) top = c;
    const Predicted there = process_->at(all[top]);
    o.best = written(all[top]), o.mean = sign() * there.mean,
    o.error = std::sqrt(std::max(there.variance, 0.0));
    for (std::size_t f = 0; f < request_.factors.size(); ++f) o.along.push_back(along(all, top, f));
    return o;
  }

  double difference_error(const std::vector<double>& a, const std::vector<double>& b) const {
    return std::sqrt(
        std::max(0.0, process_->at(a).variance + process_->at(b).variance - 2 * process_->covariance(a, b)));
  }

  ContinuousOptimum::Along along(const std::vector<std::vector<double>>& all, std::size_t top,
                                 std::size_t f) const {
    const VariedFactor& factor = request_.factors[f];
    const double unit = (factor.high - factor.low) * factor.scale();
    ContinuousOptimum::Along a;
    std::vector<double> low = all[top], high = all[top];
    low[f] = std::max(0.0, low[f] - 0.05), high[f] = std::min(1.0, high[f] + 0.05);
    const double step = (high[f] - low[f]) * unit;
    a.slope = sign() * (process_->at(high).mean - process_->at(low).mean) / step;
    a.slope_error = difference_error(high, low) / std::abs(step);
    a.nearly_low = INFINITY, a.nearly_high = -INFINITY;
    for (const auto& u : all) {
      const double lead = process_->at(all[top]).mean - process_->at(u).mean;
      if (lead > 1.645 * difference_error(all[top], u)) continue;
      const double v = values_at(u)[f];
      a.nearly_low = std::min(a.nearly_low, v), a.nearly_high = std::max(a.nearly_high, v);
    }
    for (std::size_t g = 0; g < kGrid; ++g) {
      std::vector<double> u = all[top];
      u[f] = static_cast<double>(g) / (kGrid - 1);
      const Predicted p = process_->at(u);
      a.at.push_back(values_at(u)[f]), a.mean.push_back(sign() * p.mean),
          a.error.push_back(std::sqrt(std::max(0.0, p.variance)));
    }
    return a;
  }

  const Study& study_;
  const ContinuousRequest& request_;
  const OptimizeContext& context_;
  MeasureName measure_;
  std::vector<LinearLimit> limits_;
  std::size_t replicates_ = 4, first_ = 6, points_ = 6;
  std::set<std::vector<std::string>> known_;
  std::vector<std::vector<std::string>> levels_, stored_;
  std::vector<std::vector<double>> at_;  // in the unit cube
  std::vector<std::vector<double>> values_;
  std::vector<std::size_t> used_;
  std::vector<std::vector<double>> x_;
  std::vector<double> y_, noise_;
  std::unique_ptr<GaussianProcess> process_;
  std::string label_, unit_;
  Better better_ = Better::more;
  bool stopped_ = false;
};

}  // namespace

VariedFactor read_varied(const std::string& text) {
  const std::size_t is = text.find('='), to = text.find("..", is == std::string::npos ? 0 : is);
  if (is == std::string::npos || to == std::string::npos)
    throw ScenarioError(fmt::format(
        "--vary '{}': is no range (write PATH=LOW..HIGH, as launch.budget=5_000 CNY..80_000 CNY)", text));
  const std::string path = trimmed_of(text.substr(0, is));
  const auto [low, low_unit] = amount_of(text.substr(is + 1, to - is - 1), path);
  const auto [high, high_unit] = amount_of(text.substr(to + 2), path);
  if (path.empty() || !(low < high))
    throw ScenarioError(fmt::format("--vary '{}': is an empty range (the lower end comes first)", text));
  if (!low_unit.empty() && low_unit != high_unit)
    throw ScenarioError(
        fmt::format("--vary '{}': has ends in two units ('{}' and '{}')", text, low_unit, high_unit));
  return {path, low, high, high_unit};
}

bool LinearLimit::holds(const std::vector<double>& values) const {
  double sum = 0;
  for (std::size_t f = 0; f < values.size(); ++f) sum += coefficients[f] * values[f];
  return sum <= most + 1e-12;
}

LinearLimit read_linear(const std::string& text, const std::vector<VariedFactor>& factors) {
  const std::size_t least = text.find(">="), most = text.find("<="), at = std::min(least, most);
  if ((least == std::string::npos) == (most == std::string::npos))
    throw ScenarioError(fmt::format("--where '{}': is no limit (write a + 0.5*b <= NUMBER)", text));
  LinearLimit limit{std::vector<double>(factors.size(), 0),
                    read_plain_number(text.substr(at + 2), "--where '" + text + "'")};
  std::vector<std::string> names;
  for (const VariedFactor& f : factors) names.push_back(f.path);
  std::string term;
  double sign = 1;
  const auto take = [&] {
    if (trimmed_of(term).empty()) return;
    const std::size_t times = term.find('*');
    const double by =
        times == std::string::npos ? 1 : read_plain_number(term.substr(0, times), "--where '" + text + "'");
    const std::string name = trimmed_of(times == std::string::npos ? term : term.substr(times + 1));
    std::vector<std::size_t> fits;
    for (std::size_t f = 0; f < names.size(); ++f)
      if (names[f] == name || names[f].ends_with("." + name)) fits.push_back(f);
    if (fits.size() != 1)
      throw ScenarioError(fmt::format("--where '{}': '{}' is {} (factors are {})", text, name,
                                      fits.empty() ? "no factor of --vary" : "the end of several",
                                      listed(names)));
    limit.coefficients[fits[0]] += sign * by;
    term.clear();
  };
  for (const char c : text.substr(0, at)) {
    if (c == '+' || c == '-') {
      take();
      sign = c == '-' ? -1 : 1;
    } else {
      term += c;
    }
  }
  take();
  if (least != std::string::npos) {
    for (double& c : limit.coefficients) c = -c;
    limit.most = -limit.most;
  }
  return limit;
}

std::vector<std::vector<double>> halton(std::size_t coordinates, std::size_t first, std::size_t points) {
  std::vector<std::vector<double>> out;
  for (std::size_t i = first; i < first + points; ++i) {
    std::vector<double> u;
    for (std::size_t c = 0; c < coordinates; ++c) {
      std::size_t digits = 0, over = 1;  // whole numbers, so that the division alone rounds
      for (std::size_t left = i; left > 0; left /= kPrimes[c])
        digits = digits * kPrimes[c] + left % kPrimes[c], over *= kPrimes[c];
      u.push_back(static_cast<double>(digits) / static_cast<double>(over));
    }
    out.push_back(std::move(u));
  }
  return out;
}

double expected_improvement(double mean, double variance, double best) {
  const double s = std::sqrt(std::max(variance, 0.0)), lead = mean - best;
  if (s <= 0) return std::max(lead, 0.0);
  const double z = lead / s;
  return lead * 0.5 * std::erfc(-z / std::sqrt(2.0)) +
         s * std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0));
}

ContinuousOptimum optimize_between(const Study& study, const ContinuousRequest& request,
                                   const OptimizeContext& context) {
  if (request.factors.empty() || request.factors.size() > kPrimes.size())
    throw ScenarioError(fmt::format("--vary: {} factors (one to {} can be varied at once)",
                                    request.factors.size(), kPrimes.size()));
  return Between(study, request, context).run();
}

}  // namespace fanfare
