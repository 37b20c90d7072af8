// Keys of creators: roles that are cast at the start, and careers.
#pragma once

#include <string>

#include "fanfare/ids.h"
#include "fanfare/schema.h"
#include "models/fan_economy/keys/selector.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

// A role: the accounts it selects become creators of a kind.
struct CreatorRole {
  std::string id;
  CreatorKind kind = CreatorKind::koc;
  Selector select;
};
void describe(Schema<CreatorRole>& s);

struct CareerParameters {
  double trust_prior = 0.55;          // of every kind: closeness must come out of ties and replies
  double skill_mean = 0.5;            // of the Beta from which skill is drawn
  double skill_concentration = 2.5;
  double niche_focus = 0.5;           // share of a niche on its account's strongest interest
  double price_factor = 0.3;          // CNY: price = factor · followers^exponent · log-normal(σ)
  double price_exponent = 0.85;
  double price_sigma = 0.5;
  double video_factor = 1.3;          // campaigns buy videos
  Cents ad_share = 200;               // paid to a creator per thousand impressions of its posts
  double aspiration = 100;            // CNY a day that satisfies a creator
  double effort_rate = 0.05;          // a day, toward what income and feedback suggest
  double trust_rate = 0.02;           // a day, toward what the sponsored share allows
  double sponsored_tolerance = 0.2;   // share of sponsored posts that costs no trust
  double sponsored_cost = 0.8;        // trust lost, as a share, at a sponsored share of 1
  double scandal_half_life = 180;     // days, of the trust that a scandal costs
  double stop_rate = 0.0005;          // a day, of a creator without income
  double niche_drift = 2;             // of 255, toward the topic of each paid post
  double kol_from = 50'000;           // followers (people) at which a KOC becomes a KOL
  double koc_from = 1'000;            // at which an account may become a creator
  double debut_share = 0.2;           // of those who pass it
};
void describe(Schema<CareerParameters>& s);

}  // namespace fanfare::fan_economy
