#include "models/fan_economy/measure/platforms.h"

#include <bit>
#include <vector>

#include "models/fan_economy/measure/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

void declare_platforms(const World& w, Recorder& r) {
  if (!w.has_several()) return;
  Names ids;
  for (const PlatformParameters& platform : w.p.platforms) ids.push_back(platform.id);
  axis(r, "platform", ids, "platform");
  axis(r, "platform_to", ids, "another platform");
  const auto series = [&](const char* name, const char* units, const char* help) {
    r.variable(measure(name, {"time", "platform"}, units, help, "accounts × population.scale", true));
  };
  series("platform_sessions", "sessions", "sessions on each platform");
  series("platform_impressions", "impressions", "impressions on each platform");
  series("platform_seconds", "s", "time spent on each platform");
  if (!w.p.campaigns.empty())
    r.variable(
        measure("platform_reach", {"time", "campaign", "platform"}, "people",
                "people reached on each platform; some of them on several, so reach is at most the sum",
                "accounts × population.scale, no one counted twice on one platform", true));
}

void record_platforms(const World& w, Recorder& r) {
  if (!w.has_several()) return;
  const auto row = [&](std::size_t first, std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i)
      values.push_back(w.people(static_cast<double>(w.measures.since_warmup(first + i))));
    return values;
  };
  const std::size_t platforms = w.platform_count();
  r.put("platform_sessions", row(w.platform_cells.sessions, platforms));
  r.put("platform_impressions", row(w.platform_cells.impressions, platforms));
  r.put("platform_seconds", row(w.platform_cells.seconds, platforms));
  if (!w.p.campaigns.empty())
    r.put("platform_reach", row(w.platform_cells.reach, w.p.campaigns.size() * platforms));
}

void finish_platforms(const World& w, Recorder& r) {
  if (!w.has_several()) return;
  const std::size_t platforms = w.platform_count();
  std::vector<double> both(platforms * platforms);
  std::vector<double> on(platforms + 1);
  for (const std::uint8_t memberships : w.memberships) {
    ++on[static_cast<std::size_t>(std::popcount(memberships))];
    for (std::size_t a = 0; a < platforms; ++a)
      for (std::size_t b = 0; b < platforms; ++b)
        if (((memberships >> a) & (memberships >> b) & 1U) != 0) ++both[a * platforms + b];
  }
  for (double& value : both) value = w.people(value);
  for (double& value : on) value = w.people(value);
  r.dimension(
      {"platforms_used", {}, counting(0, platforms + 1), "1", "number of platforms that someone is on"});
  put_at_end(r, measure("platforms/members", {"platform", "platform_to"}, "people", "people who are on both",
                        "accounts × population.scale", true), both);
  put_at_end(r,
             measure("platforms/used", {"platforms_used"}, "people",
                     "people by how many platforms they are on", "accounts × population.scale", true),
             on);
}

}  // namespace fanfare::fan_economy
