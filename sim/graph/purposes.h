// What the engine draws randomness for while it builds and measures graphs. Append-only: the numbers are
// part of the results. Model number 0 is the engine's.
#pragma once

#include "fanfare/rng.h"

namespace fanfare::graph_purpose {

inline constexpr Purpose kFollowerWeight = purpose(0, 1);  // (account)
inline constexpr Purpose kFollowCount = purpose(0, 2);     // (account)
inline constexpr Purpose kTarget = purpose(0, 3);          // (reader), attempt: target, acceptance, answer
inline constexpr Purpose kTopUp = purpose(0, 4);           // (reader), attempt
inline constexpr Purpose kAttachment = purpose(0, 5);    // (position low, position high): Barabási–Albert
inline constexpr Purpose kReattachment = purpose(0, 6);  // (reader), attempt: in place of a double
inline constexpr Purpose kRewire = purpose(0, 7);        // (account, ring step), attempt
inline constexpr Purpose kSkip = purpose(0, 8);          // (reader), index: Erdős–Rényi gaps
inline constexpr Purpose kQuadrant = purpose(0, 9);      // (reader), attempt: R-MAT columns
inline constexpr Purpose kRowSize = purpose(0, 10);      // (reader), index: R-MAT row sizes
inline constexpr Purpose kShuffle = purpose(0, 11);      // (account): R-MAT ids
inline constexpr Purpose kPivot = purpose(0, 12);        // (account): betweenness
inline constexpr Purpose kLabel = purpose(0, 13);        // (account or label, round, 0 or 1)
inline constexpr Purpose kClustering = purpose(0, 14);   // (account), index: sample of neighbour pairs
inline constexpr Purpose kReverseRoot = purpose(0, 15);  // (set): whom it is about
inline constexpr Purpose kReverseEdge = purpose(0, 16);  // (set, reader), index: of four follows

}  // namespace fanfare::graph_purpose
