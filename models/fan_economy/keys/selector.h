// Who is meant: filters, then a rank, then a count or a share. One small language for roles, campaigns and
// events.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fanfare/schema.h"
#include "fanfare/schema_types.h"
#include "models/fan_economy/keys/vocabulary.h"

namespace fanfare::fan_economy {

// The order of kinds after `any` is that of CreatorKind.
enum class KindFilter : std::uint8_t { any, kol, koc, celebrity, employee, virtual_idol, ugc };
constexpr KindFilter filter_of(CreatorKind kind) {
  return static_cast<KindFilter>(1 + static_cast<unsigned>(kind));
}
constexpr CreatorKind kind_of(KindFilter filter) {
  return static_cast<CreatorKind>(static_cast<unsigned>(filter) - 1);
}

enum class RankBy : std::uint8_t {
  followers, engagement, fit, cost_per_engagement, pagerank, k_core, betweenness, random, influence
};

struct Selector {
  KindFilter kind = KindFilter::any;
  std::string topic;              // strongest topic of the niche; empty: any
  Range followers;                // people
  std::string hired_by;           // id of a campaign that has a contract with them; empty: any
  std::string segment;            // id of a segment; empty: any
  std::vector<double> accounts;   // a list of account ids; empty: any
  std::vector<std::string> names;  // of a roster; empty: any
  RankBy by = RankBy::followers;
  std::uint32_t top = 0;          // the first so many; 0: all
  double share = 1;               // the first share of those that fit
};
void describe(Schema<Selector>& s);

// Whether a rank needs the graph's centralities, which are computed at set-up only.
constexpr bool is_centrality(RankBy by) {
  return by == RankBy::pagerank || by == RankBy::k_core || by == RankBy::betweenness;
}

}  // namespace fanfare::fan_economy
