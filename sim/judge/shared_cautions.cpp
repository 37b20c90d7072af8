#include "sim/judge/shared_cautions.h"

#include "sim/cautions.h"

namespace fanfare {

void keep_cautions(StudyDataset& study, const std::vector<Caution>& of_all) {
  std::vector<std::vector<Caution>> by_arm(study.arms.size());
  for (StudyRun& run : study.runs) {
    if (run.form && !run.cautions.empty()) run.data.attributes[kCautions] = run.cautions;
    if (by_arm[run.row].empty()) by_arm[run.row] = cautions_of(run.data);
    run.data.attributes.erase(kCautions);
  }
  for (std::vector<Caution>& own : by_arm) own.insert(own.begin(), of_all.begin(), of_all.end());
  if (const std::string text = cautions_text(shared(by_arm)); !text.empty())
    study.attributes[kArmCautions] = text;
}

}  // namespace fanfare
