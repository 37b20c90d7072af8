// The catalogue of this program, in a file of its own: a program with mechanisms of its own defines it
// instead.
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

std::span<const MechanismEntry* const> mechanisms() { return standard_mechanisms(); }

}  // namespace fanfare::fan_economy
