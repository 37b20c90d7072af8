#include "models/fan_economy/mechanisms/mechanisms.h"

#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void open_mechanisms(World& world) {
  world.measures.open_sources(world.sources.size());
  for (const MechanismEntry* entry : world.entries)
    for (const MeasureRule& measure : entry->measures)
      if (measure.value == nullptr) world.measures.open(measure.name);
  world.measure_tally.resize(world.measures.size());
  for (const auto& mechanism : world.mechanisms) mechanism->open(world);
}

void mail_of_mechanisms(World& world, Mail& mail) {
  for (const auto& mechanism : world.mechanisms) mechanism->mail(mail);
}

void walk_mechanisms(World& world, Archive& archive) {
  for (const auto& mechanism : world.mechanisms) mechanism->state(archive);
}

void restore_mechanisms(World& world) {
  for (const auto& mechanism : world.mechanisms) mechanism->restore(world);
}

std::size_t bytes_beside_mechanisms(const World& world) {
  std::size_t bytes = 0;
  for (const auto& mechanism : world.mechanisms) bytes += mechanism->bytes_beside_state();
  return bytes;
}

std::vector<Caution> cautions_of_mechanisms(const World& world) {
  std::vector<Caution> all;
  for (const auto& mechanism : world.mechanisms)
    for (Caution& caution : mechanism->cautions(world)) all.push_back(std::move(caution));
  return all;
}

std::string breach_of_mechanisms(const World& world) {
  std::string text;
  for (const auto& mechanism : world.mechanisms) {
    const std::string broken = mechanism->breach(world);
    if (!broken.empty()) text += (text.empty() ? "" : "; ") + broken;
  }
  return text;
}

}  // namespace fanfare::fan_economy
