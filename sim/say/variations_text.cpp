#include "sim/say/variations_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fanfare {
namespace {

constexpr std::size_t kMostWorlds = 30;  // more are in the report; here those that turn the answer come first
constexpr std::size_t kMostArms = 4;
constexpr std::size_t kMostFacts = 4, kMostCaused = 2;

class Tables {
 public:
  Tables(const StudySummary& s, Language language) : s_(s), language_(language) {}

  SaidTable worlds() const {
    const Robustness& r = *s_.robustness;
    SaidTable t{said("variation.worlds"), {}, {}};
    t.headings = {said("variation.world"), said("variation.answer")};
    t.headings.push_back(sentence("variation.lead", language_, {{"best", title_of(s_, r.best, language_)}}));
    t.headings.push_back(said("interval"));
    t.headings.push_back(said("variation.holds"));
    t.rows.push_back(world_row(r.written, said("variation.written")));
    for (const World* w : shown(r)) t.rows.push_back(world_row(*w, world_called(w->entry, language_)));
    return t;
  }

  // Of the measure that decides.
  SaidTable choices(const Comparison& c) const {
    const bool has_effect =
        std::any_of(c.arms.begin(), c.arms.end(), [](const ArmOutcome& a) { return a.effect; });
    SaidTable t{said("text.choices"), {said("optimize.choice"), said("mean"), said("interval")}, {}};
    if (has_effect) {
      std::string baseline = c.baseline;
      for (const ArmOutcome& arm : c.arms)
        if (arm.arm == c.baseline) baseline = title(arm);
      t.headings.push_back(sentence("against", language_, {{"baseline", baseline}}));
      t.headings.push_back(said("interval"));
    }
    t.headings.push_back(said("chance_best"));
    for (const ArmOutcome& arm : c.arms) {
      std::vector<std::string> row = {title(arm), amount(arm.value.mean), span(arm.value)};
      if (has_effect) row.push_back(arm.effect ? amount(arm.effect->mean) : "–");
      if (has_effect) row.push_back(arm.effect ? span(*arm.effect) : "–");
      row.push_back(std::isnan(arm.chance_best) ? "–" : fmt::format("{:.0f} %", arm.chance_best * 100));
      t.rows.push_back(std::move(row));
    }
    return t;
  }

  SaidTable waterfall(const Waterfall& w) const {
    SaidTable t;
    t.title = sentence("variation.why", language_, {{"arm", title_of(s_, w.arm, language_)}});
    t.headings = {said("variation.shut_off"), said("variation.part"), said("interval"), said("variation.without"),
                  said("interval")};
    for (const Waterfall::Step& step : w.steps)
      t.rows.push_back({shut_off_called(step.id, language_), amount(step.part.mean), span(step.part),
                        amount(step.without.mean), span(step.without)});
    t.rows.push_back({said("variation.rest"), amount(w.rest.mean), span(w.rest), "–", "–"});
    t.rows.push_back({said("variation.whole"), amount(w.whole.mean), span(w.whole), "–", "–"});
    return t;
  }

  SaidTable units() const {
    const LeftOutUnits& l = *s_.left_out;
    SaidTable t;
    t.title = sentence("variation.units", language_, {{"arm", title_of(s_, l.arm, language_)}});
    t.headings = {said("variation.unit")};
    const std::size_t caused = std::min(kMostCaused, l.units[0].caused.size());
    const std::size_t facts = std::min(kMostFacts, l.units[0].facts.size());
    for (std::size_t k = 0; k < caused; ++k) {
      t.headings.push_back(
          sentence("variation.caused", language_, {{"measure", named(l.units[0].caused[k].first)}}));
      t.headings.push_back(said("interval"));
    }
    for (std::size_t k = 0; k < facts; ++k) t.headings.push_back(named(l.units[0].facts[k].first));
    for (const LeftOutUnit& unit : l.units) {
      std::vector<std::string> row = {unit_called(unit, language_)};
      for (std::size_t k = 0; k < caused; ++k) {
        row.push_back(amount(unit.caused[k].second.mean));
        row.push_back(span(unit.caused[k].second));
      }
      for (std::size_t k = 0; k < facts; ++k)
        row.push_back(k < unit.facts.size() ? amount(unit.facts[k].second.mean) : "–");
      t.rows.push_back(std::move(row));
    }
    return t;
  }

 private:
  std::string title(const ArmOutcome& arm) const {
    return language_ == Language::chinese && !arm.title_in_chinese.empty() ? arm.title_in_chinese : arm.title;
  }
  std::string said(const char* key) const { return label(key, language_); }
  std::string amount(double x) const { return people_number_in(language_, x); }
  std::string span(const Interval& x) const { return x.exists() ? amount(x.low) + " … " + amount(x.high) : "–"; }
  std::string named(const std::string& measure) const {
    const std::string words = label_or_empty("measure." + measure, language_);
    return words.empty() ? measure : words;
  }

  std::vector<std::string> world_row(const World& w, const std::string& name) const {
    return {name, w.answer ? title_of(s_, *w.answer, language_) : said("variation.none"), amount(w.lead.mean),
            span(w.lead), said(w.holds ? "variation.yes" : "variation.no")};
  }

  static std::vector<const World*> shown(const Robustness& r) {
    std::vector<const World*> all;
    for (const World& w : r.worlds) all.push_back(&w);
    if (all.size() <= kMostWorlds) return all;
    std::stable_partition(all.begin(), all.end(), [](const World* w) { return !w->holds; });
    all.resize(kMostWorlds);
    return all;
  }

  const StudySummary& s_;
  Language language_;
};

}  // namespace

std::string world_called(const VariationEntry& world, Language language) {
  if (world.setting.empty()) {
    const std::size_t at = world.name.rfind(' ');
    return sentence("variation.together", language,
                    {{"number", at == std::string::npos ? world.name : world.name.substr(at + 1)}});
  }
  const std::size_t at = world.name.find('=');
  return at == std::string::npos ? world.name : world.name.substr(0, at) + " = " + world.name.substr(at + 1);
}

std::string shut_off_called(const std::string& id, Language language) {
  const std::string words = label_or_empty("shut_off." + id, language);
  return words.empty() ? id : words;
}

std::string unit_called(const LeftOutUnit& unit, Language language) {
  return unit.is_rest ? label("variation.rest_of_units", language)
                      : sentence("variation.number", language, {{"number", unit.name}});
}

std::vector<SaidTable> variation_tables(const StudySummary& s, Language language) {
  const Tables tables(s, language);
  std::vector<SaidTable> all;
  if (!s.comparisons.empty() && s.comparisons[0].choices)
    all.push_back(tables.choices(*s.comparisons[0].choices));
  if (s.robustness) all.push_back(tables.worlds());
  for (std::size_t i = 0; i < std::min(kMostArms, s.waterfalls.size()); ++i)
    all.push_back(tables.waterfall(s.waterfalls[i]));
  if (s.left_out && !s.left_out->units.empty()) all.push_back(tables.units());
  return all;
}

}  // namespace fanfare
