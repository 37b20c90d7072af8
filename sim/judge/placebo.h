// Arms that nobody would choose, as the model says. Reads effective scenarios.
#pragma once

#include <string>
#include <vector>

#include "fanfare/report_spec.h"
#include "sim/results/results_file.h"

namespace fanfare {

// The effective scenario of each arm as YAML; empty where the file does not hold it. `origins`: of runs that were
// put side by side, else empty.
std::vector<std::string> effective_texts(const Results& results, const std::vector<Provenance>& origins);
std::vector<std::string> placebos_of(const std::vector<std::string>& arms,
                                     const std::vector<std::string>& texts, const ReportSpec& spec);

}  // namespace fanfare
