// Findings for people (a table, lines of progress), for the documentation (Markdown) and for programs (JSON).
#pragma once

#include <string>
#include <vector>

#include "sim/validation/cases.h"

namespace fanfare {

struct ValidationCounts {
  std::size_t passed = 0, warned = 0, failed = 0;  // lines
  std::size_t skipped = 0;                         // studies
};
ValidationCounts count(const std::vector<CaseResult>& results);

// A block of lines, one a finding, when a case is done.
std::string case_text(const CaseResult& result, std::size_t width);
// "31 pass · 2 warn · 0 fail · 1 study skipped (…)".
std::string closing_text(const std::vector<CaseResult>& results);

struct ValidationReport {
  std::vector<CaseResult> results;
  ValidationForm form = ValidationForm::full;
  std::string command;  // that gives the same again
  std::string version;
  int threads = 1;
  double wall_seconds = 0;
};
// docs/validation.md: the same runs give the same text but for the wall time.
std::string validation_markdown(const ValidationReport& report);
std::string validation_json(const ValidationReport& report);

}  // namespace fanfare
