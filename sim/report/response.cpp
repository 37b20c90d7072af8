// How the measure that decides answers to one number: points in its order with intervals, which of them can't be told
// from the best, and what one more unit brings between neighbours. The number is a design's only factor, or the only
// parameter in which the arms of a study differ.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <set>

#include "fanfare/catalogue.h"
#include "fanfare/what_if.h"
#include "sim/report/document.h"
#include "sim/say/verdict.h"

namespace fanfare {
namespace {

constexpr std::size_t kFewestLevels = 3;  // two are a comparison

// "20_000 CNY" → 20000 and "CNY"; a share in per cent as it is written.
struct ResponseLevel {
  double number = NAN;
  std::string unit;
};
ResponseLevel level_of(const std::string& text) {
  std::string digits;
  std::size_t at = 0;
  while (at < text.size() && std::string_view("0123456789.+-e_").find(text[at]) != std::string_view::npos) {
    if (text[at] != '_') digits += text[at];
    ++at;
  }
  ResponseLevel level;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), level.number);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return {};
  at = std::min(text.find_first_not_of(' ', at), text.size());
  level.unit = text.substr(at);
  return level.unit.find_first_of(" ,[]{}:") == std::string::npos ? level : ResponseLevel{};
}

// A number by row; NaN where a row has none.
struct ResponseKnob {
  std::vector<FactorValues> factor;  // one
  std::vector<double> numbers;
  std::string unit;
};

// Fills in numbers and unit; false where they are no numbers of one unit.
bool fill(ResponseKnob& knob, const std::vector<std::string>& texts, const std::vector<std::size_t>& rows) {
  knob.numbers.assign(texts.size(), NAN);
  for (const std::size_t row : rows) {
    const ResponseLevel level = level_of(texts[row]);
    if (std::isnan(level.number) || (row != rows[0] && level.unit != knob.unit)) return false;
    knob.unit = level.unit;
    knob.numbers[row] = level.number;
  }
  return true;
}

// Of arms without the baseline, which has not what the others have differently.
std::vector<std::size_t> rows_of(const Comparison& c) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < c.arms.size(); ++i)
    if (c.arms[i].candidate && c.arms[i].value.n > 0 && (c.of_points || c.arms[i].arm != c.baseline)) rows.push_back(i);
  return rows;
}

std::optional<ResponseKnob> knob_of_factors(const StudySummary& s, const std::vector<std::size_t>& rows) {
  ResponseKnob knob{{s.factors[0]}, s.factors[0].values, s.factors[0].units};
  if (!s.factors[0].labels.empty() && !fill(knob, s.factors[0].labels, rows)) return std::nullopt;
  return knob;
}

// What the study itself sets in the arm of which units are left out: no plan of anybody's.
std::string own_parameters(const std::string& model) {
  const ModelEntry* entry = find_model(model);
  if (entry == nullptr || !entry->what_if().left_out) return {};
  const std::string path(entry->what_if().left_out->units);
  return path.substr(0, path.rfind('.'));
}

// The only path in which these rows differ, but for `own` and what stands below it.
std::optional<ResponseKnob> knob_of_parameters(const Json& parameters, const std::vector<std::size_t>& rows,
                                               const std::string& own) {
  std::optional<ResponseKnob> found;
  if (parameters["differences"].size() != parameters["differences_total"]) return std::nullopt;
  for (const Json& difference : parameters["differences"]) {
    const auto path = difference["path"].get<std::string>();
    if (!own.empty() && (path == own || path.starts_with(own + "."))) continue;
    const auto texts = difference["values"].get<std::vector<std::string>>();
    const auto is_same = [&](std::size_t row) { return texts[row] == texts[rows[0]]; };
    if (std::all_of(rows.begin(), rows.end(), is_same)) continue;
    ResponseKnob knob{{{path, "", {}, texts}}, {}, ""};
    if (found || !fill(knob, texts, rows)) return std::nullopt;
    found = std::move(knob);
  }
  return found;
}

// b − a as pairs allow, over so many units.
Interval slope(const Comparison& c, std::size_t a, std::size_t b, double units) {
  const auto& from = c.measure.values[a];
  const auto& to = c.measure.values[b];
  Interval x = c.pairing == Pairing::paired ? t_interval(differences(to, from)) : welch_interval(to, from);
  for (double* part : {&x.mean, &x.low, &x.high, &x.sd}) *part /= units;
  return x;
}

std::size_t best_of(const Comparison& c, const std::vector<std::size_t>& rows) {
  return *std::max_element(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    const double x = c.arms[a].value.mean, y = c.arms[b].value.mean;
    return c.measure.better == Better::less ? y < x : x < y;
  });
}

Json points_json(const Comparison& c, const ResponseKnob& knob, const std::vector<std::size_t>& rows,
                 std::size_t best) {
  Json list = Json::array();
  for (const std::size_t row : rows) {
    Json point = interval_json(c.arms[row].value);
    point["row"] = row;
    point["at"] = number_json(knob.numbers[row]);
    for (const Language language : {Language::english, Language::chinese})
      point["level"][std::string(code_of(language))] = level_called(knob.factor[0], row, language);
    point["near_best"] = row == best || !slope(c, row, best, 1).excludes(0);
    list.push_back(std::move(point));
  }
  return list;
}

Json steps_json(const Comparison& c, const ResponseKnob& knob, const std::vector<std::size_t>& rows) {
  Json list = Json::array();
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    const double from = knob.numbers[rows[i]], to = knob.numbers[rows[i + 1]];
    Json step = interval_json(slope(c, rows[i], rows[i + 1], to - from));
    step["from"] = number_json(from);
    step["to"] = number_json(to);
    list.push_back(std::move(step));
  }
  return list;
}

}  // namespace

Json response_json(const ReportSource& source, const Json& parameters) {
  const StudySummary& s = source.gathered.summary;
  const Comparison* c = answering(s);
  if (c == nullptr || s.factors.size() > 1) return nullptr;
  std::vector<std::size_t> rows = rows_of(*c);
  if (rows.size() < kFewestLevels) return nullptr;
  const std::string own = own_parameters(source.gathered.results.provenance.model);
  const auto knob = s.factors.empty() ? knob_of_parameters(parameters, rows, own) : knob_of_factors(s, rows);
  if (!knob) return nullptr;
  std::erase_if(rows, [&](std::size_t row) { return !std::isfinite(knob->numbers[row]); });
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::size_t a, std::size_t b) { return knob->numbers[a] < knob->numbers[b]; });
  std::set<double> levels;
  for (const std::size_t row : rows) levels.insert(knob->numbers[row]);
  if (levels.size() < kFewestLevels || levels.size() < rows.size()) return nullptr;
  const std::size_t best = best_of(*c, rows);
  Json name;
  for (const Language language : {Language::english, Language::chinese})
    name[std::string(code_of(language))] = factor_called(knob->factor, 0, language);
  return {{"name", name},
          {"path", knob->factor[0].name},
          {"factor_unit", knob->unit},
          {"measure", c->measure.name},
          {"label", c->measure.label},
          {"unit", c->measure.unit},
          {"same_unit", knob->unit == c->measure.unit},
          {"left_over", c->measure.shows_loss() && !c->measure.is_return()},
          {"better", better_word(c->measure.better)},
          {"paired", c->pairing == Pairing::paired},
          {"best", best},
          {"points", points_json(*c, *knob, rows, best)},
          {"steps", steps_json(*c, *knob, rows)}};
}

}  // namespace fanfare
