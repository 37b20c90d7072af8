#include "models/fan_economy/mechanisms/brand_reaction.h"

namespace fanfare::fan_economy {

void describe(Schema<ReactionBudget>& s) {
  using B = ReactionBudget;
  s.id(&B::id).required().help("name of the rule");
  s.value("campaign", &B::campaign).required().help("id of the campaign whose money it is");
  s.choice("rule", &B::rule,
           {{"even", BudgetRule::even, "an equal part for each line"},
            {"greedy", BudgetRule::greedy, "epsilon-greedy: all to what did best, now and then to any"},
            {"thompson", BudgetRule::thompson, "all to what does best in a draw from what is known"}})
      .help("where a round's money goes");
  s.choice("aim", &B::aim,
           {{"engagements", BudgetAim::engagements, "likes, comments, shares"},
            {"orders", BudgetAim::orders, "orders by last touch"}})
      .help("what a line is judged by, per CNY spent");
  s.value("every", &B::every).unit(Unit::days).in(0.05, 366).help("time between rounds").source("folk");
  s.value("explore", &B::explore)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of rounds in which greedy takes any line")
      .source("folk");
  s.value("pause_below", &B::pause_below)
      .in(0, 1e6)
      .mutable_at_run()
      .help("of the aim per 100 CNY, below which the best line is not worth a round; 0: never pause")
      .source("folk");
  s.value("swap_below", &B::swap_below)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of the campaign's mean of the aim per CNY, below which a creator is dropped; 0: nobody is")
      .source("folk");
}

void describe(Schema<ReactionMatch>& s) {
  using M = ReactionMatch;
  s.id(&M::id).required().help("name of the promise");
  s.value("brand", &M::brand).required().help("which matches");
  s.value("rival", &M::rival).required().help("whose price");
  s.value("floor", &M::floor)
      .unit(Unit::share)
      .in(0.01, 1)
      .help("of its own list price, below which it does not go")
      .source("folk");
  s.value("lag", &M::lag)
      .unit(Unit::count)
      .quantity_of("days")
      .in(1, 60)
      .help("until it does")
      .source("folk");
}

void describe(Schema<ReactionService>& s) {
  using S = ReactionService;
  s.id(&S::id).required().help("name of the desk");
  s.value("brand", &S::brand).required().help("whose desk it is");
  s.value("replies", &S::replies)
      .unit(Unit::count)
      .quantity_of("people")
      .in(1, 1e9)
      .help("who sent something back, answered a day at most");
  s.value("cost", &S::cost).unit(Unit::money).in(0, 1e5).help("of an answer").source("folk");
  s.value("strength", &S::strength).in(-1, 1).help("way to full attitude that an answer goes").source("folk");
}

void describe(Schema<ReactionListening>& s) {
  using L = ReactionListening;
  s.id(&L::id).required().help("name of the programme");
  s.value("brand", &L::brand).required().help("which listens");
  s.value("every", &L::every).unit(Unit::days).in(0.05, 366).help("time between reports").source("folk");
  s.value("delay", &L::delay)
      .unit(Unit::days)
      .in(0, 3660)
      .help("from a report to the better product")
      .source("folk");
  s.value("gain", &L::gain)
      .in(0, 100)
      .mutable_at_run()
      .help("of the way to the best product, for each order sent back in one")
      .source("folk");
  s.value("cost", &L::cost).unit(Unit::money).in(0, 1e9).help("of each better product").source("folk");
}

void describe(Schema<BrandReactionKeys>& s) {
  using K = BrandReactionKeys;
  s.list("budgets", &K::budgets).help("campaigns whose money goes over their lines round by round");
  s.list("matches", &K::matches).help("promises of a rival's price");
  s.list("services", &K::services).help("desks that answer who sent something back");
  s.list("listening", &K::listening).help("programmes that better a product by what comes back");
  s.check([](const K& keys, Checker& c) {
    for (std::size_t i = 0; i < keys.matches.size(); ++i)
      if (keys.matches[i].brand == keys.matches[i].rival)
        c.problem("matches[" + std::to_string(i) + "].rival", "is the brand itself", "name another brand");
    for (std::size_t i = 0; i < keys.budgets.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (keys.budgets[i].campaign == keys.budgets[j].campaign)
          c.problem("budgets[" + std::to_string(i) + "].campaign",
                    "'" + keys.budgets[i].campaign + "' has a rule already", "leave one of them out");
  });
}

}  // namespace fanfare::fan_economy
