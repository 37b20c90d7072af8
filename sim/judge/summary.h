// Of a study, what is compared and remarked: filled here, put into words by sim/say.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fanfare/dataset.h"
#include "sim/judge/choices.h"
#include "sim/judge/comparison.h"
#include "sim/judge/scorecard.h"
#include "sim/judge/variations.h"
#include "sim/words/called.h"
#include "sim/words/said.h"

namespace fanfare {

// Of a study, or of finished runs set against each other.
struct StudySummary {
  std::string name;
  std::string question;
  std::string digest;
  std::string fingerprint;
  std::string baseline;
  std::size_t replicates = 0;
  std::vector<std::string> arms;
  std::vector<FactorValues> factors;    // of a design, whose points the arms are
  std::vector<std::string> placebos;    // arms that nobody would choose
  std::optional<Choices> choices;       // where factors are no choice; set by compare_all
  std::vector<std::string> titles;      // the labels of the arms, or their names; set by compare_all
  const ReportSpec* spec = &no_report();  // what the model says of its measures
  std::string primary;
  std::vector<Comparison> comparisons;                   // the primary's first
  std::vector<std::vector<std::vector<double>>> series;  // of each comparison: mean series by arm, or empty
  std::vector<ScorecardLine> scorecard;                  // stylised facts; empty if the model has none
  std::vector<Said> warnings;                            // degenerate runs
  std::vector<Said> unfinished;                          // runs that failed or are missing
  std::vector<Said> notes;                               // missing pairs, unknown measures, …
  std::vector<Said> cautions;                            // what the models warned of; set by compare_all

  std::optional<Robustness> robustness;  // the answer in plausible worlds; these three of the first primary comparison
  std::vector<Waterfall> waterfalls;     // why: with one way of acting shut off, by arm
  std::optional<LeftOutUnits> left_out;  // what each unit of an arm caused

  // The unfinished runs, then the notes.
  std::vector<Said> remarks() const;
};

// `measures` empty: all that can be measured. The primary is put first. An unknown measure becomes a note.
struct StudyQuestion {
  std::string primary;  // empty: what the model names, where there is such
  std::vector<std::string> measures;
  Pairing pairing = Pairing::paired;
  std::vector<std::size_t> left_out = {};  // replicates that no arm is compared on
};
// What people call a row: its label, a point by its factors, a name that means the same everywhere in the
// language.
std::string title_of(const StudySummary& summary, std::size_t row, Language language);
// Remarks in words, with the rows as people call them.
std::vector<std::string> remarks_in(std::vector<Said> all, const StudySummary& summary, Language language);

// Fills titles, cautions, comparisons, series, scorecard and warnings of a summary whose other members are
// set. `seed` keys the bootstrap.
void compare_all(StudySummary& summary, const Dataset& study, const StudyQuestion& question,
                 std::uint32_t seed);

}  // namespace fanfare
