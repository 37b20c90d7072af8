// What people call the arms of a study: the `label` of each, else its name. Names stay the keys everywhere; titles are
// only shown.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "fanfare/dataset.h"

namespace fanfare {

// What stands as a text under that name; empty if none does.
std::string text_attribute(const Dataset& data, const std::string& name);

// Where a study's file keeps its labels: an attribute, the JSON object {"name": "label", …} of the arms that have one.
inline constexpr const char* kArmLabels = "arm_labels";

// `titles` are those of `arms`; those that are the name itself are left out. Empty if all are.
std::string labels_text(std::span<const std::string> arms, std::span<const std::string> titles);

// The titles of the arms (or points) of a stacked study, in its order. Its own names where it has no labels, or what
// stands there is no such object.
std::vector<std::string> titles_of(const Dataset& study);

// Where it keeps, row by row, the number of the row that it is compared with, if that is not the same for all; and the
// points that were refused, a line each.
inline constexpr const char* kTwins = "baseline_rows";
inline constexpr const char* kRefusedPoints = "refused_points";

// Empty where there are none, or what stands there are no rows of the study.
std::vector<std::size_t> twins_of(const Dataset& study);

}  // namespace fanfare
