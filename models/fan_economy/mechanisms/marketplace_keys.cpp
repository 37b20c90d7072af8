#include "models/fan_economy/mechanisms/marketplace.h"

namespace fanfare::fan_economy {

void describe(Schema<MarketplaceTerms>& s) {
  using T = MarketplaceTerms;
  s.id(&T::id).required().help("name of the terms");
  s.value("campaign", &T::campaign).required().help("id of the campaign whose they are");
  s.value("bid", &T::bid).unit(Unit::share).in(0.01, 10).help("of what the card asks, that is offered");
  s.value("exclusive", &T::exclusive).help("its creators work for no rival of the category meanwhile");
  s.value("exclusive_after", &T::exclusive_after)
      .unit(Unit::days)
      .in(0, 3660)
      .help("after the flight that this holds");
  s.value("rights", &T::rights)
      .help(
          "each post may be shown a second time, by the brand's own account where it has one, else by its "
          "author");
  s.value("rights_after", &T::rights_after).unit(Unit::days).in(0.1, 366).help("after the first time");
}

void describe(Schema<MarketplaceKeys>& s) {
  using K = MarketplaceKeys;
  s.value("take", &K::take)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of a creator's fee, that the platform keeps")
      .source("folk: 5 to 10 %");
  s.value("advice", &K::advice)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("way that cards go from what they would ask to the price advised by expected engagement")
      .source("folk");
  s.value("ranked", &K::ranked)
      .mutable_at_run()
      .help("brands hire by advised price over asked price, best first; else as their lines say");
  s.value("fit_demand", &K::fit_demand)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("fit below which creators refuse an offer, on average; each its own, from 0 to twice that")
      .source("folk");
  s.value("posts_a_week", &K::posts_a_week)
      .in(0.1, 1000)
      .mutable_at_run()
      .help("paid posts a week, beyond which a creator takes no more")
      .source("folk");
  s.value("reserve", &K::reserve)
      .unit(Unit::share)
      .in(0, 2)
      .mutable_at_run()
      .help("of the card, below which creators refuse, on average")
      .source("folk");
  s.value("reserve_spread", &K::reserve_spread)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("standard deviation of it between creators")
      .source("folk");
  s.value("busy", &K::busy)
      .in(0, 10)
      .mutable_at_run()
      .help("the reserve rises by this share for a creator that can take no more")
      .source("folk");
  s.value("exclusive_premium", &K::exclusive_premium)
      .unit(Unit::share)
      .in(0, 10)
      .mutable_at_run()
      .help("of the fee, for exclusivity")
      .source("folk: 20 to 50 %");
  s.value("rights_premium", &K::rights_premium)
      .unit(Unit::share)
      .in(0, 10)
      .mutable_at_run()
      .help("of the fee, for usage rights")
      .source("folk: 20 to 50 %");
  s.value("censored", &K::censored)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of paid posts, withdrawn by censorship before they appear: their fees go back")
      .source("folk");
  s.value("kill_fee", &K::kill_fee)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of the fee of a withdrawn post, that its creator keeps for the work")
      .source("folk");
  s.value("lost_outside", &K::lost_outside)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of posts of deals off the platform, taken down without a refund")
      .source("folk");
  s.value("risk_spread", &K::risk_spread)
      .in(0, 3)
      .mutable_at_run()
      .help("sigma of the log-normal by which pairs of brand and creator over- or underrate that risk")
      .source("folk");
  s.value("labelled_outside", &K::labelled_outside)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of deals off the platform, whose posts say that they are paid")
      .source("folk");
  s.value("exposure", &K::exposure)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("of an endorsement's credibility, lost for each further brand that its creator stood for of late")
      .source("sign: Tripp, Jensen and Carlson 1994, J. Consumer Res. 20, 535; size folk");
  s.value("exposure_memory", &K::exposure_memory)
      .unit(Unit::days)
      .in(1, 3660)
      .mutable_at_run()
      .help("for which a brand that a creator stood for is remembered")
      .source("folk");
  s.group("agency", &K::agency).help("agencies of creators");
  s.list("terms", &K::terms).help("what campaigns offer and ask beside posts");
  s.check([](const K& keys, Checker& c) {
    if (keys.take + keys.agency.margin > 1)
      c.problem("take", "the platform's take and the agency's margin add up to more than a fee",
                "lower take or agency.margin to 100% in all");
    for (std::size_t i = 0; i < keys.terms.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (keys.terms[i].campaign == keys.terms[j].campaign)
          c.problem("terms[" + std::to_string(i) + "].campaign",
                    "'" + keys.terms[i].campaign + "' has terms already", "say all in one item");
  });
}

}  // namespace fanfare::fan_economy
