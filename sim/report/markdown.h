// The report as Markdown: answer, arms, differences of parameters, and how to get the numbers again. No charts.
#pragma once

#include "sim/report/document.h"
#include "sim/words/labels.h"

namespace fanfare {

std::string report_markdown(const ReportSource& source, Language language);

}  // namespace fanfare
