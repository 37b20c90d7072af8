#include "sim/optimize/allocation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/calibrate/normal.h"
#include "sim/judge/statistics.h"

namespace fanfare {
namespace {

constexpr double kPrior = 3;    // pairs that the alternatives' median variance counts as, beside an own one
constexpr double kFloor = 0.1;  // a lead below so many standard errors squared is taken for that
constexpr double kEndless = std::numeric_limits<double>::infinity();

struct Moments {
  std::size_t n = 0;
  double mean = 0, variance = 0;
};

Moments moments(const std::vector<double>& values) {
  Moments m;
  double squares = 0;
  for (const double x : values) {  // Welford (1962)
    if (std::isnan(x)) continue;
    ++m.n;
    const double off = x - m.mean;
    m.mean += off / static_cast<double>(m.n);
    squares += off * (x - m.mean);
  }
  m.variance = m.n > 1 ? squares / static_cast<double>(m.n - 1) : 0;
  return m;
}

std::vector<double> pairs_of(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out(std::min(a.size(), b.size()));
  for (std::size_t r = 0; r < out.size(); ++r) out[r] = a[r] - b[r];
  return out;
}

// Few replicates hardly know their variance: it is pulled towards what is usual among the alternatives.
void shrink(std::vector<Moments>& all, const std::vector<bool>& counts) {
  std::vector<double> known;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (counts[i] && all[i].n > 1) known.push_back(all[i].variance);
  const double usual = upper_median(known);
  for (Moments& m : all)
    if (m.n > 1) {
      const auto own = static_cast<double>(m.n - 1);
      m.variance = (kPrior * usual + own * m.variance) / (kPrior + own);
    }
}

double z_of(double lead, double variance, std::size_t n) {
  if (lead == 0) return 0;
  return variance > 0 ? lead / std::sqrt(variance / static_cast<double>(n)) : lead > 0 ? kEndless : -kEndless;
}

// A chance that was never seen is not known to be none: one more run of each kind (Laplace).
double chance_variance(const Moments& m, double most) {
  const double seen = (most - m.mean) * static_cast<double>(m.n);
  const double p = (seen + 1) / (static_cast<double>(m.n) + 2);
  return p * (1 - p);
}

double most_of(const Restriction& limit) {
  return *std::max_element(limit.margins.begin(), limit.margins.end(),
                           [](double a, double b) { return std::isnan(a) || (!std::isnan(b) && a < b); });
}

// The margin, in standard errors, of the limit that is nearest to failing or fails most clearly.
void look_at_limits(const std::vector<Alternative>& all, Ranking& ranking) {
  for (Standing& s : ranking.standings) s.limit_z = kEndless;
  const std::size_t limits = all.empty() ? 0 : all[0].limits.size();
  for (std::size_t l = 0; l < limits; ++l) {
    std::vector<Moments> m;
    for (const Alternative& a : all) m.push_back(moments(a.limits[l].margins));
    std::vector<bool> counts(all.size(), true);
    shrink(m, counts);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (m[i].n < 2) continue;
      // A chance's margins are most, or most − 1 where it came about.
      if (all[i].limits[l].is_chance) {
        const double high = most_of(all[i].limits[l]);
        m[i].variance = chance_variance(m[i], high < 0 ? high + 1 : high);
      }
      Standing& s = ranking.standings[i];
      s.is_allowed = s.is_allowed && m[i].mean >= 0;
      s.limit_z = std::min(s.limit_z, z_of(m[i].mean, m[i].variance, m[i].n));
    }
  }
}

std::size_t longest(const std::vector<Standing>& standings) {
  std::size_t leader = kNoAlternative;
  for (std::size_t i = 0; i < standings.size(); ++i) {
    if (standings[i].n < 2) continue;
    if (leader == kNoAlternative || standings[i].n > standings[leader].n ||
        (standings[i].n == standings[leader].n && standings[i].mean > standings[leader].mean))
      leader = i;
  }
  return leader;
}

// Paired differences to `to`, with shrunk variances; that to itself is none.
std::vector<Moments> differences_to(const std::vector<Alternative>& all, std::size_t to, bool shrunk) {
  std::vector<Moments> m;
  std::vector<bool> counts;
  for (std::size_t i = 0; i < all.size(); ++i) {
    m.push_back(moments(pairs_of(all[to].values, all[i].values)));
    counts.push_back(i != to);
  }
  if (shrunk) shrink(m, counts);
  return m;
}

}  // namespace

Ranking rank_alternatives(const std::vector<Alternative>& all) {
  Ranking ranking;
  ranking.standings.resize(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Moments m = moments(all[i].values);
    ranking.standings[i].n = m.n, ranking.standings[i].mean = m.mean;
  }
  look_at_limits(all, ranking);
  const std::size_t leader = longest(ranking.standings);
  if (leader == kNoAlternative) return ranking;
  const std::vector<Moments> to_leader = differences_to(all, leader, false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    Standing& s = ranking.standings[i];
    s.estimate = ranking.standings[leader].mean - to_leader[i].mean;
    if (s.n < 2 || to_leader[i].n < 2 || !s.is_allowed) continue;
    if (ranking.best == kNoAlternative || s.estimate > ranking.standings[ranking.best].estimate)
      ranking.best = i;
  }
  if (ranking.best == kNoAlternative) return ranking;
  const std::vector<Moments> m = differences_to(all, ranking.best, true);
  double wrong = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Standing& s = ranking.standings[i];
    if (s.n < 2) continue;
    s.behind = m[i].mean, s.behind_sd = std::sqrt(m[i].variance), s.pairs = m[i].n;
    const double by_value = i == ranking.best ? -kEndless : z_of(m[i].mean, m[i].variance, m[i].n);
    const double clear = i == ranking.best ? s.limit_z
                         : s.is_allowed    ? by_value
                                           : std::max(by_value, -s.limit_z);
    s.chance_wrong = normal_below(-clear);
    if (i != ranking.best && m[i].mean == 0 && m[i].variance == 0) s.chance_wrong = 0;  // the same world
    wrong += s.chance_wrong;
  }
  ranking.chance = std::max(0.0, 1 - wrong);
  return ranking;
}

namespace {

// What one more replicate is worth less: squared lead in standard deviations, of the clearer reason.
double clearness(const Standing& s, bool is_best) {
  const auto n = static_cast<double>(std::max<std::size_t>(s.n, 1));
  const double by_limit = s.limit_z * s.limit_z / n;
  if (is_best || s.pairs == 0) return std::max(by_limit, kFloor / n);
  const double variance = s.behind_sd * s.behind_sd;
  if (variance == 0) return kEndless;
  const double lead = std::max(s.behind, 0.0);
  const double by_value = std::max(lead * lead / variance, kFloor / n);
  return s.is_allowed ? by_value : std::max(by_value, by_limit);
}

std::vector<double> wanted(const Ranking& ranking, double scale) {
  const auto& standings = ranking.standings;
  std::vector<double> n(standings.size(), 0);
  double most = 0;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (standings[i].n < 2) continue;  // failed: more of the same is no help
    n[i] = scale / clearness(standings[i], i == ranking.best);
    if (i != ranking.best) most = std::max(most, n[i]);
  }
  if (ranking.best != kNoAlternative) n[ranking.best] = std::max(n[ranking.best], most);
  return n;
}

double further(const std::vector<double>& n, const std::vector<Alternative>& all, std::size_t most) {
  double sum = 0;
  for (std::size_t i = 0; i < n.size(); ++i)
    sum +=
        std::max(0.0, std::min(n[i], static_cast<double>(most)) - static_cast<double>(all[i].values.size()));
  return sum;
}

}  // namespace

std::vector<std::size_t> allocate(const std::vector<Alternative>& all, const Ranking& ranking,
                                  std::size_t runs, std::size_t most) {
  double low = 0, high = 1;
  const auto total = static_cast<double>(runs);
  for (int i = 0; i < 200 && further(wanted(ranking, high), all, most) < total; ++i) high *= 2;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (further(wanted(ranking, middle), all, most) < total ? low : high) = middle;
  }
  const std::vector<double> n = wanted(ranking, high);
  std::vector<std::size_t> more(all.size(), 0), order(all.size());
  std::vector<double> rest(all.size(), 0);
  std::size_t given = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double extra =
        std::max(0.0, std::min(n[i], static_cast<double>(most)) - static_cast<double>(all[i].values.size()));
    more[i] = static_cast<std::size_t>(extra + 1e-9);
    rest[i] = extra - static_cast<double>(more[i]);
    given += more[i];
  }
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rest[a] > rest[b]; });
  for (const std::size_t i : order)
    if (given < runs && rest[i] > 1e-9 && all[i].values.size() + more[i] < most) ++more[i], ++given;
  return more;
}

std::vector<std::size_t> indifferent(const Ranking& ranking, double level) {
  std::vector<std::size_t> set;
  if (ranking.best == kNoAlternative) return set;
  std::size_t ranked = 0;
  for (const Standing& s : ranking.standings) ranked += s.n >= 2 && s.is_allowed ? 1 : 0;
  const double share = (1 - level) / static_cast<double>(std::max<std::size_t>(ranked - 1, 1));
  for (std::size_t i = 0; i < ranking.standings.size(); ++i) {
    const Standing& s = ranking.standings[i];
    if (s.n < 2 || !s.is_allowed) continue;
    const double half = s.pairs < 2 ? kEndless
                                    : t_quantile(static_cast<double>(s.pairs - 1) + kPrior, 1 - 2 * share) *
                                          s.behind_sd / std::sqrt(static_cast<double>(s.pairs));
    if (i == ranking.best || s.behind - half < 0 || (s.behind == 0 && s.behind_sd == 0)) set.push_back(i);
  }
  return set;
}

}  // namespace fanfare
