#include "models/fan_economy/mechanisms/formats_mixes.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "models/fan_economy/keys/words.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

std::uint8_t format_in_use(const World& world, const std::string& word, const std::string& place) {
  const std::uint8_t number = world.formats.number(word);
  if (number != 0) return number;
  for (const MechanismEntry* entry : mechanisms())
    for (const FormatRule& rule : entry->formats)
      if (rule.word == word)
        throw ScenarioError(place + ": format '" + word + "' belongs to the mechanism '" +
                            std::string(entry->id) + "', which is off (add '" + std::string(entry->id) +
                            ": {}')");
  throw ScenarioError(place + ": no format '" + word + "' (see fanfare list formats)");
}

Mix mix_of_shares(const World& world, const std::vector<FormatShare>& shares, const std::string& place) {
  Mix mix;
  for (const FormatShare& share : shares)
    mix.push_back({share.share, format_in_use(world, share.format, place)});
  return mix;
}

Mix mix_for(const World& world, const FormatKeys& keys, std::size_t platform, std::size_t kind) {
  const std::string_view word = kind == place_of_none() ? "account" : kind_rules()[kind].word;
  for (const FormatMix& other : keys.mixes)
    if ((other.platform.empty() || other.platform == world.p.platforms[platform].id) &&
        (other.kind.empty() || other.kind == word))
      return mix_of_shares(world, other.mix, "formats.mixes." + other.id + ".mix");
  return mix_of_shares(world, keys.mix, "formats.mix");
}

void check_mix_platforms(const World& world, const FormatKeys& keys) {
  for (const FormatMix& other : keys.mixes)
    if (!other.platform.empty() && std::ranges::none_of(world.p.platforms, [&](const PlatformParameters& p) {
          return p.id == other.platform;
        }))
      throw ScenarioError("formats.mixes." + other.id + ".platform: no platform '" + other.platform +
                          "' (name one of `platforms`)");
}

// Bands from minors, 0, to the oldest, 5.
constexpr double kOldest = 5;

}  // namespace

void change_formats(World& world, const FormatKeys& keys) {
  Formats& in_use = world.formats;
  for (const FormatChange& change : keys.change) {
    FormatRule& rule = in_use.rules[format_in_use(world, change.format, "formats.change") - 1U];
    const auto set = [](double& value, double to) { value = to < 0 ? value : to; };
    set(rule.seconds, change.length), set(rule.cost, change.cost), set(rule.shelf_life, change.shelf_life);
    const std::array to{change.watch,  change.like,  change.comment, change.share,
                        change.follow, change.click, change.hide};
    for (std::size_t i = 0; i < to.size(); ++i) set(rule.rates[i], to[i]);
  }
  tabulate(in_use, world.p.attention.seconds_per_item, world.ticks_per_day());
  for (std::size_t f = 0; f < in_use.rules.size(); ++f)
    for (std::size_t band = 0; band < kAgeBands; ++band) {
      const double old = std::min(1.0, static_cast<double>(band) / kOldest);
      const double who = keys.brief_young + old * (keys.brief_old - keys.brief_young);
      const bool is_long = in_use.rules[f].seconds > keys.brief;
      in_use.look[f + 1].appeal[band] = is_long ? static_cast<float>(-keys.long_loss * who) : 0.0F;
    }
}

std::vector<MixesByKind> mixes_of(World& world, const FormatKeys& keys) {
  check_mix_platforms(world, keys);
  std::vector<MixesByKind> mixes(world.platform_count(), MixesByKind(place_of_none() + 1));
  world.output.clear();
  for (std::size_t p = 0; p < mixes.size(); ++p)
    for (std::size_t kind = 0; kind <= place_of_none(); ++kind) {
      Mix& mix = mixes[p][kind] = mix_for(world, keys, p, kind);
      double cost = 0;
      for (const MixPart& part : mix) cost += part.share * world.formats.rules[part.format - 1U].cost;
      world.output.push_back(static_cast<float>(1 / cost));
    }
  return mixes;
}

}  // namespace fanfare::fan_economy
