// All keys of a fan-economy scenario.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/fan_economy/keys/attention.h"
#include "models/fan_economy/keys/attributes.h"
#include "models/fan_economy/keys/brands.h"
#include "models/fan_economy/keys/campaigns.h"
#include "models/fan_economy/keys/creators.h"
#include "models/fan_economy/keys/events.h"
#include "models/fan_economy/keys/feed.h"
#include "models/fan_economy/keys/mechanism_keys.h"
#include "models/fan_economy/keys/persuasion.h"
#include "models/fan_economy/keys/population.h"
#include "models/fan_economy/keys/publishing.h"
#include "models/fan_economy/keys/purchase.h"
#include "models/fan_economy/keys/relations.h"
#include "models/fan_economy/keys/sample.h"
#include "models/fan_economy/keys/segments.h"
#include "models/fan_economy/keys/selector.h"

namespace fanfare::fan_economy {

// A platform. Creators are cast by their followers on the first one.
struct PlatformParameters {
  std::string id = "platform";
  FeedParameters feed;
  double members = 1;               // share of accounts that are on it
  double appeal = 1;                // weight in the choice of where the next session goes
  double cross_post = 0.3;          // share of posts that its members write elsewhere and publish here too
  std::optional<GraphParameters> graph;  // who follows whom here; none: as population.graph says
};
void describe(Schema<PlatformParameters>& s);

struct EconomyParameters {
  // Written in one place: they are long, and many files copy worlds.
  EconomyParameters();
  EconomyParameters(const EconomyParameters&);
  EconomyParameters(EconomyParameters&&) noexcept;
  EconomyParameters& operator=(const EconomyParameters&);
  EconomyParameters& operator=(EconomyParameters&&) noexcept;
  ~EconomyParameters();

  PopulationParameters population;
  std::vector<std::string> topics{"beauty", "fashion", "games", "food", "music", "tech", "sport", "travel"};
  std::vector<AttributeParameters> attributes;
  std::vector<SegmentParameters> segments;
  std::vector<CreatorRole> creators;         // roles by selector; an account takes the first that fits
  std::vector<PlatformParameters> platforms;
  PublishingParameters publishing;
  AttentionParameters attention;
  std::vector<BrandParameters> brands;
  PersuasionParameters persuasion;
  PurchaseParameters purchase;
  RelationParameters relations;
  std::vector<CampaignParameters> campaigns;
  CareerParameters careers;
  std::vector<EventParameters> events;
  SampleParameters sample;
  MechanismSlots mechanisms = empty_slots();  // keys of those that are on
};
void describe(Schema<EconomyParameters>& s);

}  // namespace fanfare::fan_economy
