#include "sim/sensitivity/layout.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace fanfare::sensitivity {

std::size_t FactorColumn::levels() const { return std::set<double>(at.begin(), at.end()).size(); }

namespace {

using Factors = std::vector<FactorColumn>;

std::vector<double> row(const Factors& factors, std::size_t point) {
  std::vector<double> values;
  for (const FactorColumn& f : factors) values.push_back(f.at[point]);
  return values;
}

bool is_grid(const Factors& factors, std::size_t points) {
  std::size_t combinations = 1;
  for (const FactorColumn& f : factors) {
    combinations *= f.levels();
    if (combinations > points) return false;
  }
  std::set<std::vector<double>> rows;
  for (std::size_t p = 0; p < points; ++p) rows.insert(row(factors, p));
  return combinations == points && rows.size() == points;
}

// Whether point `ab` is `a` but for `factor`, which it has from `b`.
bool mixes(const Factors& factors, std::size_t ab, std::size_t a, std::size_t b, std::size_t factor) {
  for (std::size_t f = 0; f < factors.size(); ++f)
    if (factors[f].at[ab] != factors[f].at[f == factor ? b : a]) return false;
  return true;
}

// `part` 0 is A, 1 … d are A with a factor of B, `last` is B; `widths` parts a base.
template <class Place>
bool fill_saltelli(const Factors& factors, std::size_t bases, Place place, Layout& out) {
  const std::size_t d = factors.size();
  Layout found{LayoutKind::saltelli, {}, {}, std::vector<std::vector<std::size_t>>(d), {}};
  bool tells_apart = false;
  for (std::size_t j = 0; j < bases; ++j) {
    const std::size_t a = place.a(j), b = place.b(j);
    for (std::size_t f = 0; f < d; ++f) {
      const std::size_t ab = place.ab(j, f);
      if (!mixes(factors, ab, a, b, f)) return false;
      tells_apart = tells_apart || factors[f].at[a] != factors[f].at[b];
      found.ab[f].push_back(ab);
    }
    found.a.push_back(a);
    found.b.push_back(b);
  }
  if (tells_apart) out = std::move(found);
  return tells_apart;
}

struct ByBase {  // A, AB…, (BA…,) B
  std::size_t width;
  std::size_t a(std::size_t j) const { return j * width; }
  std::size_t b(std::size_t j) const { return j * width + width - 1; }
  std::size_t ab(std::size_t j, std::size_t f) const { return j * width + 1 + f; }
};
struct ByBaseBothFirst {  // A, B, AB…
  std::size_t width;
  std::size_t a(std::size_t j) const { return j * width; }
  std::size_t b(std::size_t j) const { return j * width + 1; }
  std::size_t ab(std::size_t j, std::size_t f) const { return j * width + 2 + f; }
};
struct ByBlock {  // all A, all B, all AB of the first factor, …
  std::size_t bases;
  std::size_t a(std::size_t j) const { return j; }
  std::size_t b(std::size_t j) const { return bases + j; }
  std::size_t ab(std::size_t j, std::size_t f) const { return (2 + f) * bases + j; }
};

bool find_saltelli(const Factors& factors, std::size_t points, Layout& out) {
  const std::size_t d = factors.size();
  for (const std::size_t width : {d + 2, 2 * d + 2}) {
    if (points % width != 0) continue;
    const std::size_t bases = points / width;
    if (fill_saltelli(factors, bases, ByBase{width}, out) ||
        fill_saltelli(factors, bases, ByBaseBothFirst{width}, out) ||
        fill_saltelli(factors, bases, ByBlock{bases}, out))
      return true;
  }
  return false;
}

// The one factor in which two points differ; none if there are more or fewer.
std::size_t changed(const Factors& factors, std::size_t from, std::size_t to) {
  std::size_t found = factors.size();
  for (std::size_t f = 0; f < factors.size(); ++f) {
    if (factors[f].at[from] == factors[f].at[to]) continue;
    if (found != factors.size()) return factors.size();
    found = f;
  }
  return found;
}

bool find_morris(const Factors& factors, std::size_t points, Layout& out) {
  const std::size_t d = factors.size();
  if (points % (d + 1) != 0) return false;
  Layout found{LayoutKind::morris, {}, {}, {}, {}};
  for (std::size_t first = 0; first < points; first += d + 1) {
    std::vector<Layout::Step> steps;
    std::set<std::size_t> seen;
    for (std::size_t p = first; p < first + d; ++p) {
      const std::size_t f = changed(factors, p, p + 1);
      if (f == d || !seen.insert(f).second) return false;
      steps.push_back({p, p + 1, f});
    }
    found.trajectories.push_back(std::move(steps));
  }
  out = std::move(found);
  return true;
}

double range_of_column(const FactorColumn& f) {
  if (!f.is_ordered) return 1;
  const auto [low, high] = std::minmax_element(f.at.begin(), f.at.end());
  return *high - *low;
}

double change(const FactorColumn& f, const Layout::Step& step, double range) {
  if (!f.is_ordered) return 1;
  return (f.at[step.to] - f.at[step.from]) / range;
}

}  // namespace

Layout layout_of(const Factors& factors) {
  Layout out;
  const std::size_t points = factors.empty() ? 0 : factors[0].at.size();
  const bool varies =
      std::any_of(factors.begin(), factors.end(), [](const FactorColumn& f) { return f.levels() > 1; });
  if (points < 2 || !varies) return out;
  if (is_grid(factors, points)) out.kind = LayoutKind::grid;
  else if (!find_saltelli(factors, points, out) && !find_morris(factors, points, out))
    out.kind = LayoutKind::sample;
  return out;
}

std::vector<std::size_t> Layout::independent(std::size_t points) const {
  std::vector<std::size_t> places = a;
  places.insert(places.end(), b.begin(), b.end());
  if (kind == LayoutKind::saltelli) return places;
  for (std::size_t p = 0; p < points; ++p) places.push_back(p);
  return places;
}

PickFreeze pick_freeze(const Layout& layout, const std::vector<double>& responses) {
  const auto at = [&](const std::vector<std::size_t>& places) {
    std::vector<double> values;
    for (const std::size_t p : places) values.push_back(responses[p]);
    return values;
  };
  PickFreeze out{at(layout.a), at(layout.b), {}};
  for (const auto& places : layout.ab) out.ab.push_back(at(places));
  return out;
}

std::vector<std::vector<double>> effects_of(const Layout& layout, const Factors& factors,
                                            const std::vector<double>& responses) {
  std::vector<double> ranges;
  for (const FactorColumn& f : factors) ranges.push_back(range_of_column(f));
  std::vector<std::vector<double>> effects;
  for (const auto& steps : layout.trajectories) {
    auto& own = effects.emplace_back(factors.size(), kUnknown);
    for (const Layout::Step& s : steps)
      own[s.factor] = (responses[s.to] - responses[s.from]) / change(factors[s.factor], s, ranges[s.factor]);
  }
  return effects;
}

std::vector<double> usual_steps(const Layout& layout, const Factors& factors) {
  std::vector<double> usual;
  for (std::size_t f = 0; f < factors.size(); ++f) {
    std::vector<double> sizes;
    for (const auto& steps : layout.trajectories)
      for (const Layout::Step& s : steps)
        if (s.factor == f) sizes.push_back(std::fabs(change(factors[f], s, range_of_column(factors[f]))));
    if (sizes.empty()) sizes.push_back(1);
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2),
                     sizes.end());
    usual.push_back(sizes[sizes.size() / 2]);
  }
  return usual;
}

}  // namespace fanfare::sensitivity
