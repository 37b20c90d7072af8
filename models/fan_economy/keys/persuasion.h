// Keys of persuasion: what a branded item does to one who watches it.
#pragma once

#include "fanfare/schema.h"

namespace fanfare::fan_economy {

struct PersuasionParameters {
  double strength = 0.02;              // η
  double recall = 0.05;                // chance that an exposure makes the brand known
  double wear_peak = 3;                // n*: the exposure that persuades most
  double wear_half_life = 14;          // days in which half of the exposures are forgotten
  double other_voice = 0.5;            // an exposure by another creator counts so much
  double fandom_gain = 0.5;            // κ_f
  double notice_disclosed = 0.6;       // chance to perceive a paid post as paid
  double notice_hidden = 0.3;
  double cost_disclosed = 0.2;         // δ: loss of credibility when perceived
  double cost_found_out = 0.45;
  double negativity = 2;               // bad news weighs so much more
  double attitude_half_life = 21;      // days, back to the brand's equity
  double awareness_half_life = 180;    // days, of those who know the brand but neither meet nor buy it
  double interested_at = 0.25;         // attitudes at which stages are reached
  double intending_at = 0.5;
  double advocate_at = 0.6;
};
void describe(Schema<PersuasionParameters>& s);

}  // namespace fanfare::fan_economy
