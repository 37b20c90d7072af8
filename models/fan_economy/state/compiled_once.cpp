#include "models/fan_economy/state/compiled_once.h"

namespace fanfare {

FANFARE_COMPILED_ONCE()

}  // namespace fanfare
