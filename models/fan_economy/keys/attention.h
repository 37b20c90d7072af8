// Keys of attention: how often people open the app, how long they stay, how they react to an item.
#pragma once

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

// Chance of one action as σ(alpha + gamma · appeal); alpha is set from the base rate.
struct ReactionParameters {
  double rate = 0.02;   // share of impressions at mean appeal spread
  double gamma = 1;     // how strongly appeal moves it
};
void describe(Schema<ReactionParameters>& s);

struct AttentionParameters {
  double active_share = 0.58;                 // DAU/MAU
  Distribution sessions = Distribution::lognormal(4, 0.5);   // per active day
  Distribution items = Distribution::lognormal(42, 0.96);    // per active day
  double night_to_peak = 0.12;                // trough of the daily rhythm over its peak
  double satisfaction_gain = 0.1;             // sessions × exp(gain · (mean appeal − own baseline))
  double continue_gain = 0.4;                 // log-odds of going on after an item, per unit of appeal

  double interest_weight = 2.0;               // appeal terms
  double quality_weight = 3;
  double tie_weight = 0.8;
  double social_weight = 0.3;
  double social_scale = 5;                    // log1p(likes) that count as one unit
  double ad_weight = 0.8;
  double repetition_weight = 0.4;
  double repetition_full = 6;                 // fresh exposures to a brand at which one more bores fully
  double appeal_spread = 0.8;                 // sd of appeal for which the base rates are set
  double share_spread = 0.3;                  // sd of the log of a post's own factor on the chance of a share
  double share_again = 7;                     // times the chance of a share, of what another's share brought
  double appeal_centre = 2.45;                // subtracted, so that appeal is about 0 on average

  ReactionParameters watch{0.62, 1};          // watches past half: P(ratio > .5) of Gamma(1.40, .607)
  ReactionParameters like{0.02, 1};
  ReactionParameters comment{0.0025, 1};
  ReactionParameters share{0.005, 0.3};
  ReactionParameters follow{0.0015, 0.8};
  ReactionParameters click{0.008, 0.8};
  ReactionParameters hide{0.002, -0.8};
  ReactionParameters save{0.006, 1};  // only where a feed gives a save a worth

  double seconds_per_item = 18;
};
void describe(Schema<AttentionParameters>& s);

}  // namespace fanfare::fan_economy
