// A prediction that can be held against what came: what a study's runs say of each arm, with where it comes
// from, under a seal that shows any change. Text (JSON) in and out; files are the caller's.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sim/judge/gather.h"

namespace fanfare {

inline constexpr int kForecastFormat = 1;

// One number that is predicted.
struct Foretold {
  std::string measure, label, unit, arm;
  double day = std::numeric_limits<double>::quiet_NaN();  // of the end of the runs: missing
  std::vector<double> values;  // of the replicates, ascending, none missing; at least one
};

struct Forecast {
  std::string made;  // UTC, by the clock of the machine
  std::string version, commit;
  std::string name, question, model;
  std::string scenario_digest, fingerprint;
  std::vector<std::pair<std::string, std::string>> inputs;  // path, SHA-256
  std::string baseline;                                     // empty: none
  std::vector<std::string> arms;
  std::size_t replicates = 0;
  std::vector<Foretold> series;
};

struct ForecastRequest {
  std::vector<std::string> measures;  // empty: the study's own
  double every = 7;                   // days between what is predicted of a series; 0: its end alone
  bool pool = false;  // all arms but the baseline are draws of one world, that of what is not known
  std::string made;
};
// Errors: InputError if nothing is left to predict.
Forecast forecast_of(const Gathered& study, const ForecastRequest& request);

// Pretty JSON; the seal is the SHA-256 of the compact form of its `forecast`. The same forecast, the same
// bytes.
std::string forecast_json(const Forecast& forecast);
struct Opened {
  Forecast forecast;
  std::string seal;  // 64 hex digits, found to fit
};
// Errors: InputError, beginning with `path`, if the text is no forecast, of a newer form, or does not fit its
// seal; and if `seal` is given (its first 8 digits at least) and is not the file's.
Opened open_forecast(const std::string& path, const std::string& text, const std::string& seal = "");
std::string seal_of(const Forecast& forecast);

// The q-quantile of ascending values, between order statistics (type 7 of Hyndman & Fan 1996).
double quantile(const std::vector<double>& ascending, double q);

}  // namespace fanfare
