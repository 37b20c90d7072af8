// Who makes which formats, and what the table says of them in this scenario.
#pragma once

#include <cstdint>
#include <vector>

#include "models/fan_economy/keys/vocabulary.h"
#include "models/fan_economy/mechanisms/formats_keys.h"

namespace fanfare::fan_economy {

struct World;

struct MixPart {
  double share = 0;
  std::uint8_t format = 0;  // number in World::formats
};
using Mix = std::vector<MixPart>;
using MixesByKind = std::vector<Mix>;  // by place of the kind, last those who are no creators

// Sets the table of formats in use as the keys say. Errors: ScenarioError for a format that is off.
void change_formats(World& world, const FormatKeys& keys);
// By platform; sets World::output, since what one makes takes its time. Errors: ScenarioError for a platform
// that is not there.
std::vector<MixesByKind> mixes_of(World& world, const FormatKeys& keys);

}  // namespace fanfare::fan_economy
