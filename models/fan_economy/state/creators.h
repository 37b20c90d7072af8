// Creators as all ranks see them.
#pragma once

#include <cstdint>

#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

struct Creator {
  std::uint32_t account = 0;
  CreatorKind kind = CreatorKind::koc;
  std::uint8_t active = 1;          // 0: stopped or left
  std::uint8_t role = 0;            // index of the role (`creators:`) that selected it
  std::uint8_t careers = 0;         // times it changed kind
  TopicRow niche{};
  float skill = 0;                  // 0 … 1
  float trust = 0;                  // 0 … 1
  float effort = 1;                 // multiplies the posting rate
  float sponsored_share = 0;        // of its recent posts, 0 … 1
  float posts_recent = 0;           // decayed count of its posts
  std::uint32_t replies_left = 0;   // today, accounts
  std::int64_t income = 0;          // cents since the start
  std::int64_t income_recent = 0;   // cents, decayed daily
  std::int64_t price = 0;           // asked for a post, cents
  std::uint32_t organic_debt = 0;   // organic posts that sponsored ones still replace
  std::uint32_t engagements = 0;    // likes, comments, shares of recent posts, accounts
  std::uint32_t impressions = 0;    // of recent posts, accounts
  float stain = 0;                  // share of its trust that scandals have cost it, 0 … 1
};

inline constexpr std::uint8_t kNoRole = 0xff;  // of a creator that came later

}  // namespace fanfare::fan_economy
