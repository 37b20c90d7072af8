// A calibration from its study to its answer: waves run in folders, the posterior drawn, all of it written
// down.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/calibrate/calibration_file.h"
#include "sim/study/wave.h"

namespace fanfare {

struct CalibrationJob {
  const ComputeOptions& options;
  Comm& comm;
  SinkMaker sink;
  Verbosity verbosity = Verbosity::normal;
  std::filesystem::path folder;      // of all that is written
  std::filesystem::path first_wave;  // folder of wave 1, which does not depend on what was observed
  bool plan_only = false;            // write the next wave's study and leave it to others to run
  std::function<void(std::size_t wave, const WaveRuns& runs)> after_wave = {};
};

struct ParameterAnswer {
  double fitted = 0;                     // at the most likely point
  double low = 0, median = 0, high = 0;  // 5 %, 50 %, 95 % of the posterior
  double left = 1;                       // posterior over prior standard deviation, on the prior's own scale
};

struct TargetAnswer {
  double fitted = 0;        // mean response at the most likely point
  double mean = 0, sd = 0;  // of one run somewhere in the posterior: parameters, luck, emulator
  double in_sigma = 0;  // (mean response at the most likely point − observed) over all that is uncertain
};

struct Calibrated {
  Calibration study;
  std::filesystem::path folder;
  Matched matched;
  Posterior posterior;  // empty points: nothing plausible, or stopped
  std::vector<Ridge> ridges;
  std::vector<ParameterAnswer> parameters;
  std::vector<TargetAnswer> targets;
  std::filesystem::path planned;      // of a wave that waits to be run
  std::vector<std::string> failures;  // points of which no run ended
  std::size_t runs = 0, computed_here = 0;

  std::vector<std::vector<double>> values() const;  // of the posterior, [point][parameter]
};

// Runs what is left, wave by wave. Nothing is written but the waves. Errors: ScenarioError, InputError.
Calibrated calibrate(const Calibration& study, const CalibrationJob& job);

// fitted.yaml, posterior.csv, posterior.yaml, calibration.json, calibration.html, summary.txt, of which the
// posterior's files only if there is one. Gives the paths, most useful first.
std::vector<std::string> write_calibration(const Calibrated& calibrated, Language language);

// The answer in words and tables.
std::string calibration_text(const Calibrated& calibrated, std::size_t width, Language language);
std::string calibration_json(const Calibrated& calibrated);
std::string calibration_page(const Calibrated& calibrated, Language language);

// What a ridge says: "only a combination of a and b is told apart".
std::string ridge_text(const Calibrated& calibrated, const Ridge& ridge, Language language);

// Tries on data simulated from known parameters, drawn from the prior; each with other luck than the
// calibration's.
struct Recovery {
  struct Try {
    std::vector<double> truth, low, median, high;  // by parameter
    std::vector<double> rank;                      // of the truth in the posterior, 0 to 1
    bool nothing_left = false;
  };
  std::vector<Try> tries;
  std::vector<std::size_t> held;  // by parameter: tries whose 90 % interval holds the truth
  bool stopped = false;
};
Recovery recover(const Calibration& study, const CalibrationJob& job, std::size_t tries);
std::string recovery_text(const Calibration& study, const Recovery& recovery, Language language);
std::string recovery_csv(const Calibration& study, const Recovery& recovery);

}  // namespace fanfare
