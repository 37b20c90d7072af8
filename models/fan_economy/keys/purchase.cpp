#include "models/fan_economy/keys/purchase.h"

namespace fanfare::fan_economy {

void describe(Schema<PurchaseParameters>& s) {
  using P = PurchaseParameters;
  s.choice("social", &P::social,
           {{"global", SocialReference::global}, {"community", SocialReference::community}})
      .help(
          "whose share of buyers an account looks at: everyone's, "
          "or its community's or everyone's, whichever is larger");
  s.choice("start", &P::start, {{"stationary", MarketStart::stationary}, {"fresh", MarketStart::fresh}})
      .help("stationary: past purchases as in the long run; fresh: nobody has ever bought");
  s.value("attitude_gain", &P::attitude_gain).in(0, 20).mutable_at_run()
      .help("θ_A: the hazard is multiplied by e^(θ_A · attitude)")
      .source("with the rest, ad elasticity near .12 (Sethuraman 2011, check)");
  s.value("social_gain", &P::social_gain).in(0, 1000).mutable_at_run()
      .help("θ_S: gain from the share of buyers; q/p of a Bass curve");
  s.value("deal_gain", &P::deal_gain).in(0, 20).mutable_at_run()
      .help("θ_D: gain from the urgency of an offer");
  s.value("interest_weight", &P::interest_weight).in(0, 1).mutable_at_run()
      .help("how much interest in the category multiplies the hazard");
  s.value("need_days", &P::need_days).unit(Unit::days).in(0, 1e9).mutable_at_run()
      .help("τ: need is 1 − e^(−days since the last purchase/τ); 0: always full");
  s.value("order_per_click", &P::order_per_click).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance of an order after a click, at mean interest, full need and no attitude");
  s.value("order_ceiling", &P::order_ceiling).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("most that chance can be").source("McKinsey 2021, as a ceiling");
  s.value("attribution_days", &P::attribution_days).unit(Unit::days).in(0, 250).mutable_at_run()
      .help("a creator's last touch counts so long");
  s.value("returns_by_satisfaction", &P::returns_by_satisfaction).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("share of returns that full satisfaction saves, and full dissatisfaction adds").source("folk");
  s.value("delivery_days", &P::delivery_days).unit(Unit::days).in(0, 1000).mutable_at_run()
      .help("from order to delivery");
  s.value("return_days", &P::return_days).unit(Unit::days).in(0, 1000).mutable_at_run()
      .help("from delivery to the refund");
  s.value("word_of_mouth", &P::word_of_mouth).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance of a post about a delivered order at full (dis)satisfaction");
  s.value("expectation", &P::expectation).in(0, 1).mutable_at_run()
      .help("quality that neither pleases nor disappoints");
  s.value("experience", &P::experience).in(0, 1).mutable_at_run()
      .help("how far full (dis)satisfaction moves attitude");
  s.value("platform_take", &P::platform_take).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("share of revenue kept by the platform, beyond what margins count");
}

}  // namespace fanfare::fan_economy
