// The models, one line each. The order is the one in which they are listed.
#include "fanfare/catalogue.h"

#include <array>

#include "models/fan_economy/fan_economy.h"
#include "models/reference/bass.h"
#include "models/reference/cascade.h"
#include "models/reference/complex_contagion.h"
#include "models/reference/deffuant.h"
#include "models/reference/epidemic.h"
#include "models/reference/figures.h"
#include "models/reference/hegselmann_krause.h"
#include "models/reference/memes.h"
#include "models/reference/musiclab.h"
#include "models/reference/popularity_bias.h"
#include "models/reference/simsom.h"
#include "models/reference/structural_virality.h"
#include "models/reference/test_functions.h"
#include "models/reference/threshold.h"
#include "models/reference/watts.h"

namespace fanfare {

std::span<const ModelEntry> catalogue() {
  static const std::array kModels = {
      entry<fan_economy::EconomyParameters, fan_economy::FanEconomy>(
          "fan_economy",
          "consumers, creators and brands under a feed: attention, persuasion, purchase, careers"),
      entry<reference::CascadeParameters, reference::Contagion<reference::IndependentCascade>>(
          "independent_cascade", "one chance an edge (Kempe et al. 2003)"),
      entry<reference::ThresholdParameters, reference::Contagion<reference::LinearThreshold>>(
          "linear_threshold", "neighbours weigh up to a drawn threshold (Kempe et al. 2003)"),
      entry<reference::WattsParameters, reference::Contagion<reference::Watts>>(
          "watts", "global cascades of a share of neighbours (Watts 2002)"),
      entry<reference::ComplexContagionParameters, reference::Contagion<reference::ComplexContagion>>(
          "complex_contagion", "reinforcement by k contacts (Centola & Macy 2007)"),
      entry<reference::BassParameters, reference::Bass>("bass", "innovation and imitation (Bass 1969)"),
      entry<reference::ViralityParameters, reference::StructuralVirality>(
          "structural_virality", "trees of many rare cascades (Goel et al. 2016)"),
      entry<reference::EpidemicParameters, reference::Epidemic>(
          "epidemic", "SI, SIS and SIR (Kermack & McKendrick 1927)"),
      entry<reference::FiguresParameters, reference::NetworkFigures>(
          "network_figures", "the figures of a network: clustering, distances, reciprocity"),
      entry<reference::simsom::Parameters, reference::simsom::Simsom>(
          "simsom", "SimSoM (Truong 2024): quality of what people see, under limited attention and bots"),
      entry<reference::DeffuantParameters, reference::Deffuant>(
          "deffuant", "bounded confidence in pairs (Deffuant 2000)"),
      entry<reference::HegselmannKrauseParameters, reference::HegselmannKrause>(
          "hegselmann_krause", "bounded confidence of all at once (Hegselmann & Krause 2002)"),
      entry<reference::MusicLabParameters, reference::MusicLab>(
          "musiclab", "cultural markets that see their own success (Salganik 2006)"),
      entry<reference::PopularityBiasParameters, reference::PopularityBias>(
          "popularity_bias", "choice by popularity or by quality (Nematzadeh 2018)"),
      entry<reference::MemeParameters, reference::Memes>(
          "memes", "memes that compete for attention (Weng 2012)"),
      entry<reference::IshigamiParameters, reference::TestFunction<reference::IshigamiParameters>>(
          "ishigami", "a function of three factors with known sensitivity indices (Ishigami & Homma 1990)"),
      entry<reference::SobolGParameters, reference::TestFunction<reference::SobolGParameters>>(
          "sobol_g", "a product of up to eight factors with known sensitivity indices (Sobol' 1993)"),
  };
  return kModels;
}

const ModelEntry* find_model(std::string_view name) {
  for (const ModelEntry& model : catalogue())
    if (model.name == name) return &model;
  return nullptr;
}

}  // namespace fanfare
