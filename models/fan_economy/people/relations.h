// Follow, unfollow, fandom, taste, comments.
#pragma once

#include <cstdint>

#include "fanfare/block.h"
#include "fanfare/philox.h"
#include "models/fan_economy/state/posts.h"

namespace fanfare::fan_economy {

struct World;

// In the reader's block. `amount` in 1/1023 of a level. A creator without a slot takes the weakest one if no
// more is left there than it gains: who is fed stays, whoever else passes by.
void deepen_fandom(World& world, const BlockScope& scope, AccountId reader, std::uint32_t creator,
                   std::uint32_t amount);
// 0 … 1.
double fandom_of(const World& world, AccountId reader, std::uint32_t creator);

// In the reader's block: a like moves interest toward the post's topic, a hide away from it. Words 0 and 1 of those of
// draw::reaction at index 3 decide on step and place.
enum class Taste : std::uint8_t { liked, hid };
void learn_taste(World& world, AccountId reader, std::uint8_t topic, Taste taste, const Words& words);

// In the reader's block: a comment that the post's creator may answer.
void comment(World& world, const BlockScope& scope, AccountId reader, const PostScore& post);

// In the reader's block; counted if the reader followed the author.
void unfollow(World& world, const BlockScope& scope, AccountId reader, AccountId author);

// Local, of a block: the answers of the last tick deepen fandom.
void hear_replies(World& world, const BlockScope& scope);
// Once a day: what a day takes of an account's fandom, as a share.
void fade_fandom(World& world, AccountId account, double loss);
// Once a day: follows that are looked at today, and those that end.
void review_follows(World& world, const BlockScope& scope, AccountId reader);
// Local, of a block: accounts whose audience has passed the tier show their interests.
void announce_debuts(World& world, const BlockScope& scope);
// Creators that an account follows and is a fan of.
std::int64_t fan_follows(const World& world, AccountId account);

}  // namespace fanfare::fan_economy
