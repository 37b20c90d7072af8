#include <algorithm>
#include <array>

#include "models/fan_economy/mechanisms/creator_kinds.h"

namespace fanfare::fan_economy {

namespace {

constexpr std::array<Choice<KindKeys::Answer>, 3> kKindAnswers{
    {{"table", KindKeys::Answer::table, "as the table of kinds says"},
     {"yes", KindKeys::Answer::yes, ""},
     {"no", KindKeys::Answer::no, ""}}};

void check_kind_line(const KindKeys& line, Checker& c) {
  std::string known;
  for (const KindRule& rule : kind_rules()) {
    if (rule.word == line.id) return;
    known += (known.empty() ? "" : ", ") + std::string(rule.word);
  }
  c.problem("id", "'" + line.id + "' is no kind of creator", "there are " + known);
}

}  // namespace

void describe(Schema<KindKeys>& s) {
  const auto as_table = [&s](std::string_view name, double KindKeys::*member, double most,
                             std::string_view help) {
    s.value(name, member).in(-1, most).help(help).source("folk");
  };
  s.id(&KindKeys::id).required().help("the kind: a word of `fanfare list kinds`");
  as_table("rate", &KindKeys::rate, 100,
           "times publishing.koc_per_day (kol_per_day): posts a day; −1: as the table");
  s.value("trust", &KindKeys::trust)
      .in(-1, 1)
      .help("trust at the start and what it returns to; −1: careers.trust_prior, one for all kinds")
      .source("none: closeness must come out of ties and replies, unless a study says otherwise");
  as_table("talk", &KindKeys::talk, 1000,
           "times relations.reply_capacity: fans answered a day; −1: as the table");
  as_table("free_days", &KindKeys::free_days, 1,
           "share of days on which it is free to work; −1: as the table");
  as_table("price", &KindKeys::price, 1e5,
           "times what its followers would cost by careers.price_factor; −1: as the table");
  as_table("price_exponent", &KindKeys::price_exponent, 2, "of followers in its price; −1: as the table");
  as_table("least_fit", &KindKeys::least_fit, 1, "refuses brands that suit its niche less; −1: as the table");
  s.choice("exclusive", &KindKeys::exclusive, kKindAnswers)
      .help("stands for one brand of a category at a time");
  s.choice("scandals", &KindKeys::scandals, kKindAnswers).help("may have a scandal");
  s.check(check_kind_line);
}

void describe(Schema<CreatorKindKeys>& s) {
  using K = CreatorKindKeys;
  s.list("kinds", &K::kinds).help("lines of the table of kinds that are otherwise here");
  s.value("employer", &K::employer).help("brand of all employees; empty: the first");
  s.value("retention", &K::retention)
      .in(0, 1)
      .mutable_at_run()
      .help(
          "share of the way to full attitude that a customer goes by each post of an employee that it "
          "watches")
      .source("folk");
  s.value("virtual_appeal", &K::virtual_appeal)
      .in(-5, 5)
      .mutable_at_run()
      .help("appeal of a virtual creator's post beside what anyone's would have; its sign is contested")
      .source("1.7 times the engagement of humans (HypeAuditor 2021) against conversion of .4 (IMF 2023)");
  s.value("labelled", &K::labelled)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("share of virtual creators' posts that say what they are");
  s.value("label_noticed", &K::label_noticed)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("share of readers who notice it")
      .source("folk: as persuasion.notice_disclosed");
  s.value("label_cost", &K::label_cost)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of trust, with those who do")
      .source("sign: Eisend et al. 2020; size: folk");
  s.value("gloss", &K::gloss)
      .in(0, 1)
      .mutable_at_run()
      .help("quality that paid posts promise beyond the product's; users' clips promise none")
      .source("folk");
  s.value("firm_brand", &K::firm_brand).help("brand that is sold to firms alone; empty: none");
  s.value("deciders", &K::deciders)
      .unit(Unit::share)
      .in(0, 1)
      .help("of accounts, who decide for a firm")
      .source("folk");
  s.value("deciders_following", &K::deciders_following)
      .unit(Unit::share)
      .in(0, 1)
      .help("the same of those who follow a b2b creator at the start")
      .source("folk");
  s.value("firm_touches", &K::firm_touches)
      .unit(Unit::count)
      .quantity_of("posts")
      .in(1, 100)
      .help("about the brand that one who decides reads before it buys as others would; fewer: in proportion")
      .source("folk");
  s.check([](const K& keys, Checker& c) {
    if (keys.deciders_following < keys.deciders)
      c.problem("deciders_following", "is below deciders",
                "followers of b2b creators decide at least as often");
    for (std::size_t i = 0; i < keys.kinds.size(); ++i)
      for (std::size_t j = i + 1; j < keys.kinds.size(); ++j)
        if (keys.kinds[i].id == keys.kinds[j].id)
          return c.problem("kinds", "'" + keys.kinds[i].id + "' has two lines", "keep one");
  });
}

void KindKeys::amend(KindTerms& terms) const {
  const auto set = [](double& to, double from) {
    if (from >= 0) to = from;
  };
  set(terms.rate, rate);
  set(terms.trust_prior, trust);
  set(terms.talk, talk);
  set(terms.free_days, free_days);
  set(terms.price, price);
  set(terms.price_exponent, price_exponent);
  set(terms.least_fit, least_fit);
  if (exclusive != Answer::table) terms.exclusive = exclusive == Answer::yes;
  if (scandals != Answer::table) terms.scandals = scandals == Answer::yes;
}

}  // namespace fanfare::fan_economy
