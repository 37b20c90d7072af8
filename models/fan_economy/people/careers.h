// Creators: how they are cast, what they ask, how income and feedback change them.
#pragma once

#include <cstdint>

#include "fanfare/ids.h"
#include "fanfare/ledger.h"
#include "fanfare/phase.h"
#include "models/fan_economy/state/creators.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

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

// With which what a creator of this kind asks grows with followers.
double price_exponent(const World& world, CreatorKind kind);

// Asked for one post without video, cents, by the audience it has now.
Cents list_price(const World& world, AccountId account, CreatorKind kind);

// Trust in a creator of this kind at the start, and what it returns to.
double trust_prior(const World& world, CreatorKind kind);

// Called by index for each new post of a creator: recent posts and their sponsored share.
void count_new_post(World& world, const PostScore& post);

// A post's counters of this tick, in accounts: what its creator is paid and judged by.
void count_attention(World& world, const PostScore& post, const PostCounts& delta);

// Moves a creator's niche a little toward a topic that paid.
void drift_niche(World& world, std::uint32_t creator, std::uint8_t topic);

// Adds income of a creator, cents; the money is already in the creators' book.
void earn(World& world, std::uint32_t creator, Cents amount);
// Income given back; the money and the measures are moved by who gives it.
void take_back(World& world, std::uint32_t creator, Cents amount);

// Replicated: newcomers each tick; once a day effort, trust, niche, price, stopping, promotion, ad share.
void adapt(World& world, const StepScope& scope);

// The topic that a row holds most of, the first of equals.
std::uint8_t strongest(const TopicRow& row);
// How well a niche suits a brand's topic, 0 … 255: 255 where the topic is the niche's strongest, a
// third of that where it is absent.
std::uint8_t fit(const TopicRow& niche, std::uint8_t topic);

}  // namespace fanfare::fan_economy
