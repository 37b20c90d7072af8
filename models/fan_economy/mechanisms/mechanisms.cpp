#include "models/fan_economy/mechanisms/mechanisms.h"

#include <algorithm>

#include "models/fan_economy/keys/dialects.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// visit(world, mechanism) where it takes part in a feed.
template <class Visit>
void each_platform(World& world, const Visit& visit) {
  for (std::uint32_t p = 0; p < world.platform_count(); ++p) {
    world.enter(p);
    for (std::size_t m = 0; m < world.mechanisms.size(); ++m)
      if (p == 0 || world.entries[m]->on_every_platform) visit(world, *world.mechanisms[m]);
  }
  world.enter(0);
}

// By platform, where there are several: after all other cells, as those of mechanisms.
void open_platform_cells(World& world) {
  if (!world.has_several()) return;
  const auto open = [&](const char* name, std::size_t count) {
    const std::size_t first = world.measures.open(name);
    for (std::size_t i = 1; i < count; ++i) world.measures.open(name);
    return first;
  };
  const std::size_t platforms = world.platform_count();
  const std::size_t campaigns = world.p.campaigns.size();
  const std::size_t sold = std::max<std::size_t>(1, platforms * world.p.brands.size());
  world.platform_cells = {
      open("sessions by platform", platforms),
      open("impressions by platform", platforms),
      open("seconds by platform", platforms),
      open("reach by platform", std::max<std::size_t>(1, platforms * campaigns)),
      open("reach by two platforms", std::max<std::size_t>(1, platforms * platforms * campaigns)),
      open("clicks by platform", platforms),
      open("clicks told by platform", platforms),
      open("orders by platform", sold),
      open("revenue by platform", sold),
      open("orders told by platform", sold),
      open("sessions pushed by platform", platforms)};
}

// By campaign, where the scenario has it: what readers save, and to whom its posts were shown.
void open_campaign_cells(World& world) {
  const auto open = [&](const char* name) {
    const std::size_t first = world.measures.open(name);
    for (std::size_t c = 1; c < world.p.campaigns.size(); ++c) world.measures.open(name);
    return first;
  };
  const auto& platforms = world.p.platforms;
  const bool saves = std::any_of(platforms.begin(), platforms.end(),
                                 [](const PlatformParameters& p) { return p.feed.value.save != 0; });
  if (world.p.campaigns.empty()) return;
  if (saves) world.saves = open("saves by campaign");
  if (dialect_of(world.setup.outputs.kpis).shown_is_reach) world.shown = open("shown to by campaign");
}

// By format, where any are in use: kFormatCounts rows.
void open_format_cells(World& world) {
  for (std::size_t i = 0; i < kFormatCounts.size() * world.formats.rules.size(); ++i) {
    const std::size_t cell = world.measures.open("by format");
    if (i == 0) world.format_cells = cell;
  }
}

// What several mechanisms have to say against a scenario is said at once, a line each. Errors: ScenarioError.
template <class Open>
void open_each(World& world, const Open& open) {
  std::string problems;
  for (const auto& mechanism : world.mechanisms) try {
      open(*mechanism);
    } catch (const ScenarioError& error) {
      problems += (problems.empty() ? "" : "\n") + std::string(error.what());
    }
  if (!problems.empty()) throw ScenarioError(problems);
}

}  // namespace

void open_mechanisms(World& world) {
  world.measures.open_sources(world.sources.size());
  open_platform_cells(world);
  open_format_cells(world);
  open_campaign_cells(world);
  for (const MechanismEntry* entry : world.entries)
    for (const MeasureRule& measure : entry->measures)
      if (measure.value == nullptr && measure.values == nullptr) world.measures.open(measure.name);
  open_each(world, [&](Mechanism& mechanism) { mechanism.open(world); });
  each_platform(world, [](World& w, Mechanism& m) { m.open_platform(w); });
  world.measure_tally.resize(world.measures.size());  // after cells that they opened for themselves
}

void mail_of_mechanisms(World& world, Mail& mail) {
  for (const auto& mechanism : world.mechanisms) mechanism->mail(mail);
}

void walk_mechanisms(World& world, Archive& archive) {
  for (const auto& mechanism : world.mechanisms) mechanism->state(archive);
}

void restore_mechanisms(World& world) {
  for (const auto& mechanism : world.mechanisms) mechanism->restore(world);
  each_platform(world, [](World& w, Mechanism& m) { m.restore_platform(w); });
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
