// Things of runs as points and as means by category.
#include <algorithm>
#include <cmath>

#include "sim/report/exhibits.h"

namespace fanfare {
namespace {

constexpr std::size_t kMostDots = 3000;  // over all arms; beyond, replicates are left out, the last first,
constexpr std::size_t kLeastOfArm = 40;    // … and of one replicate all but so many things of an arm

struct Things {
  const exhibits::Scatter& spec;
  Stacked category;
  std::vector<Stacked> columns;

  static std::optional<Things> of(const exhibits::Scatter& spec, const Recorded& study) {
    const auto category = Stacked::of(study, spec.category.of);
    if (!category) return std::nullopt;
    Things things{spec, *category, {}};
    for (const exhibits::Scatter::Column& column : spec.columns) {
      const auto s = Stacked::of(study, column.of);
      if (!s || s->cells() != category->cells()) return std::nullopt;
      things.columns.push_back(*s);
    }
    return things;
  }
  bool has(std::size_t row, std::size_t r, std::size_t cell) const {
    return std::isfinite(category.at(row, r, 0, cell));
  }
  std::size_t column(std::string_view key) const {
    const auto at = std::ranges::find(spec.columns, key, &exhibits::Scatter::Column::key);
    return static_cast<std::size_t>(at - spec.columns.begin());
  }
};

struct CategorySums {
  double things = 0;
  std::vector<double> columns;
};

std::vector<CategorySums> sums_of(const Things& t, std::size_t row) {
  std::vector<CategorySums> sums(t.spec.words.size(), {0, std::vector<double>(t.columns.size())});
  for (std::size_t r = 0; r < t.category.replicates(); ++r)
    for (std::size_t cell = 0; cell < t.category.cells(); ++cell) {
      if (!t.has(row, r, cell)) continue;
      const auto category = static_cast<std::size_t>(t.category.at(row, r, 0, cell));
      if (category >= sums.size()) continue;
      ++sums[category].things;
      for (std::size_t c = 0; c < t.columns.size(); ++c)
        sums[category].columns[c] += t.columns[c].at(row, r, 0, cell);
    }
  return sums;
}

Json category_json(const Things& t, std::size_t category, const CategorySums& sums) {
  const auto runs = static_cast<double>(t.category.replicates());
  Json json;
  json[std::string(t.spec.category.key)] = t.spec.words[category];
  json[std::string(t.spec.count)] = number_json(sums.things / runs);
  for (const std::string_view key : t.spec.means)
    json[std::string(key)] = number_json(sums.columns[t.column(key)] / sums.things);
  for (const exhibits::Scatter::Ratio& ratio : t.spec.ratios) {
    const double above = sums.columns[t.column(ratio.above)], below = sums.columns[t.column(ratio.below)];
    json[std::string(ratio.key)] = number_json(below == 0 ? NAN : ratio.times * above / below);
  }
  return json;
}

Json categories_json(const Things& t, std::size_t row) {
  Json list = Json::array();
  const std::vector<CategorySums> sums = sums_of(t, row);
  for (std::size_t k = 0; k < sums.size(); ++k)
    if (sums[k].things > 0) list.push_back(category_json(t, k, sums[k]));
  return list;
}

std::size_t count(const Things& t, std::size_t replicates) {
  std::size_t n = 0;
  for (std::size_t row = 0; row < t.category.rows(); ++row)
    for (std::size_t r = 0; r < replicates; ++r)
      for (std::size_t cell = 0; cell < t.category.cells(); ++cell) n += t.has(row, r, cell) ? 1 : 0;
  return n;
}

Json point_json(const Things& t, std::size_t row, std::size_t r, std::size_t cell) {
  Json point = Json::array({number_json(t.category.at(row, r, 0, cell))});
  for (const Stacked& of : t.columns) point.push_back(number_json(of.at(row, r, 0, cell)));
  point.push_back(r);
  return point;
}

Json points_json(const Things& t, std::size_t row, std::size_t replicates, std::size_t most) {
  Json points = Json::array();
  for (std::size_t r = 0; r < replicates; ++r)
    for (std::size_t cell = 0; cell < t.category.cells() && points.size() < most; ++cell)
      if (t.has(row, r, cell)) points.push_back(point_json(t, row, r, cell));
  return points;
}

}  // namespace

Json scatter_json(const exhibits::Scatter& scatter, const ReportSource& source) {
  const auto t = Things::of(scatter, recorded(source));
  if (!t) return nullptr;
  std::size_t replicates = t->category.replicates();
  while (replicates > 1 && count(*t, replicates) > kMostDots) --replicates;
  const bool few = count(*t, replicates) <= kMostDots;
  const std::size_t most = few ? kMostDots : std::max(kLeastOfArm, kMostDots / t->category.rows());
  const std::string list(scatter.list);
  Json arms = Json::array();
  for (std::size_t row = 0; row < t->category.rows(); ++row)
    arms.push_back({{list, categories_json(*t, row)}, {"points", points_json(*t, row, replicates, most)}});
  return {{list, scatter.words}, {"replicates_shown", replicates}, {"arms", arms}};
}

}  // namespace fanfare
