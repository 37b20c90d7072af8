// The best of shares and amounts between two ends: a Gaussian process learns the answer's shape from few
// points, and each further point goes where it is expected to improve most (Jones, Schonlau & Welch 1998, J.
// Global Optim. 13, 455–492, eq. 15; several at once by believing the process, Ginsbourger et al. 2010).
#pragma once

#include <string>
#include <vector>

#include "sim/optimize/optimize.h"

namespace fanfare {

// A factor between two ends, in the unit in which it is written.
struct VariedFactor {
  std::string path;
  double low = 0, high = 1;
  std::string suffix;  // "%", " CNY" or nothing
  double scale() const { return suffix == "%" ? 0.01 : 1; }
};
// "campaigns.launch.budget=5_000 CNY..160_000 CNY". Errors: ScenarioError.
VariedFactor read_varied(const std::string& text);

// Σ coefficient · factor ≤ most, over the factors' values (a share of 30 % is .3).
struct LinearLimit {
  std::vector<double> coefficients;
  double most = 0;
  bool holds(const std::vector<double>& values) const;
};
// "kols.share + 0.5*kocs.share <= 100%", with <= or >=; factors by the end of their path. Errors:
// ScenarioError.
LinearLimit read_linear(const std::string& text, const std::vector<VariedFactor>& factors);

// Points of the unit cube at which Σ limits hold: Halton (1960) sequences, primes by coordinate, from number
// `first`.
std::vector<std::vector<double>> halton(std::size_t coordinates, std::size_t first, std::size_t points);

// What is expected to be gained over `best` at a point: (m − best) Φ(z) + s φ(z), z = (m − best) / s.
double expected_improvement(double mean, double variance, double best);

struct ContinuousRequest {
  std::vector<VariedFactor> factors;
  std::vector<std::string> where;
  OptimizeRequest of;  // primary, runs, start (replicates of each point); no limits on measures
};

struct TriedPoint {
  std::vector<std::string> levels;
  std::vector<double> values;  // of the factors, shares as parts of one
  double mean = 0, error = 0;  // of the measure; standard error of what sets it apart from the other points
  bool is_first = false;       // of the first design, not chosen
};

struct ContinuousOptimum {
  std::string study, question, measure, label, unit;
  Better better = Better::more;
  std::vector<VariedFactor> factors;
  std::vector<std::string> where;
  std::vector<TriedPoint> tried;
  std::vector<std::string> best;  // levels at which the process is best, of all that may be
  double mean = 0, error = 0;     // there; by the process
  Interval tried_value;           // of the tried point with the best mean: its own replicates
  std::size_t best_tried = 0;
  struct Along {                        // of one factor
    double slope = 0, slope_error = 0;  // for one unit more, at the best
    double nearly_low = 0,
           nearly_high = 0;               // ends of what is not told from the best at 95 %, all factors free
    std::vector<double> at, mean, error;  // through the best
  };
  std::vector<Along> along;
  std::size_t runs = 0, replicates = 0;
  bool is_stopped = false;
};

// Points are run as a wave in `context.options.out`; what stands there is taken. Errors: ScenarioError,
// InputError.
ContinuousOptimum optimize_between(const Study& study, const ContinuousRequest& request,
                                   const OptimizeContext& context);

std::string continuous_json(const ContinuousOptimum& optimum);
std::string continuous_csv(const ContinuousOptimum& optimum);
std::string continuous_text(const ContinuousOptimum& optimum, Language language, std::size_t width);

}  // namespace fanfare
