#include "models/fan_economy/people/activity.h"

#include <algorithm>

#include "fanfare/fmath.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

std::array<float, 24> daily_rhythm(double night_to_peak) {
  // Share of the way from trough to peak, by hour.
  constexpr std::array<double, 24> kShape{0.45, 0.22, 0.08, 0.02, 0, 0.04, 0.18, 0.36, 0.5, 0.56, 0.6, 0.72,
                                          0.82, 0.74, 0.62, 0.6, 0.62, 0.68, 0.78, 0.9, 0.98, 1, 0.92, 0.7};
  double sum = 0;
  for (const double x : kShape) sum += night_to_peak + (1 - night_to_peak) * x;
  std::array<float, 24> rhythm{};
  for (std::size_t h = 0; h < 24; ++h)
    rhythm[h] = static_cast<float>((night_to_peak + (1 - night_to_peak) * kShape[h]) * 24 / sum);
  return rhythm;
}

namespace {

void fill_habits(ActivityTables& tables, const AttentionParameters& p, double ticks_per_day) {
  for (std::size_t q = 0; q < 256; ++q) {
    tables.sessions_per_tick[q] = static_cast<float>(static_cast<double>(q) / 16 / ticks_per_day);
    tables.posts_per_tick[q] =
        static_cast<float>(posting_rate_per_day(static_cast<std::uint8_t>(q)) / ticks_per_day);
    // A session of n items on average goes on with odds n − 1 to 1.
    const double items = std::max(1.05, static_cast<double>(q) / 2);
    tables.continue_base[q] = static_cast<float>(fmath::log(items - 1));
  }
  for (std::size_t i = 0; i < tables.contentment.size(); ++i) {
    const double difference = (static_cast<double>(i) - 255) / kAppealSteps;
    tables.contentment[i] =
        static_cast<float>(std::clamp(fmath::exp(p.satisfaction_gain * difference), 0.25, 2.0));
  }
}

}  // namespace

void tabulate_habits(World& world) { fill_habits(world.activity, world.p.attention, world.ticks_per_day()); }

void set_rhythm(World& world) {
  const std::array<float, 24> rhythm = daily_rhythm(world.p.attention.night_to_peak);
  const auto hour = static_cast<std::size_t>(world.calendar.hour_of_day(world.tick));
  const bool whole_days = world.ticks_per_day() < 24;  // a coarse tick holds several hours
  for (std::size_t shift = 0; shift < 24; ++shift)
    world.activity.rhythm[shift] = whole_days ? 1.0F : rhythm[(hour + 24 - shift) % 24];
}

double seconds_left(const World& world, AccountId reader, const PolicyParameters& policies) {
  const double ruled = world.permit(reader).seconds;
  const std::uint32_t minutes = policies.minor_minutes;
  if (minutes == 0 || (world.accounts.flags[reader] & AccountFlags::kMinor) == 0) return ruled;
  return std::min(ruled, std::max(0.0, minutes * 60.0 - world.accounts.time_today[reader] * kTimeUnit));
}

}  // namespace fanfare::fan_economy
