// The models, one line each. The order is the one in which they are listed.
#include "fanfare/catalogue.h"

#include <array>

#include "models/fan_economy/fan_economy.h"
#include "models/reference/cascade.h"
#include "models/reference/epidemic.h"
#include "models/reference/simsom.h"

namespace fanfare {

std::span<const ModelEntry> catalogue() {
  static const std::array kModels = {
      entry<fan_economy::EconomyParameters, fan_economy::FanEconomy>(
          "fan_economy", "consumers, creators and brands under a feed: attention, persuasion, purchase, careers"),
      entry<reference::CascadeParameters, reference::Contagion<reference::IndependentCascade>>("independent_cascade", "one chance an edge (Kempe et al. 2003)"),
      entry<reference::EpidemicParameters, reference::Epidemic>("epidemic", "SI, SIS and SIR (Kermack & McKendrick 1927)"),
      entry<reference::simsom::Parameters, reference::simsom::Simsom>(
          "simsom", "SimSoM (Truong 2024): quality of what people see, under limited attention and bots"),
  };
  return kModels;
}

const ModelEntry* find_model(std::string_view name) {
  for (const ModelEntry& model : catalogue())
    if (model.name == name) return &model;
  return nullptr;
}

}  // namespace fanfare
