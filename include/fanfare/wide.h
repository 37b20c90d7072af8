// Which vectors the machine has that runs a program built for any: a hot loop may stand in it twice, once marked
// FANFARE_AVX2, and be chosen by has_avx2(). What it computes is the same, bit for bit.
#pragma once

#if defined(__x86_64__) && !defined(__AVX2__)
#define FANFARE_CHOOSES_AVX2 1
#define FANFARE_AVX2 [[gnu::target("avx2")]]
#endif

namespace fanfare {

// Whether to take the loop marked so; false where all loops are built for such a machine anyway.
inline bool has_avx2() {
#ifdef FANFARE_CHOOSES_AVX2
  return __builtin_cpu_supports("avx2");
#else
  return false;
#endif
}

}  // namespace fanfare
