// Runs of one study say nearly the same around their numbers: axes, names, units. Here that is kept once.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "sim/results/results_file.h"

namespace fanfare {

class RunForms {
 public:
  // Moves run.data to run.form and run.numbers; what its model warned of, to run.cautions.
  void share(StudyRun& run);
  // The form that form_bytes() wrote. Errors: InputError if it is none.
  std::shared_ptr<const Dataset> form(const std::string& bytes);

 private:
  std::map<std::string, std::shared_ptr<const Dataset>> known_;  // by form_bytes()
};

std::string form_bytes(const Dataset& form);
// How many numbers belong into a form.
std::size_t numbers_in(const Dataset& form);
// The run as it was before share().
Dataset whole_data(const StudyRun& run);

}  // namespace fanfare
