// Creators: how they are cast, what they ask, how income and feedback change them.
#pragma once

#include <cstdint>
#include <string>

#include "fanfare/ids.h"
#include "fanfare/phase.h"
#include "fanfare/schema.h"
#include "models/fan_economy/selector.h"
#include "models/fan_economy/state.h"
#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

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

inline constexpr std::uint8_t kNoRole = 0xff;  // of a creator that came later

// A creator as it begins: niche around its interests, keyed skill, the common trust, the price of its
// audience.
Creator new_creator(const World& world, AccountId account, CreatorKind kind, const TopicRow& interest);
// `focus` of the row on the strongest interest, the rest as the interests; sums to 255.
TopicRow niche_around(const TopicRow& interest, double focus);

// Casts the roles over all accounts, in their order; an account takes the first that fits. Fills
// World::creators, sorted by account, once the graph stands. Errors: ScenarioError (a role that selects
// nobody).
void cast_creators(World& world);

// Errors: ScenarioError, if there are more than an id has bits for.
void check_creators(const World& world);

// Asked for one post without video, cents, by the audience it has now.
Cents list_price(const World& world, AccountId account);

// Called by index for each new post of a creator: recent posts and their sponsored share.
void count_new_post(World& world, const PostScore& post);

// Moves a creator's niche a little toward a topic that paid.
void drift_niche(World& world, std::uint32_t creator, std::uint8_t topic);

// Adds income of a creator, cents; the money is already in the creators' book.
void earn(World& world, std::uint32_t creator, Cents amount);
// Income given back; `counted` unless it was earned in the warm-up, of which nothing is counted.
void take_back(World& world, std::uint32_t creator, Cents amount, bool counted);

// Replicated: newcomers each tick; once a day effort, trust, niche, price, stopping, promotion, ad share.
void adapt(World& world, const StepScope& scope);

}  // namespace fanfare::fan_economy
