// Cautions as a results file keeps them: keys and amounts, not words, so that each reader says them in its
// language.
#pragma once

#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/model.h"

namespace fanfare {

// A caution and the rows of a study (arms, points) that have it; of a run there are no rows.
struct SharedCaution {
  Caution caution;
  std::vector<std::size_t> rows;
};

// Where a run and a study keep theirs: root attributes, JSON, [{"key": …, "blanks": {…}, "rows": […]}].
inline constexpr const char* kCautions = "cautions";
inline constexpr const char* kArmCautions = "arm_cautions";

// What rows have in common is one caution, in the order of first occurrence.
std::vector<SharedCaution> shared(const std::vector<std::vector<Caution>>& by_row);

// Empty for none.
std::string cautions_text(const std::vector<Caution>& cautions);
std::string cautions_text(const std::vector<SharedCaution>& cautions);

// Of a run, or of a row of a study. What stands there and is no such list is left out.
std::vector<Caution> cautions_of(const Dataset& run);
std::vector<SharedCaution> cautions_of_study(const Dataset& study);

}  // namespace fanfare
