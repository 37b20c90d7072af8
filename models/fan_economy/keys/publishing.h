// Keys of publishing: how much is posted, by whom, of what quality.
#pragma once

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"

namespace fanfare::fan_economy {

struct PublishingParameters {
  double median_per_day = 0.06;     // posts of an account, log-normal
  double sigma = 2.2;
  double cap_per_day = 24;
  double kol_per_day = 1.0;         // posts of creators, at effort 1
  double koc_per_day = 0.5;
  double quality_concentration = 12;  // of the Beta around the author's skill
  double amateur_skill = 0.4;  // mean skill of accounts that are no creators, spread evenly ±.4 around it
  double niche_focus = 0.7;         // share of a post's topic weight on its main topic
  double video_share = 0.8;
};
void describe(Schema<PublishingParameters>& s);

}  // namespace fanfare::fan_economy
