// The machine's own names for its vectors, for a loop that no compiler makes vectors of; see wide.h.
#pragma once

#include "fanfare/wide.h"

#if defined(FANFARE_CHOOSES_AVX2) || defined(__AVX2__)
#include <immintrin.h>
#endif
