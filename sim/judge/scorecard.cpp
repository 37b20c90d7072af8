// Variables scorecard/… over (fact), or (arm, replicate, fact).
#include "sim/judge/scorecard.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "sim/judge/statistics.h"

namespace fanfare {
namespace {

enum class BandStanding { pass, warn, no_band, not_had };  // as the flags in the file

// Of "reciprocity: E1 …; gini: E4 …".
std::string citation_of(const std::string& citations, const std::string& fact) {
  const std::string all = "; " + citations + "; ", name = "; " + fact + ": ";
  const std::size_t from = all.find(name);
  if (from == std::string::npos) return {};
  const std::size_t first = from + name.size();
  return all.substr(first, all.find("; ", first) - first);
}

// Which of the runs' rows are shown: all, or those of one arm.
struct Rows {
  std::size_t runs = 1;             // rows of facts in all
  std::size_t first = 0, last = 1;  // those whose values are averaged
};

Rows rows_of(const Dataset& data, const Variable& v, const std::string& baseline) {
  Rows rows;
  const std::size_t facts = data.dimension("fact")->size();
  rows.runs = facts == 0 ? 0 : v.data.size() / facts;
  rows.last = rows.runs;
  const Dimension* arms = data.dimension("arm");
  if (v.dimensions.size() != 3 || arms == nullptr) return rows;
  const auto arm = std::find(arms->labels.begin(), arms->labels.end(), baseline);
  if (arm == arms->labels.end()) return rows;
  const std::size_t replicates = rows.runs / arms->size();
  rows.first = static_cast<std::size_t>(arm - arms->labels.begin()) * replicates;
  rows.last = rows.first + replicates;
  return rows;
}

double mean_over(const Variable& v, std::size_t fact, std::size_t facts, std::size_t first,
                 std::size_t last) {
  std::vector<double> values;
  for (std::size_t row = first; row < last; ++row) values.push_back(v.data[row * facts + fact]);
  return t_interval(values).mean;
}

// The band of the first run that has one.
double any_of(const Variable& v, std::size_t fact, std::size_t facts) {
  for (std::size_t i = fact; i < v.data.size(); i += facts)
    if (!std::isnan(v.data[i])) return v.data[i];
  return std::nan("");
}

void count_standings(ScorecardLine& line, const Variable& v, std::size_t fact, std::size_t facts) {
  for (std::size_t i = fact; i < v.data.size(); i += facts) {
    if (std::isnan(v.data[i])) continue;  // a run that failed
    ++line.runs;
    const auto standing = static_cast<BandStanding>(static_cast<int>(v.data[i]));
    line.passed += standing == BandStanding::pass ? 1 : 0;
    line.warned += standing == BandStanding::warn ? 1 : 0;
    line.not_had += standing == BandStanding::not_had ? 1 : 0;
  }
}

}  // namespace

Said ScorecardLine::standing() const {
  const auto in_some = [&](const char* key, std::size_t some) {
    return Said{key, {{"some", some}, {"runs", runs}}};
  };
  if (runs == not_had) return {runs <= 1 ? "scorecard.not_in_run" : "scorecard.in_no_run"};
  if (warned > 0) return warned == runs ? Said{"scorecard.warn"} : in_some("scorecard.warn_in", warned);
  if (passed > 0) return passed == runs ? Said{"scorecard.pass"} : in_some("scorecard.pass_in", passed);
  return {"scorecard.no_band"};
}

std::vector<ScorecardLine> read_scorecard(const Dataset& data, const std::string& baseline) {
  const Variable *value = data.variable("scorecard/value"), *low = data.variable("scorecard/low"),
                 *high = data.variable("scorecard/high"), *standing = data.variable("scorecard/standing");
  const Dimension* facts = data.dimension("fact");
  std::vector<ScorecardLine> lines;
  if (!value || !low || !high || !standing || !facts) return lines;
  const Rows rows = rows_of(data, *value, baseline);
  const std::size_t n = facts->size();
  for (std::size_t f = 0; f < n; ++f) {
    ScorecardLine line;
    line.fact = facts->labels[f];
    line.value = mean_over(*value, f, n, rows.first, rows.last);
    line.low = any_of(*low, f, n);
    line.high = any_of(*high, f, n);
    line.citation = citation_of(value->formula, line.fact);
    count_standings(line, *standing, f, n);
    lines.push_back(line);
  }
  return lines;
}

}  // namespace fanfare
