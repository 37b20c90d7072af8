// What the rows of a study come out as: which points the scenario can't be at, and which worlds are the same. Used by
// study.cpp.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/scenario/study.h"

namespace fanfare {

// What each row of a study comes out as: its digest, where that is asked for, or why there is none.
struct Trial {
  std::string digest;
  std::vector<Problem> problems;
};

// Sets the study's question where only the scenario has one.
enum class Digests { skipped, taken };  // they take as long as all else, and most studies compare none
std::vector<Trial> try_rows(Study& study, std::span<const SetOption> sets, Digests digests);

// A level that no point can take is a mistake; so is a design of which nothing is left.
void refuse_useless_levels(const Study& study, const std::vector<Trial>& trials, Problems& problems);

// Points that the scenario can't be at leave the rows and become `refused`, with the reason.
void set_refused_apart(Study& study, std::vector<Trial>& trials);

// Each row with the patch on top is its baseline; rows whose worlds come out the same share it. They stand first.
void add_twins(Study& study, const ConfigNode& patch, std::span<const SetOption> sets, Problems& problems);

// In a lattice the rows of the arm that is the baseline are those of the others at the same point.
void share_baseline_arm(Study& study, const std::vector<Trial>& trials);

}  // namespace fanfare
