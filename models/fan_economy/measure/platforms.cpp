#include "models/fan_economy/measure/platforms.h"

#include <bit>
#include <vector>

#include "models/fan_economy/measure/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

// Where sales came from.
void declare_origins(Recorder& r) {
  const auto add = [&](const char* name, const char* units, const char* help, const char* formula,
                       bool whole) {
    Variable v = measure(name, {"time", "brand", "platform"}, units, help, formula, whole);
    v.better = Better::more;
    r.variable(v);
  };
  const char* by_last_meeting = "orders × population.scale, by the platform on which the brand was last met";
  add("platform_sales", "orders",
      "orders by where the brand was last met: watched or clicked; credit, not effect", by_last_meeting,
      true);
  add("platform_sales_told", "orders", "of them, those of which brands are told", by_last_meeting, true);
  add("platform_revenue", "CNY", "revenue by where the brand was last met; credit, not effect",
      "Σ price paid, by the platform on which the brand was last met", false);
}

void record_origins(const World& w, Recorder& r) {
  const auto put = [&](const char* name, std::size_t first, bool is_money) {
    std::vector<double> values;
    for (std::size_t i = 0; i < w.p.brands.size() * w.platform_count(); ++i) {
      const auto total = static_cast<double>(w.measures.since_warmup(first + i));
      values.push_back(is_money ? total / 100 : w.people(total));
    }
    r.put(name, values);
  };
  put("platform_sales", w.platform_cells.orders, false);
  put("platform_sales_told", w.platform_cells.told_orders, false);
  put("platform_revenue", w.platform_cells.revenue, true);
}

}  // namespace

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
  series("platform_clicks", "clicks", "clicks on posts about brands, by platform");
  series("platform_clicks_told", "clicks", "of them, those of which brands are told");
  series("platform_pushed", "sessions", "sessions that a push of a new post began");
  if (!w.p.brands.empty()) declare_origins(r);
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
  r.put("platform_clicks", row(w.platform_cells.clicks, platforms));
  r.put("platform_clicks_told", row(w.platform_cells.told, platforms));
  r.put("platform_pushed", row(w.platform_cells.pushed, platforms));
  if (!w.p.brands.empty()) record_origins(w, r);
  if (!w.p.campaigns.empty())
    r.put("platform_reach", row(w.platform_cells.reach, w.p.campaigns.size() * platforms));
}

namespace {

// The audience that platforms share, of each campaign.
void put_reached_on_both(const World& w, Recorder& r) {
  const std::size_t platforms = w.platform_count();
  std::vector<double> values;
  for (std::size_t c = 0; c < w.p.campaigns.size(); ++c)
    for (std::size_t a = 0; a < platforms; ++a)
      for (std::size_t b = 0; b < platforms; ++b)
        values.push_back(w.people(static_cast<double>(
            w.measures.since_warmup(a == b ? w.platform_cells.reach + c * platforms + a
                                           : w.platform_cells.both + (c * platforms + a) * platforms + b))));
  put_at_end(r,
             measure("platforms/reached", {"campaign", "platform", "platform_to"}, "people",
                     "people whom a campaign reached on both", "accounts × population.scale", true),
             values);
}

}  // namespace

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
  if (!w.p.campaigns.empty()) put_reached_on_both(w, r);
  put_at_end(r,
             measure("platforms/used", {"platforms_used"}, "people",
                     "people by how many platforms they are on", "accounts × population.scale", true),
             on);
}

}  // namespace fanfare::fan_economy
