// The keys of a scenario that belong to the engine, whatever the model: `run` and `outputs`.
#pragma once

#include <cstdint>
#include <string>

namespace fanfare {

struct RunParameters {
  double until = 30;            // days from start, warm-up included
  double tick = 1.0 / 24;       // days
  double warmup = 0;            // days; cumulative KPIs leave it out
  std::string start = "2026-01-05";  // a Monday
  std::uint64_t seed = 1;

  // Ticks are whole; a day holds at least one.
  std::uint32_t ticks_per_day() const { return static_cast<std::uint32_t>(1.0 / tick + 0.5); }
  std::uint32_t ticks() const { return static_cast<std::uint32_t>(until / tick + 0.5); }
  std::uint32_t warmup_ticks() const { return static_cast<std::uint32_t>(warmup / tick + 0.5); }
};

struct OutputParameters {
  double every = 1;             // days between two rows of the series
  std::string kpis = "generic"; // the dialect in which KPIs are named and computed
};

}  // namespace fanfare
