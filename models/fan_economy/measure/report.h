// What the measures of the fan economy mean to a study and a report.
#pragma once

#include "fanfare/report_spec.h"
#include "fanfare/what_if.h"

namespace fanfare::fan_economy {

const ReportSpec& report();

// What can be shut off, and whom a run can do without.
const WhatIf& what_if();

}  // namespace fanfare::fan_economy
