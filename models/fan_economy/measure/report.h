// What the measures of the fan economy mean to a study and a report.
#pragma once

#include "fanfare/report_spec.h"

namespace fanfare::fan_economy {

const ReportSpec& report();

}  // namespace fanfare::fan_economy
