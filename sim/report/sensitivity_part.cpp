// What moves the answer, in studies over two factors or more.
#include "sim/report/document.h"
#include "sim/sensitivity/say.h"

namespace fanfare {

std::optional<sensitivity::Sensitivity> moves_of(const ReportSource& source) {
  const Results& study = source.gathered.results;
  if (!source.gathered.origins.empty() || !sensitivity::has_sensitivity(study)) return std::nullopt;
  return sensitivity::sensitivity_of(study, {});
}

Json moves_json(const sensitivity::Sensitivity& moves) {
  return Json::parse(sensitivity::sensitivity_json(moves));
}

}  // namespace fanfare
