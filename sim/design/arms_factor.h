// Arms that stand beside a design are its first factor.
#pragma once

namespace fanfare {

inline constexpr const char* kArmsFactor = "arms";

}  // namespace fanfare
