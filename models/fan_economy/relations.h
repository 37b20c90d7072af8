// Follow, unfollow, fandom, and an account's daily chores: what fades and what is refilled.
#pragma once

#include <cstdint>

#include "fanfare/block.h"
#include "fanfare/schema.h"
#include "models/fan_economy/state.h"
#include "models/fan_economy/vocabulary.h"

namespace fanfare::fan_economy {

struct World;

struct RelationParameters {
  double fandom_half_life = 30;        // days
  double fan_at = 0.3;                 // level from which an account counts as a fan
  double watch_gain = 0.01;            // of a fandom level, 0 … 1, per event
  double like_gain = 0.05;
  double comment_gain = 0.1;
  double share_gain = 0.1;
  double follow_gain = 0.1;
  double reply_gain = 0.15;            // the creator answered
  std::uint32_t reply_capacity = 30;   // people whom a creator answers a day
  double unfollow_rate = 0.0005;       // a day, of one follow without fandom
  double unfollow_hide = 0.1;          // chance, on hiding a post of a followed author
  double unfollow_ads = 0.01;          // more, at a sponsored share of 1
  double unfollow_silence = 0.002;     // more, if the author is a creator that has stopped
  double scandal_days = 14;            // in which a scandal is noticed
  double scandal_notice = 0.4;         // a day, by those who follow or love the creator
  double scandal_leave = 0.6;          // of those who notice, at severity 1 and no fandom
  double scandal_post = 0.05;          // chance that one who notices writes about it
  double scandal_brand = 0.25;         // g of the loss of tied brands at severity 1
  double interest_drift = 0.5;         // of 255, of an interest: moved by a like or a hide
  double wallet_days = 30;             // between two refills
};
void describe(Schema<RelationParameters>& s);

// In the reader's block. `amount` in 1/1023 of a level. A creator without a slot takes the weakest one if no more
// is left there than it gains: who is fed stays, whoever else passes by.
void deepen_fandom(World& world, const BlockScope& scope, AccountId reader, std::uint32_t creator,
                   std::uint32_t amount);
// The increments above in 1/1023, rounded stochastically by (reader, post).
std::uint32_t fandom_steps(const World& world, double gain, AccountId reader, const PostScore& post,
                           std::uint32_t index);
// 0 … 1.
double fandom_of(const World& world, AccountId reader, std::uint32_t creator);

// In the reader's block: a like moves interest toward the post's topic, a hide away from it.
enum class Taste : std::uint8_t { liked, hid };
void learn_taste(World& world, AccountId reader, const PostScore& post, Taste taste);

// In the reader's block: a comment that the post's creator may answer.
void comment(World& world, const BlockScope& scope, AccountId reader, const PostScore& post);

// In the reader's block; counted if the reader followed the author.
void unfollow(World& world, const BlockScope& scope, AccountId reader, AccountId author);

// Local: replies received, daily chores, scandals noticed, deltas of the graph merged once a day; the census
// of wallets, stages and attitudes into the measure tally.
void relate(World& world, const BlockScope& scope);

}  // namespace fanfare::fan_economy
