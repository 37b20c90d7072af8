#include "sim/optimize/optimum_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "sim/judge/measure.h"
#include "sim/report/small_page.h"
#include "sim/words/labels.h"
#include "sim/words/text.h"

namespace fanfare {
namespace {

constexpr double kNoMark = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostRows = 40;  // the table has the others

class OptimumPage {
 public:
  OptimumPage(const Optimum& optimum, Language language) : o_(optimum), language_(language) {
    for (const Candidate& c : o_.candidates)
      if (c.standing.n >= 2) order_.push_back(&c);
    const double sign = o_.better == Better::less ? -1 : 1;
    std::stable_sort(order_.begin(), order_.end(), [&](const Candidate* a, const Candidate* b) {
      if (a->standing.is_allowed != b->standing.is_allowed) return a->standing.is_allowed;
      return sign * a->standing.estimate > sign * b->standing.estimate;
    });
  }

  std::string page() const {
    const Candidate* best = o_.best();
    std::string body = best == nullptr ? "" : small_tiles({choose(*best), brings(*best), bad_case(*best), flat()});
    if (!order_.empty()) body += small_figure(word("optimize.page.each"), rows(), each_note(), said());
    if (best != nullptr) body += flatness();
    body += next_unit() + table();
    return small_page(o_.question.empty() ? o_.study : o_.question, said(), body, language_);
  }

 private:
  std::string word(const char* key) const { return label(key, language_); }
  std::string line(const char* key, const Blanks& blanks) const { return sentence(key, language_, blanks); }
  std::string amount(double x) const { return people_quantity_in(language_, x, o_.unit); }
  std::string span(double low, double high) const { return amount(low) + " … " + amount(high); }
  std::string measure() const { return measure_name(Measure{o_.measure, o_.label, o_.unit, {}}, language_); }
  std::size_t nearly() const {
    return static_cast<std::size_t>(std::count_if(order_.begin(), order_.end(), [](auto* c) { return c->is_nearly; }));
  }

  // Best and still no reason to spend.
  bool loses(const Candidate& best) const { return o_.shows_loss && best.value.mean < 0; }
  std::string said() const {
    const Candidate* best = o_.best();
    if (best == nullptr) return word("optimize.none");
    return line(loses(*best) ? "optimize.page.loses" : "optimize.page.said",
                {{"best", line("answer.quoted", {{"name", best->title}})},
                 {"measure", measure()},
                 {"value", amount(best->value.mean)},
                 {"range", span(best->value.low, best->value.high)}});
  }

  SmallTile choose(const Candidate& best) const {
    const std::string surely = fmt::format("{:.0f}", std::floor(100 * o_.chance));
    SmallTile tile{word(loses(best) ? "optimize.page.least" : "optimize.page.choose"), best.title, {}};
    tile.notes.push_back(line("optimize.page.sure", {{"chance", surely}, {"runs", std::to_string(o_.runs)}}));
    for (const std::string& limit : o_.limits) tile.notes.push_back(line("optimize.page.keeps", {{"limit", limit}}));
    return tile;
  }
  SmallTile brings(const Candidate& best) const {
    return {word("brief.brings"),
            amount(best.value.mean),
            {measure(), line("brief.interval", {{"low", amount(best.value.low)},
                                                {"high", amount(best.value.high)},
                                                {"n", std::to_string(best.value.n)}})}};
  }
  SmallTile bad_case(const Candidate& best) const {
    SmallTile tile{word("brief.bad_case"), amount(best.tail.mean), {}};
    tile.notes.push_back(line("answer.worst_tenth", {{"runs", std::to_string(best.standing.n)}}));
    if (best.losses > 0)
      tile.notes.push_back(line("optimize.page.below", {{"losses", std::to_string(best.losses)},
                                                        {"n", std::to_string(best.standing.n)}}));
    return tile;
  }
  SmallTile flat() const {
    SmallTile tile{word("optimize.page.flat"), word("optimize.page.sharp"), {}};
    if (const std::size_t others = nearly(); others > 0) {
      tile.figure = line("optimize.page.nearly", {{"others", std::to_string(others)},
                                                  {"all", std::to_string(order_.size() - 1)}});
      tile.notes.push_back(word("optimize.page.not_told"));
    }
    if (order_.size() > 1 && order_[1]->standing.is_allowed)
      tile.notes.push_back(line("optimize.page.second", {{"other", line("answer.quoted", {{"name", order_[1]->title}})},
                                                         {"behind", amount(order_[1]->standing.behind)}}));
    return tile;
  }

  SmallRow row_of(const Candidate& c) const {
    return {c.title,          amount(c.standing.estimate), c.standing.estimate, c.value.low,
            c.value.high,     c.tail.mean,                 c.is_best,           !c.standing.is_allowed || !(c.is_best || c.is_nearly)};
  }
  std::string rows() const {
    std::vector<SmallRow> list;
    for (const Candidate* c : order_)
      if (list.size() < kMostRows) list.push_back(row_of(*c));
    return small_rows(list, [this](double x) { return amount(x); });
  }
  std::string each_note() const {
    std::string note = measure() + " · " + word("optimize.page.read");
    if (order_.size() > kMostRows)
      note += " · " + line("optimize.page.more", {{"more", std::to_string(order_.size() - kMostRows)}});
    return note;
  }

  // Of two factors and more: the best that is left when one of them is held at a level.
  std::string flatness() const {
    if (o_.factors.size() < 2) return {};
    std::string text;
    for (std::size_t f = 0; f < o_.factors.size(); ++f) {
      std::vector<const Candidate*> left;  // by level, as the study has them
      std::map<std::string, std::size_t> place;
      for (const Candidate& c : o_.candidates) {
        if (f >= c.levels.size()) continue;
        const auto [at, is_new] = place.emplace(c.levels[f], left.size());
        if (is_new) left.push_back(nullptr);
        if (c.standing.n < 2 || !c.standing.is_allowed) continue;
        const Candidate*& kept = left[at->second];
        if (kept == nullptr || c.standing.behind < kept->standing.behind) kept = &c;
      }
      std::vector<SmallRow> list;
      for (const Candidate* c : left)
        if (c != nullptr) list.push_back(kept_row(*c, f));
      if (list.size() < 2) continue;
      text += small_figure(line("optimize.page.held", {{"factor", o_.factors[f]}}),
                           small_rows(list, [this](double x) { return amount(x); }), word("optimize.page.read_held"),
                           line("optimize.page.held", {{"factor", o_.factors[f]}}));
    }
    return text;
  }
  SmallRow kept_row(const Candidate& c, std::size_t f) const {
    const double half = c.standing.pairs > 1 ? 1.96 * c.standing.behind_sd / std::sqrt(static_cast<double>(c.standing.pairs))
                                             : kNoMark;
    const double behind = c.is_best ? 0 : c.standing.behind;
    return {c.levels[f], amount(behind), behind,    c.is_best ? 0 : behind - half, c.is_best ? 0 : behind + half,
            kNoMark,    c.is_best,      !c.is_best && !c.is_nearly};
  }

  std::string next_unit() const {
    if (o_.marginals.empty()) return {};
    std::vector<std::vector<std::string>> rows;
    for (const Marginal& m : o_.marginals)
      rows.push_back({m.factor, m.from + " → " + m.to, fmt::format("{:.3g} {}", m.gain.mean, o_.unit),
                      fmt::format("{:.3g} … {:.3g}", m.gain.low, m.gain.high)});
    return small_figure(word("optimize.marginals"),
                        small_table({word("calibrate.factor"), "", word("optimize.page.unit"), word("optimize.interval")},
                                    rows),
                        "");
  }

  std::string table() const {
    std::vector<std::vector<std::string>> rows;
    for (const Candidate* c : order_)
      rows.push_back({c->title, std::to_string(c->standing.n), amount(c->standing.estimate),
                      span(c->value.low, c->value.high), amount(c->tail.mean), c->is_best ? "–" : amount(c->standing.behind),
                      !c->standing.is_allowed ? "×" : c->is_best ? "★" : c->is_nearly ? "≈" : ""});
    for (const Candidate& c : o_.candidates)
      if (c.standing.n < 2) rows.push_back({c.title, std::to_string(c.standing.n), "–", "–", "–", "–", word("optimize.failed")});
    return small_figure(word("optimize.page.table"),
                        small_table({word("optimize.choice"), "n", word("optimize.estimate"), word("optimize.interval"),
                                     word("optimize.tail"), word("optimize.behind"), ""},
                                    rows),
                        word("optimize.marks"));
  }

  const Optimum& o_;
  Language language_;
  std::vector<const Candidate*> order_;  // those with an interval, best first
};

std::string varied_level(const VariedFactor& factor, double value) {
  return written_number(value / factor.scale(), 3) + factor.suffix;
}

}  // namespace

std::string optimum_page(const Optimum& optimum, Language language) { return OptimumPage(optimum, language).page(); }

std::string optimum_page(const ContinuousOptimum& o, Language language) {
  const auto amount = [&](double x) { return people_quantity_in(language, x, o.unit); };
  const std::string measure = measure_name(Measure{o.measure, o.label, o.unit, {}}, language);
  std::string best, body;
  for (std::size_t f = 0; f < o.best.size(); ++f) best += (f == 0 ? "" : ", ") + o.factors[f].path + " = " + o.best[f];
  const std::string said = sentence("optimize.between", language,
                                    {{"best", best},
                                     {"measure", measure},
                                     {"value", amount(o.mean)},
                                     {"error", amount(1.96 * o.error)},
                                     {"runs", std::to_string(o.runs)},
                                     {"points", std::to_string(o.tried.size())}});
  for (std::size_t f = 0; f < o.along.size(); ++f) {
    const auto& a = o.along[f];
    SmallCurve curve{a.at, a.mean, {}, {}, {}, {}, {a.nearly_low, a.nearly_high}, kNoMark};
    for (std::size_t i = 0; i < a.mean.size(); ++i) {
      curve.low.push_back(a.mean[i] - 1.96 * a.error[i]);
      curve.high.push_back(a.mean[i] + 1.96 * a.error[i]);
    }
    if (o.factors.size() == 1)  // of several, the points lie on other levels of the others
      for (const TriedPoint& p : o.tried) curve.dots_at.push_back(p.values[f]), curve.dots.push_back(p.mean);
    const std::string along = sentence("optimize.along", language,
                                       {{"factor", o.factors[f].path},
                                        {"low", varied_level(o.factors[f], a.nearly_low)},
                                        {"high", varied_level(o.factors[f], a.nearly_high)},
                                        {"slope", fmt::format("{:.3g}", a.slope)},
                                        {"error", fmt::format("{:.3g}", 1.96 * a.slope_error)},
                                        {"unit", o.unit}});
    body += small_figure(o.factors[f].path + " · " + measure,
                         small_curve(curve, [&](double x) { return varied_level(o.factors[f], x); }, amount),
                         along + " · " + label("optimize.page.read_along", language), along);
  }
  std::vector<const TriedPoint*> tried;
  for (const TriedPoint& p : o.tried) tried.push_back(&p);
  const double sign = o.better == Better::less ? -1 : 1;
  std::stable_sort(tried.begin(), tried.end(),
                   [&](const TriedPoint* a, const TriedPoint* b) { return sign * a->mean > sign * b->mean; });
  std::vector<std::string> headings;
  for (const VariedFactor& factor : o.factors) headings.push_back(factor.path);
  headings.insert(headings.end(), {label("optimize.estimate", language), "±"});
  std::vector<std::vector<std::string>> rows;
  for (const TriedPoint* p : tried) {
    rows.push_back(p->levels);
    rows.back().insert(rows.back().end(), {amount(p->mean), amount(1.96 * p->error)});
  }
  body += small_figure(label("optimize.page.table", language), small_table(headings, rows), "");
  return small_page(o.question.empty() ? o.study : o.question, said, body, language);
}

}  // namespace fanfare
