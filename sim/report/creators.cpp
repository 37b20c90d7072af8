// Contracts as points and as means by kind.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/report/money.h"

namespace fanfare {
namespace {

constexpr std::array kKinds = {"kol", "koc", "celebrity", "employee", "virtual", "ugc"};
constexpr std::size_t kMostPoints = 3000;  // over all arms; beyond, replicates are left out, the last first,
constexpr std::size_t kLeastOfArm = 40;    // … and of one replicate all but so many contracts of an arm

struct Contracts {
  Stacked kind, followers, paid, impressions, engagements;

  static std::optional<Contracts> of(const Dataset& study) {
    auto kind = Stacked::of(study, "creators/kind");
    auto followers = Stacked::of(study, "creators/followers");
    auto paid = Stacked::of(study, "creators/paid");
    auto impressions = Stacked::of(study, "creators/impressions");
    auto engagements = Stacked::of(study, "creators/engagements");
    if (!kind || !followers || !paid || !impressions || !engagements) return std::nullopt;
    return Contracts{*kind, *followers, *paid, *impressions, *engagements};
  }
  bool has(std::size_t row, std::size_t r, std::size_t cell) const {
    return std::isfinite(kind.at(row, r, 0, cell));
  }
};

struct KindTotals {
  double contracts = 0, followers = 0, paid = 0, impressions = 0, engagements = 0;
};

std::vector<KindTotals> totals_of(const Contracts& c, std::size_t row) {
  std::vector<KindTotals> totals(kKinds.size());
  for (std::size_t r = 0; r < c.kind.replicates(); ++r)
    for (std::size_t cell = 0; cell < c.kind.cells(); ++cell) {
      if (!c.has(row, r, cell)) continue;
      const auto kind = static_cast<std::size_t>(c.kind.at(row, r, 0, cell));
      if (kind >= totals.size()) continue;
      KindTotals& t = totals[kind];
      ++t.contracts;
      t.followers += c.followers.at(row, r, 0, cell);
      t.paid += c.paid.at(row, r, 0, cell);
      t.impressions += c.impressions.at(row, r, 0, cell);
      t.engagements += c.engagements.at(row, r, 0, cell);
    }
  return totals;
}

// Money a contract, and money per thousand impressions of all contracts of a kind together.
Json kinds_json(const Contracts& c, std::size_t row) {
  Json kinds = Json::array();
  const std::vector<KindTotals> totals = totals_of(c, row);
  const auto runs = static_cast<double>(c.kind.replicates());
  for (std::size_t k = 0; k < totals.size(); ++k) {
    const KindTotals& t = totals[k];
    if (t.contracts == 0) continue;
    kinds.push_back({{"kind", kKinds[k]},
                     {"contracts", number_json(t.contracts / runs)},
                     {"followers", number_json(t.followers / t.contracts)},
                     {"paid", number_json(t.paid / t.contracts)},
                     {"impressions", number_json(t.impressions / t.contracts)},
                     {"per_thousand", number_json(t.impressions == 0 ? NAN : 1000 * t.paid / t.impressions)},
                     {"per_engagement", number_json(t.engagements == 0 ? NAN : t.paid / t.engagements)}});
  }
  return kinds;
}

std::size_t count(const Contracts& c, std::size_t replicates) {
  std::size_t n = 0;
  for (std::size_t row = 0; row < c.kind.rows(); ++row)
    for (std::size_t r = 0; r < replicates; ++r)
      for (std::size_t cell = 0; cell < c.kind.cells(); ++cell) n += c.has(row, r, cell) ? 1 : 0;
  return n;
}

Json point_json(const Contracts& c, std::size_t row, std::size_t r, std::size_t cell) {
  Json point = Json::array();
  for (const Stacked* of : {&c.kind, &c.followers, &c.paid, &c.impressions, &c.engagements})
    point.push_back(number_json(of->at(row, r, 0, cell)));
  point.push_back(r);
  return point;
}

Json points_json(const Contracts& c, std::size_t row, std::size_t replicates, std::size_t most) {
  Json points = Json::array();
  for (std::size_t r = 0; r < replicates; ++r)
    for (std::size_t cell = 0; cell < c.kind.cells() && points.size() < most; ++cell)
      if (c.has(row, r, cell)) points.push_back(point_json(c, row, r, cell));
  return points;
}

}  // namespace

Json creators_json(const Dataset& study) {
  const auto c = Contracts::of(study);
  if (!c) return nullptr;
  std::size_t replicates = c->kind.replicates();
  while (replicates > 1 && count(*c, replicates) > kMostPoints) --replicates;
  const bool few = count(*c, replicates) <= kMostPoints;
  const std::size_t most = few ? kMostPoints : std::max(kLeastOfArm, kMostPoints / c->kind.rows());
  Json arms = Json::array();
  for (std::size_t row = 0; row < c->kind.rows(); ++row)
    arms.push_back({{"kinds", kinds_json(*c, row)},
                    {"points", points_json(*c, row, replicates, most)}});
  return {{"kinds", kKinds}, {"replicates_shown", replicates}, {"arms", arms}};
}

}  // namespace fanfare
