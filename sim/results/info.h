// What is inside a results file, for people and for programs. Shows; does not compare or judge.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sim/results/results_file.h"

namespace fanfare {

// Some 30 lines: kind, status, n, arms, axes, variables with units and help, provenance.
std::string info_text(const Results& results);
nlohmann::json info_json(const Results& results);

}  // namespace fanfare
