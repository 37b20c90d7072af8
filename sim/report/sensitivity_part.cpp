// What moves the answer, in studies over two factors or more.
#include "sim/report/document.h"
#include "sim/sensitivity/say.h"

namespace fanfare {

Json sensitivity_json(const ReportSource& source) {
  const Results& study = source.gathered.results;
  if (!source.gathered.origins.empty() || !sensitivity::has_sensitivity(study)) return nullptr;
  return Json::parse(sensitivity::sensitivity_json(sensitivity::sensitivity_of(study, {})));
}

}  // namespace fanfare
