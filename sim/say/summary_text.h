// summary.txt and summary.json: what came out, for someone who decides (text, three significant figures) and
// for programs (exact numbers). Every table carries n, its interval, the scenario's digest and the word
// *simulated*.
#pragma once

#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "fanfare/model.h"
#include "sim/judge/summary.h"

namespace fanfare {

// Of one run: n = 1, so numbers without intervals.
struct RunSummary {
  std::string name;
  std::string question;
  std::string digest;
  std::string fingerprint;
  const Dataset& data;  // for sparklines of headline series
  std::vector<Headline> headlines;
  const ReportSpec& spec = no_report();
};
// Of a model that names no headlines: where its series ended, without bulk, a dozen at most.
std::vector<Headline> last_values(const Dataset& run);
std::string summary_text(const RunSummary& summary, std::size_t width = 110,
                         Language language = Language::english);
std::string summary_json(const RunSummary& summary);

std::string summary_text(const StudySummary& summary, std::size_t width = 110,
                         Language language = Language::english);
std::string summary_json(const StudySummary& summary);

}  // namespace fanfare
