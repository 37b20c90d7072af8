// Candidates are Sobol's points in a box around what was left; where few are plausible, a search from the
// best.
#include "sim/calibrate/history_match.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fanfare/rng.h"
#include "sim/design/point_set.h"
#include "sim/judge/statistics.h"

namespace fanfare {
namespace {

constexpr Purpose kSearchStep = purpose(0, 64);  // (round, candidate), coordinate

constexpr std::size_t kChunk = 4'096, kMostChunks = 8, kEnough = 600, kFew = 60;
constexpr double kSure = 0.1;  // emulator variance over all else

std::vector<Point> rows_of(const PointSet& set, const std::vector<double>& low,
                           const std::vector<double>& high) {
  std::vector<Point> rows(set.points, Point(set.factors));
  for (std::size_t p = 0; p < set.points; ++p)
    for (std::size_t f = 0; f < set.factors; ++f) rows[p][f] = low[f] + (high[f] - low[f]) * set(p, f);
  return rows;
}

double squared_distance(const Point& a, const Point& b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

// The n most distant of the candidates, from each other and from `taken` (Johnson, Moore & Ylvisaker 1990),
// greedily.
std::vector<Point> most_distant(const std::vector<Point>& candidates, const std::vector<Point>& taken,
                                std::size_t n) {
  std::vector<double> nearest(candidates.size(), std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for (const Point& t : taken) nearest[i] = std::min(nearest[i], squared_distance(candidates[i], t));
  std::vector<Point> chosen;
  while (chosen.size() < std::min(n, candidates.size())) {
    const auto best = std::max_element(nearest.begin(), nearest.end());
    if (!(*best > 0)) break;
    chosen.push_back(candidates[static_cast<std::size_t>(best - nearest.begin())]);
    for (std::size_t i = 0; i < candidates.size(); ++i)
      nearest[i] = std::min(nearest[i], squared_distance(candidates[i], chosen.back()));
  }
  return chosen;
}

WaveRecord record_of(const PlausibleSpace& space, const PointRuns& ran) {
  WaveRecord record{ran.points.size(), ran.runs(), space.share(), {}, {}};
  for (std::size_t t = 0; t < space.observed().size(); ++t) {
    const Observed& o = space.observed()[t];
    const double rest = space.last().luck(t) + o.error * o.error + o.discrepancy * o.discrepancy;
    std::vector<double> ratios;
    for (const Point& p : space.sample())
      ratios.push_back(space.last().at(t, p).variance / std::max(rest, 1e-300));
    record.surety.push_back(upper_median(std::move(ratios)));
    record.held.push_back(space.last().held(t));
  }
  return record;
}

// Far away a response may be of another kind: emulators learn from what is not far from plausible, if that is
// enough.
PointRuns near_what_is_left(const PointRuns& all, const PlausibleSpace& space, double cutoff,
                            std::size_t least) {
  PointRuns near;
  near.values.resize(all.values.size());
  for (std::size_t p = 0; p < all.points.size(); ++p) {
    if (space.worst(all.points[p]) > cutoff) continue;
    near.points.push_back(all.points[p]);
    for (std::size_t t = 0; t < all.values.size(); ++t) near.values[t].push_back(all.values[t][p]);
  }
  return near.points.size() >= least ? near : all;
}

}  // namespace

double PlausibleSpace::worst(std::span<const double> point) const {
  double worst = 0;
  for (std::size_t w = waves_.size(); w-- > 0;)
    worst = std::max(worst, implausibility(waves_[w], observed_, point));
  return worst;
}

bool PlausibleSpace::plausible(std::span<const double> point) const {
  for (std::size_t w = waves_.size(); w-- > 0;)
    if (implausibility(waves_[w], observed_, point) > settings_.cutoff) return false;
  return true;
}

void PlausibleSpace::note(const Point& point, double worst) {
  if (nearest_.point.empty() || worst < nearest_.implausibility)
    nearest_.point = point, nearest_.implausibility = worst;
}

void PlausibleSpace::add(Emulators emulators) {
  waves_.push_back(std::move(emulators));
  look();
  nearest_.miss.clear(), nearest_.in_sigma.clear();
  for (std::size_t t = 0; t < observed_.size(); ++t) {
    nearest_.miss.push_back(last().at(t, nearest_.point).mean - observed_[t].value);
    nearest_.in_sigma.push_back(
        std::copysign(implausibility(last(), observed_[t], t, nearest_.point), nearest_.miss.back()));
  }
}

void PlausibleSpace::look() {
  nearest_ = {};
  double volume = 1;
  for (std::size_t c = 0; c < low_.size(); ++c) volume *= high_[c] - low_[c];
  std::vector<std::pair<double, Point>> all;
  std::size_t drawn = 0;
  sample_.clear();
  for (std::size_t chunk = 0; chunk < kMostChunks && sample_.size() < kEnough; ++chunk) {
    for (Point& p : rows_of(sobol_points(kChunk, low_.size(), 1 + chunk * kChunk), low_, high_)) {
      const double w = worst(p);
      note(p, w);
      if (w <= settings_.cutoff) sample_.push_back(p);
      if (chunk == 0) all.emplace_back(w, std::move(p));
      ++drawn;
    }
  }
  share_ = volume * static_cast<double>(sample_.size()) / static_cast<double>(drawn);
  if (sample_.size() < kFew) {
    std::sort(all.begin(), all.end());
    std::vector<Point> near = sample_;
    for (std::size_t i = 0; i < 30 && near.size() < 30; ++i) near.push_back(all[i].second);
    search(std::move(near));
  }
  if (sample_.empty()) return;
  for (std::size_t c = 0; c < low_.size(); ++c) {
    const auto less = [c](const Point& a, const Point& b) { return a[c] < b[c]; };
    const double least = (*std::min_element(sample_.begin(), sample_.end(), less))[c];
    const double most = (*std::max_element(sample_.begin(), sample_.end(), less))[c];
    const double margin = 0.2 * (most - least) + 0.005;
    low_[c] = std::max(0.0, least - margin), high_[c] = std::min(1.0, most + margin);
  }
}

// Steps are differences of two that are near (Storn & Price 1997) with a little noise that shrinks; the
// nearest stay.
void PlausibleSpace::search(std::vector<Point> near) {
  constexpr std::size_t kRounds = 40, kTries = 150, kStay = 60;
  const Draws draws(settings_.seed, kSearchStep);
  std::vector<std::pair<double, Point>> pool;
  for (Point& p : near) pool.emplace_back(worst(p), std::move(p));
  for (std::uint32_t round = 0; round < kRounds && sample_.size() < kEnough; ++round) {
    const double noise = 0.05 * std::pow(0.92, round);
    const auto parents = static_cast<std::uint32_t>(pool.size());
    for (std::uint32_t i = 0; i < kTries; ++i) {
      const Words w = draws.words({round, i, 0});
      Point p = pool[w[0] % parents].second;
      const Point &a = pool[w[1] % parents].second, &b = pool[w[2] % parents].second;
      for (std::uint32_t c = 0; c < p.size(); ++c)
        p[c] = std::clamp(p[c] + 0.7 * (a[c] - b[c]) + noise * draws.normal({round, i, 1}, c), 0.0, 1.0);
      const double far = worst(p);
      note(p, far);
      if (far <= settings_.cutoff) sample_.push_back(p);
      pool.emplace_back(far, std::move(p));
    }
    // What is plausible is all alike near.
    std::stable_sort(pool.begin(), pool.end(), [&](const auto& x, const auto& y) {
      return std::max(x.first, settings_.cutoff) < std::max(y.first, settings_.cutoff);
    });
    const auto well = static_cast<std::size_t>(
        std::count_if(pool.begin(), pool.end(), [&](const auto& x) { return x.first <= settings_.cutoff; }));
    pool.resize(std::min(pool.size(), std::max(kStay, well)));
  }
}

std::vector<Point> first_points(const MatchSettings& settings) {
  const std::size_t d = settings.dimensions;
  return rows_of(shifted_sobol_points(settings.points_of_a_wave(), d, settings.seed), Point(d, 0),
                 Point(d, 1));
}

Matched match_history(const std::vector<Observed>& observed, const MatchSettings& settings,
                      const Simulate& simulate) {
  Matched m{Matched::End::waves, PlausibleSpace(observed, settings), {}, {}};
  const std::size_t d = settings.dimensions, n = settings.points_of_a_wave();
  for (std::size_t w = 0; w < settings.waves && m.end == Matched::End::waves; ++w) {
    const std::vector<Point> points =
        w == 0 ? first_points(settings) : most_distant(m.space.sample(), m.runs.points, n);
    const std::optional<PointRuns> ran = simulate(w, points);
    if (!ran) {
      m.end = Matched::End::stopped;
      break;
    }
    m.runs.append(*ran);
    m.space.add(Emulators(
        near_what_is_left(m.runs, m.space, 2 * settings.cutoff, std::max<std::size_t>(4 * d, n / 2))));
    m.waves.push_back(record_of(m.space, *ran));
    const std::vector<double>& surety = m.waves.back().surety;
    if (m.space.empty())
      m.end = Matched::End::nothing;
    else if (std::all_of(surety.begin(), surety.end(), [](double s) { return s < kSure; }))
      m.end = Matched::End::sure;
  }
  return m;
}

}  // namespace fanfare
