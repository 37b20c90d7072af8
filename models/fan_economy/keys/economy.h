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
#include "models/fan_economy/keys/platforms.h"
#include "models/fan_economy/keys/population.h"
#include "models/fan_economy/keys/publishing.h"
#include "models/fan_economy/keys/purchase.h"
#include "models/fan_economy/keys/relations.h"
#include "models/fan_economy/keys/sample.h"
#include "models/fan_economy/keys/segments.h"
#include "models/fan_economy/keys/selector.h"

namespace fanfare::fan_economy {

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
  std::vector<LinkParameters> links;  // between platforms
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
