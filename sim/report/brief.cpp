#include "sim/report/brief.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

#include "sim/judge/derived.h"
#include "sim/say/variations_text.h"
#include "sim/say/verdict.h"
#include "sim/sensitivity/say.h"
#include "sim/words/called.h"

namespace fanfare {
namespace {

// Of a return, what is left over in its place, of the same label.
const Comparison& figures_of(const StudySummary& s, const Comparison& answered, std::size_t row) {
  if (!answered.measure.is_return()) return answered;
  for (const Comparison& c : s.comparisons)
    if (c.measure.shows_loss() && !c.measure.is_return() && c.measure.label == answered.measure.label &&
        c.spoken().arms[row].value.n > 0)
      return c;
  return answered;
}

// What the effect of `row` is against; there is one.
std::size_t base_of(const ReportSource& source, const Comparison& c, std::size_t row) {
  if (!c.ahead) return base_rows(source.gathered.results.data, c.baseline)[row];
  const auto is_base = [&](const ArmOutcome& arm) { return arm.arm == c.baseline; };
  return static_cast<std::size_t>(std::find_if(c.arms.begin(), c.arms.end(), is_base) - c.arms.begin());
}

std::string unit_of(const Measure& measure) {
  const GainMeasure* gain = measure.gain();
  return std::string(gain != nullptr && !gain->unit.empty() ? gain->unit : std::string_view(measure.unit));
}

class BriefSpeaker {
 public:
  BriefSpeaker(const ReportSource& source, const BriefFigures& figures,
               const std::optional<sensitivity::Sensitivity>& moves, Language language)
      : s_(source.gathered.summary),
        c_(answering(s_)->spoken()),
        f_(find(c_)),
        x_(figures),
        moves_(moves),
        language_(language) {
    blanks_ = {{"best", named(x_.row)},
               {"measure", measure_name(x_.of->measure, language)},
               {"baseline", x_.against ? named(*x_.against) : ""},
               {"low", number(x_.interval.low)},
               {"high", number(x_.interval.high)},
               {"n", std::to_string(x_.interval.n)},
               {"runs", std::to_string(x_.interval.n)}};
  }

  std::vector<BriefItem> all() const { return {brings(), bad_case(), holds(), turns()}; }

 private:
  std::string named(std::size_t row) const {
    const ArmOutcome& arm = c_.arms[row];
    const bool is_other = language_ == Language::chinese && !arm.title_in_chinese.empty();
    return sentence("answer.quoted", language_, {{"name", is_other ? arm.title_in_chinese : arm.title}});
  }
  std::string said(std::string_view key) const { return sentence(key, language_, blanks_); }
  std::string said(std::string_view key, Blanks more) const {
    more.insert(more.end(), blanks_.begin(), blanks_.end());
    return sentence(key, language_, more);
  }
  std::string number(double x) const {
    const std::string& unit = x_.of->measure.unit;
    return unit == "share" || unit == "%" ? people_quantity_in(language_, x, unit) : people_number_in(language_, x);
  }
  std::string quantity(double x) const { return people_quantity_in(language_, x, unit_of(x_.of->measure)); }
  // In the unit in which the study ranks.
  std::string ranked(double x) const { return people_quantity_in(language_, x, unit_of(c_.measure)); }
  std::string share(double x) const { return people_quantity_in(language_, x, "share"); }

  BriefItem brings() const {
    const bool is_neutral = c_.measure.better == Better::neither && x_.against;
    BriefItem item{"brings",
                   label(is_neutral ? "brief.changes" : "brief.brings", language_),
                   quantity(x_.interval.mean),
                   {}};
    item.notes.push_back(said(x_.against ? "brief.of_beyond" : "brief.of"));
    item.notes.push_back(said(x_.interval.exists() ? "brief.interval" : "brief.no_interval"));
    return item;
  }

  BriefItem bad_case() const {
    BriefItem item{"bad_case", label("brief.bad_case", language_), "", {}};
    if (!x_.interval.exists()) {
      item.figure = label("brief.not_known", language_);
      item.notes.push_back(said("brief.one_world"));
      return item;
    }
    if (std::isnan(x_.bad_case)) {  // neither more nor less is worse
      item.figure = label("brief.not_known", language_);
      item.notes.push_back(said("brief.no_bad_side"));
      return item;
    }
    item.figure = quantity(x_.bad_case);
    const bool one = worst_tenth(x_.interval.n) == 1;
    item.notes.push_back(said("brief.in_worst", {{"worst", said(one ? "answer.worst_world" : "answer.worst_tenth")}}));
    if (const bool money = x_.of->measure.shows_loss(); money || x_.against)
      item.notes.push_back(said(money ? "brief.lost" : "brief.below",
                                {{"losses", std::to_string(x_.below)},
                                 {"chance", share(x_.chance_below.mean)},
                                 {"least", people_number_in(language_, 100 * x_.chance_below.low)},
                                 {"most", share(x_.chance_below.high)}}));
    return item;
  }

  BriefItem holds() const {
    BriefItem item{"holds", label("brief.holds", language_), "", {}};
    if (c_.ahead && f_.order.size() > 1) {
      item.figure = said("brief.held", {{"holds", std::to_string(c_.ahead->leads)},
                                        {"worlds", std::to_string(c_.ahead->circumstances)}});
      item.notes.push_back(said("brief.ahead_in"));
      if (!c_.ahead->is_enough()) item.notes.push_back(said("brief.too_few_worlds"));
      return item;
    }
    if (c_.ahead || !s_.robustness || s_.robustness->worlds.empty()) {
      item.figure = label("brief.not_tried", language_);
      item.notes.push_back(said("brief.how_to_try"));
      return item;
    }
    const Robustness& r = *s_.robustness;
    const Held held = r.held();
    item.figure = said("brief.held", {{"holds", std::to_string(held.holds)}, {"worlds", std::to_string(held.worlds)}});
    item.notes.push_back(r.written.answer ? said("brief.held_best", {{"answer", named(*r.written.answer)}})
                                          : said("brief.held_none"));
    if (!held.is_enough()) item.notes.push_back(said("brief.too_few_worlds"));
    return item;
  }

  BriefItem turns() const {
    BriefItem item{"turns", label("brief.turns", language_), "", {}};
    add_worlds(item.notes);
    add_circumstances(item.notes);
    add_factors(item.notes);
    add_replicates(item.notes);
    add_margin(item.notes);
    if (item.notes.empty()) item.notes.push_back(said("brief.unknown"));
    return item;
  }

  // Settings that turn it alone; else the one that moves the lead most; and what all of them do at once.
  void add_worlds(std::vector<std::string>& notes) const {
    constexpr std::size_t kMostSaid = 2;
    if (c_.ahead || !s_.robustness || s_.robustness->worlds.empty()) return;
    const Robustness& r = *s_.robustness;
    std::size_t turned = 0, together = 0, lost = 0;
    for (const World& w : r.worlds) {
      const bool alone = !w.entry.setting.empty();
      together += alone ? 0 : 1;
      lost += !alone && !w.holds ? 1 : 0;
      if (!alone || w.holds || ++turned > kMostSaid) continue;
      const std::string world = world_called(w.entry, language_);
      notes.push_back(w.answer ? said("brief.then_best", {{"world", world}, {"answer", named(*w.answer)}})
                               : said("brief.then_none", {{"world", world}}));
    }
    if (turned > kMostSaid) notes.push_back(said("brief.more_turn", {{"more", std::to_string(turned - kMostSaid)}}));
    if (turned == 0 && !r.settings.empty()) notes.push_back(moved_most(r));
    if (lost > 0)
      notes.push_back(said("brief.together", {{"lost", std::to_string(lost)}, {"worlds", std::to_string(together)}}));
  }
  void add_circumstances(std::vector<std::string>& notes) const {
    if (!c_.ahead) return;
    for (const Ahead::Level& level : c_.ahead->turned_by)
      notes.push_back(
          said("brief.ahead_not",
               {{"level", language_ == Language::chinese ? level.title_in_chinese : level.title}}));
  }
  std::string moved_most(const Robustness& r) const {
    if (!std::isfinite(r.written.lead.mean) || !(r.settings[0].swing > 0)) return said("brief.no_setting");
    return said("brief.moves_most", {{"setting", r.settings[0].name},
                                     {"swing", ranked(r.settings[0].swing)},
                                     {"lead", ranked(std::fabs(r.written.lead.mean))}});
  }

  // Of a design, whether the order holds from point to point, and what turns it.
  void add_factors(std::vector<std::string>& notes) const {
    if (!moves_) return;
    for (const sensitivity::Aspect& a : moves_->aspects) {
      if (a.kind != sensitivity::Aspect::Kind::flip || !std::isfinite(a.mean)) continue;
      const Blanks blanks = {{"flips", aspect_called(a, language_)}};
      if (!(a.mean > 0) || a.factors.empty()) {
        notes.push_back(said("brief.flips", blanks));
        continue;
      }
      const std::size_t most = a.factors[by_weight(a)[0]].factor;
      notes.push_back(
          said("brief.flips_by", {blanks[0], {"factor", factor_called(moves_->factors, most, language_)}}));
    }
  }

  // Where luck decides who leads: what would tell them apart.
  void add_replicates(std::vector<std::string>& notes) const {
    if (f_.kind == Finding::Kind::one_replicate) notes.push_back(said("brief.run_more"));
    if (f_.kind != Finding::Kind::not_told_apart) return;
    const Blanks more = {{"other", named(f_.rival)},
                         {"needed", f_.needed ? people_number_in(language_, static_cast<double>(*f_.needed)) : ""}};
    notes.push_back(said(f_.too_few() ? "brief.run_more" : f_.needed ? "brief.needed" : "brief.never", more));
  }

  // How much is left to the next best, and to a loss.
  void add_margin(std::vector<std::string>& notes) const {
    const bool all_lose = f_.gain == Finding::Gain::all_lose;  // then it matters little who loses least
    if (!all_lose && f_.kind == Finding::Kind::winner && c_.measure.better != Better::neither) {
      const bool less = c_.measure.better == Better::less;
      const double low = less ? -f_.lead.high : f_.lead.low, high = less ? -f_.lead.low : f_.lead.high;
      notes.push_back(said("brief.overtaken", {{"other", named(f_.rival)},
                                               {"lead", ranked(std::fabs(f_.lead.mean))},
                                               {"from", people_number_in(language_, low)},
                                               {"to", people_number_in(language_, high)}}));
    }
    if (!x_.of->measure.shows_loss() || !x_.interval.exists() || x_.interval.mean == 0) return;
    notes.push_back(said(x_.interval.mean > 0 ? "brief.eaten" : "brief.missing",
                         {{"value", quantity(std::fabs(x_.interval.mean))}}));
  }

  const StudySummary& s_;
  const Comparison& c_;
  Finding f_;
  const BriefFigures& x_;
  const std::optional<sensitivity::Sensitivity>& moves_;
  Language language_;
  Blanks blanks_;
};

template <class Of>
Json in_both_of(const Of& of) {
  return {{"en", of(Language::english)}, {"zh", of(Language::chinese)}};
}

Json items_json(const ReportSource& source, const BriefFigures& figures,
                const std::optional<sensitivity::Sensitivity>& moves) {
  const std::vector<BriefItem> english = BriefSpeaker(source, figures, moves, Language::english).all();
  const std::vector<BriefItem> chinese = BriefSpeaker(source, figures, moves, Language::chinese).all();
  Json list = Json::array();
  for (std::size_t i = 0; i < english.size(); ++i)
    list.push_back({{"id", english[i].id},
                    {"heading", {{"en", english[i].heading}, {"zh", chinese[i].heading}}},
                    {"figure", {{"en", english[i].figure}, {"zh", chinese[i].figure}}},
                    {"notes", {{"en", english[i].notes}, {"zh", chinese[i].notes}}}});
  return list;
}

}  // namespace

Interval exact_share(std::size_t k, std::size_t n) {
  if (n == 0) return {NAN, NAN, NAN, NAN, 0};
  using Exact = boost::math::binomial_distribution<>;
  const auto trials = static_cast<double>(n), seen = static_cast<double>(k);
  const double p = seen / trials;
  return {p, k == 0 ? 0 : Exact::find_lower_bound_on_p(trials, seen, (1 - kLevel) / 2),
          k == n ? 1 : Exact::find_upper_bound_on_p(trials, seen, (1 - kLevel) / 2), std::sqrt(p * (1 - p)), n};
}

std::string_view brief_standing(const Comparison& comparison) {
  const Comparison& c = comparison.spoken();
  using Kind = Finding::Kind;
  const Finding f = find(c);
  if (f.gain == Finding::Gain::all_lose) return "stop";
  const bool leads = f.kind == Kind::winner || (f.kind == Kind::single && f.gain == Finding::Gain::gains);
  const bool holds =
      (!c.held || c.held->worlds == 0 || c.held->is_enough()) && (!c.ahead || c.ahead->is_enough());
  return leads && holds && f.gain != Finding::Gain::not_shown && c.measure.better != Better::neither ? "go" : "open";
}

// The best; where neither more nor less is better, what differs most from the baseline, as the verdict says.
static std::size_t row_to_show(const Comparison& c, const Finding& found) {
  if (c.measure.better != Better::neither || c.measure.incremental() || c.ahead) return found.order[0];
  const auto change = [&](std::size_t row) {
    const auto& effect = c.arms[row].effect;
    return effect && effect->n > 1 ? std::fabs(effect->mean) : 0;
  };
  return *std::ranges::max_element(found.order, {}, change);  // of equals the first
}

std::optional<BriefFigures> brief_figures(const ReportSource& source) {
  const StudySummary& s = source.gathered.summary;
  const Comparison* answered = answering(s);
  if (answered == nullptr || s.arms.size() < 2) return std::nullopt;
  const Finding found = find(answered->spoken());
  if (found.order.empty()) return std::nullopt;
  BriefFigures x;
  x.row = row_to_show(answered->spoken(), found);
  x.of = &figures_of(s, *answered, x.row).spoken();
  const ArmOutcome& arm = x.of->arms[x.row];
  x.values = x.of->measure.values[x.row];
  x.interval = arm.value;
  if (arm.effect && arm.effect->n > 0 && x.of->pairing == Pairing::paired) {
    x.against = base_of(source, *x.of, x.row);
    x.values = differences(x.values, x.of->measure.values[*x.against]);
    x.interval = *arm.effect;
  }
  x.bad_case = bad_case(x.values, x.of->measure.better);
  x.values = present(x.values);
  x.below = static_cast<std::size_t>(std::count_if(x.values.begin(), x.values.end(), [](double v) { return v < 0; }));
  x.chance_below = exact_share(x.below, x.values.size());
  return x;
}

std::vector<BriefItem> brief_items(const ReportSource& source, Language language) {
  const auto figures = brief_figures(source);
  return figures ? BriefSpeaker(source, *figures, moves_of(source), language).all()
                 : std::vector<BriefItem>{};
}

Json brief_json(const ReportSource& source, const std::optional<sensitivity::Sensitivity>& moves) {
  const auto x = brief_figures(source);
  if (!x) return nullptr;
  const Comparison& answered = *answering(source.gathered.summary);
  Json figures = interval_json(x->interval);
  figures["unit"] = unit_of(x->of->measure);
  figures["values"] = numbers_json(x->values);
  figures["bad_case"] = number_json(x->bad_case);
  figures["signed"] = x->of->measure.shows_loss() || x->of->measure.incremental() || x->against.has_value();
  const auto& choices = source.gathered.summary.choices;  // shown by the row in the first circumstance
  return {{"arm", choices ? choices->all[x->row].rows[0] : x->row},
          {"standing", brief_standing(answered)},
          {"advice", in_both_of([&](Language l) { return advice(answered, l); })},
          {"items", items_json(source, *x, moves)},
          {"figures", figures}};
}

}  // namespace fanfare
