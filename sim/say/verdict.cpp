// A comparison in plain words, of either language: first what to do, then what that stands on. Words come
// from the label table, numbers from the comparison.
#include "sim/say/verdict.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace fanfare {
namespace {

using Kind = Finding::Kind;
using Gain = Finding::Gain;

// The words that any sentence may need are filled in once.
class Speaker {
 public:
  Speaker(const Comparison& c, Language language) : c_(c), f_(find(c)), language_(language) {
    const char* rows = c.ahead ? "answer.choices" : c.of_points ? "answer.points" : "answer.arms";
    blanks_ = {{"measure", measure_name(c.measure, language)}, {"rows", label(rows, language)}};
    const Blanks of = {{"label", c.measure.label}};
    blanks_.emplace_back("of_label",
                         c.measure.label.empty() ? "" : sentence("answer.of_label", language, of));
    if (!c.baseline.empty()) blanks_.emplace_back("baseline", quoted_arm(c.baseline));
    if (f_.kind == Kind::nothing) return;
    add_best();
    add_lead();
    add_changes();
    blanks_.emplace_back("facts", facts());
  }

  std::string all() const {
    if (f_.kind == Kind::nothing) return said(nothing());
    if (f_.kind == Kind::one_replicate)
      return said(f_.order.size() > 1 ? "answer.one_of_arms" : "answer.one");
    if (changed_ > 0) return said(advice());
    return said(advice()) + said(statistics()) + (f_.kind == Kind::not_told_apart ? said(effort()) : "") +
           held() + ahead();
  }

  std::string in_short() const {
    if (f_.kind == Kind::nothing) return said(nothing());
    if (f_.kind == Kind::one_replicate) return said("answer.one.short");
    const std::string key = advice();
    const bool earns = key == "answer.single" && f_.gain == Gain::gains;
    return said(earns ? "answer.earns.short" : (key + ".short").c_str());
  }

 private:
  std::string said(const char* key) const { return sentence(key, language_, blanks_); }
  std::string quoted(const std::string& name) const {
    return sentence("answer.quoted", language_, {{"name", name}});
  }
  std::string quoted(const ArmOutcome& arm) const {
    const bool other = language_ == Language::chinese && !arm.title_in_chinese.empty();
    return quoted(other ? arm.title_in_chinese : arm.title);
  }
  std::string quoted_arm(const std::string& arm) const {
    for (const ArmOutcome& a : c_.arms)
      if (a.arm == arm) return quoted(a);
    return quoted(arm);
  }

  // Where the arms have no value: of a return, because none of them spends more than the baseline.
  const char* nothing() const {
    return c_.measure.is_return() && c_.measure.incremental() && !c_.baseline.empty() ? "answer.nothing_spent"
                                                                                    : "answer.nothing";
  }

  // What to do. That everything loses money outweighs which is best.
  const char* advice() const {
    const bool alone = f_.kind == Kind::single;
    if (f_.gain == Gain::all_lose) return alone ? "answer.one_loses" : "answer.choose_none";
    if (f_.kind == Kind::same) return "answer.same";
    if (changed_ > 0) return changed_ == 1 ? "answer.changes_one" : "answer.changes";
    if (f_.kind == Kind::not_told_apart)
      return f_.gain == Gain::not_shown ? "answer.neither_shown" : "answer.either";
    if (c_.measure.better == Better::neither) return alone ? "answer.single" : "answer.highest";
    if (f_.gain == Gain::not_shown) return "answer.not_shown";
    if (c_.held && c_.held->worlds > 0 && !c_.held->is_enough()) return "answer.fragile";
    if (c_.ahead && !alone && !c_.ahead->is_enough()) return "answer.fragile_choice";
    return alone ? "answer.single" : "answer.choose";
  }
  const char* statistics() const {
    switch (f_.kind) {
      case Kind::single:
        return "answer.alone";
      case Kind::same:
        return "answer.no_lead";
      case Kind::winner:
        return c_.measure.better == Better::neither ? "answer.above" : "answer.lead";
      default:
        if (f_.lead.mean == 0) return "answer.even";
        return c_.measure.better == Better::neither ? "answer.unclear_above" : "answer.unclear_lead";
    }
  }
  // In how many plausible worlds it is so, and what turns it.
  std::string held() const {
    if (!c_.held || c_.held->worlds == 0) return {};
    std::string settings;
    for (const std::string& name : c_.held->turned_by)
      settings += (settings.empty() ? "" : label("answer.and", language_)) + quoted(name);
    const Blanks blanks = {{"holds", std::to_string(c_.held->holds)},
                           {"worlds", std::to_string(c_.held->worlds)},
                           {"settings", settings}};
    const ArmOutcome& best = c_.arms[f_.order[0]];
    const bool is_none = c_.measure.shows_loss() && best.value.mean < 0;
    Blanks all = blanks;
    all.emplace_back("best", quoted(best));
    return sentence(is_none ? "answer.held_none" : "answer.held", language_, all) +
           sentence(settings.empty() ? "answer.not_turned" : "answer.turned_by", language_, blanks);
  }
  // In how many circumstances it leads, and where another does.
  std::string ahead() const {
    if (!c_.ahead || f_.order.size() < 2) return {};
    std::string levels;
    for (const Ahead::Level& level : c_.ahead->turned_by)
      levels += (levels.empty() ? "" : label("answer.and", language_)) +
                quoted(language_ == Language::chinese ? level.title_in_chinese : level.title);
    const Blanks more = {{"best", quoted(c_.arms[f_.order[0]])},
                         {"leads", std::to_string(c_.ahead->leads)},
                         {"circumstances", std::to_string(c_.ahead->circumstances)},
                         {"levels", levels}};
    return sentence("answer.ahead", language_, more) +
           sentence(levels.empty() ? "answer.ahead_end" : "answer.ahead_not", language_, more);
  }
  // What it would take to tell the arms apart.
  const char* effort() const {
    return f_.too_few() ? "answer.too_few" : f_.needed ? "answer.needed" : "answer.never";
  }

  std::string quantity(double x) const {
    const GainMeasure* gain = c_.measure.gain();
    return people_quantity_in(language_, x,
                              gain != nullptr && !gain->unit.empty() ? gain->unit : c_.measure.unit);
  }
  std::string number(double x) const {
    const bool share = c_.measure.unit == "share" || c_.measure.unit == "%";
    return share ? people_quantity_in(language_, x, c_.measure.unit) : people_number_in(language_, x);
  }

  void add_best() {
    const ArmOutcome& best = c_.arms[f_.order[0]];
    blanks_.insert(blanks_.end(), {{"best", quoted(best)},
                                   {"arms", std::to_string(f_.order.size())},
                                   {"value", quantity(best.value.mean)},
                                   {"size", quantity(std::fabs(best.value.mean))},
                                   {"mean_low", number(best.value.low)},
                                   {"mean_high", number(best.value.high)},
                                   {"bad", quantity(best.bad_case)},
                                   {"runs", std::to_string(best.value.n)},
                                   {"losses", std::to_string(best.losses)}});
    blanks_.emplace_back("amount", sentence(amount(best.value.mean), language_, blanks_));
    const char* worst = worst_tenth(best.value.n) == 1 ? "answer.worst_world" : "answer.worst_tenth";
    blanks_.emplace_back("worst", said(worst));
  }

  void add_lead() {
    const std::size_t rivals = f_.order.size() - 1;
    const bool paired = c_.pairing == Pairing::paired;
    const bool less = c_.measure.better == Better::less;
    const double low = less ? -f_.lead.high : f_.lead.low, high = less ? -f_.lead.low : f_.lead.high;
    const Blanks count = {{"rivals", std::to_string(rivals)}};
    blanks_.insert(blanks_.end(),
                   {{"other", quoted(c_.arms[f_.rival])},
                    {"other_value", quantity(c_.arms[f_.rival].value.mean)},
                    {"lead", quantity(std::fabs(f_.lead.mean))},
                    {"low", number(low)},
                    {"high", number(high)},
                    {"n", std::to_string(f_.kind == Kind::single ? c_.arms[f_.rival].value.n : f_.lead.n)},
                    {"pairing", label(paired ? "answer.paired" : "answer.not_paired", language_)},
                    {"needed", f_.needed ? people_number_in(language_, static_cast<double>(*f_.needed)) : ""},
                    {"allowance", rivals < 2 ? "" : sentence("answer.allowance", language_, count)}});
  }

  // Of a measure of which neither more nor less is better: what the arms make of the baseline's, from the
  // least to the most.
  void add_changes() {
    if (c_.measure.better != Better::neither || c_.measure.incremental() || c_.ahead) return;
    std::vector<const ArmOutcome*> changed;
    const ArmOutcome* base = nullptr;
    for (const std::size_t i : f_.order) {
      const ArmOutcome& arm = c_.arms[i];
      if (arm.arm == c_.baseline) base = &arm;
      if (arm.arm != c_.baseline && arm.effect && arm.effect->n > 1) changed.push_back(&arm);
    }
    if (base == nullptr || changed.empty()) return;
    const auto by_effect = [](const ArmOutcome* a, const ArmOutcome* b) {
      return a->effect->mean < b->effect->mean;
    };
    const auto [least, most] = std::ranges::minmax_element(changed, by_effect);
    changed_ = changed.size();
    const Interval &low = *(*least)->effect, &high = *(*most)->effect;
    blanks_.insert(blanks_.end(), {{"changed", std::to_string(changed_)},
                                   {"base_value", quantity(base->value.mean)},
                                   {"base_low", number(base->value.low)},
                                   {"base_high", number(base->value.high)},
                                   {"least_arm", quoted(**least)},
                                   {"least", change(low.mean)},
                                   {"least_low", number(low.low)},
                                   {"least_high", number(low.high)},
                                   {"most_arm", quoted(**most)},
                                   {"most", change(high.mean)},
                                   {"most_low", number(high.low)},
                                   {"most_high", number(high.high)}});
  }
  std::string change(double x) const { return (x > 0 ? "+" : "") + quantity(x); }

  std::string_view amount(double value) const {
    const GainMeasure* gain = c_.measure.gain();
    const std::string_view own = gain == nullptr ? "" : value < 0 ? gain->said_lost : gain->said_gained;
    return own.empty() ? "answer.amount" : own;
  }
  // The amount, its interval and the bad case, where one side is bad; of money, how often it was lost.
  std::string facts() const {
    if (c_.measure.better == Better::neither) return said("answer.facts_alone");
    return said("answer.facts") + (f_.gain == Gain::not_asked ? "" : said("answer.lost_in"));
  }

  const Comparison& c_;
  Finding f_;
  Language language_;
  Blanks blanks_;
  std::size_t changed_ = 0;  // arms that are held against the baseline, of a measure without a better side
};

}  // namespace

std::string verdict(const Comparison& c, Language language) { return Speaker(c.spoken(), language).all(); }

std::string advice(const Comparison& c, Language language) {
  return Speaker(c.spoken(), language).in_short();
}

const Comparison* answering(const StudySummary& s) {
  const auto first = [&](std::string_view name) -> const Comparison* {
    for (const Comparison& c : s.comparisons)
      if (c.measure.name == name && c.exists()) return &c;
    return nullptr;
  };
  if (const Comparison* c = first(s.primary)) return c;
  for (const std::string_view instead : s.spec->primary)
    if (const Comparison* c = first(instead)) return c;
  return nullptr;
}

// The first label is what a study is about; others are judged only where something was put into them.
std::vector<std::string> verdicts(const StudySummary& s, Language language) {
  constexpr std::size_t kMost = 2;
  std::vector<std::string> words;
  bool is_answered = false;
  for (const Comparison& c : s.comparisons)
    if (c.measure.name == s.primary && words.size() < kMost &&
        (words.empty() || (c.measure.is_return() && c.exists()))) {
      words.push_back(verdict(c, language));
      is_answered |= c.exists();
    }
  if (words.empty() || is_answered) return words;
  if (const Comparison* instead = answering(s)) words.push_back(verdict(*instead, language));
  return words;
}

}  // namespace fanfare
