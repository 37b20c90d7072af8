// Small types and numbers that every submodel of the fan economy shares.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace fanfare::fan_economy {

inline constexpr std::size_t kTopics = 8;        // interests and topics are rows of 8 bytes that sum to 255
inline constexpr std::size_t kFandomSlots = 4;
inline constexpr std::uint8_t kNoBrand = 0xff;
inline constexpr std::uint8_t kNoCampaign = 0xff;
inline constexpr std::uint8_t kNoOffer = 0xff;
inline constexpr std::uint32_t kNobody = 0xffffffffU;

using TopicRow = std::array<std::uint8_t, kTopics>;

// Mechanisms may bring more, each with a number of its own: see keys/kinds.h.
enum class CreatorKind : std::uint8_t { kol, koc, celebrity, employee, virtual_idol, ugc };
inline constexpr std::size_t kCreatorKinds = 6;

enum class ContractKind : std::uint8_t { flat, commission, both };  // mechanisms may bring more

// Where an item of a feed came from: a place in World::sources. Those that more than one room knows by name.
enum class Source : std::uint8_t { following, discovery };
inline constexpr std::size_t kMostSources = 16;

enum class Stage : std::uint8_t { unaware, aware, interested, intending, customer, advocate };
inline constexpr std::size_t kStages = 6;

}  // namespace fanfare::fan_economy
