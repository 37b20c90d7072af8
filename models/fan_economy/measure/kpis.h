// KPIs: each is one line with its unit, its formula and the function that computes it, so that what is
// printed, recorded and documented can't differ. Counts leave the warm-up out unless they say otherwise.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "fanfare/dataset.h"

namespace fanfare::fan_economy {

struct Dialect;
struct World;

struct Kpi {
  std::string_view name;
  std::string_view units;
  std::string_view long_name;
  std::string_view formula;
  bool integral;
  double (*value)(const World& world, std::size_t which);  // of a run (0), a brand or a campaign
  Better better = Better::neither;
};

std::span<const Kpi> run_kpis();
std::span<const Kpi> brand_kpis();
std::span<const Kpi> campaign_kpis();
// The same with names and formulas of a dialect.
std::vector<Kpi> campaign_kpis(const Dialect& dialect);

// Money spent on a campaign since the warm-up, in currency units.
double campaign_spend(const World& world, std::size_t campaign);
// The same over all campaigns of a brand.
double brand_spend(const World& world, std::size_t brand);

// Share of creators' followers who are fans, now.
double fan_share(const World& world, std::size_t);

// Gini coefficient of non-negative numbers, 0 (equal) … 1; NaN if they are none or all 0.
double gini(std::span<const std::int64_t> values);

}  // namespace fanfare::fan_economy
