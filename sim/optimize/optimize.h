// Which of a study's arms or points is best, found with few runs: replicates go where they decide. Of shares
// that are continuous: sim/optimize/continuous.h.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "sim/judge/measure.h"
#include "sim/judge/statistics.h"
#include "sim/optimize/allocation.h"
#include "sim/study/context.h"
#include "sim/study/study_plan.h"
#include "sim/study/wave.h"

namespace fanfare {

// "MEASURE >= NUMBER", "MEASURE <= NUMBER": to hold on average. Numbers as 20_000 or 10%.
struct Bound {
  MeasureName of;
  bool is_least = true;
  double value = 0;
  std::string text;
};
// Errors: ScenarioError.
Bound read_bound(const std::string& text);
double read_plain_number(const std::string& text, const std::string& of);

struct OptimizeRequest {
  std::string primary;            // over the study's own
  std::vector<std::string> keep;  // bounds
  double most_loss =
      std::numeric_limits<double>::quiet_NaN();  // P(primary < 0) at most so much; missing: anything
  std::size_t runs = 0;                          // in all, those of the baseline too; 0: ten for each arm
  std::size_t start = 4;                         // replicates of each before any choice; at least 2
  std::size_t batch = 0;     // runs between two looks; 0: a tenth of what is left after the start
  std::size_t most = 1'000;  // replicates of one
  double sure = 0.95;        // of the best, enough to stop
};

struct OptimizeContext {
  const ComputeOptions& options;  // `out` is where parts lie; what stands there is taken
  Comm& comm;
  SinkMaker sink;
  Verbosity verbosity = Verbosity::normal;
  std::function<void(std::size_t done, std::size_t runs, const std::string& best, double chance)> looked = {};
};

// An interval whose ends may be missing.
struct Tail {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double low = mean, high = mean;
};

struct Candidate {
  std::string name, title;
  std::vector<std::string> levels;  // of the study's factors
  Interval value;                   // its own replicates
  Tail tail;                        // mean of the worst tenth; bootstrap over replicates, 95 %
  std::size_t losses = 0;           // replicates below zero
  Standing standing;                // in the measure's unit; behind is positive where it is worse
  bool is_best = false, is_nearly = false, is_on_frontier = false;
  std::string failed;  // why no run ended
};

// What a further unit of a factor brings, near the best: paired difference between neighbouring levels, all
// other factors as they are.
struct Marginal {
  std::string factor, from, to;
  double step = 0;  // in the factor's unit
  Interval gain;    // for one unit
};

struct Optimum {
  std::string study, question, measure, label, unit, digest, baseline;
  Better better = Better::more;
  bool shows_loss = false;  // of the measure: below zero, money is lost
  std::vector<std::string> factors;
  std::vector<Candidate> candidates;  // in the study's order
  std::vector<Marginal> marginals;
  std::vector<std::string> limits;
  double chance = 0;  // at least so surely the best
  std::size_t runs = 0, asked = 0, replicates = 0, looks = 0;
  bool is_stopped = false;  // by a signal: nothing is decided

  const Candidate* best() const;
};

// Runs, looks, and runs on until the best is sure enough or `runs` are done. The same for any threads; called
// again it takes what stands. Errors: ScenarioError (all mistakes), InputError.
Optimum optimize_study(PlannedStudy plan, const OptimizeRequest& request, const OptimizeContext& context);

// Mean of the worst tenth with a bootstrap interval, 95 %.
Tail tail_of(const std::vector<double>& values, Better better);

std::string optimum_json(const Optimum& optimum);
std::string optimum_csv(const Optimum& optimum);
std::string optimum_text(const Optimum& optimum, Language language, std::size_t width);
// Mean against the worst tenth, as a drawing.
std::string frontier_svg(const Optimum& optimum, Language language);

}  // namespace fanfare
