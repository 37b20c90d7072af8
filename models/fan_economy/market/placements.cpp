#include "models/fan_economy/market/placements.h"

#include <array>
#include <vector>

namespace fanfare::fan_economy {

namespace {

constexpr std::array kOwn = {
    PlacementRule{"splash", "over the whole screen, at an account's first opening of the day", "ads"},
    PlacementRule{"in_feed", "between the items of a session, at fixed places", "ads"},
    PlacementRule{"search", "above what a search finds", "search"},
    PlacementRule{"boost", "a campaign's own post is shown to more readers (DOU+, shutiao)", "ads"},
};

}  // namespace

std::span<const PlacementRule> placement_rules() {
  static const std::vector<PlacementRule> kRules =
      with_lines_of_mechanisms(std::span<const PlacementRule>(kOwn), &MechanismEntry::placements);
  return kRules;
}

std::optional<std::uint8_t> placement_number(std::string_view word) {
  for (std::uint8_t i = 0; const PlacementRule& rule : placement_rules()) {
    if (rule.word == word) return i;
    ++i;
  }
  return std::nullopt;
}

}  // namespace fanfare::fan_economy
