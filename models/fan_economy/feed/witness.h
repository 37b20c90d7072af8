// What a sampled post keeps of one impression.
#pragma once

#include <cstdint>

#include "fanfare/block.h"

namespace fanfare::fan_economy {

struct World;
struct RankContext;
struct Candidates;
struct ReactionRecord;

// In `browse`, after the reader has decided.
void watch_impression(World& world, const BlockScope& scope, const RankContext& context,
                      const Candidates& candidates, std::uint32_t n, const ReactionRecord& record);

}  // namespace fanfare::fan_economy
