#include "sim/forecast/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <set>

#include "fanfare/expects.h"
#include "fanfare/nearest.h"
#include "fanfare/table_file.h"

namespace fanfare {
namespace {

constexpr std::size_t kComplaints = 8;

// Those of `wanted` that stand in the table's first line that says something.
std::vector<std::string> columns_there(const std::string& path, const std::vector<std::string>& wanted) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line) && (line.empty() || line[0] == '#' || line == "\r")) {
  }
  if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
  std::set<std::string> there;
  std::string word;
  for (const char c : line + ",") {
    if (c == ',' || c == '\t')
      there.insert(std::exchange(word, {}));
    else if (c != '"' && c != ' ' && c != '\r')
      word += c;
  }
  std::vector<std::string> out = {"measure", "value"};
  for (const std::string& name : wanted)
    if (there.contains(name)) out.push_back(name);
  return out;
}

double number_in(std::string_view text, const char* what, const TableRow& row) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    row.fail(fmt::format("{} '{}' is no number (write it plainly, as 12500.5)", what, text));
  return value;
}

bool same_day(double a, double b) { return (std::isnan(a) && std::isnan(b)) || a == b; }

std::string said(const ObservedValue& row) {
  std::string text = row.measure;
  if (!row.label.empty()) text += " (" + row.label + ")";
  if (!row.arm.empty()) text += ", arm " + row.arm;
  return text + (std::isnan(row.day) ? ", at the end" : fmt::format(", day {}", row.day));
}

const Foretold* found(const Forecast& forecast, const ObservedValue& row, const std::string& arm) {
  const Foretold* only = nullptr;
  for (const Foretold& f : forecast.series) {
    if (f.measure != row.measure || f.arm != arm || !same_day(f.day, row.day)) continue;
    if (f.label == row.label) return &f;
    if (!row.label.empty()) continue;
    if (only != nullptr) return nullptr;  // several labels: which is not said
    only = &f;
  }
  return only;
}

// What a row of which nothing is predicted was probably meant to be.
std::string hint(const Forecast& forecast, const ObservedValue& row, const std::string& arm) {
  std::vector<std::string> measures, labels, days;
  const auto add = [](std::vector<std::string>& to, const std::string& word) {
    if (std::find(to.begin(), to.end(), word) == to.end()) to.push_back(word);
  };
  for (const Foretold& f : forecast.series) {
    add(measures, f.measure);
    if (f.measure != row.measure || f.arm != arm) continue;
    add(labels, f.label);
    add(days, std::isnan(f.day) ? "the end" : fmt::format("{}", f.day));
  }
  if (std::find(measures.begin(), measures.end(), row.measure) == measures.end())
    return did_you_mean(row.measure, measures, "measures are");
  if (std::find(labels.begin(), labels.end(), row.label) == labels.end())
    return did_you_mean(row.label, labels, "labels are");
  return did_you_mean("", days, "days are");
}

std::string arm_scored(const Forecast& forecast, const std::string& arm) {
  std::vector<std::string> arms;
  for (const Foretold& f : forecast.series)
    if (std::find(arms.begin(), arms.end(), f.arm) == arms.end()) arms.push_back(f.arm);
  if (!arm.empty()) {
    if (std::find(arms.begin(), arms.end(), arm) == arms.end())
      throw InputError(
          fmt::format("arm {}: is not in the forecast ({})", arm, did_you_mean(arm, arms, "there are")));
    return arm;
  }
  std::string only;
  for (const std::string& name : arms) {
    if (name == forecast.baseline) continue;
    if (!only.empty())
      throw InputError(
          fmt::format("which arm was done? (the forecast has {}) name it with --arm, or in a column 'arm'",
                      listed(arms)));
    only = name;
  }
  return only.empty() ? forecast.baseline : only;
}

Score scored(const Forecast& forecast, const Foretold& f, const ObservedValue& row) {
  Score s;
  s.foretold = f;
  s.observed = row.value;
  s.crps = crps(f.values, row.value);
  s.fair = fair_crps(f.values, row.value);
  s.reference = std::nan("");
  s.wide = order_interval(f.values, 0.9);
  s.half = order_interval(f.values, 0.5);
  s.below = static_cast<std::size_t>(std::lower_bound(f.values.begin(), f.values.end(), row.value) -
                                     f.values.begin());
  if (!forecast.baseline.empty() && f.arm != forecast.baseline)
    for (const Foretold& other : forecast.series)
      if (other.arm == forecast.baseline && other.measure == f.measure && other.label == f.label &&
          same_day(other.day, f.day))
        s.reference = crps(other.values, row.value);
  return s;
}

}  // namespace

std::vector<ObservedValue> read_observed(const std::string& path) {
  const std::vector<std::string> columns = columns_there(path, {"label", "arm", "day"});
  std::vector<ObservedValue> rows;
  read_table(path, columns, [&](const TableRow& row) {
    ObservedValue o;
    o.measure = row.cells()[0];
    o.value = number_in(row.cells()[1], "value", row);
    for (std::size_t c = 2; c < columns.size(); ++c) {
      const std::string_view cell = row.cells()[c];
      if (columns[c] == "label") o.label = cell;
      if (columns[c] == "arm") o.arm = cell;
      if (columns[c] == "day" && !cell.empty()) o.day = number_in(cell, "day", row);
    }
    rows.push_back(std::move(o));
  });
  return rows;
}

double crps(const std::vector<double>& x, double y) {
  const auto m = static_cast<double>(x.size());
  double off = 0, spread = 0;  // Σ_i<j (x_j − x_i) = Σ_i (2i − m + 1) x_i of ascending values
  for (std::size_t i = 0; i < x.size(); ++i) {
    off += std::abs(x[i] - y);
    spread += (2 * static_cast<double>(i) - m + 1) * x[i];
  }
  return off / m - spread / (m * m);
}

double fair_crps(const std::vector<double>& x, double y) {
  if (x.size() < 2) return std::nan("");
  const auto m = static_cast<double>(x.size());
  double off = 0, spread = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    off += std::abs(x[i] - y);
    spread += (2 * static_cast<double>(i) - m + 1) * x[i];
  }
  return off / m - spread / (m * (m - 1));
}

OrderInterval order_interval(const std::vector<double>& ascending, double level) {
  const std::size_t m = ascending.size();
  const auto most = static_cast<std::size_t>((1 - level) / 2 * static_cast<double>(m + 1) + 1e-9);
  const std::size_t k = std::clamp<std::size_t>(most, 1, (m + 1) / 2);
  const double holds = 1 - 2 * static_cast<double>(k) / static_cast<double>(m + 1);
  return {ascending[k - 1], ascending[m - k], std::max(holds, 0.0)};
}

std::vector<Score> score(const Forecast& forecast, const std::vector<ObservedValue>& observed,
                         const std::string& arm) {
  std::vector<Score> scores;
  std::string wrong;
  std::size_t n_wrong = 0;
  for (const ObservedValue& row : observed) {
    const std::string of = arm_scored(forecast, row.arm.empty() ? arm : row.arm);
    if (const Foretold* f = found(forecast, row, of))
      scores.push_back(scored(forecast, *f, row));
    else if (++n_wrong <= kComplaints)
      wrong += fmt::format("\n  {}: nothing is foretold of it ({})", said(row), hint(forecast, row, of));
  }
  if (n_wrong > kComplaints) wrong += fmt::format("\n  and {} more", n_wrong - kComplaints);
  if (n_wrong > 0)
    throw InputError(fmt::format("{} of {} rows can't be scored{}", n_wrong, observed.size(), wrong));
  return scores;
}

std::vector<ScoreTotal> totals(const std::vector<Score>& scores) {
  std::vector<ScoreTotal> all;
  for (const Score& s : scores)
    if (std::none_of(all.begin(), all.end(),
                     [&](const ScoreTotal& t) { return t.measure == s.foretold.measure; }))
      all.push_back({s.foretold.measure, s.foretold.unit});
  for (ScoreTotal& t : all) {
    double reference = 0, with_reference = 0;
    for (const Score& s : scores) {
      if (s.foretold.measure != t.measure) continue;
      ++t.n;
      t.crps += s.crps;
      t.in_wide += s.in_wide() ? 1 : 0, t.in_half += s.in_half() ? 1 : 0;
      t.wide_holds += s.wide.holds, t.half_holds += s.half.holds;
      if (!std::isnan(s.reference)) reference += s.reference, with_reference += s.crps;
    }
    t.skill = reference > 0 ? 1 - with_reference / reference : std::nan("");
    t.crps /= static_cast<double>(t.n);
  }
  return all;
}

}  // namespace fanfare
