// The studies that are held against published results: found, read, run. Prints nothing.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/study/context.h"
#include "sim/study/study_plan.h"
#include "sim/validation/evaluate.h"

namespace fanfare {

// A study file with the key `validation`, read.
struct ValidationCase {
  std::string id;     // the file's stem
  PlannedStudy plan;  // in the form that is to be run
  Problems problems;  // with any, it is not for running

  const Validation& validation() const { return *plan.study.validation; }
  // Only files it reads are missing: it is skipped, not wrong.
  bool lacks_data() const { return problems.exit_code() == 3; }
};

struct CaseResult {
  std::string id, row, citation, note;
  std::vector<Judged> findings;
  std::string skipped;  // why it was not run; empty if it was
  std::string failed;   // why it could not be judged as a whole; then each line fails
  std::string digest;   // of all its scenarios
  std::size_t replicates = 0;
  double wall_seconds = 0;
};

// Where they are: `folder`, or if that is empty scenarios/validation here, else that of the installed copy.
// Errors: InputError if there is none.
std::filesystem::path validation_folder(const std::string& folder);

// Those of the folder whose file's stem or catalogue row is one of `ids` (any case), or all; by row, then id.
// The form decides on replicates and values. Mistakes stand in each case's problems. Errors: ScenarioError
// for an id that nothing has; InputError for a folder that can't be listed.
std::vector<ValidationCase> find_cases(const std::filesystem::path& folder,
                                       const std::vector<std::string>& ids, ValidationForm form);

// All runs of one case, arms and replicates side by side, into a folder below `scratch`, judged.
CaseResult run_case(ValidationCase& one, ValidationForm form, const RunContext& context,
                    const std::filesystem::path& scratch);

// A new empty folder for temporary results, removed with the object.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace fanfare
