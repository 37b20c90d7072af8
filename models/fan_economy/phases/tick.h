// A tick of the fan economy as a list, over its world: what the engine runs, and what tests run of it.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "fanfare/block.h"
#include "fanfare/phase.h"

namespace fanfare::fan_economy {

struct World;

// One of the two functions, by kind.
struct TickPhase {
  std::string_view name;
  PhaseKind kind;
  std::string_view help;
  void (*local)(World&, const BlockScope&) = nullptr;
  void (*global)(World&, const StepScope&) = nullptr;
};

// All phases that there are, each under its number.
std::span<const TickPhase> all_phases();
inline constexpr std::size_t kPhases = 16;

// A tick of this world, as numbers of phases, in order. Each phase reads what earlier phases published and
// writes only what it owns. With several platforms, those that a feed is made of come once for each.
std::vector<std::size_t> tick_of(const World& world);

}  // namespace fanfare::fan_economy
