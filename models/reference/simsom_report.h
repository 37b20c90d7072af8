// What SimSoM's measures mean to a study and a report.
#pragma once

#include "fanfare/report_spec.h"

namespace fanfare::reference::simsom {

inline const ReportSpec& report_spec() {
  static const ReportSpec kSpec = [] {
    ReportSpec spec;
    spec.derived = {
        {.name = "quality_beyond_baseline",
         .help = "quality of what humans see beyond the baseline arm's, same replicate and random numbers",
         .sum = {beyond_baseline("mean_quality")},
         .seen_in = "quality"}};
    spec.primary = {"mean_quality"};
    spec.beside = {"mean_quality", "quality_beyond_baseline", "human_exposure", "mean_diversity", "tau_b"};
    spec.series = {"quality", "exposure", "human_exposure", "diversity"};
    spec.exhibits = {
        {.drawn = exhibits::Table{{"tau_b", "tau_program"}}, .title = "exhibit.discrimination"},
        {.drawn = exhibits::Lines{{"system_quality", "messages"}}, .title = "exhibit.convergence"}};
    return spec;
  }();
  return kSpec;
}

}  // namespace fanfare::reference::simsom
