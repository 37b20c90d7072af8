// Runs again what a results file holds, from that file alone, and compares fingerprints. Writes nothing.
#pragma once

#include <string>
#include <vector>

#include "sim/results/results_file.h"
#include "sim/study/progress.h"

namespace fanfare {

struct Reproduced {
  std::string run;   // "kol, replicate 3"; empty for a run of its own
  std::string then;  // fingerprint in the file
  std::string now;
  bool same() const { return then == now; }
};

// Each complete run of the file. `threads` 0: as many as the machine grants.
// A run that was stopped by a signal has no fingerprint now.
// Errors: InputError (an input file changed or is gone), ScenarioError (this version reads the scenario
// otherwise).
std::vector<Reproduced> reproduce(const Results& results, int threads, ProgressSink& sink);

}  // namespace fanfare
