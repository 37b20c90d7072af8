#include "models/fan_economy/state/formats.h"

#include <algorithm>

#include "fanfare/fmath.h"
#include "models/fan_economy/state/mechanism.h"

namespace fanfare::fan_economy {

namespace {

// Rates in the order of the actions: watch, like, comment, share, follow, click, hide. All folk; the short
// video is what `attention` was set for: at its rate of watches it takes the time of an item.
constexpr std::array kFormats{
    FormatRule{"short_video", "under a minute: 26 s, what the rates of attention are set for", true, 26, 1,
               24},
    FormatRule{"long_video",
               "of eight minutes: dear to make, kept for a week, talked about",
               true,
               480,
               5,
               168,
               {0.6, 1.5, 2, 0.8, 2, 1, 1}},
    FormatRule{"image",
               "one or several pictures: cheap, liked and bought from",
               false,
               8,
               0.5,
               48,
               {1.2, 1.5, 0.8, 0.6, 0.8, 1.2, 0.8}},
    FormatRule{"text",
               "a few lines: cheapest, passed on and answered, soon stale",
               false,
               6,
               0.15,
               8,
               {1.1, 0.6, 1.6, 1.5, 0.5, 0.4, 0.8}},
    FormatRule{"live_clip",
               "cut out of a live show: cheap, soon stale, followed for",
               true,
               45,
               0.3,
               6,
               {0.9, 0.8, 1.5, 0.8, 1.5, 1.5, 1.2}}};

}  // namespace

std::span<const FormatRule> format_rules() {
  static const std::vector<FormatRule> kRules =
      with_lines_of_mechanisms(std::span<const FormatRule>(kFormats), &MechanismEntry::formats);
  return kRules;
}

std::uint8_t Formats::number(std::string_view word) const {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const FormatRule& r) { return r.word == word; });
  return found == rules.end() ? 0 : static_cast<std::uint8_t>(found - rules.begin() + 1);
}

void tabulate(Formats& formats, double seconds_per_item, std::uint32_t ticks_per_day) {
  constexpr double kLn2 = 0.6931471805599453;
  for (std::size_t f = 0; f < formats.rules.size(); ++f) {
    const FormatRule& rule = formats.rules[f];
    Formats::Look& look = formats.look[f + 1];
    for (std::size_t i = 0; i < kActionCount; ++i) look.rates[i] = static_cast<float>(rule.rates[i]);
    look.stale = static_cast<float>(kLn2 * 24 / ticks_per_day / rule.shelf_life);
    const std::array seconds{std::min(rule.seconds, kGlance), rule.seconds};
    for (std::size_t held = 0; held < seconds.size(); ++held) {
      look.seconds[held] = static_cast<float>(seconds[held] - seconds_per_item);
      look.tires[held] = static_cast<float>(fmath::log(seconds[held] / seconds_per_item));
    }
  }
}

}  // namespace fanfare::fan_economy
