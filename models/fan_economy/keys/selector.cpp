#include "models/fan_economy/keys/selector.h"

#include <cmath>

namespace fanfare::fan_economy {

void describe(Schema<Selector>& s) {
  s.choice("kind", &Selector::kind,
           {{"any", KindFilter::any}, {"kol", KindFilter::kol}, {"koc", KindFilter::koc},
            {"celebrity", KindFilter::celebrity}, {"employee", KindFilter::employee},
            {"virtual", KindFilter::virtual_idol}, {"ugc", KindFilter::ugc}})
      .help("creators of this kind");
  s.value("topic", &Selector::topic).help("whose strongest topic is this; empty: any");
  s.range("followers", &Selector::followers).unit(Unit::people).at_least(0).help("with so many followers");
  s.value("hired_by", &Selector::hired_by).help("under contract with this campaign; empty: any");
  s.numbers("accounts", &Selector::accounts).at_least(0).help("a list of account ids; empty: any");
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
