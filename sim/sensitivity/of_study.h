// A finished study with factors, asked what moves its answer: on levels, on paired differences, and on the
// chance that the ranking flips. Chooses estimators by what the design allows, and says what it does not.
#pragma once

#include <string>
#include <vector>

#include "sim/results/results_file.h"
#include "sim/sensitivity/layout.h"
#include "sim/sensitivity/responses.h"
#include "sim/words/said.h"

namespace fanfare::sensitivity {

struct Request {
  std::string measure;  // "sales" or "value(label)"; empty: the study's primary
  std::string
      plans;  // the factor whose levels are ranked; empty: the first of words that every setting has all of
};

// What is known of one factor; what the design does not allow is not known.
struct FactorEffect {
  std::size_t factor = 0;  // of Results::factors
  Index first, total;
  Index mean, absolute, spread;  // of elementary effects
  double floor = kUnknown;
  Index rank;  // partial rank correlation
  double chance = kUnknown;
};

struct Aspect {
  enum class Kind { level, difference, flip };
  Kind kind = Kind::level;
  std::string measure, label, unit;
  LayoutKind layout = LayoutKind::single;
  std::size_t points = 0;      // that have values: settings, where plans are ranked
  std::size_t bases = 0;       // of pick-freeze designs, trajectories of others
  std::size_t replicates = 0;  // that all points have
  double mean = kUnknown;      // over points; of flips: the chance
  Luck luck;
  Index luck_share;
  std::vector<FactorEffect> factors;
  std::vector<std::string>
      between;  // of a difference of plans: the leader, the runner-up; of flips: the leader
};

struct Sensitivity {
  std::string name, question, digest;
  std::vector<FactorValues> factors;
  std::string plans;  // path of the factor that is ranked; empty: none
  std::vector<Aspect> aspects;
  std::vector<Said> notes;  // what the design does not allow, and which would
};

// Errors: InputError if the study has no design with factors, or no such measure or factor, or if no point
// differs.
Sensitivity sensitivity_of(const Results& study, const Request& request);
// Whether there is anything to ask: a design of two factors or more that differ, and a primary measure.
bool has_sensitivity(const Results& study);

// Word of a kind: "level", "grid", …
std::string_view word_of(Aspect::Kind kind);
std::string_view word_of(LayoutKind kind);

}  // namespace fanfare::sensitivity
