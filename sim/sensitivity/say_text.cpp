// The terminal's words and tables.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/judge/measure.h"
#include "sim/sensitivity/say.h"
#include "sim/words/called.h"
#include "sim/words/text.h"

namespace fanfare::sensitivity {
namespace {

std::string number(double x) {
  if (!std::isfinite(x)) return "–";
  return (x <= -0.0005 ? "−" : "") + fmt::format("{:.3f}", std::fabs(x));
}
std::string interval(const Index& i) {
  return i.has_interval() ? number(i.low) + " … " + number(i.high) : "–";
}
std::string amount(double x, Language language) { return people_number_in(language, x); }
std::string amounts(const Index& i, Language language) {
  return i.has_interval() ? amount(i.low, language) + " … " + amount(i.high, language) : "–";
}

// What a factor is put in order by.
double weight(const FactorEffect& e) {
  for (const Index* i : {&e.total, &e.absolute, &e.first, &e.rank})
    if (i->exists()) return std::fabs(i->value);
  return -1;
}

struct Columns {
  bool first = false, total = false, effects = false, rank = false, floor = false;
};

Columns columns_of(const Aspect& a) {
  Columns has;
  for (const FactorEffect& e : a.factors) {
    has.first |= e.first.exists();
    has.total |= e.total.exists();
    has.effects |= e.absolute.exists();
    has.floor |= e.absolute.exists() && e.floor > 0;
    has.rank |= e.rank.exists();
  }
  return has;
}

std::vector<std::string> headings(const Columns& has, Language language) {
  std::vector<std::string> out = {label("sensitivity.factor", language)};
  const auto with_interval = [&](const char* key) {
    out.push_back(label(key, language));
    out.push_back(label("interval", language));
  };
  if (has.first) with_interval("sensitivity.first");
  if (has.total) with_interval("sensitivity.total");
  if (has.effects) {
    out.push_back(label("sensitivity.mean", language));
    with_interval("sensitivity.absolute");
    out.push_back(label("sensitivity.spread", language));
  }
  if (has.floor) out.push_back(label("sensitivity.floor", language));
  if (has.rank) with_interval("sensitivity.rank");
  return out;
}

std::vector<std::string> row(const Sensitivity& s, const FactorEffect& e, const Columns& has,
                             Language language) {
  std::vector<std::string> out = {factor_called(s.factors, e.factor, language)};
  const auto share = [&](const Index& i) {
    out.push_back(number(i.value));
    out.push_back(interval(i));
  };
  if (has.first) share(e.first);
  if (has.total) share(e.total);
  if (has.effects) {
    for (const std::string& cell : {amount(e.mean.value, language), amount(e.absolute.value, language),
                                    amounts(e.absolute, language), amount(e.spread.value, language)})
      out.push_back(cell);
  }
  if (has.floor) out.push_back(amount(e.floor, language));
  if (has.rank) share(e.rank);
  return out;
}

std::string caption(const Sensitivity& s, const Aspect& a, Language language) {
  const std::string layout = sentence("sensitivity.layout_" + std::string(word_of(a.layout)), language,
                                      {{"points", people_amount_in(language, static_cast<double>(a.points))},
                                       {"bases", people_amount_in(language, static_cast<double>(a.bases))}});
  return fmt::format("{} · {} · {} · n = {} · {}", aspect_called(a, language), label("simulated", language),
                     layout, a.replicates,
                     sentence("fact.digest", language, {{"digest", s.digest.substr(0, 12)}}));
}

// What chance does, beside the factors.
std::string luck_line(const Aspect& a, Language language) {
  if (!a.luck_share.exists()) return {};
  const double total = a.luck.total();
  return "  " + sentence("sensitivity.luck", language,
                         {{"share", number(a.luck_share.value)},
                          {"interval", interval(a.luck_share)},
                          {"shared", number(a.luck.shared / total)},
                          {"own", number(a.luck.own / total)}}) + "\n";
}

std::string aspect_text(const Sensitivity& s, const Aspect& a, std::size_t width, Language language) {
  std::string text = wrapped(caption(s, a, language), width) + "\n";
  const Columns has = columns_of(a);
  if (!has.first && !has.total && !has.effects && !has.rank)
    return text + "  " + label("sensitivity.nothing", language) + "\n" + luck_line(a, language);
  Table table(headings(has, language));
  for (const std::size_t at : by_weight(a)) table.add(row(s, a.factors[at], has, language));
  return text + table.render(width) + luck_line(a, language);
}

}  // namespace

std::vector<std::size_t> by_weight(const Aspect& aspect) {
  std::vector<std::size_t> order(aspect.factors.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return weight(aspect.factors[a]) > weight(aspect.factors[b]);
  });
  return order;
}

std::string aspect_called(const Aspect& a, Language language) {
  const Measure measure{a.measure, a.label, a.unit, {}};
  const Blanks blanks = {{"measure", measure_name(measure, language)},
                         {"leader", a.between.empty() ? "" : a.between[0]},
                         {"other", a.between.size() < 2 ? "" : a.between[1]},
                         {"chance", people_quantity_in(language, a.mean, "share")}};
  const std::string among = a.between.empty() ? "" : "_among_plans";
  return sentence("sensitivity." + std::string(word_of(a.kind)) + among, language, blanks);
}

std::string sensitivity_text(const Sensitivity& s, std::size_t width, Language language) {
  std::string text = s.name + (s.question.empty() ? "" : "\n" + wrapped(s.question)) + "\n\n";
  for (const Aspect& a : s.aspects) text += aspect_text(s, a, width, language) + "\n";
  for (const std::string& note : in_words(s.notes, language))
    text += wrapped(label("text.note", language) + note) + "\n";
  text += label("sensitivity.legend", language);
  return text + label("text.legend_simulated", language);
}

}  // namespace fanfare::sensitivity
