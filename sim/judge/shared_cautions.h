// Cautions of runs, moved to the study that they are runs of.
#pragma once

#include "sim/results/results_file.h"

namespace fanfare {

// What the models of the runs warned of becomes the study's: of each arm, what its first run said.
void keep_cautions(StudyDataset& study);

}  // namespace fanfare
