// What a reader can do with an item: a line each, in the order of Action. Keys of its chance and of its worth
// to the feed, terms of the score, axes of the results and `fanfare list actions` follow from the line; what
// comes of it is in phases/browse.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "models/fan_economy/keys/attention.h"
#include "models/fan_economy/keys/feed.h"

namespace fanfare::fan_economy {

enum class Action : std::uint8_t { watch, like, comment, share, follow, click, hide };

// What a reader does, as thresholds on 32-bit draws: it happens if word < threshold.
struct ReactionThresholds {
  std::uint32_t watch, like, comment, share, follow, click, hide, save;
};

struct ActionEntry {
  std::string_view word, help, source, worth_help;
  ReactionParameters AttentionParameters::*chance;
  double ValueParameters::*worth;
  std::uint32_t ReactionThresholds::*threshold;
};
inline constexpr std::size_t kActionCount = 7;
inline constexpr std::array<ActionEntry, kActionCount> kActions{{
    {"watch", "watches past half", "KuaiRec watch ratio; validation B5",
     "worth of a watch past half to the ranking", &AttentionParameters::watch, &ValueParameters::watch,
     &ReactionThresholds::watch},
    {"like", "likes", "folk, short video", "worth of a like", &AttentionParameters::like,
     &ValueParameters::like, &ReactionThresholds::like},
    {"comment", "comments", "folk, short video", "worth of a comment", &AttentionParameters::comment,
     &ValueParameters::comment, &ReactionThresholds::comment},
    {"share", "shares; keep the spread of log chance under .3", "folk, short video", "worth of a share",
     &AttentionParameters::share, &ValueParameters::share, &ReactionThresholds::share},
    {"follow", "follows the author", "folk, short video", "worth of a follow", &AttentionParameters::follow,
     &ValueParameters::follow, &ReactionThresholds::follow},
    {"click", "clicks on the product, of a branded item", "folk, short video", "worth of a product click",
     &AttentionParameters::click, &ValueParameters::click, &ReactionThresholds::click},
    {"hide", "hides the item", "", "worth of a hide, negative", &AttentionParameters::hide,
     &ValueParameters::hide, &ReactionThresholds::hide},
}};

}  // namespace fanfare::fan_economy
