// Keys of platforms: who is on each, how it is linked with others. Its feed: keys/feed.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fanfare/schema.h"
#include "models/fan_economy/keys/feed.h"
#include "models/fan_economy/keys/population.h"

namespace fanfare::fan_economy {

struct EconomyParameters;

// Who is on a platform, by the levels of an attribute.
struct MembersBy {
  std::string attribute;
  std::vector<double> shares;  // by level
};
void describe(Schema<MembersBy>& s);

// A platform. Creators are cast by their followers on the first one.
struct PlatformParameters {
  std::string id = "platform";
  FeedParameters feed;
  double members = 1;           // share of accounts that are on it
  std::optional<MembersBy> by;  // the same by attribute, in its place
  double appeal = 1;            // weight in the choice of where the next session goes
  double cross_post = 0.3;      // share of posts that its members write elsewhere and publish here too
  double cross_loss = 0.15;     // of their quality and of their fit with a brand, here
  std::optional<GraphParameters> graph;  // who follows whom here; none: as population.graph says
};
void describe(Schema<PlatformParameters>& s);

enum class LinkKind : std::uint8_t { open, walled, one_way };

// What a click costs that crosses from one platform to the shop on another.
struct LinkParameters {
  std::string id;
  std::string from, to;
  LinkKind is = LinkKind::open;
  double detour = 3;  // times fewer clicks where there is a wall
};
void describe(Schema<LinkParameters>& s);

// The number of a platform, or -1.
int platform_number(const EconomyParameters& p, const std::string& id);
// What is left of clicks that cross from one platform to another, by number: 1 where the way is open.
double clicks_across(const EconomyParameters& p, std::size_t from, std::size_t to);

// What spans platforms: members, links, shops, lines.
void check_platforms(const EconomyParameters& p, Checker& c);

}  // namespace fanfare::fan_economy
