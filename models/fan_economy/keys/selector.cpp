#include "models/fan_economy/keys/selector.h"

#include <cmath>

#include "models/fan_economy/keys/kinds.h"

namespace fanfare::fan_economy {

namespace {

std::vector<Choice<KindFilter>> kind_filters() {
  std::vector<Choice<KindFilter>> filters{{"any", KindFilter::any, ""}};
  for (const KindRule& rule : kind_rules()) filters.push_back({rule.word, filter_of(rule.kind), rule.help});
  return filters;
}

}  // namespace

void describe(Schema<Selector>& s) {
  s.choice("kind", &Selector::kind, kind_filters())
      .help("creators of this kind");
  s.value("topic", &Selector::topic).help("whose strongest topic is this; empty: any");
  s.range("followers", &Selector::followers).unit(Unit::people).at_least(0).help("with so many followers");
  s.value("hired_by", &Selector::hired_by).help("under contract with this campaign; empty: any");
  s.value("segment", &Selector::segment).help("whose account is in this segment; empty: any");
  s.numbers("accounts", &Selector::accounts).at_least(0).help("a list of account ids; empty: any");
  s.words("names", &Selector::names).help("creators of the roster, by name; empty: any");
  s.choice("by", &Selector::by,
           {{"followers", RankBy::followers}, {"engagement", RankBy::engagement}, {"fit", RankBy::fit},
            {"cost_per_engagement", RankBy::cost_per_engagement}, {"pagerank", RankBy::pagerank},
            {"k_core", RankBy::k_core}, {"betweenness", RankBy::betweenness}, {"random", RankBy::random},
            {"influence", RankBy::influence}})
      .help("what ranks them; ties fall at random");
  s.value("top", &Selector::top).help("only the first so many; 0: all");
  s.value("share", &Selector::share).unit(Unit::share).in(0, 1).help("only this share of them, best first");
  s.check([](const Selector& selector, Checker& c) {
    for (const double id : selector.accounts)
      if (id != std::floor(id))
        return c.problem("accounts", "an account id is a whole number", "list ids such as [3, 17]");
  });
}

}  // namespace fanfare::fan_economy
