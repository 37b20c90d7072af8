// Cautions of runs, moved to the study that they are runs of.
#pragma once

#include <vector>

#include "fanfare/model.h"
#include "sim/results/results_file.h"

namespace fanfare {

// What the models of the runs warned of becomes the study's: of each arm, what its first run said, behind what is to be
// said of all.
void keep_cautions(StudyDataset& study, const std::vector<Caution>& of_all = {});

}  // namespace fanfare
