// Exposure → attitude → stage. What a branded item does to a reader who watches it.
#pragma once

#include <cstdint>

#include "fanfare/block.h"
#include "fanfare/schema.h"
#include "models/fan_economy/state.h"
#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

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

inline constexpr double kAttitudeUnit = 32767;

// wear(n) = (n/n*)·e^(1−n/n*): 1 at its peak n = n*.
double wear(double n, double peak);

// Whether the reader takes a paid post for what it is; keyed by (reader, post).
bool perceives_ad(const World& world, AccountId reader, const PostScore& post);

// A branded or sponsored item was watched past the threshold: frequency and reach of its campaign; with a
// brand also wear-out, attitude, stage and last touch. In the reader's block.
// `contract` is that of a sponsored post, else kNobody.
void expose(World& world, const BlockScope& scope, AccountId reader, const PostScore& post, std::uint32_t contract);

// Credibility of the post's author for this reader, 0 … 1.
double credibility(const World& world, AccountId reader, const PostScore& post);

// Moves an attitude by `g` of the way to its bound: g·(1−A) up, negativity·g·(1+A) down; rounded
// stochastically by the uniform `u`.
std::int16_t persuade(std::int16_t attitude, double g, double negativity, double u);

// Moves the bond to another stage; counts the flow.
void set_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand, Stage after);
// Raises the bond to at least `floor` and to what its attitude allows; counts the flow. Never lowers it.
void update_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand, Stage floor);
// Daily: lowers the stage by one step where the attitude has fallen below half of what raised it.
void cool_stage(World& world, const BlockScope& scope, AccountId account, std::size_t brand);

}  // namespace fanfare::fan_economy
