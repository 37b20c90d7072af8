// Who posts what, when. Sponsored posts come from the campaigns; here they take an organic one's place.
#pragma once

#include "fanfare/block.h"
#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

struct PublishingParameters {
  double median_per_day = 0.06;     // posts of an account, log-normal
  double sigma = 2.2;
  double cap_per_day = 24;
  double kol_per_day = 1.0;         // posts of creators, at effort 1
  double koc_per_day = 0.5;
  double quality_concentration = 12;  // of the Beta around the author's skill
  double niche_focus = 0.7;         // share of a post's topic weight on its main topic
  double video_share = 0.8;
};
void describe(Schema<PublishingParameters>& s);

// A new post on its way to all ranks. Sorted by (author, k) within a tick.
struct NewPost {
  std::uint32_t author;
  std::uint32_t contract;  // index in Market::contracts, or kNobody
  std::uint8_t k;
  std::uint8_t brand;
  std::uint8_t campaign;
  std::uint8_t flags;
  std::int8_t tone;
  std::uint8_t zero[3];
  TopicRow topics;
  float quality;
};

// Local. Also decides who opens the app this tick (World::opens), in the same draw.
void publish(World& world, const BlockScope& scope);

// The logarithmic byte of AccountState::posting_rate: 0 never, else 2^((q − 160)/16) posts a day.
float posting_rate_per_day(std::uint8_t quantised);
std::uint8_t quantise_posting_rate(double per_day);

}  // namespace fanfare::fan_economy
