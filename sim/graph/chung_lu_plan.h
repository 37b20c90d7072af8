// What a directed Chung–Lu graph expects of each account, before any edge is drawn: followers, follows,
// how likely it answers a follow.
#pragma once

#include <cstdint>
#include <vector>

#include "fanfare/graph_build.h"

namespace fanfare {

struct ChungLuPlan {
  std::vector<double> followers;             // expected, they sum to all edges
  std::vector<double> weights;               // to draw them by, so that so many distinct followers come about
  std::vector<std::uint32_t> follows;        // set out to follow, answers not counted
  std::vector<std::uint32_t> answers_below;  // answers a follow if a 32-bit word is below
};

ChungLuPlan plan_chung_lu(const GraphRequest& request, const ChungLu& graph);

// Scales `values` by one factor and caps them so that they sum to `total`, or all stand at the cap.
void scale_to_total(std::vector<double>& values, double cap, double total);

}  // namespace fanfare
