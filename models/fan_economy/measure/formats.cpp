#include "models/fan_economy/measure/formats.h"

#include <array>
#include <vector>

#include "models/fan_economy/measure/recording.h"
#include "models/fan_economy/world.h"

namespace fanfare::fan_economy {

namespace {

struct Row {
  const char* name;
  const char* units;
  const char* help;
};
// In the order of kFormatCounts.
constexpr std::array<Row, kFormatCounts.size()> kRows{{
    {"format_impressions", "impressions", "impressions of posts of each format"},
    {"format_views", "views", "views past half of posts of each format"},
    {"format_likes", "likes", "likes of posts of each format"},
    {"format_comments", "comments", "comments on posts of each format"},
    {"format_shares", "shares", "shares of posts of each format"},
    {"format_follows", "follows", "follows by posts of each format"},
    {"format_clicks", "clicks", "clicks on posts of each format"},
}};

}  // namespace

void declare_formats(const World& w, Recorder& r) {
  if (!w.formats.on()) return;
  Names words;
  for (const FormatRule& rule : w.formats.rules) words.emplace_back(rule.word);
  axis(r, "format", words, "format of a post");
  for (const Row& row : kRows)
    r.variable(
        measure(row.name, {"time", "format"}, row.units, row.help, "accounts × population.scale", true));
}

void record_formats(const World& w, Recorder& r) {
  const std::size_t formats = w.formats.rules.size();
  if (formats == 0) return;
  for (std::size_t row = 0; row < kRows.size(); ++row) {
    std::vector<double> values;
    for (std::size_t f = 0; f < formats; ++f)
      values.push_back(
          w.people(static_cast<double>(w.measures.since_warmup(w.format_cells + row * formats + f))));
    r.put(kRows[row].name, values);
  }
}

}  // namespace fanfare::fan_economy
