// A tick of the fan economy as a list, over its world: what the engine runs, and what tests run of it.
#pragma once

#include <span>
#include <string_view>

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

// In order. Each phase reads what earlier phases published and writes only what it owns.
std::span<const TickPhase> tick_phases();
inline constexpr std::size_t kTickPhases = 11;

}  // namespace fanfare::fan_economy
