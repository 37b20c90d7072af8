// Where the outcome came from: funnel, frequency, credit, creators, sources of the feed.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/report/document.h"
#include "sim/report/money.h"

namespace fanfare {
namespace {

// Means at the end: [row][cell].
Json last_means(const Stacked& s) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) {
    std::vector<double> means;
    for (std::size_t cell = 0; cell < s.cells(); ++cell) {
      const Interval x = s.last(row, cell);
      means.push_back(x.n == 0 ? NAN : x.mean);
    }
    rows.push_back(numbers_json(means));
  }
  return rows;
}

Json names_json(const Dimension& axis) {
  Json names = Json::array();
  for (std::size_t i = 0; i < axis.size(); ++i) names.push_back(entry_name(axis, i));
  return names;
}

// counts[row][brand·stage], flows[row][brand·from·to]: people, means over replicates.
Json funnel_json(const Dataset& study) {
  const auto counts = Stacked::of(study, "funnel_count");
  const auto flows = Stacked::of(study, "funnel_flow");
  if (!counts || !flows || counts->rest().size() != 2) return nullptr;
  return {{"brands", names_json(*counts->rest()[0])},
          {"stages", names_json(*counts->rest()[1])},
          {"counts", last_means(*counts)},
          {"flows", last_means(*flows)}};
}

// arms[row][campaign·times]: people, with intervals.
Json frequency_json(const Dataset& study) {
  const auto s = Stacked::of(study, "reach_at_least");
  if (!s || s->rest().size() != 2) return nullptr;
  Json out = {{"campaigns", names_json(*s->rest()[0])},
              {"times", names_json(*s->rest()[1])},
              {"arms", Json::array()}};
  for (std::size_t row = 0; row < s->rows(); ++row) {
    Json cells = Json::array();
    for (std::size_t cell = 0; cell < s->cells(); ++cell) cells.push_back(interval_json(s->last(row, cell)));
    out["arms"].push_back(std::move(cells));
  }
  return out;
}

Json intervals_of(const Stacked& s, std::size_t cell) {
  Json arms = Json::array();
  for (std::size_t row = 0; row < s.rows(); ++row) arms.push_back(interval_json(s.last(row, cell)));
  return arms;
}

// What the baseline spent for a brand, in the run in which it spent most; missing if nothing tells.
double baseline_spend(const Dataset& study, const std::string& baseline, std::size_t brand) {
  const auto spend = Stacked::of(study, "spend");
  const auto& arms = arms_of(study).labels;
  const auto row = static_cast<std::size_t>(std::find(arms.begin(), arms.end(), baseline) - arms.begin());
  if (!spend || row == arms.size() || brand >= spend->cells()) return NAN;
  double most = NAN;
  for (const double x : spend->over_replicates(row, spend->times() - 1, brand)) most = std::fmax(most, x);
  return most;
}

// What the arms caused beside what last touch credits them with, by brand. The two can be held against each
// other only where the baseline has no campaign for the brand: else the difference is to that campaign, the
// credit is not.
Json credit_json(const Dataset& study, const std::string& baseline) {
  const auto caused = Stacked::of(study, "incremental_revenue");
  const auto credited = Stacked::of(study, "last_touch_revenue");
  if (!caused || !credited || caused->cells() != credited->cells()) return nullptr;
  Json brands = Json::array();
  for (std::size_t cell = 0; cell < caused->cells(); ++cell)
    brands.push_back({{"brand", caused->cell_name(cell)},
                      {"unit", credited->variable().units},
                      {"baseline_spend", number_json(baseline_spend(study, baseline, cell))},
                      {"caused", intervals_of(*caused, cell)},
                      {"credited", intervals_of(*credited, cell)}});
  return brands;
}

// Impressions of each source: [row][source][time], per step of the series. Counts begin again at the end of
// the warm-up: there, and nowhere else, a step would be negative and is missing.
Json sources_json(const Dataset& study) {
  const auto s = Stacked::of(study, "feed_impressions");
  if (!s || s->rest().size() != 1) return nullptr;
  Json arms = Json::array();
  for (std::size_t row = 0; row < s->rows(); ++row) {
    Json sources = Json::array();
    for (std::size_t cell = 0; cell < s->cells(); ++cell) {
      std::vector<double> steps;
      for (std::size_t time = 0; time < s->times(); ++time) {
        const double before = time == 0 ? 0 : s->interval(row, time - 1, cell).mean;
        const double step = s->interval(row, time, cell).mean - before;
        steps.push_back(step < 0 ? NAN : step);
      }
      sources.push_back(numbers_json(steps));
    }
    arms.push_back(std::move(sources));
  }
  return {{"sources", names_json(*s->rest()[0])}, {"unit", s->variable().units}, {"arms", arms}};
}

Json promotions_json(const Dataset& study) {
  const auto s = Stacked::of(study, "feed/promotions");
  if (!s || s->rest().size() != 1) return nullptr;
  return {{"rungs", names_json(*s->rest()[0])}, {"arms", last_means(*s)}};
}

}  // namespace

Json market_json(const ReportSource& source) {
  const Dataset& study = source.gathered.results.data;
  return {{"funnel", funnel_json(study)},
          {"frequency", frequency_json(study)},
          {"credit", credit_json(study, source.gathered.summary.baseline)},
          {"sources", sources_json(study)},
          {"promotions", promotions_json(study)},
          {"creators", creators_json(study)},
          {"money", money_json(source)}};
}

}  // namespace fanfare
