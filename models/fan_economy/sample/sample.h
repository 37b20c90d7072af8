// What a scenario asks to be kept in full: a sample of posts, and the network around hired creators. It
// watches the run and changes nothing in it.
#pragma once

#include <cstdint>

#include "fanfare/archive.h"
#include "fanfare/block.h"
#include "fanfare/model.h"
#include "fanfare/phase.h"

namespace fanfare::fan_economy {

struct World;
struct NewShare;

// At set-up, when partition and parameters are known.
void open_sample(World& world);
void mail(Mail& mail, World& world);
// Names nothing where nothing is asked for, so that such runs keep their fingerprints.
void walk_sample(Archive& archive, World& world);
void restore_sample(World& world);

// In `index`, for the tick's new posts, numbers [from, end): which are sampled? Sponsored ones, by a keyed
// draw where a campaign has many; and each day from noon on one of those that creators wrote unpaid, by a
// keyed draw.
void choose_posts(World& world, std::uint32_t from, std::uint32_t end);
// In `trade`: a share of a sampled post has become an entry; a sampled post climbs from a rung; the tick's
// counts.
void watch_share(World& world, const NewShare& share, std::uint32_t entry);
void watch_climb(World& world, std::uint32_t number, std::uint8_t rung);
void count_sampled_posts(World& world);

// Replicated, once campaigns have hired: the survey starts with the first hire.
void open_network(World& world);
// Local, at a tick's end.
void survey_network(World& world, const BlockScope& scope);
// Exchange, at a tick's end.
void close_network(World& world);
// After a checkpoint was loaded.
void restore_network(World& world);

}  // namespace fanfare::fan_economy
