// As state/recording.h, where mechanisms find it too.
#pragma once

#include "models/fan_economy/state/recording.h"  // IWYU pragma: export
