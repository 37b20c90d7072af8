#include "models/fan_economy/keys/persuasion.h"

namespace fanfare::fan_economy {

void describe(Schema<PersuasionParameters>& s) {
  using P = PersuasionParameters;
  s.value("strength", &P::strength).in(0, 1).mutable_at_run()
      .help("η: share of the way to full attitude that one ideal exposure moves");
  s.value("recall", &P::recall)
      .unit(Unit::share)
      .in(0, 1)
      .mutable_at_run()
      .help("chance that a watched exposure makes the brand known to one who did not know it")
      .source("folk: ad recall");
  s.value("wear_peak", &P::wear_peak).in(0.1, 100).mutable_at_run()
      .help("n*: the exposure that persuades most; later ones wear out");
  s.value("wear_half_life", &P::wear_half_life).unit(Unit::days).in(0.1, 1e4).mutable_at_run()
      .help("in which half of the exposures are forgotten");
  s.value("other_voice", &P::other_voice).in(0, 1).mutable_at_run()
      .help("how much an exposure by another creator than the last counts as wear");
  s.value("fandom_gain", &P::fandom_gain).in(0, 10).mutable_at_run()
      .help("κ: how much more a full fan trusts");
  s.value("notice_disclosed", &P::notice_disclosed).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("chance that a disclosed paid post is perceived as paid");
  s.value("notice_hidden", &P::notice_hidden).unit(Unit::share).in(0, 1).mutable_at_run()
      .help("the same if it is not disclosed");
  s.value("cost_disclosed", &P::cost_disclosed).in(0, 1).mutable_at_run()
      .help("δ: credibility lost when a disclosed post is perceived, by a full sceptic")
      .source("sign: Eisend et al. 2020; size: folk");
  s.value("cost_found_out", &P::cost_found_out).in(0, 1).mutable_at_run()
      .help("δ when a hidden one is found out");
  s.value("negativity", &P::negativity).in(0, 10).mutable_at_run().help("how much more bad news weighs");
  s.value("attitude_half_life", &P::attitude_half_life).unit(Unit::days).in(0.1, 1e4).mutable_at_run()
      .help("of the way back to the brand's equity");
  s.value("awareness_half_life", &P::awareness_half_life).unit(Unit::days).in(1, 1e6).mutable_at_run()
      .help("of those who know a brand but neither meet nor buy it; as many hear of it elsewhere as keep "
            "brands.<id>.awareness where it began").source("folk");
  s.value("interested_at", &P::interested_at).in(-1, 1).mutable_at_run()
      .help("attitude at which an account is interested");
  s.value("intending_at", &P::intending_at).in(-1, 1).mutable_at_run()
      .help("attitude at which it intends to buy");
  s.value("advocate_at", &P::advocate_at).in(-1, 1).mutable_at_run()
      .help("attitude at which a customer is an advocate");
}

}  // namespace fanfare::fan_economy
