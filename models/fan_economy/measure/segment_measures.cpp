#include "models/fan_economy/measure/segment_measures.h"

#include <functional>

#include "models/fan_economy/measure/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

double level_now(const World& w, std::size_t cell) {
  return w.people(static_cast<double>(w.segments.totals[cell]));
}
double since_warmup(const World& w, std::size_t cell) {
  return static_cast<double>(w.segments.totals[cell] - w.segments.at_warmup[cell]);
}

// By measured segment, or by something and then by measured segment.
void put_segments(const World& w, Recorder& r, const char* name, std::size_t things,
                  const std::function<double(std::size_t thing, std::size_t measured)>& of) {
  std::vector<double> row;
  for (std::size_t thing = 0; thing < things; ++thing)
    for (std::size_t m = 0; m < w.segments.measured.size(); ++m) row.push_back(of(thing, m));
  r.put(name, row);
}

}  // namespace

void declare_segments(const World& w, Recorder& r) {
  if (w.segments.measured.empty()) return;
  Names names;
  for (const std::uint16_t number : w.segments.measured) names.push_back(w.p.segments[number].id);
  axis(r, "segment", std::move(names), "segment of the scenario");
  r.variable(measure("segment_size", {"time", "segment"}, "people", "people in the segment, as of midnight",
                     "accounts × population.scale", true));
  r.variable(measure("segment_impressions", {"time", "segment"}, "impressions",
                     "impressions shown to people in the segment", "impressions × population.scale", true));
  r.variable(measure("segment_time", {"time", "segment"}, "h", "time in app of people in the segment",
                     "hours × population.scale", false));
  if (!w.p.campaigns.empty())
    r.variable(measure("segment_reach", {"time", "campaign", "segment"}, "people",
                       "people in the segment, as of midnight, whom the campaign has reached",
                       "accounts exposed at least once × population.scale", true));
  if (w.p.brands.empty()) return;
  r.variable(measure("segment_orders", {"time", "brand", "segment"}, "orders",
                     "orders by people in the segment", "orders × population.scale", true));
  r.variable(measure("segment_spending", {"time", "brand", "segment"}, "CNY",
                     "money that people in the segment paid for orders",
                     "Σ price of orders, returns not taken off", false));
}

void record_segments(const World& w, Recorder& r) {
  if (w.segments.measured.empty()) return;
  const SegmentCells& cells = w.segments.cells;
  put_segments(w, r, "segment_size", 1,
               [&](std::size_t, std::size_t m) { return level_now(w, cells.size(m)); });
  put_segments(w, r, "segment_impressions", 1,
               [&](std::size_t, std::size_t m) { return w.people(since_warmup(w, cells.impressions(m))); });
  put_segments(w, r, "segment_time", 1, [&](std::size_t, std::size_t m) {
    return w.people(since_warmup(w, cells.seconds(m))) / 3600;
  });
  if (!w.p.campaigns.empty())
    put_segments(w, r, "segment_reach", cells.campaigns,
                 [&](std::size_t c, std::size_t m) { return level_now(w, cells.reach(m, c)); });
  if (w.p.brands.empty()) return;
  put_segments(w, r, "segment_orders", cells.brands,
               [&](std::size_t b, std::size_t m) { return w.people(since_warmup(w, cells.orders(m, b))); });
  put_segments(w, r, "segment_spending", cells.brands,
               [&](std::size_t b, std::size_t m) { return since_warmup(w, cells.spending(m, b)) / 100; });
}

void finish_attributes(const World& w, Recorder& r) {
  if (w.p.attributes.empty()) return;
  Names names;
  std::vector<double> people;
  for (std::size_t a = 0; a < w.p.attributes.size(); ++a) {
    const AttributeParameters& p = w.p.attributes[a];
    for (std::size_t level = 0; level < p.levels.size(); ++level) {
      names.push_back((p.label.empty() ? p.id : p.label) + ": " + p.levels[level]);
      people.push_back(level_now(w, w.segments.cells.level(a, level)));
    }
  }
  axis(r, "attribute_level", std::move(names), "attribute and level");
  put_at_end(r,
             measure("population/attribute_count", {"attribute_level"}, "people",
                     "people with each level of each attribute", "accounts × population.scale", true),
             people);
}

}  // namespace fanfare::fan_economy
