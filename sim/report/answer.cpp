#include "sim/report/answer.h"

#include <fmt/format.h>

#include <cmath>

namespace fanfare {
namespace {

// Says one comparison: the words that every sentence may need are filled in once.
class Speaker {
 public:
  Speaker(const Comparison& c, Language language) : c_(c), f_(find(c)), language_(language) {
    blanks_ = {{"measure", measure_name(c.measure, language)}};
    if (f_.kind != Finding::Kind::nothing) add_arms();
  }

  std::string all() const {
    std::string text = sentence(key(), language_, blanks_);
    if (f_.kind == Finding::Kind::not_told_apart)
      text += sentence(advice(), language_, blanks_);
    return text + money();
  }

 private:
  // What it would take to tell the arms apart.
  const char* advice() const {
    return f_.too_few() ? "answer.too_few" : f_.needed ? "answer.needed" : "answer.never";
  }

  std::string quantity(double x) const {
    if (!c_.measure.is_return()) return people_quantity_in(language_, x, c_.measure.unit);
    return sentence("answer.per_yuan", language_, {{"value", people_number_in(language_, x)}});
  }
  std::string number(double x) const {
    const bool share = c_.measure.unit == "share" || c_.measure.unit == "%";
    return share ? people_quantity_in(language_, x, c_.measure.unit) : people_number_in(language_, x);
  }

  void add_arms() {
    const ArmOutcome& best = c_.arms[f_.order[0]];
    const bool less = c_.measure.direction() == Direction::less_is_better;
    const bool single = f_.kind == Finding::Kind::single;
    const Interval& shown = single ? best.value : f_.lead;
    const bool paired = c_.pairing == Pairing::paired;
    const std::size_t rivals = f_.order.size() - 1;
    blanks_.insert(
        blanks_.end(),
        {{"best", best.arm},
         {"other", c_.arms[f_.rival].arm},
         {"arms", std::to_string(f_.order.size())},
         {"value", quantity(best.value.mean)},
         {"mean", number(best.value.mean)},
         {"mean_low", number(best.value.low)},
         {"mean_high", number(best.value.high)},
         {"lead", quantity(std::fabs(f_.lead.mean))},
         {"low", number(shown.low)},
         {"high", number(shown.high)},
         {"n", std::to_string(shown.n)},
         {"runs", std::to_string(best.value.n)},
         {"losses", std::to_string(best.losses)},
         {"direction", label(less ? "answer.less" : "answer.more", language_)},
         {"pairing", label(paired ? "answer.paired" : "answer.not_paired", language_)},
         {"needed", f_.needed ? std::to_string(*f_.needed) : ""},
         {"allowance", rivals < 2 ? ""
                                  : sentence("answer.allowance", language_, {{"rivals", std::to_string(rivals)}})}});
  }

  const char* key() const {
    switch (f_.kind) {
      case Finding::Kind::nothing:
        return "answer.nothing";
      case Finding::Kind::one_replicate:
        return f_.order.size() > 1 ? "answer.one_replicate_of_arms" : "answer.one_replicate";
      case Finding::Kind::single:
        return "answer.single";
      case Finding::Kind::same:
        return "answer.same";
      case Finding::Kind::not_told_apart:
        return "answer.not_told_apart";
      case Finding::Kind::winner:
        return "answer.winner";
    }
    return "answer.nothing";
  }

  std::string money() const {
    switch (f_.money) {
      case Finding::Money::not_asked:
        return {};
      case Finding::Money::one_loses:
        return sentence("answer.one_loses", language_, blanks_);
      case Finding::Money::all_lose:
        return sentence("answer.all_lose", language_, blanks_);
      case Finding::Money::earns:
        return sentence("answer.earns", language_, blanks_);
      case Finding::Money::not_shown:
        return sentence("answer.not_shown", language_, blanks_);
    }
    return {};
  }

  const Comparison& c_;
  Finding f_;
  Language language_;
  Blanks blanks_;
};

}  // namespace

std::string measure_name(const Measure& measure, Language language) {
  std::string name = label_or_empty("measure." + measure.name, language);
  if (name.empty()) {
    name = measure.name;
    for (char& c : name)
      if (c == '_') c = ' ';
  }
  return measure.label.empty() ? name : fmt::format("{} ({})", name, measure.label);
}

std::string answer(const Comparison& comparison, Language language) { return Speaker(comparison, language).all(); }

std::vector<std::string> answers(const StudySummary& summary, Language language) {
  constexpr std::size_t kMost = 2;
  std::vector<std::string> said;
  for (const Comparison& c : summary.comparisons)
    if (c.measure.name == summary.primary && said.size() < kMost &&
        (said.empty() || (c.measure.is_return() && c.exists())))
      said.push_back(answer(c, language));
  return said;
}

}  // namespace fanfare
