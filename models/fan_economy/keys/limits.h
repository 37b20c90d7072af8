// How many of a thing there can be, where an id has few bits or a thing takes bytes of every account. In one
// place, so that limits can't contradict each other: whoever packs an id checks against these.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fanfare::fan_economy {

inline constexpr std::uint32_t kMostAccounts = 400'000'000;
inline constexpr std::size_t kMostCreators = (std::size_t{1} << 22) - 1;  // 22 bits of a slot, all set: empty
inline constexpr std::size_t kMostBrands = 32;       // 8 bytes of every account each
inline constexpr std::size_t kMostCampaigns = 250;   // a byte of every account each
inline constexpr std::size_t kMostContracts = (std::size_t{1} << 24) - 1;  // 24 bits of a last touch
inline constexpr std::size_t kMostRoles = 254;
inline constexpr std::size_t kMostOffers = 254;
inline constexpr std::size_t kMostAttributes = 64;    // a byte of every account each
inline constexpr std::size_t kMostLevels = 255;       // of an attribute, in that byte
inline constexpr std::size_t kMostSegments = 1024;    // a bit of every account each
inline constexpr std::size_t kMostRungs = 32;        // of the ladder of traffic pools, which may change in a run

inline constexpr std::size_t kMostPlatforms = 8;      // they are bits of a byte

}  // namespace fanfare::fan_economy
