// The keys of a study to calibrate. Used by calibration_file.cpp alone.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "fanfare/schema.h"

namespace fanfare {

struct FactorKeys {
  std::string path, prior = "uniform", mean, sd;
  std::vector<std::string> range;
};

struct ObservedKeys {
  std::string measure, label, name, error, tolerance, discrepancy, file, column, time_column;
  double value = std::numeric_limits<double>::quiet_NaN();
  double time = std::numeric_limits<double>::quiet_NaN();
};

struct MatchingKeys {
  std::uint32_t waves = 3, points = 0, particles = 1'000, draws = 50, seed = 1;
  double cutoff = 3;
};

struct CalibrationKeys {
  std::uint32_t schema = 1, replicates = 2;
  std::string kind = "study", name, question, scenario;
  std::vector<ObservedKeys> observed;
  MatchingKeys calibrate;
};

void describe(Schema<FactorKeys>& s);
void describe(Schema<ObservedKeys>& s);
void describe(Schema<MatchingKeys>& s);
void describe(Schema<CalibrationKeys>& s);

}  // namespace fanfare
