// A study to calibrate, read: parameters with priors, targets that were observed, how hard to look. Runs
// nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/calibrate/history_match.h"
#include "sim/calibrate/posterior.h"
#include "sim/scenario/scenario.h"
#include "sim/study/wave.h"

namespace fanfare {

struct CalibratedParameter {
  enum class Prior { uniform, log_uniform, normal };

  std::string name;  // of the factor
  std::string path;
  Prior prior = Prior::uniform;
  double low = 0, high = 1;  // the range; of a normal prior, where it is cut off (may be infinite)
  double mean = 0, sd = 1;   // of a normal prior
  Unit unit = Unit::none;    // of the values, as the scenario's table has it
  std::string word, currency;
  enum class Step { none, whole, cents } step = Step::none;

  double value(double u) const;         // the u-quantile of the prior
  double quantile(double x) const;      // its inverse
  double standard_deviation() const;    // of the prior
  std::string written(double x) const;  // as a scenario has it, 6 digits, in the step
  std::string shown(double x) const;    // for people, with its unit: "15%"
};

struct CalibratedTarget {
  WaveMeasure measure;
  Observed observed;
  Mark mark;  // where it is written
  double relative_error = 0,
         relative_discrepancy = 0;        // where they were given as shares of the value; else 0
  Observed of_value(double value) const;  // another observation of the same kind
  std::string unit;                       // of the measure; filled from the first wave
};

struct Calibration {
  std::string path, name, question;
  std::string scenario;  // path, to open
  std::string text;      // of the file
  std::vector<CalibratedParameter> parameters;
  std::vector<CalibratedTarget> targets;
  std::size_t replicates = 2;
  std::uint64_t seed = 1;  // the scenario's run.seed, from which those of points follow
  MatchSettings match;
  PosteriorSettings posterior;
  std::size_t draws = 50;  // points of posterior.yaml

  std::vector<Observed> observed() const;
  std::vector<std::string> paths() const;
  // Points of the unit cube as values of a scenario, and back.
  std::vector<std::vector<std::string>> written(const std::vector<Point>& points) const;
  Point unit_point(const std::vector<std::string>& written) const;
  // The wave of some points. Each point has luck of its own: what all shared would be taken for the response.
  // `number` keeps the luck of waves apart.
  Wave wave(const std::string& wave_name, std::size_t number, const std::vector<Point>& points) const;
};

// The first wave as a study, for whoever estimates it. Adds a problem for each measure that its runs won't
// have.
PlannedStudy first_wave(const Calibration& study, std::span<const SetOption> sets, Problems& problems);

// Whether a study file is one to calibrate: it has `observed`.
bool is_calibration(const std::string& path);

// All mistakes to `problems`; with any, it is not for running. `replicates`: over the file's own, if not 0.
// Errors: InputError if the file can't be read.
Calibration load_calibration(const std::string& path, std::span<const SetOption> sets,
                             std::uint32_t replicates, Problems& problems);

}  // namespace fanfare
