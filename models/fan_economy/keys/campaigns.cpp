#include "models/fan_economy/keys/campaigns.h"

#include <algorithm>

#include "models/fan_economy/keys/mechanism_keys.h"

namespace fanfare::fan_economy {

void describe(Schema<LineParameters>& s) {
  using L = LineParameters;
  s.id(&L::id).help("needed only if an arm or --set changes the line");
  s.group("hire", &L::hire).help("whom to hire");
  s.value("posts", &L::posts).unit(Unit::count).in(1, 1000).help("per creator");
  s.choice("contract", &L::contract, contract_choices())
      .help("how creators are paid");
  s.value("share", &L::share)
      .unit(Unit::share)
      .in(-1, 1)
      .help("of the budget; left out, or -1: an equal part of what other lines leave");
  s.value("commission", &L::commission)
      .unit(Unit::share)
      .in(0, 1)
      .help("of the revenue of last-touch orders during the flight");
  s.value("commission_reserve", &L::commission_reserve)
      .unit(Unit::share)
      .in(0, 1)
      .help("share of the line's money kept for commissions");
  s.value("platform", &L::platform).help("where its posts appear; empty: where their authors publish");
  s.value("most", &L::most).unit(Unit::count).help("creators at most; 0: as many as the money allows");
}

void describe(Schema<CampaignParameters>& s) {
  using C = CampaignParameters;
  s.id(&C::id).required().help("name of the campaign");
  s.value("brand", &C::brand)
      .required()
      .help("id of a brand, or none: a placebo with the same creators and posts, and no brand in them");
  s.value("stands_for", &C::stands_for)
      .help("brand for which a placebo's creators are chosen; empty: the first brand");
  s.value("budget", &C::budget)
      .unit(Unit::money)
      .required()
      .in(0, 1e12)
      .help("escrowed at the flight's start; what can't be spent is returned; 0: nobody is hired");
  s.range("flight", &C::flight).unit(Unit::days).at_least(0).help("first and last day");
  s.list("lines", &C::lines).min_items(1).help("whom to hire for which part of the money");
  s.value("disclosure", &C::disclosure)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("share of its posts that say they are paid");
  s.value("tone", &C::tone).in(-1, 1).help("of its posts");
  s.value("least_spendable", &C::least_spendable)
      .unit(Unit::share)
      .in(0, 1)
      .help(
          "share of the budget that the creators selected by its lines must be able to take, else the "
          "scenario is refused");
  s.value("handling", &C::handling).unit(Unit::money).at_least(0).help("per contract");
  s.value("platform_fee", &C::platform_fee).unit(Unit::share).in(0, 1).help("of fees, on top of them");
  s.check([](const C& campaign, Checker& c) {
    double shares = 0;
    for (const LineParameters& line : campaign.lines) {
      shares += std::max(0.0, line.share);
      if (line.share < 0 && line.share != -1) c.problem("lines", "a share is below zero", "write 0% to 100%");
    }
    if (shares > 1 + 1e-9)
      c.problem("lines", "the shares of the lines add up to more than 1", "lower them to 100% in all");
    if (campaign.flight.hi <= campaign.flight.lo)
      c.problem("flight", "the flight ends before it begins", "write [first day, last day]");
  });
}

}  // namespace fanfare::fan_economy
