// The keys of scenario and study files that belong to the engine, declared like any other parameters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/parameter_set.h"
#include "fanfare/run_parameters.h"

namespace fanfare {

inline constexpr std::uint32_t kSchemaVersion = 1;

struct ScenarioKeys {
  std::uint32_t schema = kSchemaVersion;
  std::string kind = "scenario";
  std::string name;
  std::string question;
  std::string model = "fan_economy";
  RunParameters run;
  OutputParameters outputs;
};

struct StudyKeys {
  std::uint32_t schema = kSchemaVersion;
  std::string kind = "study";
  std::string name;
  std::string question;
  std::string scenario;
  std::string baseline;
  std::string design;
  std::uint32_t replicates = 8;
  std::string primary;
  std::vector<std::string> measure;
};

void describe(Schema<RunParameters>& s);
void describe(Schema<OutputParameters>& s);
void describe(Schema<ScenarioKeys>& s);
void describe(Schema<StudyKeys>& s);

}  // namespace fanfare
