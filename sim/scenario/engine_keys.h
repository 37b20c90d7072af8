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

// The map that `design` can be.
struct DesignKeys {
  std::string kind;
  std::uint32_t points = 0;
  std::uint32_t seed = 1;
};

struct HalfWidth {
  std::string half_width;
  std::string of;
};

// The map that `replicates` can be.
struct GrowthKeys {
  std::uint32_t at_least = 4;
  std::uint32_t at_most = 64;
  HalfWidth until;
};

struct StudyKeys {
  std::uint32_t schema = kSchemaVersion;
  std::string kind = "study";
  std::string name;
  std::string question;
  std::string scenario;
  std::string baseline;
  std::vector<std::string> no_choice;
  std::string design;
  std::uint32_t replicates = 8;
  std::string primary;
  std::vector<std::string> measure;
};

void describe(Schema<RunParameters>& s);
void describe(Schema<OutputParameters>& s);
void describe(Schema<ScenarioKeys>& s);
void describe(Schema<DesignKeys>& s);
void describe(Schema<HalfWidth>& s);
void describe(Schema<GrowthKeys>& s);
void describe(Schema<StudyKeys>& s);
// Words of `design` and its `kind`.
std::vector<std::string> design_words();

}  // namespace fanfare
