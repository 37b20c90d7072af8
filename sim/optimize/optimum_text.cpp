// An optimum for people and programs: table, JSON, CSV, drawing.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/optimize/optimize.h"
#include "sim/report/html.h"
#include "sim/results/export.h"
#include "sim/words/json_number.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

using OptimumJson = nlohmann::ordered_json;

OptimumJson interval_json(double mean, double low, double high) {
  return {{"mean", json_number(mean)}, {"low", json_number(low)}, {"high", json_number(high)}};
}

std::string measure_title(const Optimum& o) {
  return o.label.empty() ? o.measure : o.measure + " (" + o.label + ")";
}

OptimumJson candidate_json(const Candidate& c) {
  const Standing& s = c.standing;
  return {{"name", c.name},
          {"title", c.title},
          {"levels", c.levels},
          {"n", s.n},
          {"value", interval_json(c.value.mean, c.value.low, c.value.high)},
          {"estimate", json_number(s.estimate)},
          {"worst_tenth", interval_json(c.tail.mean, c.tail.low, c.tail.high)},
          {"losses", c.losses},
          {"behind", json_number(s.behind)},
          {"behind_sd", json_number(s.behind_sd)},
          {"pairs", s.pairs},
          {"chance_better", json_number(s.chance_wrong)},
          {"allowed", s.is_allowed},
          {"limit_z", json_number(s.limit_z)},
          {"best", c.is_best},
          {"nearly_as_good", c.is_nearly},
          {"frontier", c.is_on_frontier},
          {"failed", c.failed}};
}

struct OptimumSaid {
  const Optimum& o;
  Language language;
  std::string amount(double x) const { return people_quantity_in(language, x, o.unit); }
  std::string span(double low, double high) const { return amount(low) + " … " + amount(high); }
  std::string word(const char* key) const { return label(key, language); }
  std::string lines(const char* key, const Blanks& blanks) const {
    return wrapped(sentence(key, language, blanks)) + "\n";
  }
  std::string line(const char* key, const Blanks& blanks) const {
    return sentence(key, language, blanks) + "\n";
  }
};

// ★ the best, ≈ not told from it, ◇ on the frontier, × against a limit.
std::string mark(const OptimumSaid& said, const Candidate& c) {
  if (c.standing.n == 0) return said.word("optimize.failed");
  if (!c.standing.is_allowed) return "×";
  return std::string(c.is_best ? "★" : c.is_nearly ? "≈" : "") + (c.is_on_frontier ? "◇" : "");
}

std::vector<const Candidate*> in_order(const Optimum& o) {
  std::vector<const Candidate*> order;
  for (const Candidate& c : o.candidates) order.push_back(&c);
  const double sign = o.better == Better::less ? -1 : 1;
  const auto key = [&](const Candidate& c) {
    return c.standing.n < 2 ? -INFINITY : sign * c.standing.estimate;
  };
  std::stable_sort(order.begin(), order.end(), [&](const Candidate* a, const Candidate* b) {
    if (a->standing.is_allowed != b->standing.is_allowed) return a->standing.is_allowed;
    return key(*a) > key(*b);
  });
  return order;
}

Table candidates_table(const OptimumSaid& said) {
  Table table({said.word("optimize.choice"), "n", said.word("optimize.estimate"),
               said.word("optimize.interval"), said.word("optimize.tail"), said.word("optimize.behind"), ""});
  for (const Candidate* c : in_order(said.o))
    table.add({c->title, std::to_string(c->standing.n), said.amount(c->standing.estimate),
               said.span(c->value.low, c->value.high), said.amount(c->tail.mean),
               c->is_best ? "–" : said.amount(c->standing.behind), mark(said, *c)});
  return table;
}

std::string answer(const OptimumSaid& said) {
  const Optimum& o = said.o;
  const Candidate* best = o.best();
  if (o.is_stopped) return said.lines("optimize.stopped", {{"runs", std::to_string(o.runs)}});
  if (best == nullptr) return said.lines("optimize.none", {});
  constexpr std::size_t kNamed = 4;
  std::string others;
  std::size_t nearly = 0;
  for (const Candidate* c : in_order(o))
    if (c->is_nearly && ++nearly <= kNamed) others += (others.empty() ? "" : ", ") + c->title;
  if (nearly > kNamed) others += filled(said.word("name.more"), {{"n", std::to_string(nearly - kNamed)}});
  const std::string surely = fmt::format("{:.0f}", std::floor(100 * o.chance));
  return said.lines("optimize.answer", {{"best", best->title},
                                        {"measure", measure_title(o)},
                                        {"value", said.amount(best->value.mean)},
                                        {"range", said.span(best->value.low, best->value.high)},
                                        {"tail", said.amount(best->tail.mean)},
                                        {"chance", surely},
                                        {"runs", std::to_string(o.runs)}}) +
         (others.empty() ? said.lines("optimize.alone", {})
                         : said.lines("optimize.others", {{"others", others}}));
}

std::string marginals_text(const OptimumSaid& said) {
  std::string text;
  for (const Marginal& m : said.o.marginals)
    text += "  " + said.line("optimize.marginal", {{"factor", m.factor},
                                                   {"from", m.from},
                                                   {"to", m.to},
                                                   {"gain", fmt::format("{:.3g}", m.gain.mean)},
                                                   {"low", fmt::format("{:.3g}", m.gain.low)},
                                                   {"high", fmt::format("{:.3g}", m.gain.high)},
                                                   {"unit", said.o.unit}});
  return text.empty() ? "" : "\n" + said.line("optimize.marginals", {}) + text;
}

}  // namespace

std::string optimum_json(const Optimum& o) {
  OptimumJson candidates = OptimumJson::array(), marginals = OptimumJson::array();
  for (const Candidate& c : o.candidates) candidates.push_back(candidate_json(c));
  for (const Marginal& m : o.marginals)
    marginals.push_back({{"factor", m.factor},
                         {"from", m.from},
                         {"to", m.to},
                         {"step", m.step},
                         {"n", m.gain.n},
                         {"gain_per_unit", interval_json(m.gain.mean, m.gain.low, m.gain.high)}});
  const Candidate* best = o.best();
  return OptimumJson{{"simulated", true},
                     {"status", o.is_stopped ? "stopped" : "complete"},
                     {"study", o.study},
                     {"question", o.question},
                     {"scenario", o.digest},
                     {"measure", o.measure},
                     {"label", o.label},
                     {"unit", o.unit},
                     {"better", better_word(o.better)},
                     {"baseline", o.baseline},
                     {"limits", o.limits},
                     {"factors", o.factors},
                     {"runs", o.runs},
                     {"looks", o.looks},
                     {"best", best == nullptr ? OptimumJson(nullptr) : OptimumJson(best->name)},
                     {"chance", o.chance},
                     {"candidates", candidates},
                     {"marginal", marginals}}
             .dump(1, ' ', false, OptimumJson::error_handler_t::replace) +
         "\n";
}

std::string optimum_csv(const Optimum& o) {
  std::string text = "choice,";
  for (const std::string& factor : o.factors) text += csv_cell(factor) + ",";
  text +=
      "n,mean,low,high,estimate,worst_tenth,worst_low,worst_high,losses,behind,chance_better,allowed,best,"
      "nearly_as_good,frontier,unit,scenario,origin\r\n";
  const auto cell = [](double x) { return std::isfinite(x) ? fmt::format("{},", x) : std::string(","); };
  for (const Candidate& c : o.candidates) {
    text += csv_cell(c.name) + ",";
    for (std::size_t f = 0; f < o.factors.size(); ++f)
      text += csv_cell(f < c.levels.size() ? c.levels[f] : "") + ",";
    text += fmt::format("{},", c.standing.n);
    for (const double x :
         {c.value.mean, c.value.low, c.value.high, c.standing.estimate, c.tail.mean, c.tail.low, c.tail.high})
      text += cell(x);
    text += fmt::format("{},", c.losses) + cell(c.standing.behind) + cell(c.standing.chance_wrong);
    for (const bool is : {c.standing.is_allowed, c.is_best, c.is_nearly, c.is_on_frontier})
      text += is ? "1," : "0,";
    text += csv_cell(o.unit) + "," + o.digest + ",simulated\r\n";
  }
  return text;
}

std::string optimum_text(const Optimum& o, Language language, std::size_t width) {
  const OptimumSaid said{o, language};
  std::string text = said.line("optimize.title", {{"name", o.study}, {"measure", measure_title(o)}});
  if (!o.question.empty()) text += "  " + o.question + "\n";
  text += "\n" + answer(said) + "\n" + candidates_table(said).render(width) + "  " +
          said.line("optimize.marks", {}) + marginals_text(said);
  return text;
}

std::string frontier_svg(const Optimum& o, Language language) {
  const OptimumSaid said{o, language};
  double low_x = INFINITY, high_x = -INFINITY, low_y = INFINITY, high_y = -INFINITY;
  for (const Candidate& c : o.candidates) {
    if (c.standing.n < 2) continue;
    low_x = std::min(low_x, std::min(c.tail.mean, c.tail.low)),
    high_x = std::max(high_x, std::max(c.tail.mean, c.tail.high));
    low_y = std::min(low_y, c.value.low), high_y = std::max(high_y, c.value.high);
  }
  constexpr double kWide = 720, kHigh = 460, kLeft = 110, kTop = 40, kRight = 150, kBottom = 60;
  const auto x = [&](double v) {
    return kLeft + (kWide - kLeft - kRight) * (v - low_x) / std::max(high_x - low_x, 1e-300);
  };
  const auto y = [&](double v) {
    return kHigh - kBottom - (kHigh - kTop - kBottom) * (v - low_y) / std::max(high_y - low_y, 1e-300);
  };
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" font-family=\"sans-serif\" "
      "font-size=\"12\">\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n<text x=\"{2}\" y=\"22\" "
      "font-size=\"15\">{3}</text>\n",
      kWide, kHigh, kLeft,
      escaped_html(sentence("optimize.title", language, {{"name", o.study}, {"measure", measure_title(o)}})));
  svg += fmt::format("<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"#777\"/>\n", kLeft, kTop,
                     kHigh - kBottom, kWide - kRight);
  for (const double at : {0.0, 0.5, 1.0}) {
    const double vx = low_x + at * (high_x - low_x), vy = low_y + at * (high_y - low_y);
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", x(vx),
                       kHigh - kBottom + 18, escaped_html(said.amount(vx)));
    svg += fmt::format("<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n", kLeft - 8, y(vy) + 4,
                       escaped_html(said.amount(vy)));
  }
  svg += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", kLeft, kHigh - 14,
                     escaped_html(said.word("optimize.axes")));
  for (const Candidate* c : in_order(o)) {
    if (c->standing.n < 2) continue;
    const char* colour = c->is_best               ? "#c2410c"
                         : c->is_on_frontier      ? "#1d4ed8"
                         : c->standing.is_allowed ? "#64748b"
                                                  : "#d4d4d8";
    svg += fmt::format(
        "<g stroke=\"{0}\"><path d=\"M{1:.1f} {2:.1f}V{3:.1f}M{4:.1f} {5:.1f}H{6:.1f}\" "
        "stroke-opacity=\".45\"/>"
        "<circle cx=\"{1:.1f}\" cy=\"{5:.1f}\" r=\"4\" fill=\"{0}\"/></g>\n",
        colour, x(c->tail.mean), y(c->value.low), y(c->value.high), x(c->tail.low), y(c->value.mean),
        x(c->tail.high));
    if (c->is_best || c->is_on_frontier)
      svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x(c->tail.mean) + 7,
                         y(c->value.mean) - 6, escaped_html(c->title));
  }
  return svg + "</svg>\n";
}

}  // namespace fanfare
