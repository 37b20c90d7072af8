// Everything a report says, as one JSON document: what the page draws and the Markdown prints. The page adds
// no number of its own. Reads what results files hold; decides nothing about looks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/judge/gather.h"
#include "sim/report/stacked.h"
#include "sim/sensitivity/of_study.h"

namespace fanfare {

// A parameter whose value is not the same in all arms.
struct Difference {
  std::string path;
  std::vector<std::string> values;  // by arm; empty: the arm has no such parameter
};

struct ReportSource {
  Gathered gathered;
  std::vector<std::string> files;  // as given on the command line
};
// Errors: InputError for files that can't be read, are not finished, or don't go together.
ReportSource read_report_source(const std::vector<std::string>& files, const std::string& baseline,
                                const std::string& primary);
// The same of files that were read already.
ReportSource report_source(std::vector<Results> read, const std::string& baseline,
                           const std::string& primary);

inline Recorded recorded(const ReportSource& source) {
  return {source.gathered.results.data, *source.gathered.summary.spec};
}

Json report_document(const ReportSource& source);
// What the study or run is called; several runs are called by their number.
std::string report_name(const ReportSource& source, Language language);

// Parts of it, each in a file of its own; `null` where the results have nothing of the kind.
// The first screen; `moves` as below.
Json brief_json(const ReportSource& source, const std::optional<sensitivity::Sensitivity>& moves);
Json comparisons_json(const StudySummary& summary,
                      const Recorded& study);                  // outcomes of the arms, measure by measure
Json plausible_json(const StudySummary& summary);              // worlds in which the answer may be another
Json why_json(const StudySummary& summary);                    // waterfalls of what was shut off
// The measure that decides by one number; `parameters` as below, for studies whose arms differ in one alone.
Json response_json(const ReportSource& source, const Json& parameters);
Json left_out_json(const StudySummary& summary);               // what each unit caused, beside what was recorded of it
Json series_json(const Recorded& study);                       // measures over time
Json panels_json(const ReportSource& source);                 // the primary measure of many arms, over time
Json parameters_json(const ReportSource& source);  // differences, what is marked on the axis of time
Json trust_json(const ReportSource& source);                  // runs, scorecard, warnings, provenance
// Which factors of a design move the primary measure; nothing of runs that were put side by side.
std::optional<sensitivity::Sensitivity> moves_of(const ReportSource& source);
Json moves_json(const sensitivity::Sensitivity& moves);

}  // namespace fanfare
