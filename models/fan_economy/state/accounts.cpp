#include "models/fan_economy/state/accounts.h"

#include <algorithm>

#include "fanfare/fmath.h"

namespace fanfare::fan_economy {

float posting_rate_per_day(std::uint8_t quantised) {
  static const std::array<float, 256> rates = [] {
    std::array<float, 256> all{};
    for (int q = 1; q < 256; ++q)
      all[static_cast<std::size_t>(q)] = static_cast<float>(fmath::exp(0.6931471805599453 * (q - 160) / 16.0));
    return all;
  }();
  return rates[quantised];
}

std::uint8_t quantise_posting_rate(double per_day) {
  if (per_day <= 0) return 0;
  const double q = 160 + 16 * fmath::log(per_day) / 0.6931471805599453;
  return static_cast<std::uint8_t>(std::clamp(q + 0.5, 1.0, 255.0));
}

}  // namespace fanfare::fan_economy
